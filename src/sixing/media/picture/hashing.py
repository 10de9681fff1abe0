"""A perceptual hash: pictures that look alike have hashes that differ in few bits.

The signs of the lowest frequencies (discrete cosine transform of a grey picture of 32 × 32, against
their median), as in pHash (Zauner, *Implementation and Benchmarking of Perceptual Image Hash
Functions*, 2010), with the hash of the mirrored picture for nothing: a mirror changes the sign of
every odd column. The hash knows shapes only; `thumbnail` adds the colours. It knows no file.

>>> patches = np.random.default_rng(1).integers(0, 256, (5, 7, 3), np.uint8)
>>> quilt = Picture(patches.repeat(20, 0).repeat(20, 1))
>>> int(distances(hashed([quilt]), hashed([quilt.resized(200, 200)]))[0, 0]) <= 4
True
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.media.picture.picture import Picture

Hashes = NDArray[np.uint64]
BITS = 64
_SIDE, _LOW = 32, 8
_THUMB = 8


def hashed(pictures: Sequence[Picture]) -> Hashes:
    """(n,) hashes of 64 bits."""
    return _packed(_frequencies(pictures))


def mirrored(pictures: Sequence[Picture]) -> Hashes:
    """(n,) hashes of the same pictures seen in a mirror."""
    found = _frequencies(pictures)
    found[:, :, 1::2] *= -1
    return _packed(found)


def distances(a: Hashes, b: Hashes) -> NDArray[np.uint8]:
    """(len(a), len(b)) numbers of bits that differ, 0 to 64."""
    differ = (a[:, None] ^ b[None]).view(np.uint8).reshape(len(a), len(b), 8)
    counted: NDArray[np.uint8] = _ONES[differ].sum(2, dtype=np.uint8)
    return counted


def thumbnail(picture: Picture) -> NDArray[np.float32]:
    """(192,) colours of the picture at 8 × 8 pixels, 0 to 1: what a hash does not see."""
    image = picture.image().resize((_THUMB, _THUMB), Image.Resampling.BOX)
    return np.asarray(image, np.float32).ravel() / np.float32(255)


def _frequencies(pictures: Sequence[Picture]) -> NDArray[np.float32]:
    """(n, 8, 8) of the lowest frequencies, the mean left out of the row and column of zero."""
    grey = np.stack(
        [
            np.asarray(
                one.image().convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float32
            )
            for one in pictures
        ]
    )
    found: NDArray[np.float32] = np.einsum(
        "uy,nyx,vx->nuv", _COSINES, grey, _COSINES, optimize=True
    )
    found[:, 0, 0] = 0
    return found


def _packed(frequencies: NDArray[np.float32]) -> Hashes:
    flat = frequencies.reshape(len(frequencies), BITS)
    # Rounded, so that a flat picture hashes to the same bits however it was stored.
    flat = np.rint(flat)
    bits = flat > np.median(flat, axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(np.uint64).ravel()


def _cosines() -> NDArray[np.float32]:
    at = (np.arange(_SIDE) + 0.5) * np.pi / _SIDE
    return np.cos(np.arange(_LOW)[:, None] * at[None]).astype(np.float32)


_COSINES = _cosines()
_ONES = np.array([bin(byte).count("1") for byte in range(256)], np.uint8)
