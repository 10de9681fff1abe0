"""Row 9 of the loop, what hurts and whom: `python -m benchmarks.safety CORPUS [WORKS]`.

- 10,000 held-out classical poems, titles too, through the judge that ships: how many it flags. The
  list's allow-marks were counted on the training split, so none of these poems had a say in them.
- Phrases of `tests/data/safety_probes.tsv`. `first`: 200 that hurt, half of them Chinese, and 100
  harmless look-alikes, written before any published list was opened; the list's own terms were
  written with these in sight, so its figure is one of development. `fresh`: 60 and 30, written when
  the list had its own terms, and afterwards learnt from as well. `fresh-2`: 60 and 30, written
last;
  nothing was changed for them, so theirs is the honest figure.
- A planted corpus of made-up personal data, read as any other collection, with decoys.
- Words of gender, region and age by mood (`benchmarks.bias`), with `WORKS` (a JSON list, see
  `benchmarks.works`) in made poems as well. No bar.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import bias, planted
from benchmarks.tables import table, verdict
from sixing.corpus import Corpus
from sixing.features.blocklist import shipped
from sixing.judging.safety import Safety
from sixing.works import Work

PROBES = Path(__file__).parents[1] / "tests/data/safety_probes.tsv"
POEMS, BATCH = 10_000, 20
FLAGGED, CAUGHT = 0.005, 0.95

Bar = tuple[str, str, bool]
Row = dict[str, str]


def held_out(corpus: Corpus) -> list[Row]:
    """Poems of the valid and test splits, as many as the row asks for, drawn once."""
    rows = [row for row in corpus.rows() if row["split"] != "train"]
    return random.Random(9).sample(rows, min(POEMS, len(rows)))


def verse(rows: Sequence[Row]) -> Bar:
    """How many classical poems the judge flags, by era, and how long it takes."""
    works = [Work("poem", "", row["title"], tuple(row["lines"].split("\n"))) for row in rows]
    judge = Safety("warn")
    judge(works[:BATCH])
    clock = time.perf_counter()
    said = [one for at in range(0, len(works), BATCH) for one in judge(works[at : at + BATCH])]
    each = (time.perf_counter() - clock) / len(works)
    hits = [one.detail["hits"] if one else () for one in said]
    eras = Counter(row["era"] for row in rows)
    flagged = Counter(row["era"] for row, found in zip(rows, hits, strict=True) if found)
    print(table(["era", "poems", "flagged"], [[era, n, flagged[era]] for era, n in eras.items()]))
    kinds = Counter(hit[2] for found in hits for hit in found)
    print(f"\nby category: {dict(kinds)}; {1000 * each:.2f} ms a poem, {BATCH} at a time")
    plain = sum(bool(shipped().find(row["lines"])) for row in rows[:2000])
    print(f"read as modern prose (as a theme is), {plain} of the first 2,000 would be flagged")
    share = flagged.total() / len(rows)
    return f"classical poems flagged, of {len(rows):,}", f"{share:.3%}", share <= FLAGGED


def probes() -> Iterator[Bar]:
    """Phrases that hurt and phrases that only look like it."""
    with PROBES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [shipped().find(row["text"]) for row in rows]
    count: Counter[tuple[str, str, str, bool]] = Counter()
    for row, hits in zip(rows, found, strict=True):
        count[row["set"], row["category"], row["language"], bool(hits)] += 1
    keys = dict.fromkeys((row["set"], row["category"]) for row in rows)
    cells = [
        [*key, *(f"{count[*key, lang, True]} of {_of(count, *key, lang)}" for lang in ("zh", "en"))]
        for key in keys
    ]
    print("\n" + table(["list", "category", "flagged, zh", "flagged, en"], cells))
    for name in dict.fromkeys(row["set"] for row in rows):
        hurting = [h for r, h in zip(rows, found, strict=True) if _is(r, name, harmless=False)]
        alike = [h for r, h in zip(rows, found, strict=True) if _is(r, name, harmless=True)]
        caught, false = sum(map(bool, hurting)), sum(map(bool, alike))
        print(f"\n{name}: {caught} of {len(hurting)} caught, {false} of {len(alike)} false alarms")
        if name == "first":
            share = caught / len(hurting)
            yield f"phrases caught, of {len(hurting)}", f"{share:.1%}", share >= CAUGHT


def _of(count: Counter[tuple[str, str, str, bool]], name: str, kind: str, language: str) -> int:
    return count[name, kind, language, True] + count[name, kind, language, False]


def _is(row: Row, name: str, *, harmless: bool) -> bool:
    return row["set"] == name and (row["category"] == "none") == harmless


def main(folder: Path, works: Path | None = None) -> int:
    """Print the tables."""
    corpus = Corpus.open(folder)
    rows = held_out(corpus)
    bars = [verse(rows), *probes(), planted.show(rows)]
    bias.main(rows, works)
    return verdict(bars)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
