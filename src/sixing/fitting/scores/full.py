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
from sixing.judging.music_measures import FILE, measures
from sixing.media.music import keys
from sixing.media.music import lessons as school
from sixing.media.music.lessons import DECLARED, LONGEST, PLAYERS, Lesson, excerpt
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
#: Pieces of a style that judges' measures are counted on, and passages for its likelihood.
MEASURED, PASSAGES = 40, 60
#: What airs in the five pentatonic modes do; facts of the field, of no collection.
AIRS: dict[str, Any] = {
    "metres": {"2/4": 6, "4/4": 4},
    "tempos": {"66": 2, "72": 3, "80": 3, "88": 2, "96": 2},
    "keys": {
        "7 gong": 3, "2 gong": 2, "5 gong": 2, "2 zhi": 4, "7 zhi": 3, "9 yu": 3, "4 yu": 3,
        "9 shang": 2, "2 shang": 1, "4 jue": 1,
    },
    "ensembles": {"73": 4, "110": 3, "107": 3, "77": 1, "106": 1, "73,107": 1},
    "bars": {"16": 4, "8": 1, "12": 1, "24": 1},
}  # fmt: skip
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
    train = lessons_of(folder, "train")
    config = {
        "version": VERSION,
        "medium": recipe.medium,
        "model": asdict(shape),
        "length": recipe.length,
        "learnt": learnt,
        "styles": _with_airs(habits(train), tokens),
        "fluency": usual_fluency(net, tokens, held, recipe.length),
    }
    text = json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(style / "config.json", text.encode())
    measured = _measured(folder, [*held, *train])
    write_whole(style / FILE, (json.dumps(measured, indent=1) + "\n").encode())


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


def _with_airs(found: dict[str, dict[str, Any]], tokens: MusicTokens) -> dict[str, dict[str, Any]]:
    """Habits of Chinese airs beside those learnt: they can be made by rule from other tunes."""
    known = "<style:chinese>" in tokens.number and "irish" in found
    return {**found, "chinese": AIRS, **found} if known else found


def _habits(one: Lesson) -> Iterator[tuple[str, str, int]]:
    score = one.score
    yield "metres", score.metres[0].name, 1
    yield "tempos", str(score.tempos[0].bpm), 1
    yield "bars", str(len(score.bars()) - (score.pickup > 0)), 1
    key = score.key if one.style in DECLARED else keys.find(score, keys.TONAL).key
    if key:
        yield "keys", f"{key.tonic} {key.mode}", 1
    if len(score.parts) == 1 and one.style in PLAYERS:
        for program, odds in PLAYERS[one.style]:
            yield "ensembles", str(program), round(100 * odds)
    else:
        players = ("drums" if part.drums else str(part.program) for part in score.parts)
        yield "ensembles", ",".join(players), 1


def usual_fluency(
    net: nn.Module, tokens: MusicTokens, lessons: Sequence[Lesson], length: int
) -> dict[str, list[float]]:
    """For each style the 1st to 99th percentile of nats a note of passages of held-out pieces."""
    found = {}
    for style in sorted({one.style for one in lessons}):
        these = [one for one in lessons if one.style == style]
        pairs = nats(net, tokens, these, length)
        found[style] = percentiles([total / max(1, notes) for total, notes in pairs])
    return found


def _measured(folder: Path, lessons: Sequence[Lesson]) -> Any:
    """What `usual_measures` finds, found once."""
    path = folder / FILE
    if not path.exists():
        write_whole(path, json.dumps(usual_measures(lessons)).encode())
    return json.loads(path.read_text(encoding="utf-8"))


def usual_measures(lessons: Sequence[Lesson]) -> dict[str, dict[str, list[float]]]:
    """For each style and measure of a judge the 1st to 99th percentile of human pieces."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    taken: Counter[str] = Counter()
    for one in lessons:
        taken[one.style] += 1
        if taken[one.style] > MEASURED:
            continue
        score = excerpt(one.score, 0, min(len(one.score.bars()), LONGEST))
        for name, value in measures(score).items():
            found[one.style][name].append(value)
    return {
        style: {name: percentiles(values) for name, values in named.items() if len(values) > 1}
        for style, named in sorted(found.items())
    }


def percentiles(values: Sequence[float]) -> list[float]:
    """The 1st to the 99th."""
    return [round(float(v), 4) for v in np.percentile(values, range(1, 100))]


def nats(
    net: nn.Module, tokens: MusicTokens, lessons: Sequence[Lesson], length: int
) -> Iterator[tuple[float, int]]:
    """Nats and notes of passages of pieces: header and body, the style given.

    What is said of bars, onsets and lengths counts in the nats of a note, so that ways of
    spelling can be compared.
    """
    net.eval()
    documents = passages(tokens, lessons, length)
    losses = sequence.nats(net, documents, rows=4)
    for (ids, start), these in zip(documents, losses, strict=True):
        kinds = (tokens.parts[token][0] for token in ids[start:])
        yield sum(these), sum(kind in ("pitch", "drum") for kind in kinds)


def passages(
    tokens: MusicTokens, lessons: Sequence[Lesson], length: int
) -> list[tuple[list[int], int]]:
    """Passages of pieces, at most `PASSAGES`, as they fit in a row."""
    found: list[tuple[list[int], int]] = []
    for one in lessons:
        if len(found) < PASSAGES:
            found += school.passages(tokens, one, length)
    return found[:PASSAGES]
