"""What every bar of a piece that is to be written owes: its length, its copies, its cadences.

A `Layout` is a plan made concrete for one metre, key and set of players: which bars are given or
copied, where no note may sound across, and what a part must strike at which place (`Demand`). The
automaton that keeps it is `sixing.media.music.grammar`; it knows no tokens' order and no model.

>>> layout = lay_out(shape("AA", 8), Metre(0, 4, 4), Key(0), (Player(73),), Rules())
>>> [(demand.at, names(demand.pitches)) for demand in layout.demands[7]]
[(24, 'C')]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from sixing.media.music.forms import Shape, shape
from sixing.media.music.ranges import FINGERS, KEYS, SPAN, compass
from sixing.media.music.score import GRID, TONICS, Key, Metre
from sixing.media.music.tokens import Player

__all__ = ["Demand", "Layout", "Rules", "lay_out", "names", "reach_of", "shape"]

ALL = (1 << 128) - 1
#: Programs of singers, and the ranges of four voices, highest first.
SINGERS = range(52, 55)
VOICES = ((60, 81), (53, 74), (48, 69), (38, 64))
#: Programs that play the bass.
BASSES = frozenset((*range(32, 40), 43, 57, 58, 70))
#: Modes whose dominant has a leading tone though the scale has none.
RAISED = frozenset(("minor", "dorian", "phrygian", "mixolydian"))


@dataclass(frozen=True, slots=True)
class Demand:
    """What a part must strike at a place of a bar.

    Attributes:
        at: places from the bar's start.
        part: which part.
        pitches: bit p is set where pitch p will do.
        least, most: how many places the note may last.
        under: of a bass, that its pitch must fit the melody's (`Layout.basses`).
    """

    at: int
    part: int
    pitches: int = ALL
    least: int = 1
    most: int = 8 * GRID
    under: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How strictly a piece is written.

    Attributes:
        patience: bars that a part may be silent.
        cadences: whether phrases end on tonic or dominant; the last bar always ends on the tonic.
        strict: whether every pitch is of the key's scale, as in pentatonic airs.
        chords: whether chord symbols may be written.
        rest: places that a single voice may rest at once, within a bar or at its end.
        opens: whether the bass begins on the tonic, where the first bar begins.
        unbroken: whether every part sings through: its next note begins where the last one ended.
        pickup: places of an upbeat; its bar is not counted among those of the form.
    """

    patience: int = 4
    cadences: bool = True
    strict: bool = False
    chords: bool = True
    rest: int = GRID
    unbroken: bool = False
    opens: bool = False
    pickup: int = 0


@dataclass(frozen=True)
class Layout:
    """A piece before its notes.

    Attributes:
        metre: of the first bar.
        players: by part.
        lengths: places of each bar.
        sources: for each bar the earlier bar it copies, -1 for none.
        given: contents of bars that stand already, as tokens behind the bar's own.
        openings: tokens behind the bar's own with which a free bar begins.
        demands: for each bar, by place, then part.
        barriers: places, from the piece's beginning, that no note sounds across.
        ends: for each bar the place behind which nothing begins, its length where there is none.
        pitches: for each part the pitches it may play, as bits.
        basses: for each pitch class of the melody the bass's pitches at a cadence.
        key: of the piece, whose scale pulls; ``melody`` the part that sings, -1 for none.
        sung: whether players are singers, one note each.
        hands: for each part how many hands play it: two at a keyboard, one where two share it.
    """

    metre: Metre
    players: tuple[Player, ...]
    lengths: tuple[int, ...]
    sources: tuple[int, ...]
    demands: tuple[tuple[Demand, ...], ...]
    barriers: tuple[int, ...]
    ends: tuple[int, ...]
    pitches: tuple[int, ...]
    basses: Mapping[int, int]
    rules: Rules
    key: Key | None = None
    melody: int = -1
    sung: bool = False
    hands: tuple[int, ...] = ()
    given: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    openings: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each bar begins, and where the last one ends."""
        return tuple(int(n) for n in np.cumsum([0, *self.lengths]))

    @cached_property
    def _limits(self) -> tuple[tuple[int, ...], ...]:
        """For each part the places that its notes must have ended by."""
        found: list[set[int]] = [{*self.barriers, self.starts[-1]} for _ in self.players]
        for start, demands in zip(self.starts, self.demands, strict=False):
            for demand in demands:
                found[demand.part].add(start + demand.at)
        return tuple(tuple(sorted(limits)) for limits in found)

    def limit(self, part: int, place: int) -> int:
        """Where a note of a part that begins at a place must have ended."""
        limits = self._limits[part]
        return limits[min(bisect_right(limits, place), len(limits) - 1)]


def lay_out(
    form: Shape, metre: Metre, key: Key | None, players: Sequence[Player], rules: Rules,
    chance: np.random.Generator | None = None,
) -> Layout:  # fmt: skip
    """The layout of a piece of which nothing stands yet.

    Args:
        chance: draws on which beat cadences fall; the middle of the bar when None.
    """
    bars = len(form.sources)
    sung = sum(player.program in SINGERS and not player.drums for player in players) > 1
    pitches = tuple(_pitches(players, n, key, rules, sung) for n in range(len(players)))
    voices = _outer(players)
    closing = _strong(metre, chance)
    demands: list[tuple[Demand, ...]] = [()] * bars
    ends = [metre.length] * bars
    for bar in form.phrases:
        if form.sources[bar] >= 0:
            demands[bar], ends[bar] = demands[form.sources[bar]], ends[form.sources[bar]]
        elif bar in form.closes:
            demands[bar] = tuple(_close(metre, key, players, pitches, voices, closing))
            ends[bar] = closing
        elif rules.cadences and key is not None:
            at = _strong(metre, chance)
            demands[bar] = tuple(_cadence(at, metre, key, pitches, voices))
    if rules.opens and key is not None and bars > 1:
        demands[0] = (*_opening(key, pitches, voices), *demands[0])
    shift = 1 if rules.pickup else 0
    lengths = (rules.pickup,) * shift + (metre.length,) * bars
    return Layout(
        metre, tuple(players), lengths,
        (-1,) * shift + tuple(source + shift if source >= 0 else -1 for source in form.sources),
        ((),) * shift + tuple(demands), _barriers(form, metre, rules),
        (rules.pickup,) * shift + tuple(ends), pitches,
        _basses(key, pitches[voices[-1]]) if key and voices else {}, rules, key,
        voices[0] if voices else -1, sung, _hands(players),
    )  # fmt: skip


def names(pitches: int) -> str:
    """The pitch classes among bits of pitches, for reading."""
    return " ".join(name for n, name in enumerate(TONICS) if pitches & of_classes([n]))


@lru_cache(maxsize=512)
def _of_classes(classes: tuple[int, ...]) -> int:
    return sum(1 << pitch for pitch in range(128) if pitch % 12 in classes)


def of_classes(classes: Iterable[int]) -> int:
    """All pitches of some pitch classes, as bits."""
    return _of_classes(tuple(sorted(n % 12 for n in classes)))


def _hands(players: Sequence[Player]) -> tuple[int, ...]:
    """One hand a part where a piano is written as two, two hands otherwise."""
    keys = [None if p.drums or p.program not in KEYS else p.program for p in players]
    return tuple(1 if key is not None and keys.count(key) == 2 else 2 for key in keys)


@lru_cache(maxsize=16384)
def reach_of(keys: int, hands: int, span: int = SPAN, fingers: int = FINGERS) -> int:
    """Pitches that one hand or two can add to those they hold, as bits; see `ranges.two_hands`."""
    held = [pitch for pitch in range(128) if keys >> pitch & 1]
    found = 0
    for cut in [len(held)] if hands == 1 else range(len(held) + 1):
        left, right = held[:cut], held[cut:]
        if not _fits(left, span, fingers) or not _fits(right, span, fingers):
            continue
        if len(left) < fingers:
            low = left[-1] - span if left else 0
            high = min(left[0] + span if left else 127, right[0] - 1 if right else 127)
            found |= _between(low, high)
        if hands > 1 and len(right) < fingers:
            low = max(right[-1] - span if right else 0, left[-1] + 1 if left else 0)
            found |= _between(low, right[0] + span if right else 127)
    return found


def _fits(hand: Sequence[int], span: int, fingers: int) -> bool:
    return not hand or (len(hand) <= fingers and hand[-1] - hand[0] <= span)


def _between(low: int, high: int) -> int:
    low, high = max(low, 0), min(high, 127)
    return ((1 << high + 1) - (1 << low)) if low <= high else 0


def _pitches(
    players: Sequence[Player], part: int, key: Key | None, rules: Rules, sung: bool
) -> int:
    player = players[part]
    if player.drums:
        return _between(35, 81)
    low, high = compass(player.program)
    if sung and player.program in SINGERS:
        low, high = VOICES[min(part * len(VOICES) // len(players), 3)]
    found = _between(low, high)
    if rules.strict and key is not None:
        found &= of_classes(key.scale)
    return found


def _outer(players: Sequence[Player]) -> tuple[int, ...]:
    """The melody's part and the bass's; one part alone is a melody."""
    pitched = [n for n, player in enumerate(players) if not player.drums]
    basses = [n for n in pitched if players[n].program in BASSES]
    bass = basses[-1] if basses else (pitched[-1] if len(pitched) > 1 else -1)
    melody = next((n for n in pitched if n != bass), -1)
    return tuple(n for n in (melody, bass) if n >= 0)


def _strong(metre: Metre, chance: np.random.Generator | None) -> int:
    """A beat for an ending: the bar's middle where it has one, sometimes its beginning."""
    middle = metre.length // 2 if metre.beats in (2, 4, 6, 12) and metre.length >= 18 else 0
    if metre.beats == 9:
        middle = metre.length // 3
    return 0 if chance is not None and chance.random() < 0.3 else middle


def _close(
    metre: Metre, key: Key | None, players: Sequence[Player], pitches: Sequence[int],
    voices: tuple[int, ...], at: int,
) -> Iterable[Demand]:  # fmt: skip
    """All players end together on the tonic chord and hold it; the bass and a lone voice on it."""
    long = metre.length - at
    chord = of_classes(_triad(key, 0)) if key else ALL
    for part, player in enumerate(players):
        if player.drums:
            continue
        wanted = chord
        if key and part in (voices[-1],):
            wanted = of_classes([key.tonic])
        yield Demand(at, part, pitches[part] & wanted or pitches[part], long, long)


def _opening(key: Key, pitches: Sequence[int], voices: tuple[int, ...]) -> Iterable[Demand]:
    """The bass, or a voice alone, on the tonic."""
    for part in voices[-1:]:
        wanted = pitches[part] & of_classes([key.tonic])
        yield Demand(0, part, wanted or pitches[part])


def _cadence(
    at: int, metre: Metre, key: Key, pitches: Sequence[int], voices: tuple[int, ...]
) -> Iterable[Demand]:
    beat = min(GRID * (3 if metre.unit == 8 else 2) // 2, metre.length - at)
    five = _triad(key, 7)
    if len(voices) == 1:
        (part,) = voices
        wanted = of_classes([key.tonic, five[0]])
        yield Demand(at, part, pitches[part] & wanted or pitches[part], beat)
        return
    for part in sorted(voices):
        melody = part == voices[0]
        wanted = of_classes([*_triad(key, 0), *five] if melody else [key.tonic, five[0]])
        # Of a bass above its melody in the score the melody does not stand yet.
        below = not melody and voices[0] < part
        yield Demand(at, part, pitches[part] & wanted or pitches[part], beat, under=below)


def _triad(key: Key, above: int) -> tuple[int, ...]:
    """The chord on the tonic or, 7 semitones above it, on the dominant (in `zhi` … its scale's)."""
    root = key.tonic + above
    scale = key.scale
    if above and root % 12 not in scale:
        # A mode without its fifth (jue) leans on its fourth.
        root = key.tonic + 5
    third = next((n for n in (4, 3) if (root + n) % 12 in scale), 0)
    if above and key.mode in RAISED:
        third = 4
    fifth = 7 if (root + 7) % 12 in scale else 0
    return tuple((root + n) % 12 for n in (0, third, fifth))


def _basses(key: Key, pitches: int) -> dict[int, int]:
    """What the bass plays under each note of the melody: the root of a chord that holds it."""
    found: dict[int, int] = {}
    for above in (0, 7):
        chord = _triad(key, above)
        for note in chord:
            found[note] = found.get(note, 0) | (of_classes([chord[0]]) & pitches)
    return {note: mask for note, mask in found.items() if mask}


def _barriers(form: Shape, metre: Metre, rules: Rules) -> tuple[int, ...]:
    edges = {bar + 1 for bar in form.closes} | {first for _, first in form.sections}
    for first, source, count in form.runs():
        edges |= {first, source, first + count, source + count}
    return tuple(sorted(rules.pickup + edge * metre.length for edge in edges))
