"""Fingerprints of training pictures into the pack: names and short rows, never the pictures.

    python recipes/picture_index.py basis SOURCE ... [--each 800]
    python recipes/picture_index.py rule SOURCE [--without REGEX]
    python recipes/picture_index.py index SOURCE ... --into FOLDER [--without REGEX]
        [--columns 96 64] [--side 64]

A source is a folder, a zip or a font (`sixing.media.picture.reading`). `basis` learns the axes that
all indexes share; `rule` the rule for collections too small to learn one from; `index` writes that
of one model beside its weights, with a rule learnt from its own pictures, and what those measure
(`measures.json`). `--without 1f3f[b-f]` leaves the skin tones of emoji out, as their model does.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sixing.features import layout
from sixing.features.basis import FILE as BASIS
from sixing.features.basis import Basis
from sixing.features.copy_rule import FILE as RULE
from sixing.features.copy_rule import FOLDER, CopyRule
from sixing.features.copy_trials import with_rule
from sixing.features.layout import PLACINGS
from sixing.features.picture_index import COLUMNS, FILE, PictureIndex, drawn, pressed
from sixing.features.pictures import Backbone
from sixing.judging.picture_measures import write_usual
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_pictures
from sixing.store.atomic import write_whole

PACK = Path(__file__).parents[1] / "packages/pictures/sixing_pictures"
WIDEST = (128, 96)


def gather(
    sources: Sequence[Path], without: str | None, side: int, each: int | None = None
) -> tuple[list[str], list[Picture]]:
    """Names and pictures of the sources, each pressed to a square of `side` pixels."""
    names, pictures = [], []
    for source in sources:
        found = [
            (Path(item.name).stem, item.picture.resized(side, side))
            for item in read_pictures(source, side=4 * side if source.is_dir() else side)
            if not (without and re.search(without, item.name))
        ]
        chosen = np.sort(np.random.default_rng(0).permutation(len(found))[:each])
        names += [found[row][0] for row in chosen]
        pictures += [found[row][1] for row in chosen]
        print(f"{source}: {len(chosen):,} of {len(found):,} pictures")
    return names, pictures


def learn_basis(pictures: Sequence[Picture]) -> Basis:
    """Axes of layouts and of what the backbone sees."""
    seen = pressed(pictures)
    kinds = Backbone.open().features(drawn(layout.blurred(seen)))
    return Basis.of(layout.sample(layout.maps(seen), PLACINGS[0]), kinds, WIDEST)


def main() -> None:
    """Learn and write; print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("basis", "rule", "index"))
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--without")
    parser.add_argument("--side", type=int, default=64)
    parser.add_argument("--each", type=int)
    parser.add_argument("--columns", type=int, nargs=2, default=COLUMNS)
    asked = parser.parse_args()
    names, pictures = gather(asked.sources, asked.without, asked.side, asked.each)
    (PACK / FOLDER).mkdir(parents=True, exist_ok=True)
    if asked.what == "basis":
        learn_basis(pictures).save(PACK / FOLDER / BASIS)
        return
    see, columns = Backbone.open().features, (asked.columns[0], asked.columns[1])
    rule = CopyRule((-1.0, -2.0, 1.0, 2.0), 0.0, (0.0, 0.0), 0)  # until it is learnt
    if asked.what == "index":
        rule = CopyRule.shipped()
    index = PictureIndex.of(names, pictures, see, Basis.open(), rule, columns)
    index = with_rule(index, pictures, see, progress=lambda share, what: print(share, what))
    print(index.rule)
    if asked.what == "rule":
        write_whole(PACK / FOLDER / RULE, (index.rule.text() + "\n").encode())
        return
    index.save(asked.into / FILE)
    write_usual(asked.into, pictures)
    print(f"{len(index):,} pictures, {(asked.into / FILE).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
