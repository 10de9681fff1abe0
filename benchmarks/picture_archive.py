"""Row 8: the archive of patterns: how fast it fills, how full, and the same by its seed.

The two runs of one seed are processes of their own. Also says how good what is kept is at random
(what a first batch gives) and after evolution, by the same measure.

    python -m benchmarks.picture_archive [EVALUATIONS] [SHEET.png]
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.tables import table, verdict
from sixing.making.archive import CELLS, Gallery, evolve
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import contact_sheet

SEEDS = (7, 8)
AGAIN = "import sys; from sixing.making.archive import evolve; print(evolve({}, {}).digest)"


def main(evaluations: int = 100_000, sheet: Path | None = None) -> int:
    """Prints the tables; the exit status says whether the bars were kept."""
    rows, galleries, seconds = [], [], []
    for seed in SEEDS:
        begun = time.perf_counter()
        gallery = evolve(seed, evaluations)
        seconds.append(time.perf_counter() - begun)
        galleries.append(gallery)
        cells = f"{len(gallery.quality)} of {CELLS[0] * CELLS[1]}"
        quality = f"{gallery.quality.mean():.3f}"
        rows.append([seed, f"{seconds[-1]:.1f}", cells, quality, gallery.digest[:12]])
    print(table(["seed", "seconds", "cells", "mean quality", "digest"], rows))
    told = subprocess.run(
        [sys.executable, "-c", AGAIN.format(SEEDS[0], evaluations)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    same = told.stdout.strip() == galleries[0].digest
    _against_chance(galleries[0])
    if sheet:
        _sheet(galleries[0], sheet)
    covered = min(gallery.coverage for gallery in galleries)
    return verdict(
        [
            ("100,000 evaluations in 5 min", f"{max(seconds):.1f} s", max(seconds) <= 300),
            ("90 % of 2,500 cells", f"{covered:.1%}", covered >= 0.9),
            ("byte-equal by seed, another process", str(same), same),
            ("another seed, another archive", "", galleries[0].digest != galleries[1].digest),
        ]
    )


def _against_chance(gallery: Gallery) -> None:
    """The cells that chance alone fills, and how good they are there and after evolution."""
    first = evolve(SEEDS[0], 512)
    places = {
        tuple(cell): good for cell, good in zip(_cells(gallery), gallery.quality, strict=True)
    }
    both = [
        (good, places[tuple(cell)])
        for cell, good in zip(_cells(first), first.quality, strict=True)
        if tuple(cell) in places
    ]
    chance, evolved = np.mean(both, axis=0)
    rows = [["512 at random", len(first.quality), f"{chance:.3f}"]]
    rows.append(["the same cells, evolved", len(both), f"{evolved:.3f}"])
    print("\n" + table(["", "cells", "mean quality there"], rows))


def _cells(gallery: Gallery) -> list[list[int]]:
    from sixing.making.pattern_measures import BUSY, MIRROR

    low, high = np.transpose([BUSY, MIRROR])
    at = (gallery.measures - low) / (high - low) * CELLS
    return np.minimum(at.astype(int), np.array(CELLS) - 1).tolist()


def _sheet(gallery: Gallery, path: Path) -> None:
    kept = gallery.pick(24)
    pictures = [Picture.of_grid(one.pattern.drawn(256, 256)) for one in kept]
    captions = [f"{one.quality:.2f}  {one.busy:.3f}  {one.mirror:+.2f}" for one in kept]
    path.write_bytes(contact_sheet(pictures, 6, captions).png())


if __name__ == "__main__":
    ARGS = sys.argv[1:]
    sys.exit(main(int(ARGS[0]) if ARGS else 100_000, Path(ARGS[1]) if ARGS[1:] else None))
