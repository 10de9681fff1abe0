"""The desk that voices are written at: the shipped net, how long a piece is worked on, the rules.

It knows tables of four voices and no verb; :mod:`sixing.composing.chorales` has those.

>>> Desk(seed=3).strict
True
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle, ImpossibleBrief
from sixing.making.gibbs import WALL, Gibbs, Guesser, Schedule
from sixing.media.music.table import FACTS, LEVELS
from sixing.media.music.voices import Leading, choices
from sixing.models import weights
from sixing.models.anyorder import AnyOrderConfig, AnyOrderRunner

Ids = NDArray[np.integer]
Flags = NDArray[np.bool_]

HIDDEN = 3 * LEVELS + 1
STYLE = Path(__file__).parent.parent / "styles" / "music"
ORDER = (0, 3, 1, 2)
"""The voices as they are drafted: the outer ones first."""


@cache
def load(folder: Path = STYLE) -> AnyOrderRunner:
    """The shipped net of chorales.

    Raises:
        BadStyle: its files are missing or damaged.
    """
    try:
        shape = json.loads((folder / "chorale.json").read_text(encoding="utf-8"))["net"]
        config = AnyOrderConfig(**{**shape, "facts": tuple(shape["facts"])})
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BadStyle(
            f"{folder / 'chorale.json'} is not whole ({fault}); install Sixing anew.",
            zh=f"{folder / 'chorale.json'} 不完整（{fault}）；请重新安装 Sixing。",
        ) from fault
    if (config.levels, config.facts) != (LEVELS, FACTS):
        raise BadStyle(
            f"{folder} was trained on other tables than this Sixing makes: install Sixing anew.",
            zh=f"{folder} 的模型与此版本的声部表不合：请重新安装 Sixing。",
        )
    return AnyOrderRunner(config, weights.load(folder / "chorale.safetensors", config.shapes()))


@dataclass(frozen=True)
class Desk:
    """What a piece is written with.

    Attributes:
        net: what guesses; None takes the shipped one.
        schedule: how long it is worked on.
        strict: whether the rules of part writing are walls.
        seed: of every choice.
    """

    net: Guesser | None = None
    schedule: Schedule = field(default_factory=Schedule)
    strict: bool = True
    seed: int = 0

    def fill(self, table: Ids, free: Flags, told: Ids, rules: Leading, bars: Ids) -> Ids:
        """The table with its free cells filled.

        Args:
            bars: the bar of each row, for errors.

        Raises:
            ImpossibleBrief: strict, and what is given leaves no way to keep the rules.
        """
        net = self.net or load()
        gibbs = Gibbs(net, rules, told, [choices(v) for v in range(4)], ORDER, self.schedule)
        made = gibbs.make(np.where(free, HIDDEN, table), free, np.random.default_rng(self.seed))
        broken = np.flatnonzero(gibbs.cost(made) >= WALL)
        broken = broken[_ours(free)[broken]]
        if self.strict and len(broken):
            raise ImpossibleBrief(
                f"bar {bars[broken[0]]}: no way was found to keep every rule of part writing under "
                "what is given there; change the melody, or ask for free mode",
                zh=f"第{bars[broken[0]]}小节：在给定的音下找不到合乎全部声部规则的写法；请改旋律或用自由模式",
            )
        return made


def _ours(free: Flags) -> Flags:
    """Rows whose column, or the move to it, is not all given."""
    some: Flags = np.asarray(free.any(axis=1))
    some[1:] |= free[:-1].any(axis=1)
    return some
