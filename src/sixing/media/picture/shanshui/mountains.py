"""Mountains in ink: body, wash, texture strokes (皴), outline, moss dots (点苔), mist at the foot.

Far ones are a wash alone (远山无皴). It places nothing; `compose` does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.shanshui import pen
from sixing.media.picture.shanshui.land import Land
from sixing.media.picture.shanshui.noise import Chance, Floats, Noise, smoothstep
from sixing.media.picture.shanshui.sheet import Sheet


def distant(
    sheet: Sheet, chance: Chance, y: float, tall: float, depth: float, left: float = -0.05,
    right: float = 1.05,
) -> str:  # fmt: skip
    """A range far away: one wash that thins towards its foot.

    Args:
        y: the foot, pixels.
        depth: 0 near to 1 far; what is farther is paler.
    """
    tones, noise = sheet.tones, Noise(chance)
    x = np.linspace(left * sheet.width, right * sheet.width, 90)
    wave = x / tall * 0.32
    ridge = noise.fbm(wave, 0.3, 2) * 0.5 + 0.55 * noise.ridged(wave * 1.6, 4.1, 5) - 0.1
    gate = (
        smoothstep(-0.5, 0.35, noise.at(wave * 0.45, 9.0))
        * np.sin(np.pi * np.clip((x - x[0]) / (x[-1] - x[0]), 0, 1)) ** 0.35
    )
    top = y - tall * np.clip(ridge, 0.02, None) * gate
    body = np.vstack([np.stack([x, top], -1), [[x[-1], y + 4], [x[0], y + 4]]])
    fill = sheet.fade(tones.far, 0.62 - 0.38 * depth, float(top.min()), y)
    return pen.path(pen.polygon(body), fill)


def massif(sheet: Sheet, land: Land, chance: Chance, texture: str, *, near: float = 1.0) -> str:
    """A mountain with everything that belongs to it.

    Args:
        near: 1 for the nearest, less for paler ink.
    """
    ink = near * sheet.tones.dim
    parts = [_body(sheet, land), *_washes(sheet, land, chance, near)]
    draw = {"hemp": _hemp, "axe": _axe, "dots": _dots}[texture]
    parts += draw(sheet, land, chance, ink)
    parts.append(_outline(sheet, land, chance, ink))
    if texture != "dots":
        parts.append(_moss(sheet, land, chance, ink))
    return "".join(parts)


def _skyline(land: Land) -> Floats:
    return np.stack([land.x, land.crest], -1)


def _body(sheet: Sheet, land: Land) -> str:
    """Paper that hides what is behind, thinning to nothing in the mist of the foot."""
    foot = [[land.x[-1], land.base], [land.x[0], land.base]]
    shape = pen.polygon(np.vstack([_skyline(land), foot]))
    top = float(land.crest.min())
    ground = sheet.fade(sheet.ground, 1.0, top, land.base, hold=0.62)
    wash = sheet.wash(top, land.base)
    return pen.path(shape, ground) + pen.path(shape, wash)


def _lift(land: Land, y: Floats) -> Floats:
    """How far out of the mist: 0 at the foot to 1 well up."""
    top = float(land.crest.min())
    return smoothstep(land.base - 0.06 * (land.base - top), land.base - 0.6 * (land.base - top), y)


def _starts(land: Land, chance: Chance, many: int, power: float = 1.1) -> tuple[Floats, Floats]:
    """Places to set the brush: seen, dark, out of the mist."""
    weight = land.shade() ** power * land.seen * _lift(land, land.y)
    weight = weight * smoothstep(0.02, 0.1, land.height)
    rows, columns = weight.shape
    chosen = chance.choice(weight.size, many, p=(weight / weight.sum()).ravel())
    row, column = np.divmod(chosen, columns)
    spread = chance.uniform(-0.5, 0.5, (2, many))
    return np.clip(row + spread[0], 0, rows - 1), np.clip(column + spread[1], 0, columns - 1)


def _shown(land: Land, way: Floats) -> NDArray[np.bool_]:
    """Whether a way stays where the eye sees it, (n,)."""
    seen = land.seen.astype(float)
    return np.asarray(np.all([land.sample(seen, *step.T) > 0.4 for step in way], axis=0))


def _falls(
    land: Land, chance: Chance, many: int, steps: int, stride: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Strokes down the slopes: start, middle, end (n, 2), and how far out of the mist (n,)."""
    row, column = _starts(land, chance, many)
    way = land.downhill(row, column, steps, stride)
    way = way[:, _shown(land, way)]
    a, b, c = (land.places(*way[k].T) for k in (0, steps // 2, steps - 1))
    return a, b, c, _lift(land, b[:, 1])


def _washes(sheet: Sheet, land: Land, chance: Chance, near: float) -> list[str]:
    """Broad pale strokes that turn the forms, softened as wet ink is."""
    unit = sheet.unit
    many = int(np.clip(land.tall * len(land.x) / 300, 40, 240))
    a, b, c, lift = _falls(land, chance, many, 9, 1.1)
    if not len(a):
        return []
    width, tone = chance.uniform(5, 15, len(a)) * unit * (0.4 + 0.6 * lift), sheet.tones
    high = lift > chance.uniform(0.3, 0.9, len(a))
    parts = []
    for chosen, colour, opacity in (
        (high, tone.flank, 0.9 * tone.colour), (~high, tone.near, 0.8 * tone.colour),
        (chance.random(len(a)) < 0.5, tone.grey, 0.2 * near * tone.dim),
    ):  # fmt: skip
        data = pen.lenses(a[chosen], b[chosen], c[chosen], width[chosen])
        parts.append(pen.path(data, colour, opacity))
    return [f"<g{sheet.soft(3.0)}>{''.join(parts)}</g>"]


def _hemp(sheet: Sheet, land: Land, chance: Chance, ink: float) -> list[str]:
    """披麻皴: long fibres that fall from the ridges."""
    unit, parts = sheet.unit, []
    many = int(np.clip(land.tall * len(land.x) / 42, 120, 1500))
    for share, colour, opacity, thick in (
        (0.5, sheet.tones.grey, 0.5, 0.8), (0.35, sheet.tones.ink, 0.5, 0.7),
        (0.15, sheet.tones.ink, 0.8, 0.75),
    ):  # fmt: skip
        a, b, c, lift = _falls(land, chance, int(many * share), 7, chance.uniform(0.9, 1.3))
        if len(a):
            width = thick * unit * chance.uniform(0.5, 1.5, len(a)) * (0.35 + 0.65 * lift)
            wobble = chance.normal(0, 0.8 * unit, b.shape)
            parts.append(pen.path(pen.lenses(a, b + wobble, c, width), colour, opacity * ink))
    return parts


def _axe(sheet: Sheet, land: Land, chance: Chance, ink: float) -> list[str]:
    """斧劈皴: broad short cuts of a slanted brush on faces of rock."""
    unit, parts = sheet.unit, []
    many = int(np.clip(land.tall * len(land.x) / 60, 100, 1000))
    for share, colour, opacity, thick in (
        (0.5, sheet.tones.grey, 0.3, 3.4), (0.3, sheet.tones.ink, 0.34, 2.6),
        (0.2, sheet.tones.ink, 0.6, 1.5),
    ):  # fmt: skip
        a, _, c, lift = _falls(land, chance, int(many * share), 4, chance.uniform(0.8, 1.2))
        if len(a):
            width = thick * unit * chance.uniform(0.4, 1.4, len(a)) * (0.3 + 0.7 * lift)
            parts.append(pen.path(_wedges(a, c, width, chance), colour, opacity * ink))
    return parts


def _wedges(start: Floats, end: Floats, width: Floats, chance: Chance) -> str:
    """Cuts that are broad where the brush comes down, and end in a point."""
    along = end - start
    slant = np.stack([-np.abs(along[:, 1]), along[:, 0]], -1)
    across = slant / np.maximum(np.hypot(*slant.T), 1e-9)[:, None] * width[:, None]
    jitter = chance.normal(0, 0.6, start.shape)
    corners = np.stack([start, start + across + jitter, start + 0.5 * along + 0.6 * across, end], 1)
    return "".join(pen.polygon(one) for one in corners)


def _dots(sheet: Sheet, land: Land, chance: Chance, ink: float) -> list[str]:
    """米点皴: wet horizontal dots, thick in the hollows and at the crest, for rain and mist."""
    unit, parts = sheet.unit, []
    many = int(np.clip(land.tall * len(land.x) / 60, 100, 1100))
    for share, colour, opacity, size in (
        (0.5, sheet.tones.far, 0.3, 13.0), (0.3, sheet.tones.grey, 0.34, 9.0),
        (0.2, sheet.tones.ink, 0.5, 6.5),
    ):  # fmt: skip
        row, column = _starts(land, chance, int(many * share), 1.1)
        at = land.places(row, column)
        wide = size * unit * chance.uniform(0.6, 1.3, len(at)) * (0.5 + 0.5 * _lift(land, at[:, 1]))
        parts.append(pen.path(pen.dots(at, wide, wide * 0.3), colour, opacity * ink))
    return parts


def _outline(sheet: Sheet, land: Land, chance: Chance, ink: float) -> str:
    """The skyline, and the ridges inside it where one hides another; the brush comes and goes."""
    noise, unit = Noise(chance), sheet.unit
    lift = _lift(land, land.crest)
    press = np.clip(0.55 + 1.2 * noise.fbm(land.x / (60 * unit), 0.0, 3), 0.0, 1.5) * lift
    dark = pen.brush(_skyline(land), np.maximum(press * 2.1 * unit, 0.0), sharp=True)
    return pen.path(dark, sheet.tones.ink, 0.85 * ink) + _inner(sheet, land, chance, ink)


def _inner(sheet: Sheet, land: Land, chance: Chance, ink: float) -> str:
    """Edges inside the body, where one form stands before another."""
    parts = []
    for line in land.edges():
        lift = _lift(land, line[:, 1])
        width = pen.pressed(len(line), 1.9 * sheet.unit, chance) * lift
        if width.max() > 0.2:
            parts.append(pen.brush(line, width))
    return pen.path("".join(parts), sheet.tones.ink, 0.8 * ink)


def _moss(sheet: Sheet, land: Land, chance: Chance, ink: float) -> str:
    """点苔: dark dots in clusters along ridges and in folds."""
    unit = sheet.unit
    row, column = _starts(land, chance, max(6, int(len(land.x) / 9)), 2.5)
    seeds = land.places(row, column)
    each = chance.integers(2, 7, len(seeds))
    at = np.repeat(seeds, each, axis=0) + chance.normal(0, 1, (each.sum(), 2)) * (
        5 * unit,
        2 * unit,
    )
    size = chance.uniform(1.6, 3.6, len(at)) * unit * (0.4 + 0.6 * _lift(land, at[:, 1]))
    return pen.path(pen.dots(at, size, size * 0.45), sheet.tones.ink, 0.75 * ink)
