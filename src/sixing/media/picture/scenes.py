"""Scenes: things that words name, set out on one sheet, as many of each as is said.

The vocabulary is closed (`lexicon`): what a scene does not know it says. Things of the sky stand
above, what floats is on the water, the rest stands on the ground; no other relation is read.

>>> from sixing.media.picture.shanshui import counted
>>> counted(scene("two boats under the moon", 7))["boat"]
2
>>> known("三只小舟，一张琴"), unknown("a piano by a river")
(('boat',), ('piano',))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sixing.errors import BadBrief
from sixing.media.picture.lexicon import look
from sixing.media.picture.shanshui import buildings, life, mountains, plants, sky, trees, water
from sixing.media.picture.shanshui.land import Land
from sixing.media.picture.shanshui.noise import Chance, chance
from sixing.media.picture.shanshui.plan import ELEMENTS, MOST, Plan
from sixing.media.picture.shanshui.sheet import Sheet
from sixing.media.picture.shanshui.tones import tones_of

Draw = Callable[[Sheet, Chance, float, float, float], str]

_ABOVE: Final[Mapping[str, tuple[Draw, float]]] = {
    "sun": (sky.sun, 0.1),
    "moon": (sky.moon, 0.13),
    "cloud": (sky.cloud, 0.4),
    "geese": (life.geese, 0.035),
    "crow": (life.crow, 0.05),
    "crane": (life.crane, 0.14),
    "swallow": (life.swallow, 0.09),
    "gull": (life.gull, 0.09),
}
_AFLOAT: Final[Mapping[str, tuple[Draw, float]]] = {
    "boat": (life.boat, 0.22),
    "sail": (life.sail, 0.17),
    "fisher": (life.fisher, 0.22),
    "island": (water.island, 0.36),
    "lotus": (plants.lotus, 0.4),
}
_STANDING: Final[Mapping[str, tuple[Draw, float]]] = {
    "pine": (trees.pine, 0.46),
    "willow": (trees.willow, 0.46),
    "tree": (trees.leafy, 0.44),
    "maple": (trees.maple, 0.42),
    "blossom": (trees.blossom, 0.4),
    "plum": (trees.plum, 0.36),
    "bare-tree": (trees.bare, 0.4),
    "bamboo": (plants.bamboo, 0.38),
    "pagoda": (buildings.pagoda, 0.1),
    "tower": (buildings.tower, 0.2),
    "pavilion": (buildings.pavilion, 0.2),
    "temple": (buildings.temple, 0.2),
    "cottage": (buildings.cottage, 0.2),
    "wall": (buildings.wall, 0.2),
    "bridge": (buildings.bridge, 0.24),
    "horse": (life.horse, 0.12),
    "ox": (life.ox, 0.11),
    "figure": (life.figure, 0.12),
    "banner": (buildings.banner, 0.2),
    "lantern": (buildings.lantern, 0.1),
    "rock": (water.rock, 0.2),
    "chrysanthemum": (plants.chrysanthemum, 0.24),
    "smoke": (buildings.smoke, 0.3),
    "path": (buildings.path, 0.2),
}
_SPREAD = ("grass", "reed", "woods", "falling")
_WHOLE = (
    "water",
    "waves",
    "shore",
    "rain",
    "snow",
    "stars",
    "wind",
    "mist",
    "mountain",
    "far-mountain",
    "waterfall",
    "cliff",
)


def known(words: str) -> tuple[str, ...]:
    """The elements that words name, in their order."""
    return tuple(one.element for one in look((words,)).things)


def unknown(words: str) -> tuple[str, ...]:
    """Words of imagery that no scene can show."""
    return look((words,)).unknown


def reasons(words: str) -> tuple[str, ...]:
    """What is shown and what is not, in English and Chinese."""
    sight = look((words,))
    told = []
    if sight.things:
        en = ", ".join(f"{one.element} × {one.count} ({one.word})" for one in sight.things)
        zh = "、".join(f"{ELEMENTS[one.element]} × {one.count}" for one in sight.things)
        told.append(f"shown: {en} （入画：{zh}）")
    if sight.unknown:
        listed = ", ".join(sight.unknown)
        told.append(f"not known how to show: {listed} （不会画：{listed}）")
    return tuple(told)


def scene(words: str, seed: int, width: int = 800, height: int = 600) -> str:
    """Draw what words name; the same words, seed and size give the same SVG text.

    Raises:
        BadBrief: nothing that they name is known.
    """
    sight = look((words,))
    if not sight.things:
        raise BadBrief(
            f"nothing of this is known: {', '.join(sight.unknown) or words}; known are "
            f"{', '.join(ELEMENTS)}",
            zh=f"所说之物都不会画；会画的有：{'、'.join(ELEMENTS.values())}",
        )
    many = {one.element: min(one.count, MOST) for one in sight.things}
    first = {
        name: cues[0] if cues else ""
        for name, cues in (("season", sight.seasons), ("hour", sight.hours))
    }
    plan = Plan(many, season=first["season"], hour=first["hour"])
    return _Scene(plan, seed, Sheet(width, height, tones_of(plan))).drawn().svg(words)


class _Scene:
    """A scene on its way from the sky to the ground."""

    def __init__(self, plan: Plan, seed: int, sheet: Sheet) -> None:
        self.plan, self.seed, self.sheet = plan, seed, sheet
        self.small = min(sheet.width, sheet.height)
        self.horizon, self.ground = 0.56 * sheet.height, 0.8 * sheet.height
        sheet.lit = plan.hour in ("night", "dusk")

    def drawn(self) -> Sheet:
        """The sheet with everything on it."""
        sheet = self.sheet
        sheet.under(sky.fibres(sheet, self._fate("paper", 0)))
        sheet.under(sky.wash(sheet, self.horizon))
        for name in ("stars", "mountain", "far-mountain", "cliff", "waterfall", "mist"):
            self._whole(name)
        self._row(_ABOVE, 0.2 * sheet.height, 0.07)
        for name in ("water", "waves", "shore"):
            self._whole(name)
        self._row(_AFLOAT, 0.68 * sheet.height, 0.05)
        self._row(_STANDING, 0.9 * sheet.height, 0.03)
        for name in (*_SPREAD, "wind", "rain", "snow"):
            self._whole(name)
        return sheet

    def _fate(self, name: str, number: int) -> Chance:
        return chance(self.seed, f"{name} {number}")

    def _row(self, kind: Mapping[str, tuple[Draw, float]], y: float, wander: float) -> None:
        """Things side by side, in an order by chance, none upon another if there is room."""
        things = [(name, k) for name in kind for k in range(self.plan.count(name))]
        order = self._fate("order " + next(iter(kind)), 0).permutation(len(things))
        share = min(1.0, 4.5 / max(len(things), 1))
        for place, at in enumerate(order):
            name, k = things[int(at)]
            fate, (draw, size) = self._fate(name, k), kind[name]
            x = self.sheet.width * (0.5 + place) / len(things) + fate.normal(0, 0.01) * self.small
            lift = y + fate.uniform(-wander, wander) * self.sheet.height
            self.sheet.lay(
                name, draw(self.sheet, fate, x, lift, size * self.small * max(share, 0.5))
            )

    def _whole(self, name: str) -> None:
        for k in range(self.plan.count(name)):
            self.sheet.lay(name, self._spread(name, self._fate(name, k), k))

    def _spread(self, name: str, fate: Chance, k: int) -> str:
        """What fills the sheet or a band of it."""
        sheet, wide, high = self.sheet, self.sheet.width, self.sheet.height
        ways: dict[str, Callable[[], str]] = {
            "stars": lambda: sky.stars(sheet, fate, self.horizon),
            "far-mountain": lambda: mountains.distant(sheet, fate, self.horizon, 0.2 * high, 0.5),
            "mountain": lambda: self._hill(fate, k, 0.36, 0.3),
            "cliff": lambda: self._hill(fate, k, 0.46, 1.0),
            "waterfall": lambda: water.waterfall(
                sheet, fate, wide * 0.62, self.horizon - 0.3 * high, self.horizon, 0.04 * self.small
            ),
            "mist": lambda: sky.mist(sheet, fate, self.horizon, 0.1 * high),
            "water": lambda: water.still(sheet, fate, self.horizon + 0.02 * high),
            "waves": lambda: water.waves(sheet, fate, self.horizon + 0.04 * high),
            "shore": lambda: water.bank(
                sheet, fate, -0.1 * wide, 1.1 * wide, high, 0.12 * high, 0.5
            )[0],
            "grass": lambda: plants.grass(
                sheet, fate, wide / 2, 0.94 * high, 0.8 * wide, 0.05 * high
            ),
            "reed": lambda: plants.reeds(
                sheet, fate, wide * (0.25 + 0.2 * k), 0.93 * high, 0.3 * wide, 0.22 * high
            ),
            "woods": lambda: trees.woods(
                sheet, fate, wide / 2, self.ground, 0.8 * wide, 0.12 * high
            ),
            "falling": lambda: plants.falling(
                sheet, fate, wide / 2, high / 2, 0.7 * wide, 0.6 * high, sheet.tones.flower
            ),
            "wind": lambda: sky.wind(sheet, fate, self.horizon),
            "rain": lambda: sky.rain(sheet, fate),
            "snow": lambda: sky.snow(sheet, fate),
        }
        return ways[name]()

    def _hill(self, fate: Chance, k: int, tall: float, steep: float) -> str:
        wide, high = self.sheet.width, self.sheet.height
        x = wide * (0.3 + 0.4 * ((k * 0.618) % 1.0))
        land = Land.of(
            x - 0.4 * wide,
            x + 0.4 * wide,
            self.horizon + 0.05 * high,
            tall * high,
            0.08 * high,
            fate,
            peaks=3,
            steep=steep,
            main=0.5,
        )
        return mountains.massif(self.sheet, land, fate, "axe" if steep > 0.5 else "hemp", near=0.85)
