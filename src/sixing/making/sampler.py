"""行: sampling works from a model under automata, many rows at once, exactly and without dead ends.

At each place a row chooses among the tokens that its automaton still allows, with the model's own
odds; a choice that would copy a run of the corpus, or from which nothing could be completed, is
taken back and drawn again from the rest. So every row ends, and ends well: nothing is relaxed and
there is no other way out.

Masking alone favours paths on which the model was cornered later. Rows are therefore particles
(sequential Monte Carlo: Doucet et al. 2001; for language models Lew et al. 2023): where a place is
narrow (a rhyme, a fixed character) each row is weighed by the mass that the model gave to what is
allowed there, and light rows give way to heavy ones when the weights become uneven.

Knows tokens, automata and a runner; knows no medium.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from sixing.errors import SixingError
from sixing.features.fingerprints import Fingerprints
from sixing.media.automaton import Automaton, Ids
from sixing.media.witness import RUN, Witness
from sixing.models.transformer import Cache, Floats, TransformerRunner

#: A place where fewer than this share of the tokens is allowed weighs the rows.
NARROW = 0.1
#: Up to this share of the vocabulary, allowed tokens are scored by themselves.
FEW = 0.2
#: Effective share of rows below which the light ones are replaced (Liu and Chen 1995).
RESAMPLE_BELOW = 0.25
#: Columns that are summed as one when a token is drawn.
BLOCK = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """One thing to write: what the model is told, the form, and how many rows.

    Attributes:
        prefix: token numbers that open the sequence.
        bond: (classes, classes) added to a token's score by its class and the class of the token
            it is bonded with; the classes of all tokens are given beside it.
        lean: for some places (from 0, stops not counted) tokens and the nats added to their
            scores: how an idea pulls without forcing.
    """

    prefix: tuple[int, ...]
    automaton: Automaton
    rows: int
    bond: tuple[NDArray[np.integer], Floats] | None = None
    lean: Mapping[int, tuple[Ids, Floats]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """A row that was written.

    Attributes:
        plan: which plan it came from.
        tokens: one for each place, stops left out.
        logprob: nats of the chosen tokens among the allowed ones.
    """

    plan: int
    tokens: tuple[int, ...]
    logprob: float


@dataclass
class Clock:
    """Where the time goes, in seconds."""

    model: float = 0.0
    masks: float = 0.0
    choosing: float = 0.0
    dead_ends: int = 0
    refused: int = 0


@dataclass
class Sampler:
    """Writes rows with one model.

    Args:
        runner: the model.
        spelling: code point of each token, (vocabulary,); 0 for tokens that are no character.
        known: the runs that may not be copied; None copies freely.
        lookahead: whether narrow places weigh rows against each other.
    """

    runner: TransformerRunner
    spelling: NDArray[np.uint32]
    known: Fingerprints | None = None
    lookahead: bool = True
    clock: Clock = field(default_factory=Clock)

    def sample(self, plans: Sequence[Plan], seed: int, temperature: float = 1.0) -> list[Sample]:
        """Writes all rows of all plans together.

        Args:
            plans: plans of one layout: the same number of places and the same stops.

        Raises:
            ValueError: the plans are of different layouts.
        """
        if len({plan.automaton.glue for plan in plans}) != 1:
            raise ValueError("plans that are sampled together must have the same layout")
        chance = np.random.default_rng(seed)
        groups = [_Group(self, i, plan, temperature) for i, plan in enumerate(plans)]
        begun = perf_counter()
        counts = [plan.rows for plan in plans]
        glue = plans[0].automaton.glue
        room = len(glue) + sum(map(len, glue))
        hidden, cache = self.runner.read([plan.prefix for plan in plans])
        cache = cache.repeat(counts, room)
        hidden = np.repeat(hidden, counts, axis=0)
        bounds = np.cumsum([0, *counts])
        for place in range(len(glue)):
            self.clock.model += perf_counter() - begun
            order = np.arange(len(hidden))
            heard = self._listen(groups, place, hidden)
            for group, a, b in zip(groups, bounds, bounds[1:], strict=False):
                order[a:b] = a + group.choose(place, hidden[a:b], int(a), heard, chance)
            begun = perf_counter()
            if place + 1 < len(glue):
                if (order != np.arange(len(order))).any():
                    cache = cache.take(order)
                hidden = self._advance(groups, place, cache)
        return [one for group in groups for one in group.samples()]

    def _listen(self, groups: Sequence[_Group], place: int, hidden: Floats) -> _Heard:
        """Scores of the tokens that any plan allows at a place, for all rows at once."""
        begun = perf_counter()
        allowed = [group.plan.automaton.choices[place] for group in groups]
        columns = np.full(len(groups[0].plan.automaton.symbols), -1, np.intp)
        tokens = np.unique(np.concatenate(allowed))
        # Copying out the vectors of many tokens costs more than scoring them all.
        if len(tokens) > FEW * len(columns):
            tokens, scores = np.arange(len(columns)), self.runner.logits(hidden)
        else:
            scores = self.runner.logits(hidden, self.runner.embedding[tokens])
        columns[tokens] = np.arange(len(tokens))
        self.clock.model += perf_counter() - begun
        return _Heard(scores, columns)

    def _advance(self, groups: Sequence[_Group], place: int, cache: Cache) -> Floats:
        tokens = np.concatenate([group.rows[:, place] for group in groups])
        glue = groups[0].plan.automaton.glue[place]
        ids = np.empty((len(tokens), 1 + len(glue)), np.int64)
        ids[:, 0] = tokens
        ids[:, 1:] = glue
        hidden: Floats = self.runner.step(ids, cache)[:, -1]
        return hidden


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the model says of one place: scores (all rows, tokens), and each token's column."""

    scores: Floats
    columns: Ids


class _Group:
    """The rows of one plan."""

    def __init__(self, sampler: Sampler, number: int, plan: Plan, temperature: float) -> None:
        self.sampler, self.number, self.plan = sampler, number, plan
        self.temperature = temperature
        form = plan.automaton
        self.rows = np.zeros((plan.rows, len(form)), np.intp)
        self.states = np.zeros(plan.rows, np.intp)
        self.weights = np.zeros(plan.rows)
        self.logprobs = np.zeros(plan.rows)
        self._witness = Witness(
            form, partial(_is_known, sampler, sampler.known) if sampler.known else None
        )
        self._columns = np.full(len(form.symbols), -1, np.intp)

    def samples(self) -> list[Sample]:
        """What was written."""
        return [
            Sample(self.number, tuple(row.tolist()), float(logprob))
            for row, logprob in zip(self.rows, self.logprobs, strict=True)
        ]

    def choose(
        self, place: int, hidden: Floats, first: int, heard: _Heard, chance: np.random.Generator
    ) -> Ids:
        """Fills one place of every row; gives the order in which rows went on.

        Args:
            first: where the rows of this plan begin among all rows that were heard.
        """
        clock, begun = self.sampler.clock, perf_counter()
        form = self.plan.automaton
        choices = form.choices[place]
        scores = heard.scores[first : first + len(hidden)][:, heard.columns[choices]]
        scores += self._mask(place, choices)
        clock.masks += (mark := perf_counter()) - begun
        begun = mark
        if not np.isfinite(scores.max(axis=1, initial=-np.inf)).all():
            self._give_up(place)
        order = np.arange(len(hidden))
        if self.sampler.lookahead and len(choices) < NARROW * len(form.symbols):
            order = self._weigh(hidden, scores, chance)
            scores = scores[order]
        scores += self._bonded(place, choices)
        scores += self._leaning(place, choices)
        self._draw(place, choices, scores, chance)
        clock.choosing += perf_counter() - begun
        return order

    def _mask(self, place: int, choices: Ids) -> Floats:
        """0 for what the state, the repeats and the echoes allow, -inf for the rest."""
        form = self.plan.automaton
        permitted = form.permitted[place]
        table = np.where(permitted, np.float32(0), np.float32(-np.inf))
        symbols = form.symbols[choices]
        if (self.states == self.states[0]).all():
            mask = np.repeat(table[self.states[:1]][:, symbols], len(self.states), axis=0)
        else:
            mask = table[:, symbols][self.states]
        self._columns[choices] = np.arange(len(choices))
        if form.distinct and form.distinct[place] >= 0 and not form.fixed[place]:
            self._strike_used(mask, place)
        if form.echoes and form.echoes[place] >= 0:
            mask[choices[None, :] != self.rows[:, form.echoes[place]][:, None]] = -np.inf
        self._columns[choices] = -1
        return mask

    def _strike_used(self, mask: Floats, place: int) -> None:
        form = self.plan.automaton
        earlier = [
            k
            for k in range(place)
            if form.distinct[k] == form.distinct[place]
            # A token may follow itself at once: 悠悠.
            and not (k == place - 1 and form.lines[k] == form.lines[place])
        ]
        columns = self._columns[self.rows[:, earlier]]
        row, which = np.nonzero(columns >= 0)
        mask[row, columns[row, which]] = -np.inf

    def _bonded(self, place: int, choices: Ids) -> Floats | float:
        if self.plan.bond is None:
            return 0.0
        classes, table = self.plan.bond
        bonded = [b for a, b in self.plan.automaton.bonds if a == place]
        if not bonded:
            return 0.0
        above = classes[self.rows[:, bonded[0]]]
        found: Floats = table[above][:, classes[choices]] * np.float32(self.temperature)
        return found

    def _leaning(self, place: int, choices: Ids) -> Floats | float:
        if place not in self.plan.lean:
            return 0.0
        tokens, nats = self.plan.lean[place]
        pull = np.zeros(len(self.plan.automaton.symbols), np.float32)
        pull[tokens] = nats
        found: Floats = pull[choices] * np.float32(self.temperature)
        return found

    def _weigh(self, hidden: Floats, scores: Floats, chance: np.random.Generator) -> Ids:
        """Weighs rows by the mass allowed here; resamples them when the weights are uneven."""
        everything = self.sampler.runner.logits(hidden) / np.float32(self.temperature)
        allowed = scores / np.float32(self.temperature)
        self.weights += _logsumexp(allowed) - _logsumexp(everything)
        share = np.exp(self.weights - self.weights.max())
        share /= share.sum()
        order = np.arange(len(share))
        if 1 / np.square(share).sum() < RESAMPLE_BELOW * len(share):
            order = _systematic(share, chance)
            self.rows, self.states = self.rows[order], self.states[order]
            self.logprobs = self.logprobs[order]
            self.weights = np.zeros(len(order))
        return order

    def _draw(self, place: int, choices: Ids, scores: Floats, chance: np.random.Generator) -> None:
        scores -= scores.max(axis=1, keepdims=True)
        if self.temperature != 1:
            scores /= np.float32(self.temperature)
        odds = np.exp(scores, out=scores)
        open_rows = np.arange(len(odds))
        totals = odds.sum(axis=1)
        while len(open_rows):
            part = odds if len(open_rows) == len(odds) else odds[open_rows]
            picks = _pick(part, chance)
            if (picks < 0).any():
                self._give_up(place)
            tokens = choices[picks]
            self.rows[open_rows, place] = tokens
            bad = self._refused(place, open_rows, tokens)
            done, at = open_rows[~bad], picks[~bad]
            self.logprobs[done] += np.log(odds[done, at] / totals[done])
            odds[open_rows[bad], picks[bad]] = 0
            self.sampler.clock.refused += int(bad.sum())
            open_rows = open_rows[bad]
        form = self.plan.automaton
        symbols = form.symbols[self.rows[:, place]]
        self.states = form.following[place][self.states, symbols]

    def _give_up(self, place: int) -> NoReturn:
        self.sampler.clock.dead_ends += 1
        raise SixingError(
            f"no token is left at place {place + 1}; this is a fault of Sixing, please report it"
        )

    def _refused(self, place: int, rows: Ids, tokens: Ids) -> NDArray[np.bool_]:
        """Which of the tokens just drawn copy a run, or leave no way to end."""
        bad = self._copied(place, rows)
        form = self.plan.automaton
        states = form.following[place][self.states[rows], form.symbols[tokens]]
        for k in np.flatnonzero(self._witness.unsure(place, self.rows[rows]) & ~bad):
            row = self.rows[rows[k], : place + 1].tolist()
            bad[k] = not self._witness.exists(row, int(states[k]))
        return bad

    def _copied(self, place: int, rows: Ids) -> NDArray[np.bool_]:
        form, start = self.plan.automaton, place - RUN + 1
        known = self.sampler.known
        if known is None or start < 0 or form.lines[start] != form.lines[place]:
            return np.zeros(len(rows), bool)
        if form.fixed and all(form.fixed[start : place + 1]):
            return np.zeros(len(rows), bool)
        grams = self.sampler.spelling[self.rows[rows, start : place + 1]]
        return known.is_known(grams)


def _is_known(sampler: Sampler, known: Fingerprints, run: tuple[int, ...]) -> bool:
    return bool(known.is_known(sampler.spelling[np.array([run])])[0])


def _pick(odds: Floats, chance: np.random.Generator) -> Ids:
    """Draws a column of each row in proportion to its odds, -1 where all are 0.

    First among blocks of columns, then within the block: two short sums and no long one.
    """
    sums = np.cumsum(
        np.add.reduceat(odds, np.arange(0, odds.shape[1], BLOCK), axis=1), axis=1, dtype=np.float64
    )
    point = chance.random(len(odds)) * sums[:, -1]
    block = np.minimum((sums <= point[:, None]).sum(axis=1), sums.shape[1] - 1)
    rows = np.arange(len(odds))
    point -= np.where(block > 0, sums[rows, block - 1], 0)
    columns = block[:, None] * BLOCK + np.arange(BLOCK)
    inside = odds[rows[:, None], np.minimum(columns, odds.shape[1] - 1)]
    inside[columns >= odds.shape[1]] = 0
    within = np.cumsum(inside, axis=1, dtype=np.float64)
    # Rounding may put the point on the edge: the last column with odds is the one meant.
    last = BLOCK - 1 - np.argmax(inside[:, ::-1] > 0, axis=1)
    picks = block * BLOCK + np.minimum((within <= point[:, None]).sum(axis=1), last)
    return np.where(sums[:, -1] > 0, picks, -1)


def _logsumexp(scores: Floats) -> NDArray[np.float64]:
    top = scores.max(axis=1)
    found: NDArray[np.float64] = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return found


def _systematic(share: NDArray[np.float64], chance: np.random.Generator) -> Ids:
    """Systematic resampling (Kitagawa 1996), by one uniform number."""
    points = (np.arange(len(share)) + chance.random()) / len(share)
    return np.minimum(np.searchsorted(np.cumsum(share), points), len(share) - 1)
