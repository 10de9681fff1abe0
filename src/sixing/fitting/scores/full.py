"""Fitting on scores: from lessons to a style of music on disk; stopped anywhere, it goes on.

The steps, each kept in the working folder once done: lessons of each split, training with
checkpoints, and the style (int8 weights, vocabulary, config with what was measured).

$ sixing fit FOLDER --medium music --recipe recipes/tunes.toml --into my-style
"""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from sixing.errors import BadCorpus
from sixing.fitting.scores.gathering import gather
from sixing.media.music import lessons as school
from sixing.media.music.lessons import PLAYERS, Lesson
from sixing.media.music.tokens import STYLES, MusicTokens, vocabulary
from sixing.models import weights
from sixing.models.transformer import TransformerConfig
from sixing.progress import Progress, silent, within
from sixing.store.atomic import write_whole
from sixing.store.styles import VERSION
from sixing.training import sequence
from sixing.training.checkpoint import load as load_state
from sixing.training.loop import Plan, Trainer
from sixing.training.recipe import Recipe

LESSONS = "lessons.jsonl"
#: Habits of a style that are kept, the commonest.
KEPT = 24
log = logging.getLogger(__name__)


def fit(recipe: Recipe, source: Path, folder: Path, progress: Progress = silent) -> Path:
    """Learns a style of music.

    Args:
        source: lessons (``.jsonl``), or a folder of pieces, each subfolder a style.
        folder: where everything is kept; the style is its subfolder ``style``.

    Raises:
        BadCorpus: nothing there can be learnt from.
        BadStyle: a checkpoint in the folder is damaged or of another shape.
    """
    prepare(source, folder, within(progress, 0.0, 0.05))
    net, trainer = trainer_of(recipe, folder)
    place = trainer.fit(within(progress, 0.05, 0.98))
    package(net, recipe, folder, {"tokens": place.tokens, "steps": place.step})
    progress(1.0, "done 成")
    return folder / "style"


def prepare(source: Path, folder: Path, progress: Progress = silent) -> None:
    """Writes lessons and vocabulary, unless they are there."""
    if (folder / "vocabulary.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".jsonl":
        lessons = school.load(source)
    else:
        lessons, report = gather([str(source)], progress)
        write_whole(folder / "report.json", json.dumps(report.to_dict()).encode())
    if not any(one.split == "train" for one in lessons):
        raise BadCorpus(
            f"{source} holds no piece that can be learnt", zh=f"{source} 中没有可学的乐曲"
        )
    school.save(lessons, folder / LESSONS)
    strange = sorted({one.style for one in lessons} - set(STYLES))
    names = vocabulary((*STYLES, *strange))
    write_whole(folder / "vocabulary.json", json.dumps(names).encode())


def trainer_of(recipe: Recipe, folder: Path) -> tuple[nn.Module, Trainer[Any]]:
    """The net of a recipe and the trainer that teaches it the folder's lessons."""
    tokens = tokens_of(folder)
    recipe = recipe.model_copy(update={"vocabulary": len(tokens)})
    train = lessons_of(folder, "train")
    net = sequence.build(recipe)

    def epoch(number: int) -> Iterator[tuple[list[int], int]]:
        return school.epoch(tokens, train, recipe.seed * 1000 + number, recipe.length)

    return net, Trainer(
        net=net,
        optimisers=sequence.optimisers(net, recipe),
        objective=sequence.objective,
        batches=sequence.batches(epoch, recipe),
        plan=Plan(steps=recipe.steps, warmup=recipe.warmup, decay=recipe.decay),
        folder=folder / recipe.name,
    )


def tokens_of(folder: Path) -> MusicTokens:
    """The vocabulary of a working folder."""
    return MusicTokens(json.loads((folder / "vocabulary.json").read_text(encoding="utf-8")))


def lessons_of(folder: Path, split: str) -> list[Lesson]:
    """A working folder's lessons of one split."""
    return [one for one in school.load(folder / LESSONS) if one.split == split]


def trained(recipe: Recipe, folder: Path) -> nn.Module:
    """The net as its last checkpoint left it."""
    net = sequence.build(recipe.model_copy(update={"vocabulary": len(tokens_of(folder))}))
    load_state(folder / recipe.name / "state.safetensors", net, [])
    return net


def package(net: nn.Module, recipe: Recipe, folder: Path, learnt: dict[str, int]) -> None:
    """Writes the style: what a laptop needs to work with it, and nothing else."""
    style, tokens = folder / "style", tokens_of(folder)
    style.mkdir(exist_ok=True)
    arrays = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    weights.save(arrays, style / "weights.safetensors")
    write_whole(style / "vocabulary.json", json.dumps(tokens.vocabulary).encode())
    shape = TransformerConfig(len(tokens), recipe.width, recipe.layers, recipe.heads, recipe.hidden)
    held = lessons_of(folder, "valid") + lessons_of(folder, "test")
    config = {
        "version": VERSION,
        "medium": recipe.medium,
        "model": asdict(shape),
        "length": recipe.length,
        "learnt": learnt,
        "styles": habits(lessons_of(folder, "train")),
        "fluency": usual_fluency(net, tokens, held, recipe.length),
    }
    text = json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(style / "config.json", text.encode())


def habits(lessons: Sequence[Lesson]) -> dict[str, dict[str, Any]]:
    """For each style how often its pieces have each metre, tempo, key, ensemble and length."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one in lessons:
        for name, said, count in _habits(one):
            found[one.style][name][said] += count
    return {
        style: {name: dict(count.most_common(KEPT)) for name, count in kinds.items()}
        for style, kinds in sorted(found.items())
    }


def _habits(one: Lesson) -> Iterator[tuple[str, str, int]]:
    score = one.score
    yield "metres", score.metres[0].name, 1
    yield "tempos", str(score.tempos[0].bpm), 1
    yield "bars", str(len(score.bars()) - (score.pickup > 0)), 1
    if score.key:
        yield "keys", f"{score.key.tonic} {score.key.mode}", 1
    if len(score.parts) == 1 and one.style in PLAYERS:
        for program, odds in PLAYERS[one.style]:
            yield "ensembles", str(program), round(100 * odds)
    else:
        players = ("drums" if part.drums else str(part.program) for part in score.parts)
        yield "ensembles", ",".join(players), 1


def usual_fluency(
    net: nn.Module, tokens: MusicTokens, lessons: Sequence[Lesson], length: int
) -> dict[str, list[float]]:
    """For each style the 1st to 99th percentile of nats a note of held-out pieces' openings."""
    means: dict[str, list[float]] = defaultdict(list)
    for one, (total, notes) in zip(lessons, nats(net, tokens, lessons, length), strict=True):
        means[one.style].append(total / max(1, notes))
    return {
        style: [round(float(v), 4) for v in np.percentile(these, range(1, 100))]
        for style, these in sorted(means.items())
    }


def nats(
    net: nn.Module, tokens: MusicTokens, lessons: Sequence[Lesson], length: int
) -> Iterator[tuple[float, int]]:
    """Nats of each piece's opening, header and body, its style given; and how many notes it has.

    What is said of bars, onsets and lengths counts in the nats of a note, so that ways of
    spelling can be compared.
    """
    net.eval()
    documents = [school.document(tokens, one, length) for one in lessons]
    for (ids, start), losses in zip(documents, sequence.nats(net, documents, rows=4), strict=True):
        kinds = (tokens.parts[token][0] for token in ids[start:])
        yield sum(losses), sum(kind in ("pitch", "drum") for kind in kinds)
