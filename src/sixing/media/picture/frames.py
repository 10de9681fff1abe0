"""Films as pictures in a row: animated GIF, WebP and PNG in; GIF and WebP out.

Each picture is read whole and opaque, as it is seen; a still picture is a film of one. A GIF is
written with one palette for the whole film and an ordered pattern instead of error diffusion, so
that what stands still stays still: colours of pictures of their own would flicker. It knows no
sound and no video codec.

>>> from sixing.testing.pictures import quarters, quilt
>>> film = Frames((quarters(), quarters(), quarters()), (100, 100, 250))
>>> film.seconds, len(film.pictures)
(0.45, 3)
>>> read(write(film, "gif")) == Frames((quarters(),), (450,))  # equal pictures become one
True
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageSequence

from sixing.errors import BadInput, BadPicture
from sixing.media.picture import limits
from sixing.media.picture.colour import Ground, opaque
from sixing.media.picture.decoding import WHITE, opened, refuse_size, shrunk
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import file_bytes

Kind = Literal["gif", "webp"]
KINDS: tuple[str, ...] = get_args(Kind)
USUAL = 100
"""Milliseconds that a picture is shown where its file does not say, as browsers do."""
SHORTEST, LONGEST = 20, 60_000
"""Milliseconds: browsers show what is shorter ten times a second."""
_COLOURS, _SAMPLED = 256, 400_000
_PICTURE, _EXTENSION = 0x2C, 0x21  # blocks of a GIF
_PATTERN = 10.0  # of 255, from the darkest to the lightest of the ordered pattern


@dataclass(frozen=True, slots=True)
class Frames:
    """Pictures of one size, and how long each is shown.

    Attributes:
        pictures: in their order.
        milliseconds: one for each.

    Raises:
        BadPicture: there is none, their sizes differ, or a time is missing.
    """

    pictures: tuple[Picture, ...]
    milliseconds: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.pictures or len(self.pictures) != len(self.milliseconds):
            raise BadPicture(
                "a film has at least one picture, and a time for each",
                zh="动画至少有一帧，且每帧有时长",
            )
        sizes = {(one.width, one.height) for one in self.pictures}
        if len(sizes) > 1:
            raise BadPicture("the pictures of a film differ in size", zh="动画各帧大小不一")

    @property
    def seconds(self) -> float:
        """How long the film lasts."""
        return sum(self.milliseconds) / 1000

    @property
    def moving(self) -> bool:
        """Whether there is more than one picture."""
        return len(self.pictures) > 1


def read(source: Path | bytes, *, side: int | None = None, ground: Ground = WHITE) -> Frames:
    """The film of a file or of a file's bytes.

    Args:
        source: an animated GIF, WebP or PNG; any still picture but a drawing gives one picture.
        side: pixels that the longer side has at most.
        ground: sRGB, what shows where the film is transparent.

    Raises:
        BadPicture: it cannot be read, or is larger than `limits` allows.
        BadInput: there is no such file.
    """
    if isinstance(source, bytes):
        return _read(source, side, ground)
    try:
        return _read(file_bytes(source), side, ground)
    except BadPicture as fault:
        raise BadPicture(f"{source.name}: {fault}", zh=f"{source.name}：{fault.zh}") from fault


def _read(data: bytes, side: int | None, ground: Ground) -> Frames:
    pictures: list[Picture] = []
    times: list[int] = []
    with opened(data) as image:
        refuse_size(image)
        # A WebP and a PNG say how many there are; Pillow would decode a GIF to know.
        declared = _counted(data) if image.format == "GIF" else getattr(image, "n_frames", 1)
        limits.refuse_film(declared, image.width * image.height, kept=_kept(image, side))
        for frame in ImageSequence.Iterator(image):
            refuse_size(frame)  # a GIF may grow as it goes
            area = frame.width * frame.height
            limits.refuse_film(len(pictures) + 1, area, kept=_kept(frame, side))
            frame.load()
            pictures.append(shrunk(Picture(opaque(frame, ground)[0]), side))
            times.append(_milliseconds(frame))
    return Frames(tuple(pictures), tuple(times))


def _counted(data: bytes) -> int:
    """Pictures of a GIF, found by its blocks (GIF89a, 18 to 24); no further than the limit."""
    at = 13 + _table(data, 10)
    found = 0
    while at < len(data) and found <= limits.FRAMES:
        if data[at] == _PICTURE:
            found += 1
            at += 11 + _table(data, at + 9)
        elif data[at] == _EXTENSION:
            at += 2
        else:
            break
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return found


def _table(data: bytes, at: int) -> int:
    """Bytes of the table of colours that a GIF's flags announce."""
    flags = data[at] if at < len(data) else 0
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _kept(image: Image.Image, side: int | None) -> int:
    """Pixels of a picture when it is shrunk."""
    share = min(1.0, side / max(image.size)) if side else 1.0
    return max(1, round(image.width * share)) * max(1, round(image.height * share))


def _milliseconds(frame: Image.Image) -> int:
    said = frame.info.get("duration", 0)
    if not isinstance(said, (int, float)) or not said > 0:
        return USUAL
    return USUAL if said < SHORTEST else min(round(said), LONGEST)


def write(frames: Frames, kind: str) -> bytes:
    """A film as a file that plays for ever; the same film gives the same bytes.

    Args:
        frames: the film.
        kind: gif (256 colours in all) or webp (lossy, at quality 90).

    Raises:
        BadInput: another kind, or the film is larger than `limits` allows.
    """
    if kind not in KINDS:
        raise BadInput(
            f'a film cannot be written as "{kind}": ask for {" or ".join(KINDS)}',
            zh=f"动画不能存为“{kind}”，可选：{'、'.join(KINDS)}",
        )
    first = frames.pictures[0]
    limits.refuse_film(len(frames.pictures), first.width * first.height)
    out = BytesIO()
    how: dict[str, Any] = {"save_all": True, "loop": 0, "duration": list(frames.milliseconds)}
    if kind == "webp":
        images = [one.image() for one in frames.pictures]
        how |= {"quality": 90, "method": 3}
    else:
        images = _indexed(frames.pictures)
        how |= {"optimize": False, "disposal": 1}
    images[0].save(out, kind.upper(), append_images=images[1:], **how)
    return out.getvalue()


def _indexed(pictures: tuple[Picture, ...]) -> list[Image.Image]:
    """Pictures in the colours of one palette."""
    palette, exact = _palette(pictures)
    pattern = 0.0 if exact else _PATTERN
    return [_in_colours(one, palette, pattern) for one in pictures]


def _palette(pictures: tuple[Picture, ...]) -> tuple[Image.Image, bool]:
    """A palette for all pictures, and whether it has every colour of them."""
    colours: set[int] = set()
    for one in pictures:
        wide = one.pixels.astype(np.uint32)
        colours.update(np.unique(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]).tolist())
        if len(colours) > _COLOURS:
            break
    palette = Image.new("P", (1, 1))
    if len(colours) <= _COLOURS:
        palette.putpalette(
            [part for one in sorted(colours) for part in (one >> 16, one >> 8 & 255, one & 255)]
        )
        return palette, True
    step = max(1, sum(one.width * one.height for one in pictures) // _SAMPLED)
    sample = np.concatenate([one.pixels.reshape(-1, 3)[::step] for one in pictures])
    return Image.fromarray(sample[None]).quantize(
        _COLOURS, Image.Quantize.MEDIANCUT, kmeans=2
    ), False


def _in_colours(picture: Picture, palette: Image.Image, pattern: float) -> Image.Image:
    pixels = picture.pixels
    if pattern:
        tiles = -(-picture.height // 8), -(-picture.width // 8)
        ordered = np.tile(_BAYER, tiles)[: picture.height, : picture.width, None]
        pixels = np.clip(pixels + ordered * np.float32(pattern), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).quantize(palette=palette, dither=Image.Dither.NONE)


def _bayer() -> NDArray[np.float32]:
    """(8, 8) thresholds in −0.5 to 0.5 (Bayer 1973), doubled from one."""
    grid = np.zeros((1, 1))
    for _ in range(3):
        grid = np.block([[4 * grid, 4 * grid + 2], [4 * grid + 3, 4 * grid + 1]])
    return ((grid + 0.5) / 64 - 0.5).astype(np.float32)


_BAYER = _bayer()
