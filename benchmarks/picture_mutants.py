"""Damaged and mutated files of pictures, for `benchmarks.picture_fuzz`.

Seeds are toy pictures in every kind and mode that Pillow writes, drawings, a toy font, zips of
them, and small files of others where the person has some.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.music_mutants import BYTES, NUMBERS, File
from sixing.media.picture.shanshui import Plan, paint
from sixing.testing.pictures import chunk, profile, quarters, quilt, written, zipped

SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
LARGEST_SEED = 30_000
SVG_WORDS = (
    "<script>1</script>", "<use href='#a'/>", "<image href='file:///etc/passwd'/>", "<g>", "</g>",
    "<image href='data:image/png;base64,AAAA'/>", "<text>字</text>", "&x;", "&#0;", "]]>", "<!--",
    "<filter id='a'><feTurbulence numOctaves='99' baseFrequency='1e9'/></filter>", "<svg>",
    "<filter id='b'><feGaussianBlur stdDeviation='1e6'/></filter>", " filter='url(#b)'", "\0", "é",
    "<pattern id='a' width='1' height='1'><rect fill='url(#a)'/></pattern>", " fill='url(#a)'",
    " transform='scale(1e30)'", " transform='matrix(0 0 0 0 0 0)'", " stroke-dasharray='0.0001'",
    " stroke-width='1e30'", " viewBox='0 0 0 0'", " viewBox='-1e38 0 1e-38 1e38'", " width='1e9'",
    "<!ENTITY a 'b'>", "<linearGradient id='a' href='#a'/>", " d='M0 0 L nan inf Z'",
    " mask='url(#a)'",
    "<style>* { fill: url(http://x) }</style>", "<marker id='a' markerWidth='0'/>",
    " d='M1e38 -1e38 A 1e-30 1e30 0 1 1 1e38 3 z'", " clip-path='url(#a)'", " font-size='1e9'",
)  # fmt: skip


def seeds(folder: Path | None = None) -> list[File]:
    """Whole files: toys of every kind, archives of them, and small ones of a folder."""
    found = [*_pixels(), *_films(), *_drawings()]
    font = _font()
    found += [("ttf", font)]
    parts = {f"a/{i}.{kind}": data for i, (kind, data) in enumerate(found[::7])}
    found += [("zip", zipped(parts)), ("zip", zipped({**parts, "b.zip": zipped(parts)}))]
    for file in sorted(folder.rglob("*")) if folder else ():
        kind = file.suffix.lower().lstrip(".")
        known = kind in ("png", "jpg", "webp", "svg", "gif", "ttf")
        if known and file.is_file() and file.stat().st_size <= LARGEST_SEED:
            found.append((kind, file.read_bytes()))
        if len(found) > 400:
            break
    return found


def _pixels() -> Iterator[File]:
    toy, rich = quarters().image(), quilt(3, 48).image()
    icc = profile(SRGB, 2.2)
    exif = Image.Exif()
    exif[0x0112] = 6
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        deep = Image.fromarray(np.arange(600, dtype=np.uint16).reshape(20, 30) * 99)
        image = deep if mode == "I;16" else rich.convert(mode)
        yield "png", written(image, "PNG")
        yield "tiff", written(image, "TIFF")
    yield "png", written(toy, "PNG", icc_profile=icc, exif=exif)
    yield "png", written(rich.convert("P"), "PNG", transparency=3)
    for mode, how in (("L", {}), ("RGB", {"progressive": True}), ("CMYK", {}), ("RGB", {})):
        more: dict[str, Any] = {"icc_profile": icc, "exif": exif} if mode == "RGB" else {}
        yield "jpg", written(rich.convert(mode), "JPEG", **how, **more)
    for quality in (50, 100):
        how_: dict[str, Any] = {"icc_profile": icc, "exif": exif, "lossless": quality == 100}
        yield "webp", written(rich.convert("RGBA"), "WEBP", quality=quality, **how_)
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield "bmp", written(rich.convert(mode), "BMP")
    for packing in ("tiff_lzw", "tiff_deflate", "packbits", "jpeg", "group4"):
        mode = "1" if packing == "group4" else "RGB"
        yield "tiff", written(rich.convert(mode), "TIFF", compression=packing)
    for mode in ("CMYK", "LAB", "YCbCr"):
        yield "tiff", written(rich.convert(mode), "TIFF")
    for clear in ({}, {"transparency": 0}):
        yield "gif", written(rich.convert("P"), "GIF", **clear)


def _films() -> Iterator[File]:
    first, *others = (quilt(seed, 32).image() for seed in range(4))
    for kind, format_ in (("gif", "GIF"), ("webp", "WEBP"), ("png", "PNG")):
        yield kind, written(first, format_, save_all=True, append_images=others, duration=50)


def _drawings() -> Iterator[File]:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">'
    stops = '<linearGradient id="a"><stop stop-color="red"/><stop offset="1"/></linearGradient>'
    blur = (
        '<filter id="b"><feGaussianBlur stdDeviation="2"/><feTurbulence numOctaves="2"/></filter>'
    )
    for body in (
        '<rect width="30" height="20" fill="#a00"/><circle cx="30" cy="20" r="9"/>',
        f'<defs>{stops}{blur}</defs><path d="M1 1Q9 9 20 3T40 9A3 4 0 0 1 9 9z" fill="url(#a)"/>',
        f'{blur}<g id="g" opacity=".5"><ellipse rx="9"/></g><use href="#g" filter="url(#b)"/>',
        '<style>.a{fill:red}</style><polygon class="a" points="1,2 3,4 9,1"/><text y="9">字</text>',
    ):
        yield "svg", f"{head}{body}</svg>".encode()
    yield "svg", paint(Plan({"moon": 1, "boat": 1}), 1, 300, 200).encode()


def _font() -> bytes:
    """A font of a few hanzi, of lines, of curves and of another glyph's."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    def drawn(seed: int) -> Any:
        pen, chance = TTGlyphPen(None), Random(seed)
        for _ in range(seed % 5 + 1):
            spots = [(chance.randrange(900), chance.randrange(900)) for _ in range(7)]
            pen.moveTo(spots[0])
            pen.lineTo(spots[1])
            pen.qCurveTo(*spots[2:5])
            pen.qCurveTo(*spots[5:])
            pen.closePath()
        return pen.glyph()

    composed = TTGlyphPen({"g1": None, "g2": None})
    for part in ("g1", "g2"):
        composed.addComponent(part, (1, 0, 0, 1, 50, 0))
    glyphs = {".notdef": TTGlyphPen(None).glyph(), **{f"g{n}": drawn(n) for n in range(30)}}
    glyphs["both"] = composed.glyph()
    built = FontBuilder(1000, isTTF=True)
    built.setupGlyphOrder(list(glyphs))
    built.setupCharacterMap({0x4E00 + n: name for n, name in enumerate(list(glyphs)[1:])})
    built.setupGlyf(glyphs)
    built.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    built.setupHorizontalHeader(ascent=800, descent=-200)
    built.setupNameTable({"familyName": "Toy", "styleName": "Regular"})
    built.setupOS2()
    built.setupPost()
    out = BytesIO()
    built.save(out)
    return out.getvalue()


def mutated(chance: Random, files: Sequence[File]) -> File:
    """A file with one to six things wrong with it."""
    kind, data = chance.choice(_by_kind(files)[chance.choice(_SHARES)])
    ways: list[_Way] = [*BYTES, *_OWN.get(kind, ())]
    for _ in range(chance.choice((1, 1, 1, 1, 2, 4))):
        data = chance.choice(ways)(chance, kind, data, files)
    if kind == "png" and chance.random() < 0.7:
        data = summed(data)
    if chance.random() < 0.02:
        kind = chance.choice(files)[0]
    return kind, data


_Way = Callable[[Random, str, bytes, Sequence[File]], bytes]
_SHARES = ("png", "png", "jpg", "jpg", "webp", "webp", "gif", "gif", "bmp", "tiff", "tiff", "svg",
           "svg", "svg", "zip", "ttf", "ttf")  # fmt: skip


def _by_kind(files: Sequence[File]) -> dict[str, list[File]]:
    found: dict[str, list[File]] = {}
    for file in files:
        found.setdefault(file[0], []).append(file)
    return found


def summed(data: bytes) -> bytes:
    """A PNG whose sums of chunks are right again, so that what is wrong is read and not refused."""
    out, at = data[:8], 8
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + size > len(data):
            break
        out += chunk(data[at + 4 : at + 8], data[at + 8 : at + 8 + size])
        at += 12 + size
    return out + data[at:]


def _repacked(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """The rows of a PNG changed before they are packed, as no flip of a packed byte does."""
    del files
    found = re.search(rb"(....)IDAT", data, re.S)
    if found is None:
        return data
    start, size = found.end(), int.from_bytes(found[1], "big")
    try:
        rows = zlib.decompress(data[start : start + size])
    except zlib.error:
        return data
    rows = chance.choice(BYTES)(chance, kind, rows, [(kind, rows)])
    return data[: found.start()] + chunk(b"IDAT", zlib.compress(rows)) + data[start + size + 4 :]


def _marked(pattern: bytes, chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """A lie in the bytes after a marker: sizes, lengths, depths."""
    del kind, files
    spots = [match.end() for match in re.finditer(pattern, data[:60_000], re.S)]
    if not spots:
        return data
    at, size = chance.choice(spots) + chance.randrange(12), chance.choice((1, 2, 4))
    value = chance.choice((0, 1, 2, 3, 8, 16, 255, 256, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF))
    order = chance.choice((">", "<"))
    packed = struct.pack(order + "I", value) if order == "<" else struct.pack(">I", value)[-size:]
    return data[:at] + packed[:size] + data[at + size :]


def _number(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """A number of a drawing put out of its range."""
    del kind, files
    found = list(re.finditer(rb"-?[0-9.]+", data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(NUMBERS).encode() + data[one.end() :]


def _word(chance: Random, kind: str, data: bytes, files: Sequence[File]) -> bytes:
    """An element or an attribute where it may or may not belong."""
    del kind, files
    word = chance.choice(SVG_WORDS)
    spots = [match.end() for match in re.finditer(rb"<\w+" if word[0] == " " else b">", data)]
    at = chance.choice(spots or [0])
    return data[:at] + word.encode() + data[at:]


_OWN: dict[str, tuple[_Way, ...]] = {
    "png": (_repacked, _repacked, partial(_marked, b"IHDR|acTL|fcTL|PLTE|tRNS|iCCP|eXIf")),
    "jpg": (partial(_marked, rb"\xff[\xc0-\xc4\xda-\xdd\xe1\xe2]"),) * 2,
    "webp": (partial(_marked, b"VP8 |VP8L|VP8X|ANIM|ANMF|ALPH"),) * 2,
    "gif": (partial(_marked, b"GIF89a|,|!\xf9"),) * 2,
    "bmp": (partial(_marked, b"^BM.{8}|^BM.{16}|^BM.{28}"),) * 2,
    "tiff": (partial(_marked, rb"[\x00-\x53]\x01[\x01-\x05]\x00"),) * 2,
    "svg": (_number, _number, _word, _word, _word),
    "ttf": (partial(_marked, b"glyf|loca|head|hhea|maxp|cmap|hmtx"),) * 2,
    "zip": (partial(_marked, b"PK\\x03\\x04|PK\\x01\\x02|PK\\x05\\x06"),) * 2,
}
