"""The tone of each syllable of verse, for those who sing it: classical or of today's Mandarin.

The classical four (平上去入) are the rhyme book's, 平水韵; of several readings the one most used in
verse, and none where verse is divided (上). Today's (1 to 4, 5 neutral) are pypinyin's, which
chooses a polyphone's reading by the words around it. An unknown character has the tone "".

>>> four_tones("床前明月光"), four_tones("山色A")
(('平', '平', '平', '入', '平'), ('平', '入', ''))
"""

from __future__ import annotations

from importlib import import_module

from sixing.errors import BadInput
from sixing.media.poem.prosody import LEVEL, book

_CLEAR = 0.6  # the share of verse in which a character must have the tone that it is given


def four_tones(line: str) -> tuple[str, ...]:
    """平, 上, 去 or 入 of each character, simplified or traditional."""
    return tuple(_four(char) for char in line)


def _four(char: str) -> str:
    shares: dict[str, float] = {}
    for reading in book("pingshui").readings(char):
        # The book parts its level rhymes, being many, into an upper and a lower half.
        mark = reading.group[:2]
        tone = LEVEL if mark in ("上平", "下平") else mark[0]
        shares[tone] = shares.get(tone, 0.0) + reading.share
    best = max(shares, key=lambda tone: shares[tone], default="")
    return best if best and shares[best] >= _CLEAR else ""


def mandarin_tones(line: str) -> tuple[str, ...]:
    """1 to 5 of each character, as it is read today.

    Raises:
        BadInput: pypinyin is not installed.
    """
    try:
        pypinyin = import_module("pypinyin")
    except ImportError as missing:
        raise BadInput(
            "the tones of Mandarin need pypinyin: pip install 'sixing[music]', or sing by the "
            "classical tones",
            zh="普通话声调需要 pypinyin：pip install 'sixing[music]'，或用平上去入",
        ) from missing
    read = pypinyin.pinyin(
        line, style=pypinyin.Style.TONE3, neutral_tone_with_five=True, errors=lambda text: [*text]
    )
    return tuple(said[0][-1] if said[0][:-1].isalpha() else "" for said in read)
