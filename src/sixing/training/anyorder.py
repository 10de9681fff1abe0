"""Learning any order: tables with some variables hidden, and what they should have been.

Every example hides some variables and asks for them all at once; each counts one part in as many
as are hidden, so that every order of guessing weighs the same (orderless NADE: Uria et al. 2014,
eq. 7; Coconet: Huang et al. 2017). What is hidden is drawn as it will be when works are made:
whole voices under a given one, a span of time, scattered blocks. It knows integers only.

>>> config = AnyOrderConfig(levels=5, facts=(4,), width=8, layers=1, heads=2, hidden=8)
>>> piece = Lesson(np.ones((6, 4), int), np.ones((6, 1), int))
>>> stream = batches([[piece]], config, Drill(rows=2, steps=8, forget=(0,), outside=(3,)), seed=0)
>>> float(objective(AnyOrder(config), next(stream(0)))[0].detach()) > 0
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.anyorder import AnyOrderConfig
from sixing.models.anyorder_torch import AnyOrder

Ids = NDArray[np.integer]
Chance = np.random.Generator


@dataclass(frozen=True, slots=True)
class Lesson:
    """A table to learn from: symbols (steps, voices) and facts (steps, facts)."""

    table: Ids
    facts: Ids


@dataclass(frozen=True, slots=True)
class Drill:
    """How lessons are cut and hidden.

    Attributes:
        rows: examples of a batch.
        steps: steps of an example.
        forget: facts that may be unknown (0) when works are made, and are in some examples.
        outside: the facts of a step past the end of a piece.
        unsure: share of the examples in which nobody says which levels begin.
    """

    rows: int
    steps: int
    forget: tuple[int, ...]
    outside: tuple[int, ...]
    unsure: float = 0.15


@dataclass(frozen=True, slots=True)
class Batch:
    """What is heard, what was hidden there (-1: nothing to learn), and each one's weight."""

    table: Ids
    facts: Ids
    targets: Ids
    weights: NDArray[np.float32]


def batches(
    lessons: Sequence[Sequence[Lesson]], config: AnyOrderConfig, drill: Drill, seed: int
) -> Callable[[int], Iterator[Batch]]:
    """Batches from any step on, each drawn by its own seed.

    Args:
        lessons: each piece in all its forms (for music: transpositions); longer pieces are drawn
            more often.
    """
    sizes = np.array([len(forms[0].table) for forms in lessons], float)

    def stream(start: int) -> Iterator[Batch]:
        step = start
        while True:
            chance = np.random.default_rng((seed, step))
            pieces = chance.choice(len(lessons), drill.rows, p=sizes / sizes.sum()).tolist()
            yield _batch([lessons[i] for i in pieces], config, drill, chance)
            step += 1

    return stream


def _batch(
    pieces: Sequence[Sequence[Lesson]], config: AnyOrderConfig, drill: Drill, chance: Chance
) -> Batch:
    shape = (drill.rows, drill.steps, config.voices)
    table = np.full(shape, config.hidden_symbol)
    facts = np.tile(np.array(drill.outside), (*shape[:2], 1))
    targets, weights = np.full(shape, -1), np.zeros(shape, np.float32)
    for row, forms in enumerate(pieces):
        whole = forms[int(chance.integers(len(forms)))]
        a = int(chance.integers(max(1, len(whole.table) - drill.steps + 1)))
        piece, said = (part[a : a + drill.steps] for part in (whole.table, whole.facts))
        hidden = hide(len(piece), config.voices, chance)
        heard = unsure(piece, config.levels) if chance.random() < drill.unsure else piece
        size = len(piece)
        table[row, :size] = np.where(hidden, config.hidden_symbol, heard)
        targets[row, :size] = np.where(hidden, piece, -1)
        weights[row, :size] = hidden / hidden.sum()
        facts[row, :size] = said
        for column in drill.forget:
            if chance.random() < 0.25:
                facts[row, :size, column] = 0
    return Batch(table, facts, targets, weights)


def unsure(table: Ids, levels: int) -> Ids:
    """The table with nobody saying which levels begin."""
    sounding = (table > 0) & (table <= 3 * levels)
    return np.where(sounding, (table - 1) % levels + 1 + 2 * levels, table)


def hide(steps: int, voices: int, chance: Chance) -> NDArray[np.bool_]:
    """Which variables of an example are hidden, at least one."""
    kind = chance.random()
    if kind < 0.25:  # the voices under the first, all hidden
        hidden = np.ones((steps, voices), bool)
        hidden[:, 0] = False
    elif kind < 0.5:  # the same, some of them guessed by now
        hidden = _scattered(steps, voices, chance)
        hidden[:, 0] = False
    elif kind < 0.6:  # some voices, whole
        hidden = np.zeros((steps, voices), bool)
        some = chance.permutation(voices)[: chance.integers(1, voices + 1)]
        hidden[:, some] = True
    elif kind < 0.75:  # a span of time, some of it guessed by now
        hidden = np.ones((steps, voices), bool)
        if chance.random() < 0.5:
            hidden = _scattered(steps, voices, chance)
        a, b = np.sort(chance.integers(0, steps + 1, 2))
        inside = (np.arange(steps) >= a) & (np.arange(steps) < b)
        hidden = hidden & inside[:, None]
    else:
        hidden = _scattered(steps, voices, chance)
    if not hidden.any():
        hidden[chance.integers(steps), chance.integers(voices)] = True
    return hidden


def _scattered(steps: int, voices: int, chance: Chance) -> NDArray[np.bool_]:
    """Blocks of one voice and a few steps, each hidden with a chance drawn for all of them."""
    size = int(2 ** chance.integers(0, 5))
    blocks = chance.random((steps // size + 2, voices)) < chance.random()
    shift = int(chance.integers(size))
    return np.repeat(blocks, size, axis=0)[shift : shift + steps]


def objective(net: nn.Module, batch: Batch) -> tuple[Tensor, int]:
    """Mean nats a hidden variable, every example alike, and the number of variables hidden."""
    model = cast(AnyOrder, net)
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(torch.from_numpy(batch.table), torch.from_numpy(batch.facts))
    hidden = batch.targets >= 0
    found = nats(scores[torch.from_numpy(hidden)].float(), batch.targets[hidden], model.config)
    weights = torch.from_numpy(batch.weights[hidden])
    return (found * weights).sum() / len(batch.table), int(hidden.sum())


def nats(scores: Tensor, targets: Ids, config: AnyOrderConfig) -> Tensor:
    """−ln p of each target, (n,), under scores (n, symbols).

    Of a level of which nobody said whether it begins, both are right.
    """
    logs = F.log_softmax(scores, dim=-1)
    either = targets > 2 * config.levels
    first = torch.from_numpy(np.where(either, targets - 2 * config.levels, targets))
    found = logs.gather(1, first[:, None])[:, 0]
    second = torch.from_numpy(np.where(either, targets - config.levels, targets))
    both = torch.logaddexp(found, logs.gather(1, second[:, None])[:, 0])
    return -torch.where(torch.from_numpy(either), both, found)
