"""The loop, row 8, what sets a poet apart: `python -m benchmarks.profile CORPUS`.

李白 against the rest of the Tang shi, and two more for sanity. Only poems are read: no author's
name, of titles only what kind of occasion they name, of near-duplicates only the first. A feature
is stable when at least four of five of 200 bootstrap samples choose it, of both collections.
Whether the features read sensibly a reader must say: they are printed with their names.
Also: entities against a hand-read sample, the age of held-out poems, and the time.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

import sixing
from benchmarks.tables import table, verdict
from sixing.corpus import Corpus
from sixing.patterns.collection import Poems
from sixing.patterns.labels import Recognisers
from sixing.patterns.profile import Profile, profile
from sixing.patterns.selection import STABLE

STYLE = Path(sixing.__file__).parent / "styles" / "classical"
POETS = ("李白", "杜甫", "王维")
TOP, SAMPLES = 20, 200
MOST_SECONDS = 60.0


def told(found: Profile) -> str:
    """The top features as a table."""
    rows = [
        [i, one.feature.zh, one.feature.en, f"{one.times:.1f}", f"{one.evidence:.0f}",
         f"{one.share:.2%}", f"{one.other:.2%}", one.pieces, f"{one.stability:.0%}",
         " ".join(f.key for f in one.also[:4])]
        for i, one in enumerate(found.selection.more(TOP), 1)
    ]  # fmt: skip
    heads = ["", "feature", "", "times", "z", "his", "others", "poems", "stable", "with it"]
    return table(heads, rows)


def of_poet(corpus: Corpus, poet: str, recognisers: Recognisers) -> Profile:
    """A poet against the rest of the Tang shi."""
    tang = np.array(corpus.column("source")) == "tang"
    his = np.array(corpus.column("author")) == poet
    rest = Poems.of(corpus, tang & ~his)
    return profile(Poems.of(corpus, tang & his), rest, recognisers, samples=SAMPLES)


def eras(corpus: Corpus, recognisers: Recognisers) -> tuple[float, int]:
    """Balanced accuracy of the age on test poems that the recogniser was not taught with."""
    rows = zip(*(corpus.column(n) for n in ("lines", "era", "tune", "group")), strict=True)
    names, taught = recognisers.eras.names, recognisers.facts["eras"]["taught"]
    held = [(t, e) for t, e, tune, g in rows if not tune and e in names and half(g) != taught]
    each = []
    for k, name in enumerate(names):
        texts = [text for text, era in held if era == name]
        some = texts[:: max(1, len(texts) // 2000)]
        each.append(float(((recognisers.eras.odds(some) >= 0.5) == bool(k)).mean()))
    return float(np.mean(each)), len(held)


def half(group: str) -> int:
    """The half of the corpus that a group of near-duplicates is in, as the recipe parts it."""
    return sum(ord(char) * (i + 1) for i, char in enumerate(group)) % 2


def whole(corpus: Corpus, recognisers: Recognisers) -> tuple[float, float, int]:
    """Seconds of processor and of clock to profile everything against what the style knows."""
    poems = Poems.of(corpus)
    clock, processor = perf_counter(), process_time()
    profile(poems, None, recognisers)
    return process_time() - processor, perf_counter() - clock, len(poems)


def main(folder: Path) -> int:
    """Print the tables; the exit status."""
    corpus, recognisers = Corpus.open(folder), Recognisers.open(STYLE)
    found = {poet: of_poet(corpus, poet, recognisers) for poet in POETS}
    for poet, one in found.items():
        kept = one.selection
        print(f"\n### {poet}: {one.size:,} poems against {one.other_size:,}\n")
        print(told(one))
        less = ", ".join(f"{f.feature.zh} ×{f.times:.2f}" for f in kept.less(8))
        print(f"\nLess than the others: {less}.")
    first = found[POETS[0]].selection
    print(
        f"\n{first.considered:,} features compared, {first.chosen} chosen in each of "
        f"{first.samples} samples: at most {first.false_choices:.1f} of the stable ones expected "
        "to be chance (Meinshausen and Bühlmann, 2010)."
    )
    right, held = eras(corpus, recognisers)
    print(f"\nThe age of {held:,} held-out poems, balanced: {right:.1%}.")
    processor, clock, size = whole(corpus, recognisers)
    stable = [one.stability for one in first.more(TOP)]
    return verdict(
        [
            (
                f"{TOP} top features of {POETS[0]}, stable in ≥ {STABLE:.0%} of bootstraps",
                f"{sum(s >= STABLE for s in stable)} of {len(stable)}, least {min(stable):.0%}",
                len(stable) == TOP and min(stable) >= STABLE,
            ),
            (
                f"a profile of {size:,} poems in ≤ {MOST_SECONDS:.0f} s of one core",
                f"{processor:.0f} s ({clock:.0f} s by the clock)",
                processor <= MOST_SECONDS,
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
