"""Files of pictures: right colours from every kind, and what is hostile refused in words, soon."""

from __future__ import annotations

import struct
import time
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sixing.errors import BadInput, BadPicture
from sixing.media.picture import limits
from sixing.media.picture.decoding import decode
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import read_picture, read_pictures
from sixing.testing.pictures import BLUE, GREEN, RED, chunk, png, profile, quarters, written, zipped

SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))


def corner(picture: Picture) -> tuple[int, ...]:
    return tuple(int(value) for value in picture.pixels[0, 0])


def near(found: tuple[int, ...], wanted: tuple[int, ...], within: int = 4) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("format_", ["PNG", "BMP", "TIFF", "GIF", "WEBP", "JPEG"])
def test_every_format_gives_its_colours(format_: str) -> None:
    how = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95, "subsampling": 0}}.get(format_, {})
    read = read_picture(written(quarters(), format_, **how))
    exact = format_ not in ("JPEG",)
    assert (read == quarters()) if exact else near(corner(read), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "PA", "I;16", "CMYK", "YCbCr"])
def test_every_mode_of_white_is_white(mode: str) -> None:
    image = Image.new("RGB", (3, 2), (255, 255, 255))
    if mode == "I;16":
        image = Image.fromarray(np.full((2, 3), 65535, np.uint16))
    elif mode == "PA":
        image = image.convert("P").convert("PA")
    else:
        image = image.convert(mode)
    data = written(image, "TIFF" if mode in ("CMYK", "YCbCr", "PA") else "PNG")
    assert near(corner(read_picture(data)), (255, 255, 255), 1)


def test_sixteen_bits_of_grey_and_of_colour_are_not_clipped() -> None:
    """Pillow's own conversion makes any 16-bit grey above 255 white."""
    grey = Image.fromarray(np.full((2, 2), 0x8080, np.uint16))
    assert corner(read_picture(written(grey, "PNG"))) == (128, 128, 128)
    row = b"\0" + struct.pack(">HHH", 0xC8C8, 0x1E1E, 0x1E1E) * 2
    assert near(corner(read_picture(png(2, 2, 16, 2, row * 2))), RED, 1)
    assert decode(written(grey, "PNG")).notes[0].zh


def test_numbers_with_a_point_are_black_to_white() -> None:
    values = np.array([[0.0, 0.5], [1.0, np.nan]], np.float32)
    read = read_picture(written(Image.fromarray(values), "TIFF"))
    assert read.pixels[..., 0].tolist() == [[0, 128], [255, 0]]


def test_cmyk_is_read_and_said_to_be_near() -> None:
    image = quarters().image().convert("CMYK")
    found = decode(written(image, "JPEG", quality=95))
    assert near(corner(found.picture), RED, 8)
    assert "CMYK" in found.notes[0].en
    assert "CMYK" in found.notes[0].zh


def test_a_colour_profile_is_followed() -> None:
    swapped = profile((SRGB[1], SRGB[0], SRGB[2]), 2.2)
    found = decode(written(quarters(), "PNG", icc_profile=swapped))
    red, green, blue = corner(found.picture)
    assert green > 180 > 60 > max(red, blue)
    assert "sRGB" in found.notes[0].en
    linear = corner(read_picture(written(quarters(), "PNG", icc_profile=profile(SRGB, 1.0))))
    assert near(linear, (229, 96, 96), 3)


@pytest.mark.parametrize("bad", [b"no profile", profile(SRGB, 2.2)[:200]])
def test_a_damaged_profile_is_left_and_said(bad: bytes) -> None:
    found = decode(written(quarters(), "PNG", icc_profile=bad))
    assert found.picture == quarters()
    assert "profile" in found.notes[0].en


def test_a_profile_of_another_space_is_left() -> None:
    found = decode(written(quarters().image().convert("L"), "PNG", icc_profile=profile(SRGB, 1.0)))
    assert "cannot be used" in found.notes[0].en


def test_transparency_is_laid_on_the_ground() -> None:
    image = Image.new("RGBA", (2, 1), (*RED, 0))
    image.putpixel((1, 0), (255, 0, 0, 128))
    data = written(image, "PNG")
    assert read_picture(data).pixels.tolist() == [[[255, 255, 255], [255, 127, 127]]]
    assert read_picture(data, ground=BLUE).pixels[0, 0].tolist() == list(BLUE)


def test_a_transparent_colour_of_a_palette_is_laid_too() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([*RED, *GREEN])
    image.putpixel((1, 0), 1)
    read = read_picture(written(image, "GIF", transparency=0), ground=BLUE)
    assert read.pixels.tolist() == [[list(BLUE), list(GREEN)]]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_turned_is_turned_back(orientation: int) -> None:
    turns = Image.Transpose
    undone = {
        2: turns.FLIP_LEFT_RIGHT, 3: turns.ROTATE_180, 4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE, 6: turns.ROTATE_90, 7: turns.TRANSVERSE, 8: turns.ROTATE_270,
    }  # fmt: skip
    upright = quarters().image()
    stored = upright.transpose(undone[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert read_picture(written(stored, "PNG", exif=exif)) == quarters()
    jpeg = read_picture(written(stored, "JPEG", quality=95, exif=exif))
    assert near(corner(jpeg), RED, 8)


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_an_animation_gives_its_first_picture_and_says_so(format_: str) -> None:
    first, then = quarters().image(), Image.new("RGB", (40, 24), BLUE)
    how = {"lossless": True} if format_ == "WEBP" else {}
    data = written(first, format_, save_all=True, append_images=[then, first], **how)
    found = decode(data)
    assert found.picture == quarters()
    assert "animated" in found.notes[0].en


def test_one_pixel_and_a_long_strip_are_pictures() -> None:
    dot = Picture(np.full((1, 1, 3), RED, np.uint8))
    assert read_picture(dot.png()) == dot
    strip = read_picture(written(Image.new("RGB", (20_000, 20), GREEN), "PNG"))
    assert (strip.width, strip.height) == (20_000, 20)
    small = read_picture(written(Image.new("RGB", (20_000, 20), GREEN), "PNG"), side=64)
    assert (small.width, small.height) == (64, 1)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_what_is_cut_short_is_refused(format_: str) -> None:
    chance = np.random.default_rng(1)
    data = written(Picture(chance.integers(0, 256, (60, 60, 3), np.uint8)), format_)
    for share in (0.02, 0.5, 0.9):
        with pytest.raises(BadPicture, match=r"cut short|no PNG|pixels") as said:
            read_picture(data[: int(len(data) * share)])
        assert said.value.zh != str(said.value)


def _bomb(width: int, height: int) -> bytes:
    return png(width, height, 8, 2, bytes(3000))


BOMBS = {
    "a square of PNG": _bomb(65_535, 65_535),
    "a PNG of 2^31": _bomb(2**31 - 1, 2**31 - 1),
    "a long PNG": _bomb(2**30, 1),
    "a GIF": b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\x02\x16",
    "texts of PNG": png(
        2, 2, 8, 2, bytes(14), *[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**6)))] * 40
    ),
    "a BMP": b"BM" + struct.pack("<IIIIiiHHIIiiII", 99, 0, 54, 40, 60_000, 60_000, 1, 24, *[0] * 6),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_before_their_pixels(name: str) -> None:
    with pytest.raises(BadPicture):
        read_picture(b"\x89PNG warm")
    begun = time.process_time()
    with pytest.raises(BadPicture, match=r"pixels|bomb"):
        read_picture(BOMBS[name])
    assert time.process_time() - begun < 0.05


def test_a_jpeg_that_is_too_large_is_read_where_less_is_wanted() -> None:
    data = written(Image.new("L", (8_000, 5_000), 90), "JPEG")
    with pytest.raises(BadPicture, match="8000 × 5000"):
        read_picture(data)
    assert read_picture(data, side=500).width == 500


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.4", b"<html></html>", bytes(100)])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        read_picture(data)


def test_a_file_that_is_not_there_is_bad_input_and_a_bad_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_picture(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"nothing")
    with pytest.raises(BadPicture, match=r"b\.png"):
        read_picture(tmp_path / "b.png")


def test_a_folder_is_read_in_order_with_labels_and_what_is_broken_is_told(tmp_path: Path) -> None:
    formats = {".gif": "GIF", ".bmp": "BMP", ".png": "PNG"}
    for name in ("cats/b.png", "cats/a.gif", "dogs/x.bmp", "top.png", ".hidden/a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(written(quarters(), formats[name[-4:]]))
    (tmp_path / "cats" / "bad.png").write_bytes(b"\x89PNG")
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    broken: list[str] = []
    items = list(read_pictures(tmp_path, broken=lambda name, fault: broken.append(name + fault.zh)))
    assert [(item.name, item.label) for item in items] == [
        ("cats/a.gif", "cats"), ("cats/b.png", "cats"), ("dogs/x.bmp", "dogs"), ("top.png", ""),
    ]  # fmt: skip
    assert all(item.picture == quarters() for item in items)
    assert len(broken) == 1
    assert broken[0].startswith("cats/bad.png")


def test_a_folder_of_nothing_says_what_it_could_hold(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match=r"\.webp"):
        list(read_pictures(tmp_path))
    (tmp_path / "a.png").write_bytes(b"nothing")
    with pytest.raises(BadPicture):
        list(read_pictures(tmp_path))


def test_a_zip_is_read_member_by_member(tmp_path: Path) -> None:
    files = {"set/a.png": quarters().png(), "../b.png": quarters().png(), "c.txt": b"x"}
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({**files, "bad.png": b"x", "z.zip": zipped(files)}))
    told: list[str] = []
    items = list(read_pictures(path, broken=lambda name, _: told.append(name)))
    assert [item.name for item in items] == ["set/a.png"] or len(items) == 2
    assert told == ["bad.png"]
    assert not (tmp_path.parent / "b.png").exists()


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    for content in ({"a.bmp": bytes(80_000_000)}, {f"{i}.png": bytes(9_000_000) for i in range(9)}):
        path.write_bytes(zipped(content))
        begun = time.process_time()
        with pytest.raises(BadPicture, match=r"bomb|fold"):
            list(read_pictures(path, broken=lambda *_: None))
        assert time.process_time() - begun < 0.05


@pytest.mark.parametrize("data", [b"", b"PK\3\4", zipped({"a.png": quarters().png()})[:-30]])
def test_a_damaged_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(BadPicture):
        list(read_pictures(tmp_path / "a.zip"))


def test_a_zip_that_lies_of_sizes_or_sums_is_told(tmp_path: Path) -> None:
    good = zipped({"a.png": quarters().png(), "b.png": quarters().png()})
    at = good.index(b"a.png") + 20  # within what is packed
    (tmp_path / "a.zip").write_bytes(good[:at] + b"JHDR" + good[at + 4 :])
    told: list[str] = []
    items = list(read_pictures(tmp_path / "a.zip", broken=lambda name, _: told.append(name)))
    assert ([item.name for item in items], told) == (["b.png"], ["a.png"])


def test_large_files_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with path.open("wb") as file:
        file.truncate(limits.BYTES + 1)
    with pytest.raises(BadPicture, match="MB"):
        read_picture(path)


def test_a_picture_is_written_as_it_was_read() -> None:
    assert read_picture(quarters().png()) == quarters()
    with Image.open(BytesIO(quarters().png())) as image:
        assert image.mode == "RGB"
