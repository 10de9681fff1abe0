"""Making in any order: blocked Gibbs over a table of voices, under rules between its cells.

A table is drafted voice by voice and then made better in passes: blocks of it are hidden, the net
says what each hidden variable may be (all of them in one reading), and each voice is drawn anew
as one path through time, exactly, by forward filtering and backward sampling, the other voices
standing (Huang et al. 2017; the share hidden falls from pass to pass, Yao et al. 2014). Rules are
costs in nats of a column and of a move from one column to the next. A cost of `WALL` is a wall: a
path goes through one only where every path does, so what keeps the rules keeps them for ever, and
no draw has a dead end. What a draft broke, `mend` draws again for all voices together, there
among the likeliest columns only (a beam, widened until a path keeps every rule).

It knows the symbols of :mod:`sixing.models.anyorder` and no medium: what a level is and which
rules there are is told to it.

>>> from sixing.models.anyorder import AnyOrderRunner
>>> config = AnyOrderConfig(levels=3, facts=(1,), voices=2, width=8, layers=1, heads=2, hidden=8)
>>> net = AnyOrderRunner(config, config.zeros())
>>> gibbs = Gibbs(net, Lawless(), np.zeros((4, 1), int), [np.arange(1, 7)] * 2)
>>> table = np.full((4, 2), config.hidden_symbol)
>>> table = gibbs.make(table, table > 0, np.random.default_rng(0))
>>> table.shape, int(table.max()) < config.hidden_symbol
((4, 2), True)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sixing.making.paths import FLOOR, draw_path, spans_of
from sixing.models.anyorder import AnyOrderConfig

Ids = NDArray[np.integer]
Flags = NDArray[np.bool_]
Floats = NDArray[Any]
Chance = np.random.Generator

WALL = 120.0
"""Nats from which on a cost is a wall."""

FAINT = 12.0
"""Nats below the likeliest symbol from which on all are alike: where rules leave only what the net
finds absurd, it is drawn rather than a rule broken."""


POOL = 200
"""Columns of a step that a beam is chosen from."""

WIDER = ((4, 32), (8, 48), (16, 64), (32, 64), (64, 96))
"""Steps to each side that are drawn again together, and the beam, one try after the other."""


class Guesser(Protocol):
    """What says how likely every symbol of a hidden variable is."""

    @property
    def config(self) -> AnyOrderConfig:
        """What its symbols mean."""
        ...

    def logits(self, table: Ids, facts: Ids) -> NDArray[np.float32]:
        """Scores, (rows, steps, voices, symbols); see :class:`AnyOrderRunner`."""
        ...


class Rules(Protocol):
    """What voices may do together.

    Columns are symbols, one array a voice, that broadcast together behind a first axis of steps;
    a hidden variable has the net's hidden symbol.
    """

    def column(self, column: Sequence[Ids], steps: Ids) -> Floats:
        """Nats that each column costs at its step."""
        ...

    def move(self, before: Sequence[Ids], after: Sequence[Ids], steps: Ids) -> Floats:
        """Nats that each move costs from the column before to the one at its step."""
        ...


class Lawless:
    """No rules."""

    def column(self, column: Sequence[Ids], steps: Ids) -> Floats:  # noqa: ARG002 - a rule's shape
        """Nothing."""
        return np.zeros(())

    def move(self, before: Sequence[Ids], after: Sequence[Ids], steps: Ids) -> Floats:  # noqa: ARG002 - a rule's shape
        """Nothing."""
        return np.zeros(())


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a draft is made better.

    Attributes:
        passes: readings of the net after the draft.
        first, last: shares of the free variables hidden in the first and last pass.
        block: steps hidden together in a voice.
        warm, cool: temperatures of the draft and of the last pass.
    """

    passes: int = 16
    first: float = 0.6
    last: float = 0.15
    block: int = 4
    warm: float = 0.9
    cool: float = 0.5

    def at(self, number: int) -> tuple[float, float]:
        """The share hidden and the temperature of a pass."""
        done = number / max(1, self.passes - 1)
        return (
            self.first + (self.last - self.first) * done,
            self.warm + (self.cool - self.warm) * done,
        )


@dataclass
class Gibbs:
    """Fills tables.

    Args:
        net: what guesses.
        rules: what voices may do together.
        facts: what the net is told of each step, (steps, facts).
        choices: the symbols that each voice may be, begun ones among them.
        order: the voices as they are drafted; as they stand when empty.
    """

    net: Guesser
    rules: Rules
    facts: Ids
    choices: Sequence[Ids]
    order: Sequence[int] = ()
    schedule: Schedule = field(default_factory=Schedule)

    def make(self, table: Ids, free: Flags, chance: Chance) -> Ids:
        """The table with every free variable filled; the others stay, hidden ones hidden.

        Args:
            table: symbols, (steps, voices).
            free: which variables to fill, hidden at first, (steps, voices).
        """
        if not free.any():
            return table
        made = self.draft(table, free, chance)
        for number in range(self.schedule.passes):
            share, temperature = self.schedule.at(number)
            hidden = self._whole(free & self._blocks(table.shape, share, chance), made, free)
            self._redraw(made, hidden, temperature, chance)
        return self.mend(made, free, chance)

    def draft(self, table: Ids, free: Flags, chance: Chance) -> Ids:
        """A first filling, voice by voice, each under those that are known by then."""
        made = table.copy()
        for voice in self.order or range(table.shape[1]):
            if free[:, voice].any():
                scores = self.net.logits(made[None], self.facts[None])[0, :, voice]
                self._draw(made, voice, free[:, voice], scores, self.schedule.warm, chance)
        return made

    def _blocks(self, shape: tuple[int, ...], share: float, chance: Chance) -> Flags:
        size = self.schedule.block
        blocks = chance.random((shape[0] // size + 2, shape[1])) < share
        shift = int(chance.integers(size))
        return np.repeat(blocks, size, axis=0)[shift : shift + shape[0]]

    def _whole(self, hidden: Flags, table: Ids, free: Flags) -> Flags:
        """What is hidden, to the ends of what is held there: else those would say it all."""
        n = self.net.config.levels
        held = free & (table > n) & (table <= 2 * n)
        for t in range(1, len(hidden)):
            hidden[t] |= hidden[t - 1] & held[t]
        return hidden

    def _redraw(self, table: Ids, hidden: Flags, temperature: float, chance: Chance) -> None:
        if not hidden.any():
            return
        heard = np.where(hidden, self.net.config.hidden_symbol, table)
        scores = self.net.logits(heard[None], self.facts[None])[0]
        for voice in chance.permutation(table.shape[1]).tolist():
            rows = hidden[:, voice]
            if rows.any():
                self._draw(table, voice, rows, scores[:, voice], temperature, chance)

    def _draw(
        self, table: Ids, voice: int, rows: Flags, scores: Floats, temperature: float,
        chance: Chance,
    ) -> None:  # fmt: skip
        """Draws one voice anew at some rows, as one path a span through time under all rules.

        Symbols that are faint everywhere are left out, unless they stand there now: the path that
        stands can always be taken again.
        """
        hidden = self.net.config.hidden_symbol
        levels = self._levels(scores, rows) / temperature
        some = self.choices[voice]
        levels -= levels[:, some].max(axis=1, keepdims=True)
        standing = table[:, voice]
        if not (standing == hidden).any():
            some = some[(levels[np.ix_(rows, some)] > -FAINT).any(axis=0)]
        choices = np.union1d(some, standing[standing != hidden])
        levels = np.maximum(levels[:, choices], -FAINT)
        levels[~rows] = np.where(standing[~rows, None] == choices, 0.0, -np.inf)

        def columns(at: Ids, axis: int, axes: int) -> list[Ids]:
            shape = (len(at),) + (1,) * axes
            found: list[Ids] = [table[at, v].reshape(shape) for v in range(table.shape[1])]
            found[voice] = choices.reshape((1,) * axis + (-1,) + (1,) * (axes - axis))
            return found

        spans = spans_of(rows)
        steps = np.concatenate([np.arange(a, b) for a, b in spans])
        inner = np.concatenate([np.arange(a + 1, b) for a, b in spans])
        own = levels[steps] - self.rules.column(columns(steps, 1, 1), steps)
        moves = self._moves(columns(inner - 1, 1, 2), columns(inner, 2, 2), inner)
        at = 0
        for number, (a, b) in enumerate(spans):
            part = slice(at, at + b - a)
            path = draw_path(own[part], moves[part.start - number : part.stop - number - 1], chance)
            table[a:b, voice] = choices[path]
            at += b - a

    def _levels(self, scores: Floats, rows: Flags) -> Floats:
        """Ln of what each symbol adds to a path, (steps, symbols).

        What the net says is of each step alone. That a level is held counts as what it adds to
        the step before: P(held) / P(that level before), or a long note would count at every step.
        """
        n = self.net.config.levels
        logs: Floats = scores - scores.max(axis=-1, keepdims=True)
        logs = logs - np.log(np.exp(logs).sum(axis=-1, keepdims=True))
        before = np.logaddexp(logs[:-1, 1 : n + 1], logs[:-1, n + 1 :])
        both = (rows[1:] & rows[:-1])[:, None]
        held = logs[1:, n + 1 :]
        logs[1:, n + 1 :] = np.where(both, np.minimum(held - before, 0.0), held)
        return logs

    def _moves(self, before: Sequence[Ids], after: Sequence[Ids], steps: Ids) -> Floats:
        """Weights of every move, (steps, candidates before, candidates after)."""
        n = self.net.config.levels
        cost = np.minimum(self.rules.move(before, after, steps), FLOOR)
        weights: Floats = np.exp(-cost)
        for old, new in zip(before, after, strict=True):
            # What is held was there before; of what is hidden nobody knows yet.
            held = (new > n) & (new <= 2 * n)
            there = (old == new) | (old == new - n) | (old > 2 * n)
            weights = weights * (~held | there)
        return weights

    def cost(self, table: Ids) -> Floats:
        """Nats that each step's column and the move to it cost, (steps,)."""
        steps = np.arange(len(table))
        columns = list(table.T)
        found = np.broadcast_to(self.rules.column(columns, steps), steps.shape).astype(float)
        before = [voice[:-1] for voice in columns]
        found[1:] += self.rules.move(before, [voice[1:] for voice in columns], steps[1:])
        return found

    def mend(self, table: Ids, free: Flags, chance: Chance) -> Ids:
        """The table with walls gone through drawn again, all free voices of a span together.

        Spans and beams widen until no rule is broken that can be kept; the best found comes back.
        """
        best = table
        for reach, beam in WIDER:
            for at in np.flatnonzero(self.cost(best) >= WALL).tolist():
                worth = self.cost(best)
                if worth[at] < WALL:  # kept by now, with one before it
                    continue
                span = slice(max(0, at - reach), min(len(best), at + reach))
                tried = self._together(best, free, span, beam, chance)
                if self.cost(tried).sum() < worth.sum():
                    best = tried
        return best

    def _together(self, table: Ids, free: Flags, span: slice, beam: int, chance: Chance) -> Ids:
        hidden = np.zeros_like(free)
        hidden[span] = free[span]
        hidden = self._whole(hidden, table, free)
        heard = np.where(hidden, self.net.config.hidden_symbol, table)
        scores = self.net.logits(heard[None], self.facts[None])[0]
        logs = np.stack(
            [self._levels(scores[:, v], hidden[:, v]) for v in range(table.shape[1])], 1
        )
        # One step more on each side, as it stands, so that the moves to it count.
        some = np.flatnonzero(hidden.any(axis=1))
        rows = np.arange(max(0, some[0] - 1), min(len(table), some[-1] + 2))
        symbols, own = self._beam(table, hidden, logs, rows, beam, chance)

        def columns(at: Ids, axis: int) -> list[Ids]:
            found = symbols[at - rows[0]]
            return [np.expand_dims(found[:, :, v], axis) for v in range(found.shape[2])]

        moves = self._moves(columns(rows[1:] - 1, 2), columns(rows[1:], 1), rows[1:])
        made = table.copy()
        made[rows] = symbols[np.arange(len(rows)), draw_path(own, moves, chance)]
        return made

    def _beam(
        self, table: Ids, hidden: Flags, logs: Floats, rows: Ids, beam: int, chance: Chance
    ) -> tuple[Ids, Floats]:
        """Columns to choose from at each step, (steps, columns, voices), and ln of each weight.

        They are drawn by what the net says less what rules cost; what the step before may hold on
        to is among them, and so is the column that stands.
        """
        found = np.tile(table[rows][:, None], (1, 2 * beam + 1, 1))
        own = np.full(found.shape[:2], -np.inf)
        before = found[0, :0]
        for i, t in enumerate(rows.tolist()):
            fresh = self._columns(t, table[t], hidden[t], logs[t], chance)
            held = np.where(hidden[t], self._held(before), table[t])
            pools = [table[t][None], held, fresh]
            if len(held):  # and some voices hold while others begin
                who = chance.integers(len(held), size=POOL), chance.integers(len(fresh), size=POOL)
                stay = chance.random((POOL, len(table[t]))) < 0.5
                pools[2] = np.concatenate((fresh, np.where(stay, held[who[0]], fresh[who[1]])))
            kept = []
            for pool, most in zip(pools, (1, beam, beam), strict=True):
                weights = self._worth(pool, t, hidden[t], logs[t])
                noise = chance.gumbel(size=len(pool))
                some = np.argsort(-(weights + noise))[:most]
                kept.append((pool[some], weights[some]))
            before = np.concatenate([part for part, _ in kept])
            found[i, : len(before)] = before
            own[i, : len(before)] = np.concatenate([weights for _, weights in kept])
        return found, own

    def _worth(self, columns: Ids, step: int, hidden: Flags, logs: Floats) -> Floats:
        """Ln of the weight of columns at a step, (columns,)."""
        said = np.zeros(columns.shape)
        asked = np.flatnonzero(hidden)
        said[:, asked] = np.maximum(logs[asked, columns[:, asked]], -FAINT)
        cost = self.rules.column([columns[None, :, v] for v in range(len(logs))], np.array([step]))
        found: Floats = said.sum(axis=1) - np.broadcast_to(cost, (1, len(columns)))[0]
        return found

    def _held(self, columns: Ids) -> Ids:
        """The columns that hold on to others."""
        n = self.net.config.levels
        return np.where((columns > 0) & (columns <= n), columns + n, columns)

    def _columns(self, step: int, now: Ids, hidden: Flags, logs: Floats, chance: Chance) -> Ids:
        """Columns that begin, likely and lawful: a beam over the voices as they are drafted.

        They are drawn without replacement (Gumbel noise: Kool et al. 2019).
        """
        columns = np.where(hidden, self.net.config.hidden_symbol, now)[None]
        for voice in self.order or range(len(now)):
            if not hidden[voice]:
                continue
            some = self.choices[voice]
            some = some[some <= self.net.config.levels]
            columns = np.repeat(columns, len(some), axis=0)
            columns[:, voice] = np.tile(some, len(columns) // len(some))
            known = columns[0] < self.net.config.hidden_symbol
            weights = self._worth(columns, step, hidden & known, logs)
            columns = columns[np.argsort(-(weights + chance.gumbel(size=len(weights))))[:POOL]]
        return columns
