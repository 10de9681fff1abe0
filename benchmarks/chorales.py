"""The density of JSB chorales, row 1: mean -ln p over every (step, voice), strictly causal.

    python -m benchmarks.chorales [--data FILE] [--seeds 1 2 3] [--minutes M] RUNS_FOLDER

FILE (or the variable SIXING_JSB) is Jsb16thSeparated.json(.gz): {train, valid, test}, each a list
of pieces, a piece a list of [soprano, alto, tenor, bass] at each 16th, -1 where a voice is silent.
A silence is a symbol like any other and is counted like any other. No keys, chords, fermatas,
barlines or lengths are given; the number of the step is. Voices are read in the file's order.

Each seed trains as recipes/jsb.toml says, or its finished run in RUNS_FOLDER is read; runs go on
from their last checkpoint. `--minutes` shortens the recipe to about so many of one core. Two
baselines are counted on the training pieces: copying (how often a voice keeps its symbol, else one
of its symbols) and a table of steps (hold or interval, by the place in the beat).
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from benchmarks.tables import table, verdict
from sixing.models import weights
from sixing.models.frames import FramesRunner
from sixing.models.frames_table import Table, read_table
from sixing.models.frames_torch import Frames, FramesNet
from sixing.store.atomic import write_whole
from sixing.training import checkpoint
from sixing.training import frames as lessons
from sixing.training.frames import FramesRecipe
from sixing.training.loop import Trainer

RECIPE = Path(__file__).parents[1] / "recipes" / "jsb.toml"
KEYS = range(-6, 6, 3)
VALID, TEST, PARAMETERS, CORE_MINUTES = 0.385, 0.405, 4_000_000, 240
Pieces = dict[str, list[NDArray[np.int64]]]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Figures:
    """Nats a (step, voice): whole, its hold part and its pitch part; and nats a new note."""

    whole: float
    hold: float
    pitch: float
    onset: float

    def cells(self) -> list[str]:
        """For a row of the table."""
        parts = f"{self.whole:.4f}", f"{self.hold:.4f} + {self.pitch:.4f}", f"{self.onset:.3f}"
        return list(parts)


def figures(pieces: Sequence[NDArray[np.int64]], costs: Sequence[tuple[Floats, Floats]]) -> Figures:
    """The means over all places."""
    hold, pitch = (float(sum(part[i].sum(dtype=float) for part in costs)) for i in (0, 1))
    places = sum(piece.size for piece in pieces)
    onsets = sum(piece[0].size + int((piece[1:] != piece[:-1]).sum()) for piece in pieces)
    whole = hold + pitch
    return Figures(whole / places, hold / places, pitch / places, whole / onsets)


def read_pieces(path: Path) -> Pieces:
    """The three parts of the data."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as stored:
        parts = json.load(stored)
    return {name: [np.array(piece, np.int64) for piece in parts[name]] for name in parts}


def copying(pieces: Pieces, part: str) -> Figures:
    """Every voice keeps its symbol, or takes another one, as often as in training."""
    train = pieces["train"]
    held = np.mean(np.concatenate([p[1:] == p[:-1] for p in train]), axis=0)
    counts = np.ones((4, 129))
    for piece in train:
        for voice in range(4):
            np.add.at(counts[voice], piece[:, voice] + 1, 1)
    share = counts / counts.sum(axis=1, keepdims=True)
    return figures(pieces[part], [_gated(p, lambda _: held, _plain(share)) for p in pieces[part]])


def intervals(pieces: Pieces, part: str) -> Figures:
    """Every voice holds or steps as often as in training at this place of the beat."""
    held, counts = np.full((4, 4, 2), 0.5), np.full((4, 257), 0.05)
    for piece in pieces["train"]:
        same = piece[1:] == piece[:-1]
        for phase in range(4):
            here = same[(phase - 1) % 4 :: 4]
            held[phase, :, 0] += here.sum(axis=0)
            held[phase, :, 1] += (~here).sum(axis=0)
        for voice in range(4):
            steps = np.diff(piece[:, voice])
            np.add.at(counts[voice], steps[steps != 0] + 128, 1)
    gate = held[..., 0] / held.sum(axis=-1)
    share = counts / counts.sum(axis=1, keepdims=True)

    def stepping(before: NDArray[np.int64] | None, now: NDArray[np.int64]) -> Floats:
        if before is None:
            return np.full(4, np.log(1 / 129), np.float32)
        found: Floats = np.log(share[np.arange(4), now - before + 128]).astype(np.float32)
        return found

    every = [_gated(p, lambda t: gate[t % 4], stepping) for p in pieces[part]]
    return figures(pieces[part], every)


Symbols = Callable[[NDArray[np.int64] | None, NDArray[np.int64]], Floats]


def _plain(share: NDArray[np.float64]) -> Symbols:
    def found(before: NDArray[np.int64] | None, now: NDArray[np.int64]) -> Floats:
        voices = np.arange(4)
        left = 1 if before is None else 1 - share[voices, before + 1]
        logs: Floats = np.log(share[voices, now + 1] / left).astype(np.float32)
        return logs

    return found


def _gated(
    piece: NDArray[np.int64], gate: Callable[[int], NDArray[np.float64]], symbols: Symbols
) -> tuple[Floats, Floats]:
    hold, other = np.zeros(piece.shape, np.float32), np.zeros(piece.shape, np.float32)
    other[0] = -symbols(None, piece[0])
    for t in range(1, len(piece)):
        same = piece[t] == piece[t - 1]
        hold[t] = -np.log(np.where(same, gate(t), 1 - gate(t)))
        other[t] = np.where(same, 0, -symbols(piece[t - 1], piece[t]))
    return hold, other


@dataclass(frozen=True, slots=True)
class Run:
    """A finished training: its net, and the minutes of one core that it took, reading included."""

    net: FramesNet
    minutes: float


def train(recipe: FramesRecipe, tables: Sequence[Table], folder: Path, reading: float) -> Run:
    """Trains, or reads the finished run; one gone on with counts its earlier steps at its speed."""
    net, state, note = lessons.build(recipe), folder / "state.safetensors", folder / "minutes.json"
    done = checkpoint.load(state, net, []).step if state.exists() else 0
    if note.exists() and done == recipe.steps:
        return Run(net, float(json.loads(note.read_text())["core_minutes"]))
    begun = time.process_time()
    trainer = Trainer[Frames](
        net, lessons.optimisers(net, recipe), lessons.objective, lessons.batches(tables, recipe),
        lessons.plan(recipe), folder,
    )  # fmt: skip
    trainer.fit(lambda _, text: print(f"seed {recipe.seed}: {text}", file=sys.stderr, flush=True))
    spent = (time.process_time() - begun) * recipe.steps / max(1, recipe.steps - done)
    minutes = (spent + reading) / 60
    write_whole(note, json.dumps({"core_minutes": minutes}).encode())
    return Run(net, minutes)


def measure(
    net: nn.Module, tables: Sequence[Table], keys: Sequence[int]
) -> list[tuple[Floats, Floats]]:
    """What every table costs."""
    return [lessons.costs(net, one, keys) for one in tables]


def same_as_runner(net: FramesNet, piece: NDArray[np.int64], one: Table) -> float:
    """How far the numpy runner's nats lie from the net's on one piece, at most."""
    runner = FramesRunner(net.config, arrays(net))
    ours, theirs = runner.nats(piece.tolist()), lessons.costs(net, one)
    return float(max(np.abs(a - b).max() for a, b in zip(ours, theirs, strict=True)))


def arrays(net: nn.Module) -> Mapping[str, Floats]:
    """The weights as the runner reads them."""
    state: Mapping[str, Tensor] = net.state_dict()
    return {name: value.detach().numpy() for name, value in state.items()}


def main() -> int:
    """Trains or reads each seed, prints the table, and holds the worst seed to the bars."""
    parser = ArgumentParser(description="The density of JSB chorales")
    parser.add_argument("--data", type=Path, default=os.environ.get("SIXING_JSB"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--minutes", type=float, help="shorten the recipe: minutes of one core")
    parser.add_argument("runs", type=Path, help="folder of the trainings")
    given = parser.parse_args()
    if given.data is None or not Path(given.data).exists():
        print("skipped: no chorales; give --data or SIXING_JSB the path of Jsb16thSeparated.json")
        return 0
    torch.set_num_threads(1)
    return report(read_pieces(Path(given.data)), given.seeds, given.minutes, given.runs)


def report(pieces: Pieces, seeds: Sequence[int], minutes: float | None, runs: Path) -> int:
    """The tables and the verdict."""
    recipe = lessons.read(RECIPE)
    begun = time.process_time()
    learnt = [read_table(recipe.config, piece.tolist()) for piece in pieces["train"]]
    reading = time.process_time() - begun
    if minutes is not None:
        recipe = recipe.model_copy(update={"steps": max(1, int(recipe.steps * minutes / FULL))})
    held = {
        p: [read_table(recipe.config, x.tolist()) for x in pieces[p]] for p in ("valid", "test")
    }
    rows, plain, apart, spent, size = [], [], 0.0, 0.0, 0
    for seed in seeds:
        run = train(recipe.model_copy(update={"seed": seed}), learnt, runs / str(seed), reading)
        size, spent = sum(p.numel() for p in run.net.parameters()), max(spent, run.minutes)
        for keys, name in ((range(1), "one key"), (KEYS, "mean of 4 keys")):
            found = [figures(pieces[p], measure(run.net, held[p], keys)) for p in held]
            print(f"seed {seed}, {name}: {found}", file=sys.stderr, flush=True)
            rows.append([seed, name, f"{run.minutes:.1f}", *found[0].cells(), *found[1].cells()])
            if len(keys) == 1:
                plain.append(found)
        apart = max(apart, same_as_runner(run.net, pieces["test"][0], held["test"][0]))
        weights.save(arrays(run.net), runs / str(seed) / "weights.safetensors")
    for name, count in (("copying", copying), ("steps by place in the beat", intervals)):
        cells = [cell for part in held for cell in count(pieces, part).cells()]
        rows.append(["", name, "", *cells])
    heads = ["valid", "hold + pitch", "an onset", "test", "hold + pitch", "an onset"]
    print(f"{size:,} parameters, {recipe.members} nets averaged, {recipe.steps} steps.\n")
    print(table(["seed", "model", "core minutes", *heads], rows))
    return verdict(bars(plain, size, spent, apart))


def bars(
    found: Sequence[Sequence[Figures]], size: int, spent: float, apart: float
) -> list[tuple[str, str, bool]]:
    """Row 1, on the worst seed and without averaging over keys."""
    valid, test = (max(one[i].whole for one in found) for i in (0, 1))
    return [
        (f"valid <= {VALID}, one key, worst seed", f"{valid:.4f}", valid <= VALID),
        (f"test <= {TEST}, one key, worst seed", f"{test:.4f}", test <= TEST),
        (f"at most {PARAMETERS:,} parameters", f"{size:,}", size <= PARAMETERS),
        (f"at most {CORE_MINUTES} minutes of a core", f"{spent:.1f}", spent <= CORE_MINUTES),
        ("numpy's runner gives the net's nats", f"{apart:.1e} apart", apart < 1e-3),
    ]


#: Minutes of one core that the whole recipe takes.
FULL = 9.0

if __name__ == "__main__":
    sys.exit(main())
