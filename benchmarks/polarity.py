"""Row 1 of the loop, the polarity of poems: `python -m benchmarks.polarity CORPUS`.

Three hundred held-out poems were read and labelled negative, neutral or positive
(`tests/data/poem_moods.tsv`: ids, no text). The style's recogniser, which learnt from other poems,
answers; beside it stand word lists of the package cntext (positive words less negative ones, with
the thresholds that do best on the hand labels of the training split) and the commonest class of
those. Everybody may read the titles.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from recipes.mood_labels import hand, lexicons

from benchmarks.tables import table, verdict
from sixing.corpus import Corpus
from sixing.media.poem.lessons import FORMS
from sixing.studio import Studio
from sixing.works import POLARITIES, Work

HELD_OUT = Path(__file__).parents[1] / "tests" / "data" / "poem_moods.tsv"
BAR, AHEAD = 0.70, 0.10
GOOD = {"DUTIR 乐", "DUTIR 好", "HowNet pos", "NTUSD positive"}
BAD = {"DUTIR 哀", "DUTIR 怒", "DUTIR 恶", "DUTIR 惧", "HowNet neg", "NTUSD negative"}
LISTS = ("DUTIR", "HowNet", "NTUSD", "")

Row = Mapping[str, str]
Classes = NDArray[np.integer]


def held_out() -> dict[str, int]:
    """Place in POLARITIES of every held-out poem, by id."""
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["id"]: POLARITIES.index(row["polarity"]) for row in rows}


def own(rows: Sequence[Row]) -> Classes:
    """What the style's recogniser says."""
    felt = Studio.open("default").moods([work_of(row) for row in rows], titled=True)
    return np.array([np.argmax(feeling.polarity) for feeling in felt])


def work_of(row: Row) -> Work:
    """A corpus row as a work."""
    other = {"5": "五排", "7": "七排"}.get(row["shape"][:1], "")
    form = row["tune"] or FORMS.get(row["shape"], other)
    title = row["title"].replace(row["tune"], "").strip()
    return Work("poem", form, title, tuple(row["lines"].split("\n")))


def counts(rows: Sequence[Row], name: str) -> NDArray[np.floating]:
    """Positive words less negative ones of a list (of all for ""), per hundred hanzi."""
    weight: dict[str, float] = {}
    for kind, words in lexicons():
        if kind.startswith(name) and kind in GOOD | BAD:
            for word in words:
                weight[word] = weight.get(word, 0.0) + (1.0 if kind in GOOD else -1.0)
    found = []
    for row in rows:
        texts = [*row["lines"].split("\n"), row["title"]]
        grams = [t[i : i + n] for t in texts for i in range(len(t)) for n in (1, 2, 3, 4)]
        total = sum(np.sign(weight.get(gram, 0.0)) for gram in grams if len(gram))
        found.append(100 * total / sum(map(len, texts)))
    return np.array(found)


def thresholds(scores: NDArray[np.floating], classes: Classes) -> tuple[float, float]:
    """Below the first negative, above the second positive: those that find most labels."""
    cuts = np.quantile(scores, np.linspace(0, 1, 41))
    pairs = [(a, b) for a in cuts for b in cuts if a <= b]
    return max(pairs, key=lambda pair: float((split(scores, *pair) == classes).mean()))


def split(scores: NDArray[np.floating], low: float, high: float) -> Classes:
    """Classes by thresholds."""
    return np.where(scores < low, 0, np.where(scores > high, 2, 1))


def main(corpus: str) -> int:
    """Print the tables."""
    wanted, taught = held_out(), hand()
    row_of = {r["id"]: r for r in Corpus.open(corpus).rows() if r["id"] in wanted | taught}
    if set(wanted) & set(taught) or any(row_of[i]["split"] == "train" for i in wanted):
        raise SystemExit("a held-out poem is among those that were learnt from")
    rows, classes = [row_of[i] for i in wanted], np.array(list(wanted.values()))
    train = [row_of[i] for i in taught]
    known = np.array([polarity for polarity, _ in taught.values()])
    answers: dict[str, Classes] = {"recogniser of the style": own(rows)}
    for name in LISTS:
        cuts = thresholds(counts(train, name), known)
        answers[f"words of {name or 'all lists'}"] = split(counts(rows, name), *cuts)
    answers["commonest class"] = np.full(len(rows), np.bincount(known).argmax())
    right = {name: float((found == classes).mean()) for name, found in answers.items()}
    print(f"{len(rows)} held-out poems, {len(train)} hand labels to tune word lists on\n")
    print(table(["", "right"], [(name, f"{share:.1%}") for name, share in right.items()]))
    found = answers["recogniser of the style"]
    matrix = [
        (name, *(int(((classes == a) & (found == b)).sum()) for b in range(len(POLARITIES))))
        for a, name in enumerate(POLARITIES)
    ]
    print("\n" + table(["read as ↓, found →", *POLARITIES], matrix))
    ours, lists = (
        right["recogniser of the style"],
        max(right[f"words of {n or 'all lists'}"] for n in LISTS),
    )
    return verdict(
        [
            (f"polarity right, at least {BAR:.0%}", f"{ours:.1%}", ours >= BAR),
            ("ahead of words by 10 points", f"{100 * (ours - lists):.1f}", ours - lists >= AHEAD),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
