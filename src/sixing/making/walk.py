"""Samples sequences of unequal length from a model, each under an automaton that has a memory.

A :class:`Walk` says of every state which tokens may come and when the walk is done; what it allows
can always be ended well, so nothing is taken back and no row is lost. A token that comes by
itself is not drawn: runs of such tokens are read together, at the price of reading, not writing
(in a piece whose sections return that is half the piece). Rows that are done leave the batch.

Knows tokens, automata and a runner; knows no medium. For forms that a table can hold, with copied
runs taken back, see :mod:`sixing.making.sampler`.

>>> from sixing.models.transformer import TransformerConfig
>>> class Rising:
...     # Three numbers, each greater than the one before; a state is what was written.
...     start = ()
...     def allowed(self, state): return np.arange(max(state, default=0) + 1, 5 + len(state))
...     def step(self, state, token): return (*state, token)
...     def lean(self, state): return None
...     def done(self, state): return len(state) == 3
...     def recall(self, state, room): return state
>>> config = TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32)
>>> runner = TransformerRunner(config, config.zeros())
>>> [row.tokens for row in walk(runner, [Errand((9,), Rising(), rows=2)], seed=1)]
[(3, 5, 6), (2, 4, 6)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sixing.errors import SixingError
from sixing.models.transformer import Cache, Floats, Ids, TransformerRunner
from sixing.progress import Progress, silent

State = TypeVar("State")
#: Further places that a cache is given room for at once.
ROOM = 256
#: Runs of tokens longer than this are read row by row; shorter ones by all rows together.
RUN = 12


class Walk(Protocol[State]):
    """What may come next, told by a state that every row carries with it.

    Attributes:
        start: the state before the first token.
    """

    @property
    def start(self) -> State:
        """The state before the first token."""
        ...

    def allowed(self, state: State) -> Ids | NDArray[np.bool_]:
        """Tokens that may come, as numbers or as a mask; from each the walk can be ended well."""
        ...

    def step(self, state: State, token: int) -> State:
        """The state behind a token that was allowed; the state given stays as it was."""
        ...

    def lean(self, state: State) -> Floats | None:
        """Nats added to every token's score, (vocabulary,), so that it is liked or not."""
        ...

    def done(self, state: State) -> bool:
        """Whether the walk ends here."""
        ...

    def recall(self, state: State, room: int) -> Sequence[int]:
        """What a model that forgot everything is told to go on from here, in ``room`` tokens.

        It may be longer where less would not do; a form that needs no window may give nothing.
        """
        ...


@dataclass(frozen=True, slots=True)
class Errand(Generic[State]):
    """Something to write: what the model is told first, the automaton, and how many rows."""

    prefix: tuple[int, ...]
    form: Walk[State]
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Walked:
    """A row that was written.

    Attributes:
        errand: which errand it came from.
        tokens: all that was written, forced tokens too, without the prefix.
        logprob: nats that the model gave to the tokens drawn, among those allowed, at
            temperature 1 and without lean.
        drawn: how many tokens were drawn; the others were forced.
    """

    errand: int
    tokens: tuple[int, ...]
    logprob: float
    drawn: int


@dataclass
class _Row:
    """A row on its way; ``unread`` is what the model has not read yet."""

    number: int
    errand: int
    form: Walk[Any]
    state: Any
    chance: np.random.Generator
    tokens: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    allowed: Ids = field(default_factory=lambda: np.zeros(0, np.intp))
    logprob: float = 0.0
    drawn: int = 0

    def take(self, token: int) -> None:
        """Goes on over a token."""
        self.state = self.form.step(self.state, token)
        self.tokens.append(token)
        self.unread.append(token)

    def follow(self, most: int) -> bool:
        """Goes on while there is no choice; whether there is still something to write.

        Raises:
            SixingError: nothing is allowed, or the row is longer than ``most``.
        """
        while not self.form.done(self.state):
            allowed = self.form.allowed(self.state)
            self.allowed = _numbers(allowed)
            if len(self.tokens) >= most or not len(self.allowed):
                why = "no token is left" if len(self.tokens) < most else "the row does not end"
                raise SixingError(
                    f"{why} at place {len(self.tokens) + 1}; this is a fault of Sixing, please "
                    "report it"
                )
            if len(self.allowed) > 1:
                return True
            self.take(int(self.allowed[0]))
        return False


def walk(
    runner: TransformerRunner,
    errands: Sequence[Errand[Any]],
    *,
    seed: int,
    temperature: float = 1.0,
    top_p: float = 1.0,
    window: int | None = None,
    most: int = 8192,
    progress: Progress = silent,
) -> list[Walked]:
    """Writes all rows of all errands together.

    Args:
        seed: each row has a chance of its own, by seed and number; what else is written beside
            it changes it by rounding only.
        top_p: only the likeliest tokens that together have this share are drawn (Holtzman et al.
            2020), judged after temperature and lean.
        window: places that the model was taught to see at once; a row that is longer is recalled
            (`Walk.recall`) in two thirds of them and goes on. None lets rows grow.
        most: places after which a row that has not ended is a fault.
        progress: hears the share of rows that have ended.

    Returns:
        rows in the order of the errands.

    Raises:
        SixingError: an automaton broke its promise that what it allows can be ended.
    """
    rows = _rows(errands, seed)
    hidden, cache = runner.read([one.prefix for one in errands])
    counts = [one.rows for one in errands]
    cache, hidden = cache.repeat(counts, ROOM), np.repeat(hidden, counts, axis=0)
    ended: list[_Row] = []
    while rows:
        rows, hidden, cache = _leave(rows, ended, hidden, cache, most)
        if not rows:
            break
        if any(row.unread for row in rows):
            # Some were forced on: all must be read before the next is drawn.
            hidden, cache = _read(runner, rows, hidden, cache, window)
        scores = runner.logits(hidden)
        for row, heard in zip(rows, scores, strict=True):
            _draw(row, heard, temperature, top_p)
        progress(len(ended) / (len(ended) + len(rows)), "making 行")
    progress(1.0, "making 行")
    ended.sort(key=lambda row: row.number)
    return [Walked(row.errand, tuple(row.tokens), row.logprob, row.drawn) for row in ended]


def _numbers(allowed: Ids | NDArray[np.bool_]) -> Ids:
    if allowed.dtype == np.bool_:
        return np.flatnonzero(allowed)
    found: Ids = allowed.astype(np.intp, copy=False)
    return found


def _rows(errands: Sequence[Errand[Any]], seed: int) -> list[_Row]:
    plain = [(i, one) for i, one in enumerate(errands) for _ in range(one.rows)]
    return [
        _Row(number, i, one.form, one.form.start, np.random.default_rng((seed, number)))
        for number, (i, one) in enumerate(plain)
    ]


def _leave(
    rows: list[_Row], ended: list[_Row], hidden: Floats, cache: Cache, most: int
) -> tuple[list[_Row], Floats, Cache]:
    """Lets every row go on by itself; those that have ended leave the batch."""
    for number in range(len(rows) - 1, -1, -1):
        if not rows[number].follow(most):
            ended.append(rows[number])
            cache = cache.drop(number)
            rows[number], hidden[number] = rows[-1], hidden[-1]
            rows, hidden = rows[:-1], hidden[:-1]
    return rows, hidden, cache


def _read(
    runner: TransformerRunner, rows: Sequence[_Row], hidden: Floats, cache: Cache,
    window: int | None,
) -> tuple[Floats, Cache]:  # fmt: skip
    """Reads what rows have behind them; hidden states at each row's last place."""
    if window is not None:
        _recall(rows, cache, window)
    if cache.used + RUN > cache.keys.shape[3]:
        cache = cache.take(np.arange(cache.rows), max(ROOM, cache.used))
    for number, row in enumerate(rows):
        # A long run fills a product by itself, and would only pad the others.
        if len(row.unread) > RUN:
            run, row.unread = row.unread[:-1], row.unread[-1:]
            if cache.used + len(run) + RUN > cache.keys.shape[3]:
                cache = cache.take(np.arange(cache.rows), len(run) + ROOM)
            runner.step(np.array([run]), cache.row(number))
    counts = np.array([len(row.unread) for row in rows])
    ids = np.zeros((len(rows), int(counts.max())), np.int64)
    for number, row in enumerate(rows):
        ids[number, : counts[number]] = row.unread
        row.unread = []
    heard = runner.step(ids, cache, None if (counts == ids.shape[1]).all() else counts)
    last = heard[np.arange(len(rows)), counts - 1]
    last[counts == 0] = hidden[counts == 0]
    return last, cache


def _recall(rows: Sequence[_Row], cache: Cache, window: int) -> None:
    """Rows that have outgrown the window begin anew, with what they recall."""
    for number, row in enumerate(rows):
        if cache.ends[number] + len(row.unread) > window:
            recalled = list(row.form.recall(row.state, 2 * window // 3))
            if 0 < len(recalled) <= window - RUN:
                cache.ends[number], row.unread = 0, recalled


def _draw(row: _Row, heard: Floats, temperature: float, top_p: float) -> None:
    """Draws a row's next token from the model's scores, (vocabulary,)."""
    plain = heard[row.allowed].astype(np.float64)
    plain -= plain.max()
    scores = plain / temperature
    lean = row.form.lean(row.state)
    if lean is not None:
        scores += lean[row.allowed]
    odds = np.exp(scores - scores.max())
    if top_p < 1:
        _cut(odds, top_p)
    sums = np.cumsum(odds)
    # Rounding may put the point on the edge: the last token with odds is the one meant.
    pick = min(int(np.searchsorted(sums, row.chance.random() * sums[-1], "right")), len(sums) - 1)
    row.logprob += float(plain[pick] - np.log(np.exp(plain).sum()))
    row.drawn += 1
    row.take(int(row.allowed[pick]))


def _cut(odds: NDArray[np.float64], top_p: float) -> None:
    """Sets the odds of all but the likeliest tokens to 0."""
    order = np.argsort(-odds, kind="stable")
    before = np.cumsum(odds[order]) - odds[order]
    odds[order[before >= top_p * odds.sum()]] = 0
