"""The tones of a poem's words, for melodies that follow them.

It chooses whose tones: the four in which classical verse was written, or modern Mandarin's.

>>> syllables(("床前明月光",), "classical")
(('平', '平', '平', '入', '平'),)
"""

from __future__ import annotations

from collections.abc import Sequence

from sixing.errors import BadBrief
from sixing.media.poem.syllables import four_tones, mandarin_tones

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
    read = mandarin_tones if system == "mandarin" else four_tones
    found = tuple(map(read, lines))
    if not any(tone for row in found for tone in row):
        raise BadBrief(
            "there is no Chinese verse to sing: give a poem's id, or its text",
            zh="没有可唱的诗句：请给诗的编号或正文",
        )
    return found
