"""A score as a file for other programs: MIDI, MusicXML or ABC.

Each kind says all of a score, so that `sixing.media.music.reading` reads the same score back.

>>> from sixing.testing.tunes import JIG
>>> write(JIG, "mid")[:4], write(JIG, "abc")[:8]
(b'MThd', b'%abc-2.1')
"""

from __future__ import annotations

from sixing.errors import BadInput
from sixing.media.music.score import Score

KINDS = ("mid", "musicxml", "abc")


def write(score: Score, kind: str) -> bytes:
    """The score as a file of a kind of `KINDS`.

    Raises:
        BadMusic: it has no notes, or is beyond `limits`.
        BadInput: there is no such kind.
    """
    match kind:
        case "mid" | "midi":
            from sixing.media.music import midi

            return midi.write(score)
        case "musicxml" | "xml":
            from sixing.media.music import musicxml

            return musicxml.write(score)
        case "abc":
            from sixing.media.music import abc

            return abc.write(score).encode()
    raise BadInput(
        f'music is not written as "{kind}": {", ".join(KINDS)}',
        zh=f"乐谱不能写成“{kind}”：可写 {'、'.join(KINDS)}",
    )
