"""Judges of pictures: looks, safety, copies, and what they say in both languages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadStyle
from sixing.features.picture_index import FILE as INDEX
from sixing.feedback.recall import MEASURED
from sixing.judging.judges import Judge, judge
from sixing.judging.picture_copies import beside, copies, index_of
from sixing.judging.picture_measures import FILE, looks, write_usual
from sixing.judging.picture_safety import Nudity
from sixing.judging.picture_telling import told
from sixing.media.picture.page import JUDGES
from sixing.media.picture.picture import Picture
from sixing.media.picture.spelling import spell
from sixing.testing.picture_style import moon, waves
from sixing.testing.pictures import quilt
from sixing.works import Candidate, Work

LEARNT = [quilt(seed, patches=4 + seed % 5) for seed in range(24)]


def work(picture: Picture) -> Work:
    return Work("picture", "emoji", "", spell(picture))


def flipped(picture: Picture) -> Picture:
    return Picture(np.ascontiguousarray(picture.pixels[:, ::-1]))


@pytest.fixture(scope="module")
def style(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of toy pictures and what is usual for them."""
    folder = tmp_path_factory.mktemp("style")
    index_of([f"quilt{n}" for n in range(len(LEARNT))], LEARNT).save(folder / INDEX)
    write_usual(folder, LEARNT)
    return folder


@pytest.mark.parametrize("alter", [lambda one: one, flipped], ids=["exact", "mirrored"])
def test_a_copy_is_found_and_named(style: Path, alter) -> None:  # type: ignore[no-untyped-def]
    judge_of = copies(style)
    assert judge_of is not None
    for number in (3, 11):
        said = judge_of([work(alter(LEARNT[number]))])[0]
        assert not said.passed
        assert said.score == 0
        assert said.detail["nearest"][0] == f"quilt{number}"


def test_a_new_picture_is_no_copy(style: Path) -> None:
    judge_of = copies(style)
    assert judge_of is not None
    assert all(said.passed for said in judge_of([work(moon(64)), work(waves(64))]))


def test_a_folder_without_an_index_has_no_judge_of_copies(tmp_path: Path) -> None:
    assert copies(tmp_path) is None
    assert looks(tmp_path) == ()


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_bytes(b"no index")
    with pytest.raises(BadStyle, match="install the style anew"):
        copies(tmp_path)
    (tmp_path / FILE).write_text("[1]")
    with pytest.raises(BadStyle, match="install the style anew"):
        looks(tmp_path)


def test_the_nearest_pictures_are_shown_beside_a_work(style: Path, tmp_path: Path) -> None:
    judge_of = copies(style)
    assert judge_of is not None
    made = judge([work(LEARNT[5])], [judge_of])[0]
    assert beside(made, tmp_path) is None
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "quilt5.png").write_bytes(LEARNT[5].png())
    sheet = beside(made, tmp_path)
    assert sheet is not None
    assert sheet.width > sheet.height


def test_soft_and_faded_pictures_score_less(style: Path) -> None:
    fine = quilt(99, patches=6)
    soft = fine.resized(6, 6).resized(64, 64)
    grey = Picture((118 + (fine.pixels.astype(int) - 118) // 8).astype(np.uint8))
    for said in judge([work(one) for one in (soft, grey)], looks(style)):
        assert {one.judge for one in said.judgements} == {"sharpness", "contrast", "balance"}
    scores = {one.name: [said.score for said in one(list(map(work, (fine, soft, grey)))) if said]
              for one in looks(style)}  # fmt: skip
    assert scores["sharpness"][1] < scores["sharpness"][0]
    assert scores["contrast"][2] < scores["contrast"][0]


@pytest.mark.parametrize(("policy", "passed"), [("warn", True), ("block", False)])
def test_an_unsafe_picture_is_kept_back_only_when_asked(policy: str, passed: bool) -> None:
    said = Nudity(policy, score=lambda _: 0.9)([work(moon())])[0]
    assert said is not None
    assert said.passed is passed
    assert said.score == 0.1


def test_safety_can_be_switched_off() -> None:
    assert Nudity("off", score=lambda _: 1.0)([work(moon())]) == [None]


def test_every_judge_says_its_reasons_in_both_languages(style: Path) -> None:
    judge_of = copies(style)
    assert judge_of is not None
    judges: list[Judge] = [*looks(style), judge_of, Nudity(score=lambda _: 0.01)]
    made = judge([work(LEARNT[0]), work(moon(64))], judges)
    for one in made:
        assert isinstance(one, Candidate)
        for said in told(one):
            assert said.judge in JUDGES.values()
            assert said.zh
            assert said.en
            assert said.zh != said.en


def test_taste_measures_pictures() -> None:
    measured = MEASURED["picture"]()
    rows = measured.measure([work(moon()), work(waves())])
    assert rows.shape == (2, len(measured.traits))
    assert abs(rows[0] - rows[1]).max() > 0.2
