"""How a fault of a piece is put into words: the message and the remedy, in Chinese or in English.

Knows the rules by name only, not when they are broken (`leading` and `check` say that).

>>> fault("平行五度", 1, 3, "en", one="soprano", other="bass", beat=2).message
'bar 3, beat 2: soprano and bass move in parallel fifths'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sixing.media.music.score import TONICS
from sixing.works import Fault

Lang = Literal["zh", "en"]

#: The voices of a choir, highest first.
SATB = (("女高音", "soprano"), ("女低音", "alto"), ("男高音", "tenor"), ("男低音", "bass"))

_MODE_NAMES = {
    "major": "大调", "minor": "小调", "dorian": "多利亚", "mixolydian": "混合利底亚",
    "phrygian": "弗里几亚", "lydian": "利底亚", "gong": "宫", "shang": "商", "jue": "角",
    "zhi": "徵", "yu": "羽",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule's name, message and remedy in both languages; False when it is advice only."""

    rule: str
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str
    grave: bool = True


_MOVE = ("改动其中一声部，或取反向进行", "move one of them by contrary motion, or hold it")
_NEARER = ("移高或移低八度", "move one of them by an octave")

WORDINGS: dict[str, Wording] = {
    "平行五度": Wording(
        "parallel fifths",
        "第{bar}小节第{beat}拍：{one}与{other}平行五度",
        "bar {bar}, beat {beat}: {one} and {other} move in parallel fifths",
        *_MOVE,
    ),
    "平行八度": Wording(
        "parallel octaves",
        "第{bar}小节第{beat}拍：{one}与{other}平行八度",
        "bar {bar}, beat {beat}: {one} and {other} move in parallel octaves",
        *_MOVE,
    ),
    "反行五八度": Wording(
        "consecutives by contrary motion",
        "第{bar}小节第{beat}拍：{one}与{other}反向而仍为五度或八度",
        "bar {bar}, beat {beat}: {one} and {other} go from a fifth or octave to another by "
        "contrary motion",
        *_MOVE,
        grave=False,
    ),
    "隐伏五八度": Wording(
        "direct fifth or octave",
        "第{bar}小节第{beat}拍：外声部同向跳进到五度或八度",
        "bar {bar}, beat {beat}: the outer voices leap the same way into a fifth or octave",
        "高声部级进，或两声部反向",
        "let the upper voice step, or the voices part",
        grave=False,
    ),
    "声部交叉": Wording(
        "voice crossing",
        "第{bar}小节第{beat}拍：{other}高于{one}",
        "bar {bar}, beat {beat}: {other} sounds above {one}",
        *_NEARER,
    ),
    "声部超越": Wording(
        "voice overlap",
        "第{bar}小节第{beat}拍：{other}越过{one}刚才的音",
        "bar {bar}, beat {beat}: {other} passes the note that {one} has just left",
        "改用较近的音",
        "choose a nearer note",
        grave=False,
    ),
    "声部间距": Wording(
        "spacing",
        "第{bar}小节第{beat}拍：{one}与{other}相距{semitones}个半音",
        "bar {bar}, beat {beat}: {one} and {other} are {semitones} semitones apart",
        "上三声部相邻不过八度，低音不过两个八度",
        "keep the upper voices within an octave of each other, the bass within two of the tenor",
        grave=False,
    ),
    "音域": Wording(
        "range",
        "第{bar}小节第{beat}拍：{one}的{pitch}在音域{low}–{high}之外",
        "bar {bar}, beat {beat}: {pitch} is out of the range of {one}, {low} to {high}",
        "移八度或改音",
        "move it by an octave or choose another note",
    ),
    "旋律大跳": Wording(
        "leap",
        "第{bar}小节第{beat}拍：{one}跳进{semitones}个半音",
        "bar {bar}, beat {beat}: {one} leaps by {semitones} semitones",
        "分作两步，或移八度",
        "fill the leap, or move by an octave",
        grave=False,
    ),
    "导音": Wording(
        "leading tone",
        "第{bar}小节第{beat}拍：{one}的导音未上行到主音",
        "bar {bar}, beat {beat}: the leading tone of {one} does not rise to the tonic",
        "让导音级进到主音",
        "let it step up to the tonic",
    ),
    "重复导音": Wording(
        "doubled leading tone",
        "第{bar}小节第{beat}拍：{one}与{other}重复导音",
        "bar {bar}, beat {beat}: {one} and {other} double the leading tone",
        "改重复根音或五音",
        "double the root or the fifth instead",
        grave=False,
    ),
    "终止": Wording(
        "cadence",
        "末和弦不是{key}的主三和弦",
        "the last chord is not the tonic triad of {key}",
        "以主和弦收束",
        "end on the tonic triad",
    ),
    "结音": Wording(
        "final",
        "最后的音是{pitch}，不是{key}的主音",
        "the last note is {pitch}, not the tonic of {key}",
        "以主音收束",
        "end on the tonic",
        grave=False,
    ),
    "空谱": Wording(
        "no notes", "没有一个音", "it has no note", "至少写一个音", "write at least one note"
    ),
    "小节数": Wording(
        "number of bars",
        "共{count}小节，应为{want}小节",
        "the piece has {count} bars and wants {want}",
        "增删为{want}小节",
        "bring it to {want} bars",
    ),
    "拍号不符": Wording(
        "metre asked for",
        "第{bar}小节：拍号{have}，应为{want}",
        "bar {bar}: the metre is {have} and should be {want}",
        "改用{want}",
        "write it in {want}",
    ),
    "拍号": Wording(
        "metre",
        "第{bar}小节：拍号不在小节线上改变",
        "bar {bar}: the metre changes inside a bar",
        "把新拍号移到小节线",
        "move the new metre to a bar line",
    ),
    "同音未停": Wording(
        "doubled note",
        "第{bar}小节：{one}的{pitch}未停又响",
        "bar {bar}: {one} strikes {pitch} while it still sounds",
        "截短前一音",
        "shorten the first of the two",
    ),
    "不可奏": Wording(
        "span",
        "第{bar}小节第{beat}拍：{one}须同时按跨{semitones}个半音的{count}个音",
        "bar {bar}, beat {beat}: {one} would have to play {count} notes over {semitones} semitones "
        "at once",
        "减少音数，或移近",
        "drop a note or bring them nearer",
    ),
    "单音": Wording(
        "one note at a time",
        "第{bar}小节第{beat}拍：{one}一次只能发一音",
        "bar {bar}, beat {beat}: {one} plays one note at a time",
        "去掉其余的音",
        "drop the other notes",
    ),
}


def fault(rule: str, part: int, bar: int, lang: Lang, **facts: object) -> Fault:
    """A fault in words.

    Args:
        rule: its Chinese name, a key of `WORDINGS`; an English fault is filed under the English.
        part, bar: from 1; 0 for the whole piece.
        facts: what the message names besides the bar.
    """
    said = WORDINGS[rule]
    message, remedy = (said.zh, said.zh_remedy) if lang == "zh" else (said.en, said.en_remedy)
    named = {"bar": bar, **facts}
    return Fault(
        part, bar, rule if lang == "zh" else said.rule, message.format(**named),
        remedy.format(**named), said.grave,
    )  # fmt: skip


def key_name(tonic: int, mode: str, lang: Lang) -> str:
    """A key in words: ``G major``, ``G大调``.

    >>> key_name(7, "minor", "zh"), key_name(0, "gong", "zh"), key_name(7, "minor", "en")
    ('G小调', 'C宫', 'G minor')
    """
    tail = _MODE_NAMES[mode] if lang == "zh" else f" {mode}"
    return f"{TONICS[tonic]}{tail}"


def voice_name(number: int, voices: int, name: str, lang: Lang) -> str:
    """What a part is called: a voice of the choir where there are four, else its name or number.

    >>> voice_name(3, 4, "", "zh"), voice_name(0, 2, "flute", "en"), voice_name(1, 3, "", "zh")
    ('男低音', 'flute', '第2声部')
    """
    if voices == len(SATB):
        return SATB[number][lang == "en"]
    return name or (f"第{number + 1}声部" if lang == "zh" else f"part {number + 1}")
