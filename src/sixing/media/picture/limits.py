"""How large a picture may be, in one place; every reader asks here before it decodes a pixel.

The limits keep a hostile file from taking the machine's memory: whatever is read within them, the
whole process stays below 512 MB. What breaks them is refused in words; nothing is cut silently.

>>> refuse_pixels(20_000, 20, "a.png")
>>> refuse_pixels(65_000, 65_000, "a.png")
Traceback (most recent call last):
sixing.errors.BadPicture: a.png has 65000 × 65000 pixels; a picture may have 32 million
"""

from __future__ import annotations

from sixing.errors import BadPicture

BYTES = 64_000_000
"""Of a file, and of a member of a zip."""
PIXELS = 32_000_000
"""Of a picture: the strictest reader keeps twelve bytes for each."""
SIDE = 65_535
"""Pixels of a side."""
FRAMES = 1_000
"""Pictures of a film."""
FILM_PIXELS = 96_000_000
"""Pixels of all pictures of a film together, as they are kept."""
FILM_DECODED = 1_000_000_000
"""Pixels of all pictures of a film together, as they are decoded before they are shrunk."""
DRAWING_BYTES = 8_000_000
"""Of the text of a drawing (SVG)."""
MEMBERS = 100_000
"""Files of a zip or a folder."""
UNPACKED = 4_000_000_000
"""Bytes of all members of a zip together; they are unpacked one by one."""
RATIO = 200
"""How much larger a member may grow: pictures are compressed already."""
RATIO_FREE = 1_000_000
"""Bytes below which a member may grow as it likes."""


def refuse_large(size: int, name: str = "the file", most: int = BYTES) -> None:
    """Refuse an empty file and one of more than ``most`` bytes.

    Raises:
        BadPicture: it is so.
    """
    if not size:
        raise BadPicture(f"{name} is empty", zh=f"{name} 是空文件")
    if size > most:
        raise BadPicture(
            f"{name} holds {size / 1e6:.1f} MB; such a file may hold {most // 10**6} MB",
            zh=f"{name} 有 {size / 1e6:.1f} MB；此类文件至多 {most // 10**6} MB",
        )


def refuse_pixels(width: int, height: int, name: str = "the file") -> None:
    """Refuse a picture without pixels, with too long a side or with more than `PIXELS`.

    Raises:
        BadPicture: it is so.
    """
    if width < 1 or height < 1:
        raise BadPicture(f"{name} has no pixels", zh=f"{name} 没有像素")
    if width * height > PIXELS or max(width, height) > SIDE:
        raise BadPicture(
            f"{name} has {width} × {height} pixels; a picture may have {PIXELS // 10**6} million",
            zh=f"{name} 有 {width} × {height} 像素；一幅图画至多 {PIXELS // 10**4} 万像素",
        )


def refuse_film(
    frames: int, pixels: int, name: str = "the film", *, kept: int | None = None
) -> None:
    """Refuse a film of too many pictures, or of too many pixels in all.

    Args:
        frames: pictures so far.
        pixels: of each.
        name: of the film.
        kept: pixels of each when it is shrunk; all by default.

    Raises:
        BadPicture: it is so.
    """
    large = frames * (pixels if kept is None else kept) > FILM_PIXELS
    if frames > FRAMES or large or frames * pixels > FILM_DECODED:
        raise BadPicture(
            f"{name} has {frames} pictures of {pixels / 1e6:.1f} million pixels or more; a film "
            f"may have {FRAMES} and {FILM_PIXELS // 10**6} million pixels in all",
            zh=f"{name} 有 {frames} 帧或更多，每帧 {pixels / 1e4:.0f} 万像素；"
            f"动画至多 {FRAMES} 帧、合计 {FILM_PIXELS // 10**4} 万像素",
        )


def refuse_member(name: str, packed: int, unpacked: int) -> None:
    """Refuse a member of a zip by what its head declares, before a byte is unpacked.

    Raises:
        BadPicture: it is too large, or would grow as no picture does.
    """
    if unpacked > RATIO_FREE and unpacked > RATIO * max(packed, 1):
        raise BadPicture(
            f"{name} would grow {unpacked // max(packed, 1)}-fold when unpacked, as a bomb does",
            zh=f"{name} 解压后会膨胀 {unpacked // max(packed, 1)} 倍，疑为压缩炸弹",
        )
    refuse_large(unpacked, name)
