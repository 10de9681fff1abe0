"""The checker against the corpus: what its books cover, whether its tones agree, who passes.

    python benchmarks/checker.py DIST CORPUS

`DIST` is the folder `dist` of the npm package chinese-poetry, whose `strains` mark the tone of
each character of a poem; `CORPUS` is a corpus built by `sixing corpus add`. Prints tables.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sixing.corpus import Corpus
from sixing.media.poem import shi
from sixing.media.poem.check import check
from sixing.media.poem.prosody import BOOKS, Policy, book

KNOWN = Path(__file__).parents[1] / "tests/poem/known_faults.json"
SAMPLED = 2000  # poems on which the quick test and the full diagnosis are compared


class Agreement(NamedTuple):
    """Characters whose tone both sides hold to be single, and those on which they agree.

    `closed` counts characters with one tone in the book, `living` those with one living tone.
    """

    closed: int
    closed_agreed: int
    living: int
    living_agreed: int


def coverage(corpus: Corpus, source: str = "tang") -> dict[str, float]:
    """The share of a source's character tokens, as written, that each book has a reading of."""
    rows = zip(corpus.column("source"), corpus.column("original"), strict=True)
    tokens = Counter(char for name, text in rows if name == source for char in text)
    del tokens["\n"]
    return {
        name: sum(n for c, n in tokens.items() if book(name).readings(c, traditional=True))
        / tokens.total()
        for name in BOOKS
    }


def marked(dist: Path) -> Iterator[tuple[str, str]]:
    """(character, 平 or 仄) of every marked character of Tang and Song."""
    for marks in sorted((dist / "strains/json").glob("poet.*.json")):
        strains = {entry["id"]: entry["strains"] for entry in _load(marks)}
        for poem in _load(dist / "quantangshi" / marks.name):
            for line, tones in zip(poem["paragraphs"], strains.get(poem["id"], ()), strict=False):
                if len(line) == len(tones):
                    yield from ((c, t) for c, t in zip(line, tones, strict=True) if t in "平仄")


def _load(path: Path) -> list[dict[str, list[str]]]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def agreement(pairs: Iterator[tuple[str, str]]) -> Agreement:
    """How often the book and the marks agree where both know one tone only."""
    pingshui = book("pingshui")
    counted = Counter(pairs)
    sums = []
    for policy in ("lenient", "strict"):
        heard = {c: pingshui.tones(c, policy, traditional=True) for c, _ in counted}
        single = {c: next(iter(tones)) for c, tones in heard.items() if len(tones) == 1}
        sums.append(sum(n for (c, _), n in counted.items() if c in single))
        sums.append(sum(n for (c, t), n in counted.items() if single.get(c) == t))
    return Agreement(*sums)


def pass_rates(corpus: Corpus) -> dict[tuple[str, str], dict[str, int]]:
    """For each era and form: poems, and those that keep it leniently and strictly."""
    rates: dict[tuple[str, str], dict[str, int]] = defaultdict(Counter)
    for source, lines in _regular(corpus):
        form = shi.detect(lines)
        assert form is not None
        row = rates[source, form.name]
        row["poems"] += 1
        row["lenient"] += shi.conforms(lines)
        row["strict"] += shi.conforms(lines, "strict")
    return rates


def diagnosis_agrees(corpus: Corpus) -> float:
    """The share of sampled poems on which the diagnosis is clean just when the quick test is."""
    poems = [lines for _, lines in _regular(corpus)]
    sample = poems[:: max(1, len(poems) // SAMPLED)]
    policies: tuple[Policy, ...] = ("lenient", "strict")
    same = [
        shi.conforms(lines, p) != check(lines, _name(lines), policy=p).broken
        for lines in sample
        for p in policies
    ]
    return sum(same) / len(same)


def known_faults(path: Path = KNOWN) -> tuple[int, int]:
    """Poems with known faults that are diagnosed exactly, and how many there are."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    right = 0
    for row in rows:
        found = {(f.line, f.place, f.rule) for f in check(row["lines"]).grave}
        right += found == {(line, place, rule) for line, place, rule in row["faults"]}
    return right, len(rows)


def _name(lines: Sequence[str]) -> str:
    return shi.forms_of(len(lines), len(lines[0]))[0].full_name.partition("·")[0]


def _regular(corpus: Corpus) -> Iterator[tuple[str, list[str]]]:
    columns = (corpus.column(name) for name in ("source", "shape", "lines"))
    for source, shape, text in zip(*columns, strict=True):
        lines = text.split("\n")
        if source in ("tang", "song") and shape and len(lines) > 2 and shi.detect(lines):
            yield source, lines


def main(dist: Path, corpus: Corpus) -> None:
    """Print the tables."""
    print("| book | Tang characters covered |\n|---|---|")
    for name, share in coverage(corpus).items():
        print(f"| {book(name).title} | {share:.2%} |")
    found = agreement(marked(dist))
    print("\n| agreement with strains, one tone by | characters | agree |\n|---|---|---|")
    print(f"| the book | {found.closed:,} | {found.closed_agreed / found.closed:.2%} |")
    print(f"| living use | {found.living:,} | {found.living_agreed / found.living:.2%} |")
    print("\n| era | form | poems | lenient | strict |\n|---|---|---|---|---|")
    for (era, form), row in sorted(pass_rates(corpus).items(), reverse=True):
        n = row["poems"]
        print(f"| {era} | {form} | {n:,} | {row['lenient'] / n:.1%} | {row['strict'] / n:.1%} |")
    right, poems = known_faults()
    print(f"\n{right} of {poems} poems with known faults are diagnosed exactly")
    print(f"quick test and diagnosis agree on {diagnosis_agrees(corpus):.2%} of sampled poems")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Corpus.open(sys.argv[2]))
