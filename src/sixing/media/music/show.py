"""A piece shown: text, JSON, MIDI, MusicXML, ABC, an engraved score, a piano roll, sound, a page.

Chooses who writes, draws or plays; each does its own work elsewhere.

>>> from sixing.works import Work
>>> tune = Work("music", "air", "", ("metre 0:2/4; tempo 0:90", "flute (73) | G4:0+12 A4:12+12"))
>>> show(tune, "text").decode().splitlines()[1]
'flute (73) | G4:0+12 A4:12+12'
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from sixing.errors import BadWork
from sixing.media.music.score import Score
from sixing.media.music.spelling import read
from sixing.media.palette import DAY, NIGHT
from sixing.works import Candidate, Work

if TYPE_CHECKING:
    from sixing.media.music.page import Said

Kind = Literal["text", "json", "mid", "musicxml", "abc", "svg", "png", "wav", "ogg", "html"]
KINDS: tuple[str, ...] = get_args(Kind)
Language = Literal["zh", "en"]


def show(
    one: Work | Candidate,
    kind: str,
    *,
    soundfont: Path | None = None,
    language: Language = "en",
    dark: bool = False,
    told: Sequence[Said] | None = None,
) -> bytes:
    """Show a piece.

    Args:
        one: the piece; a candidate brings its judgements to the page.
        kind: text and json (exact), mid, musicxml, abc, svg (the score), png (the piano roll),
            wav, ogg, html (score, roll, player, reasons in one file).
        soundfont: for sound; otherwise one is looked for on this machine.
        language: of the page, to begin with.
        dark: ivory on black, for svg and png (html follows the reader's system).
        told: what the page says of the piece; by default a candidate's judgements.

    Raises:
        BadWork: an unknown kind, or there is nothing to show.
        BadInput: a library of the extra `music` or a soundfont is missing, or the kind of file
            cannot hold this piece.
    """
    if kind not in KINDS:
        listed = ", ".join(KINDS)
        raise BadWork(
            f'music cannot be shown as "{kind}": ask for {listed}',
            zh=f"音乐不能显示为“{kind}”，可选：{listed}",
        )
    work = one.work if isinstance(one, Candidate) else one
    if not any(work.content):
        raise BadWork(f"the piece {work.id} has no lines to show", zh=f"{work.id} 是一首空曲")
    if kind == "text":
        # The title is a line that every reader of text knows to be one.
        head = [f"# {' '.join(work.title.split())}"] if work.title else []
        return "\n".join([*head, *work.content, ""]).encode()
    score = score_of(work)
    if kind == "json":
        return _json(one, work, score).encode()
    if kind == "html":
        from sixing.media.music import page

        said = told if told is not None else page.said_of(one)
        return page.draw(work, score, said, language=language, soundfont=soundfont).encode()
    return _drawn(score, kind, soundfont, dark=dark)


def score_of(work: Work) -> Score:
    """The score of a work, with its title.

    Raises:
        BadInput: its lines spell none.
    """
    return replace(read(work.content), title=work.title)


def _drawn(score: Score, kind: str, soundfont: Path | None, *, dark: bool) -> bytes:
    palette = NIGHT if dark else DAY
    if kind in ("wav", "ogg"):
        from sixing.media.music.sound import sounded

        return sounded(score, cast(Any, kind), soundfont)
    if kind == "png":
        from sixing.media.music import roll_png
        from sixing.media.music.roll import roll

        return roll_png.draw(roll(score), palette=palette)
    from sixing.media.music.writing import write

    if kind == "svg":
        from sixing.media.music.engraving import engrave

        return engrave(write(score, "musicxml").decode(), ink=palette).encode()
    return write(score, kind)


def _json(one: Work | Candidate, work: Work, score: Score) -> str:
    """The work as a candidate's record has it, with what is told of the music in plain facts."""
    record = one.to_json() if isinstance(one, Candidate) else Candidate(work).to_json()
    return json.dumps({**record, "music": _facts(score)}, ensure_ascii=False, indent=2) + "\n"


def _facts(score: Score) -> dict[str, Any]:
    from sixing.media.music.sound import seconds

    return {
        "key": score.key.name if score.key else None,
        "metre": score.metres[0].name,
        "tempo": score.tempos[0].bpm,
        "bars": len(score.bars()),
        "seconds": round(seconds(score), 1),
        "notes": score.notes(),
        "parts": [
            {"name": part.name, "program": part.program, "drums": part.drums}
            for part in score.parts
        ],
    }
