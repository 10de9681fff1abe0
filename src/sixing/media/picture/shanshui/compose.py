"""How a landscape is laid out: host and guest mountains, water, a near shore, blank sky.

From far to near, as it hides: sky, moon, far ranges, mountains with what stands on them, mist,
water with what floats, the near shore and its trees, rain or snow. The host mountain and the
near shore take corners, the rest stays blank (马一角, 留白).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sixing.errors import BadBrief
from sixing.media.picture.shanshui import buildings, life, mountains, sky, trees, water
from sixing.media.picture.shanshui.land import Land
from sixing.media.picture.shanshui.near import Near
from sixing.media.picture.shanshui.noise import Chance, chance
from sixing.media.picture.shanshui.plan import Plan
from sixing.media.picture.shanshui.settled import settled
from sixing.media.picture.shanshui.sheet import Sheet
from sixing.media.picture.shanshui.tones import mixed, tones_of

SMALLEST, LARGEST = 200, 6000
"""Sides of a sheet, pixels."""

Draw = Callable[[Sheet, Chance, float, float, float], str]
_HORIZON = {"high": 0.64, "deep": 0.6, "level": 0.5}
_TALL = {"high": 0.55, "deep": 0.42, "level": 0.24}


def paint(plan: Plan, seed: int, width: int = 1200, height: int = 800) -> str:
    """Paint a plan; the same plan, seed and size give the same SVG text.

    Args:
        plan: what the landscape holds; what it needs besides is added (`settled`).
        width, height: pixels, `SMALLEST` to `LARGEST`.
    """
    if not all(SMALLEST <= side <= LARGEST for side in (width, height)):
        raise BadBrief(
            f"a landscape of {width} by {height} pixels: sides go from {SMALLEST} to {LARGEST}",
            zh=f"画幅 {width} × {height}：边长须在 {SMALLEST} 与 {LARGEST} 像素之间",
        )
    full = settled(plan, seed)
    return Landscape(full, seed, width, height).painted().svg(full.title or "山水")


class Landscape:
    """One landscape on its way from the sky to the near shore."""

    def __init__(self, plan: Plan, seed: int, width: int, height: int) -> None:
        self.plan, self.seed = plan, seed
        self.sheet = Sheet(width, height, tones_of(plan))
        self.fate = chance(seed, "layout")
        self.side = 1 if self.fate.random() < 0.5 else -1
        self.small = min(width, height)
        self.horizon = height * (_HORIZON[plan.distance] + self.fate.uniform(-0.03, 0.03))
        self.shore_same = self.fate.random() < 0.3
        self._dress()

    def _dress(self) -> None:
        sheet, tones = self.sheet, self.sheet.tones
        sheet.snowy = self.plan.has("snow")
        sheet.lit = self.plan.hour in ("night", "dusk") or self.plan.has("lantern")
        sheet.ground = mixed(tones.paper, tones.sky, tones.sky_depth * 0.3)
        if sheet.snowy:
            sheet.ground = mixed(tones.paper, "#ffffff", 0.6)

    def across(self, share: float) -> float:
        """X at a share of the width, counted from the host mountain's side."""
        return self.sheet.width * (1 - share if self.side > 0 else share)

    def chance(self, name: str, number: int = 0) -> Chance:
        """The chance of one element."""
        return chance(self.seed, f"{name} {number}")

    def painted(self) -> Sheet:
        """The sheet with everything on it."""
        sheet, plan = self.sheet, self.plan
        sheet.under(sky.fibres(sheet, self.chance("paper")))
        sheet.under(sky.wash(sheet, self.horizon))
        self._heaven()
        self._far()
        self._water()
        self._afloat()
        Near(self).lay()
        for name, draw in (("rain", sky.rain), ("snow", sky.snow)):
            if plan.has(name):
                for k in range(plan.count(name)):
                    sheet.lay(name, draw(sheet, self.chance(name, k)))
        return sheet

    def _heaven(self) -> None:
        sheet, plan, high = self.sheet, self.plan, self.sheet.height
        if plan.has("stars"):
            self._each("stars", lambda _k, c: sky.stars(sheet, c, self.horizon))
        together = plan.has("moon") and plan.has("sun")  # which a poem may name in one breath
        if plan.has("moon"):
            low = self.horizon / high * 0.42
            self._each(
                "moon",
                lambda k, c: sky.moon(
                    sheet,
                    c,
                    self.across(c.uniform(0.6, 0.82) - 0.2 * k - 0.1 * together),
                    high * c.uniform(0.13, low),
                    self.small * c.uniform(0.085, 0.12),
                ),
            )
        if plan.has("sun"):
            near = 0.28 if plan.hour == "day" or not plan.hour else 0.5
            self._each(
                "sun",
                lambda _k, c: sky.sun(
                    sheet,
                    c,
                    self.across(c.uniform(0.6, 0.8) * (1 - together) + 0.9 * together),
                    self.horizon * near * c.uniform(0.9, 1.1),
                    self.small * 0.075,
                ),
            )
        self._each(
            "cloud",
            lambda _k, c: sky.cloud(
                sheet,
                c,
                self.across(c.uniform(0.35, 0.9)),
                high * c.uniform(0.14, 0.3),
                sheet.width * 0.24,
            ),
        )
        self._each("wind", lambda _k, c: sky.wind(sheet, c, self.horizon))

    def _each(self, name: str, draw: Callable[[int, Chance], str]) -> None:
        """Lay an element as often as the plan has it."""
        for k in range(self.plan.count(name)):
            self.sheet.lay(name, draw(k, self.chance(name, k)))

    def _far(self) -> None:
        sheet, high = self.sheet, self.sheet.height
        many = self.plan.count("far-mountain")
        for k in range(many):
            depth = 1 - k / max(many, 2)
            fate = self.chance("far-mountain", k)
            foot = self.horizon - high * (0.02 + 0.14 * depth)
            tall = high * fate.uniform(0.12, 0.2) * (1.15 - 0.4 * depth)
            sheet.lay("far-mountain", mountains.distant(sheet, fate, foot, tall, depth))
        self._sky_birds()
        order = list(range(self.plan.count("mountain")))
        for k in reversed(order):
            self._mountain(k)

    def _mountain(self, k: int) -> None:
        """The host (0), the guest over against it (1), those that stand behind (2 …)."""
        sheet, fate, high = self.sheet, self.chance("mountain", k), self.sheet.height
        host = high * _TALL[self.plan.distance] * fate.uniform(0.92, 1.08)
        if k == 0:
            at, wide, base, tall, near = fate.uniform(0.2, 0.32), 0.86, 0.05, host, 1.0
        elif k == 1:
            at, wide, base, tall, near = 0.9, 0.55, 0.02, host * fate.uniform(0.36, 0.5), 0.8
        else:
            at, wide, base = fate.uniform(0.15, 0.5), 0.6, -0.03
            tall, near = host * fate.uniform(0.4, 0.65), 0.5
        span = wide * max(sheet.width, 0.8 * high)
        x, foot = self.across(at), self.horizon + base * high
        axe = self.plan.texture == "axe"
        land = Land.of(
            x - span / 2,
            x + span / 2,
            foot,
            tall,
            0.2 * tall + 0.03 * high,
            fate,
            peaks=5 if k == 0 else 4,
            steep=0.75 if axe else 0.25,
            main=0.5 + fate.uniform(-0.1, 0.1),
        )
        sheet.lay("mountain", mountains.massif(sheet, land, fate, self.plan.texture, near=near))
        if k == 0:
            self._on_host(land)
        if k == 1 or (k == 0 and self.plan.count("mountain") == 1):
            self._far_shore()

    def _on_host(self, land: Land) -> None:
        sheet, high = self.sheet, self.sheet.height
        self._each("waterfall", lambda k, c: self._fall(land, k, c))
        for name, draw, size in (
            ("temple", buildings.temple, 0.085),
            ("pagoda", buildings.pagoda, 0.05),
        ):
            for k in range(self.plan.count(name)):
                fate = self.chance(name, k)
                x, y = self._ledge(land, fate, k)
                sheet.lay(name, draw(sheet, fate, x, y, self.small * size))
        self._each(
            "woods",
            lambda _k, c: trees.woods(
                sheet,
                c,
                self.across(c.uniform(0.15, 0.5)),
                self.horizon + high * c.uniform(-0.02, 0.03),
                sheet.width * 0.3,
                self.small * 0.06,
            ),
        )
        self._each(
            "mist",
            lambda k, c: sky.mist(
                sheet,
                c,
                self.horizon + high * (0.035 - 0.17 * k),
                high * (0.09 - 0.02 * (k > 0)),
                -0.1 if k == 0 else float(c.uniform(-0.1, 0.3)),
                1.1 if k == 0 else float(c.uniform(0.7, 1.1)),
                0.85 if k == 0 else 0.7,
            ),
        )

    def _fall(self, land: Land, k: int, fate: Chance) -> str:
        lowest = np.flatnonzero(
            (land.x > 0.04 * self.sheet.width) & (land.x < 0.96 * self.sheet.width)
        )
        x = self.across(float(fate.uniform(0.2, 0.42)) + 0.14 * k)
        top = land.top_at(x) if len(lowest) else land.base
        tall = land.base - top
        return water.waterfall(
            self.sheet, fate, x, top + 0.3 * tall, top + 0.86 * tall, 0.022 * self.small
        )

    def _ledge(self, land: Land, fate: Chance, k: int) -> tuple[float, float]:
        """A place on the host for a building: part of the way up, inside the sheet."""
        x = self.across(float(fate.uniform(0.3, 0.5)) - 0.16 * k)
        top = land.top_at(x)
        return x, top + 0.4 * (land.base - top)

    def _far_shore(self) -> None:
        sheet, foot = self.sheet, self.horizon + 0.035 * self.sheet.height
        self._each(
            "wall",
            lambda k, c: buildings.wall(
                sheet, c, self.across(0.62 - 0.3 * k), foot - 0.02 * sheet.height, self.small * 0.15
            ),
        )

    def _water(self) -> None:
        sheet, top = self.sheet, self.horizon + 0.05 * self.sheet.height
        self._each(
            "water",
            lambda k, c: (
                water.still(sheet, c, top)
                if k == 0
                else water.ripples(
                    sheet,
                    c,
                    self.across(c.uniform(0.2, 0.8)),
                    top + 0.4 * (sheet.height - top),
                    0.3 * sheet.width,
                )
            ),
        )
        self._each("waves", lambda _k, c: water.waves(sheet, c, top + 0.02 * sheet.height))
        self._each(
            "island",
            lambda k, c: water.island(
                sheet,
                c,
                self.across(c.uniform(0.3, 0.7)),
                top + sheet.height * (0.05 + 0.05 * k),
                sheet.width * c.uniform(0.14, 0.24),
            ),
        )

    def open_water(self, fate: Chance, k: int) -> float:
        """X over open water, away from the near shore."""
        low, top = (0.42, 0.9) if self.shore_same else (0.08, 0.5)
        return self.across(low + (top - low) * ((fate.uniform(0.2, 0.8) + 0.37 * k) % 1.0))

    def _afloat(self) -> None:
        sheet, top = self.sheet, self.horizon + 0.05 * self.sheet.height
        deep = sheet.height - top
        self._each(
            "sail",
            lambda k, c: life.sail(
                sheet,
                c,
                self.open_water(c, k + 1),
                top + deep * (0.12 + 0.1 * (k % 3)),
                self.small * (0.075 + 0.012 * (k % 3)),
            ),
        )
        floats = [("boat", k) for k in range(self.plan.count("boat"))]
        floats += [("fisher", k) for k in range(self.plan.count("fisher"))]
        for at, (name, k) in enumerate(floats):
            fate, draw = self.chance(name, k), life.boat if name == "boat" else life.fisher
            y = top + deep * (0.3 + 0.2 * (at % 3) + fate.uniform(-0.04, 0.04))
            size = self.small * (0.11 + 0.02 * (at % 3))
            sheet.lay(name, draw(sheet, fate, self.open_water(fate, at), y, size))
        self._each(
            "gull",
            lambda k, c: life.gull(
                sheet,
                c,
                self.open_water(c, k + 2),
                top + deep * c.uniform(-0.05, 0.3),
                self.small * 0.042,
            ),
        )

    def _sky_birds(self) -> None:
        sheet, high = self.sheet, self.horizon
        self._each(
            "geese",
            lambda k, c: life.geese(
                sheet,
                c,
                self.across(c.uniform(0.5, 0.8)),
                high * (c.uniform(0.28, 0.5) + 0.12 * k),
                self.small * 0.026,
            ),
        )
        self._each(
            "crane",
            lambda k, c: life.crane(
                sheet,
                c,
                self.across(0.45 + 0.13 * (k % 4) + c.uniform(0, 0.1)),
                high * (c.uniform(0.3, 0.55)),
                self.small * 0.085,
            ),
        )
        self._each(
            "crow",
            lambda _k, c: life.crow(
                sheet,
                c,
                self.across(c.uniform(0.5, 0.85)),
                high * c.uniform(0.35, 0.6),
                self.small * 0.028,
            ),
        )
        self._each(
            "swallow",
            lambda k, c: life.swallow(
                sheet,
                c,
                self.across(0.4 + 0.11 * (k % 5) + c.uniform(0, 0.1)),
                high * c.uniform(0.4, 0.75),
                self.small * 0.04,
            ),
        )
