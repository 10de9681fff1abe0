"""Row 7: a backbone tuned on 20 pictures of each of 8 classes, on pictures it has not seen.

Classes are eight tags of OpenMoji that name something to be seen; pictures with two of these tags,
and variants of one picture (by sex, by colour of skin, the same to the eye), are left out. Of each
class 20 are drawn by seed and taught, and up to 20 others are asked about. Beside the tuned net
stand what a linear probe makes of raw pixels (of three sizes) and of the features of the backbone
as it ships, each with the decay that does best on the very pictures asked about: both are given
more than they could know. Every class counts alike.

    python -m benchmarks.picture_classes [SEEDS]
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.picture_data import folder
from benchmarks.tables import table, verdict
from sixing.features.pictures import SIZE, Backbone, stack
from sixing.fitting.pictures.classifier import fresh_net, parted
from sixing.fitting.pictures.own import different
from sixing.fitting.pictures.views import Views
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_picture
from sixing.models.efficientnet_torch import EfficientNet
from sixing.patterns.confusion import Confusion
from sixing.training.finetuning import Finetuning, finetune
from sixing.training.probe import fit_probe

TAGS = ("animal", "clothing", "face", "food", "hand", "heart", "tool", "travel")
EACH, ASKED, SEEDS = 20, 20, 3
SIDES = (8, 16, 32)
DECAYS = (1e-4, 1e-3, 1e-2, 1e-1)
Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


def main(seeds: int = SEEDS) -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    pictures, labels = read(folder("openmoji", "package"))
    print(
        f"{len(pictures)} pictures: {dict(zip(TAGS, np.bincount(labels).tolist(), strict=True))}\n"
    )
    features = Backbone.open().features(pictures)
    rows, tables, seconds = [], [], []
    for seed in range(seeds):
        taught, asked = drawn(labels, seed)
        begun = time.process_time()
        confusion, step = tuned(pictures, labels, taught, asked, seed)
        seconds.append(time.process_time() - begun)
        raw = max(probed(pixels(pictures, side), labels, taught, asked) for side in SIDES)
        frozen = probed(features, labels, taught, asked)
        rows.append((raw, frozen, confusion.right))
        tables.append([seed, *(f"{share:.1%}" for share in rows[-1]), step, f"{seconds[-1]:.0f}"])
    heads = ["seed", "raw pixels", "frozen probe", "tuned", "steps", "CPU s"]
    print(table(heads, tables))
    worst = [(true, told, f"{share:.0%}") for true, told, share in confusion.worst()]
    print("\n" + table(["true", "taken for", "share, last seed"], worst))
    raw, frozen, best = np.mean(rows, axis=0)
    return verdict(
        [
            ("tuned, above raw pixels by 10 points", f"{best - raw:+.1%}", best - raw >= 0.10),
            ("tuned, above the frozen probe", f"{best - frozen:+.1%}", best > frozen),
        ]
    )


def read(package: Path) -> tuple[list[Picture], Numbers]:
    """Pictures with exactly one of the tags, no two the same to the eye, and their classes."""
    found: dict[str, list[Picture]] = defaultdict(list)
    for entry in json.loads((package / "data" / "openmoji.json").read_text("utf-8")):
        said = f"{entry['tags']},{entry['openmoji_tags']}".split(",")
        tags = {tag.strip() for tag in said}.intersection(TAGS)
        path = package / "color" / "svg" / f"{entry['hexcode']}.svg"
        # A joiner (200D) makes variants of one picture.
        single = not entry["skintone"] and "200D" not in entry["hexcode"]
        if len(tags) == 1 and single and path.exists():
            found[tags.pop()].append(read_picture(path, side=SIZE))
    pictures = [one for tag in TAGS for one in found[tag]]
    labels = np.repeat(np.arange(len(TAGS)), [len(found[tag]) for tag in TAGS])
    kept = different(pictures)
    return [pictures[number] for number in kept], labels[kept]


def drawn(labels: Numbers, seed: int) -> tuple[Numbers, Numbers]:
    """Numbers of the pictures that are taught, and of those asked about."""
    chance = np.random.default_rng(seed)
    orders = [chance.permutation(np.flatnonzero(labels == number)) for number in range(len(TAGS))]
    taught = np.concatenate([order[:EACH] for order in orders])
    return taught, np.concatenate([order[EACH : EACH + ASKED] for order in orders])


def tuned(
    pictures: list[Picture], labels: Numbers, taught: Numbers, asked: Numbers, seed: int
) -> tuple[Confusion, int]:
    """What a net that was taught tells of the others, and for how many steps it was taught."""
    net, plan = fresh_net(len(TAGS)), Finetuning(seed=seed)
    views = Views([pictures[at] for at in taught], seed=seed)
    found = finetune(net, views, labels[taught], parted(labels[taught], seed), plan)
    told = scores(net, stack([pictures[at] for at in asked]))
    return Confusion.of(TAGS, labels[asked], told.argmax(1)), found.best


def scores(net: EfficientNet, seen: Floats) -> Floats:
    """Scores of pictures, (pictures, classes)."""
    import torch

    with torch.inference_mode():
        found: Floats = net.eval()(torch.from_numpy(seen)).numpy()
    return found


def probed(features: Floats, labels: Numbers, taught: Numbers, asked: Numbers) -> float:
    """The share told right by a linear probe with the best decay."""
    shares = []
    for decay in DECAYS:
        probe = fit_probe(features[taught], labels[taught], len(TAGS), decay)
        told = probe.scores(features[asked]).argmax(1)
        shares.append(Confusion.of(TAGS, labels[asked], told).right)
    return max(shares)


def pixels(pictures: list[Picture], side: int) -> Floats:
    """Colours of every pixel, (pictures, 3 × side × side)."""
    return np.stack([one.resized(side, side).grid().values.ravel() for one in pictures])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else SEEDS))
