"""What to do with so many pictures, and how long it will take on this computer.

None: pictures by rule and by evolution, which need nothing learnt. A handful: their patches,
which need no weights. Twenty to two thousand: a small StyleGAN, whose critic sees every picture
changed at random so that it does not learn them by heart. More: a wider one for longer. The
bounds are the field's habit, not a law; whoever knows better says which way to go.

The time is not guessed from a table: a few seconds of the very work are done and measured.

>>> [propose(count).way for count in (0, 7, 300, 5000)]
['procedural', 'patches', 'gan', 'gan']
>>> propose(300).recipe("mine").width < propose(5000).recipe("mine").width
True
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.making.patches import STEPS, Targets, distance, places, scales

if TYPE_CHECKING:
    from sixing.training.gan import GanRecipe

Floats = NDArray[np.float32]
Way = Literal["procedural", "patches", "gan"]
WAYS: tuple[Way, ...] = ("procedural", "patches", "gan")

FEW, MANY = 20, 2000
"""Up to so many pictures, patches; up to so many, a small net."""
SIDE = 128
"""Shorter side of pictures by patches."""
SIZE = 64
"""Side of pictures by a net."""
PROBE = 10.0
"""Seconds that a forecast may take."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do with a collection.

    Attributes:
        way: ``procedural``, ``patches`` or ``gan``.
        count: pictures that there are.
        width, kimg: of the net, and how long it learns, in thousands of pictures shown; 0 without.
        en, zh: why, for a person.
    """

    way: Way
    count: int
    width: int
    kimg: float
    en: str
    zh: str

    @property
    def side(self) -> int:
        """Pixels of the shorter side that is learnt from."""
        return SIZE if self.way == "gan" else SIDE

    def recipe(self, name: str, seed: int = 0) -> GanRecipe:
        """The recipe of its net; needs the extra ``train``."""
        from sixing.training.gan import GanRecipe

        told = {"name": name, "size": SIZE, "width": self.width, "kimg": self.kimg, "seed": seed}
        # Changes of colour leak into what is made where pictures are few.
        return GanRecipe.model_validate({**told, "augment": ("flip", "translation", "cutout")})


def propose(count: int, way: str | None = None) -> Proposal:
    """What to do with so many different pictures.

    Args:
        way: what a person wants instead; the reason then says what was proposed.

    Raises:
        BadInput: there is no such way, or too few pictures for it.
    """
    usual: Way = "procedural" if count < 1 else "patches" if count <= FEW else "gan"
    chosen = _checked(way, count) if way else usual
    width, kimg = ((8, 60.0) if count <= MANY else (16, 200.0)) if chosen == "gan" else (0, 0.0)
    en, zh = _why(chosen, count)
    if chosen != usual:
        en, zh = f"{en} (Proposed for {count}: {usual}.)", f"{zh}（{count} 张通常用 {usual}。）"
    return Proposal(chosen, count, width, kimg, en, zh)


def _checked(way: str, count: int) -> Way:
    for known in WAYS:
        if way == known and count >= {"procedural": 0, "patches": 1, "gan": 2}[known]:
            return known
    raise BadInput(
        f'{count} pictures cannot be learnt by "{way}": the ways are {", ".join(WAYS)}; patches '
        "want one picture, gan two",
        zh=f"{count} 张图不能用“{way}”来学；方式有 {'、'.join(WAYS)}；"
        "patches 至少一张，gan 至少两张",
    )


def _why(way: Way, count: int) -> tuple[str, str]:
    key = "wider" if way == "gan" and count > MANY else way
    en, zh = _WHY[key]
    return en.format(count=count), zh.format(count=count)


_WHY = {
    "procedural": (
        "nothing is learnt: landscapes, scenes and patterns are made by rule and by evolution.",
        "无须学习：山水、图景、图案按规则与演化而作。",
    ),
    "patches": (
        "{count} pictures: new ones are woven of their small patches; nothing is trained.",
        "{count} 张图：以其小块重新织成新画，不作训练。",
    ),
    "gan": (
        "{count} pictures: a small StyleGAN, every picture changed at random as it learns.",
        "{count} 张图：训练一个小型 StyleGAN，学习时随机变化每张图。",
    ),
    "wider": (
        "{count} pictures: a wider StyleGAN, trained for longer.",
        "{count} 张图：训练一个较宽的 StyleGAN，时间也较长。",
    ),
}


def forecast(proposal: Proposal, pictures: Floats, *, probe: float = PROBE) -> float:
    """Seconds until the style is ready (gan), or that one work takes (patches), as measured now.

    Args:
        pictures: (n, 3, height, width), −1 to 1; what would be learnt from.
        probe: seconds that the measurement may take.
    """
    if proposal.way == "procedural":
        return 0.0
    if proposal.way == "patches":
        return _patches(pictures, probe)
    return _gan(proposal, pictures, probe)


def _patches(pictures: Floats, probe: float) -> float:
    """A step at full size, times the steps of all scales by their share of its pixels."""
    chance = np.random.default_rng(0)
    targets = Targets(list(pictures), chance)
    targets.bank(0, places(*pictures.shape[2:]))  # made once in BANKS steps, not in each
    begun, done = time.perf_counter(), 0
    while done < 3 or (done < 20 and time.perf_counter() - begun < probe):
        distance(pictures[0], targets)
        done += 1
    each = (time.perf_counter() - begun) / done
    return each * STEPS * sum(scale**2 for scale in scales(min(pictures.shape[2:])))


def _gan(proposal: Proposal, pictures: Floats, probe: float) -> float:
    """Whole rounds of steps, each with its penalty, after one that warms up."""
    from sixing.training.gan import Gan

    recipe = proposal.recipe("probe")
    game = Gan(recipe, pictures)
    for number in range(2):
        game.step(number)
    begun, done = time.perf_counter(), 0
    while not done or time.perf_counter() - begun < probe * 0.8:
        for _ in range(recipe.penalty_every):
            game.step(done)
            done += 1
    return (time.perf_counter() - begun) / done * recipe.steps
