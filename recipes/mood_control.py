"""Teaches the maker to heed a mood: `mood_control.safetensors` of the classical style.

    python -m recipes.mood_control CORPUS LESSONS LABELS OUT

An adapter on the style's language model learns from poems on whose mood the votes of words
(`mood_labels.py`) and the recogniser agree (`mood_reader.py`), as many of each mood, and from some
of no clear mood. The prefix names the mood seven times in ten, so that the adapter writes well
without it too. LESSONS is the `train.jsonl` of the style's working folder.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from recipes.mood_labels import CLASSES, half
from recipes.mood_reader import base_of, six

from sixing.corpus import Corpus
from sixing.media.poem import lessons as school
from sixing.media.poem.lessons import Lesson
from sixing.models import adapters
from sixing.patterns.moods import Moods
from sixing.studio import Studio
from sixing.works import Work
from sixing.works.mood import HANZI, MOODS

FILE = "mood_control.safetensors"
#: Poems of each mood: that the votes are surest of, and those kept once the recogniser agrees.
READ, KEPT = 5000, 4200
PLAIN = 5000
RANK, RATE, STEPS, ROWS, LENGTH = 16, 1e-3, 350, 24, 256
LONGEST = 100
#: How many times its change counts when it ships: told louder than it was taught, a mood is heard.
STRENGTH = 1.6

Table = NDArray[Any]


@dataclass(frozen=True)
class Poem:
    """A lesson and the votes for its moods, none included."""

    lesson: Lesson
    votes: Table


def candidates(corpus: str, lessons: str, labels: str) -> list[Poem]:
    """Lessons of the first half that are not very long, with their votes."""
    stored = np.load(labels)
    votes = dict(zip(stored["ids"].tolist(), stored["moods"], strict=True))
    opened = Corpus.open(corpus)
    of_text = {
        text: identity
        for text, identity in zip(opened.column("lines"), opened.column("id"), strict=True)
        if identity in votes and half(identity) == 0
    }
    found = []
    for one in school.load(Path(lessons)):
        identity = of_text.get("\n".join(one.lines))
        if identity and sum(map(len, one.lines)) <= LONGEST and (one.conforms):
            found.append(Poem(one, votes[identity]))
    return found


def moods_of(studio: Studio) -> Moods:
    """The style's recogniser."""
    return Moods.open(studio.style.folder, studio.tokens, *base_of(studio))


def taught(poems: Sequence[Poem], moods: Moods, progress: Any) -> list[Lesson]:
    """Lessons that say their mood, balanced, and lessons of none."""
    votes = np.stack([poem.votes for poem in poems])
    odds = np.log(six(votes) + 1e-4)
    found: list[Lesson] = []
    taken: set[int] = set()
    for k, mood in enumerate(MOODS):
        order = np.argsort(-votes[:, k])[:READ]
        progress(k / len(MOODS), f"{mood}: {votes[order[-1], k]:.2f} and more")
        works = [_work(poems[i].lesson) for i in order]
        read = np.log([feeling.moods for feeling in moods(works)])
        both = odds[order] + read
        both -= np.logaddexp.reduce(both, axis=1, keepdims=True)
        best = [order[j] for j in np.argsort(-both[:, k])[:KEPT] if both[j].argmax() == k]
        progress((k + 1) / len(MOODS), f"{mood}: {len(best)} kept")
        taken.update(int(i) for i in best)
        found += [_said(poems[i].lesson, HANZI[mood]) for i in best]
    unsure = [i for i in np.argsort(votes[:, : len(MOODS)].max(1)) if i not in taken]
    return found + [poems[i].lesson for i in unsure[:PLAIN]]


def _work(one: Lesson) -> Work:
    return Work("poem", one.control.tune or one.control.form, "", one.lines)


def _said(one: Lesson, hanzi: str) -> Lesson:
    return replace(one, control=replace(one.control, mood=hanzi))


def teach(studio: Studio, found: Sequence[Lesson], folder: Path, progress: Any) -> adapters.Adapter:
    """The adapter, by the loss that taught the model itself."""
    import torch

    from sixing.models.adapters_torch import adapter_of, attach, net_of
    from sixing.training import sequence
    from sixing.training.loop import Plan, Trainer
    from sixing.training.recipe import Recipe

    net = net_of(*base_of(studio))
    optimiser = torch.optim.AdamW(attach(net, RANK), lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    recipe = Recipe(
        name="mood_control", medium="poem", steps=STEPS, rows=ROWS, length=LENGTH,
        vocabulary=len(studio.tokens),
    )  # fmt: skip
    Trainer(
        net,
        [optimiser],
        sequence.objective,
        sequence.batches(lambda n: school.epoch(studio.tokens, found, 77 + n, 0.0), recipe),
        Plan(steps=STEPS, warmup=20, decay=0.5),
        folder,
    ).fit(progress)
    facts = {
        "says": dict(HANZI),
        "learnt": {"steps": STEPS, "poems": len(found)},
        "strength": STRENGTH,
        "from": "poems of chinese-poetry, moods named by votes and recogniser; no text is in here",
    }
    return adapter_of(net, facts=facts)


def main(corpus: str, lessons: str, labels: str, out: str) -> None:
    """Chooses lessons, teaches and writes."""
    studio = Studio.open("classical")

    def progress(share: float, note: str) -> None:
        print(f"{share:.0%} {note}", flush=True)

    poems = candidates(corpus, lessons, labels)
    assert len(CLASSES) == poems[0].votes.size
    chosen = taught(poems, moods_of(studio), progress)
    path = Path(out)
    adapter = teach(studio, chosen, path.parent / "mood_control", progress)
    louder = {name: (down, STRENGTH * up) for name, (down, up) in adapter.parts.items()}
    adapters.save(replace(adapter, parts=louder), path / FILE if path.is_dir() else path)


if __name__ == "__main__":
    main(*sys.argv[1:])
