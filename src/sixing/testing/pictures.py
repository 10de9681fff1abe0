"""Toy pictures for tests, and files of pictures written by hand: no picture of others is needed.

It knows formats byte by byte, so that tests can say what no library would write.

>>> quarters().width, quilt(1) == quilt(1)
(40, True)
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from sixing.media.picture.picture import Picture

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (30, 60, 200)


def quarters(width: int = 40, height: int = 24) -> Picture:
    """Four quarters of different colours: every turn and mirror of it differs."""
    pixels = np.zeros((height, width, 3), np.uint8)
    half_y, half_x = height // 2, width // 2
    pixels[:half_y, :half_x], pixels[:half_y, half_x:] = RED, GREEN
    pixels[half_y:, :half_x], pixels[half_y:, half_x:] = BLUE, (240, 240, 240)
    return Picture(pixels)


def quilt(seed: int, side: int = 64, patches: int = 7) -> Picture:
    """Patches of chance colours; another seed looks unlike."""
    chance = np.random.default_rng(seed)
    small = Picture(chance.integers(0, 256, (patches, patches + 2, 3), np.uint8))
    return small.resized(side, side)


def written(image: Image.Image | Picture, format_: str, **how: Any) -> bytes:
    """A picture as a file of any of Pillow's formats."""
    out = BytesIO()
    (image.image() if isinstance(image, Picture) else image).save(out, format_, **how)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, depth: int, colour: int, rows: bytes, *more: bytes) -> bytes:
    """A PNG written chunk by chunk; ``rows`` with their filter bytes."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = chunk(b"IHDR", head) + b"".join(more) + chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def profile(primaries: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    """An ICC profile (v2, matrix and one curve) of RGB; ``primaries`` are XYZ under D50."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = b"Toy\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {b"desc": described, b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1, 0.8249)}
    tags |= {b"cprt": b"text\0\0\0\0" + text}
    for name, xyz in zip(b"rgb", primaries, strict=True):
        tags[bytes([name]) + b"XYZ"] = b"XYZ \0\0\0\0" + fixed(*xyz)
        tags[bytes([name]) + b"TRC"] = curve
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name_, body in tags.items():
        body += bytes(-len(body) % 4)
        table += name_ + struct.pack(">II", start + len(data), len(body))
        data += body
    size = 128 + len(table) + len(data)
    head = struct.pack(">I", size) + b"lcms" + bytes([2, 64, 0, 0]) + b"mntrRGB XYZ "
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + table + data
