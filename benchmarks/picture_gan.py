"""Row 4: StyleGANs with and without augmentation; how well they make, how often they copy, speed.

    SIXING_PICTURE_DATA=DATA SIXING_GAN_RUNS=RUNS python -m benchmarks.picture_gan

Nothing is trained here but for measuring the speed. RUNS holds finished trainings on the faces of
`recipes/emoji.toml`, one folder each, with `recipe.json` and running means `ema<kimg>.safetensors`
saved on the way; two whose recipes differ in nothing but the augmentation are a pair. Distances
are from the training pictures at the end of both trainings; the best moment of each is printed
too, for a net without augmentation is at its best early. The shipped nets are measured as they
ship. Speed is thousands of real pictures per hour of one core's time, with penalties and running
mean, and without checkpoints.
"""

from __future__ import annotations

import json
import os
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from safetensors.torch import load_file

from benchmarks import picture_data
from benchmarks.tables import table, verdict
from sixing.features.basis import Basis
from sixing.features.picture_index import FILE, PictureIndex
from sixing.features.pictures import EXTRACTOR
from sixing.fitting.pictures.collecting import Chosen, collect
from sixing.fitting.pictures.measuring import Floats, Quality, measure, seen
from sixing.judging.picture_copies import index_of
from sixing.models.stylegan import CONFIG, StyleGan
from sixing.models.stylegan_torch import Generator
from sixing.store.packs import pack
from sixing.training.gan import Gan, GanRecipe
from sixing.training.gan_export import export

RUNS = "SIXING_GAN_RUNS"
RECIPE = Path(__file__).parents[1] / "recipes/emoji.toml"
GAIN, COPIED = 0.4, 0.05
MADE, TRIED, EVERY = 300, 200, 15
SMALL, LARGE = {"width": 8}, {"width": 32, "most": 256, "latent": 128, "batch": 32}
FLOORS = {"small": (SMALL, 220.0), "3 M": (LARGE, 70.0)}
STEPS = 16
Bar = tuple[str, str, bool]
Pair = dict[bool, tuple[Path, GanRecipe]]


def main() -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    torch.set_num_threads(1)
    chosen = Chosen.model_validate(tomllib.loads(RECIPE.read_text(encoding="utf-8"))["data"])
    names, pictures = collect([picture_data.folder("emoji")], 64, chosen)
    people, index = seen(pictures), index_of(names, pictures)
    print(f"{len(names)} faces; {EXTRACTOR}; {MADE} made, truncation 1\n")
    bars = [*_pairs(people, index), *_shipped(people), *_speed()]
    return verdict(bars)


def _pairs(people: Floats, index: PictureIndex) -> Iterator[Bar]:
    rows = []
    for number, pair in enumerate(pairs(Path(os.environ.get(RUNS, "")))):
        ends, best = {}, {}
        for augmented, (folder, recipe) in pair.items():
            curve = {kimg: _quality(folder, recipe, kimg, people) for kimg in _moments(folder)}
            last = max(curve)
            ends[augmented] = _quality(folder, recipe, last, people, index)
            best[augmented] = min(curve, key=lambda kimg: curve[kimg].frechet)
            told = ", ".join(f"{kimg}: {one.frechet:.0f}" for kimg, one in curve.items())
            rows.append([folder.name, recipe.seed, ", ".join(recipe.augment) or "none", last,
                         *_cells(ends[augmented]), told])  # fmt: skip
        gain = 1 - ends[True].frechet / ends[False].frechet
        yield f"pair {number + 1}: Fréchet ≥ 40 % below", f"{gain:.0%}", gain >= GAIN
        yield _copies(f"pair {number + 1}: copies", ends[True])
    if not rows:
        yield "two pairs of trainings", f"none in {RUNS}", False
        return
    heads = ["run", "seed", "augmentation", "kimg", *HEADS, "Fréchet by kimg"]
    print(table(heads, rows) + "\n")


HEADS = ("Fréchet", "kernel × 10³", "precision", "recall", "copies")


def _cells(one: Quality) -> list[str]:
    copied = "" if one.copied is None else f"{one.copied} of {one.tried}"
    shares = (f"{one.overlap.precision:.2f}", f"{one.overlap.recall:.2f}")
    return [f"{one.frechet:.1f}", f"{one.kernel:.2f}", *shares, copied]


def _copies(what: str, one: Quality) -> Bar:
    share = (one.copied or 0) / max(1, one.tried)
    return f"{what} ≤ 5 %", f"{share:.1%} of {one.tried}", share <= COPIED


def pairs(folder: Path) -> list[Pair]:
    """Finished trainings whose recipes differ in the augmentation only."""
    found: dict[str, Pair] = {}
    for path in sorted(folder.glob("*/done")) if folder.name else ():
        told = json.loads((path.parent / "recipe.json").read_text(encoding="utf-8"))
        recipe = GanRecipe.model_validate(told)
        key = repr({k: v for k, v in told.items() if k not in ("name", "augment")})
        found.setdefault(key, {})[bool(recipe.augment)] = (path.parent, recipe)
    return [pair for pair in found.values() if len(pair) == 2]


def _moments(folder: Path) -> list[int]:
    """Thousands of pictures at which to look: the last, and some on the way."""
    every = sorted(int(path.stem[3:]) for path in folder.glob("ema*.safetensors"))
    return [kimg for kimg in every if kimg % EVERY == 0 or kimg == every[-1]]


def _quality(
    folder: Path, recipe: GanRecipe, kimg: int, people: Floats, index: PictureIndex | None = None
) -> Quality:
    maker = Generator(recipe.config)
    maker.load_state_dict(load_file(folder / f"ema{kimg}.safetensors"))
    with TemporaryDirectory() as place:
        (Path(place) / CONFIG).write_text(json.dumps(export(maker, Path(place))))
        net = StyleGan.open(Path(place))
    return measure(net, people, index, made=MADE, tried=TRIED)


def _shipped(people: Floats) -> Iterator[Bar]:
    """The nets of the pack, each against its own index; distances of the emoji only."""
    rows = []
    for name in ("emoji", "brush"):
        folder = pack("pictures") / name
        if not (folder / CONFIG).exists():
            continue
        told = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        index = PictureIndex.open(folder / FILE, Basis.open())
        net = StyleGan.open(folder)
        one = measure(net, people, index, made=MADE, tried=TRIED)
        far = _cells(one) if name == "emoji" else ["", "", "", "", _cells(one)[-1]]
        size = sum(file.stat().st_size for file in folder.glob("*.onnx")) / 1e6
        minutes = told["seconds"] / 60
        rows.append([name, *far, f"{size:.2f} MB", f"{minutes:.0f} min"])
        yield _copies(f"shipped {name}: copies", one)
        yield f"shipped {name} ≤ 6 MB", f"{size:.2f} MB", size <= 6
        yield f"shipped {name} ≤ 2 h of two cores", f"{minutes:.0f} min of one", minutes <= 240
    print(table(["shipped", *HEADS, "size", "training"], rows) + "\n")


def _speed() -> Iterator[Bar]:
    rows = []
    for name, (told, floor) in FLOORS.items():
        recipe = GanRecipe.model_validate({"name": "speed", **told})
        gan = Gan(recipe, np.zeros((32, 3, 64, 64), np.float32))
        for number in range(2):
            gan.step(number)
        begun = time.process_time()
        for number in range(STEPS):
            gan.step(number)
        spent = time.process_time() - begun
        speed = STEPS * recipe.batch / spent * 3.6
        weights = [
            sum(w.numel() for w in net.parameters()) / 1e6 for net in (gan.maker, gan.critic)
        ]
        rows.append([name, *(f"{one:.2f} M" for one in weights), f"{speed:.0f}"])
        yield f"kimg per core-hour, {name}, ≥ {floor:.0f}", f"{speed:.0f}", speed >= floor
    print(table(["net", "maker", "critic", "kimg per core-hour"], rows))


if __name__ == "__main__":
    sys.exit(main())
