"""What of a collection is taken: pieces made plain, or the reason why one is left out.

A written piece is taken as it is. A performed one (MIDI of a player or a sequencer) is put on
sixteenths and triplets, parts that double one another are joined, and loudness is the player's
usual one.

>>> clean(Score((Part("", 0, (Note(0, 12, 60),)),)))
'fewer than 4 bars'
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median_low

from sixing.errors import BadInput
from sixing.media.music import keys
from sixing.media.music.grid import on_grid
from sixing.media.music.lessons import excerpt
from sixing.media.music.score import GRID, Note, Part, Score, tidy

SHORTEST, LONGEST = 4, 2000
"""Bars of a piece."""

MOST_A_BAR = 150
"""Notes a bar; more is an effect, not music to learn."""

PLAYERS = 7
"""Parts of a band that are kept, those with most notes."""

DRUMS = 4
"""Kinds of drums that are kept: kick and snare, cymbals, then those most struck."""

#: Drums in the order in which they are kept: kicks, snares, hats and rides.
_KIT = (36, 35, 38, 40, 37, 42, 46, 44, 51, 53, 59)
#: Places within a quarter where a performed note may begin: sixteenths and triplets.
_PLACES = (0, 3, 4, 6, 8, 9, 12)
_LENGTHS = (
    2, 3, 4, 6, 8, 9, 12, 16, 18, 20, 21, 24, 30, 32, 36, 42, 48, 60, 72, 84, 96, 120, 144, 192,
)  # fmt: skip
#: Bars of sections that are repeated, and of their endings.
_SECTIONS, _ENDING = (16, 12, 8, 4), 2
#: Share of notes in common from which on one part doubles another.
_DOUBLED = 0.8


def clean(score: Score, *, performed: bool = False) -> Score | str:
    """The piece on the grid, with a key; or why it is not taken."""
    if performed:
        score = ironed(score)
    parts = tuple(part for part in score.parts if part.notes)
    if not any(not part.drums for part in parts):
        return "no part with pitches"
    try:
        plain = on_grid(replace(score, parts=parts))
    except BadInput as fault:
        return str(fault)
    plain = _from_first_bar(plain)
    bars = len(plain.bars())
    if bars < SHORTEST:
        return f"fewer than {SHORTEST} bars"
    if bars > LONGEST:
        return f"more than {LONGEST} bars"
    if plain.notes() > MOST_A_BAR * bars:
        return f"more than {MOST_A_BAR} notes a bar"
    if plain.notes() < bars:
        return "fewer notes than bars"
    return replace(plain, key=plain.key or keys.key_of(plain))


def _from_first_bar(score: Score) -> Score:
    """Without the empty bars at its head."""
    begun = min(note.start for part in score.parts for note in part.notes)
    bars = score.bars()
    empty = sum(bar.start + bar.length <= begun for bar in bars)
    return on_grid(excerpt(score, empty, len(bars))) if empty else score


def unrepeated(score: Score) -> Score:
    """A tune whose repeats were played out, each section once, with its last ending.

    >>> notes = tuple(Note(48 * i, 48, 60 + i % 4) for i in range(8))
    >>> len(unrepeated(Score((Part("", 0, notes),))).bars())
    4
    """
    bars = _contents(score)
    kept, at = list(range(len(bars))), int(score.pickup > 0)
    while at < len(kept):
        for size in _SECTIONS:
            first, again = kept[at : at + size], kept[at + size : at + 2 * size]
            ending = min(_ENDING, size // 4)
            same = [bars[i] for i in first[: size - ending]]
            if len(again) == size and same == [bars[i] for i in again[: size - ending]]:
                del kept[at : at + size]
                at += size
                break
        else:
            at += 1
    return _of_bars(score, kept) if len(kept) < len(bars) else score


def _contents(score: Score) -> list[tuple[Note, ...]]:
    """The notes of each bar as from its start; of one part."""
    starts = [bar.start for bar in score.bars()]
    found: list[list[Note]] = [[] for _ in starts]
    for note in score.parts[0].notes:
        bar = bisect_right(starts, note.start) - 1
        found[bar].append(replace(note, start=note.start - starts[bar]))
    return [tuple(notes) for notes in found]


def _of_bars(score: Score, kept: Sequence[int]) -> Score:
    """The score of some of its bars, all of one metre, perhaps after an upbeat."""
    contents, bars = _contents(score), score.bars()
    notes, at = [], 0
    for i in kept:
        notes += [replace(note, start=note.start + at) for note in contents[i]]
        at += bars[i].length
    return replace(score, parts=(replace(score.parts[0], notes=tuple(notes), lyrics=()),))


def ironed(score: Score) -> Score:
    """A performance as it might be written."""
    parts = [_ironed(part) for part in score.parts if part.notes]
    parts = _undoubled(parts)
    most = sorted(parts, key=lambda part: -len(part.notes))[:PLAYERS]
    return replace(score, parts=tuple(part for part in parts if part in most))


def _ironed(part: Part) -> Part:
    loud = median_low(note.loud for note in part.notes)
    notes = []
    for note in part.notes:
        start = note.start // GRID * GRID + _nearest(note.start % GRID, _PLACES)
        length = _nearest(note.length, _LENGTHS)
        notes.append(Note(start, length, note.pitch, loud))
    return tidy(replace(part, notes=tuple(notes), lyrics=()))


def _nearest(value: int, choices: Sequence[int]) -> int:
    return min(choices, key=lambda choice: (abs(choice - value), -choice))


def _undoubled(parts: Sequence[Part]) -> list[Part]:
    """Parts without those that play what another plays; drummers become one."""
    drums = [note for part in parts if part.drums for note in part.notes]
    kept: list[Part] = []
    for part in parts:
        if part.drums:
            continue
        here = {(note.start, note.pitch % 12) for note in part.notes}
        others = [{(n.start, n.pitch % 12) for n in other.notes} for other in kept]
        if not any(len(here & other) >= _DOUBLED * len(here) for other in others):
            kept.append(part)
    return [*kept, _kit(drums)] if drums else kept


def _kit(drums: Sequence[Note]) -> Part:
    """One drummer with the kit's main drums."""
    struck = Counter(note.pitch for note in drums)
    rank = {pitch: i for i, pitch in enumerate(_KIT)}
    kept = sorted(struck, key=lambda pitch: (rank.get(pitch, 99), -struck[pitch]))[:DRUMS]
    return tidy(Part("", 0, tuple(sorted(n for n in drums if n.pitch in kept)), drums=True))
