"""Pictures from files of others: one, or all of a folder, a zip or a font, each with its label.

The kind of a file is seen from its bytes; its name only says whether to look at all. A label is
the subfolder that a picture lies in. What cannot be read of many is told to whoever listens, with
the reason, and the rest is read.

>>> import numpy as np
>>> from tempfile import TemporaryDirectory
>>> red = Picture(np.full((2, 2, 3), (255, 0, 0), np.uint8))
>>> with TemporaryDirectory() as folder:
...     (Path(folder) / "cats").mkdir()
...     _ = (Path(folder) / "cats" / "a.png").write_bytes(red.png())
...     [(item.name, item.label, item.picture == red) for item in read_pictures(Path(folder))]
[('cats/a.png', 'cats', True)]
"""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from sixing.errors import BadInput, BadPicture
from sixing.media.picture import limits
from sixing.media.picture.colour import Ground, Note
from sixing.media.picture.decoding import WHITE, Decoded, decode, shrunk
from sixing.media.picture.picture import Picture

SUFFIXES = frozenset(
    ("png", "apng", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "tif", "tiff", "svg")
)
"""Of files that are pictures."""
FONTS = frozenset(("ttf", "otf", "ttc", "otc"))
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A picture of a collection.

    Attributes:
        name: its path within the collection, or the character that a glyph writes.
        picture: its pixels.
        label: the subfolder it lies in, "" at the top.
        notes: what was done to read it.
    """

    name: str
    picture: Picture
    label: str = ""
    notes: tuple[Note, ...] = ()


Broken = Callable[[str, BadPicture], None]
"""Told the name of a file that cannot be read, and why."""


def read_picture(
    source: Path | bytes, *, side: int | None = None, ground: Ground = WHITE
) -> Picture:
    """The picture of a file or of a file's bytes, opaque and in sRGB.

    Args:
        source: PNG, JPEG, WebP, GIF, BMP, TIFF or SVG.
        side: pixels that the longer side has at most; an SVG is drawn at this size.
        ground: sRGB, what shows where the picture is transparent.

    Raises:
        BadPicture: it holds no picture that can be read, or more than can be held.
        BadInput: there is no such file, or a drawing needs the extra `picture`.
    """
    if isinstance(source, bytes):
        return _decoded(source, side, ground).picture
    try:
        return _decoded(file_bytes(source), side, ground).picture
    except BadPicture as fault:
        raise BadPicture(f"{source.name}: {fault}", zh=f"{source.name}：{fault.zh}") from fault


def read_pictures(
    path: Path, *, side: int | None = None, ground: Ground = WHITE, broken: Broken | None = None
) -> Iterator[Item]:
    """The pictures of a file, of a folder, of a zip, or of a font, in the order of their names.

    Args:
        path: where they are.
        side, ground: as for `read_picture`; of a font, ``side`` is a glyph's.
        broken: is told what cannot be read; by default the log is.

    Raises:
        BadPicture: not one can be read; the reason is that of the last.
        BadInput: there is no such file.
    """
    if _suffix(path.name) in FONTS:
        from sixing.media.picture.glyphs import read_glyphs

        yield from (Item(char, picture) for char, picture in read_glyphs(path, side or 64))
        return
    found, last = 0, None
    for name, load in _sources(path):
        try:
            one = _decoded(load(), side, ground)
        except BadPicture as fault:
            last = fault
            (broken or _logged)(name, fault)
            continue
        found += 1
        yield Item(name, one.picture, _label(name), one.notes)
    if not found:
        raise last or BadPicture(
            f"there is no picture in {path.name}: " + " ".join(f".{s}" for s in sorted(SUFFIXES)),
            zh=f"{path.name} 中没有图画：" + " ".join(f".{s}" for s in sorted(SUFFIXES)),
        )


def _logged(name: str, fault: BadPicture) -> None:
    _log.warning("%s is left out: %s", name, fault)


def _decoded(data: bytes, side: int | None, ground: Ground) -> Decoded:
    if not is_drawing(data):
        return decode(data, side=side, ground=ground)
    from sixing.media.picture.drawing import clean, render

    drawing = clean(data)
    said = ", ".join(drawing.dropped)
    notes = (Note(f"left out of the drawing: {said}", f"已从图画中除去：{said}"),) if said else ()
    return Decoded(shrunk(render(drawing, side, ground=ground), side), notes)


def is_drawing(data: bytes) -> bool:
    """Whether a file's bytes look like SVG: text that opens a tag."""
    head = data[:512]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


_Source = tuple[str, Callable[[], bytes]]


def _sources(path: Path) -> Iterator[_Source]:
    if path.is_dir():
        yield from _of_folder(path)
    elif _suffix(path.name) == "zip":
        yield from _of_zip(path)
    else:
        yield path.name, partial(file_bytes, path)


def _of_folder(folder: Path) -> Iterator[_Source]:
    files = sorted(
        (file.relative_to(folder).as_posix(), file)
        for file in folder.rglob("*")
        if _wanted(file.relative_to(folder).as_posix()) and file.is_file()
    )
    _refuse_many(len(files), folder.name)
    for name, file in files:
        yield name, partial(file_bytes, file)


def _of_zip(path: Path) -> Iterator[_Source]:
    """The members of a zip, each unpacked when it is wanted and none larger than its limit."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if _wanted(one.filename)]
            _refuse_many(len(archive.infolist()), path.name)
            _refuse_total(sum(one.file_size for one in members), path)
            for member in sorted(members, key=lambda one: one.filename):
                yield member.filename, partial(_unpacked, archive, member)
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as fault:
        raise BadPicture(
            f"{path.name} is no zip or is damaged ({fault})",
            zh=f"{path.name} 不是压缩包或已损坏（{fault}）",
        ) from fault


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    limits.refuse_member(member.filename, member.compress_size, member.file_size)
    try:
        with archive.open(member) as file:
            # One byte more than was declared: a head that lies is not followed.
            return file.read(min(member.file_size, limits.BYTES) + 1)
    except Exception as fault:  # a damaged zip raises whatever its compression raises
        raise BadPicture(f"it cannot be unpacked ({fault})", zh=f"无法解压（{fault}）") from fault


def file_bytes(path: Path) -> bytes:
    """What a file holds.

    Raises:
        BadPicture: it is empty or larger than `limits.BYTES`.
        BadInput: there is no such file, or it may not be read.
    """
    try:
        limits.refuse_large(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as fault:
        raise _unreadable(path, fault) from fault


def _unreadable(path: Path, fault: OSError) -> BadInput:
    return BadInput(
        f"{path} cannot be read: {fault.strerror}", zh=f"无法读取 {path}：{fault.strerror}"
    )


def _refuse_many(count: int, name: str) -> None:
    if count > limits.MEMBERS:
        raise BadPicture(
            f"{name} holds {count:,} files; {limits.MEMBERS:,} are read at most",
            zh=f"{name} 含 {count:,} 个文件；至多读 {limits.MEMBERS:,} 个",
        )


def _refuse_total(size: int, path: Path) -> None:
    packed = max(path.stat().st_size, 1)
    if size > limits.UNPACKED or (size > limits.BYTES and size > limits.RATIO * packed):
        raise BadPicture(
            f"{path.name} would unpack to {size / 1e6:,.0f} MB, {size // packed}-fold, "
            "as a bomb does",
            zh=f"{path.name} 解压后有 {size / 1e6:,.0f} MB（{size // packed} 倍），疑为压缩炸弹",
        )


def _wanted(name: str) -> bool:
    """Whether a file is a picture by its suffix, and not hidden."""
    parts = PurePosixPath(name).parts
    return _suffix(name) in SUFFIXES and not any(
        part.startswith((".", "__MACOSX")) for part in parts
    )


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _label(name: str) -> str:
    parent = PurePosixPath(name).parent.as_posix()
    return "" if parent == "." else parent
