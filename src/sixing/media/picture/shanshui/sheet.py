"""The sheet that is painted on: layers that can be counted, gradients, blurs, paper.

Every element is a layer ``<g id="boat-1" data-element="boat">``. It knows no element.

>>> from sixing.media.picture.shanshui.tones import Tones
>>> sheet = Sheet(90, 60, Tones())
>>> sheet.lay("moon", '<circle cx="9" cy="9" r="4"/>')
>>> counted(sheet.svg("Moon"))
{'moon': 1}
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape

from sixing.media.picture.shanshui.tones import Tones, mixed

_LAYER = re.compile(r'<g id="[a-z0-9-]+" data-element="([a-z0-9-]+)"')


class Sheet:
    """A sheet of paper and what is on it so far.

    Attributes:
        unit: pixels of a brush's hair: 1 for a sheet 800 pixels at its shorter side.
        ground: the colour that hides what is behind.
        lit: whether windows are lit.
        snowy: whether roofs carry snow.
    """

    def __init__(self, width: int, height: int, tones: Tones) -> None:
        self.width, self.height, self.tones = width, height, tones
        self.unit = min(width, height) / 800
        self.ground = tones.paper
        self.lit = self.snowy = False
        self._defs: dict[str, str] = {}
        self._layers: list[str] = []
        self._count: Counter[str] = Counter()

    def lay(self, element: str, drawn: str, *, opacity: float = 1.0) -> None:
        """Lay an element over what is there."""
        self._count[element] += 1
        dim = "" if opacity >= 1 else f' opacity="{opacity:.2g}"'
        name = f"{element}-{self._count[element]}"
        self._layers.append(f'<g id="{name}" data-element="{element}"{dim}>{drawn}</g>')

    def under(self, drawn: str) -> None:
        """Lay paper, wash or mist that is no element."""
        self._layers.append(drawn)

    def gradient(self, stops: str, x1: float, y1: float, x2: float, y2: float) -> str:
        """A gradient between two points; returns what ``fill`` takes."""
        where = f'x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"'
        body = f'gradientUnits="userSpaceOnUse" {where}>{stops}</linearGradient>'
        return f"url(#{self._define('linearGradient', body)})"

    def glow(self, stops: str, x: float, y: float, reach: float) -> str:
        """A gradient round a point."""
        where = f'cx="{x:.0f}" cy="{y:.0f}" r="{reach:.0f}"'
        body = f'gradientUnits="userSpaceOnUse" {where}>{stops}</radialGradient>'
        return f"url(#{self._define('radialGradient', body)})"

    def fade(self, colour: str, opacity: float, top: float, foot: float, hold: float = 0.0) -> str:
        """A wash full at ``top``, that thins after ``hold`` of the way and is gone at ``foot``."""
        stops = stop(0, colour, opacity) + stop(hold, colour, opacity)
        stops += stop((1 + hold) / 2, colour, opacity * 0.55) + stop(1, colour, 0)
        return self.gradient(stops, 0, top, 0, foot)

    def wash(self, top: float, foot: float) -> str:
        """The mineral wash of a mountain: flank above, near below, nothing in the mist."""
        tones = self.tones
        stops = stop(0, mixed(tones.flank, tones.ink, 0.15), tones.colour * 0.4)
        stops += stop(0.35, tones.flank, tones.colour * 0.3)
        stops += stop(0.62, tones.near, tones.colour * 0.3) + stop(0.95, tones.near, 0)
        return self.gradient(stops, 0, top, 0, foot)

    def soft(self, reach: float) -> str:
        """The attribute that softens a shape's edge by ``reach`` units."""
        blur = reach * self.unit
        body = (
            f'x="-20%" y="-20%" width="140%" height="140%">'
            f'<feGaussianBlur stdDeviation="{blur:.1f}"/></filter>'
        )
        return f' filter="url(#{self._define("filter", body)})"'

    def svg(self, title: str) -> str:
        """The whole drawing as SVG text."""
        size = f'width="{self.width}" height="{self.height}"'
        box = f'viewBox="0 0 {self.width} {self.height}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img">'
        ground = f'<rect width="100%" height="100%" fill="{self.tones.paper}"/>'
        defs = f"<defs>{''.join(self._defs.values())}</defs>"
        return "\n".join(
            [head, f"<title>{escape(title)}</title>", defs, ground, *self._layers, "</svg>", ""]
        )

    def _define(self, kind: str, body: str) -> str:
        if body not in self._defs:
            self._defs[body] = f'<{kind} id="d{len(self._defs)}" {body}'
        return self._defs[body].split('"', 2)[1]


def stop(at: float, colour: str, opacity: float) -> str:
    """One stop of a gradient."""
    return f'<stop offset="{at:.3g}" stop-color="{colour}" stop-opacity="{opacity:.3g}"/>'


def counted(svg: str) -> dict[str, int]:
    """How many layers of each element a painting has."""
    return dict(Counter(_LAYER.findall(svg)))
