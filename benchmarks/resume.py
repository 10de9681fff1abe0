"""A training killed at random moments against one left alone: `python -m benchmarks.resume`.

A small net learns synthetic verse in a process of its own, which is killed with SIGKILL (it can
save nothing at the end) five times at moments drawn by chance, and each time started again. Its
curve must be the unbroken run's, and each kill may lose two minutes at most. Row 13.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sixing.media.poem import lessons
from sixing.media.poem.lessons import Lesson
from sixing.media.poem.tokens import Control, shi_stops
from sixing.store.atomic import write_whole
from sixing.testing.verse import VERSE, toy_tokens
from sixing.training.recipe import Recipe

KILLS = 5
#: Seconds between checkpoints in this run; a real training takes `Plan.save_every`.
SAVE_EVERY = 1.0
RECIPE = Recipe(
    name="toy", medium="poem", steps=600, width=64, layers=2, heads=2, hidden=128, rows=8,
    length=128,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a broken run compares.

    Attributes:
        kills: how often it was killed while it learnt.
        apart: the largest difference of two losses at the same point of the curves, in nats.
        lost: for each kill the seconds of work since the last checkpoint.
    """

    kills: int
    apart: float
    points: int
    lost: tuple[float, ...]


def prepare(folder: Path, poems: int = 400) -> None:
    """Synthetic quatrains, split by nothing: what counts is the curve, not what is learnt."""
    folder.mkdir(parents=True)
    chance = random.Random(0)
    lines = [["".join(chance.sample(VERSE, 5)) for _ in range(4)] for _ in range(poems)]
    made = [Lesson(tuple(four), shi_stops(4), Control("五绝"), (), conforms=True) for four in lines]
    lessons.save(made, folder / "train.jsonl")
    write_whole(folder / "vocabulary.json", json.dumps(toy_tokens().vocabulary).encode())


def learn(folder: Path, recipe: Recipe, save_every: float) -> None:
    """One process' work: learn from the last checkpoint on, and write the curve at the end."""
    from dataclasses import replace

    import torch

    from sixing.fitting import trainer_of

    torch.set_num_threads(1)
    _, trainer = trainer_of(recipe, folder)
    trainer.plan = replace(trainer.plan, save_every=save_every, log_every=5)
    (folder / "started").touch()
    place = trainer.fit()
    write_whole(folder / "curve.json", json.dumps(place.curve).encode())


def start(folder: Path, recipe: Recipe, save_every: float) -> subprocess.Popen[bytes]:
    """Starts learning in a process of its own."""
    (folder / "started").unlink(missing_ok=True)
    words = [str(folder), recipe.model_dump_json(), str(save_every)]
    command = [sys.executable, "-m", "benchmarks.resume", *words]
    return subprocess.Popen(command, cwd=Path(__file__).parents[1])


def finish(process: subprocess.Popen[bytes]) -> None:
    """Waits for a process that should end well.

    Raises:
        RuntimeError: it did not.
    """
    if process.wait():
        raise RuntimeError(f"the training ended with status {process.returncode}")


def killed(folder: Path, recipe: Recipe, after: Sequence[float], save_every: float) -> list[float]:
    """Kills a training after so many seconds of learning, time after time, then lets it end.

    Returns:
        for each kill the seconds since the last checkpoint, or since the start of learning.
    """
    lost = []
    for seconds in after:
        process = start(folder, recipe, save_every)
        while not (folder / "started").exists() and process.poll() is None:
            time.sleep(0.05)
        begun = time.time()
        time.sleep(seconds)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        state = folder / recipe.name / "state.safetensors"
        saved = state.stat().st_mtime if state.exists() else 0.0
        lost.append(time.time() - max(begun, saved))
    finish(start(folder, recipe, save_every))
    return lost


def compare(
    folder: Path,
    recipe: Recipe,
    after: Sequence[float] | None = None,
    save_every: float = SAVE_EVERY,
) -> Outcome:
    """Runs both and holds their curves against each other.

    Args:
        after: seconds of learning before each kill; drawn by chance from the unbroken run's
            duration when None.
    """
    prepare(folder / "unbroken")
    begun = time.time()
    learn(folder / "unbroken", recipe, save_every)
    took = time.time() - begun
    moments = after or [random.Random(i).uniform(0.03, 0.15) * took for i in range(KILLS)]
    prepare(folder / "broken")
    lost = killed(folder / "broken", recipe, moments, save_every)
    curves = [json.loads((folder / n / "curve.json").read_text()) for n in ("unbroken", "broken")]
    if [step for step, _ in curves[0]] != [step for step, _ in curves[1]]:
        raise RuntimeError("the curves have different points")
    apart = max(abs(a - b) for (_, a), (_, b) in zip(*curves, strict=True))
    return Outcome(len(lost), apart, len(curves[0]), tuple(lost))


def table(found: Outcome) -> str:
    """A Markdown table."""
    from sixing.training.loop import Plan

    rows = (
        ("kills while learning", f"{found.kills}", f"{KILLS}"),
        ("points of the curve", f"{found.points}", "all"),
        ("largest difference of two losses", f"{found.apart:.2g} nats", "within noise"),
        (f"most time lost, saving every {SAVE_EVERY:.0f} s", f"{max(found.lost):.1f} s", ""),
        ("seconds between checkpoints of a real training", f"{Plan(1).save_every:.0f} s", "≤ 120"),
    )
    head = "| what | measured | must be |\n|---|---|---|"
    return "\n".join([head, *(f"| {what} | {is_} | {must} |" for what, is_, must in rows)])


if __name__ == "__main__":
    if len(sys.argv) == 4:
        learn(Path(sys.argv[1]), Recipe.model_validate_json(sys.argv[2]), float(sys.argv[3]))
    else:
        with TemporaryDirectory() as place:
            print(table(compare(Path(place), RECIPE)))
