"""Row 12: a StyleGAN's training killed at random moments against one left alone.

    python -m benchmarks.picture_resume

A small net learns drawn discs in a process of its own, which is killed with SIGKILL (it can save
nothing at the end) three times at moments drawn by chance, and each time started again. Its curve
and its weights must be the unbroken run's.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.tables import table, verdict
from sixing.store.atomic import write_whole
from sixing.training.gan import Gan, GanRecipe

KILLS = 3
RECIPE = GanRecipe(
    name="toy", size=16, width=8, most=32, latent=16, batch=8, kimg=2.4, save_every=0.5
)


def discs(count: int = 64, side: int = 16) -> NDArray[np.float32]:
    """Coloured discs on white, (count, 3, side, side)."""
    chance = np.random.default_rng(0)
    y, x = np.mgrid[:side, :side]
    found = []
    for middle, radius, colour in zip(
        chance.uniform(5, 11, (count, 2)), chance.uniform(2, 5, count),
        chance.uniform(-1, 1, (count, 3)), strict=True,
    ):  # fmt: skip
        inside = np.hypot(y - middle[0], x - middle[1]) < radius
        found.append(np.where(inside, colour[:, None, None], 1.0))
    return np.array(found, np.float32)


def learn(folder: Path) -> None:
    """One process' work: learn from the last checkpoint on, and write the curve at the end."""
    torch.set_num_threads(1)
    gan = Gan(RECIPE, discs(), folder)
    place = gan.fit()
    weights = [weight.double().abs().sum().item() for weight in gan.mean_maker().parameters()]
    told = {"curve": place.curve, "weights": weights, "step": place.step}
    write_whole(folder / "end.json", json.dumps(told).encode())


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Starts learning in a process of its own."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.picture_resume", str(folder)]
    return subprocess.Popen(command, cwd=Path(__file__).parents[1])


def finish(process: subprocess.Popen[bytes]) -> None:
    """Waits for a process that should end well."""
    if process.wait():
        raise RuntimeError(f"the training ended with status {process.returncode}")


def killed(folder: Path, kills: int = KILLS) -> int:
    """Kills a training up to a second after it saved itself, time after time, then lets it end.

    Returns:
        how often it was killed while it learnt.
    """
    chance, done = random.Random(0), 0
    for _ in range(kills):
        process, begun = start(folder), time.time()
        while process.poll() is None and not saved_after(folder, begun):
            time.sleep(0.02)
        time.sleep(chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        done += not (folder / "end.json").exists()
    finish(start(folder))
    return done


def saved_after(folder: Path, moment: float) -> bool:
    """Whether a checkpoint was written since."""
    state = folder / "state.safetensors"
    return state.exists() and state.stat().st_mtime > moment


def main() -> int:
    """Runs both and holds them against each other."""
    with TemporaryDirectory() as place:
        whole, broken = Path(place, "whole"), Path(place, "broken")
        finish(start(whole))
        kills = killed(broken)
        one, other = (json.loads((f / "end.json").read_text()) for f in (whole, broken))
    apart = max(abs(a - b) for (_, a), (_, b) in zip(one["curve"], other["curve"], strict=True))
    weights = max(abs(a - b) for a, b in zip(one["weights"], other["weights"], strict=True))
    facts = [["steps", one["step"], other["step"]], ["points of the curve", *map(
        len, (one["curve"], other["curve"]))], ["last loss, nats", *(
            f"{some['curve'][-1][1]:.6f}" for some in (one, other))]]  # fmt: skip
    print(table(["", "left alone", f"killed {kills} times"], facts))
    return verdict([
        ("killed while it learnt", f"{kills}", kills == KILLS),
        ("largest difference of two losses", f"{apart:.2g} nats", apart == 0),
        ("largest difference of weights' sums", f"{weights:.2g}", weights == 0),
    ])  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) == 2:
        learn(Path(sys.argv[1]))
    else:
        sys.exit(main())
