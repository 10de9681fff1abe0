"""Trains a translator from line drawings to coloured ones, and writes it for the pack.

    python -m recipes.colour recipes/colour.toml OPENMOJI --work DIR --into PACK/colour [--now]

OPENMOJI is the unpacked npm package `openmoji` (CC BY-SA 4.0), which has every picture as lines and
in colour. One half is seen as lines only, the other in colour only, so there are no pairs; those
hidden from both (`hidden` in the config) are for looking and measuring. Flags, tones of skin and
letters are left out.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from recipes.translators import arguments, recipe, trained, written

from sixing.fitting.pictures.hand import sway
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_picture
from sixing.training.translation import Source

Floats = NDArray[np.float32]
WITHOUT = ("flags", "component", "extras-unicode")


def main() -> None:
    """Trains and writes."""
    asked = arguments(__doc__, "openmoji")
    told = recipe(asked.recipe)
    lines, colours, hidden = parted(asked.openmoji, told["hidden"])
    a = drawn([lined(asked.openmoji, code, told["side"]) for code in lines])
    b = drawn([coloured(asked.openmoji, code, told["side"]).grid().values for code in colours])
    way, place = trained(told, a, b, told["side"], asked)
    written(way, place, told, asked.into, {"side": told["side"], "hidden": hidden})
    print(f"{len(lines)} seen as lines, {len(colours)} in colour, {place.seconds:.0f} s")


def parted(package: Path, hidden: int) -> tuple[list[str], list[str], list[str]]:
    """Codes of the pictures seen as lines, of those seen in colour, and of those not seen."""
    with (package / "data/openmoji.csv").open(encoding="utf-8") as rows:
        codes = sorted(
            row["hexcode"]
            for row in csv.DictReader(rows)
            if not row["skintone"] and row["group"] not in WITHOUT
        )
    random.Random("colour").shuffle(codes)
    half = hidden + (len(codes) - hidden) // 2
    return codes[hidden:half], codes[half:], codes[:hidden]


def lined(package: Path, code: str, side: int) -> Floats:
    """A picture's lines, (1, side, side), −1 line to 1 paper."""
    picture = read_picture(package / f"black/svg/{code}.svg", side=side)
    return picture.grid().values.mean(0, keepdims=True)


def coloured(package: Path, code: str, side: int) -> Picture:
    """The same in colour, on white."""
    return read_picture(package / f"color/svg/{code}.svg", side=side)


def drawn(pictures: Sequence[Floats]) -> Source:
    """Draws of these (channels, side, side), each swayed a little, half of them mirrored."""

    def draw(chance: np.random.Generator, count: int) -> Floats:
        found = []
        for number in chance.integers(len(pictures), size=count):
            picture = pictures[number][..., :: 1 - 2 * int(chance.integers(2))]
            seed = chance.integers(2**62)  # all channels are swayed alike
            found.append(np.stack([sway(c, np.random.default_rng(seed)) for c in picture]))
        return np.stack(found)

    return draw


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
