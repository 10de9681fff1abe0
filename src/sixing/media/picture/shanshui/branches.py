"""How wood grows: limbs that fork again and again, each with its own bend.

Lindenmayer's way of growing (Prusinkiewicz and Lindenmayer, The Algorithmic Beauty of Plants,
1990) with chance in the angles. It knows no leaf.

>>> from sixing.media.picture.shanshui.noise import chance
>>> wood = grow(chance(7, "tree"), 0.0, 0.0, 100.0, Habit())
>>> len(wood.tips) > 4
True
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.noise import Chance, Floats


@dataclass(frozen=True, slots=True)
class Habit:
    """How a kind of tree grows.

    Attributes:
        levels: how often limbs fork.
        forks: limbs from one limb.
        spread: radians between a limb and its parent.
        shrink: length of a limb as a share of its parent's.
        bend: how crooked, radians from joint to joint.
        lift: how far limbs turn to the sky (positive) or hang (negative).
        lean: radians by which the trunk leans to the right.
        thick: width of the trunk as a share of the tree's height.
        trunk: length of the trunk as a share of the tree's height.
    """

    levels: int = 4
    forks: tuple[int, int] = (2, 3)
    spread: float = 0.7
    shrink: float = 0.66
    bend: float = 0.25
    lift: float = 0.12
    lean: float = 0.0
    thick: float = 0.06
    trunk: float = 0.42


@dataclass(slots=True)
class Wood:
    """Limbs as (points, widths), thickest first, and tips as (x, y, angle, level)."""

    limbs: list[tuple[Floats, Floats]] = field(default_factory=list)
    tips: list[tuple[float, float, float, int]] = field(default_factory=list)

    def drawn(self, least: float = 0.0) -> str:
        """Path data of all limbs thicker than ``least`` at their start."""
        return "".join(pen.brush(line, width) for line, width in self.limbs if width[0] > least)

    def ends(self) -> Floats:
        """The places of the tips, (n, 2)."""
        return np.array([tip[:2] for tip in self.tips]).reshape(-1, 2)


def limb(
    chance: Chance, x: float, y: float, angle: float, length: float, bend: float, lift: float,
    joints: int = 6,
) -> tuple[Floats, float]:  # fmt: skip
    """A crooked line from a point, 0 upwards and clockwise; and the angle in which it ends."""
    points = [(x, y)]
    for _ in range(joints):
        angle += chance.normal(0, bend) - lift * angle * 0.5
        x, y = x + np.sin(angle) * length / joints, y - np.cos(angle) * length / joints
        points.append((x, y))
    return np.array(points), float(angle)


def grow(chance: Chance, x: float, y: float, tall: float, habit: Habit) -> Wood:
    """Grow a tree of about a height from its root."""
    wood = Wood()
    _fork(chance, wood, x, y, habit.lean, tall * habit.trunk, tall * habit.thick, habit, 0)
    return wood


def _fork(
    chance: Chance, wood: Wood, x: float, y: float, angle: float, length: float, width: float,
    habit: Habit, level: int,
) -> None:  # fmt: skip
    line, last = limb(chance, x, y, angle, length, habit.bend, habit.lift)
    slim = width * (0.55 if level < habit.levels else 0.2)
    widths = np.linspace(width, slim, len(line)) * (1 + 0.12 * chance.normal(size=len(line)))
    if level == 0:
        widths[0] *= 1.45  # the root's foot
    wood.limbs.append((line, np.maximum(widths, 0.35)))
    if level >= habit.levels:
        wood.tips.append((*line[-1], last, level))
        return
    many = int(chance.integers(habit.forks[0], habit.forks[1] + 1))
    sides = np.linspace(-1, 1, many) * habit.spread + chance.normal(0, 0.2, many)
    for k, turn in enumerate(chance.permutation(sides)):
        at = line[-1] if k == 0 else line[int(chance.integers(3, len(line)))]
        go = length * habit.shrink * chance.uniform(0.75, 1.2)
        thin, ax, ay = slim * chance.uniform(0.6, 0.95), float(at[0]), float(at[1])
        _fork(chance, wood, ax, ay, last + turn, go, thin, habit, level + 1)
