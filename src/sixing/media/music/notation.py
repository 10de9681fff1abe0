"""A part as signs on paper: voices in which nothing overlaps, bars filled with notes and rests.

Notes that cross a bar line, and lengths that no single sign has, become tied signs. A beat with an
edge off the grid of sixteenths is written in thirds as a whole, so every triplet is complete. It
knows notation, not any file.

>>> from sixing.media.music.score import Metre
>>> bar = Bar(0, 24, Metre(0, 2, 4))
>>> [(s.length, s.content, s.tied, s.third) for s in signs([(0, 16, "a"), (16, 24, "b")], bar)]
[(12, 'a', True, False), (4, 'a', False, True), (8, 'b', False, True)]
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sixing.media.music.score import GRID, Bar, Note

PLAIN = (72, 48, 36, 24, 18, 12, 9, 6, 3)
"""Places of signs, dotted ones among them."""

THIRDS = (12, 8, 6, 4, 3, 2, 1)
"""Places of signs of which three stand in the time of two."""

T = TypeVar("T")
Layer = list[tuple[int, int, tuple[T, ...]]]
"""Start, end and what sounds, one after another."""


@dataclass(frozen=True, slots=True)
class Sign(Generic[T]):
    """A note, a chord or a rest (no content).

    Attributes:
        start: places from the beginning of the piece.
        continued: tied to the sign before.
        tied: tied to the sign after.
        third: within a group of thirds.
        group: how many signs the group has that begins here, 0 where none begins.
    """

    start: int
    length: int
    content: tuple[T, ...]
    continued: bool = False
    tied: bool = False
    third: bool = False
    group: int = 0


def layers(
    notes: Sequence[tuple[Note, T]], alike: Callable[[Note], Hashable] = lambda _: 0
) -> list[Layer[tuple[Note, T]]]:
    """Notes as voices in which nothing overlaps: chords of one length, each where it fits.

    Args:
        notes: by start.
        alike: what the notes of a chord must share besides start and length.
    """
    together: dict[Hashable, list[tuple[Note, T]]] = {}
    # Highest first, then the long ones, so that a melody over a held note stays one voice.
    for one in sorted(notes, key=lambda one: (one[0].start, -one[0].length, -one[0].pitch)):
        together.setdefault((one[0].start, one[0].length, alike(one[0])), []).append(one)
    found: list[Layer[tuple[Note, T]]] = []
    for chord in together.values():
        first = chord[0][0]
        event = (first.start, first.end, tuple(reversed(chord)))
        fitting = next((layer for layer in found if layer[-1][1] <= first.start), None)
        if fitting is None:
            found.append([event])
        else:
            fitting.append(event)
    return found


def signs(layer: Layer[T], bar: Bar) -> list[Sign[T]]:
    """The signs of a voice in a bar, rests included.

    Args:
        layer: what sounds in the bar at least in part, by start.
        bar: the bar.
    """
    filled = list(_filled(layer, bar))
    beat = GRID if bar.metre.unit <= 4 else GRID // 2
    edges = {end - bar.start for _, end, _, _, _ in filled}
    thirds = {(edge - 1) // beat for edge in edges if edge % 3}
    found: list[Sign[T]] = []
    for start, end, content, before, after in filled:
        pieces = list(_cut(start - bar.start, end - bar.start, beat, thirds))
        for k, (at, length, third) in enumerate(pieces):
            tied = bool(content) and (after or k + 1 < len(pieces))
            continued = bool(content) and (before or k > 0)
            found.append(Sign(bar.start + at, length, content, continued, tied, third))
    return list(_grouped(found, bar, beat))


def _filled(layer: Layer[T], bar: Bar) -> Iterator[tuple[int, int, tuple[T, ...], bool, bool]]:
    """What sounds, cut at the bar lines, with the silence between."""
    at, last = bar.start, bar.start + bar.length
    for start, end, content in layer:
        begin, stop = max(start, bar.start), min(end, last)
        if begin > at:
            yield at, begin, (), False, False
        yield begin, stop, content, start < bar.start, end > last
        at = stop
    if at < last:
        yield at, last, (), False, False


def _cut(start: int, end: int, beat: int, thirds: set[int]) -> Iterator[tuple[int, int, bool]]:
    """A stretch as lengths of signs: (start, length, whether it is in thirds)."""
    while start < end:
        window = start // beat
        third = window in thirds
        stop = end
        if third:
            stop = min(end, (window + 1) * beat)
        elif thirds:
            stop = min([end, *(beat * w for w in thirds if start < beat * w)])
        length = stop - start
        values = THIRDS if third else PLAIN
        if length not in values or (start % GRID and length > 2 * GRID):
            room = min(length, GRID - start % GRID) if start % GRID and not third else length
            length = next(value for value in values if value <= room)
        yield start, length, third
        start += length


def _grouped(found: Sequence[Sign[T]], bar: Bar, beat: int) -> Iterator[Sign[T]]:
    """The signs, each group of thirds counted at its first."""
    counts: dict[int, int] = {}
    for sign in found:
        if sign.third:
            window = (sign.start - bar.start) // beat
            counts[window] = counts.get(window, 0) + 1
    for sign in found:
        count = counts.pop((sign.start - bar.start) // beat, 0) if sign.third else 0
        yield Sign(
            sign.start, sign.length, sign.content, sign.continued, sign.tied, sign.third, count
        )
