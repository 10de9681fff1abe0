"""Makes the works that rows 7, 8, 9 and 11 measure: `python -m benchmarks.works FOLDER [SHARE]`.

Writes `many.json` (1,000 poems, a theme each, over forms of shi), `one.json` (100 quatrains of one
theme) and `regulated.json` (200 律诗). `SHARE` makes that part of each, for a quick look.
Themes are drawn from the classical words of the style's theme space, by a fixed seed.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sixing
from sixing.features.embedding import ThemeSpace

STYLE = Path(sixing.__file__).parent / "styles" / "classical"
FORMS = ("五绝", "七绝", "五律", "七律")
ONE_THEME = "秋思"


def themes(count: int) -> list[str]:
    """Different themes, as many as there are words; then the same again in another order."""
    chance, words = random.Random(0), list(ThemeSpace.open(STYLE).lexicon.words)
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += chance.sample(words, len(words))
    return drawn[:count]


def many(count: int, forms: Sequence[str], first_seed: int) -> list[dict[str, Any]]:
    """Poems with a theme each, the forms in turn."""
    jobs = zip(themes(count), cycle(forms), range(first_seed, first_seed + count), strict=False)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return list(pool.map(_made, *zip(*jobs, strict=True), chunksize=8))


def _made(theme: str, form: str, seed: int) -> dict[str, Any]:
    (poem,) = sixing.create("poem", form=form, theme=theme, seed=seed)
    return poem.to_json() | {"theme": theme}


def one(count: int) -> list[dict[str, Any]]:
    """Poems on one theme, asked for at once."""
    poems = sixing.create("poem", form="七绝", theme=ONE_THEME, n=count, seed=1)
    return [poem.to_json() | {"theme": ONE_THEME} for poem in poems]


def write(folder: Path, share: float = 1.0) -> None:
    """Make all three lists."""
    folder.mkdir(parents=True, exist_ok=True)
    lists = {
        "many": lambda: many(round(1000 * share), FORMS, 1),
        "one": lambda: one(round(100 * share)),
        "regulated": lambda: many(round(200 * share), ("五律", "七律"), 5001),
    }
    for name, make in lists.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), *(float(share) for share in sys.argv[2:]))
