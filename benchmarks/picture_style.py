"""Row 1: fast style transfer: how long, whether tiles show, whether a film flickers.

Times are of one thread. The cold process starts Python, reads two files, paints 512 pixels and
writes a file; the warm figures are of one open net. A seam is looked for in two ways: the step of
brightness across a tile's border, as a share of the steps round it, beside the same share at
every other column and row; and the whole picture painted in one piece under the same statistics.
Flicker is how far pixels move that did not move in the film, frame by frame, in steps of 255.

    python -m benchmarks.picture_style
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from benchmarks.picture_data import folder
from benchmarks.picture_rcc import ROOMS, pictures
from benchmarks.tables import table, verdict
from sixing.making.filming import GRAIN, ROUND, STILL, stylise_film
from sixing.making.styling import Floats, placed, stylise
from sixing.media.picture.picture import Picture
from sixing.models import fast_style
from sixing.models.fast_style import FastStyle, tiles
from sixing.store.packs import pack

SIDE, LARGE, FILM = 512, 2048, 256
TIMES, FRAMES, STEP = 5, 8, 4
"""Runs of which the fastest counts, frames of the film, and how far its disc moves in each."""
NEAR = 32
"""Steps on either side that a step is compared with."""
CHILD = """
import sys
from pathlib import Path
from sixing.making.styling import stylise
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_picture
from sixing.models.fast_style import FastStyle
from sixing.store.packs import pack
picture, style, out = map(Path, sys.argv[1:4])
strength = float(sys.argv[4]) if sys.argv[4] else None
net = FastStyle.open(pack("pictures") / "styling")
values, manner = (read_picture(path).grid().values for path in (picture, style))
out.write_bytes(Picture.of_grid(stylise(net, values, [manner], strength).values).png())
assert "torch" not in sys.modules
"""


def main() -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    rooms = folder(*ROOMS.split("/"))
    (photo,) = pictures(rooms, "explore_monuments", "*/montStMichel.webp", LARGE).values()
    (style,) = pictures(rooms, "details", "*/VincentVanGogh0019*.webp", SIDE).values()
    net, manner = FastStyle.open(pack("pictures") / "styling"), style.grid().values
    bars = _times(net, photo.resized(SIDE, SIDE), style)
    bars += _seams(net, photo.resized(LARGE, LARGE // 2).grid().values, manner)
    bars += _flicker(net, photo.resized(FILM, FILM).grid().values, manner)
    return verdict(bars)


Bars = list[tuple[str, str, bool]]


def _times(net: FastStyle, photo: Picture, style: Picture) -> Bars:
    values, manner = photo.grid().values, style.grid().values
    rows, bars = [], []
    for name, strength in (("strength given", 0.6), ("strength found", None)):
        cold = _cold(photo, style, strength)
        warm = _fastest(lambda: stylise(net, values, [manner], strength))  # noqa: B023
        rows.append([name, *(f"{wall:.2f} / {cpu:.2f}" for wall, cpu in (cold, warm))])
        bars.append((f"{SIDE} px cold, {name}, no torch ≤ 3 s", f"{cold[0]:.2f} s", cold[0] <= 3))
        if strength is not None:
            bars.append((f"{SIDE} px warm, {name} ≤ 0.6 s", f"{warm[0]:.2f} s", warm[0] <= 0.6))
    print(table([f"{SIDE} px, wall / CPU s", "cold process", "warm"], rows))
    return bars


def _cold(photo: Picture, style: Picture, strength: float | None) -> tuple[float, float]:
    """Wall and CPU seconds of a process of its own, the faster of two."""
    with TemporaryDirectory() as name:
        paths = [Path(name) / file for file in ("photo.png", "style.png", "out.png")]
        for path, picture in zip(paths, (photo, style), strict=False):
            path.write_bytes(picture.png())
        command = [sys.executable, "-c", CHILD, *map(str, paths), str(strength or "")]
        one = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

        def run() -> None:
            subprocess.run(command, check=True, env=one)

        return _fastest(run, 2, resource.RUSAGE_CHILDREN)


def _fastest(
    work: Callable[[], object], times: int = TIMES, whose: int = resource.RUSAGE_SELF
) -> tuple[float, float]:
    found = []
    for _ in range(times):
        begun, before = time.perf_counter(), resource.getrusage(whose)
        work()
        after = resource.getrusage(whose)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append((time.perf_counter() - begun, cpu))
    return min(found)


def _seams(net: FastStyle, values: Floats, manner: Floats) -> Bars:
    line, _, _ = placed(net, values, [manner], 1.0)
    begun = time.perf_counter()
    tiled = net.paint(values, line.at(1.0))
    seconds = time.perf_counter() - begun
    borders = sorted({tile.kept[1].start for tile in tiles(*values.shape[1:])} - {0})
    shares = _shares(tiled.values)
    at = max(shares[border - 1 - NEAR] for border in borders)
    inside = np.delete(shares, [border - 1 - NEAR for border in borders])
    usual = float(np.percentile(inside, 95))
    given = tiled.statistics
    part = net.paint(values, line.at(1.0), given).values
    # One piece: only tiles are turned off; what is painted and under which norms is the same.
    kept, fast_style.WHOLE = fast_style.WHOLE, values.size
    whole = net.paint(values, line.at(1.0), given).values
    fast_style.WHOLE = kept
    away = float(np.abs(part - whole).max()) * 127.5
    print("\n" + table(["2048 px, full strength", ""], [
        ["tiles' borders at columns", ", ".join(map(str, borders))],
        ["wall s", f"{seconds:.1f}"],
        ["greatest step at a border, of those round it", f"{at:.3f}"],
        ["the same at other columns: median, 95 %, most",
         f"{np.median(inside):.3f}, {usual:.3f}, {inside.max():.3f}"],
        ["tiled and whole apart, steps of 255, at most", f"{away:.4f}"],
    ]))  # fmt: skip
    return [
        ("a border's step ≤ 95 % of those inside", f"{at:.3f} ≤ {usual:.3f}", at <= usual),
        ("tiled and whole apart ≤ half a step of 255", f"{away:.4f}", away <= 0.5),
    ]


def _shares(values: Floats) -> Floats:
    """Mean step from each column to the next, over the mean of the steps within `NEAR`."""
    steps = np.abs(np.diff(values, axis=2)).mean((0, 1))
    round_ = np.lib.stride_tricks.sliding_window_view(steps, 2 * NEAR + 1).mean(1)
    shares: Floats = steps[NEAR:-NEAR] / round_
    return shares


def _flicker(net: FastStyle, photo: Floats, manner: Floats) -> Bars:
    frames = [_frame(photo, number) for number in range(FRAMES)]
    line, _, strength = placed(net, frames[0], [manner])
    kinds = {
        "the film": frames,
        "each frame on its own": [net.paint(one, line.at(strength)).values for one in frames],
        "as a film": list(stylise_film(net, frames, [manner], strength)),
    }
    still = [_rests(a, b) for a, b in pairwise(frames)]
    rows, means = [], {}
    for name, shown in kinds.items():
        moved = [
            np.abs(b - a).max(0)[quiet] * 127.5
            for (a, b), quiet in zip(pairwise(shown), still, strict=True)
        ]
        means[name] = float(np.mean([one.mean() for one in moved]))
        rows.append([name, f"{means[name]:.2f}", f"{max(one.max() for one in moved):.1f}"])
    print("\n" + table(["where nothing moves, steps of 255", "mean", "most"], rows))
    alone, film = means["each frame on its own"], means["as a film"]
    bound = STILL * 127.5
    return [
        ("flicker as a film ≤ half of frame by frame", f"{film:.2f} ≤ {alone:.2f} / 2",
         film <= alone / 2),
        (f"mean flicker ≤ {bound:.0f} steps of 255", f"{film:.2f}", film <= bound),
    ]  # fmt: skip


def _rests(before: Floats, after: Floats) -> NDArray[np.bool_]:
    """(height, width): where nothing moved within half of `ROUND`."""
    moved = np.abs(after - before).max(0) * 127.5 > GRAIN
    widest = Image.fromarray(moved.astype(np.uint8)).filter(ImageFilter.MaxFilter(ROUND))
    quiet: NDArray[np.bool_] = np.asarray(widest) == 0
    return quiet


def _frame(photo: Floats, number: int) -> Floats:
    """A photo with a little grain, and a bright disc that moves across it."""
    chance = np.random.default_rng(number)
    grain = chance.normal(0, 0.5 / 127.5, photo.shape)
    rows, columns = np.mgrid[: photo.shape[1], : photo.shape[2]]
    disc = np.hypot(rows - 80, columns - 60 - STEP * number) < 24
    found: Floats = np.where(disc, np.float32(0.9), photo + grain).astype(np.float32)
    return found


if __name__ == "__main__":
    sys.exit(main())
