"""Row 10: variations of one picture: how long, how near in patches, how far in place.

The distance is measured along directions of its own, not those of the descent, for the whole
picture at full size, in values of −1 to 1. Beside it stands what the same measure says of noise
of the same colours, of the two halves of the source, and of a picture whose blocks of a patch's
size are shuffled: the plain way to the same matter, with seams.

    python -m benchmarks.picture_variations [COUNT] [SHEET.png]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.picture_data import folder
from benchmarks.picture_rcc import ROOMS, pictures
from benchmarks.tables import table, verdict
from sixing.fitting.pictures.own import squared
from sixing.making.patches import PATCH, Targets, distance, vary
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import contact_sheet

Floats = NDArray[np.float32]
SIDE = 128
LIKENESS = (0.0, 0.4, 0.8)


def main(count: int = 4, sheet: Path | None = None) -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    rooms = folder(*ROOMS.split("/"))
    paintings = list(pictures(rooms, "paintings", "*/image/*.webp", 512).values())
    chosen = paintings[:: max(1, len(paintings) // count)][:count]
    rows, seconds, shares, shown = [], [], [], []
    for number, source in enumerate(squared(chosen, SIDE)):
        shown.append(Picture.of_grid(source))
        noise, blocks = _away(_noise(source), source), _away(_blocks(source), source)
        rows.append([number, "noise of its colours", "", f"{noise:.4f}", ""])
        rows.append([number, "its blocks shuffled", "", f"{blocks:.4f}", ""])
        for likeness in LIKENESS:
            begun, wall = time.process_time(), time.perf_counter()
            made = vary([source], seed=number, likeness=likeness)
            spent = (time.process_time() - begun, time.perf_counter() - wall)
            shown.append(Picture.of_grid(made))
            away, moved = _away(made, source), float(np.abs(made - source).mean())
            seconds.append(spent)
            shares.append(away / noise)
            told = f"{spent[0]:.1f} / {spent[1]:.1f}"
            rows.append([number, f"likeness {likeness}", told, f"{away:.4f}", f"{moved:.3f}"])
    heads = ["picture", "", "CPU / wall s", "patch distance", "pixels moved"]
    print(table(heads, rows))
    if sheet:
        sheet.write_bytes(contact_sheet(shown, 1 + len(LIKENESS)).png())
    longest = max(cpu for cpu, _ in seconds)  # one thread: the wall's on a core of its own
    again = vary([source], seed=number, likeness=LIKENESS[-1])
    same = bool(np.array_equal(again, made))
    return verdict(
        [
            ("128 px in 30 s, one thread", f"{longest:.1f} CPU s at most", longest <= 30),
            ("patches nearer than noise", f"{max(shares):.2f} of it at most", max(shares) < 0.5),
            ("equal by seed", str(same), same),
        ]
    )


def _away(values: Floats, source: Floats) -> float:
    """Sliced Wasserstein distance along directions that no descent used."""
    targets = Targets([source], np.random.default_rng(10_007))
    return float(np.mean([distance(values, targets, number)[0] for number in range(4)]))


def _noise(source: Floats) -> Floats:
    """The source's pixels, each somewhere else."""
    flat = source.reshape(3, -1)
    return flat[:, np.random.default_rng(0).permutation(flat.shape[1])].reshape(source.shape)


def _blocks(source: Floats) -> Floats:
    """Blocks of a patch's size, each somewhere else, and the rest of the borders as it was."""
    many = SIDE // PATCH
    cut = source[:, : many * PATCH, : many * PATCH]
    blocks = (
        cut.reshape(3, many, PATCH, many, PATCH)
        .transpose(1, 3, 0, 2, 4)
        .reshape(-1, 3, PATCH, PATCH)
    )
    mixed = np.random.default_rng(0).permutation(blocks).reshape(many, many, 3, PATCH, PATCH)
    found = source.copy()
    found[:, : many * PATCH, : many * PATCH] = mixed.transpose(2, 0, 3, 1, 4).reshape(cut.shape)
    return found


if __name__ == "__main__":
    ARGS = sys.argv[1:]
    sys.exit(main(int(ARGS[0]) if ARGS else 4, Path(ARGS[1]) if ARGS[1:] else None))
