"""Compositional pattern-producing networks: pictures as functions of a place, many nets at once.

A net takes a place of the plane (x, y, the distance from the middle, and 1) and gives three
values there; what shapes it has come from the functions of its nodes, so that the same net can be
drawn at any size (Stanley 2007, «Compositional pattern producing networks»). Nets grow as in NEAT
(Stanley and Miikkulainen 2002): weights move, connections appear and vanish, a connection is
split by a new node. A connection is a weight that is not zero; a node has a slot, and is fed by
the inputs and by lower slots only, so that a batch of nets is a batch of matrices.

Crossover and species are not part of it: the archive that keeps the nets keeps them different.
It knows neither colour nor what is beautiful.

>>> nets = born(2, np.random.default_rng(7))
>>> outputs(nets, plane(4, 6)).shape
(2, 3, 4, 6)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

INPUTS, HIDDEN, OUTPUTS = 4, 14, 3
ROWS, COLUMNS = HIDDEN + OUTPUTS, INPUTS + HIDDEN
SHAPE = (ROWS, COLUMNS)
FUNCTIONS = ("sine", "cosine", "bell", "tanh", "absolute", "triangle", "linear", "ring")
"""What a hidden node may do with its sum; the outputs are always sines, which keep to −1..1."""
#: Which connections there may be: (rows, columns), from inputs and lower slots.
LEGAL: Flags = np.arange(COLUMNS)[None, :] < INPUTS + np.minimum(np.arange(ROWS), HIDDEN)[:, None]
LIMIT = 8.0
"""Largest size of a weight: what is finer than this makes is noise at any size shown."""
#: Nets evaluated together, few enough that their values stay in a core's cache.
TOGETHER = 32
#: Chances of a child's changes, and the spread of a weight's move.
MOVED, EACH, SPREAD, LEAP = 0.9, 0.35, 0.45, 0.03
NEW_LINK, LOST_LINK, NEW_NODE, NEW_FUNCTION = 0.3, 0.12, 0.25, 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Nets:
    """A batch of nets.

    Attributes:
        weights: (n, ROWS, COLUMNS); row i feeds hidden node i, the last rows the outputs; columns
            are the inputs and the hidden nodes.
        functions: (n, HIDDEN), an index into `FUNCTIONS` each.
    """

    weights: Floats
    functions: Indices

    def __len__(self) -> int:
        return len(self.weights)

    def __getitem__(self, chosen: Indices | slice | list[int]) -> Nets:
        return Nets(self.weights[chosen], self.functions[chosen])

    def used(self) -> Flags:
        """(n, HIDDEN): which nodes are fed and feed something."""
        fed = (self.weights[:, :HIDDEN] != 0).any(2)
        feeding = (self.weights[:, :, INPUTS:] != 0).any(1)
        used: Flags = fed & feeding
        return used


def born(count: int, chance: np.random.Generator) -> Nets:
    """Small nets to begin with: inputs to outputs, and a few nodes."""
    weights = np.zeros((count, *SHAPE), np.float32)
    weights[:, HIDDEN:, :INPUTS] = chance.normal(0, 1.2, (count, OUTPUTS, INPUTS))
    functions = chance.integers(0, len(FUNCTIONS), (count, HIDDEN))
    for _ in range(3):
        split(weights, functions, np.ones(count, bool), chance)
    return Nets(weights, functions)


def mutated(nets: Nets, chance: np.random.Generator) -> Nets:
    """One child of each net."""
    weights, functions = nets.weights.copy(), nets.functions.copy()
    _move(weights, chance)
    count = len(nets)
    _link(weights, chance.random(count) < NEW_LINK, chance)
    split(weights, functions, chance.random(count) < NEW_NODE, chance)
    _unlink(weights, chance.random(count) < LOST_LINK, chance)
    turned = np.flatnonzero(chance.random(count) < NEW_FUNCTION)
    slots = chance.integers(0, HIDDEN, len(turned))
    functions[turned, slots] = chance.integers(0, len(FUNCTIONS), len(turned))
    return Nets(weights, functions)


def split(weights: Floats, functions: Indices, which: Flags, chance: np.random.Generator) -> None:
    """Puts a node into one connection of each of these nets, in place.

    The old connection goes; the new node takes its source with weight 1 and feeds its target with
    the old weight. A net without a free slot between the two stays as it was.
    """
    nets = np.flatnonzero(which)
    rows, columns, found = _drawn(weights[nets] != 0, chance)
    slots = np.arange(HIDDEN)[None, :]
    free = (weights[nets, :HIDDEN] == 0).all(2) & (weights[nets][:, :, INPUTS:] == 0).all(1)
    free &= (slots > (columns - INPUTS)[:, None]) & (slots < rows[:, None])
    keys = np.where(free, chance.random(free.shape), -1.0)
    slot = keys.argmax(1)
    able = found & (keys.max(1) >= 0)
    nets, rows, columns, slot = nets[able], rows[able], columns[able], slot[able]
    old = weights[nets, rows, columns]
    weights[nets, rows, columns] = 0
    weights[nets, slot, columns] = 1
    weights[nets, rows, INPUTS + slot] = old
    functions[nets, slot] = chance.integers(0, len(FUNCTIONS), len(nets))


def _move(weights: Floats, chance: np.random.Generator) -> None:
    count = len(weights)
    moved = chance.random((count, *SHAPE), np.float32) < EACH
    moved &= (weights != 0) & (chance.random(count) < MOVED)[:, None, None]
    steps = chance.standard_normal((count, *SHAPE), np.float32) * SPREAD
    steps *= 1 + np.abs(weights) / 2  # a large weight moves by a like share of itself
    leaps = moved & (chance.random((count, *SHAPE), np.float32) < LEAP)
    weights += np.where(moved, steps, 0)
    weights[leaps] *= -1
    np.clip(weights, -LIMIT, LIMIT, out=weights)


def _link(weights: Floats, which: Flags, chance: np.random.Generator) -> None:
    nets = np.flatnonzero(which)
    live = (weights[nets, :, :] != 0).any(2)
    live[:, HIDDEN:] = True  # a link into a node that feeds nothing would change nothing
    sources = np.ones((len(nets), COLUMNS), bool)
    sources[:, INPUTS:] = live[:, :HIDDEN]
    open_ = (weights[nets] == 0) & LEGAL & live[:, :, None] & sources[:, None, :]
    rows, columns, found = _drawn(open_, chance)
    values = chance.normal(0, 1, len(nets)).astype(np.float32)
    weights[nets[found], rows[found], columns[found]] = values[found]


def _unlink(weights: Floats, which: Flags, chance: np.random.Generator) -> None:
    nets = np.flatnonzero(which)
    rows, columns, found = _drawn(weights[nets] != 0, chance)
    weights[nets[found], rows[found], columns[found]] = 0


def _drawn(open_: Flags, chance: np.random.Generator) -> tuple[Indices, Indices, Flags]:
    """One open (row, column) of each net at random, and whether it has any."""
    flat = open_.reshape(len(open_), ROWS * COLUMNS)
    keys = np.where(flat, chance.random(flat.shape, np.float32), np.float32(-1))
    place = keys.argmax(1)
    any_: Flags = np.any(flat, axis=1)
    return place // COLUMNS, place % COLUMNS, any_


def plane(height: int, width: int, *, rows: slice | None = None) -> Floats:
    """The inputs at the middles of pixels: (INPUTS, rows, width).

    The shorter side runs from −1 to 1; the longer one reaches further, so that circles stay round.

    Args:
        rows: only these rows of the picture.
    """
    short = min(height, width)
    down = ((2 * np.arange(height, dtype=np.float32) + 1 - height) / short)[rows or slice(None)]
    across = (2 * np.arange(width, dtype=np.float32) + 1 - width) / short
    y, x = np.meshgrid(down, across, indexing="ij")
    found: Floats = np.stack([x, y, np.hypot(x, y) * np.float32(np.sqrt(2)), np.ones_like(x)])
    return found


def outputs(nets: Nets, places: Floats) -> Floats:
    """What the nets give at the places: (n, OUTPUTS, height, width), −1 to 1."""
    _, height, width = places.shape
    flat = places.reshape(INPUTS, -1)
    used = nets.used()
    parts = [
        _outputs(nets[part], used[part], flat)
        for part in (slice(at, at + TOGETHER) for at in range(0, len(nets), TOGETHER))
    ]
    found: Floats = np.concatenate(parts).reshape(-1, OUTPUTS, height, width)
    return found


def _outputs(nets: Nets, used: Flags, places: Floats) -> Floats:
    count = len(nets)
    values = np.zeros((count, COLUMNS, places.shape[1]), np.float32)
    values[:, :INPUTS] = places
    for node in range(HIDDEN):
        here = INPUTS + node
        live = np.flatnonzero(used[:, node])
        if len(live):
            sums = np.matmul(nets.weights[live, node, None, :here], values[live, :here])[:, 0]
            values[live, here] = applied(nets.functions[live, node], sums)
    found: Floats = np.sin(np.matmul(nets.weights[:, HIDDEN:], values))
    return found


def applied(functions: Indices, sums: Floats) -> Floats:
    """Each row of sums through its function, in place."""
    for number in np.unique(functions):
        these = functions == number
        sums[these] = _function(FUNCTIONS[number], sums[these])
    return sums


def _function(name: str, x: Floats) -> Floats:
    match name:
        case "sine":
            x = np.sin(np.pi * x)
        case "cosine":
            x = np.cos(np.pi * x)
        case "bell":
            x = 2 * np.exp(-np.square(2 * x)) - 1
        case "tanh":
            x = np.tanh(2 * x)
        case "absolute":
            x = np.abs(x)
        case "triangle":
            x = 4 * np.abs(x / 2 - np.floor(x / 2 + np.float32(0.5))) - 1
        case "ring":
            x = 2 * np.exp(-np.square(6 * (np.abs(x) - np.float32(0.6)))) - 1
    return x


def to_json(nets: Nets) -> dict[str, Any]:
    """One net as JSON: its connections as [row, column, weight] and the used nodes' functions."""
    weights, used = nets.weights[0], nets.used()[0]
    links = [[int(r), int(c), float(weights[r, c])] for r, c in np.argwhere(weights)]
    named = {str(i): FUNCTIONS[nets.functions[0, i]] for i in np.flatnonzero(used)}
    return {"links": links, "functions": named}


def of_json(told: Mapping[str, Any]) -> Nets:
    """A net that was told by `to_json`.

    Raises:
        BadInput: it is not one.
    """
    weights = np.zeros(SHAPE, np.float32)
    functions = np.zeros(HIDDEN, np.int64)
    try:
        for row, column, weight in told["links"]:
            weights[row, column] = weight
        for slot, name in told["functions"].items():
            functions[int(slot)] = FUNCTIONS.index(name)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
        raise _no_pattern(str(fault)) from fault
    if weights[~LEGAL].any() or not (np.abs(weights) <= LIMIT).all():
        raise _no_pattern("a connection leads backwards or weighs too much")
    return Nets(weights[None], functions[None])


def _no_pattern(why: str) -> BadInput:
    return BadInput(
        f"this recipe tells no pattern ({why}): make the work anew",
        zh="这份配方里没有可读的图案网络：请重新生成",
    )
