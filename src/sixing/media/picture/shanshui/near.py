"""The near shore: a bank in one corner with rocks, trees, houses, people, and plants at its edge.

Large things stand towards the edge of the sheet and may leave it; small ones stand inwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from sixing.media.picture.shanshui import buildings, life, mountains, plants, trees, water
from sixing.media.picture.shanshui.land import Land
from sixing.media.picture.shanshui.noise import Chance
from sixing.media.picture.shanshui.sheet import Sheet

if TYPE_CHECKING:
    from sixing.media.picture.shanshui.compose import Landscape

Draw = Callable[[Sheet, Chance, float, float, float], str]

TREES: Final[Mapping[str, Draw]] = {
    "pine": trees.pine,
    "tree": trees.leafy,
    "maple": trees.maple,
    "bare-tree": trees.bare,
    "blossom": trees.blossom,
    "willow": trees.willow,
    "plum": trees.plum,
    "bamboo": plants.bamboo,
}
_TALL = {
    "plum": 0.62,
    "blossom": 0.75,
    "bamboo": 0.6,
    "willow": 0.95,
    "pine": 1.0,
    "bare-tree": 0.8,
}
HOUSES: Final[Mapping[str, tuple[Draw, float]]] = {
    "tower": (buildings.tower, 0.16),
    "pavilion": (buildings.pavilion, 0.13),
    "cottage": (buildings.cottage, 0.14),
}
PEOPLE: Final[Mapping[str, tuple[Draw, float]]] = {
    "figure": (life.figure, 0.062),
    "horse": (life.horse, 0.062),
    "ox": (life.ox, 0.058),
    "lantern": (buildings.lantern, 0.06),
    "banner": (buildings.banner, 0.13),
}
_NEAREST = 3
"""Trees and houses on the near shore; more stand small across the water."""


class Near:
    """Lays the near shore of a landscape."""

    def __init__(self, scene: Landscape) -> None:
        self.scene, self.sheet, self.plan = scene, scene.sheet, scene.plan
        fate = scene.chance("near")
        self.fate, self.inner = fate, float(fate.uniform(0.5, 0.58))
        self.lands: list[Land] = []

    def across(self, share: float) -> float:
        """X at a share of the width, 0 the far end of the water, 1 the shore's own corner."""
        return self.scene.across(1 - share if self.scene.shore_same else share)

    def stand(self, share: float, front: float) -> tuple[float, float]:
        """A place on the bank: 0 its tip to 1 the corner, 0 its crest to 1 its foot."""
        x = self.across(self.inner + (1.0 - self.inner) * share)
        top = min(land.top_at(x) for land in self.lands)
        return x, min(top + front * 0.1 * self.sheet.height, self.sheet.height * 0.985)

    def lay(self) -> None:
        """Everything of the near shore, back to front."""
        self._beyond()
        for k in range(self.plan.count("shore")):
            self._bank(k)
        self._cliff()
        self._each("path", lambda k, c: self._path(c, k))
        self._standing()
        self._edge()

    def _each(self, name: str, draw: Callable[[int, Chance], str]) -> None:
        for k in range(self.plan.count(name)):
            self.sheet.lay(name, draw(k, self.scene.chance(name, k)))

    def _bank(self, k: int) -> None:
        sheet, fate, high = self.sheet, self.scene.chance("shore", k), self.sheet.height
        if k:  # more shores lie across the water
            x, y = self.scene.across(0.3 * k), self.scene.horizon + high * 0.06
            drawn, _ = water.bank(
                sheet, fate, x - 0.2 * sheet.width, x + 0.2 * sheet.width, y, 0.06 * high, 0.5
            )
            sheet.lay("shore", drawn)
            return
        left, right = sorted((self.across(self.inner - 0.1), self.across(1.16)))
        tall = high * fate.uniform(0.15, 0.2)
        drawn, land = water.bank(sheet, fate, left, right, high * 1.05, tall, 0.5)
        self.lands.append(land)
        sheet.lay("shore", drawn)

    def _cliff(self) -> None:
        sheet, high = self.sheet, self.sheet.height
        for k in range(self.plan.count("cliff")):
            fate = self.scene.chance("cliff", k)
            x, wide = self.scene.across(0.02 + 0.1 * k), 0.3 * self.scene.small
            land = Land.of(
                x - wide,
                x + wide,
                high * 1.02,
                high * (0.62 - 0.2 * k),
                0.1 * high,
                fate,
                peaks=4,
                steep=1.0,
                main=0.5,
            )
            sheet.lay("cliff", mountains.massif(sheet, land, fate, "axe"))

    def _path(self, fate: Chance, k: int) -> str:
        x, top = self.stand(0.3 + 0.25 * k, 0.15)
        return buildings.path(self.sheet, fate, x, self.sheet.height, self.sheet.height - top)

    def _beyond(self) -> None:
        """What finds no room on the near shore stands small on the far one."""
        far = [
            (name, draw, k, 0.11)
            for name, draw in TREES.items()
            for k in range(self.plan.count(name))
        ]
        far = far[_NEAREST:]
        houses = [
            (name, draw, k, size * 0.45)
            for name, (draw, size) in HOUSES.items()
            for k in range(self.plan.count(name))
        ][_NEAREST - 1 :]
        for at, (name, draw, k, size) in enumerate(far + houses):
            fate = self.scene.chance(name, k)
            x = self.scene.across(0.12 + (0.29 * at + fate.uniform(0, 0.1)) % 0.72)
            y = self.scene.horizon + self.sheet.height * fate.uniform(0.035, 0.06)
            self.sheet.lay(name, draw(self.sheet, fate, x, y, self.scene.small * size))

    def _standing(self) -> None:
        """Trees, houses and people, those behind first."""
        things: list[tuple[float, str, Draw, float, float, float, int]] = []
        rows = [(name, k) for name in TREES for k in range(self.plan.count(name))][:_NEAREST]
        for at, (name, k) in enumerate(rows):
            share = (0.8, 0.5, 0.95)[at]
            tall = self.scene.small * (0.5, 0.36, 0.42)[at] * _TALL.get(name, 0.9)
            things.append((0.3 + 0.15 * at, name, TREES[name], share, 0.3 + 0.15 * at, tall, k))
        rows = [(name, k) for name in HOUSES for k in range(self.plan.count(name))][: _NEAREST - 1]
        for at, (name, k) in enumerate(rows):
            draw, size = HOUSES[name]
            things.append((0.25, name, draw, (0.6, 0.3)[at], 0.25, size * self.scene.small, k))
        rows = [(name, k) for name in PEOPLE for k in range(self.plan.count(name))]
        for at, (name, k) in enumerate(rows):
            draw, size = PEOPLE[name]
            things.append(
                (
                    0.7,
                    name,
                    draw,
                    0.34 + (0.17 * at) % 0.5,
                    0.6 + 0.1 * (at % 3),
                    size * self.scene.small,
                    k,
                )
            )
        for _, name, draw, share, front, size, k in sorted(things, key=lambda one: one[0]):
            fate = self.scene.chance(name, k)
            x, y = self.stand(share + fate.uniform(-0.04, 0.04), front)
            self.sheet.lay(name, draw(self.sheet, fate, x, y, size))
        self._each(
            "smoke",
            lambda k, c: buildings.smoke(self.sheet, c, *self._roof(k), 0.2 * self.scene.small),
        )

    def _roof(self, k: int) -> tuple[float, float]:
        x, y = self.stand(0.6 - 0.3 * k, 0.25)
        return x, y - 0.09 * self.scene.small

    def _edge(self) -> None:
        """What grows and lies where the bank meets the water."""
        sheet, small, high = self.sheet, self.scene.small, self.sheet.height
        self._each(
            "rock",
            lambda k, c: water.rock(
                sheet,
                c,
                *self.stand((0.02, 0.42, 0.22, 0.66)[k % 4], 1.1 + 0.2 * (k % 2)),
                small * c.uniform(0.09, 0.15),
            ),
        )
        self._each(
            "bridge",
            lambda k, c: buildings.bridge(
                sheet, c, self.across(self.inner - 0.01 - 0.2 * k), high * 0.93, small * 0.19
            ),
        )
        self._each(
            "grass",
            lambda k, c: plants.grass(
                sheet, c, *self.stand(0.5 - 0.2 * k, 1.2), small * 0.3, small * 0.026
            ),
        )
        self._each(
            "chrysanthemum",
            lambda k, c: plants.chrysanthemum(
                sheet, c, *self.stand(0.35 + 0.3 * k, 1.1), small * 0.17
            ),
        )
        self._each(
            "reed",
            lambda k, c: plants.reeds(
                sheet,
                c,
                self.across(self.inner + 0.02 - 0.34 * k),
                high * c.uniform(0.95, 0.99),
                small * 0.22,
                small * 0.16,
            ),
        )
        self._each(
            "lotus",
            lambda k, c: plants.lotus(
                sheet,
                c,
                self.across(self.inner - 0.2 - 0.25 * k),
                high * c.uniform(0.86, 0.93),
                small * 0.34,
            ),
        )
        self._each(
            "falling",
            lambda _k, c: plants.falling(
                sheet,
                c,
                *self._air(),
                0.34 * sheet.width,
                0.4 * high,
                sheet.tones.flower if self.plan.season != "autumn" else "#b0632f",
            ),
        )

    def _air(self) -> tuple[float, float]:
        return self.across(0.72), 0.6 * self.sheet.height
