"""What stands before the body of a token sequence: controls that may be missing, and the header.

>>> list(controls(Control("irish", density=2)))
['bos', 'style:irish', 'density:2']
>>> list(header(Header(Metre(0, 6, 8), 112, Key(7), (Player(73),), solo=True)))
['metre:6/8', 'tempo:112', 'mode:major', 'tonic:7', 'program:73', 'solo']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from sixing.media.music.grid import tempo as nearest_tempo
from sixing.media.music.score import LOUD, Key, Metre, Part, Score


@dataclass(frozen=True, slots=True)
class Control:
    """What a prefix may say; what is empty or None is left out.

    Attributes:
        style: a style of the vocabulary; one that it does not know is left out.
        density: how many notes, 0 (few) to 3.
        valence: 0 dark to 2 bright.
        energy: 0 calm to 2 driven.
        opening: False for an excerpt that does not begin where its piece does.
        closing: False for an excerpt that does not end where its piece does.
    """

    style: str = ""
    density: int | None = None
    valence: int | None = None
    energy: int | None = None
    opening: bool = True
    closing: bool = True


@dataclass(frozen=True, slots=True)
class Player:
    """One part's instrument and its usual loudness."""

    program: int = 0
    drums: bool = False
    loud: int = 5


@dataclass(frozen=True, slots=True)
class Header:
    """What stands between controls and body; None where it is left to the model.

    Attributes:
        keyless: that the piece shall have no key, when ``key`` is None.
        solo: one voice that never sounds two notes at once.
    """

    metre: Metre | None = None
    tempo: int | None = None
    key: Key | None = None
    players: tuple[Player, ...] | None = None
    solo: bool | None = None
    keyless: bool = False


def header_of(score: Score) -> Header:
    """The whole header of a score on the grid."""
    players = tuple(Player(p.program, p.drums, _usual_loudness(p)) for p in score.parts)
    first = replace(score.metres[0], start=0)
    return Header(first, score.tempos[0].bpm, score.key, players, is_solo(score), not score.key)


def is_solo(score: Score) -> bool:
    """Whether it is one voice that never sounds two notes at once, without chords."""
    if len(score.parts) != 1 or score.parts[0].drums or score.chords:
        return False
    notes = score.parts[0].notes
    return all(a.end <= b.start for a, b in pairwise(notes))


def _usual_loudness(part: Part) -> int:
    counts = [0] * LOUD
    for note in part.notes:
        counts[note.loud] += 1
    return max(range(LOUD), key=counts.__getitem__) if part.notes else 5


def controls(control: Control) -> Iterator[str]:
    """Names of the tokens of what a prefix says."""
    yield "bos"
    if not control.opening:
        yield "midway"
    if not control.closing:
        yield "unended"
    if control.style:
        yield f"style:{control.style}"
    for name in ("density", "valence", "energy"):
        level = getattr(control, name)
        if level is not None:
            yield f"{name}:{level}"


def is_complete(said: Header) -> bool:
    """Whether nothing of it is left to the model."""
    key = said.key is not None or said.keyless
    return key and None not in (said.metre, said.tempo, said.players, said.solo)


def header(said: Header) -> Iterator[str]:
    """Names of the header's tokens up to the first that is not known."""
    if said.metre is None:
        return
    yield f"metre:{said.metre.name}"
    if said.tempo is None:
        return
    yield f"tempo:{nearest_tempo(said.tempo)}"
    if said.key is not None:
        yield from (f"mode:{said.key.mode}", f"tonic:{said.key.tonic}")
    elif said.keyless:
        yield "mode:none"
    else:
        return
    for player in said.players or ():
        yield "drums" if player.drums else f"program:{player.program}"
        if player.loud != 5:
            yield f"loud:{player.loud}"
    if said.solo:
        yield "solo"
