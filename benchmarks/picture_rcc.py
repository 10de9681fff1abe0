"""Pictures inside Qt's resource files (`.rcc`), as GCompris carries its photos and paintings.

The layout is Qt's own (``qtbase/src/corelib/io/qresource.cpp``): a header, a tree of names, names
in UTF-16 with their hashes, and bodies, each with its length before it; all big-endian.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_picture

ROOMS = "gcompris/usr/share/gcompris-qt/rcc"
"""Where Debian's package keeps them."""
LEAST = 15_000
"""Bytes of a body: smaller ones are buttons and icons."""
COMPRESSED, FOLDER = 1, 2


def pictures(folder: Path, room: str, pattern: str, side: int) -> dict[str, Picture]:
    """Pictures of ``room.rcc`` whose paths fit a pattern, by name, no longer than ``side``."""
    found = {}
    for path, body in sorted(bodies((folder / f"{room}.rcc").read_bytes())):
        if fnmatch(path, pattern) and len(body) > LEAST:
            picture = read_picture(body)
            share = min(1.0, side / max(picture.width, picture.height))
            size = (round(picture.width * share), round(picture.height * share))
            found[path.rsplit("/", 1)[-1]] = picture.resized(*size)
    return found


def bodies(file: bytes) -> Iterator[tuple[str, bytes]]:
    """Paths and bodies of a resource file."""
    if file[:4] != b"qres":
        raise ValueError("this is no Qt resource file")
    version, tree, data, names = struct.unpack(">4I", file[4:20])
    size = 22 if version >= 2 else 14
    pending = [(0, "")]
    while pending:
        number, path = pending.pop()
        at = tree + number * size
        name, flags = struct.unpack(">IH", file[at : at + 6])
        if number:
            path = f"{path}/{_name(file, names + name)}"
        if flags & FOLDER:
            count, first = struct.unpack(">2I", file[at + 6 : at + 14])
            pending += [(first + child, path) for child in range(count)]
        else:
            yield path, _body(file, data + struct.unpack(">I", file[at + 10 : at + 14])[0], flags)


def _name(file: bytes, at: int) -> str:
    length = struct.unpack(">H", file[at : at + 2])[0]
    return file[at + 6 : at + 6 + 2 * length].decode("utf-16-be")


def _body(file: bytes, at: int, flags: int) -> bytes:
    length = struct.unpack(">I", file[at : at + 4])[0]
    raw = file[at + 4 : at + 4 + length]
    return zlib.decompress(raw[4:]) if flags & COMPRESSED else raw
