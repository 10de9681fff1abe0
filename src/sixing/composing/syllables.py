"""The tones of a poem's words, for melodies that follow them.

The four tones in which classical verse was written come from the rhyme book (平水韵); those of
modern Mandarin from pypinyin, where it is installed.

>>> syllables(("床前明月光",), "classical")
(('平', '平', '平', '入', '平'),)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sixing.errors import BadBrief, BadInput
from sixing.media.poem.prosody import book

SYSTEMS = ("classical", "mandarin")


def syllables(lines: Sequence[str], system: str = "classical") -> tuple[tuple[str, ...], ...]:
    """The tone of each character, "" where none is known.

    Raises:
        BadBrief: no system is called so, or no character has a tone.
        BadInput: pypinyin is not installed.
    """
    if system not in SYSTEMS:
        raise BadBrief(
            f'no tones are called "{system}": classical or mandarin',
            zh=f"没有叫“{system}”的声调：请用 classical（平上去入）或 mandarin（普通话）",
        )
    found = _mandarin(lines) if system == "mandarin" else tuple(map(_classical, lines))
    if not any(tone for row in found for tone in row):
        raise BadBrief(
            "there is no Chinese verse to sing: give a poem's id, or its text",
            zh="没有可唱的诗句：请给诗的编号或正文",
        )
    return found


def _classical(line: str) -> tuple[str, ...]:
    pingshui = book("pingshui")
    return tuple(
        # Groups are named by tone: 上平一东, 下平七阳, 上声一董, 去声一送, 入声一屋.
        ("平" if readings[0].level else readings[0].group[0]) if readings else ""
        for readings in map(pingshui.readings, line)
    )


def _mandarin(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    try:
        from pypinyin import Style, pinyin
    except ImportError as fault:
        raise BadInput(
            "the tones of Mandarin need pypinyin: pip install 'sixing[music]', or sing by the "
            "classical tones",
            zh="普通话声调需要 pypinyin：pip install 'sixing[music]'，或用平上去入",
        ) from fault
    # By the whole line, for 长 in 长安; what cannot be read comes back character by character.
    return tuple(
        tuple(
            _number(said[0])
            for said in pinyin(
                line, style=Style.TONE3, neutral_tone_with_five=True, errors=_one_by_one
            )
        )
        for line in lines
    )


def _one_by_one(rest: str) -> Any:
    """What cannot be read, a character at a time; pypinyin's types know only strings."""
    return [*rest]


def _number(pinyin: str) -> str:
    return pinyin[-1] if pinyin[-1:] in ("1", "2", "3", "4", "5") else ""
