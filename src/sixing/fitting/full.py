"""Fitting: from a corpus to a style on disk, by a recipe; stopped anywhere, it goes on from there.

The steps, each kept in the working folder once done: lessons and vocabulary from the corpus,
training with checkpoints, and the style (int8 weights, vocabulary, config with what was measured).

$ sixing fit CORPUS --recipe recipes/classical.toml --into my-style
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from sixing.corpus import Corpus
from sixing.errors import BadCorpus
from sixing.media.poem import lessons as school
from sixing.media.poem.lessons import Lesson
from sixing.media.poem.prosody import book
from sixing.media.poem.tokens import STOPS, PoemTokens
from sixing.models import weights
from sixing.models.transformer import TransformerConfig, TransformerRunner
from sixing.progress import Progress, silent, within
from sixing.store.atomic import write_whole
from sixing.store.styles import VERSION
from sixing.training import sequence
from sixing.training.checkpoint import load as load_state
from sixing.training.loop import Plan, Trainer
from sixing.training.recipe import Recipe

COLUMNS = ("era", "author", "title", "tune", "lines", "shape", "split")
SPLITS = ("train", "valid", "test")
#: Poems of a form whose likelihood says what is usual among people.
USUAL = 300
log = logging.getLogger(__name__)


def fit(recipe: Recipe, corpus: Path, folder: Path, progress: Progress = silent) -> Path:
    """Learns a style.

    Args:
        corpus: a store written by ``sixing corpus add``.
        folder: where everything is kept; the style is its subfolder ``style``.

    Raises:
        BadCorpus: the corpus holds no poem to learn from.
        BadStyle: a checkpoint in the folder is damaged or of another shape.
    """
    prepare(corpus, recipe, folder, within(progress, 0.0, 0.02))
    net, trainer = trainer_of(recipe, folder)
    place = trainer.fit(within(progress, 0.02, 0.98))
    package(net, recipe, folder, {"tokens": place.tokens, "steps": place.step})
    progress(1.0, "done 成")
    return folder / "style"


def prepare(corpus: Path, recipe: Recipe, folder: Path, progress: Progress = silent) -> None:
    """Writes lessons of each split and the vocabulary, unless they are there."""
    if (folder / "vocabulary.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Lesson]] = {split: [] for split in SPLITS}
    opened = Corpus.open(corpus)
    columns = [opened.column(name) for name in COLUMNS]
    for number, values in enumerate(zip(*columns, strict=True)):
        row = dict(zip(COLUMNS, values, strict=True))
        one = school.lesson(row)
        if one is not None:
            found[row["split"]].append(one)
        if number % 5000 == 0:
            progress(number / len(opened), "reading lessons 备课")
    if not found["train"]:
        raise BadCorpus(f"{corpus} holds no poem in a form that can be learnt")
    found["train"] = school.with_images(found["train"])
    for split, these in found.items():
        school.save(these, folder / f"{split}.jsonl")
    names = school.vocabulary(found["train"], recipe.vocabulary)
    write_whole(folder / "vocabulary.json", json.dumps(names, ensure_ascii=False).encode())


def trainer_of(recipe: Recipe, folder: Path) -> tuple[nn.Module, Trainer[Any]]:
    """The net of a recipe and the trainer that teaches it the folder's lessons."""
    tokens = vocabulary(folder)
    recipe = recipe.model_copy(update={"vocabulary": len(tokens)})
    train = school.load(folder / "train.jsonl")
    net = sequence.build(recipe)

    def epoch(number: int) -> Any:
        return school.epoch(tokens, train, recipe.seed * 1000 + number)

    return net, Trainer(
        net=net,
        optimisers=sequence.optimisers(net, recipe),
        objective=sequence.objective,
        batches=sequence.batches(epoch, recipe),
        plan=Plan(steps=recipe.steps, warmup=recipe.warmup, decay=recipe.decay),
        folder=folder / recipe.name,
    )


def vocabulary(folder: Path) -> PoemTokens:
    """The vocabulary of a working folder."""
    return PoemTokens(json.loads((folder / "vocabulary.json").read_text(encoding="utf-8")))


def trained(recipe: Recipe, folder: Path) -> nn.Module:
    """The net as its last checkpoint left it."""
    tokens = vocabulary(folder)
    net = sequence.build(recipe.model_copy(update={"vocabulary": len(tokens)}))
    load_state(folder / recipe.name / "state.safetensors", net, [])
    return net


def package(net: nn.Module, recipe: Recipe, folder: Path, learnt: dict[str, int]) -> None:
    """Writes the style: what a laptop needs to work with it, and nothing else."""
    style, tokens = folder / "style", vocabulary(folder)
    style.mkdir(exist_ok=True)
    arrays = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    weights.save(arrays, style / "weights.safetensors")
    write_whole(
        style / "vocabulary.json", json.dumps(tokens.vocabulary, ensure_ascii=False).encode()
    )
    shape = TransformerConfig(len(tokens), recipe.width, recipe.layers, recipe.heads, recipe.hidden)
    runner = TransformerRunner(shape, weights.load(style / "weights.safetensors", shape.shapes()))
    config = {
        "version": VERSION,
        "medium": recipe.medium,
        "model": asdict(shape),
        "learnt": learnt,
        "rhymes": rhyme_counts(school.load(folder / "train.jsonl")),
        "fluency": usual_fluency(runner, tokens, school.load(folder / "valid.jsonl")),
    }
    text = json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(style / "config.json", text.encode())


def rhyme_counts(lessons: Sequence[Lesson]) -> dict[str, dict[str, float]]:
    """How often poets use each rhyme group, as shares; for ci by the finals of its lines."""
    shi: Counter[str] = Counter()
    ci: Counter[str] = Counter()
    cilin = book("cilin")
    for one in lessons:
        if one.control.tune:
            ci.update(r.group for line in one.lines for r in cilin.readings(line[-1])[:1])
        elif one.conforms:
            shi[one.control.rhyme] += 1
    counts = {"pingshui": shi, "cilin": ci}
    return {
        name: {group: round(n / count.total(), 5) for group, n in count.items() if group}
        for name, count in counts.items()
    }


def usual_fluency(
    runner: TransformerRunner, tokens: PoemTokens, lessons: Sequence[Lesson]
) -> dict[str, list[float]]:
    """For each form the 1st to 99th percentile of nats per hanzi of held-out human poems."""
    from sixing.making.make import nats

    usual = {}
    for form in sorted({one.control.form for one in lessons}):
        these = [one for one in lessons if one.control.form == form and one.conforms][:USUAL]
        if len(these) < 20:
            continue
        documents = [school.document(tokens, one) for one in these]
        means = [
            hanzi_mean(losses, ids[start:], tokens)
            for losses, (ids, start) in zip(nats(runner, documents), documents, strict=True)
        ]
        usual[form] = [round(float(v), 4) for v in np.percentile(means, range(1, 100))]
    return usual


def hanzi_mean(losses: Sequence[float], ids: Sequence[int], tokens: PoemTokens) -> float:
    """Mean nats of the hanzi of a body; stops and the end cost next to nothing and are left out."""
    rest = {tokens.end, *(tokens.number[stop] for stop in STOPS)}
    kept = [loss for loss, token in zip(losses, ids, strict=True) if token not in rest]
    return sum(kept) / max(1, len(kept))
