"""The names of what is counted in poems, in Chinese and English.

>>> feature("form", "五古").en
'form: old style of 5 (五古)'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sixing.media.poem.entities import CLASSES, Gazetteer
from sixing.patterns.bags import Feature

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "hanzi": ("字", "hanzi"),
        "word": ("词", "word"),
        "phrase": ("语", "phrase"),
        "pair": ("对举", "in one couplet"),
        "class": ("类", "class"),
        "form": ("体", "form"),
        "length": ("长短", "length"),
        "rhyme": ("韵部", "rhyme group"),
        "manner": ("用韵", "rhyming"),
        "opening": ("起式", "opening"),
        "licence": ("声律", "tones"),
        "liberty": ("声律", "tones"),
        "line": ("句法", "line"),
        "occasion": ("题材", "occasion"),
        "theme": ("主题", "theme"),
    }
)
"""Each kind of feature in Chinese and English."""

OCCASIONS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "parting": ("送别", "parting", r"送|别|饯"),
        "to somebody": ("寄赠", "to somebody", r"寄|赠|呈|献|示|简|怀.{0,6}[兄弟公丈员郎]"),
        "in reply": ("酬和", "in reply, on another's rhymes", r"次韵|和韵|酬|奉和|答|用.*韵|^和"),
        "song": ("歌行乐府", "songs and ballads", r"[歌行吟曲谣引辞怨]$|乐府|古风|拟古"),
        "on a thing": ("题咏", "on a thing or picture", r"^题|咏|赋得|画"),
        "travel": ("登临行旅", "climbing and travel", r"登|游|过|宿|泊|渡|望|途|次(?!韵)|道中"),
        "past": ("怀古", "ancient sites", r"怀古|览古|故城|庙|古迹|台$"),
        "feast": ("宴饮", "feasts and wine", r"宴|饮|酒|醉|酌|集$"),
        "elegy": ("哀挽", "elegies", r"挽|哭|悼|伤"),
        "chance": ("即事感怀", "of the moment", r"即事|偶|杂|漫|感|书怀|述怀|遣|有怀"),
        "seasons": (
            "时令",
            "seasons and feast days",
            r"春|夏|秋|冬|[元七除]夕|九日|重阳|寒食|清明|雪|雨",
        ),
        "women": ("闺情", "women's voices", r"闺|宫|美人|妾|婕妤|妇|征人"),
    }
)

LINE_TRAITS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "question": ("问句", "asks a question", "何谁孰岂安焉胡奚讵那曷几"),
        "self": ("自称我吾", "says I", "我吾余予妾侬"),
        "you": ("称君子", "says you", "君尔汝卿子"),
        "not": ("否定", "denies", "不无非未莫勿休弗匪"),
        "number": ("数目", "counts", "一二三四五六七八九十百千万两双半"),
        "colour": ("颜色", "names a colour", "红黄青绿白黑紫碧翠苍丹朱赤素玄"),
        "particle": ("虚字", "uses particles of prose", "之乎者也矣焉哉而于以其兮"),
        "past": ("今昔", "sets then against now", "昔曾旧故今古"),
    }
)


ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "五绝": "quatrain of 5 (五绝)",
        "七绝": "quatrain of 7 (七绝)",
        "五律": "regulated octave of 5 (五律)",
        "七律": "regulated octave of 7 (七律)",
        "五排": "long regulated verse of 5 (五排)",
        "七排": "long regulated verse of 7 (七排)",
        "五古": "old style of 5 (五古)",
        "七古": "old style of 7 (七古)",
        "四言": "lines of 4 (四言)",
        "六言": "lines of 6 (六言)",
        "杂言": "mixed lines (杂言)",
        "词": "ci (词)",
        "四句内": "four lines at most",
        "八句内": "five to eight lines",
        "十六句内": "nine to sixteen lines",
        "三十句内": "seventeen to thirty lines",
        "三十句以上": "more than thirty lines",
        "平韵": "level rhyme (平韵)",
        "仄韵": "oblique rhyme (仄韵)",
        "换韵": "changes its rhyme (换韵)",
        "平起入韵": "opens level, first line rhymed",
        "平起不入韵": "opens level, first line unrhymed",
        "仄起入韵": "opens oblique, first line rhymed",
        "仄起不入韵": "opens oblique, first line unrhymed",
    }
)


LICENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rescued": ("律诗有拗救", "a bent line rescued, in regulated verse (拗救)"),
        "special": ("律诗用平平仄平仄", "the variant line 平平仄平仄, in regulated verse"),
    }
)
LIBERTIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "level end": ("古体三平尾", "ends on three level tones (old style)"),
        "oblique end": ("古体三仄尾", "ends on three oblique tones (old style)"),
        "lone level": ("古体孤平", "a lone level tone (old style)"),
    }
)
SHAPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "doubled": ("叠字", "doubles a hanzi (叠字)"),
        "of 3": ("三言句", "line of three hanzi"),
        "of 4": ("四言句", "line of four hanzi"),
        "of 6": ("六言句", "line of six hanzi"),
        "long": ("八言以上长句", "line of eight hanzi or more"),
        "linked": ("顶真", "begins as the last line ended (顶真)"),
    }
)
_TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "occasion": OCCASIONS,
        "line": {**LINE_TRAITS, **SHAPES},
        "licence": LICENCES,
        "liberty": LIBERTIES,
        "class": CLASSES,
    }
)


def feature(kind: str, key: str) -> Feature:
    """The feature of a kind and key, named."""
    head_zh, head_en = KINDS[kind]
    zh, en = _names(kind, key)
    return Feature(kind, key, f"{head_zh}·{zh}", f"{head_en}: {en}")


def _names(kind: str, key: str) -> tuple[str, str]:
    if kind == "word":
        zh, en = CLASSES.get(Gazetteer.open().class_of(key), ("", ""))
        return f"“{key}”{zh and f'（{zh}）'}", f"{key}{en and f' ({en})'}"
    if kind == "pair":
        return key.replace(" ", "＋"), key.replace(" ", " + ")
    if kind in ("hanzi", "phrase"):
        return f"“{key}”", key
    found = _TABLES.get(kind, {}).get(key)
    return (found[0], found[1]) if found else (key, ENGLISH.get(key, key))
