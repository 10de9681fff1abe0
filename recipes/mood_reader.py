"""Teaches the recogniser of moods that ships: `moods.safetensors` of the classical style.

    python -m recipes.mood_reader votes CORPUS LABELS FIRST
    python -m recipes.mood_reader hand CORPUS LABELS FIRST OUT

First, an adapter and two heads on the style's language model learn from poems of the first half of
the training split, labelled by votes (`mood_labels.py`). Then a second adapter on top of it learns
from the hand labels, read with and without their titles, among poems labelled by votes; both are
written as one. Of the second half only the hand labels' polarity is used: its moods belong to the
recogniser that examines this one. `try` in place of `hand` keeps a quarter of the hand labels out
and says how many of them it finds.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from recipes.mood_labels import CLASSES, half, hand, kept_out

from sixing.corpus import Corpus
from sixing.media.poem.lessons import FORMS
from sixing.media.poem.lessons import title as heading
from sixing.media.poem.tokens import PoemTokens
from sixing.models import adapters, weights
from sixing.models.adapters import Adapter
from sixing.models.reader import Document, Reader
from sixing.models.transformer import TransformerConfig
from sixing.patterns.moods import LEANING, document
from sixing.studio import Studio
from sixing.works.mood import MOODS, POLARITIES

Table = NDArray[Any]
Row = Mapping[str, str]
#: Poems of each class that votes label: alone, among hand labels, and to count words in.
EACH, AMONG, COUNTED = 3000, 700, 6000
#: How often hand labels are read, half of the times with their titles.
REPEATS, RATE = 10, 2e-3
LONGEST = 96
SURE, PRIOR = 0.5, 60
#: Nats that a neutral reading gains: what finds most of the labels that a `try` kept out.
NEUTRAL = 0.7


def spoken(tokens: PoemTokens, row: Row, titled: bool = False) -> Document:
    """A corpus row as a reader reads it, cut where it is very long."""
    other = {"5": "五排", "7": "七排"}.get(row["shape"][:1], "")
    form = "词" if row["tune"] else FORMS.get(row["shape"], other)
    name = heading(row["title"].replace(row["tune"], "").strip()) if titled else ""
    ids, start = document(tokens, form, row["lines"].split("\n"), name)
    return ids[: start + LONGEST], start


def six(moods: Table) -> Table:
    """Odds of moods with none, as odds of moods: none is every mood alike."""
    found: Table = moods[..., : len(MOODS)] + moods[..., len(MOODS) :] / len(MOODS)
    return found


def hand_targets(ids: Sequence[str], known: Mapping[str, tuple[int, int]]) -> dict[str, Table]:
    """What the hand labels teach: polarity always, the mood in the first half only."""
    mood = six(np.eye(len(CLASSES))[[known[i][1] for i in ids]])
    mood[[half(i) == 1 for i in ids]] = np.nan
    return {"moods": mood, "polarity": np.eye(len(POLARITIES))[[known[i][0] for i in ids]]}


def base_of(studio: Studio) -> tuple[TransformerConfig, dict[str, Any]]:
    """Shape and weights of the style's language model."""
    config = TransformerConfig(**studio.style.config["model"])  # type: ignore[arg-type]
    return config, weights.load(studio.style.folder / "weights.safetensors", config.shapes())


@dataclass(frozen=True)
class School:
    """What both rounds need: the style, the corpus by id, votes and hand labels."""

    studio: Studio
    row_of: Mapping[str, Row]
    ids: Sequence[str]
    moods: Table
    polarity: Table
    known: Mapping[str, tuple[int, int]]

    @classmethod
    def open(cls, corpus: str, labels: str) -> School:
        """Opens the corpus and the labels."""
        row_of = {row["id"]: row for row in Corpus.open(corpus).rows() if row["split"] == "train"}
        stored = np.load(labels)
        ids, moods, polarity = (stored[name] for name in ("ids", "moods", "polarities"))
        known = {i: said for i, said in hand().items() if i in row_of}
        return cls(Studio.open("classical"), row_of, ids.tolist(), moods, polarity, known)

    def voted(self, each: int) -> list[int]:
        """Poems of the first half, surely labelled, as many of each mood, and some of none."""
        chance = random.Random(each)
        mine = np.array([half(i) == 0 and i not in self.known for i in self.ids])
        found: list[int] = []
        for k in range(len(CLASSES)):
            these = np.flatnonzero(mine & (self.moods.argmax(1) == k) & (self.moods[:, k] > SURE))
            found += chance.sample(these.tolist(), min(each, len(these)))
        return found

    def read(self, ids: Sequence[str], titled: bool) -> list[Document]:
        """Poems as documents."""
        return [spoken(self.studio.tokens, self.row_of[i], titled) for i in ids]

    def lessons(self, each: int) -> tuple[list[Document], dict[str, Table]]:
        """Poems that votes labelled, every other with its title."""
        chosen = self.voted(each)
        a, b = chosen[::2], chosen[1::2]
        documents = [
            *self.read([self.ids[i] for i in a], False),
            *self.read([self.ids[i] for i in b], True),
        ]
        return documents, {"moods": six(self.moods[a + b]), "polarity": self.polarity[a + b]}


def teach(
    studio: Studio,
    first: Adapter | None,
    documents: Sequence[Document],
    targets: Mapping[str, Table],
    rate: float,
) -> Adapter:
    """An adapter and its heads, together with the one that it stands on."""
    import torch

    from sixing.models.adapters_torch import net_of
    from sixing.training.reading import Reading, fit_reader

    def progress(share: float, note: str) -> None:
        print(f"{share:.0%} {note}", flush=True)

    torch.manual_seed(0)
    config, base = base_of(studio)
    net = net_of(config, first.merged(base) if first else base)
    found = fit_reader(net, documents, targets, Reading(rate=rate), progress=progress)
    return joined(first, found) if first else found


def joined(first: Adapter, second: Adapter) -> Adapter:
    """Two adapters as one of the sum of their ranks; the heads are the second's."""
    parts = {
        name: (
            np.concatenate([down, second.parts[name][0]]),
            np.hstack([up, second.parts[name][1]]),
        )
        for name, (down, up) in first.parts.items()
    }
    return replace(second, parts=parts)


def leaning(tokens: PoemTokens, rows: Sequence[Row], moods: Table) -> Table:
    """How far tokens lean to each mood, (moods, vocabulary): log of P(mood | token) / P(mood).

    A token's poems are joined by `PRIOR` poems of the common mixture, so that a rare hanzi leans
    little.
    """
    counts = np.zeros((len(MOODS), len(tokens)))
    for row, share in zip(rows, moods, strict=True):
        spelt = {tokens.number[c] for c in row["lines"] if c in tokens.hanzi}
        counts[:, list(spelt)] += share[:, None]
    common = moods.sum(0) / moods.sum()
    odds = (counts + PRIOR * common[:, None]) / (counts.sum(0) + PRIOR)
    found: Table = np.log(odds / common[:, None]).astype(np.float32)
    return found


def examine(school: School, adapter: Adapter, ids: Sequence[str]) -> dict[str, float]:
    """Share of hand labels that a recogniser finds, by head, without and with titles."""
    wanted = hand_targets(ids, school.known)
    reader = Reader(*base_of(school.studio), adapter)
    found = {}
    for titled in (False, True):
        scores = reader.scores(school.read(ids, titled))
        for name, target in wanted.items():
            sure = target.max(1) > 0.5  # which NaN is not, nor a poem without a mood
            right = scores[name][sure].argmax(1) == target[sure].argmax(1)
            found[f"{name}{' with titles' if titled else ''}"] = round(float(right.mean()), 4)
    return found


def votes(corpus: str, labels: str, first: str) -> None:
    """The first round."""
    school = School.open(corpus, labels)
    adapters.save(teach(school.studio, None, *school.lessons(EACH), 2e-3), Path(first))


def by_hand(corpus: str, labels: str, first: str, out: str, keep: bool) -> None:
    """The second round."""
    school = School.open(corpus, labels)
    these = [i for i in school.known if not (keep and kept_out(i))]
    documents, targets = school.lessons(AMONG)
    said = hand_targets(these, school.known)
    for turn in range(REPEATS):
        documents += school.read(these, titled=turn % 2 == 1)
        targets = {name: np.concatenate([targets[name], said[name]]) for name in targets}
    adapter = teach(school.studio, adapters.load(Path(first)), documents, targets, RATE)
    adapter.heads["polarity.bias"][POLARITIES.index("neutral")] += NEUTRAL
    facts: dict[str, Any] = {
        "heads": {"moods": MOODS, "polarity": POLARITIES},
        "learnt": {"by votes": EACH * len(CLASSES), "by hand": len(these)},
        "from": "poems of chinese-poetry, labelled for this project; no text is in this file",
    }
    if keep:
        facts["kept out"] = examine(school, adapter, [i for i in school.known if kept_out(i)])
        print(facts["kept out"])
    counted = school.voted(COUNTED)
    rows = [school.row_of[school.ids[i]] for i in counted]
    lean = leaning(school.studio.tokens, rows, six(school.moods[counted]))
    adapters.save(replace(adapter, heads={**adapter.heads, LEANING: lean}, facts=facts), Path(out))


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    if task == "votes":
        votes(*arguments)
    else:
        by_hand(*arguments, keep=task == "try")
