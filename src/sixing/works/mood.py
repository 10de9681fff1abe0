"""The moods a work can have, and the words by which people ask for them.

Six moods in the words of classical poetics, each with one hanzi that a model is told. Knows words
only; which poem has which mood is for a recogniser to say (`sixing.patterns.moods`).

>>> mood("思乡"), mood("Homesick"), HANZI[mood("壮志")]
('longing', 'longing', '志')
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from sixing.errors import BadBrief

MOODS: Final = ("joy", "sorrow", "longing", "solitude", "ambition", "serenity")

HANZI: Final[Mapping[str, str]] = MappingProxyType(
    {
        "joy": "喜",
        "sorrow": "哀",
        "longing": "思",
        "solitude": "孤",
        "ambition": "志",
        "serenity": "闲",
    }
)
"""The hanzi that stands for each mood before a poem."""

POLARITIES: Final = ("negative", "neutral", "positive")

_WORDS: Final[Mapping[str, str]] = {
    "joy": """
        喜 乐 欢 悦 快 欣 庆 贺 喜悦 欢喜 欢乐 快乐 高兴 愉快 欢快 喜庆 欣喜 欣悦 欢欣 喜乐 开心
        幸福 甜蜜
        庆贺 祝贺 祝福 祝寿 赞美 赞颂 轻快 明快 欢畅 畅快 热闹 喜气 乐观 希望 惊喜 陶醉 得意
        春风得意 愉悦
        歡 樂 喜悅 歡喜 歡樂 快樂 高興 開心 欣悅 慶祝 慶賀 祝賀 祝壽 讚美 樂觀
        joy joyful joyous happy happiness glad gladness delight delighted cheerful cheer merry mirth
        merriment celebration celebrate festive bliss blissful elation elated pleased pleasure
        praise gaiety gay jolly hope hopeful optimism optimistic jubilant rejoicing love-of-life
    """,
    "sorrow": """
        哀 悲 愁 伤 怨 忧 恨 痛 苦 凄 悼 泪 哭 悲伤 哀伤 忧伤 哀愁 忧愁 悲哀 悲痛 伤感 悲凉 凄凉
        凄苦 哀怨
        悲愁 愁苦 怨恨 闺怨 宫怨 悼亡 哀悼 悲秋 伤春 伤心 难过 沉痛 感伤 惆怅 苦闷 忧郁 抑郁 失意
        悲怆 哀思
        凄婉 感慨 无奈 悲叹 痛苦 愤懑 忧国 傷 憂 淒 悲傷 哀傷 憂傷 憂愁 傷感 悲涼 淒涼 悼念 難過
        惆悵 傷心
        傷春 閨怨 痛苦 憂鬱 感傷
        sorrow sorrowful sad sadness grief grieving grieve mourning mournful lament lamentation
        melancholy melancholic gloomy gloom unhappy despair regret tears tearful bitter bitterness
        resentment heartbreak heartbroken depressed depression woe misery miserable elegy elegiac
        anguish pain dejected sorrows blue wistful
    """,
    "longing": """
        思 念 怀 别 相思 思念 想念 怀念 怀人 怀远 思乡 乡愁 乡思 思归 怀乡 怀友 忆 忆旧 怀旧 回忆
        追忆 离别 离愁
        别离 送别 惜别 别情 离情 牵挂 眷恋 思慕 爱慕 恋 爱情 恋情 情思 思妇 客愁 羁旅 旅愁 游子 望归
        盼望 渴望
        懷 離別 鄉愁 思鄉 懷人 懷念 送別 懷舊 離愁 懷鄉 愛情 戀情 惜別 憶 相憶
        longing yearning yearn missing miss miss-you homesick homesickness nostalgia nostalgic
        lovesick lovesickness love romantic romance parting farewell separation remembrance
        reminiscence memory memories desire pining wistfulness affection absence
    """,
    "solitude": """
        孤 寂 独 孤独 孤单 寂寞 孤寂 寂寥 寂静 孤零 落寞 冷清 清冷 幽寂 萧索 萧瑟 萧条 空寂 孤高
        孤清 独处 幽独
        冷落 寥落 荒凉 荒寒 苍凉 冷寂 凄清 枯寂 独 孤獨 孤單 獨 獨處 蕭瑟 蕭索 蒼涼 荒涼 淒清 寂靜
        落寞
        solitude solitary lonely loneliness lonesome alone aloneness isolation isolated desolate
        desolation forlorn deserted bleak bleakness cold emptiness empty abandoned seclusion
    """,
    "ambition": """
        志 壮 雄 豪 勇 壮志 豪放 豪情 豪迈 雄心 雄壮 雄浑 抱负 志向 报国 爱国 慷慨 激昂 豪气 英雄
        英勇 奋发 进取
        豪壮 悲壮 边塞 从军 凌云 凌云志 壮怀 壮烈 刚健 昂扬 激越 立志 励志 奋斗 不屈 坚贞 坚韧 侠气
        豪侠
        壯 壯志 豪邁 雄壯 雄渾 報國 愛國 豪情壯志 凌雲 凌雲志 抱負 從軍 邊塞 豪壯 勵志 奮發
        ambition ambitious heroic heroism hero bold boldness brave bravery courage courageous
        aspiration aspiring patriotic patriotism proud pride determination determined resolve
        valour valor valiant martial grand lofty spirited vigor vigour strength defiant
    """,
    "serenity": """
        闲 静 逸 淡 禅 幽 恬 安 闲适 闲逸 宁静 恬淡 恬静 平静 安静 安宁 清静 幽静 淡泊 隐逸 归隐
        田园 闲居 悠闲
        悠然 从容 自在 逍遥 禅意 禅静 空灵 清幽 淡然 洒脱 旷达 超脱 自适 闲情 清闲 安逸 宁和 平和
        静谧 惬意
        閒 閑 靜 閒適 閑適 寧靜 恬靜 平靜 安靜 安寧 淡泊 隱逸 歸隱 田園 悠閒 悠閑 從容 逍遙 禪意 禪
        空靈 清閒
        灑脫 曠達 閒情 靜謐 愜意
        serenity serene calm calmness peace peaceful tranquil tranquility tranquillity quiet
        quietude stillness still leisure leisurely ease relaxed relaxing contentment content zen
        meditative contemplative contemplation detached detachment pastoral idyllic rest restful
        gentle composed placid carefree
    """,
}
_TAILS: Final = ("之情", "之感", "之意", "之心", "之志", "情绪", "情緒", "的")
_MOOD_OF: Final = {word: name for name in MOODS for word in (name, *_WORDS[name].split())}


def mood(word: str) -> str:
    """The mood that a word asks for, Chinese (either script) or English.

    Raises:
        BadBrief: the word names no mood that is known; the message says which are.
    """
    plain = "-".join(word.casefold().split())
    for tail in ("", *_TAILS):
        found = _MOOD_OF.get(plain.removesuffix(tail))
        if found:
            return found
    near = _near(plain)
    names = ", ".join(MOODS)
    hanzi = "、".join(f"{_FULL[name]}" for name in MOODS)
    raise BadBrief(
        f'no mood is called "{word}"; '
        + (f"did you mean {', '.join(near)}? " if near else "")
        + f"There are {names} and many words near them",
        zh=f"没有叫“{word}”的情绪；"
        + (f"是否想写：{'、'.join(near)}？" if near else "")
        + f"可用：{hanzi}，及其近义词",
    )


_FULL: Final = {
    "joy": "喜悦",
    "sorrow": "哀愁",
    "longing": "相思",
    "solitude": "孤寂",
    "ambition": "壮志",
    "serenity": "闲适",
}
"""The mood's name on a Chinese screen."""


def named(name: str, lang: str = "zh") -> str:
    """A mood's name on a screen: 喜悦, or joy; anything else as it is.

    >>> named("serenity"), named("serenity", "en")
    ('闲适', 'serenity')
    """
    return _FULL.get(name, name) if lang == "zh" else name


def _near(plain: str, most: int = 3) -> tuple[str, ...]:
    """Known words that look like one that is not: by letters, or by a hanzi in common."""
    alike = get_close_matches(plain, _MOOD_OF, n=most, cutoff=0.7)
    shared = [w for w in _MOOD_OF if len(w) == 2 and not w.isascii() and set(w) & set(plain)]
    return tuple(dict.fromkeys([*alike, *shared]))[:most]
