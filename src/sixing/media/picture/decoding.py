"""Pixels from the bytes of PNG, JPEG, WebP, GIF, BMP and TIFF, of which nothing is believed.

Sizes are looked at before a pixel is decoded, and a decoder may stumble over anything: whatever it
raises ends in one sentence. An animation gives its first picture, and a camera's rotation (EXIF)
is done; what was done is told in notes. It knows no file names.

>>> from sixing.media.picture.picture import Picture
>>> square = Picture(np.zeros((2, 2, 3), np.uint8))
>>> decode(square.png()).picture == square
True
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from sixing.errors import BadPicture
from sixing.media.picture import limits
from sixing.media.picture.colour import Bytes, Ground, Note, opaque
from sixing.media.picture.picture import Picture

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""As Pillow calls them; no other decoder is ever tried."""
WHITE: Ground = (255, 255, 255)
_COMPRESSED_TEXTS = 16
_ORIENTATION = 0x0112
_FIRST = Note("it is animated: its first picture was taken", "这是动画：只取首帧")
_TURNED = Note("it was turned as its camera says (EXIF)", "已按相机方向（EXIF）旋转")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture, and what was done to have it."""

    picture: Picture
    notes: tuple[Note, ...] = ()


def decode(data: bytes, *, ground: Ground = WHITE, side: int | None = None) -> Decoded:
    """The picture of a file's bytes.

    Args:
        data: the whole file.
        ground: sRGB, what shows where the picture is transparent.
        side: pixels that its longer side has at most; None for all there are.

    Raises:
        BadPicture: it cannot be read, or is larger than `limits` allows.
    """
    with opened(data) as image:
        _fit_size(image, side)
        moving = bool(getattr(image, "is_animated", False))
        image.load()
        pixels, notes = opaque(image, ground)
        turn = int(image.getexif().get(_ORIENTATION, 1) or 1)
    picture = Picture(np.ascontiguousarray(turned(pixels, turn)))
    return Decoded(
        shrunk(picture, side),
        (_FIRST,) * moving + notes + (_TURNED,) * (turn in range(2, 9)),
    )


def decode_rgba(data: bytes, *, most: int) -> bytes:
    """A PNG file of the picture with its transparency, for setting into a drawing.

    Raises:
        BadPicture: it cannot be read, or has more than ``most`` pixels.
    """
    with opened(data) as image:
        if image.width * image.height > most:
            limits.refuse_pixels(limits.SIDE + 1, image.height, "a picture within the drawing")
        image.load()
        out = BytesIO()
        image.convert("RGBA").save(out, "PNG", icc_profile=None, exif=b"")
    return out.getvalue()


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """An image whose head was read and whose size may be held; what goes wrong is in words.

    Raises:
        BadPicture: anything that Pillow raises, here or in the body.
    """
    limits.refuse_large(len(data))
    if data.count(b"zTXt") + data.count(b"iTXt") > _COMPRESSED_TEXTS and data[1:4] == b"PNG":
        raise BadPicture("its texts are a bomb", zh="所附文字疑为压缩炸弹")
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it mends; here it either reads or is refused.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                yield image
    except BadPicture:
        raise
    except Image.DecompressionBombError as bomb:
        raise BadPicture(
            f"it declares more than {limits.PIXELS // 10**6} million pixels",
            zh=f"所声明的像素逾 {limits.PIXELS // 10**4} 万",
        ) from bomb
    except UnidentifiedImageError as unknown:
        raise BadPicture(
            "it is no PNG, JPEG, WebP, GIF, BMP or TIFF that can be read",
            zh="不是可读的 PNG、JPEG、WebP、GIF、BMP 或 TIFF",
        ) from unknown
    except Exception as fault:  # a damaged file raises whatever its decoder stumbles over
        raise BadPicture(
            f"it is damaged or cut short ({fault})", zh=f"文件已损坏或被截断（{fault}）"
        ) from fault


def turned(pixels: Bytes, orientation: int) -> Bytes:
    """Pixels as a camera's orientation (EXIF 2.3, tag 0x0112; 1 to 8) says that they be seen."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels


def shrunk(picture: Picture, side: int | None) -> Picture:
    """The picture, its longer side at most so long."""
    longer = max(picture.width, picture.height)
    if side is None or longer <= side:
        return picture
    share = side / longer
    return picture.resized(
        max(1, round(picture.width * share)), max(1, round(picture.height * share))
    )


def refuse_size(image: Image.Image) -> None:
    """Refuse an image that is too large to decode whole.

    Raises:
        BadPicture: it is so.
    """
    heavy = image.format == "WEBP"  # whose decoder keeps the picture twice
    limits.refuse_pixels(image.width * (1 + heavy), image.height)


def _fit_size(image: Image.Image, side: int | None) -> None:
    """Refuse what is too large; a JPEG from which less is wanted is decoded smaller."""
    if side is not None and image.format == "JPEG" and not image.info.get("progressive"):
        limits.refuse_pixels(image.width // 2, image.height // 2)
        share = 2 * side / max(image.size)
        if share < 1:
            image.draft(None, (round(image.width * share), round(image.height * share)))
    refuse_size(image)
