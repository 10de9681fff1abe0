"""Films: read as they are seen, written so that what stands still stays still."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sixing.errors import BadInput, BadPicture
from sixing.media.picture import limits
from sixing.media.picture.frames import LONGEST, USUAL, Frames, read, write
from sixing.media.picture.picture import Picture
from sixing.testing.pictures import BLUE, RED, quarters, quilt, written

FILM = (quarters(), Picture(np.ascontiguousarray(quarters().pixels[:, ::-1])), quarters())


def animated(format_: str, pictures: tuple[Picture, ...] = FILM, **how: Any) -> bytes:
    first, *others = (one.image() for one in pictures)
    return written(first, format_, save_all=True, append_images=others, **how)


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_every_picture_of_a_film_is_read_with_its_time(format_: str) -> None:
    how: dict[str, Any] = {"lossless": True} if format_ == "WEBP" else {}
    film = read(animated(format_, duration=[70, 40, 990], **how))
    assert film == Frames(FILM, (70, 40, 990))
    assert film.moving


def test_a_still_picture_is_a_film_of_one(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(written(quarters(), "JPEG"))
    film = read(tmp_path / "a.jpg")
    assert (len(film.pictures), film.milliseconds, film.moving) == (1, (USUAL,), False)


def test_what_one_picture_leaves_standing_is_in_the_next() -> None:
    """A GIF stores the part that changes, and says what is clear."""
    small = Image.new("P", (40, 24), 1)
    small.putpalette([0, 0, 0, *BLUE])
    small.paste(0, (10, 5, 20, 15))
    first = Image.new("P", (40, 24), 0)
    first.putpalette([*RED, *BLUE])
    data = written(
        first, "GIF", save_all=True, append_images=[small], transparency=1, disposal=1, duration=50
    )
    film = read(data)
    assert film.pictures[1].pixels[0, 0].tolist() == list(RED)
    assert film.pictures[1].pixels[8, 12].tolist() == [0, 0, 0]


def test_transparent_films_are_laid_on_the_ground() -> None:
    clear = [Image.new("RGBA", (6, 4), (*RED, alpha)) for alpha in (0, 255)]
    data = written(clear[0], "WEBP", save_all=True, append_images=clear[1:], lossless=True)
    film = read(data, ground=BLUE)
    assert [one.pixels[0, 0].tolist() for one in film.pictures] == [list(BLUE), list(RED)]


def test_times_that_no_browser_keeps_are_the_usual_and_none_is_endless() -> None:
    film = read(animated("PNG", duration=[0, 5, 65_000]))
    assert film.milliseconds == (USUAL, USUAL, LONGEST)


def test_a_film_of_few_colours_is_written_exactly_as_gif() -> None:
    film = Frames(FILM, (60, 70, 80))
    assert read(write(film, "gif")) == film
    assert write(film, "gif") == write(film, "gif")


def test_a_film_of_many_colours_is_written_near_and_still_stays_still() -> None:
    pictures = (quilt(1, 80), quilt(1, 80), quilt(1, 80), quilt(2, 80))
    moved = [one.pixels.copy() for one in pictures]
    for at, pixels in enumerate(moved):
        pixels[:8, :8] = at * 30  # a corner moves, the rest does not
    film = Frames(tuple(map(Picture, moved)), (100,) * 4)
    again = read(write(film, "gif"))
    assert (again.pictures[0].pixels[20:] == again.pictures[2].pixels[20:]).all()
    off = np.abs(again.pictures[3].pixels.astype(int) - film.pictures[3].pixels)
    assert off.mean() < 12


def test_a_film_is_written_as_webp_that_plays_as_long() -> None:
    film = Frames((quilt(1), quilt(2), quilt(3)), (60, 70, 80))
    again = read(write(film, "webp"))
    assert again.milliseconds == film.milliseconds
    off = np.abs(again.pictures[1].pixels.astype(int) - film.pictures[1].pixels)
    assert off.mean() < 4


def test_a_film_is_shrunk_as_it_is_read() -> None:
    film = read(animated("GIF"), side=10)
    assert {(one.width, one.height) for one in film.pictures} == {(10, 6)}


def test_films_that_are_none_are_refused() -> None:
    for pictures, times in (((), ()), ((quilt(1),), ()), ((quilt(1), quarters()), (9, 9))):
        with pytest.raises(BadPicture):
            Frames(pictures, times)
    with pytest.raises(BadInput, match="gif or webp"):
        write(Frames(FILM, (9, 9, 9)), "mp4")


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_films_too_long_or_too_large_are_refused(
    format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FRAMES", 2)
    with pytest.raises(BadPicture, match="3 pictures"):
        read(animated(format_))
    monkeypatch.setattr(limits, "FRAMES", 99)
    monkeypatch.setattr(limits, "FILM_PIXELS", 2 * 40 * 24)
    with pytest.raises(BadPicture, match="in all"):
        read(animated(format_))
    assert len(read(animated(format_), side=20).pictures) == 3
    monkeypatch.setattr(limits, "FILM_DECODED", 2 * 40 * 24)
    with pytest.raises(BadPicture, match="in all"):
        read(animated(format_), side=20)


def test_a_gif_of_very_many_pictures_is_refused_before_they_are_decoded() -> None:
    one = written(quarters(), "GIF")
    head = 13 + 3 * 2 ** ((one[10] & 7) + 1)
    data = one[:head] + one[head:-1] * 30_000 + b";"
    begun = time.process_time()
    with pytest.raises(BadPicture, match="1001 pictures"):
        read(data)
    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_films_cut_short_end_in_words(format_: str) -> None:
    data = animated(format_, (quilt(1), quilt(2), quilt(3)))
    for share in (0.1, 0.4, 0.7, 0.95):
        with contextlib.suppress(BadPicture):
            assert 1 <= len(read(data[: int(share * len(data))]).pictures) <= 3
