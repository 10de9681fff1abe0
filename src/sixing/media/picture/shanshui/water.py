"""Water, which is paper with few lines; shores, islands, rocks, a waterfall.

Still water is level strokes that gather near what stands in it; waves are arcs (网巾水). It chooses
no place.
"""

from __future__ import annotations

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.land import Land
from sixing.media.picture.shanshui.mountains import massif
from sixing.media.picture.shanshui.noise import Chance, Noise
from sixing.media.picture.shanshui.sheet import Sheet, stop
from sixing.media.picture.shanshui.tones import mixed


def still(sheet: Sheet, chance: Chance, top: float) -> str:
    """Level strokes in drifts, closer together far away, with wide blanks."""
    noise, unit = Noise(chance), sheet.unit
    deep = sheet.height - top
    far = chance.uniform(0, 1, 900) ** 1.7
    at = np.stack([chance.uniform(0, 1, 900) * sheet.width, top + far * deep], -1)
    drift = noise.fbm(at[:, 0] / (260 * unit), at[:, 1] / (34 * unit), 3)
    at, far = at[drift > 0.2][:230], far[drift > 0.2][:230]
    half = np.zeros_like(at)
    half[:, 0] = unit * (7 + 34 * far) * chance.uniform(0.5, 1.6, len(at))
    wave = at + np.stack([np.zeros(len(at)), chance.normal(0, 1.1, len(at)) * unit], -1)
    data = pen.lenses(at - half, wave, at + half, unit * (0.35 + 0.5 * far))
    tint = stop(0, sheet.tones.far, 0.02) + stop(1, sheet.tones.far, 0.2)
    fill = sheet.gradient(tint, 0, top, 0, sheet.height)
    ground = f'<rect y="{top:.0f}" width="{sheet.width}" height="{deep:.0f}" fill="{fill}"/>'
    return ground + pen.path(data, sheet.tones.grey, 0.5)


def waves(sheet: Sheet, chance: Chance, top: float) -> str:
    """Rows of arcs, each crest over the gap of the row before, larger near the eye."""
    lines, y, row = [], top + 10 * sheet.unit, 0
    noise = Noise(chance)
    while y < sheet.height:
        deep = (y - top) / (sheet.height - top)
        size = sheet.unit * (16 + 52 * deep)
        for k in range(int(sheet.width / size) + 2):
            x = (k + 0.5 * (row % 2)) * size + chance.normal(0, 0.05) * size
            if noise.fbm(np.array([x / (240 * sheet.unit)]), y / (90 * sheet.unit), 2)[0] < 0.02:
                continue
            t = np.linspace(0, 1, 7)
            arc = np.stack(
                [
                    x - size / 2 + t * size,
                    y - 0.3 * size * np.sin(np.pi * t) ** 0.8 + 0.02 * size * np.sin(7 * t),
                ],
                -1,
            )
            lines.append(pen.brush(arc, pen.pressed(7, (0.7 + 0.9 * deep) * sheet.unit, chance)))
        y, row = y + size * 0.42, row + 1
    return pen.path("".join(lines), sheet.tones.grey, 0.55)


def ripples(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A few level strokes about what floats."""
    at = np.stack(
        [x + chance.normal(0, 0.42, 9) * wide, y + np.abs(chance.normal(0, 0.07, 9)) * wide], -1
    )
    half = np.zeros_like(at)
    half[:, 0] = wide * chance.uniform(0.08, 0.3, 9)
    return pen.path(pen.lenses(at - half, at, at + half, 0.5 * sheet.unit), sheet.tones.grey, 0.5)


def bank(
    sheet: Sheet, chance: Chance, left: float, right: float, base: float, tall: float, main: float
) -> tuple[str, Land]:
    """A low shore near the eye, and its ground to stand things on."""
    land = Land.of(left, right, base, tall, tall * 0.9, chance, peaks=4, steep=0.1, main=main)
    return massif(sheet, land, chance, "hemp"), land


def island(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A flat islet (洲): a line, a wash, a few grasses."""
    noise, unit = Noise(chance), sheet.unit
    t = np.linspace(0, 1, 40)
    top = y - wide * 0.05 * np.sin(np.pi * t) ** 0.7 * (
        0.7 + 0.9 * np.abs(noise.fbm(t * 4, 0.4, 3))
    )
    line = np.stack([x + (t - 0.5) * wide, top], -1)
    foot = np.stack([line[::-1, 0], np.full(40, y) + 2 * unit * np.sin(9 * t)], -1)
    tones = sheet.tones
    blades = line[chance.integers(4, 36, 26)]
    tip = blades + np.stack([chance.normal(0, 3, 26), -chance.uniform(4, 11, 26)], -1) * unit
    return (
        pen.path(pen.curve(np.vstack([line, foot])), mixed(tones.near, tones.grey, 0.35), 0.4)
        + pen.path(pen.brush(line, pen.pressed(40, 1.6 * unit, chance)), tones.ink, 0.7)
        + pen.path(pen.lenses(blades, (blades + tip) / 2, tip, 0.5 * unit), tones.leaf, 0.8)
        + ripples(sheet, chance, x, y, wide * 0.7)
    )


def rock(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """A rock: three or four faces, cut with the axe."""
    land = Land.of(
        x - wide / 2,
        x + wide / 2,
        y,
        wide * chance.uniform(0.5, 0.8),
        wide * 0.2,
        chance,
        peaks=3,
        steep=0.9,
        main=float(chance.uniform(0.35, 0.65)),
    )
    return massif(sheet, land, chance, "axe")


def waterfall(sheet: Sheet, chance: Chance, x: float, top: float, foot: float, wide: float) -> str:
    """A fall: a gap of bare paper between dark walls, threads of water in it, spray below."""
    noise = Noise(chance)
    t = np.linspace(0, 1, 26)
    middle = x + wide * (1.6 * noise.fbm(t * 1.6, 0.3, 2) + 0.5 * t)
    span = wide * (0.35 + 0.5 * t + 0.15 * noise.fbm(t * 5, 3.3, 2))
    y = top + t * (foot - top)
    left, right = np.stack([middle - span / 2, y], -1), np.stack([middle + span / 2, y], -1)
    light = mixed(sheet.tones.paper, "#ffffff", 0.65)
    parts = [
        pen.path(
            pen.polygon(np.vstack([left, right[::-1]])), sheet.fade(light, 0.97, top, foot, 0.8)
        )
    ]
    walls = "".join(
        pen.brush(side, pen.pressed(26, 3.2 * sheet.unit, chance) * (1 - 0.7 * t))
        for side in (left, right)
    )
    parts.append(pen.path(walls, sheet.tones.ink, 0.75))
    threads = []
    for share in chance.uniform(0.12, 0.88, 7):
        line = left + (right - left) * share
        some = line[int(chance.integers(0, 8)) : int(chance.integers(16, 26))]
        threads.append(pen.brush(some, pen.pressed(len(some), 0.8 * sheet.unit, chance)))
    parts.append(pen.path("".join(threads), sheet.tones.grey, 0.55))
    spray = pen.blot(float(middle[-1]), foot, wide * 3.6, wide * 1.3, chance)
    return "".join(parts) + pen.path(spray, light, 0.8, sheet.soft(wide / sheet.unit * 0.3))
