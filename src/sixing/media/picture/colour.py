"""Pixels of any depth, colour space and alpha as opaque sRGB of 8 bits.

A profile (ICC) in the file is followed, by LittleCMS, relative colorimetric with black point
compensation, as browsers do. Where a file names no profile, RGB is taken for sRGB, and CMYK is
turned by subtraction, which only comes near the print. It knows no file; the chunks gAMA and cHRM
of PNG, which no camera writes, are not followed.

>>> deep = Image.fromarray(np.full((1, 2), 65535, np.uint16))
>>> opaque(deep, (0, 0, 0))[0].tolist()
[[[255, 255, 255], [255, 255, 255]]]
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sixing.errors import BadPicture

Ground = tuple[int, int, int]
Bytes = NDArray[np.uint8]
_STRIP = 1_000_000
"""Pixels that are converted at once: whatever a conversion needs, it needs for these only."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was done with a file beyond reading it, to be told in both languages."""

    en: str
    zh: str


_APPROXIMATE = Note(
    "it is CMYK without a profile: its colours are near, not exact",
    "CMYK 无色彩配置文件：颜色为近似值",
)
_UNUSABLE = Note(
    "its colour profile cannot be used: taken for sRGB", "色彩配置文件无效，按 sRGB 读"
)
_CONVERTED = Note("its colour profile was converted to sRGB", "已由其色彩配置文件转为 sRGB")
_LAID = Note("its transparency was laid on the ground", "透明处已衬底色")
_DEEP = Note("its depth was rounded to 8 bits", "色深已舍入为 8 位")


def opaque(image: Image.Image, ground: Ground) -> tuple[Bytes, tuple[Note, ...]]:
    """The pixels of a loaded image: (height, width, 3) sRGB, and what was done to them.

    Args:
        image: in any of Pillow's modes.
        ground: sRGB, what shows through.

    Raises:
        BadPicture: the mode has no known colours.
    """
    transform, notes = _transform(image)
    clear = image.has_transparency_data and image.mode not in ("I;16", "I;16B", "I", "F")
    scale = _scale(image)
    out = np.empty((image.height, image.width, 3), np.uint8)
    rows = max(1, _STRIP // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        out[top : top + rows] = _strip(strip, transform, scale, ground if clear else None)
    notes += (_LAID,) * clear + (_DEEP,) * (scale is not None)
    return out, notes


def _strip(
    strip: Image.Image, transform: Any, scale: tuple[float, float] | None, ground: Ground | None
) -> Bytes:
    if scale is not None:
        values = np.nan_to_num(np.asarray(strip, np.float64), posinf=scale[1], neginf=scale[0])
        grey = (values - scale[0]) * (255 / (scale[1] - scale[0]))
        strip = Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8))
    alpha = None
    if ground is not None:
        strip = strip.convert("RGBA")
        alpha = np.asarray(strip)[..., 3:].astype(np.uint16)
    colours = _coloured(strip, transform)
    if alpha is None or ground is None:
        return colours
    over = np.asarray(ground, np.uint16) * (255 - alpha)
    return ((colours * alpha + over + 127) // 255).astype(np.uint8)


def _coloured(strip: Image.Image, transform: Any) -> Bytes:
    if transform is None:
        return np.asarray(strip.convert("RGB"))
    mode = transform.inputMode
    plain = strip if strip.mode == mode else strip.convert("RGB").convert(mode)
    return np.asarray(transform.point(plain))


def _scale(image: Image.Image) -> tuple[float, float] | None:
    """What is black and what is white in a mode of more than 8 bits."""
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    if image.mode not in ("I", "F"):
        return None
    low, high = (float(value) for value in image.getextrema())  # type: ignore[arg-type]
    if not np.isfinite([low, high]).all():
        values = np.asarray(image)
        sound = values[np.isfinite(values)]
        low, high = (float(sound.min()), float(sound.max())) if sound.size else (0.0, 1.0)
    for white in (1.0, 255.0, 65535.0) if image.mode == "F" else (65535.0,):
        if low >= 0 and high <= white:
            return 0.0, white
    return low, max(high, low + 1e-9)


def _transform(image: Image.Image) -> tuple[Any, tuple[Note, ...]]:
    """What turns an image's colours to sRGB, None where they are, or must do."""
    if image.mode == "LAB":
        from PIL import ImageCms

        return _built(ImageCms.createProfile("LAB"), "LAB"), ()
    profile = image.info.get("icc_profile")
    without = (_APPROXIMATE,) if image.mode == "CMYK" else ()
    if not profile:
        return None, without
    try:
        return _of_profile(profile, image.mode)
    except Exception:  # whatever a damaged profile makes LittleCMS stumble over
        return None, (_UNUSABLE, *without)


def _of_profile(data: bytes, mode: str) -> tuple[Any, tuple[Note, ...]]:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(BytesIO(data))
    space = profile.profile.xcolor_space.strip()
    source = {"GRAY": "L", "CMYK": "CMYK", "RGB": "RGB"}.get(space)
    grey = mode in ("1", "L", "LA", "La", "I", "F") or mode.startswith("I;16")
    if source is None or (source == "CMYK") != (mode == "CMYK") or (source == "L") != grey:
        raise BadPicture("the profile is of another colour space")
    if "sRGB" in (ImageCms.getProfileDescription(profile) or ""):
        return None, ()
    return _built(profile, source), (_CONVERTED,)


def _built(profile: Any, mode: str) -> Any:
    from PIL import ImageCms

    transform = ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    # Older versions of Pillow keep the modes under other names.
    transform.inputMode = getattr(transform, "input_mode", mode)
    return transform
