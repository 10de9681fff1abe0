"""Training table models: the net of a recipe, its batches, its loss, and the held-out figures.

Tables are read once (:func:`sixing.models.frames_table.read_table`); every batch takes parts of
some, each shifted by chance as far as its heights stay in range. Steps that fall between the
halves of a beat cost little and are many: only a share of them is learnt, each counting for more.
No medium is named.

>>> recipe = FramesRecipe(name="toy", steps=1, low=0, high=9, starts=(5, 3), cycle=5, width=8,
...     trunk=8, hidden=8, heads=2, members=2)
>>> table = read_table(recipe.config, [(6, 3), (6, 4), (7, 4)])
>>> [one.shape for one in costs(build(recipe), table)]
[(3, 2), (3, 2)]
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn
from torch.optim import Optimizer

from sixing.errors import BadInput
from sixing.models.frames_config import FramesConfig, TableConfig
from sixing.models.frames_table import Table, read_table  # noqa: F401 - for the example
from sixing.models.frames_torch import Frames, FramesNet, batch
from sixing.training.loop import Plan
from sixing.training.optim import Muon

Floats = NDArray[np.float32]
_LAYERS = ("qkv", "out.", "gate_up", "down", "context")


class FramesRecipe(BaseModel):
    """Every number of a table model's training."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    low: int
    high: int
    starts: tuple[int, ...] = Field(description="heights voices count from, in reading order")
    cycle: int = 12
    members: int = Field(1, ge=1)
    trunk: int = Field(128, ge=8)
    width: int = Field(128, ge=8)
    layers: int = Field(2, ge=1)
    heads: int = Field(4, ge=1)
    hidden: int = Field(256, ge=8)
    dropout: float = Field(0.3, ge=0, lt=1)
    left_out: float = Field(0.3, ge=0, lt=1, description="share of the cues left out")
    rows: int = Field(8, ge=1, description="parts of tables in a batch")
    length: int = Field(256, ge=8, description="steps of a part")
    between: float = Field(0.25, gt=0, le=1, description="share learnt of the odd steps")
    shift: int = Field(6, ge=0, description="furthest that a table is shifted")
    steps: int = Field(ge=1)
    warmup: int = Field(40, ge=1)
    decay: float = Field(0.7, gt=0, le=1)
    muon_rate: float = Field(0.02, gt=0)
    adam_rate: float = Field(0.002, gt=0)
    weight_decay: float = Field(0.1, ge=0)
    seed: int = 0

    @property
    def config(self) -> FramesConfig:
        """The net's shape."""
        return FramesConfig(
            TableConfig(self.low, self.high, self.starts, cycle=self.cycle),
            members=self.members, trunk=self.trunk, width=self.width, layers=self.layers,
            heads=self.heads, hidden=self.hidden,
        )  # fmt: skip


def read(path: Path) -> FramesRecipe:
    """Reads a recipe; BadInput when it is none."""
    try:
        return FramesRecipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise BadInput(f"{path} is no recipe of a table model: {fault}") from fault


def build(recipe: FramesRecipe) -> FramesNet:
    """A fresh net; the seed of the recipe decides its weights."""
    torch.manual_seed(recipe.seed)
    return FramesNet(recipe.config, recipe.dropout, recipe.left_out)


def optimisers(net: nn.Module, recipe: FramesRecipe) -> list[Optimizer]:
    """Muon for the layers' matrices, AdamW for embeddings, heads and vectors."""
    named = list(net.named_parameters())
    layers = [p for name, p in named if p.ndim == 2 and any(part in name for part in _LAYERS)]
    taken = {id(p) for p in layers}
    rest = [p for _, p in named if id(p) not in taken]
    decay = recipe.weight_decay
    return [
        Muon(layers, lr=recipe.muon_rate, decay=decay),
        torch.optim.AdamW(rest, lr=recipe.adam_rate, betas=(0.9, 0.98), weight_decay=decay),
    ]


def plan(recipe: FramesRecipe) -> Plan:
    """How long and how fast to learn; members share one clip."""
    clip = recipe.members**-0.5
    return Plan(recipe.steps, warmup=recipe.warmup, decay=recipe.decay, clip=clip)


def batches(tables: Sequence[Table], recipe: FramesRecipe) -> Callable[[int], Iterator[Frames]]:
    """Batches of one pass over the tables after another, from any step on.

    Raises:
        BadInput: there are no tables.
    """
    if not tables:
        raise BadInput("a table model cannot learn from no tables; give it at least one")

    def stream(start: int) -> Iterator[Frames]:
        for step, numbers in enumerate(_passes(len(tables), recipe)):
            if step >= start:
                # Drawn by the step's own number: a run gone on with sees what it would have seen.
                chance = np.random.default_rng([recipe.seed, step])
                yield _drawn([tables[i] for i in numbers], recipe, chance)

    return stream


def _passes(tables: int, recipe: FramesRecipe) -> Iterator[list[int]]:
    chance, waiting = np.random.default_rng([recipe.seed, 1 << 30]), list[int]()
    while True:
        while len(waiting) < recipe.rows:
            waiting += chance.permutation(tables).tolist()
        yield waiting[: recipe.rows]
        waiting = waiting[recipe.rows :]


def _drawn(tables: Sequence[Table], recipe: FramesRecipe, chance: np.random.Generator) -> Frames:
    parts = [_part(table, recipe, chance) for table in tables]
    made = batch(recipe.config, parts)
    odd = made.weights[:, 1::2]
    kept = torch.from_numpy(chance.random(odd.shape) < recipe.between)
    odd *= kept / recipe.between
    return made


def _part(table: Table, recipe: FramesRecipe, chance: np.random.Generator) -> Table:
    """Some steps of a table from the beginning of a beat on, shifted as far as there is room."""
    config = recipe.config
    beat, sounding = config.table.beat, table.symbols[table.symbols > 0]
    beats = max(0, (len(table) - recipe.length) // beat)
    start = beat * int(chance.integers(0, beats + 1))
    part = table.part(start, min(len(table), start + recipe.length), config.pool)
    lowest, highest = room(sounding, config)
    by = int(chance.integers(max(lowest, -recipe.shift), min(highest, recipe.shift) + 1))
    return part.shifted(config, by)


def room(sounding: NDArray[np.int64], config: FramesConfig) -> tuple[int, int]:
    """How far down (negative) and up symbols can be shifted."""
    if not len(sounding):
        return 0, 0
    return 1 - int(sounding.min()), config.table.symbols - 1 - int(sounding.max())


def objective(net: nn.Module, frames: Frames) -> tuple[Tensor, int]:
    """Mean nats of a voice's symbol, each member by itself, and the number of steps in the batch.

    The members' losses are averaged, not their probabilities: each learns as if it were alone.
    """
    with torch.autocast("cpu", torch.bfloat16):
        found = cast(Tensor, net(frames))
    some = frames.picked()
    wanted = some.symbols[None, ..., None].expand(*found.shape[:-1], 1)
    nats = -found.gather(-1, wanted)[..., 0]
    places = frames.nearby.shape[0] * frames.nearby.shape[1]
    learnt = some.weights.sum() * nats.shape[-1] * len(nats)
    return (nats * some.weights[:, None]).sum() / learnt, places


@torch.no_grad()
def expected(net: nn.Module, table: Table, shifts: Sequence[int] = (0,)) -> Floats:
    """Log-probabilities of every symbol at every place, (steps, voices, symbols).

    Args:
        shifts: the table is read at each of these that leaves it in range, and what is expected
            is brought back and averaged: a mixture, as causal and as normalised as its parts.
    """
    model = cast(FramesNet, net).eval()
    lowest, highest = room(table.symbols[table.symbols > 0], model.config)
    found = []
    for by in [s for s in shifts if lowest <= s <= highest]:
        scores = model(batch(model.config, [table.shifted(model.config, by)]))[:, 0, : len(table)]
        found.append(torch.cat((scores[..., :1], scores[..., 1:].roll(-by, dims=-1)), dim=-1))
    every = torch.cat(found)
    mixed: Floats = (every.logsumexp(0) - math.log(len(every))).numpy()
    return mixed


def costs(net: nn.Module, table: Table, shifts: Sequence[int] = (0,)) -> tuple[Floats, Floats]:
    """-ln p of every place, (steps, voices): of holding or not, and of which other symbol."""
    found = expected(net, table, shifts)
    whole = -np.take_along_axis(found, table.symbols[..., None], axis=-1)[..., 0]
    before = np.maximum(table.before, 0)[..., None]
    others = found.copy()
    np.put_along_axis(others, before, -np.inf, axis=-1)
    holds, first = table.symbols == table.before, table.before < 0
    hold = np.where(holds, whole, -np.logaddexp.reduce(others, axis=-1))
    hold = np.where(first, 0, hold)
    return hold, whole - hold
