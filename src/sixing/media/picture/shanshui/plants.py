"""Small plants: bamboo, reeds, lotus, grass, chrysanthemums, and petals and leaves that fall."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.noise import Chance
from sixing.media.picture.shanshui.sheet import Sheet
from sixing.media.picture.shanshui.tones import mixed


def bamboo(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A stand of bamboo: jointed stalks, leaves in drooping threes (个字)."""
    stalks, leaves = [], []
    for _ in range(int(chance.integers(4, 7))):
        foot = x + chance.normal(0, 0.16) * tall
        lean, high = chance.normal(0, 0.1), tall * chance.uniform(0.65, 1.0)
        joints = 9
        t = np.linspace(0, 1, joints + 1)
        line = np.stack([foot + high * lean * t**1.6, y - high * t], -1)
        wide = max(1.6 * sheet.unit, tall * 0.016)
        for a, b in pairwise(line):
            gap = (b - a) * 0.04
            stalks.append(
                pen.brush(
                    np.stack([a + gap, (a + b) / 2, b - gap]), np.array([1.15, 0.9, 1.1]) * wide
                )
            )
        for at in line[4:]:
            many = int(chance.integers(1, 4))
            leaves += [at + chance.normal(0, 0.05, 2) * tall for _ in range(many)]
    roots = np.repeat(np.array(leaves), 4, axis=0)
    angle = chance.normal(0, 0.75, len(roots)) + np.tile([-0.75, 0.0, 0.7, 0.25], len(leaves))
    long = tall * chance.uniform(0.06, 0.12, len(roots))
    tip = roots + np.stack([np.sin(angle) * long, np.abs(np.cos(angle)) * long], -1)
    tones = sheet.tones
    dark = mixed(tones.leaf, tones.ink, 0.45)
    return pen.path("".join(stalks), mixed(tones.leaf, tones.grey, 0.3), 0.85) + pen.path(
        pen.lenses(roots, (roots + tip) / 2 + (0, -0.008 * tall), tip, long * 0.11), dark, 0.85
    )


def reeds(sheet: Sheet, chance: Chance, x: float, y: float, wide: float, tall: float) -> str:
    """Reeds that lean with the wind, plumes on some."""
    many = int(np.clip(wide / (5 * sheet.unit), 14, 60))
    root = np.stack(
        [x + chance.normal(0, 0.3, many) * wide, y + chance.normal(0, 2, many) * sheet.unit], -1
    )
    lean = 0.3 + chance.normal(0, 0.16, many)
    high = tall * chance.uniform(0.45, 1.0, many)
    tip = root + np.stack([lean * high, -high], -1)
    stem = pen.lenses(
        root,
        (root + tip) / 2 + np.stack([-0.14 * lean * high, 0 * high], -1),
        tip,
        0.7 * sheet.unit,
    )
    half = root + (tip - root) * chance.uniform(0.2, 0.5, (many, 1))
    blade = half + np.stack([high * chance.normal(0.12, 0.22, many), -high * 0.25], -1)
    plume = tip[::2]
    fluff = (
        np.repeat(plume, 6, axis=0)
        + chance.normal(0, 1, (6 * len(plume), 2)) * (2.5, 3.5) * sheet.unit
    )
    tones = sheet.tones
    return pen.path(
        stem + pen.lenses(half, (half + blade) / 2, blade, 0.8 * sheet.unit),
        mixed(tones.leaf, tones.ink, 0.3),
        0.8,
    ) + pen.path(
        pen.dots(fluff, 5 * sheet.unit, 1.6 * sheet.unit, -0.9),
        mixed(tones.near, tones.paper, 0.25),
        0.75,
    )


def lotus(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """Lotus: wet round leaves on the water, a few flowers above."""
    tones, unit, parts = sheet.tones, sheet.unit, []
    stems, pads, veins = [], [], []
    for _ in range(int(chance.integers(7, 11))):
        cx, cy = x + chance.normal(0, 0.36) * wide, y + chance.normal(0, 0.05) * wide
        size = wide * chance.uniform(0.08, 0.19)
        high = size * chance.uniform(0.1, 0.9)
        stems.append(
            pen.brush(
                np.array([[cx, cy], [cx + 2 * unit, cy - high / 2], [cx, cy - high]]), 1.1 * unit
            )
        )
        pads.append(pen.blot(cx, cy - high, size, size * 0.36, chance, 0.07))
        for a in chance.uniform(0, 6.28, 6):
            end = (cx + np.cos(a) * size * 0.42, cy - high + np.sin(a) * size * 0.14)
            veins.append(
                pen.brush(
                    np.array([[cx, cy - high], [(cx + end[0]) / 2, (cy - high + end[1]) / 2], end]),
                    0.6 * unit,
                )
            )
    parts += [
        pen.path("".join(stems), tones.leaf, 0.8),
        pen.path("".join(pads), mixed(tones.leaf, tones.ink, 0.25), 0.62),
        pen.path("".join(veins), tones.ink, 0.4),
    ]
    for _ in range(int(chance.integers(2, 4))):
        cx, cy, high = x + chance.normal(0, 0.3) * wide, y, wide * chance.uniform(0.16, 0.3)
        parts.append(
            pen.path(
                pen.brush(
                    np.array([[cx, cy], [cx + 3 * unit, cy - high / 2], [cx, cy - high]]),
                    1.1 * unit,
                ),
                tones.leaf,
                0.8,
            )
        )
        angle = np.linspace(-1.1, 1.1, 7)
        root, long = np.tile([[cx, cy - high]], (7, 1)), wide * 0.052
        tip = root + np.stack([np.sin(angle), -np.cos(angle)], -1) * long
        parts.append(
            pen.path(
                pen.lenses(root, (root + tip) / 2, tip, long * 0.26),
                mixed(tones.flower, "#ffffff", 0.35),
                0.85,
            )
        )
    return "".join(parts)


def grass(sheet: Sheet, chance: Chance, x: float, y: float, wide: float, tall: float) -> str:
    """Tufts of grass."""
    many = int(np.clip(wide / (2.2 * sheet.unit), 20, 110))
    root = np.stack(
        [x + chance.uniform(-0.5, 0.5, many) * wide, y + chance.normal(0, 2.5, many) * sheet.unit],
        -1,
    )
    tip = (
        root + np.stack([chance.normal(0.1, 0.4, many), -chance.uniform(0.35, 1, many)], -1) * tall
    )
    tones = sheet.tones
    return pen.path(
        pen.lenses(root, (root + tip) / 2 + (0, -0.06 * tall), tip, 0.75 * sheet.unit),
        mixed(tones.leaf2, tones.leaf, 0.4),
        0.85,
    )


def chrysanthemum(sheet: Sheet, chance: Chance, x: float, y: float, wide: float) -> str:
    """Chrysanthemums by a fence (采菊东篱下)."""
    tones, unit, parts = sheet.tones, sheet.unit, []
    posts = np.linspace(-0.55, 0.55, 9) * wide + x
    rails = "".join(
        pen.brush(
            np.array(
                [[p, y], [p + wide * 0.02, y - 0.12 * wide], [p + wide * 0.03, y - 0.24 * wide]]
            ),
            1.5 * unit,
        )
        for p in posts
    )
    rails += "".join(
        pen.brush(
            np.array(
                [[posts[0] - 4, y - h * wide], [x, y - h * wide - 2], [posts[-1] + 6, y - h * wide]]
            ),
            1.1 * unit,
        )
        for h in (0.08, 0.17)
    )
    parts.append(pen.path(rails, mixed(tones.near, tones.ink, 0.45), 0.8))
    at = np.stack(
        [x + chance.normal(0, 0.3, 13) * wide, y - chance.uniform(0.02, 0.22, 13) * wide], -1
    )
    turn = np.arange(11) * 2 * np.pi / 11 + chance.uniform(0, 1, (13, 1))
    size = wide * 0.045
    tip = at[:, None] + size * np.stack([np.cos(turn), 0.75 * np.sin(turn)], -1)
    root = np.repeat(at, 11, axis=0)
    flat = tip.reshape(-1, 2)
    foot = at + np.array([0, 0.1 * wide])
    parts.append(
        pen.path(
            pen.lenses(at, (at + foot) / 2, foot, 0.7 * unit)
            + pen.dots(
                np.repeat(foot, 3, 0) + chance.normal(0, 0.02, (39, 2)) * wide,
                0.05 * wide,
                0.018 * wide,
            ),
            tones.leaf,
            0.8,
        )
    )
    parts.append(pen.path(pen.lenses(root, (root + flat) / 2, flat, size * 0.2), "#d9a32e", 0.95))
    return "".join(parts) + pen.path(pen.dots(at, size * 0.5, size * 0.35), "#8a5a1c", 0.8)


def falling(
    sheet: Sheet, chance: Chance, x: float, y: float, wide: float, high: float, colour: str
) -> str:
    """Petals or leaves on the air."""
    at = np.stack(
        [x + chance.uniform(-0.5, 0.5, 30) * wide, y + chance.uniform(-0.5, 0.5, 30) * high], -1
    )
    size = chance.uniform(4, 8, 30) * sheet.unit
    lean = chance.uniform(-1.2, 1.2, 30)
    half = np.stack([np.cos(lean), np.sin(lean)], -1) * size[:, None] / 2
    return pen.path(
        pen.lenses(at - half, at + np.array([0, 1.2 * sheet.unit]), at + half, size * 0.28),
        colour,
        0.85,
    )
