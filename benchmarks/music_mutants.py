"""Damaged and mutated files of music, for `benchmarks.music_fuzz`.

Seeds are toy tunes that our own writers wrote, and whatever files a person's folder adds.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from random import Random

from sixing.media.music import spelling
from sixing.media.music.reading import kind_of
from sixing.media.music.writing import KINDS, write
from sixing.testing.tunes import TUNES

File = tuple[str, bytes]
"""A kind and what the file holds."""

LARGEST_SEED = 30_000
ODD = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x00FF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
NUMBERS = (
    "0", "-1", "1", "3", "7", "64", "127", "128", "255", "999", "65536", "2147483648", "9" * 30,
    "9" * 5000, "1e9", "1e400", "nan", "inf", "-0", "0.5", "1/0", "٣", "", "½",
)  # fmt: skip
ABC_WORDS = (
    "|:", ":|", "::", "|1", ":|2", "[1", "[2", "|]", "(3", "(9:9:9", "(0:0:0", "[", "]", "{", "}",
    '"', '"Cm7', "!f!", "!", "&", "-", ">", "<<<", "Z999", "z9999/1", "C/9999", "C9999", "////",
    "^^^^c", "[M:0/4]", "[M:99/16]", "[M:C|]", "[K:H]", "[K:Gmix]", "[L:1/999]", "[L:0/0]",
    "[Q:0]", "[Q:1/4=99999]", "[V:9]", "\nV:2\n", "\nw: a-b_*|~\n", "\nX:2\nK:C\n", "\nK:\n",
    "\n\n", "\\", "%", "\n%%MIDI program 999\n", "\n%%MIDI channel 10\n", ",,,,,,,,,", "'''''''''",
    "\x00", "\ufeff", "é",
)  # fmt: skip
XML_WORDS = (
    "<chord/>", "<grace/>", "<cue/>", "<backup><duration>999999999</duration></backup>",
    "<forward><duration>999999999</duration></forward>", '<repeat direction="backward"/>',
    '<repeat direction="backward" times="999999999"/>', '<ending number="1,2" type="start"/>',
    "<divisions>0</divisions>", "<divisions>-3</divisions>", "<divisions>999999999</divisions>",
    '<sound tempo="0"/>', '<sound tempo="nan"/>', '<sound tempo="1e308" dynamics="-5"/>',
    "<time><beats>0</beats><beat-type>0</beat-type></time>", "<note/>", "<note><pitch/></note>",
    "<time><beats>3+2</beats><beat-type>8</beat-type></time>", "<measure/>", "<part/>", "&", "<",
    "]]>", "<key><fifths>99</fifths></key>", '<tie type="start"/>', "<unpitched/>", "<rest/>",
    "&lt;", "&x;", "<transpose><chromatic>999</chromatic></transpose>", "<!-- -->", "<?x y?>",
    "\x00", "<harmony/>",
)  # fmt: skip
_KERN = b"""**kern\t**kern
*clefF4\t*clefG2
*M4/4\t*M4/4
*k[f#]\t*k[f#]
=1-\t=1-
4G\t4g
4D\t8a
.\t8b
2G\t2g
==\t==
*-\t*-
"""


def seeds(folder: Path | None = None) -> list[File]:
    """Whole files: every toy tune in every kind, archives of them, and those of a folder."""
    found: list[File] = []
    for tune in TUNES:
        found += [(kind, _bytes(write(tune, kind))) for kind in KINDS]
        found.append(("txt", "\n".join(spelling.spell(tune)).encode()))
    documents = [data for kind, data in found if kind == "musicxml"]
    found.append(("mxl", zipped({"META-INF/container.xml": b"<c/>", "tune.xml": documents[0]})))
    found.append(("zip", zipped({f"{i}.{kind}": data for i, (kind, data) in enumerate(found[:6])})))
    found.append(("krn", _KERN))
    for file in sorted(folder.rglob("*")) if folder else ():
        kind = kind_of(file.name)
        if kind and file.is_file() and file.stat().st_size <= LARGEST_SEED:
            found.append((kind, file.read_bytes()))
    return found


def _bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of files."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def mutated(chance: Random, files: Sequence[File]) -> File:
    """A file with one to six things wrong with it."""
    kind, data = chance.choice(files)
    if kind == "krn" and chance.random() < 0.9:  # music21 is slow: a tenth of its share
        kind, data = files[chance.randrange(len(TUNES) * 4)]
    ways = [*BYTES, *(TEXT if kind in ("abc", "musicxml", "txt", "krn") else MIDI * 2)]
    if kind in ("abc", "musicxml"):
        ways += TEXT * 2
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice(ways)(chance, kind, data, files)
    if chance.random() < 0.02:
        kind = chance.choice(files)[0]
        kind = "mid" if kind == "krn" else kind
    return kind, data


_Way = Callable[[Random, str, bytes, Sequence[File]], bytes]


def _flip(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    del kind, files
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncate(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    del kind, files
    return data[: chance.randrange(len(data) + 1)]


def _cut(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    del kind, files
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randrange(1, 40) :]


def _splice(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """The beginning of one file and the end of another, of its kind where there is one."""
    other = chance.choice([one for k, one in files if k == kind] or [data])
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _repeat(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    del kind, files
    at = chance.randrange(len(data) + 1)
    stretch = data[at : at + chance.randrange(1, 200)]
    return data[:at] + stretch * chance.choice((2, 3, 10)) + data[at:]


def _noise(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    del kind, files
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.randrange(1, 20)) + data[at:]


def _lie(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """A number of one, two or four bytes made odd: lengths of chunks and events among them."""
    del kind, files
    size = chance.choice((1, 2, 4))
    at = chance.randrange(max(1, len(data) - size))
    value = chance.choice(ODD) % 256**size
    return data[:at] + value.to_bytes(size, "big") + data[at + size :]


def _header(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """A lie in the header or in the length of a track."""
    del kind, files
    spots = [8, 10, 12, *(m.start() + 4 for m in re.finditer(b"MTrk", data[:50_000]))]
    at, size = chance.choice(spots), chance.choice((2, 4))
    value = chance.choice(ODD) % 256**size
    return data[:at] + value.to_bytes(size, "big") + data[at + size :]


def _event(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """An event put in: true, odd or broken."""
    del kind, files
    events = (
        b"\x00\xff\x51\x03\x00\x00\x00", b"\x00\xff\x51\x03\xff\xff\xff",
        b"\x00\xff\x58\x04\x00\x00\x18\x08", b"\x00\xff\x58\x04\xff\x05\x18\x08",
        b"\x00\xff\x58\x04\x04\xff\x18\x08", b"\x00\xff\x59\x02\x80\x05",
        b"\xff\xff\xff\x7f\x90\x40\x40", b"\x00\xc9\x7f", b"\x00\xff\x2f\x00",
        b"\x00\xf0\xff\xff\xff\x7f", b"\x00\x9f\x7f\x7f", b"\x00\xff\x05\x04\xff\xfe\x00\x80",
        b"\x00\xff\x01\x0fsixing: metre 0", b"\x00\xff\x20\x01\xff", b"\x00\xff\x21\x01\xff",
        b"\x00\xe0\x00", b"\x81\x00\xd0",
    )  # fmt: skip
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(events) + data[at:]


def _number(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """A number of a text put out of its range."""
    del kind, files
    found = list(re.finditer(rb"-?\d+", data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(NUMBERS).encode() + data[one.end() :]


def _word(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """Something of the notation where it does not belong."""
    del files
    words = XML_WORDS if kind == "musicxml" else ABC_WORDS
    at = chance.randrange(len(data) + 1)
    if kind == "musicxml" and chance.random() < 0.7:
        at = data.find(b">", at) + 1
    return data[:at] + chance.choice(words).encode() + data[at:]


def _exchange(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """Two words or elements in each other's place, or one of them gone."""
    del files
    pattern = rb"<[^<>]*>[^<>]*" if kind == "musicxml" else rb"\S+|\n"
    found = list(re.finditer(pattern, data))
    if len(found) < 2:
        return data
    a, b = sorted(chance.sample(range(len(found)), 2))
    first, second = found[a], found[b]
    other = first[0] if chance.random() < 0.6 else b""
    return (
        data[: first.start()] + second[0] + data[first.end() : second.start()] + other
        + data[second.end() :]
    )  # fmt: skip


BYTES: tuple[_Way, ...] = (_flip, _truncate, _cut, _splice, _repeat, _noise, _lie)
TEXT: tuple[_Way, ...] = (_number, _word, _exchange)
MIDI: tuple[_Way, ...] = (_header, _event)
