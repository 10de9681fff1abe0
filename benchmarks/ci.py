"""How many Song ci keep the form of their tune, tune by tune: `python -m benchmarks.ci CORPUS`.

`CORPUS` is a folder that `sixing corpus add` wrote. Each ci is held against the form of its tune
that it keeps best; "lenient" lets any reading of a character fit and other cuts between rhymes
pass, "strict" wants every living reading to fit. A poem of the 词谱's other forms fails: the table
holds those most used.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from sixing.corpus import Corpus
from sixing.errors import UnknownForm
from sixing.media.poem import tunes

SHOWN = 40


def count(corpus: Corpus) -> dict[str, Counter[str]]:
    """By tune: works, those with the shape of a form, those that pass leniently, strictly."""
    found: dict[str, Counter[str]] = {}
    for row in corpus.rows():
        if row["source"] == "ci":
            name, marks = judge(row["tune"], row["lines"].split("\n"))
            found.setdefault(name, Counter()).update(marks)
    return found


def judge(name: str, lines: list[str]) -> tuple[str, list[str]]:
    """The tune's own name and what the poem achieves."""
    try:
        form = tunes.detect(lines, name)
    except UnknownForm:
        return "(other tunes)", ["works"]
    if form is None or not tunes.fits(lines, form):
        return form.name if form else name, ["works"]
    kept = [
        policy
        for policy in ("lenient", "strict")
        if not any(fault.grave for fault in tunes.check(lines, form, "cilin", policy))
    ]
    return form.name, ["works", "shape", *kept]


def table(found: dict[str, Counter[str]], shown: int = SHOWN) -> str:
    """A Markdown table: all tunes together, then those with most works."""
    known = {name: marks for name, marks in found.items() if name in tunes.names()}
    total: Counter[str] = sum(known.values(), Counter())
    rows = [("all tunes", total), *sorted(known.items(), key=lambda kv: -kv[1]["works"])[:shown]]
    head = "| tune | works | shape | lenient | strict |\n|---|--:|--:|--:|--:|"
    lines = [
        f"| {name} | {n['works']} | {_share(n, 'shape')} | {_share(n, 'lenient')} "
        f"| {_share(n, 'strict')} |"
        for name, n in rows
    ]
    return "\n".join([head, *lines])


def _share(marks: Counter[str], kind: str) -> str:
    return f"{100 * marks[kind] / marks['works']:.0f} %"


def main(folder: Path) -> None:
    """Print the table for a corpus."""
    found = count(Corpus.open(folder))
    print(table(found))
    print(f"\n{len(tunes.names())} tunes; ci of other tunes: {found['(other tunes)']['works']}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
