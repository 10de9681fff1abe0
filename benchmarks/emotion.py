"""Row 2 of the loop, the mood that was asked for: `python -m benchmarks.emotion CORPUS [SHARE]`.

Six hundred poems, a hundred of each mood, on themes of their own, stand against as many on the same
themes in the same forms with no mood. Which mood they have is said by a recogniser of another kind
than the style's: logistic regression on single hanzi and pairs, taught on the other half of the
training split (labels by votes that were weighed on hand labels of that half, and those hand
labels). Neither has seen a poem of the other's; how often each finds the moods of held-out poems,
as a person read them, stands beside. `SHARE` makes that part of the poems, for a quick look.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from multiprocessing import get_context

import numpy as np
import torch
from numpy.typing import NDArray
from recipes.mood_labels import Votes, Words, half, hand
from torch.nn import functional as F

import sixing
from benchmarks.polarity import HELD_OUT, work_of
from benchmarks.tables import table, verdict
from benchmarks.variety import distinct
from benchmarks.works import FORMS, themes
from sixing.corpus import Corpus
from sixing.media.poem.medium import Poems
from sixing.studio import Studio
from sixing.works import MOODS, Work

EACH, TAUGHT, SURE = 100, 30_000, 0.5
SLOTS = 1 << 17
RECOGNISED, LOSS = 0.85, 0.03
Lines = Sequence[str]
Row = Mapping[str, str]


class Grams:
    """Logistic regression on hashed hanzi and pairs of hanzi: the independent recogniser."""

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.bag = torch.nn.EmbeddingBag(SLOTS, len(MOODS), mode="sum")
        torch.nn.init.zeros_(self.bag.weight)

    def scores(self, poems: Sequence[Lines]) -> torch.Tensor:
        """Logits of the moods, (poems, moods)."""
        found = [_slots(lines) for lines in poems]
        offsets = np.cumsum([0, *map(len, found[:-1])])
        sizes = torch.tensor([len(slots) ** 0.5 for slots in found])
        sums = self.bag(torch.from_numpy(np.concatenate(found)), torch.from_numpy(offsets))
        return 4 * sums / sizes[:, None]

    def fit(self, poems: Sequence[Lines], targets: NDArray[np.floating], epochs: int = 6) -> None:
        """Learns from distributions over the moods, (poems, moods)."""
        adam = torch.optim.AdamW(self.bag.parameters(), lr=0.01, weight_decay=0.02)
        chance = np.random.default_rng(0)
        for _ in range(epochs):
            for rows in np.array_split(chance.permutation(len(poems)), len(poems) // 128 or 1):
                logs = F.log_softmax(self.scores([poems[i] for i in rows]), dim=1)
                loss = -(torch.from_numpy(targets[rows]).float() * logs).sum(1).mean()
                adam.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                adam.step()

    def say(self, poems: Sequence[Lines]) -> list[str]:
        """The likeliest mood of each poem."""
        with torch.no_grad():
            return [MOODS[i] for i in self.scores(poems).argmax(1).tolist()]


def _slots(lines: Lines) -> NDArray[np.int64]:
    grams = [line[i : i + n] for line in lines for n in (1, 2) for i in range(len(line) - n + 1)]
    return np.array([zlib.crc32(gram.encode()) % SLOTS for gram in grams], np.int64)


def independent(rows: Sequence[Row]) -> Grams:
    """Teaches the independent recogniser on the second half of the training split."""
    chance, words = np.random.default_rng(0), Words.read()
    said = {i: mood for i, (_, mood) in hand().items() if half(i) == 1}
    mine = [row for row in rows if row["split"] == "train" and half(row["id"]) == 1]
    known = [row for row in mine if row["id"] in said]
    drawn = [mine[i] for i in chance.choice(len(mine), min(TAUGHT, len(mine)), replace=False)]
    counted = [np.array([words.features(_lines(r), r["title"]) for r in p]) for p in (known, drawn)]
    moods = np.array([said[row["id"]] for row in known])
    votes = Votes.fit(counted[0], moods, len(MOODS) + 1)(counted[1])
    sure = votes.max(1) > SURE
    sure &= votes.argmax(1) < len(MOODS)
    votes = votes[:, :-1] + votes[:, -1:] / len(MOODS)
    by_hand = [(row, mood) for row, mood in zip(known, moods, strict=True) if mood < len(MOODS)] * 5
    poems = [_lines(row) for row, kept in zip(drawn, sure, strict=True) if kept]
    # As many of each mood: a recogniser of moods asked for in equal numbers.
    weight = 1 / np.bincount(votes[sure].argmax(1), minlength=len(MOODS))
    weight /= (weight * np.bincount(votes[sure].argmax(1), minlength=len(MOODS))).sum() / sure.sum()
    targets = votes[sure] * weight[votes[sure].argmax(1)][:, None]
    grams = Grams()
    grams.fit(
        [*poems, *(_lines(row) for row, _ in by_hand)],
        np.concatenate([targets, np.eye(len(MOODS))[[mood for _, mood in by_hand]]]),
    )
    return grams


def _lines(row: Row) -> list[str]:
    return row["lines"].split("\n")


def held_out(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Held-out poems and the mood that a person read in them."""
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        said = {row["id"]: row["mood"] for row in csv.DictReader(file, delimiter="\t")}
    return [(row, said[row["id"]]) for row in rows if said.get(row["id"], "none") != "none"]


Job = tuple[str, str, int, str]


def jobs(share: float) -> list[Job]:
    """Theme, form, seed and mood of every poem; moods and forms in turn."""
    count = round(EACH * share) * len(MOODS)
    moods = [MOODS[i // len(FORMS) % len(MOODS)] for i in range(count)]
    return list(zip(themes(count), cycle(FORMS), range(7001, 7001 + count), moods, strict=False))


def _made(job: Job, told: bool) -> Work:
    theme, form, seed, mood = job
    (poem,) = sixing.create(
        "poem", form=form, theme=theme, seed=seed, emotion=mood if told else None
    )
    return poem.work


def made(wanted: Sequence[Job], told: bool) -> list[Work]:
    """The works, two at a time."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return list(pool.map(_made, wanted, [told] * len(wanted), chunksize=4))


def main(corpus: str, share: str = "1") -> int:
    """Print the tables."""
    wanted = jobs(float(share))
    works, plain = made(wanted, True), made(wanted, False)
    rows = list(Corpus.open(corpus).rows())
    grams, moods = independent(rows), Studio.open("default").moods
    asked = [mood for *_, mood in wanted]
    found = {"asked": grams.say([w.content for w in works]), "own": [f.mood for f in moods(works)]}
    without = grams.say([w.content for w in plain])
    lines = []
    for mood in MOODS:
        here = [i for i, name in enumerate(asked) if name == mood]
        shares = [np.mean([said[i] == mood for i in here]) for said in (*found.values(), without)]
        lines.append((mood, len(here), *(f"{share:.0%}" for share in shares)))
    heads = ["mood asked for", "poems", "independent", "the style's own", "independent, none asked"]
    print(table(heads, lines))
    people = held_out(rows)
    read = {
        "independent": grams.say([_lines(row) for row, _ in people]),
        "the style's own": [f.mood for f in moods([work_of(row) for row, _ in people])],
    }
    print(f"\nOf {len(people)} held-out poems of people, labelled by reading, of six moods:\n")
    right = {
        name: np.mean([a == b for a, (_, b) in zip(said, people, strict=True)])
        for name, said in read.items()
    }
    print(table(["recogniser", "right"], [(name, f"{share:.1%}") for name, share in right.items()]))
    hit = float(np.mean([a == b for a, b in zip(found["asked"], asked, strict=True)]))
    kept = float(np.mean([not any(f.grave for f in Poems().check(work)) for work in works]))
    ours, theirs = (distinct([w.content for w in part]) for part in (works, plain))
    return verdict(
        [
            (f"mood recognised, at least {RECOGNISED:.0%}", f"{hit:.1%}", hit >= RECOGNISED),
            ("form kept, 100 %", f"{kept:.1%}", kept == 1),
            (
                f"distinct-2 lost, at most {LOSS:.0%}",
                f"{1 - ours / theirs:.1%} ({ours:.4f} against {theirs:.4f})",
                1 - ours / theirs <= LOSS,
            ),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
