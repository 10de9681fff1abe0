"""A style of pictures that tests may use: two small drawings, made here, and no weights.

write(home / "styles" / "toy")
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sixing.fitting.pictures.own import SOURCES
from sixing.media.picture.picture import Picture
from sixing.store import styles

SIDE = 24


def write(folder: Path, *, side: int = SIDE) -> Path:
    """Writes the style into a folder that may not exist yet."""
    (folder / SOURCES).mkdir(parents=True)
    for number, picture in enumerate((moon(side), waves(side)), 1):
        (folder / SOURCES / f"{number:04}.png").write_bytes(picture.png())
    facts = {"medium": "picture", "way": "patches", "learnt_from": "pictures", "pictures": 2}
    styles.write_config(folder, {**facts, "side": side, "left_out": {}, "indexed": False})
    return folder


def moon(side: int = SIDE, *, at: float = 0.35) -> Picture:
    """A pale disc on a sky that grows lighter downwards."""
    y, x = np.mgrid[:side, :side] / side
    sky = np.stack([40 + 60 * y, 50 + 70 * y, 110 + 60 * y], axis=2)
    disc = np.hypot(x - at, y - 0.3) < 0.18
    return Picture(np.where(disc[:, :, None], (245, 238, 214), sky).astype(np.uint8))


def waves(side: int = SIDE, *, times: float = 3.0) -> Picture:
    """Green stripes that bend."""
    y, x = np.mgrid[:side, :side] / side
    light = np.sin(2 * np.pi * (times * y + 0.2 * np.sin(2 * np.pi * x)))[:, :, None]
    middle, reach = np.array([70, 130, 110]), np.array([40, 60, 50])
    return Picture((middle + reach * light).astype(np.uint8))
