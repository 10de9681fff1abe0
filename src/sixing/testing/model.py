"""The conformance suite of models: `check_model`.

A sequence model is a trainable net (torch) beside a runner (numpy alone); the suite proves the two
equal, and that the runner's cache, padding and branching change nothing. It knows integers only.

    check_model(Transformer(config), TransformerRunner(config, weights), vocabulary=11)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sixing.testing.conformance import require

if TYPE_CHECKING:
    from torch import nn

Floats = NDArray[np.float32]
Ids = NDArray[np.integer]


class Cache(Protocol):
    """What the places read so far have left behind."""

    def take(self, rows: Ids, room: int = 0) -> Any:
        """The given rows, in the given order, with room for so many further places."""
        ...


class Runner(Protocol):
    """The half that makes works: reads prefixes, then steps, sharing what was computed."""

    def read(self, prefixes: Sequence[Sequence[int]], room: int = 0) -> tuple[Floats, Any]:
        """Hidden states at the last place of each prefix, (rows, width), and the cache."""
        ...

    def step(self, ids: Ids, cache: Any) -> Floats:
        """Hidden states of further places, (rows, places, width)."""
        ...

    def logits(self, hidden: Floats, choices: Floats | None = None) -> Floats:
        """Scores of every token, or of the rows of the embedding given."""
        ...


def check_model(
    net: nn.Module, runner: Runner, *, vocabulary: int, tolerance: float = 1e-3, seed: int = 0
) -> None:
    """Hold a sequence model to its protocol.

    Args:
        net: the trainable half, token numbers (batch, time) to hidden states, with `logits`.
        runner: the half without torch, holding the same weights; its `embedding` has a row for
            each token.
        vocabulary: how many tokens there are.
        tolerance: how far two scores that should be equal may lie apart, in nats.
        seed: of the rows tried.

    Raises:
        NotConformant: naming what was expected.
    """
    chance = np.random.default_rng(seed)
    rows = chance.integers(0, vocabulary, (3, 12))
    _Suite(net, runner, rows, tolerance).run(vocabulary)


class _Suite:
    def __init__(self, net: nn.Module, runner: Any, rows: Ids, tolerance: float) -> None:
        self.runner, self.rows, self.tolerance = runner, rows, tolerance
        self.net = net.eval()
        self.wanted = self._net(rows)

    def run(self, vocabulary: int) -> None:
        shape = (*self.rows.shape, vocabulary)
        require(self.wanted.shape == shape, f"the net scores {self.wanted.shape}, not {shape}")
        require(bool(np.isfinite(self.wanted).all()), "the net gives scores that are not finite")
        self.looks_only_back(vocabulary)
        self.reads_as_the_net_does()
        self.steps_as_it_reads()
        self.pads_without_a_trace()
        self.branches_without_a_trace()
        self.scores_some_as_it_scores_all()

    def looks_only_back(self, vocabulary: int) -> None:
        changed = self.rows.copy()
        changed[:, -1] = (changed[:, -1] + 1) % vocabulary
        self._same(self._net(changed)[:, :-1], self.wanted[:, :-1], "a place hears later ones")

    def reads_as_the_net_does(self) -> None:
        hidden, _ = self.runner.read(self.rows.tolist())
        self._same(self.runner.logits(hidden), self.wanted[:, -1], "runner and net differ")
        again, _ = self.runner.read(self.rows.tolist())
        require(bool((again == hidden).all()), "reading twice gives two results")

    def steps_as_it_reads(self) -> None:
        _, cache = self.runner.read(self.rows[:, :4].tolist(), room=8)
        one = self.runner.step(self.rows[:, 4:5], cache)
        many = self.runner.step(self.rows[:, 5:], cache)
        scores = self.runner.logits(np.concatenate((one, many), axis=1))
        self._same(scores, self.wanted[:, 4:], "steps after a prefix differ from reading it all")

    def pads_without_a_trace(self) -> None:
        lengths = (12, 7, 1)
        prefixes = [row[:n].tolist() for row, n in zip(self.rows, lengths, strict=True)]
        hidden, _ = self.runner.read(prefixes)
        wanted = np.stack([self.wanted[i, n - 1] for i, n in enumerate(lengths)])
        self._same(
            self.runner.logits(hidden), wanted, "a prefix reads otherwise beside longer ones"
        )

    def branches_without_a_trace(self) -> None:
        _, cache = self.runner.read(self.rows[:, :6].tolist())
        order = np.array([2, 0, 0, 1])
        branched = cache.take(order, 6)
        scores = self.runner.logits(self.runner.step(self.rows[order, 6:], branched))
        self._same(scores, self.wanted[order, 6:], "rows taken from a cache differ from their own")

    def scores_some_as_it_scores_all(self) -> None:
        hidden, _ = self.runner.read(self.rows.tolist())
        some = np.array([0, 3])
        scores = self.runner.logits(hidden, self.runner.embedding[some])
        self._same(scores, self.wanted[:, -1][:, some], "scoring some tokens differs from all")

    def _net(self, rows: Ids) -> Floats:
        import torch

        with torch.no_grad():
            scores: Any = self.net.logits(self.net(torch.as_tensor(rows)))  # type: ignore[operator]
        result: Floats = scores.float().numpy()
        return result

    def _same(self, found: Floats, wanted: Floats, otherwise: str) -> None:
        apart = float(np.abs(found - wanted).max())
        require(apart <= self.tolerance, f"{otherwise}: scores up to {apart:.2g} nats apart")
