"""Row 2 of the loop, the mood that was asked for: `python -m benchmarks.emotion CORPUS [SHARE]`.

Six hundred poems, a hundred of each mood, on themes of their own, stand against as many on the same
themes in the same forms with no mood. Which mood they have is said by a recogniser of another kind
than the style's: logistic regression on single hanzi and pairs, pooled with another on the vectors
of the theme space, taught on the other half of the training split (labels by votes that were
weighed on hand labels of that half, and those hand labels). Neither recogniser has seen a label of
the other's; how often each finds the moods of held-out poems, as a person read them, stands beside.
`SHARE` makes that part of the poems, for a quick look.
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

EACH, DRAWN, TAUGHT, SURE, REPEATS = 100, 60_000, 3000, 0.4, 3
SLOTS = 1 << 17
RECOGNISED, LOSS = 0.85, 0.03
Lines = Sequence[str]
Row = Mapping[str, str]


class Grams:
    """Logistic regression on hashed hanzi and pairs of hanzi."""

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

    def fit(self, poems: Sequence[Lines], targets: NDArray[np.floating], epochs: int = 5) -> None:
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


def _slots(lines: Lines) -> NDArray[np.int64]:
    grams = [line[i : i + n] for line in lines for n in (1, 2) for i in range(len(line) - n + 1)]
    return np.array([zlib.crc32(gram.encode()) % SLOTS for gram in grams], np.int64)


class Independent:
    """Two regressions of one half of the corpus, their odds pooled.

    What each gives on average to its own lessons is taken off, for moods are asked for equally
    often (Saerens et al. 2002, adjusting a classifier to new priors).
    """

    def __init__(self, poems: Sequence[Lines], targets: NDArray[np.floating]) -> None:
        self.grams, self.space = Grams(), Studio.open("default").space
        self.grams.fit(poems, targets)
        self.towers = Votes.fit(self._vectors(poems), targets.argmax(1), len(MOODS), ridge=300.0)
        self.usual = np.log([np.exp(part).mean(axis=0) for part in self._odds(poems)])

    def say(self, poems: Sequence[Lines]) -> list[str]:
        """The likeliest mood of each poem."""
        odds = sum(part - usual for part, usual in zip(self._odds(poems), self.usual, strict=True))
        return [MOODS[i] for i in np.argmax(odds, axis=1)]

    def _odds(self, poems: Sequence[Lines]) -> tuple[NDArray[np.floating], ...]:
        with torch.no_grad():
            grams = F.log_softmax(self.grams.scores(poems), dim=1).numpy()
        return grams, np.log(self.towers(self._vectors(poems)) + 1e-9)

    def _vectors(self, poems: Sequence[Lines]) -> NDArray[np.floating]:
        return np.stack([self.space.embed_poem(lines) for lines in poems]).astype(float)


def independent(rows: Sequence[Row]) -> Independent:
    """Teaches the independent recogniser on the second half of the training split."""
    chance, words = np.random.default_rng(0), Words.read()
    said = {i: mood for i, (_, mood) in hand().items() if half(i) == 1}
    mine = [row for row in rows if row["split"] == "train" and half(row["id"]) == 1]
    known = [row for row in mine if row["id"] in said]
    unread = [row for row in mine if row["id"] not in said]
    chosen = chance.choice(len(unread), min(DRAWN, len(unread)), replace=False)
    drawn = [unread[i] for i in chosen]
    counted = [np.array([words.features(_lines(r), r["title"]) for r in p]) for p in (known, drawn)]
    moods = np.array([said[row["id"]] for row in known])
    votes = Votes.fit(counted[0], moods, len(MOODS) + 1)(counted[1])
    sure = [i for k in range(len(MOODS)) for i in _surest(votes, k)]
    targets = votes[sure, :-1] + votes[sure, -1:] / len(MOODS)
    by_hand = [
        (_lines(r), m) for r, m in zip(known, moods, strict=True) if m < len(MOODS)
    ] * REPEATS
    return Independent(
        [*(_lines(drawn[i]) for i in sure), *(lines for lines, _ in by_hand)],
        np.concatenate([targets, np.eye(len(MOODS))[[mood for _, mood in by_hand]]]),
    )


def _surest(votes: NDArray[np.floating], mood: int) -> list[int]:
    """Poems that the votes give to a mood, the surest, so many of each mood at most."""
    mine = np.flatnonzero((votes.argmax(1) == mood) & (votes[:, mood] > SURE))
    found: list[int] = mine[np.argsort(-votes[mine, mood])][:TAUGHT].tolist()
    return found


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
    rows = list(Corpus.open(corpus).rows())
    return report(wanted, made(wanted, True), made(wanted, False), rows)


def report(
    wanted: Sequence[Job], works: Sequence[Work], plain: Sequence[Work], rows: Sequence[Row]
) -> int:
    """Print what the recognisers find in works, and in the works made without a mood."""
    other, moods = independent(rows), Studio.open("default").moods
    asked = [mood for *_, mood in wanted]
    found = {"asked": other.say([w.content for w in works]), "own": [f.mood for f in moods(works)]}
    without = other.say([w.content for w in plain])
    lines = []
    for mood in MOODS:
        here = [i for i, name in enumerate(asked) if name == mood]
        shares = [np.mean([said[i] == mood for i in here]) for said in (*found.values(), without)]
        lines.append((mood, len(here), *(f"{share:.0%}" for share in shares)))
    heads = ["mood asked for", "poems", "independent", "the style's own", "independent, none asked"]
    print(table(heads, lines))
    people = held_out(rows)
    read = {
        "independent": other.say([_lines(row) for row, _ in people]),
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
