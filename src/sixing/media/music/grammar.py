"""The automaton of music: what may be written next, so that every piece ends well.

It walks the tokens of :class:`~sixing.media.music.tokens.MusicTokens` for one `Layout`: a header
as asked (what is not asked the model says), as many bars as asked, each exactly filled; onsets
ascending; parts within their instruments, one note at once where the instrument has one voice,
keys within two hands, no pitch struck while it sounds; no part silent for long; phrases that end
on tonic or dominant, and a last bar that ends on the tonic chord. Bars that stand already or say an
earlier one again are written token by token, without a choice.

It promises what a sampler needs: whatever it allows can be ended. It knows notation, not style,
and no model; pulls towards the key are nats that it adds (:meth:`Grammar.lean`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.grid import PARTS
from sixing.media.music.header_grammar import HeaderGrammar
from sixing.media.music.layout import ALL, SINGERS, Demand, Layout, reach_of
from sixing.media.music.ranges import KEYS, at_once
from sixing.media.music.score import GRID, Key, Metre
from sixing.media.music.state import State, first
from sixing.media.music.tokens import Control, Header, MusicTokens, Player

Ids = NDArray[np.integer]
Floats = NDArray[np.float32]
#: Drums struck at once by one player: two hands and two feet.
LIMBS = 4
#: The mode of five tones within a mode of seven, on the same tonic.
FIVE: Final = {
    "major": "gong", "lydian": "gong", "mixolydian": "zhi", "dorian": "shang", "minor": "yu",
    "phrygian": "jue",
}  # fmt: skip
#: How much the tonic chord's notes are liked, of what is taken from pitches outside of the scale.
STRESS: Final = {0: 0.2, 3: 0.12, 4: 0.12, 7: 0.1}
#: Long notes are not written anew beyond this, 8 quarters.
LONGEST: Final = 8 * GRID
T = TypeVar("T")


class Grammar:
    """The automaton of one piece.

    Args:
        tokens: the words.
        header: what is asked of the header; the rest the model says.
        settle: makes the layout when the header is whole.
        pull: nats taken from pitches outside of the key's scale.
        prefix: what the model was told before the header.
        five: nats taken from pitches outside of the five tones within the scale.

    Attributes:
        start: the state before the first token of the header.
    """

    def __init__(
        self, tokens: MusicTokens, header: Header,
        settle: Callable[[Metre, Key | None, tuple[Player, ...]], Layout], pull: float = 1.0,
        prefix: Sequence[int] = (), five: float = 0.0,
    ) -> None:  # fmt: skip
        self.tokens, self.settle, self.pull, self.five = tokens, settle, pull, five
        self._heading = HeaderGrammar(tokens, header)
        self.prefix = tuple(prefix)
        number = tokens.number
        self._kinds = tuple(kind for kind, _ in tokens.parts)
        self._values = tuple(int(v) if v.isdecimal() else -1 for _, v in tokens.parts)
        self._of = {kind: number[f"<{kind}:0>"] for kind in ("at", "loud", "pitch", "drum", "root")}
        self._of |= {"for": number["<for:1>"] - 1, "part": number["<part:1>"] - 1}
        self._every = {
            kind: np.array([i for i, k in enumerate(self._kinds) if k == kind], np.intp)
            for kind in ("quality", "loud", "root")
        }
        self._leans: dict[Key | None, Floats | None] = {}
        self.start = first()

    # What a sampler asks.

    def done(self, state: State) -> bool:
        """Whether ``<end>`` was written."""
        return state.done

    def lean(self, state: State) -> Floats | None:
        """Nats for tonic and dominant, against what is outside of the scale, (vocabulary,)."""
        if state.layout is None:
            return None
        key = state.layout.key
        if key not in self._leans:
            self._leans[key] = self._lean(key)
        return self._leans[key]

    def recall(self, state: State, room: int) -> Sequence[int]:
        """Prefix and header as of an excerpt from midway, then the last bars."""
        if state.layout is None or state.bar < 0:
            return ()
        number, bars = self.tokens.number, len(state.layout.lengths)
        header = Header(state.metre, state.tempo, state.key, state.players, state.solo, True)
        bos, *plain = self.tokens.prefix(Control(), header)
        told: list[int] = []
        for bar in range(state.bar, -1, -1):
            content = state.content if bar == state.bar else state.bars[bar]
            left = number.get(f"<bar:{bars - bar}>", number["<bar:more>"])
            if told and len(told) + len(content) + len(self.prefix) + len(plain) + 2 > room:
                return (bos, number["<midway>"], *self.prefix[1:], *plain, *told)
            told = [left, *content, *told]
        return (*self.prefix, *plain, *told)

    def allowed(self, state: State) -> Ids:
        """The tokens that may come."""
        if state.queue:
            return _one(state.queue[0])
        if state.layout is None:
            return self._heading.allowed(state)
        if state.bar < 0:
            return self._bar(state, state.layout)
        if state.bound == "root":
            return self._every["quality"]
        return self._body(state, state.layout)

    def step(self, state: State, token: int) -> State:
        """The state behind a token."""
        after = state.copy()
        if after.queue:
            after.queue = after.queue[1:]
        kind, value = self._kinds[token], self._values[token]
        if after.layout is None:
            self._heading.take(after, token)
            if after.header == "body":
                self._settle(after)
            return after
        if kind == "bar":
            self._begin(after, after.layout)
            return after
        if kind == "end":
            after.done = True
            return after
        after.content = (*after.content, token)
        self._take(after, kind, value)
        return after

    def _settle(self, state: State) -> None:
        """Lays the piece out, its header being whole."""
        state.layout = self.settle(state.metre or Metre(), state.key, state.players)
        count = len(state.players)
        state.bound, state.sounding, state.heard = "", ((),) * count, (-1,) * count

    # Bars.

    def _bar(self, state: State, layout: Layout) -> Ids:
        """The token that ends this bar: the next one's, or ``<end>``."""
        left = len(layout.lengths) - state.bar - 1
        number = self.tokens.number
        return _one(number.get(f"<bar:{left}>", number["<bar:more>"]) if left else self.tokens.end)

    def _begin(self, state: State, layout: Layout) -> None:
        if state.bar >= 0:
            state.bars = (*state.bars, state.content)
            state.start += layout.lengths[state.bar]
        state.bar += 1
        state.content, state.at, state.part, state.last, state.struck = (), -1, 0, -1, 0
        state.fresh = state.named = False
        state.bound, state.melody = "", -1
        count = len(state.players)
        state.said, state.louds = (0,) * count, tuple(p.loud for p in state.players)
        state.sounding = tuple(
            tuple(note for note in notes if note[1] > state.start) for notes in state.sounding
        )
        state.heard = tuple(
            state.bar if notes else bar
            for notes, bar in zip(state.sounding, state.heard, strict=True)
        )
        bar = state.bar
        stands = layout.given.get(bar)
        if stands is None and layout.sources[bar] >= 0:
            stands = state.bars[layout.sources[bar]]
        state.todo, state.must = (), ()
        if stands is not None:
            state.queue = (*stands, int(self._bar(state, layout)[0]))
        else:
            state.queue = layout.openings.get(bar, ())
            state.todo = layout.demands[bar]
            state.must = self._silent(state, layout)
        if state.solo:
            ends = [end for _, end in state.sounding[0]]
            state.at = max([0, *(end - state.start for end in ends)])

    def _silent(self, state: State, layout: Layout) -> tuple[int, ...]:
        """Parts that were silent as long as they may."""
        if layout.rules.pickup and state.bar == 0:
            return ()
        demanded = {demand.part for demand in state.todo}
        return tuple(
            part
            for part, bar in enumerate(state.heard)
            if state.bar - bar >= layout.rules.patience and part not in demanded
        )

    # Within a bar.

    def _body(self, state: State, layout: Layout) -> Ids:
        if state.solo:
            return self._solo(state, layout)
        part, at = state.part, state.at
        found: list[Ids] = []
        if state.bound or at >= 0:
            found += self._notes(state, layout, part, at)
        if state.bound:
            return np.concatenate(found)
        if at >= 0:
            owed = self._owed(state, layout, at)
            found.append(self._others(state, layout, at, owed))
            if state.fresh and not state.named and layout.rules.chords and at % GRID == 0:
                found.append(self._every["root"])
            if state.fresh and not state.named:
                return np.concatenate(found)
            if owed:
                return np.concatenate(found)
        found.append(self._onsets(state, layout))
        silent = at < 0 and not any(state.sounding)
        silent |= layout.rules.unbroken and bool(self._ends(state, layout))
        if not state.todo and not state.must and not silent:
            found.append(self._bar(state, layout))
        return np.concatenate(found)

    def _notes(self, state: State, layout: Layout, part: int, at: int) -> list[Ids]:
        """Tokens that begin or go on with a note of the part."""
        pitches = self._pitches(state, layout, part, at, state.last)
        if not pitches:
            return []
        if layout.players[part].drums:
            found = [_bits(pitches) + self._of["drum"]]
        else:
            lengths = self._lengths(state, layout, part, at)
            said = state.said[part]
            found = []
            if lengths >> said & 1:
                found.append(_bits(pitches) + self._of["pitch"])
            if state.bound != "for":
                others = lengths & ~(1 << said)
                found.append(_bits(others) + self._of["for"])
        if state.bound not in ("for", "loud"):
            louds = self._every["loud"]
            found.append(louds[louds != self._of["loud"] + state.louds[part]])
        return found

    def _pitches(self, state: State, layout: Layout, part: int, at: int, last: int) -> int:
        """Pitches that a part can strike at a place, above ``last``, as bits."""
        place = state.start + at
        player, found = layout.players[part], layout.pitches[part]
        if last >= 0:
            found &= -1 << last + 1
        if player.drums:
            return found if last < 0 or state.struck < LIMBS else 0
        sounding = [pitch for pitch, end in state.sounding[part] if end > place]
        if sounding:
            alone = state.solo or (layout.sung and player.program in SINGERS)
            voices = 1 if alone else at_once(player.program)
            if len(sounding) >= voices:
                return 0
            held = 0
            for pitch in sounding:
                held |= 1 << pitch
            found &= ~held
            if player.program in KEYS:
                found &= reach_of(held, layout.hands[part])
        demand = self._demand(layout, state.bar, part, at)
        if demand is not None:
            found &= demand.pitches
            if demand.under and state.melody in layout.basses:
                found &= layout.basses[state.melody]
        return found

    def _demand(self, layout: Layout, bar: int, part: int, at: int) -> Demand | None:
        """What a part must strike at an onset; of its further notes there the same is asked."""
        for demand in layout.demands[bar]:
            if demand.part == part and demand.at == at:
                return demand
        return None

    def _lengths(self, state: State, layout: Layout, part: int, at: int) -> int:
        """Lengths that a note may have there, as bits."""
        place = state.start + at
        limit = min(layout.limit(part, place) - place, LONGEST)
        demand = self._demand(layout, state.bar, part, at)
        least, most = (demand.least, min(demand.most, limit)) if demand else (1, limit)
        # A demand never asks for more than there is room for.
        least = min(least, most)
        if layout.rules.unbroken and not state.solo:
            unit, length = layout.metre.unit, layout.lengths[state.bar]
            off = (at - length) % GRID if unit in (2, 4) else 0
            return _sung_lengths(off, limit) & _from_to(least, most)
        if not state.solo:
            return _plain_lengths(limit) & _from_to(least, most)
        bar = layout.lengths[state.bar]
        most = min(most, bar - at + (bar if demand is None else 0))
        return _lengths_from(at, bar, limit) & _from_to(min(least, most), most)

    def _owed(self, state: State, layout: Layout, at: int) -> tuple[int, ...]:
        """Parts that must strike at this onset before it is left."""
        owed = [demand.part for demand in state.todo if demand.at == at]
        if layout.rules.unbroken:
            owed += [part for part, end in self._ends(state, layout) if end == at]
        if state.must and at >= self._deadline(state, layout):
            owed += state.must
        return tuple(sorted(set(owed)))

    def _ends(self, state: State, layout: Layout) -> list[tuple[int, int]]:
        """Pitched parts that sing through, and where in the bar each must strike next."""
        length = layout.lengths[state.bar]
        found = []
        for part, notes in enumerate(state.sounding):
            end = max((end for _, end in notes), default=state.start) - state.start
            if not layout.players[part].drums and end < length:
                found.append((part, max(end, 0)))
        return found

    def _others(self, state: State, layout: Layout, at: int, owed: Sequence[int]) -> Ids:
        """``<part>`` tokens of higher parts that can strike here."""
        least = owed[0] if owed else PARTS
        found = [
            self._of["part"] + part
            for part in range(state.part + 1, min(len(layout.players), least + 1))
            if self._pitches(state, layout, part, at, -1)
        ]
        # Before the part that is owed nothing may come but notes of parts below its number.
        if owed and state.part >= least:
            return np.zeros(0, np.intp)
        return np.array(found, np.intp)

    def _deadline(self, state: State, layout: Layout) -> int:
        """The last onset of the bar at which a silent part may come in."""
        end = layout.ends[state.bar]
        last = max(0, min(end, layout.lengths[state.bar] - GRID))
        return last - last % GRID

    def _next(self, state: State, layout: Layout) -> int:
        """The place that an onset may not pass."""
        due = min((demand.at for demand in state.todo), default=layout.ends[state.bar])
        if layout.rules.unbroken:
            due = min([due, *(end for _, end in self._ends(state, layout))])
        return min(due, self._deadline(state, layout)) if state.must else due

    def _onsets(self, state: State, layout: Layout) -> Ids:
        """``<at>`` tokens of later onsets, from the first at which some part can strike."""
        length = layout.lengths[state.bar]
        due = self._next(state, layout)
        places = [p for p in _places(length) if state.at < p <= due]
        if due < length and due > state.at and due not in places:
            places = [*places, due]
        for n, place in enumerate(places):
            if any(
                self._pitches(state, layout, part, place, -1) for part in range(len(layout.players))
            ):
                return np.array(places[n:], np.intp) + self._of["at"]
        return np.zeros(0, np.intp)

    def _solo(self, state: State, layout: Layout) -> Ids:
        """A single voice: notes follow one another; ``<at>`` is a rest."""
        length, at = layout.lengths[state.bar], state.at
        ended = at >= length or (at >= layout.ends[state.bar] and not state.todo and at > 0)
        found: list[Ids] = []
        if not ended:
            found += self._notes(state, layout, 0, at)
            if state.bound or state.fresh:
                return np.concatenate(found)
            due = self._next(state, layout)
            places = [p for p in _places(length) if at < p <= min(due, at + layout.rules.rest)]
            if not self._owed(state, layout, at):
                found.append(np.array(places, np.intp) + self._of["at"])
        rest = length - at
        quiet = bool(state.content) and rest <= layout.rules.rest
        if not state.todo and not state.must and (ended or quiet):
            found.append(self._bar(state, layout))
        return np.concatenate(found)

    # What a token does.

    def _take(self, state: State, kind: str, value: int) -> None:
        part = state.part
        match kind:
            case "at":
                state.at, state.part, state.last, state.struck = value, 0, -1, 0
                state.fresh, state.named, state.melody, state.bound = True, False, -1, ""
            case "part":
                state.part, state.last, state.struck, state.bound = value, -1, 0, "part"
            case "loud":
                state.louds = _put(state.louds, part, value)
                state.bound = "loud"
            case "for":
                state.said = _put(state.said, part, value)
                state.bound = "for"
            case "root":
                state.bound = "root"
            case "quality":
                state.bound, state.named = "", True
            case "pitch" | "drum":
                self._strike(state, part, value, kind == "drum")

    def _strike(self, state: State, part: int, pitch: int, drum: bool) -> None:
        at, place = max(state.at, 0), state.start + max(state.at, 0)
        if not drum:
            end = place + state.said[part]
            still = tuple(note for note in state.sounding[part] if note[1] > place)
            state.sounding = _put(state.sounding, part, (*still, (pitch, end)))
            if state.layout is not None and part == state.layout.melody:
                state.melody = pitch % 12
        state.heard = _put(state.heard, part, state.bar)
        state.todo = tuple(d for d in state.todo if d.part != part or d.at != at)
        state.must = tuple(p for p in state.must if p != part)
        state.last, state.struck, state.bound = pitch, state.struck + 1, ""
        state.fresh = False
        if state.solo:
            state.at, state.last, state.struck = at + state.said[part], -1, 0

    def _lean(self, key: Key | None) -> Floats | None:
        if key is None:
            return None
        scale = set(key.scale)
        if key.mode == "minor":
            # The raised sixth and seventh degrees belong to the key too.
            scale |= {(key.tonic + 9) % 12, (key.tonic + 11) % 12}
        five = Key(key.tonic, FIVE.get(key.mode, key.mode)).scale
        pull = np.zeros(len(self.tokens), np.float32)
        for pitch in range(128):
            if pitch % 12 not in scale:
                pull[self._of["pitch"] + pitch] -= self.pull
            if pitch % 12 not in five:
                pull[self._of["pitch"] + pitch] -= self.five
            if pitch % 12 in key.scale:
                stress = STRESS.get((pitch - key.tonic) % 12, 0.0)
                pull[self._of["pitch"] + pitch] += stress * self.pull
        for root in set(range(12)) - scale:
            pull[self._of["root"] + root] -= self.pull
        return pull


def _put(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    return (*values[:at], value, *values[at + 1 :])


@lru_cache(maxsize=4096)
def _one(token: int) -> Ids:
    return np.array([token], np.intp)


@lru_cache(maxsize=65536)
def _bits(bits: int) -> Ids:
    """The numbers of the bits that are set."""
    raw = np.frombuffer((bits & ALL).to_bytes(16, "little"), np.uint8)
    return np.flatnonzero(np.unpackbits(raw, bitorder="little"))


@lru_cache(maxsize=256)
def _places(length: int) -> tuple[int, ...]:
    """Onsets of a bar: sixteenths and triplets."""
    return tuple(p for p in range(length) if p % 3 == 0 or p % 4 == 0)


@lru_cache(maxsize=256)
def _plain_lengths(limit: int) -> int:
    """Lengths up to a limit that end on the grid of `_places`, or at the limit."""
    return sum(1 << d for d in range(1, limit + 1) if d % 3 == 0 or d % 2 == 0 or d == limit)


@lru_cache(maxsize=4096)
def _sung_lengths(off: int, limit: int) -> int:
    """Lengths by sixteenths of a note so far behind the beat; one off the beat ends by the next."""
    most = limit if off == 0 else GRID - off if off % 6 == 0 else 6 - off % 6
    most = min(limit, most)
    # From a triplet's place no length by sixteenths comes back to the beat.
    return sum(1 << d for d in range(1, most + 1) if d % 3 == 0 or d == limit) or 1 << most


@lru_cache(maxsize=4096)
def _lengths_from(at: int, bar: int, limit: int) -> int:
    """Lengths of a note from a place that end where the next may begin."""
    found = 0
    for length in range(1, limit + 1):
        end = at + length
        inside = end if end < bar else end - bar
        if inside % 3 == 0 or inside % 4 == 0 or length == limit:
            found |= 1 << length
    return found


@lru_cache(maxsize=4096)
def _from_to(least: int, most: int) -> int:
    return ((1 << most + 1) - (1 << least)) if least <= most else 0
