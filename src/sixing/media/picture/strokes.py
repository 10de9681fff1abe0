"""Texture, edges and strokes of a picture, counted without a model.

Texture: how fast the spectrum falls (about −2 for photographs of nature: Field 1987), how much of
what changes is fine grain, how much of it runs one way (Bigün and Granlund 1987). Edges: which way
they run and where they lie. Strokes: how wide, how even, how many, where ink and ground part
clearly (Otsu 1979); elsewhere nothing is said of them. A picture is looked at with a longer side
of 128 pixels. It does not know what is drawn, nor one stroke from another that crosses it.

>>> bars = Picture(np.tile(np.repeat([40, 250], 8), (128, 8))[..., None].repeat(3, 2).astype("u1"))
>>> found = look(bars)
>>> round(found.values["upright"], 2), round(found.values["one_way"], 2)
(1.0, 1.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.measures import SIDE
from sixing.media.picture.picture import Picture

Floats = NDArray[np.float64]
WAYS, CELLS = 12, 6
"""Bins of directions over half a turn; cells of a side of the map of weights."""
PARTED: Final = 0.8
"""Share of the variance between ink and ground from which strokes are spoken of."""
_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
_BINOMIAL = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)
_LOW, _HIGH = 4, 32  # cycles a picture, between which the spectrum's fall is fitted

STATISTICS: Final = {
    "slope": ("频谱斜率", "fall of the spectrum"),
    "grain": ("细粒", "fine grain"),
    "one_way": ("纹理一向", "texture runs one way"),
    "level": ("横向边缘", "level edges"),
    "upright": ("竖向边缘", "upright edges"),
    "slanted": ("斜向边缘", "slanted edges"),
    "middle": ("重在中央", "weight in the middle ninth"),
    "upper": ("重在上部", "weight in the upper third"),
    "ink": ("墨占画面", "share of ink"),
    "width": ("笔画宽（占边长）", "width of strokes, of the side"),
    "swell": ("粗细变化", "swell of strokes"),
    "pieces": ("笔块数", "pieces of ink"),
}
"""Names of what is counted, in Chinese and in English."""
OF_STROKES: Final = ("ink", "width", "swell", "pieces")


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was counted in one picture.

    Attributes:
        values: by the names of `STATISTICS`; those of strokes only where ink and ground part.
        ways: shares of edges by direction, `WAYS` bins; the first runs level, counted by turning
            counter-clockwise.
        weights: where edges lie, (CELLS, CELLS), adds up to 1; even where there is no edge.
    """

    values: dict[str, float]
    ways: Floats
    weights: Floats


def look(picture: Picture) -> Look:
    """Counts one picture."""
    scale = SIDE / max(picture.width, picture.height)
    sides = (max(2 * CELLS, round(scale * side)) for side in (picture.width, picture.height))
    grey = picture.resized(*sides).pixels.astype(np.float64) @ _LUMA / 255
    soft = _smoothed(_smoothed(grey))
    down: Floats = np.asarray(np.gradient(soft, axis=0))
    right: Floats = np.asarray(np.gradient(soft, axis=1))
    ways, weights = _ways(down, right), _weights(np.hypot(down, right))
    third = CELLS // 3
    values = {
        "slope": _slope(grey),
        "grain": _grain(grey),
        "one_way": _one_way(down, right),
        "level": float(ways[[-1, 0, 1]].sum()),
        "upright": float(ways[WAYS // 2 - 1 : WAYS // 2 + 2].sum()),
        "middle": float(weights[third:-third, third:-third].sum()),
        "upper": float(weights[:third].sum()),
    }
    values["slanted"] = 1 - values["level"] - values["upright"]
    return Look(values | _strokes(grey), ways, weights)


def _smoothed(grey: Floats) -> Floats:
    """A binomial mean over five pixels each way; hard edges else only run by eighths of a turn."""
    far = np.pad(grey, 2, mode="edge")
    tall, wide = grey.shape
    down = [share * far[at : at + tall] for at, share in enumerate(_BINOMIAL)]
    rows = np.sum(down, axis=0)
    right = [share * rows[:, at : at + wide] for at, share in enumerate(_BINOMIAL)]
    found: Floats = np.sum(right, axis=0)
    return found


def _slope(grey: Floats) -> float:
    """Exponent of the power over the frequency; 0 of a plain picture."""
    window = np.hanning(grey.shape[0])[:, None] * np.hanning(grey.shape[1])
    power = np.abs(np.fft.fft2((grey - grey.mean()) * window)) ** 2
    down, right = (np.fft.fftfreq(side) * side for side in grey.shape)
    rounds = np.rint(np.hypot(down[:, None], right)).astype(int).ravel()
    mean = np.bincount(rounds, power.ravel()) / np.maximum(np.bincount(rounds), 1)
    far = np.arange(_LOW, min(_HIGH, min(grey.shape) // 2) + 1)
    if len(far) < 3 or mean[far].max() < 1e-9:
        return 0.0
    return float(np.polyfit(np.log(far), np.log(mean[far] + 1e-12), 1)[0])


def _grain(grey: Floats) -> float:
    """Share of the variance that is lost when every two by two pixels become one."""
    even = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
    rough = even.reshape(len(even) // 2, 2, -1, 2).mean((1, 3))
    whole = float(even.var())
    return 1 - float(rough.var()) / whole if whole > 1e-9 else 0.0


def _one_way(down: Floats, right: Floats) -> float:
    """Coherence of the structure tensor over the whole picture, 0 to 1."""
    across, along, both = (right**2).sum(), (down**2).sum(), (down * right).sum()
    total = across + along
    return float(np.hypot(across - along, 2 * both) / total) if total > 1e-9 else 0.0


def _ways(down: Floats, right: Floats) -> Floats:
    """Directions of edges, which run across the gradient, weighted by its size."""
    size = np.hypot(down, right)
    if size.sum() < 1e-9:
        return np.full(WAYS, 1 / WAYS)
    turn = np.arctan2(right, down)  # rows count downwards, so a quarter turn needs no sign
    place = np.rint(turn / np.pi * WAYS).astype(int) % WAYS
    found: Floats = np.bincount(place.ravel(), size.ravel(), WAYS) / size.sum()
    return found


def _weights(size: Floats) -> Floats:
    parts = [np.array_split(rows, CELLS, axis=1) for rows in np.array_split(size, CELLS)]
    sums = np.array([[cell.sum() for cell in row] for row in parts])
    return sums / sums.sum() if sums.sum() > 1e-9 else np.full((CELLS, CELLS), 1 / CELLS**2)


def _strokes(grey: Floats) -> dict[str, float]:
    """Of ink on a ground; nothing where the two do not part clearly."""
    from sixing.media.picture.extra import library

    level, parted = otsu(grey)
    if parted < PARTED:
        return {}
    ink = grey < level
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    if border.mean() > 0.5:  # light on dark
        ink = ~ink
    images = library("scipy.ndimage", ("measuring strokes", "量笔画"))
    depth = images.distance_transform_edt(np.pad(ink, 1))[1:-1, 1:-1]
    ridge = depth[ink & (depth >= images.maximum_filter(depth, 3))]
    if not len(ridge):
        return {}
    width = 2 * ridge - 1
    low, middle, high = np.percentile(width, (25, 50, 75))
    return {
        "ink": float(ink.mean()),
        "width": float(middle / max(grey.shape)),
        "swell": float((high - low) / middle),
        "pieces": float(images.label(ink)[1]),
    }


def otsu(grey: Floats) -> tuple[float, float]:
    """The level between dark and light, and the share of the variance between the two."""
    counts, edges = np.histogram(grey, 64, (0, 1))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts) / counts.sum()
    mass = np.cumsum(counts * middles) / counts.sum()
    whole = float(((middles - mass[-1]) ** 2 * counts).sum() / counts.sum())
    between = (mass[-1] * below - mass) ** 2 / np.maximum(below * (1 - below), 1e-12)
    at = int(between[:-1].argmax())
    return float(edges[at + 1]), float(between[at] / whole) if whole > 1e-9 else 0.0
