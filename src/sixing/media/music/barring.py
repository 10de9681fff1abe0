"""Bars as somebody wrote them, as the metres of a score: upbeats, bars cut short, repeats unfolded.

`unfold` gives the order in which written bars sound; `metres_of` says where a score must state a
metre so that `Score.bars` finds the same bars; `ended` leaves out what stands after the last bar.

>>> unfold([Signs(opens=True), Signs(endings=(1,), closes=2), Signs(endings=(2,))])
[0, 1, 0, 2]
>>> metres_of([(6, (6, 8)), (36, (6, 8)), (18, (6, 8)), (36, (6, 8))])[1]
6
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sixing.errors import BadMusic
from sixing.media.music import limits
from sixing.media.music.score import GRID, Chord, Metre, Score, Tempo

MOST_BARS = 20_000
"""Bars that repeats may unfold to."""

Written = tuple[int, tuple[int, int]]
"""A bar's length in places, and its metre as written: beats and unit."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is written at a bar's edges.

    Attributes:
        opens: a repeat begins with it.
        closes: how many times its section sounds, 0 where no repeat ends.
        endings: the times at which a bracket that begins here sounds.
        parted: a double bar or a repeat stands at its end.
    """

    opens: bool = False
    closes: int = 0
    endings: tuple[int, ...] = ()
    parted: bool = False


def unfold(bars: Sequence[Signs]) -> list[int]:
    """The order in which bars sound.

    Raises:
        BadMusic: repeats unfold to more than `MOST_BARS`.
    """
    brackets = list(_brackets(bars))
    order: list[int] = []
    start, time, at = 0, 1, 0
    while at < len(bars):
        if bars[at].opens and at != start:
            start, time = at, 1
        inside, last, over = brackets[at]
        if not inside or time in inside:
            order.append(at)
            if len(order) > MOST_BARS:
                raise BadMusic(
                    f"its repeats unfold to more than {MOST_BARS:,} bars: write it shorter",
                    zh=f"反复展开后多于 {MOST_BARS:,} 小节：请写短一些",
                )
            closes = max(bars[at].closes, last) if bars[at].closes else 0
            if time < closes:
                time, at = time + 1, start
                continue
            if closes or over:
                start, time = at + 1, 1
        at += 1
    return order


def _brackets(bars: Sequence[Signs]) -> Iterator[tuple[tuple[int, ...], int, bool]]:
    """Of each bar: when its bracket sounds, the last time of its group, whether the group ends."""
    current: tuple[int, ...] = ()
    found: list[tuple[int, ...]] = []
    for bar in bars:
        current = bar.endings or (() if bar.opens else current)
        found.append(current)
        if bar.parted or bar.closes:
            current = ()
    last = [0] * len(bars)
    for i in reversed(range(len(bars))):
        after = last[i + 1] if i + 1 < len(bars) and found[i + 1] else 0
        last[i] = max((*found[i], after)) if found[i] else 0
    for i in range(len(bars)):
        over = bool(found[i]) and (i + 1 == len(bars) or not found[i + 1])
        yield found[i], last[i], over


def joined(bars: Sequence[Written], parted: Sequence[bool]) -> list[Written]:
    """Bars with those made one again that a repeat sign in the middle of a bar had parted."""
    found: list[Written] = []
    for i, (length, metre) in enumerate(bars):
        if i > 1 and parted[i - 1] and found[-1][1] == metre:
            together = found[-1][0] + length
            if length and together == Metre(0, *metre).length:
                found[-1] = together, metre
                continue
        found.append((length, metre))
    return found


def metres_of(bars: Sequence[Written]) -> tuple[tuple[Metre, ...], int]:
    """Where metres are stated so that a score has these bars, and the length of its upbeat."""
    metres: list[Metre] = []
    start = pickup = 0
    cut = False
    for i, (length, said) in enumerate(bars):
        metre = _holding(Metre(start, *said), length)
        if not metres or cut or metre.name != metres[-1].name:
            metres.append(metre)
        cut = length != metre.length
        if i == 0 and length < metre.length:
            pickup, cut = length, False
        start += length
    return tuple(metres) or (Metre(),), pickup


def _holding(metre: Metre, length: int) -> Metre:
    """The metre, or one whose bar is as long as what overfills it."""
    if length <= metre.length:
        return metre
    for unit in (metre.unit, 4, 8, 16):
        beats, rest = divmod(length * unit, 4 * GRID)
        if not rest and limits.sound_metre(Metre(0, beats, unit)):
            return Metre(metre.start, beats, unit)
    return metre


def ended(score: Score) -> Score:
    """The score without what is said after its last bar, or said again of tempos; it has notes."""
    bars = score.bars()
    last = bars[-1]
    alone = score.pickup and len(bars) == 1
    end = last.start + (score.pickup if alone else last.metre.length)
    tempos: list[Tempo] = []
    for said in score.tempos:
        bpm = min(max(said.bpm, limits.SLOWEST), limits.FASTEST)
        if said.start < end and (not tempos or bpm != tempos[-1].bpm):
            tempos.append(Tempo(said.start, bpm))
    chords: dict[int, Chord] = {c.start: c for c in score.chords if c.start < end}
    return replace(
        score,
        metres=tuple(m for m in score.metres if not m.start or m.start <= last.start),
        tempos=tuple(tempos),
        chords=tuple(chords[start] for start in sorted(chords)),
    )
