"""A style of music of one's own, from a folder of pieces, on the style that ships.

All weights learn, gently, and stop when the pieces held out (one in five) gain no more; where they
gain nothing the shipped weights stay, and it says so. The style takes the one control token that
the shipped weights were not taught; runs of the pieces are kept as hashes, so that nothing of them
is copied. Stopped anywhere, the same call goes on.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from sixing.composing.studio import MusicStudio
from sixing.errors import BadCorpus
from sixing.features.runs import Runs
from sixing.fitting.scores.full import habits, nats, percentiles
from sixing.fitting.scores.gathering import gather
from sixing.judging.music_measures import FILE, measures
from sixing.media.music import lessons as school
from sixing.media.music.lessons import Lesson
from sixing.media.music.tokens import MusicTokens
from sixing.models import weights
from sixing.models.adapters_torch import net_of
from sixing.models.transformer_torch import Transformer
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.store.atomic import write_whole
from sixing.training.tuning import Tuning, tune
from sixing.works import thaw

#: The control token that the shipped weights were not taught.
SPARE = "<style:chinese>"
LENGTH = 640
"""Places of a row: what the shipped weights were taught with."""
FEWEST, HELD = 5, 5
"""Pieces to learn from at least; one in so many is held out."""


@dataclass(frozen=True, slots=True)
class Tailored:
    """A style of one's own, as it was fitted.

    Attributes:
        pieces: learnt from and held out.
        left: why pieces were left out, and how many.
        base, own: nats a note of the held-out pieces, before and after.
    """

    pieces: int
    left: dict[str, int]
    base: float
    own: float


def tailor(source: Path, name: str, *, progress: Progress = silent) -> Tailored:
    """Learns a style from a folder of MIDI, MusicXML or ABC files and installs it.

    Raises:
        BadInput: the name is taken, or no name.
        BadCorpus: there are too few pieces that can be read.
        StoreError: the style cannot be written.
    """
    styles.require_free(name)
    studio = MusicStudio(styles.find(styles.MUSIC))
    found, report = gather([str(source)], within(progress, 0.0, 0.1))
    lessons = [replace(one, style=name) for one in found]
    if len(lessons) < FEWEST:
        raise BadCorpus(
            f"{source} holds {len(lessons)} pieces that can be learnt: give {FEWEST} or more",
            zh=f"{source} 中可学的乐曲只有 {len(lessons)} 首：请至少给 {FEWEST} 首",
        )
    left = {why: count for each in report.left.values() for why, count in each.items()}
    with styles.fresh(name) as place:
        base, own = _learn(studio, lessons, name, place, within(progress, 0.1, 0.98))
    progress(1.0, "done 成")
    return Tailored(len(lessons), left, base, own)


def _learn(
    studio: MusicStudio, lessons: Sequence[Lesson], name: str, place: Path, progress: Progress
) -> tuple[float, float]:
    tokens = _renamed(studio.tokens, name)
    shuffled = random.Random(0).sample(list(lessons), len(lessons))
    held, learnt = shuffled[::HELD], [one for i, one in enumerate(shuffled) if i % HELD]
    tuning = Tuning(
        rank=0, rows=8, rate=3e-4, steps=max(20, min(400, len(learnt) * 2)), looks=6, patience=2
    )
    work = place / f"work-{_key(lessons, tuning)}"

    def epoch(number: int) -> list[tuple[list[int], int]]:
        return list(school.epoch(tokens, learnt, number, LENGTH))

    def look(net: Transformer) -> float:
        return _mean(net, tokens, held)

    tuned = tune(_net(studio, tokens), epoch, tuning, look=look, folder=work, progress=progress)
    arrays = {key: value.detach().numpy() for key, value in tuned.net.state_dict().items()}
    weights.save(arrays, place / "weights.safetensors")
    write_whole(place / "vocabulary.json", json.dumps(tokens.vocabulary).encode())
    Runs.of([(one.title or one.id, one.score) for one in lessons]).save(place / "runs.safetensors")
    base, own = tuned.curve[0][1], min(held_out for _, held_out in tuned.curve)
    _write(studio, tokens, tuned.net, lessons, held, place, (base, own))
    shutil.rmtree(work)
    return base, own


def _renamed(tokens: MusicTokens, name: str) -> MusicTokens:
    """The vocabulary with the spare style under its new name."""
    spelled = f"<style:{name}>"
    return MusicTokens([spelled if one == SPARE else one for one in tokens.vocabulary])


def _net(studio: MusicStudio, tokens: MusicTokens) -> Transformer:
    """The shipped net; the new style begins as the middle of all styles."""
    net = net_of(studio.config, studio.weights)
    kinds = [tokens.parts[i][0] for i in range(len(tokens))]
    taught = [i for i, kind in enumerate(kinds) if kind == "style"]
    with torch.no_grad():
        table = net.embedding.weight
        table[studio.tokens.number[SPARE]] = table[taught].mean(0)
    return net


def _key(lessons: Sequence[Lesson], tuning: Tuning) -> str:
    """What a working folder belongs to: other pieces begin anew."""
    told = repr([(one.id, one.score) for one in lessons]) + repr(tuning)
    return sha256(told.encode()).hexdigest()[:12]


def _mean(net: Transformer, tokens: MusicTokens, lessons: Sequence[Lesson]) -> float:
    rows = list(nats(net, tokens, lessons, LENGTH))
    return sum(total for total, _ in rows) / max(1, sum(notes for _, notes in rows))


def _write(
    studio: MusicStudio, tokens: MusicTokens, net: Transformer, lessons: Sequence[Lesson],
    held: Sequence[Lesson], place: Path, heldout: tuple[float, float],
) -> None:  # fmt: skip
    name = lessons[0].style
    each = [total / max(1, notes) for total, notes in nats(net, tokens, held, LENGTH)]
    told = [measures(one.score) for one in lessons]
    names = sorted(set().union(*told))
    styles.write_config(
        place,
        {
            "medium": "music",
            "model": thaw(studio.style.config["model"]),
            "learnt_from": "pieces",
            "pieces": len(lessons),
            "heldout": {"base": round(heldout[0], 4), "style": round(heldout[1], 4)},
            "styles": {**thaw(studio.habits), **habits(lessons)},
            "fluency": {name: percentiles(each)},
            "length": LENGTH,
        },
    )
    usual = {name: {key: percentiles([one[key] for one in told if key in one]) for key in names}}
    write_whole(place / FILE, json.dumps(usual, indent=1).encode())
    assert np.isfinite(each).all()  # noqa: S101 - a net that has broken must not be installed
