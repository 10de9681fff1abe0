"""Scores from files, by suffix: MIDI, ABC, MusicXML, kern, our own spelling, zip, folders.

It knows which reader a file needs and nothing of notation. A file that cannot be read is an error;
in a folder or a zip it is named in the log and left out, unless nothing there can be read.

>>> from sixing.media.music.writing import write
>>> from sixing.testing.tunes import CHORALE
>>> next(read_bytes(write(CHORALE, "mid"), "mid")) == CHORALE
True
"""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from sixing.errors import BadInput, BadMusic
from sixing.media.music import limits
from sixing.media.music.extra import library
from sixing.media.music.score import Score, tidy

KINDS = {
    "mid": "mid", "midi": "mid", "kar": "mid", "abc": "abc", "musicxml": "musicxml",
    "xml": "musicxml", "mxl": "musicxml", "krn": "krn", "txt": "txt", "zip": "zip",
}  # fmt: skip
"""Suffixes and what they mean."""

MEMBERS = 10_000
"""Files of a zip."""
_KERN_BYTES = 500_000  # music21 takes about 2,000 times as much memory
_log = logging.getLogger(__name__)


def read_score(path: Path) -> Iterator[Score]:
    """The pieces of a file, or of all files of a folder, in the order of their names.

    Raises:
        BadMusic: it cannot be read, or nothing in the folder can.
        BadInput: there is no such file, its suffix is none of `KINDS`, or it needs an extra.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if kind_of(file.name) and file.is_file())
        yield from _all((str(file), _file(file)) for file in files)
    else:
        yield from _file(path)


def kind_of(name: str) -> str | None:
    """What a file of this name is: a value of `KINDS`, None for no music."""
    hidden = Path(name).name.startswith(".")
    return None if hidden else KINDS.get(Path(name).suffix.lower().removeprefix("."))


def _file(path: Path) -> Iterator[Score]:
    kind = kind_of(path.name)
    if kind is None:
        raise BadInput(
            f"{path.name} has no suffix of music: " + " ".join(f".{suffix}" for suffix in KINDS),
            zh=f"{path.name} 的后缀不是乐谱：" + " ".join(f".{suffix}" for suffix in KINDS),
        )
    try:
        size = path.stat().st_size
        if size > limits.BYTES:
            raise limits.too_large(path.name, size)
        data = path.read_bytes()
    except OSError as fault:
        raise BadInput(
            f"{path} cannot be read: {fault.strerror}", zh=f"无法读取 {path}：{fault.strerror}"
        ) from fault
    yield from read_bytes(data, kind)


def read_bytes(data: bytes, kind: str) -> Iterator[Score]:
    """The pieces of a file's content.

    Args:
        data: the content.
        kind: its suffix, one of `KINDS`.

    Raises:
        BadMusic: it cannot be read.
        BadInput: there is no such kind, or it needs an extra.
    """
    limits.refuse_large(data)
    match KINDS.get(kind):
        case "mid":
            from sixing.media.music import midi

            yield midi.read(data)
        case "abc":
            from sixing.media.music import abc

            yield from abc.read(text(data))
        case "musicxml":
            from sixing.media.music import musicxml

            yield limits.within(musicxml.read(data))
        case "krn":
            yield _kern(data)
        case "txt":
            yield _spelled(text(data))
        case "zip":
            yield from _all(_members(data))
        case _:
            raise BadInput(f'no music is read from "{kind}"', zh=f"不能从“{kind}”读乐谱")


def text(data: bytes) -> str:
    """Text in UTF-8 or UTF-16 by its mark, or else in Latin-1."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _all(readers: Iterator[tuple[str, Iterator[Score]]]) -> Iterator[Score]:
    """What can be read of many files; what cannot is named in the log."""
    found, last = 0, BadMusic("there is no file of music in it", zh="其中没有乐谱文件")
    for name, scores in readers:
        try:
            for score in scores:
                found += 1
                yield score
        except BadMusic as fault:
            _log.warning("%s is left out: %s", name, fault)
            last = fault
    if not found:
        raise last


def _members(data: bytes) -> Iterator[tuple[str, Iterator[Score]]]:
    """The files of a zip, unpacked one by one: their sizes are measured, not believed."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as fault:
        raise _damaged(fault) from fault
    if len(infos) > MEMBERS:
        raise BadMusic(
            f"the zip holds {len(infos):,} files; {MEMBERS:,} are read at most",
            zh=f"压缩包含 {len(infos):,} 个文件；至多读 {MEMBERS:,} 个",
        )
    left = limits.BYTES
    for info in infos:
        kind = kind_of(info.filename)
        if kind is None or kind == "zip" or info.is_dir():
            continue
        content = _unpacked(archive, info, left)
        left -= len(content)
        yield info.filename, read_bytes(content, kind)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    try:
        with archive.open(info) as file:
            content = file.read(left + 1)
    except Exception as fault:  # a damaged zip raises whatever its compression raises
        raise _damaged(fault) from fault
    if len(content) > left:
        raise limits.too_large("the zip, unpacked,", limits.BYTES + 1)
    return content


def _damaged(fault: Exception) -> BadMusic:
    return BadMusic(f"the zip is damaged ({fault})", zh=f"压缩包已损坏（{fault}）")


def _spelled(said: str) -> Score:
    from sixing.media.music import spelling
    from sixing.media.music.barring import ended

    lines = [line for line in said.splitlines() if line.strip()]
    # As `show` writes it: the title may stand before.
    titled = bool(lines) and lines[0].startswith("# ")
    try:
        score = limits.within(spelling.read(lines[titled:]))
        # Whoever wrote it by hand need not have put it in order.
        parts = tuple(tidy(part) for part in score.parts if part.notes)
        return ended(replace(score, parts=parts, title=lines[0][2:] if titled else ""))
    except BadMusic:
        raise
    except BadInput as fault:
        raise BadMusic(str(fault), zh=fault.zh) from fault


def _kern(data: bytes) -> Score:
    """Kern through music21, which says it as MusicXML."""
    from sixing.media.music import musicxml

    if len(data) > _KERN_BYTES:
        raise BadMusic("a kern file may hold 500 kB", zh="kern 文件至多 500 kB")
    purpose = ("reading kern", "读 kern 文件")
    converter: Any = library("music21.converter", purpose)
    exporter: Any = library("music21.musicxml.m21ToXml", purpose)
    try:
        with redirect_stderr(StringIO()):  # it warns there of every token that it does not know
            stream = converter.parseData(text(data), format="humdrum")
            written: bytes = exporter.GeneralObjectExporter(stream).parse()
    except Exception as fault:  # music21 raises whatever a damaged file makes it stumble over
        raise BadMusic(
            f"this kern file cannot be read ({fault})", zh=f"此 kern 文件无法读取（{fault}）"
        ) from fault
    return limits.within(musicxml.read(written))
