"""The loop and the verbs of pictures, with the shipped nets at toy sizes."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.errors import BadBrief, BadInput, BadWork
from sixing.media.picture.frames import Frames
from sixing.media.picture.picture import Picture
from sixing.media.picture.show import picture_of
from sixing.media.picture.spelling import read
from sixing.picturing import (
    Brief,
    carried,
    create,
    makers,
    painted,
    projected,
    scrolled,
    stylised,
    varied,
    verbs,
)
from sixing.picturing.films import film
from sixing.picturing.films import stylised as stylised_film
from sixing.picturing.manner import Manner, strength_of
from sixing.picturing.verbs import Mount
from sixing.testing.pictures import quarters, quilt
from sixing.works import Candidate, Work

POEM = Work("poem", "", "登鹳雀楼", ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"))
QUIET = Brief("picture", seed=7)


def test_the_same_brief_gives_the_same_bytes() -> None:
    brief = Brief("picture", form="山水", theme="秋江夜泊", seed=7)
    one, other = create(brief), create(brief)
    assert one[0].work == other[0].work
    assert one[0].work != create(Brief("picture", form="山水", theme="秋江夜泊", seed=8))[0].work


def test_what_a_poem_names_is_painted_and_counted() -> None:
    best = painted(POEM, QUIET)[0]
    said = best.judgement("elements")
    assert best.work.form == "shanshui"
    assert said is not None
    assert {"sun", "mountain", "water", "tower"} <= set(said.detail["planned"])
    assert not said.detail["lacking"]


def test_a_scroll_holds_poem_painting_and_seal_and_knows_its_painting() -> None:
    painting = painted(POEM, QUIET)[0].work
    drawn = scrolled(POEM, QUIET, painting, Mount("思行"))[0].work
    text = read(drawn.content)
    assert isinstance(text, str)
    assert all(f'data-element="{part}"' in text for part in ("poem", "seal", "mountain"))
    assert painting.id in drawn.parents


def test_a_poem_without_a_line_cannot_be_painted() -> None:
    with pytest.raises(BadWork, match="no line"):
        painted(Work("poem", "", "空", ("",)), QUIET)


def test_stylising_finds_a_strength_and_says_it() -> None:
    made = stylised(quilt(1), Manner((quarters(64, 64),)), QUIET)
    assert picture_of(made[0].work) != quilt(1)
    assert any("strength 0." in reason for reason in made[0].work.recipe["reasons"])


def test_a_mask_keeps_what_is_black_in_it() -> None:
    half = np.zeros((64, 64, 3), np.uint8)
    half[:, 32:] = 255
    made = stylised(quilt(1), Manner((quarters(64, 64),), "1.0", mask=Picture(half)), QUIET)
    pixels = picture_of(made[0].work).pixels.astype(int)
    moved = abs(pixels - quilt(1).pixels)
    assert moved[:, :28].max() <= 1
    assert moved[:, 36:].mean() > 3


def test_a_painting_in_another_manner_is_pixels_and_passes() -> None:
    brief = Brief("picture", seed=7, options=(("size", "240x200"),))
    assert painted(POEM, brief, [quarters(64, 64)])[0].work.form == "styled"


def test_a_film_keeps_its_times_and_its_stills_still() -> None:
    frames = Frames((quilt(1), quilt(1), quilt(2)), (80, 80, 120))
    made = stylised_film(frames, Manner((quarters(64, 64),), "0.8"))
    first, second = (one.pixels.astype(int) for one in made.pictures[:2])
    assert made.milliseconds == (80, 80, 120)
    assert abs(first - second).max() <= 3


def test_a_generator_makes_films_and_finds_what_is_near() -> None:
    made = film("emoji", [1, 2], 8)
    assert len(made.pictures) == 8
    near = projected(made.pictures[0], Brief("picture", style="emoji", seed=1))[0].work
    assert near.recipe["error"] < 0.1


def test_films_want_two_seeds_and_a_generator() -> None:
    with pytest.raises(BadBrief, match="two seeds"):
        film("emoji", [1], 8)
    with pytest.raises(BadBrief, match="no generator"):
        film("default", [1, 2], 8)


def test_translators_refuse_what_is_not_theirs() -> None:
    with pytest.raises(BadBrief, match="no translator"):
        carried("月", "klingon", None, QUIET)
    with pytest.raises(BadInput, match="1 to 400"):
        carried("，。", "cursive", None, QUIET)


def test_a_picture_is_carried_over_at_its_size() -> None:
    made = picture_of(carried(quilt(3), "cursive", None, QUIET)[0].work)
    assert (made.width, made.height) == (64, 64)


def test_variations_keep_the_colours_of_their_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "VARIED", 32)
    made = varied(quilt(4), QUIET)[0]
    means = [one.pixels.mean((0, 1)) for one in (picture_of(made.work), quilt(4))]
    assert abs(means[0] - means[1]).max() < 40
    assert made.work.recipe["verb"] == "vary"


def test_patterns_differ_from_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers, "EVOLVED", 300)
    brief = Brief("picture", form="abstract", seed=3, count=2, options=(("size", "64"),))
    one, other = create(brief)
    assert picture_of(one.work) != picture_of(other.work)


def test_emoji_say_what_they_are_nearest_to() -> None:
    made: list[Candidate] = create(Brief("picture", form="emoji", seed=3))
    said = made[0].judgement("copies")
    assert said is not None
    assert len(said.detail["nearest"]) == 3


def test_kinds_that_start_from_something_say_so() -> None:
    with pytest.raises(BadBrief, match="starts from something given"):
        create(Brief("picture", form="scroll"))
    with pytest.raises(BadBrief, match="is none"):
        create(Brief("picture", form="scene", options=(("size", "9x9"),)))


@pytest.mark.parametrize("strength", ["2", "-0.1", "much"])
def test_a_strength_is_a_share(strength: str) -> None:
    with pytest.raises(BadBrief, match="no number from 0 to 1"):
        strength_of(strength)
