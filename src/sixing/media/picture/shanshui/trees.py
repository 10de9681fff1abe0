"""Trees near the eye: pine, willow, plum, blossom, maple, bare wood, leafy trees, woods afar.

Each is drawn from its root upwards. It chooses no place.
"""

from __future__ import annotations

import numpy as np

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.branches import Habit, Wood, grow, limb
from sixing.media.picture.shanshui.noise import Chance, Floats
from sixing.media.picture.shanshui.sheet import Sheet
from sixing.media.picture.shanshui.tones import mixed

_LEAFY = Habit(levels=4, forks=(2, 3), spread=0.62, shrink=0.68, bend=0.2, lift=0.16, trunk=0.36)
_BARE = Habit(levels=5, forks=(2, 3), spread=0.6, shrink=0.7, bend=0.3, lift=0.06, trunk=0.32,
              thick=0.05)  # fmt: skip
_PLUM = Habit(levels=4, forks=(2, 3), spread=0.75, shrink=0.72, bend=0.34, lift=0.05, trunk=0.34,
              thick=0.06, lean=0.35)  # fmt: skip


def leafy(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A tree in leaf, dotted in three tones (点叶)."""
    wood = grow(chance, x, y, tall, _leaning(chance, _LEAFY))
    tones = sheet.tones
    return _wood(sheet, wood) + _leaves(
        sheet,
        chance,
        wood.ends(),
        tall,
        (tones.leaf2, tones.leaf, mixed(tones.leaf, tones.ink, 0.5)),
    )


def maple(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A tree in red leaf."""
    wood = grow(chance, x, y, tall, _leaning(chance, _LEAFY))
    reds = ("#cf7a3c", "#b8432f", "#8f2f25")
    return _wood(sheet, wood) + _leaves(sheet, chance, wood.ends(), tall, reds)


def blossom(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A peach in flower."""
    wood = grow(chance, x, y, tall, _leaning(chance, _LEAFY))
    pinks = ("#f0c2c2", "#dd8f96", "#c75f6c")
    return _wood(sheet, wood) + _leaves(sheet, chance, wood.ends(), tall, pinks)


def bare(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """Old wood without a leaf (枯木), its twigs like a crab's claws."""
    return _wood(sheet, grow(chance, x, y, tall, _leaning(chance, _BARE)))


def plum(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A plum: dark angular wood, few round flowers."""
    side = 1 if chance.random() < 0.5 else -1
    habit = Habit(levels=4, forks=_PLUM.forks, spread=0.75, shrink=0.72, bend=0.34, lift=0.05,
                  lean=side * 0.35, thick=0.055, trunk=0.34)  # fmt: skip
    wood = grow(chance, x, y, tall, habit)
    at = np.vstack([line[chance.integers(2, len(line), 2)] for line, w in wood.limbs if w[0] < 4])
    return _wood(sheet, wood) + flowers(sheet, chance, at, max(2.2 * sheet.unit, tall * 0.018))


def flowers(sheet: Sheet, chance: Chance, at: Floats, size: float) -> str:
    """Round flowers of five petals with dotted hearts."""
    turn = chance.uniform(0, 2 * np.pi, (len(at), 1)) + np.arange(5) * 0.4 * np.pi
    petals = at[:, None] + 0.55 * size * np.stack([np.cos(turn), np.sin(turn)], -1)
    colour = sheet.tones.flower
    flat = petals.reshape(-1, 2)
    return pen.path(
        pen.dots(flat, size * 1.05, size * 0.8), mixed(colour, "#ffffff", 0.35), 0.9
    ) + pen.path(pen.dots(at, size * 0.5, size * 0.4), mixed(colour, sheet.tones.ink, 0.35), 0.9)


def pine(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A pine: a scaly trunk, level limbs, needles in fans."""
    lean = chance.normal(0, 0.22)
    trunk, _ = limb(chance, x, y, lean, tall * 0.86, 0.13, 0.25, joints=9)
    wide = np.linspace(tall * 0.062, tall * 0.018, len(trunk)) * (
        1 + 0.12 * chance.normal(size=len(trunk))
    )
    wide[0] *= 1.5
    limbs, pads = [(trunk, wide)], [trunk[-1]]
    for k in range(3, len(trunk)):
        for side in (-1, 1):
            if chance.random() < 0.78:
                reach = tall * chance.uniform(0.14, 0.34) * (1.25 - k / len(trunk))
                way, (ax, ay) = side * chance.uniform(1.15, 1.6), trunk[k].tolist()
                line, _ = limb(chance, ax, ay, way, reach, 0.22, 0.05, joints=5)
                limbs.append((line, np.linspace(tall * 0.017, tall * 0.006, len(line))))
                pads += [*line[2:]]
    wood = Wood(limbs)
    return _wood(sheet, wood) + _needles(sheet, chance, np.array(pads), tall)


def _needles(sheet: Sheet, chance: Chance, pads: Floats, tall: float) -> str:
    size = max(tall * 0.075, 5 * sheet.unit)
    at = np.repeat(pads, 2, axis=0) + chance.normal(0, 1, (2 * len(pads), 2)) * (
        0.35 * size,
        0.18 * size,
    )
    each = 11 if tall > 110 * sheet.unit else 6
    angle = np.linspace(-1.45, 1.45, each) + chance.normal(0, 0.1, (len(at), each))
    reach = size * chance.uniform(0.75, 1.1, (len(at), each))
    tip = at[:, None] + np.stack([np.sin(angle) * reach, -np.cos(angle) * reach * 0.62], -1)
    root = np.repeat(at, each, axis=0)
    tip = tip.reshape(-1, 2)
    data = pen.lenses(root, (root + tip) / 2 + (0, -0.04 * size), tip, 0.55 * sheet.unit)
    wash = "".join(
        pen.blot(px, py, size * 1.7, size * 0.75, chance)
        for px, py in (at[::2] - (0, 0.2 * size)).tolist()
    )
    leaf, ink = sheet.tones.leaf, sheet.tones.ink
    return pen.path(wash, leaf, 0.2) + pen.path(data, mixed(leaf, ink, 0.62), 0.9)


def willow(sheet: Sheet, chance: Chance, x: float, y: float, tall: float) -> str:
    """A willow: a leaning trunk and hanging threads."""
    side = 1 if chance.random() < 0.5 else -1
    habit = Habit(levels=3, forks=(2, 3), spread=0.6, shrink=0.62, bend=0.2, lift=0.02, thick=0.07,
                  trunk=0.42, lean=side * 0.22)  # fmt: skip
    wood = grow(chance, x, y, tall, habit)
    roots = np.array([line[k] for line, w in wood.limbs[1:] for k in (3, 5, 6)])
    return _wood(sheet, wood) + threads(sheet, chance, roots, tall * 0.48)


def threads(sheet: Sheet, chance: Chance, roots: Floats, long: float, sway: float = 0.14) -> str:
    """Hanging twigs with leaves: up and over in an arc, then straight down."""
    lines, leaves = [], []
    for x, y in roots:
        out = chance.normal(0, 0.2) * long + sway * long * 0.3
        drop = long * chance.uniform(0.45, 1.05)
        t = np.linspace(0, 1, 9)
        line = np.stack(
            [
                x + out * np.sin(t * 1.7) + sway * long * 0.25 * t**2,
                y - 0.13 * drop * np.sin(np.pi * np.minimum(t * 2.2, 1)) + drop * t**1.5,
            ],
            -1,
        )
        lines.append(pen.brush(line, np.linspace(0.9, 0.5, 9) * sheet.unit))
        leaves.append(line[2:])
    at = np.repeat(np.vstack(leaves), 2, axis=0)
    lean = chance.normal(0, 0.45, len(at))
    size = (
        chance.uniform(4.5, 8.5, len(at)) * sheet.unit * min(1.0, long / (110 * sheet.unit) + 0.35)
    )
    tip = at + np.stack([np.sin(lean) * size, np.cos(lean) * size], -1)
    leaf = pen.lenses(at, (at + tip) / 2, tip, size * 0.17)
    tones = sheet.tones
    return pen.path("".join(lines), mixed(tones.leaf, tones.ink, 0.4), 0.75) + pen.path(
        leaf, tones.leaf2 if tones.dim >= 1 else tones.leaf, 0.85
    )


def woods(sheet: Sheet, chance: Chance, x: float, y: float, wide: float, tall: float) -> str:
    """Woods afar: short trunks, heads of wet dots, mist at the feet."""
    many = max(5, int(wide / (tall * 0.34)))
    at = np.stack([x + np.sort(chance.uniform(-0.5, 0.5, many)) * wide,
                   y + chance.normal(0, 0.05, many) * tall], -1)  # fmt: skip
    high = tall * chance.uniform(0.6, 1.1, many)
    top = at - np.stack([chance.normal(0, 0.06, many) * tall, high], -1)
    trunk = pen.lenses(at, (at + top) / 2, top, 0.02 * tall + 0.4 * sheet.unit)
    heads = np.repeat(top, 9, axis=0) + chance.normal(0, 1, (9 * many, 2)) * (
        0.15 * tall,
        0.19 * tall,
    )
    heads[:, 1] += 0.12 * tall
    size = chance.uniform(0.1, 0.24, len(heads)) * tall
    some = chance.random(len(heads)) < 0.5
    tones = sheet.tones
    dark = mixed(tones.leaf, tones.ink, 0.45)
    return (
        pen.path(trunk, tones.grey, 0.7)
        + pen.path(pen.dots(heads[some], size[some] * 1.3, size[some] * 0.42), tones.leaf, 0.45)
        + pen.path(pen.dots(heads[~some], size[~some], size[~some] * 0.36), dark, 0.6)
    )


def _leaning(chance: Chance, habit: Habit) -> Habit:
    from dataclasses import replace

    return replace(habit, lean=float(chance.normal(0, 0.14)))


def _wood(sheet: Sheet, wood: Wood) -> str:
    """Limbs: a brown-grey body, a dark edge on the thick ones."""
    tones, unit = sheet.tones, sheet.unit
    body = pen.path(wood.drawn(), mixed(tones.ink, tones.near, 0.25), 0.88)
    thick = [(line, width) for line, width in wood.limbs if width[0] > 5 * unit]
    light = "".join(
        pen.brush(line + (-0.12, 0) * width[:, None], width * 0.42) for line, width in thick
    )
    return body + pen.path(light, mixed(tones.near, tones.paper, 0.35), 0.5)


def _leaves(
    sheet: Sheet, chance: Chance, tips: Floats, tall: float, colours: tuple[str, str, str]
) -> str:
    """Dots round the tips, pale ones first and widest."""
    parts, size = [], max(2.6 * sheet.unit, tall * 0.028)
    for colour, many, spread, opacity in zip(
        colours, (7, 6, 3), (0.085, 0.065, 0.05), (0.6, 0.75, 0.8), strict=True
    ):
        at = np.repeat(tips, many, axis=0)
        at = at + chance.normal(0, spread * tall, at.shape)
        wide = size * chance.uniform(0.7, 1.4, len(at))
        parts.append(pen.path(pen.dots(at, wide, wide * 0.4), colour, opacity))
    return "".join(parts)
