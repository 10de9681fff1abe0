"""What a person asks of a piece, in their words, as values: key, metre, tempo, bars, players.

>>> key("F# minor"), key("d小调"), key("C宫"), metre("6/8").name, tempo("96"), bars("16")
(Key(tonic=6, mode='minor'), Key(tonic=2, mode='minor'), Key(tonic=0, mode='gong'), '6/8', 96, 16)
"""

from __future__ import annotations

import re

from sixing.errors import BadBrief
from sixing.media.music.instruments import program
from sixing.media.music.score import GRID, MODES, Key, Metre

TEMPOS = (20, 320)
BARS = (1, 128)
PLAYERS = 16
_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_ACCIDENTALS = {"": 0, "#": 1, "♯": 1, "is": 1, "b": -1, "♭": -1, "es": -1}
_MODES = {
    "": "", "m": "minor", "min": "minor", "maj": "major", "dor": "dorian", "mix": "mixolydian",
    "大调": "major", "小调": "minor", "多利亚": "dorian", "混合利底亚": "mixolydian", "宫": "gong",
    "商": "shang", "角": "jue", "徵": "zhi", "羽": "yu", **{mode: mode for mode in MODES},
}  # fmt: skip
_KEY = re.compile(r"([a-g])(#|♯|b|♭)?[\s-]*(\w*)", re.IGNORECASE)


def key(text: str, minor: bool = False) -> Key:
    """A key from words: ``G``, ``Gm``, ``F# minor``, ``D dorian``, ``C宫``.

    Args:
        minor: what a bare letter means.

    Raises:
        BadBrief: it names no key.
    """
    match = _KEY.fullmatch(text.strip())
    mode = _MODES.get(match[3].lower().removesuffix("调式") if match else "?")
    if match is None or mode is None:
        raise BadBrief(
            f'"{text}" is no key: write for example G, Am, F# minor, D dorian or C宫',
            zh=f"“{text}”不是调：请写如 G、Am、F# minor、D dorian、C宫",
        )
    # "b" alone is B; "Bb" is B flat.
    tonic = (_LETTERS[match[1].lower()] + _ACCIDENTALS[match[2] or ""]) % 12
    return Key(tonic, mode or ("minor" if minor else "major"))


def metre(text: str) -> Metre:
    """A time signature, such as ``3/4``.

    Raises:
        BadBrief: it is none, or its bar does not fill the grid, or is longer than two of 4/4.
    """
    match = re.fullmatch(r"\s*(\d{1,2})\s*/\s*(\d{1,2})\s*", text)
    beats, unit = (int(match[1]), int(match[2])) if match else (0, 0)
    length = beats * 4 * GRID / unit if unit else 0
    if unit not in (1, 2, 4, 8, 16) or not 0 < length <= 8 * GRID or length % 1:
        raise BadBrief(
            f'"{text}" is no metre: write for example 4/4, 3/4, 6/8 or 2/2',
            zh=f"“{text}”不是拍号：请写如 4/4、3/4、6/8、2/2",
        )
    return Metre(0, beats, unit)


def tempo(text: str) -> int:
    """Quarter notes a minute.

    Raises:
        BadBrief: no number within `TEMPOS`.
    """
    return _number(text, *TEMPOS, what=("tempo", "速度"))


def bars(text: str) -> int:
    """How many bars.

    Raises:
        BadBrief: no number within `BARS`.
    """
    return _number(text, *BARS, what=("number of bars", "小节数"))


def players(text: str) -> tuple[int, ...]:
    """Programs of instruments set apart by commas, in either writing.

    Raises:
        BadBrief: a name is unknown, or there are too many.
    """
    found = tuple(program(word) for word in re.split(r"[,，、+]", text) if word.strip())
    if not 1 <= len(found) <= PLAYERS:
        raise BadBrief(
            f"{len(found)} instruments: ask for 1 to {PLAYERS}",
            zh=f"{len(found)} 件乐器：请在 1 到 {PLAYERS} 之间",
        )
    return found


def span(text: str) -> tuple[int, int]:
    """Bars from and to, both counted from 1: ``5-8``.

    Raises:
        BadBrief: it is none.
    """
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?:[-–~～]\s*(\d{1,4})\s*)?", text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise BadBrief(
            f'"{text}" is no span of bars: write for example 5-8',
            zh=f"“{text}”不是小节范围：请写如 5-8",
        )
    return first, last


def _number(text: str, least: int, most: int, what: tuple[str, str]) -> int:
    if not re.fullmatch(r"\s*\d{1,6}\s*", text) or not least <= int(text) <= most:
        raise BadBrief(
            f'the {what[0]} "{text}" is out of range: give {least} to {most}',
            zh=f"{what[1]}“{text}”超出范围：请在 {least} 到 {most} 之间",
        )
    return int(text)
