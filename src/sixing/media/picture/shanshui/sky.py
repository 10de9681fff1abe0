"""The sky: wash, moon with its halo, sun, stars, clouds, mist, rain, snow, wind.

The moon is paper left blank in the wash (烘云托月). It places only what fills the sheet.
"""

from __future__ import annotations

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.noise import Chance, Noise
from sixing.media.picture.shanshui.sheet import Sheet, stop
from sixing.media.picture.shanshui.tones import mixed


def wash(sheet: Sheet, horizon: float) -> str:
    """Sky above, glow over the horizon."""
    tones = sheet.tones
    above = stop(0, tones.sky, tones.sky_depth) + stop(0.55, tones.sky, tones.sky_depth * 0.45)
    above += stop(1, tones.sky, tones.sky_depth * 0.1)
    wide = f'width="{sheet.width}"'
    drawn = (
        f'<rect {wide} height="{horizon:.0f}" fill="{sheet.gradient(above, 0, 0, 0, horizon)}"/>'
    )
    below = stop(0, tones.sky, tones.sky_depth * 0.1) + stop(1, tones.sky, tones.sky_depth * 0.42)
    foot = sheet.gradient(below, 0, horizon, 0, sheet.height)
    drawn += f'<rect y="{horizon:.0f}" {wide} height="{sheet.height - horizon:.0f}" fill="{foot}"/>'
    if tones.glow_depth:
        light = stop(0, tones.glow, 0) + stop(0.62, tones.glow, tones.glow_depth)
        light += stop(1, tones.glow, 0)
        fill = sheet.gradient(light, 0, horizon * 0.15, 0, horizon * 1.25)
        drawn += f'<rect {wide} height="{sheet.height}" fill="{fill}"/>'
    return drawn


def fibres(sheet: Sheet, chance: Chance) -> str:
    """Fibres and stains of the paper."""
    at = chance.uniform(0, 1, (150, 2)) * (sheet.width, sheet.height)
    half = chance.normal(0, 5 * sheet.unit, (150, 2))
    bent = at + chance.normal(0, 2 * sheet.unit, (150, 2))
    data = pen.lenses(at - half, bent, at + half, 0.45 * sheet.unit)
    reach = float(np.hypot(sheet.width, sheet.height)) * 0.62
    shade = stop(0.55, sheet.tones.near, 0) + stop(1, sheet.tones.near, 0.16)
    fill = sheet.glow(shade, sheet.width / 2, sheet.height / 2, reach)
    return (
        pen.path(data, sheet.tones.near, 0.28) + f'<rect width="100%" height="100%" fill="{fill}"/>'
    )


def moon(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A disk of bare paper, a halo of light, the wash darkest just outside."""
    tones, r = sheet.tones, size / 2
    light = mixed(tones.paper, "#fffdf2", 0.75)
    ring = stop(0, tones.sky, 0) + stop(0.24, tones.sky, 0.34) + stop(1, tones.sky, 0)
    halo = stop(0, light, 0.9) + stop(0.42, light, 0.42) + stop(1, light, 0)
    seas = "".join(
        pen.blot(
            x + chance.normal(0, 0.3) * r, y + chance.normal(0, 0.3) * r, r * 0.5, r * 0.35, chance
        )
        for _ in range(3)
    )
    return (
        _disk(x, y, r * 5, sheet.glow(ring, x, y, r * 5))
        + _disk(x, y, r * 2.6, sheet.glow(halo, x, y, r * 2.6))
        + _disk(x, y, r, light)
        + pen.path(seas, tones.sky, 0.09)
    )


def _disk(x: float, y: float, r: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}"/>'


def sun(sheet: Sheet, chance: Chance, x: float, y: float, size: float) -> str:
    """A red disk, paler towards its foot where the haze is."""
    r, red = size / 2, "#c8452c"
    halo = stop(0, "#e58a58", 0.5) + stop(1, "#e58a58", 0)
    disk = stop(0, red, 0.92) + stop(1, red, 0.5)
    uneven = pen.blot(x, y, size, size, chance, 0.008)
    fill = sheet.gradient(disk, 0, y - r, 0, y + r)
    return _disk(x, y, r * 3, sheet.glow(halo, x, y, r * 3)) + pen.path(uneven, fill)


def stars(sheet: Sheet, chance: Chance, horizon: float) -> str:
    """Points of bare paper."""
    many = 70
    at = chance.uniform(0, 1, (many, 2)) * (sheet.width, horizon * 0.75)
    size = sheet.unit * np.exp(chance.normal(0.75, 0.4, many))
    return pen.path(pen.dots(at, size, size * 0.55), "#fffbe8", 0.9)


def cloud(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A drift of cloud: bare paper with a pale edge, long and level."""
    tones, light = sheet.tones, mixed(sheet.tones.paper, "#ffffff", 0.55)
    puffs = []
    for _ in range(16):
        t = chance.normal(0, 0.3)
        high = wide * 0.07 * np.exp(-2.5 * t * t) * chance.uniform(0.6, 1.5)
        puffs.append(
            pen.blot(
                x + t * wide,
                y + chance.normal(0, 0.012) * wide - high * 0.3,
                wide * chance.uniform(0.12, 0.36),
                high * 2,
                chance,
                0.05,
            )
        )
    shape = "".join(puffs)
    return (
        f"<g{sheet.soft(4)}>"
        + pen.path(
            shape,
            mixed(tones.sky, tones.grey, 0.3),
            0.3,
            f' transform="translate(0 {3 * sheet.unit:.1f})"',
        )
        + pen.path(shape, light, 0.9)
        + "</g>"
    )


def mist(
    sheet: Sheet,
    chance: Chance,
    y: float,
    high: float,
    left: float = -0.1,
    right: float = 1.1,
    opacity: float = 0.85,
) -> str:
    """A band of mist: bare paper that comes and goes along its length."""
    noise = Noise(chance)
    x = np.linspace(left, right, 40) * sheet.width
    wave = x / (high * 3.2)
    t = np.clip((x - x[0]) / (x[-1] - x[0]), 0, 1)
    reach = high * (0.35 + 0.5 * noise.fbm(wave, 0.2, 3)) * np.sin(np.pi * t) ** 0.3
    top = np.stack([x, y - np.maximum(reach, 0.06 * high)], -1)
    low = np.stack(
        [
            x,
            y
            + np.maximum(high * (0.4 + 0.4 * noise.fbm(wave, 7.2, 3)), 2)
            * np.sin(np.pi * t) ** 0.3,
        ],
        -1,
    )
    body = pen.curve(np.vstack([top, low[::-1]]))
    colour = mixed(sheet.tones.paper, sheet.tones.sky, sheet.tones.sky_depth * 0.3)
    return pen.path(body, colour, opacity, sheet.soft(high / sheet.unit * 0.16))


def rain(sheet: Sheet, chance: Chance, lean: float = -0.22) -> str:
    """Slanting threads, some near and some far."""
    parts = []
    for many, long, thick, opacity in ((240, 46, 0.38, 0.3), (90, 90, 0.5, 0.32)):
        at = chance.uniform(-0.05, 1.05, (many, 2)) * (sheet.width, sheet.height)
        long_ = long * sheet.unit * chance.uniform(0.5, 1.3, (many, 1))
        end = at + long_ * np.array([[lean, 1.0]])
        data = pen.lenses(at, (at + end) / 2, end, thick * sheet.unit)
        parts.append(pen.path(data, sheet.tones.grey, opacity))
    return "".join(parts)


def snow(sheet: Sheet, chance: Chance) -> str:
    """Flakes: white powder flicked from the brush (弹粉)."""
    parts = []
    for many, size, opacity in ((260, 2.4, 0.85), (110, 4.2, 0.9), (28, 6.5, 0.8)):
        at = chance.uniform(0, 1, (many, 2)) * (sheet.width, sheet.height)
        wide = size * sheet.unit * chance.uniform(0.6, 1.4, many)
        parts.append(pen.path(pen.dots(at, wide, wide * 0.95), "#ffffff", opacity))
    return "".join(parts)


def wind(sheet: Sheet, chance: Chance, horizon: float) -> str:
    """Wind, seen by long pale sweeps and by what it carries."""
    lines = []
    for _ in range(5):
        x, y = chance.uniform(0, 0.75) * sheet.width, chance.uniform(0.12, 0.95) * horizon
        t = np.linspace(0, 1, 12)
        rise = chance.normal(0, 14) * sheet.unit
        line = np.stack(
            [
                x + t * chance.uniform(0.16, 0.34) * sheet.width,
                y + np.sin(t * 5 + chance.uniform(0, 6)) * 5 * sheet.unit + rise * t,
            ],
            -1,
        )
        lines.append(pen.brush(line, pen.pressed(12, 1.5 * sheet.unit, chance)))
    at = chance.uniform(0, 1, (26, 2)) * (sheet.width, sheet.height * 0.85)
    leaf = pen.dots(at, 7 * sheet.unit, 2.4 * sheet.unit, 0.5)
    return pen.path("".join(lines), sheet.tones.grey, 0.35) + pen.path(
        leaf, sheet.tones.leaf2, 0.75
    )
