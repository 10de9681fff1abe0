"""Teaches the critic that ships: `critic.safetensors` of the classical style.

    python -m recipes.critic LESSONS [OUT]

LESSONS is the style's working folder. Human poems are every other strict lesson of the training
split (`benchmarks.pools`); the rest is left to the critics that measure. Made poems are what the
engine writes for their forms and titles. One prompt in eight is held back: on it the critic is
calibrated and its percentiles of human works are taken; nothing of the valid and test split is
read. Takes about ten minutes of one core, most of it sampling.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks import pools
from benchmarks.pools import FORMS, Making, Pool, Prompt

from sixing.judging.critic import HEAD, document
from sixing.models import adapters
from sixing.models.adapters import Adapter
from sixing.models.adapters_torch import net_of
from sixing.models.reader import Reader
from sixing.studio import Studio
from sixing.training.adversary import Kind, Opposing, calibration, fit_critic

FILE = "critic.safetensors"
PROMPTS = {"五绝": 225, "七绝": 300, "五律": 225, "七律": 150}
#: Human poems of a form that are learnt from, those that calibrate, and every which prompt does.
HUMANS, HELD, EVERY = 2500, 150, 8
LEARN = Opposing(rank=8, pairs=32, rate=2e-3, epochs=1.0, seed=0)

Lines = tuple[str, ...]
ByForm = dict[str, list[Lines]]


def humans(folder: Path, lessons: Path, studio: Studio) -> tuple[ByForm, ByForm]:
    """Human poems to learn from, and others to calibrate on."""
    half = pools.strict_lessons(lessons, "train", studio, folder)[0::2]
    found = {form: [one.lines for one in half if one.control.form == form] for form in FORMS}
    return (
        {form: these[HELD : HELD + HUMANS] for form, these in found.items()},
        {form: these[:HELD] for form, these in found.items()},
    )


def made(asked: Sequence[Prompt], pool: Pool, held: bool) -> ByForm:
    """What was written for the prompts that are held back, or for the others."""
    found: ByForm = {form: [] for form in FORMS}
    for i, (prompt, works) in enumerate(zip(asked, pool, strict=True)):
        if (i % EVERY == 0) is held:
            found[prompt.form] += [one.work.content for one in works]
    return found


def taught(studio: Studio, real: ByForm, written: ByForm) -> Adapter:
    """The critic, without facts."""

    def documents(form: str, poems: Sequence[Lines]) -> list[tuple[Sequence[int], int]]:
        return [document(studio.tokens, form, lines) for lines in poems]

    kinds = [Kind(documents(f, real[f]), documents(f, written[f])) for f in FORMS]
    net = net_of(studio.config, studio.weights)
    begun = time.monotonic()

    def progress(share: float, text: str) -> None:
        print(f"{share:4.0%} {text} {time.monotonic() - begun:.0f} s", flush=True)

    return fit_critic(net, kinds, LEARN, progress=progress)


def facts(studio: Studio, critic: Adapter, real: ByForm, written: ByForm) -> dict[str, Any]:
    """Calibration, what is usual among people, and how well it tells, by form."""
    reader = Reader(studio.config, studio.weights, critic)
    found: dict[str, Any] = {"calibration": {}, "usual": {}, "pairwise": {}}
    for form in FORMS:
        people, ours = (
            reader.scores([document(studio.tokens, form, p) for p in poems[form]])[HEAD][:, 0]
            for poems in (real, written)
        )
        line = calibration(torch.from_numpy(people), torch.from_numpy(ours))
        found["calibration"][form] = [round(value, 4) for value in line]
        marks = np.percentile(people, range(1, 100))
        found["usual"][form] = [round(float(v), 3) for v in marks]
        found["pairwise"][form] = round(float((people[:, None] > ours[None, :]).mean()), 3)
        print(form, found["calibration"][form], found["pairwise"][form])
    return found


def main(lessons: str, out: str = "") -> None:
    """Sample, teach, calibrate, write."""
    torch.set_num_threads(1)
    studio, folder = Studio.open("default"), Path(lessons) / "ladder"
    half = pools.strict_lessons(Path(lessons), "train", studio, folder)[0::2]
    asked = pools.prompts(half, studio, PROMPTS, 1)
    base = pools.name_of(studio.path("weights.safetensors"))
    pool = pools.pool(studio, asked, Making(base, rows=2), folder)
    real, held = humans(folder, Path(lessons), studio)
    learnt = made(asked, pool, held=False)
    critic = taught(studio, real, learnt)
    said = facts(studio, critic, held, made(asked, pool, held=True)) | {
        "data": "strict lessons of the training split, every other one; made poems of this style",
        "human": {form: len(real[form]) for form in FORMS},
        "made": {form: len(learnt[form]) for form in FORMS},
    }
    adapters.save(replace(critic, facts=said), Path(out) if out else studio.path(FILE))


if __name__ == "__main__":
    main(*sys.argv[1:])
