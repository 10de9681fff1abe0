"""Words for what can be painted: a closed list, classical Chinese and English, and its cues.

Longest words are found first; words that hold a hanzi and do not mean the thing (岁月, 云鬓) are
listed and stepped over. Other words of imagery are reported as unknown, never guessed at.

>>> found = look(("孤舟蓑笠翁", "独钓寒江雪"))
>>> [one.element for one in found.things], found.hours, found.seasons
(['boat', 'fisher', 'water', 'snow'], (), ('winter',))
>>> look(("two boats under the moon, a guitar",)).unknown
('guitar',)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sixing.corpus.clean import simplified
from sixing.media.picture.shanshui.plan import ELEMENTS

WORDS: Final[Mapping[str, str]] = {
    "mountain": (
        "山 峰 岭 岳 岩 峦 嶂 丘 千山 群山 青山 空山 春山 寒山 江山 关山 mountain hill "
        "peak summit"
    ),
    "far-mountain": "远山 遥山 远岫 翠微 远峰 天际山 far-hill horizon",
    "cliff": "崖 壁 峭壁 绝壁 悬崖 cliff crag precipice",
    "waterfall": "瀑 瀑布 飞泉 飞流 泉 清泉 waterfall cascade spring-water",
    "rock": "石 白石 苔 rock stone boulder",
    "water": (
        "水 江 河 湖 海 溪 川 潭 池 塘 波 流 浦 涧 渡 沧浪 沧海 潮 春水 water river lake "
        "sea stream pond"
    ),
    "waves": "浪 涛 波涛 巨浪 惊涛 wave surf billow",
    "shore": "岸 堤 滩 沙 汀 渚 矶 shore bank beach",
    "island": "洲 岛 沙洲 汀洲 芳洲 island isle islet",
    "mist": "雾 霭 烟 岚 霞 烟雨 寒烟 轻烟 mist fog haze",
    "cloud": "云 白云 浮云 孤云 暮云 云霞 cloud",
    "moon": "月 明月 皓月 新月 残月 圆月 婵娟 蟾 蟾光 玉盘 moon moonlight crescent",
    "sun": "日 白日 落日 夕阳 斜阳 朝阳 残阳 斜日 红日 旭日 sun sunset sunrise",
    "stars": "星 繁星 银河 河汉 星河 星汉 牵牛 织女 star milky-way galaxy",
    "rain": "雨 烟雨 细雨 春雨 夜雨 rain drizzle shower",
    "snow": "雪 飞雪 白雪 积雪 snow snowfall",
    "wind": "风 东风 西风 秋风 春风 北风 飘 wind breeze gale",
    "pine": "松 松树 青松 长松 柏 pine cypress",
    "willow": "柳 柳树 杨柳 垂柳 垂杨 烟柳 杨 柳条 柳丝 willow",
    "bamboo": "竹 竹子 修竹 翠竹 幽篁 篁 bamboo",
    "plum": "梅 梅花 寒梅 红梅 早梅 plum",
    "blossom": "桃 桃树 桃花 杏 杏花 梨花 海棠 花 百花 繁花 芳 blossom peach flower cherry",
    "maple": "枫 枫树 丹枫 红叶 枫叶 霜叶 maple red-leaf",
    "bare-tree": "枯木 枯藤 枯树 老树 寒树 寒林 bare-tree dead-tree old-tree",
    "tree": "树 木 梧桐 桐 槐 榆 桑 古木 嘉木 tree oak elm",
    "woods": "林 森林 疏林 平林 深林 wood woods forest grove",
    "reed": "芦 芦花 芦苇 荻 蒹葭 蒲 reed rush",
    "lotus": "荷 莲 芙蓉 芙蕖 菡萏 荷花 莲花 lotus water-lily",
    "grass": "草 芳草 春草 青草 萋萋 茅 grass meadow",
    "chrysanthemum": "菊 菊花 黄花 篱 东篱 chrysanthemum",
    "falling": "落花 飞花 残红 落红 落叶 黄叶 飞絮 柳絮 落木 falling-leaf fallen-leaf petal",
    "boat": "舟 船 客船 客帆 泊 夜泊 扁舟 孤舟 轻舟 客舟 兰舟 棹 桨 橹 艇 boat canoe skiff",
    "sail": "帆 孤帆 征帆 片帆 风帆 sail ship junk",
    "fisher": "渔 渔父 渔翁 渔人 钓 钓翁 蓑 蓑笠 蓑笠翁 垂钓 独钓 fisher fisherman angler",
    "figure": (
        "客 归人 行人 游子 旅人 故人 樵夫 樵 老翁 翁 僧 隐者 征人 伊人 佳人 行客 wanderer "
        "traveller traveler monk poet hermit old-man person man woman"
    ),
    "horse": "马 骏马 征马 瘦马 骑 horse rider",
    "ox": "牛 黄牛 牧童 牧 ox cow buffalo herdboy",
    "pavilion": "亭 长亭 短亭 轩 榭 阁 pavilion kiosk",
    "tower": "楼 高楼 楼台 小楼 西楼 危楼 台 tower",
    "cottage": (
        "茅屋 茅舍 草堂 柴门 柴扉 村 人家 庐 田家 荒村 村舍 屋 cottage hut village house "
        "home farm"
    ),
    "temple": "寺 古寺 禅院 庙 萧寺 钟声 temple monastery shrine",
    "pagoda": "塔 浮图 pagoda",
    "wall": "城 长城 孤城 城郭 关 塞 玉门关 city wall fortress pass",
    "bridge": "桥 小桥 断桥 板桥 画桥 bridge",
    "path": "路 径 小径 幽径 石径 道 古道 陌 path road way trail",
    "smoke": "炊烟 孤烟 人烟 smoke",
    "lantern": "灯 灯火 孤灯 渔火 烛 lantern lamp candle",
    "banner": "酒旗 酒帘 青旗 酒家 旗 banner flag inn tavern",
    "geese": "雁 鸿 归雁 飞雁 孤雁 征鸿 鸿雁 飞鸟 众鸟 归鸟 鸟 goose geese bird",
    "crane": "鹤 白鹤 黄鹤 孤鹤 crane",
    "swallow": "燕 燕子 双燕 归燕 swallow",
    "gull": "鸥 白鸥 鹭 白鹭 沙鸥 鸥鹭 gull egret heron",
    "crow": "鸦 乌鸦 寒鸦 昏鸦 乌啼 栖鸦 crow raven",
}  # fmt: skip
"""The words of every element; English phrases are joined with a hyphen."""

CUES: Final[Mapping[str, str]] = {
    "spring": "春 桃 杏 燕 柳 莺 芳草 清明 寒食 spring blossom swallow willow",
    "summer": "夏 荷 莲 蝉 暑 榴 summer lotus cicada",
    "autumn": "秋 枫 菊 雁 霜 落叶 重阳 梧桐 蒹葭 黄叶 autumn fall maple geese",
    "winter": "冬 雪 梅 冰 寒江 腊 winter snow ice",
    "night": "夜 月 星 灯 宵 三更 五更 残更 更鼓 更漏 更深 渔火 night moon star midnight",
    "dusk": "暮 夕 夕阳 斜阳 落日 黄昏 晚 残阳 昏鸦 dusk evening sunset twilight",
    "dawn": "晓 晨 朝阳 曙 旭日 黎明 dawn morning sunrise",
    "rain": "雨 rain",
    "snow": "雪 snow",
    "mist": "雾 霭 烟 岚 mist fog haze",
    "wind": "狂风 长风 风急 gale storm",
    "sorrow": "愁 恨 泪 悲 哀 断肠 伤 sorrow grief tears sad sadness",
    "joy": "喜 欢 笑 乐 joy joyful merry happy",
    "longing": "思 忆 归 乡 别 相思 故园 longing farewell homesick homesickness",
    "solitude": "孤 独 寂 寥 lonely alone solitude",
    "ambition": "壮 志 凌云 剑 万里 heroic ambition bold",
    "serenity": "闲 静 悠 幽 禅 quiet calm serene peaceful",
}  # fmt: skip

_NOT: Final = tuple(
    """
    雨后 雨霁 雨歇 雨余 新雨后 雪后 雪霁 无月 无人 不见人
    岁月 年月 正月 二月 三月 四月 五月 六月 七月 八月 九月 十月 今日 昨日 他日 何日 旧日
    终日 当日 日日 往日 一日 平日 昔日 百日 十日 云鬓 风流 风尘 流年 流水 石榴 主人 花钿
    青云 马嵬 木兰 山东 道人 知道 不道 风月 风光 风景 风雅 关心 关情 日夜 岁寒 流光 生日
    他乡 千里 台阶 村醪
    """.split()  # noqa: SIM905
)
_ALSO: Final = {"风月": ("wind", "moon"), "风光": (), "流水": ("water",)}
_MANY: Final = {
    "一": 1,
    "孤": 1,
    "独": 1,
    "两": 2,
    "双": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "几": 3,
    "数": 3,
    "千": 4,
    "万": 4,
    "群": 4,
    "众": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "a": 1,
    "an": 1,
    "several": 3,
    "many": 4,
    "some": 2,
}
_PLURAL: Final = frozenset(
    """
    mountain far-mountain rock cloud pine willow tree plum maple blossom bare-tree bamboo
    boat sail fisher figure horse ox pavilion tower cottage gull crane swallow island
    lantern reed lotus crow
    """.split()  # noqa: SIM905
)
_STOP: Final = frozenset(
    """
    the and with under over above below by in on of at to from near into beside behind
    between through is are was were my me i you your we our it its his her he she they
    this that these those as for after before across along where when which who not no so
    up down out one two three four five six a an several many some old young small big
    little great high deep cold warm quiet still long far distant lonely alone night day
    poem painting picture landscape scene red white green blue golden
    """.split()  # noqa: SIM905
)
_MEASURES: Final = frozenset("匹只隻艘叶座棵株头個个条枝行片朵处轮")
_CLASSES = frozenset(
    f"名·{kind}" for kind in ("天文", "地理", "草木", "鸟兽", "宫室", "器物", "衣食")
)
_HANZI = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """An element, how many are said to be there, and the word that names it."""

    element: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What words show.

    Attributes:
        things: elements in the order in which they are named, each once.
        seasons, hours, weathers, moods: cues, each as often as it is met.
        unknown: words of imagery that name nothing that can be painted.
    """

    things: tuple[Found, ...]
    seasons: tuple[str, ...]
    hours: tuple[str, ...]
    weathers: tuple[str, ...]
    moods: tuple[str, ...]
    unknown: tuple[str, ...]


def look(lines: Sequence[str]) -> Sight:
    """What some lines show, in Chinese (either script) or English."""
    things: dict[str, Found] = {}
    unknown: dict[str, None] = {}
    cues: list[str] = []
    for line in lines:
        text = simplified(line).casefold()
        for found in _things(text, unknown):
            old = things.get(found.element)
            things[found.element] = max(old, found, key=lambda one: one.count) if old else found
        cues += _cues(text)
    kinds = (("spring", "summer", "autumn", "winter"), ("night", "dusk", "dawn"),
             ("rain", "snow", "mist", "wind"),
             ("sorrow", "joy", "longing", "solitude", "ambition", "serenity"))  # fmt: skip
    told = [tuple(cue for cue in cues if cue in kind) for kind in kinds]
    seasons, hours, weathers, moods = told
    return Sight(tuple(things.values()), seasons, hours, weathers, moods, tuple(unknown))


def _things(text: str, unknown: dict[str, None]) -> Iterator[Found]:
    for run in _HANZI.findall(text):
        yield from _in_chinese(run, unknown)
    words = [_plain(word) for word in _LATIN.findall(text)]
    yield from _in_english(words, unknown)


def _in_chinese(run: str, unknown: dict[str, None]) -> Iterator[Found]:
    from sixing.media.poem.word_classes import WordClasses

    classes, at = WordClasses.open().of(run), 0
    while at < len(run):
        word = next((run[at : at + n] for n in (3, 2, 1) if run[at : at + n] in _chinese()), "")
        skip = next((run[at : at + n] for n in (3, 2) if run[at : at + n] in _NOT), "")
        if skip and len(skip) >= len(word):
            yield from (Found(name, 1, skip) for name in _ALSO.get(skip, ()))
            at += len(skip)
        elif word:
            before = run[at - 2 : at - 1] if run[at - 1 : at] in _MEASURES else run[at - 1 : at]
            for name in _chinese()[word]:
                yield Found(name, _number(name, before, word), word)
            at += len(word)
        else:
            if classes[at] in _CLASSES and run[at] not in _cued():
                unknown[run[at]] = None
            at += 1


def _in_english(words: Sequence[str], unknown: dict[str, None]) -> Iterator[Found]:
    at = 0
    while at < len(words):
        pair = "-".join(words[at : at + 2])
        word = pair if pair in _english() else words[at]
        names = _english().get(word, ())
        for name in names:
            yield Found(name, _number(name, words[at - 1] if at else "", ""), word)
        if not names and word not in _STOP and word not in _cued() and len(word) > 2:
            unknown[word] = None
        at += 2 if names and word == pair and len(words) - at > 1 else 1


def _number(element: str, before: str, word: str) -> int:
    said = _MANY.get(word[:1], 0) if len(word) > 1 else 0
    count = said or _MANY.get(before, 1)
    return count if element in _PLURAL else 1


def _cues(text: str) -> Iterator[str]:
    latin = {_plain(word) for word in _LATIN.findall(text)}
    for not_ in _NOT:
        text = text.replace(not_, "，")
    for name, words in CUES.items():
        if any(word in latin if word.isascii() else word in text for word in words.split()):
            yield name


def _plain(word: str) -> str:
    """An English word without its plural; names of elements stay."""
    if word in ELEMENTS or word in _english() or word in _STOP:
        return word
    for tail, put in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if word.endswith(tail) and word.removesuffix(tail) + put in _english():
            return word.removesuffix(tail) + put
    return word


@cache
def _chinese() -> dict[str, tuple[str, ...]]:
    return _table(latin=False)


@cache
def _english() -> dict[str, tuple[str, ...]]:
    return _table(latin=True) | {name: (name,) for name in ELEMENTS}


def _table(*, latin: bool) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name, words in WORDS.items():
        for word in words.split():
            if word.isascii() == latin:
                table[word] = (*table.get(word, ()), name)
    return table


@cache
def _cued() -> frozenset[str]:
    return frozenset(word for words in CUES.values() for word in words.split())
