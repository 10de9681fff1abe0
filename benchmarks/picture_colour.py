"""Line drawings coloured by the shipped translator, against their real colours.

Pairs are the pictures that its config calls hidden: neither their lines nor their colours were in
its training. Beside it stand the lines themselves (identity), the lines filled with the mean of
what inside the outline is real (one grey-brown for all; it knows the real colours, but nothing of
things), and what the net says before areas are filled. Distances are as in
`benchmarks.picture_cursive`. What a thing's colour is cannot be told from its lines when it has
many: one mean colour, which errs little everywhere, is told for comparison and is no bar.

    python -m benchmarks.picture_colour [SHEET.png]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from recipes.colour import coloured, lined
from scipy.ndimage import binary_fill_holes

from benchmarks.picture_cursive import distances
from benchmarks.picture_data import folder as data
from benchmarks.tables import verdict
from sixing.features.pictures import EXTRACTOR, Backbone
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import contact_sheet
from sixing.models.translator import Translator
from sixing.store.packs import pack

Floats = NDArray[np.float32]


def main(sheet: Path | None = None) -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    folder = pack("pictures") / "colour"
    net = Translator.open(folder)
    told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    package, codes, side = data("openmoji", "package"), told["hidden"], told["side"]
    lines = np.stack([lined(package, code, side) for code in codes])
    real = np.stack([coloured(package, code, side).grid().values for code in codes])
    kinds = {
        "identity": np.repeat(lines, 3, 1),
        "one mean colour": _filled(lines, real),
        "the net alone": net.translate(lines),
        "translated": np.stack([net.tint(one) for one in lines]),
    }
    bars = distances(kinds, real, {"L1": lambda x: x, EXTRACTOR: _seen})
    bars = [bar for bar in bars if "mean colour" not in bar[0]]
    if sheet:
        shown = [
            k[i]
            for s in range(0, 64, 16)
            for k in (*kinds.values(), real)
            for i in range(s, s + 16)
        ]
        sheet.write_bytes(contact_sheet([Picture.of_grid(g) for g in shown], 16, size=side).png())
    return verdict(bars)


def _filled(lines: Floats, real: Floats) -> Floats:
    """Every outline's inside in the mean colour of all insides."""
    inside = np.stack([binary_fill_holes(one[0] < 0) & (one[0] > 0.8) for one in lines])
    mean = real.transpose(0, 2, 3, 1)[inside].mean(0)
    found = np.repeat(lines, 3, 1).transpose(0, 2, 3, 1)
    found[inside] = mean
    return found.transpose(0, 3, 1, 2).astype(np.float32)


def _seen(pictures: Floats) -> Floats:
    return Backbone.open().features([Picture.of_grid(picture) for picture in pictures])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
