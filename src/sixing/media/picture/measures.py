"""Eleven things about a picture that a person sees at once, counted from its pixels; no model.

Brightness, contrast, colour, warmth, number of hues, sharpness, detail, how much is filled, where
the weight lies, symmetry, and whether light comes from above. Pictures are looked at with a longer
side of 128 pixels, so that size does not count. As traits each is standardised by its mean and
deviation over pictures of many kinds (`recipes/picture_traits.py`).

It does not know what is in a picture.

>>> grey = Picture(np.full((8, 8, 3), 128, np.uint8))
>>> bands = Picture(np.array([[[255, 0, 0]], [[0, 0, 255]]], np.uint8).repeat(64, 0).repeat(128, 1))
>>> said = measures(bands)
>>> said["contrast"] > measures(grey)["contrast"], said["colour"] > 0.5, round(said["hues"], 2)
(True, True, 0.69)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.media.picture.picture import Picture
from sixing.media.trait import Trait

Floats = NDArray[np.float64]

SIDE: Final = 128
FURTHEST: Final = 3.0
"""Deviations at which a trait is cut."""
_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
_HUES, _EDGE, _GROUND = 12, 0.1, 0.12  # bins; luma a pixel; distance in RGB that is no ground

TRAITS: Final = (
    Trait("brightness", ("暗", "dark"), ("亮", "bright")),
    Trait("contrast", ("反差小", "low contrast"), ("反差大", "strong contrast")),
    Trait("colour", ("色淡", "muted colour"), ("色浓", "vivid colour")),
    Trait("warmth", ("冷色", "cool colours"), ("暖色", "warm colours")),
    Trait("hues", ("色少", "few hues"), ("色多", "many hues")),
    Trait("sharpness", ("柔和", "soft"), ("清晰", "sharp")),
    Trait("detail", ("简练", "plain"), ("繁密", "full of detail")),
    Trait("filled", ("留白多", "much left blank"), ("画面满", "filled to the edge")),
    Trait("balance", ("重心居中", "weight in the middle"), ("重心偏", "weight to one side")),
    Trait("symmetry", ("左右不同", "unlike sides"), ("左右对称", "alike sides")),
    Trait("light", ("下明上暗", "lighter below"), ("上明下暗", "lighter above")),
)
"""What is measured, in the order of the columns."""


def measures(picture: Picture) -> dict[str, float]:
    """Every measure by its name, as it is counted."""
    scale = SIDE / max(picture.width, picture.height)
    small = picture.resized(*(max(3, round(scale * n)) for n in (picture.width, picture.height)))
    rgb = small.pixels.astype(np.float64) / 255
    grey = rgb @ _LUMA
    down, right = np.gradient(grey)
    edges = np.hypot(down, right)
    return {
        "brightness": float(grey.mean()),
        "contrast": float(grey.std()),
        "colour": _colourfulness(rgb),
        "warmth": float((rgb[..., 0] - rgb[..., 2]).mean()),
        "hues": _hues(rgb),
        "sharpness": float(np.log(_laplacian(grey).var() + 1e-6)),
        "detail": float((edges > _EDGE).mean()),
        "filled": _filled(rgb),
        "balance": _off_centre(edges),
        "symmetry": _symmetry(grey),
        "light": float(np.array_split(grey, 2)[0].mean() - np.array_split(grey, 2)[1].mean()),
    }


def measure(pictures: Sequence[Picture]) -> Floats:
    """Standardised traits, (pictures, traits)."""
    mean, deviation = _usual()
    names = [trait.name for trait in TRAITS]
    rows = [[found[name] for name in names] for found in map(measures, pictures)]
    table = np.array(rows).reshape(-1, len(TRAITS))
    found: Floats = np.clip((table - mean) / deviation, -FURTHEST, FURTHEST)
    return found


def _colourfulness(rgb: Floats) -> float:
    """Hasler and Süsstrunk, 2003, of values of 0 to 1."""
    red_green = rgb[..., 0] - rgb[..., 1]
    yellow_blue = (rgb[..., 0] + rgb[..., 1]) / 2 - rgb[..., 2]
    spread = np.hypot(red_green.std(), yellow_blue.std())
    return float(spread + 0.3 * np.hypot(red_green.mean(), yellow_blue.mean()))


def _hues(rgb: Floats) -> float:
    """Entropy of hues, each pixel counting by its chroma, in nats."""
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    across, along = np.sqrt(3) * (green - blue), 2 * red - green - blue
    chroma = rgb.max(-1) - rgb.min(-1)
    place = (np.arctan2(across, along) / (2 * np.pi) % 1 * _HUES).astype(int) % _HUES
    mass = np.bincount(place.ravel(), chroma.ravel(), _HUES)
    share = mass[mass > 0] / max(mass.sum(), 1e-9)
    return float(-(share * np.log(share)).sum())


def _laplacian(grey: Floats) -> Floats:
    """The Laplacian inside the border; its variance says how sharp (Pech-Pacheco, 2000)."""
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    found: Floats = around - 4 * grey[1:-1, 1:-1]
    return found


def _filled(rgb: Floats) -> float:
    """Share of pixels unlike the ground, which is what most of the border shows."""
    border = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]])
    away = np.linalg.norm(rgb - np.median(border, axis=0), axis=-1)
    return float((away > _GROUND).mean())


def _off_centre(weight: Floats) -> float:
    """How far the centre of what is drawn lies from the middle, in halves of the sides."""
    total = weight.sum()
    if total < 1e-9:
        return 0.0
    rows, columns = (np.linspace(-1, 1, n) for n in weight.shape)
    down, right = weight.sum(1) @ rows / total, weight.sum(0) @ columns / total
    return float(np.hypot(down, right))


def _symmetry(grey: Floats) -> float:
    """Correlation of a picture with itself in a mirror; 1 for a plain one."""
    spread = grey.var()
    if spread < 1e-9:
        return 1.0
    return float(((grey - grey.mean()) * (grey[:, ::-1] - grey.mean())).mean() / spread)


@cache
def _usual() -> tuple[Floats, Floats]:
    """Mean and deviation of every trait over pictures of many kinds."""
    text = resources.files("sixing.media.picture").joinpath("data/traits.json").read_text("utf-8")
    facts = json.loads(text)
    rows = np.array([facts[trait.name] for trait in TRAITS])
    return rows[:, 0], rows[:, 1]
