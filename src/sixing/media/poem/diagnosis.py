"""How a broken rule is put into words: the message and the remedy, in Chinese or in English.

Knows the rules by name only, not when they are broken (`check` says that).

>>> fault("孤平", 2, 1, "en", char="月", rescue=3).message
'line 2, character 1 "月" is oblique: 孤平 leaves one level tone alone before the rhyme'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sixing.media.poem.prosody import LEVEL
from sixing.works import Fault

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule's message and remedy in both languages; False when it is advice only."""

    zh: str
    en: str
    zh_remedy: str
    en_remedy: str
    grave: bool = True


_NO_SUCH_END = ("换一个{want}声字收句", "end the line on a {want} character")
_SWAP = ("换一个{want}声字", "put a {want} character there")
_RHYME = ("换用{group}韵字，如{chars}", "use a character of {group}, such as {chars}")

# A name before a stop is the rule; what follows it tells its several messages apart.
WORDINGS: dict[str, Wording] = {
    "句数": Wording(
        "共{count}句，{form}须{want}句",
        "the poem has {count} lines, {form} wants {want}",
        "增删为{want}句，或改用别的体式",
        "bring it to {want} lines or choose another form",
    ),
    "句数.无": Wording(
        "共{count}句，不成近体：绝句四句，律诗八句，排律十句以上且为双数",
        "no regulated form has {count} lines: 绝句 has 4, 律诗 8, 排律 an even number from 10",
        "增删句子，或指明词牌",
        "add or drop lines, or name the form",
    ),
    "字数": Wording(
        "第{line}句{count}字，应为{want}字",
        "line {line} has {count} characters and wants {want}",
        "改为{want}字",
        "bring it to {want} characters",
    ),
    "字数.无": Wording(
        "各句字数为{count}，近体诗每句同为五字或七字",
        "the lines have {count} characters; in regulated verse all have 5 or all have 7",
        "改齐为五字或七字，或指明词牌",
        "bring every line to 5 or to 7 characters, or name the form",
    ),
    "非汉字": Wording(
        "第{line}句第{place}字“{char}”不是汉字",
        'line {line}, character {place} "{char}" is not a hanzi',
        "删去或换成汉字；标点不必写",
        "drop it or put a hanzi there; punctuation is not needed",
    ),
    "未收字": Wording(
        "第{line}句第{place}字“{char}”，{book}未收，平仄无考",
        'line {line}, character {place} "{char}" is not in {book}, so its tone is unknown',
        "换一个韵书所收的字",
        "use a character that the book lists",
    ),
    "起式": Wording(
        "首句第2字“{char}”为{tone}，是{other}，与所定{opening}不合",
        'line 1, character 2 "{char}" is {tone}: the poem opens {other}, not {opening}',
        "改为{opening}，或将体式定为{other}",
        "make it open {opening} or ask for {other}",
    ),
    "平仄": Wording(
        "第{line}句第{place}字“{char}”为{tone}，此处宜{want}",
        'line {line}, character {place} "{char}" is {tone}; this place wants a {want} tone',
        *_SWAP,
    ),
    "平仄.从宽": Wording(
        "第{line}句第{place}字“{char}”为{tone}，词谱作{want}，宋人多不拘",
        'line {line}, character {place} "{char}" is {tone}; the 词谱 has {want}, but the Song '
        "often departed from it",
        *_SWAP,
        grave=False,
    ),
    "失对": Wording(
        "第{line}句第2字“{char}”为{tone}，与第{with_line}句不相对，宜{want}",
        'line {line}, character 2 "{char}" is {tone}: not opposed to line {with_line} (失对), '
        "which wants {want}",
        *_SWAP,
    ),
    "失对.全句": Wording(
        "第{line}句平仄与第{with_line}句相同而不相对，宜以{want}声起",
        "line {line} repeats the tones of line {with_line} instead of opposing them (失对)",
        "将本句改为{want}起之句",
        "turn the line into one whose character 2 is {want}",
    ),
    "失粘": Wording(
        "第{line}句第2字“{char}”为{tone}，与第{with_line}句不相粘，宜{want}",
        'line {line}, character 2 "{char}" is {tone}: it does not hold to line {with_line} (失粘), '
        "which wants {want}",
        *_SWAP,
    ),
    "失粘.全句": Wording(
        "第{line}句与第{with_line}句失粘，此联宜以{want}声起",
        "line {line} does not hold to line {with_line} (失粘)",
        "将此联改为{want}起之联",
        "turn the couplet into one whose character 2 is {want}",
    ),
    "句脚": Wording(
        "第{line}句不入韵，句脚“{char}”为{tone}，宜{want}",
        'line {line} is not rhymed, and its last character "{char}" is {tone}; it wants {want}',
        *_NO_SUCH_END,
    ),
    "韵脚": Wording(
        "第{line}句入韵，韵脚“{char}”为{tone}，宜押平声韵",
        'line {line} is rhymed, and its last character "{char}" is {tone}; the rhyme is level',
        *_RHYME,
    ),
    "韵脚.词": Wording(
        "第{line}句入韵，韵脚“{char}”为{tone}，此处宜押{want}声韵",
        'line {line} is rhymed, and its last character "{char}" is {tone}; this rhyme is {want}',
        *_RHYME,
    ),
    "入声韵": Wording(
        "第{line}句韵脚“{char}”非入声，{form}例用入声韵",
        'line {line}: "{char}" is not of the entering tone, which {form} by custom rhymes on',
        "改用第十五至十九部的入声字",
        "rhyme on entering-tone characters (第十五部 to 第十九部)",
        grave=False,
    ),
    "叠字": Wording(
        "第{line}句第{place}字须叠第{with_line}句“{want}”，今作“{char}”",
        'line {line}, character {place} repeats "{want}" of line {with_line} (叠) and is "{char}"',
        "改为“{want}”",
        'put "{want}" there',
    ),
    "句读": Wording(
        "第{line}句断句与{form}不合，各句字数应为{shape}",
        "line {line} ends elsewhere than {form} does; its lines have {shape} characters",
        "按词谱断句",
        "cut the lines as the tune does",
    ),
    "句读.从宽": Wording(
        "第{line}句断句与{form}不同，各句字数例为{shape}",
        "line {line} ends elsewhere than {form} does; its lines have {shape} characters",
        "韵位未失，可从宽",
        "the rhymes stand, so it may pass",
        grave=False,
    ),
    "重韵.词": Wording(
        "第{line}句韵脚“{char}”与第{with_line}句重复",
        'line {line} rhymes on "{char}" again, as line {with_line} does',
        *_RHYME,
        grave=False,
    ),
    "孤平": Wording(
        "第{line}句第{place}字“{char}”为仄，犯孤平",
        'line {line}, character {place} "{char}" is oblique: 孤平 leaves one level tone alone '
        "before the rhyme",
        "此字换平声，或将第{rescue}字换平声以救",
        "make it level, or rescue it with a level tone at character {rescue}",
    ),
    "三平尾": Wording(
        "第{line}句末三字皆平，犯三平尾",
        "line {line} ends on three level tones (三平尾)",
        "第{place}字换仄声",
        "put an oblique character at {place}",
    ),
    "三仄尾": Wording(
        "第{line}句末三字皆仄，犯三仄尾",
        "line {line} ends on three oblique tones (三仄尾)",
        "第{place}字换平声",
        "put a level character at {place}",
    ),
    "三仄尾.已救": Wording(
        "第{line}句末三字皆仄，对句虽救，终非正格",
        "line {line} ends on three oblique tones (三仄尾); rescued by the next line, but rough",
        "第{place}字换平声",
        "put a level character at {place}",
        grave=False,
    ),
    "拗救": Wording(
        "第{line}句第{place}字“{char}”为{tone}而拗，对句第{rescue}字未以平声救",
        'line {line}, character {place} "{char}" is {tone} (拗), unrescued by the next line',
        "此字换平声，或将下句第{rescue}字换平声",
        "make it level, or put a level tone at character {rescue} of the next line",
    ),
    "拗救.本句": Wording(
        "第{line}句用“平平仄平仄”，第{place}字“{char}”须平",
        'line {line} ends 仄平仄, which wants a level tone at character {place}, not "{char}"',
        *_SWAP,
    ),
    "多音": Wording(
        "第{line}句第{place}字“{char}”平仄两读，此处须{want}，读者无从定音",
        'line {line}, character {place} "{char}" has level and oblique readings; this place wants '
        "{want} beyond doubt",
        "换一个只读{want}声的字，或从宽（lenient）",
        "use a character that is only {want}, or check leniently",
    ),
    "多韵": Wording(
        "第{line}句韵脚“{char}”可属{groups}，归韵不定",
        'line {line}: the rhyme "{char}" may belong to {groups}',
        *_RHYME,
    ),
    "出韵": Wording(
        "第{line}句韵脚“{char}”属{groups}，与{group}不同韵",
        'line {line}: "{char}" is of {groups} and does not rhyme with {group}',
        *_RHYME,
    ),
    "借韵": Wording(
        "首句韵脚“{char}”属{groups}，借邻韵入{group}",
        'line 1 borrows its rhyme: "{char}" is of {groups}, next door to {group}',
        *_RHYME,
        grave=False,
    ),
    "重韵": Wording(
        "第{line}句韵脚“{char}”与第{with_line}句重复",
        'line {line} rhymes on "{char}" again, as line {with_line} does',
        *_RHYME,
    ),
    "撞韵": Wording(
        "第{line}句不入韵，而句脚“{char}”与韵脚同韵异调",
        'line {line} is not rhymed, yet "{char}" has the sound of the rhyme in another tone (撞韵)',
        "换一个韵母不同的仄声字",
        "end it on an oblique character of another sound",
        grave=False,
    ),
    "重字": Wording(
        "第{line}句第{place}字“{char}”与第{with_line}句重复",
        'line {line}, character {place}: "{char}" is already in line {with_line}',
        "若非有意，换一个字",
        "unless it is meant, use another character",
        grave=False,
    ),
    "定字": Wording(
        "第{line}句第{place}字应为“{want}”，今作“{char}”",
        'line {line}, character {place} must be "{want}" and is "{char}"',
        "改为“{want}”",
        'put "{want}" there',
    ),
    "对仗.联": Wording(
        "第{with_line}、{line}句词类多不相对，中间的联宜对仗",
        "lines {with_line} and {line} are hardly parallel; the couplets in the middle should be",
        "使两句同一位置的词类相同",
        "match word classes place by place",
        grave=False,
    ),
    "对仗": Wording(
        "第{line}句第{place}字“{char}”与第{with_line}句“{other}”词类不同",
        'line {line}, character {place}: "{char}" and "{other}" of line {with_line} are of '
        "different word classes",
        "换一个词类相同的字（{want}）",
        "use a word of the same class ({want})",
        grave=False,
    ),
}


def fault(
    rule: str,
    line: int,
    place: int,
    lang: Lang = "zh",
    **facts: object,
) -> Fault:
    """A fault in words; `facts` fill its message, tones given as 平 and 仄."""
    wording = WORDINGS[rule]
    said = {"line": line, "place": place, **facts}
    if lang == "en":
        said = {key: _in_english(value) for key, value in said.items()}
        message, remedy = wording.en, wording.en_remedy
    else:
        message, remedy = wording.zh, wording.zh_remedy
    return Fault(
        line=line,
        place=place,
        rule=rule.partition(".")[0],
        message=message.format(**said),
        remedy=remedy.format(**said),
        grave=wording.grave,
    )


def _in_english(value: object) -> object:
    if value in ("平", "仄"):
        return "level" if value == LEVEL else "oblique"
    return value
