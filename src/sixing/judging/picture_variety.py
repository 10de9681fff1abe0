"""How alike two pictures are, so that those chosen together differ.

Half is layout, half what the backbone sees, both as fingerprints of the shipped basis (cosine, not
below 0). Without the pack of weights a perceptual hash must do.

>>> from sixing.media.picture.spelling import spell
>>> rng = np.random.default_rng(0)
>>> a, b = (Picture(rng.integers(0, 256, (4, 4, 3), np.uint8)).resized(64, 64) for _ in "ab")
>>> works = [Work("picture", "", "", spell(one)) for one in (a, a, b)]
>>> table = hash_likeness([picture_of(work) for work in works])
>>> float(table[0, 1]), bool(table[0, 2] < 0.6)
(1.0, True)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.features import layout
from sixing.features.basis import Basis
from sixing.features.layout import Placing
from sixing.features.picture_index import COLUMNS, drawn, pressed
from sixing.features.pictures import Backbone
from sixing.media.picture import hashing
from sixing.media.picture.picture import Picture
from sixing.media.picture.show import picture_of
from sixing.works import Work

Table = NDArray[np.float32]
SIDE = 256
_CHANCE = 0.5  # share of bits in which two hashes of unlike pictures agree


def likeness(works: Sequence[Work]) -> Table:
    """Of every two pictures, 0 to 1, (works, works)."""
    pictures = [picture_of(work, SIDE) for work in works]
    try:
        return seen_likeness(pictures)
    except BadInput:
        return hash_likeness(pictures)


def seen_likeness(pictures: Sequence[Picture]) -> Table:
    """By layout and by what the backbone sees.

    Raises:
        BadInput: the pack or the extra is not installed.
    """
    basis, backbone, seen = Basis.open(), Backbone.open(), pressed(pictures)
    layouts = basis.layout(layout.sample(layout.maps(seen), Placing()), COLUMNS[0])
    kinds = basis.kind(backbone.features(drawn(layout.blurred(seen))), COLUMNS[1])
    found: Table = sum(np.clip(rows @ rows.T, 0, 1) for rows in (layouts, kinds)) / 2
    return found.astype(np.float32)


def hash_likeness(pictures: Sequence[Picture]) -> Table:
    """By the bits that perceptual hashes share beyond chance."""
    hashes = hashing.hashed(pictures)
    agree = 1 - hashing.distances(hashes, hashes).astype(np.float32) / (8 * hashes.itemsize)
    found: Table = np.clip((agree - _CHANCE) / (1 - _CHANCE), 0, 1)
    return found
