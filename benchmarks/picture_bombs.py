"""Files of pictures written to take a machine's memory or time, for `benchmarks.picture_fuzz`.

`bombs` must be refused at once; `largest` are within the limits and must fit into memory.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import numpy as np
from PIL import Image

from benchmarks.music_mutants import File
from sixing.media.picture import limits
from sixing.testing.pictures import chunk, png, quarters, written, zipped


def bombs() -> Iterator[tuple[str, File]]:
    """What must be refused before a pixel is decoded or a member unpacked."""
    yield from ((f"PNG: {name}", ("png", data)) for name, data in _of_png())
    yield from _of_others()
    yield from ((f"SVG: {name}", ("svg", data.encode())) for name, data in _of_svg())
    yield from ((f"zip: {name}", ("zip", data)) for name, data in _of_zip())


def _of_png() -> Iterator[tuple[str, bytes]]:
    for wide, high in ((65_535, 65_535), (2**31 - 1, 2**31 - 1), (2**30, 1), (1, 2**30)):
        yield f"{wide} × {high}", png(wide, high, 8, 2, bytes(3000))
    yield "16 bits, 20,000 × 20,000", png(20_000, 20_000, 16, 6, bytes(10**6))
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**6)))
    yield "texts that grow", png(2, 2, 8, 2, bytes(14), *[text] * 40)
    actl = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "a film of 2^31 pictures", png(99, 99, 8, 2, bytes(99 * 298), actl)


def _of_others() -> Iterator[tuple[str, File]]:
    canvas = b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6)
    yield "GIF: 65,535 × 65,535", ("gif", canvas + b",\0\0\0\0\xff\xff\xff\xff\0\x02\x16")
    small = written(quarters(), "GIF")
    head = 13 + 3 * 2 ** ((small[10] & 7) + 1)
    yield "GIF: 30,000 pictures", ("gif", small[:head] + small[head:-1] * 30_000 + b";")
    grown = bytearray(small[:head] + small[head:-1] * 500 + b";")
    grown[6:10] = struct.pack("<HH", 5000, 5000)
    yield "GIF: 500 pictures of 25 million pixels", ("gif", bytes(grown))
    yield "JPEG: 65,500 × 65,500", ("jpg", _jpeg(65_500, 65_500))
    bmp = struct.pack("<IIIIiiHHIIiiII", 99, 0, 54, 40, 60_000, 60_000, 1, 24, *[0] * 6)
    yield "BMP: 60,000 × 60,000", ("bmp", b"BM" + bmp)
    yield "TIFF: 60,000 × 60,000", ("tiff", _tiff(60_000, 60_000))
    yield "WebP: 16,384 × 16,384", ("webp", _webp(16_384, 16_384))
    yield "a file of more than 64 MB", ("png", quarters().png() + bytes(limits.BYTES))


def _jpeg(wide: int, high: int) -> bytes:
    data = bytearray(written(quarters(), "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", high, wide)
    return bytes(data)


def _tiff(wide: int, high: int) -> bytes:
    tags = ((256, wide), (257, high), (258, 8), (259, 1), (262, 1), (273, 8), (278, high), (279, 9))
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + body + bytes(4)


def _webp(wide: int, high: int) -> bytes:
    """A small picture under a head that says another size."""
    body = written(quarters(), "WEBP", lossless=True)[12:]
    canvas = (wide - 1).to_bytes(3, "little") + (high - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<II", 10, 0) + canvas + body
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _of_svg() -> Iterator[tuple[str, str]]:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    names = "abcdefghij"
    grown = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    yield "entities that grow", f'<!DOCTYPE svg [<!ENTITY a "lol">{grown}]>{head}&j;</svg>'
    yield (
        "an entity of a file",
        f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{head}&a;</svg>',
    )
    uses = '<rect id="u0" width="9" height="9"/>'
    for n in range(1, 10):
        link = f'<use href="#u{n - 1}"/>'
        uses += f'<g id="u{n}">{link * 10}</g>'
    yield "uses of uses", f"{head}{uses}</svg>"
    yield "an element that uses itself", f'{head}<g id="a"><use href="#a"/></g></svg>'
    yield (
        "a million octaves",
        f'{head}<filter id="a"><feTurbulence numOctaves="1000000"/></filter></svg>',
    )
    apart = '<g opacity=".5">' * 47 + "</g>" * 47
    yield "layers within layers", f"{head.replace('0 0 9 9', '0 0 4096 4096')}{apart}</svg>"
    yield "nested 100,000 deep", f"{head}{'<g>' * 90_000}"
    yield "250,000 elements", f"{head}{'<a/>' * 250_000}</svg>"
    yield "9 MB", f"{head}{' ' * 9_000_000}</svg>"


def _of_zip() -> Iterator[tuple[str, bytes]]:
    yield "a member of 80 MB of nothing", zipped({"a.bmp": bytes(80_000_000)})
    yield "20 members of 9 MB of nothing", zipped({f"{i}.png": bytes(9_000_000) for i in range(20)})
    inner = zipped({"a.bmp": bytes(60_000_000)})
    yield "bombs in a zip in a zip", zipped({f"{i}.zip": inner for i in range(100)})
    yield "one that lies of its size", _lying(zipped({"a.bmp": bytes(60_000_000)}))


def _lying(data: bytes) -> bytes:
    """A zip whose heads say 99 bytes."""
    true, false = struct.pack("<I", 60_000_000), struct.pack("<I", 99)
    return data.replace(true, false)


def largest() -> Iterator[tuple[str, File]]:
    """The largest that the limits allow, by kind."""
    high = 5_600
    wide = limits.PIXELS // high
    ramp = np.linspace(0, 255, wide).astype(np.uint8)[None].repeat(high, 0)
    grey = Image.fromarray(ramp)
    for mode, kind, format_, how in (
        ("RGBA", "png", "PNG", {"compress_level": 1}),
        ("RGB", "jpg", "JPEG", {"quality": 60}),
        ("CMYK", "jpg", "JPEG", {"quality": 60}),
        ("RGB", "jpg", "JPEG", {"quality": 60, "progressive": True}),
        ("P", "gif", "GIF", {}),
        ("CMYK", "tiff", "TIFF", {"compression": "tiff_deflate"}),
    ):
        yield (
            f"{format_} {mode} {wide} × {high}",
            (kind, written(grey.convert(mode), format_, **how)),
        )
    row = b"\0" + bytes(wide * 8)
    packed = zlib.compressobj(1)
    rows = b"".join([*(packed.compress(row) for _ in range(high)), packed.flush()])
    head = struct.pack(">IIBBBBB", wide, high, 16, 6, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    yield f"PNG of 16 bits, {wide} × {high}", ("png", b"\x89PNG\r\n\x1a\n" + body)
    half = grey.crop((0, 0, wide // 2, high)).convert("RGBA")
    yield "WebP, half of that", ("webp", written(half, "WEBP", quality=30, method=0))
    frames = [grey.resize((1000, 1000)).point(lambda v, n=n: (v + n) % 256) for n in range(90)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    yield "a film of 90 million pixels", ("gif", out.getvalue())
    yield "an SVG of 2,048 × 2,048", (
        "svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4096 4096">'
        + b'<g opacity=".9">' * 10 + b'<circle r="2000"/>' * 1000 + b"</g>" * 10 + b"</svg>",
    )  # fmt: skip
