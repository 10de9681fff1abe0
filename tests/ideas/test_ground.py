"""What a theme calls up, and what two themes share."""

from __future__ import annotations

import random

import pytest

from sixing.ideas.blend import Blend
from sixing.ideas.deal import fitness, how_many, rhyme_words, to_lines
from sixing.ideas.ground import Ground
from sixing.testing.ideas import TOPICS, ToyFrame, toy_associations, toy_space


@pytest.fixture
def autumn() -> Ground:
    return Ground.of("秋思", toy_space(), toy_associations())


@pytest.fixture
def blend(autumn: Ground) -> Blend:
    return Blend(autumn, Ground.of("江湖", autumn.space, autumn.associations))


def test_images_come_by_closeness_and_company(autumn: Ground) -> None:
    assert [one.word for one in autumn.expand(3)] == ["秋风", "落叶", "菊花"]
    found = autumn.found("落叶")
    assert found.closeness == pytest.approx(60 / 8500**0.5, abs=0.01)
    assert found.pmi == pytest.approx(0.6 * 1.5, abs=0.01)


def test_images_share_no_hanzi_with_each_other_nor_with_what_is_left_out(autumn: Ground) -> None:
    words = [one.word for one in autumn.expand(8, without="落")]
    assert "落叶" not in words
    assert len(set("".join(words))) == 2 * len(words)


def test_a_mood_turns_a_theme(autumn: Ground) -> None:
    plain, turned = (
        Ground.of("江湖", autumn.space, autumn.associations, mood).found("秋风").closeness
        for mood in ("", "秋思")
    )
    assert turned > plain + 0.1


def test_a_word_that_was_never_counted_still_has_a_closeness(autumn: Ground) -> None:
    assert autumn.found("秋思").closeness == pytest.approx(1, abs=0.01)
    assert autumn.found("秋思").pmi == 0


def test_a_blend_knows_what_is_shared_and_what_each_lends(blend: Blend) -> None:
    shared = blend.shared(1)[0]
    assert shared.word in ("芦苇", "秋风")
    assert shared.first > 0 < shared.second
    for second, topic in ((False, "秋"), (True, "江")):
        for one in blend.lent(second, 3):
            assert one.word in TOPICS[topic]
            assert (one.second if second else one.first) > 0.5


def test_a_blend_draws_all_three_kinds_and_none_twice(blend: Blend) -> None:
    for seed in range(20):
        parts = blend.drawn(4, random.Random(seed))
        assert all(parts)
        words = [one.word for part in parts for one in part]
        assert len(set(words)) == len(words)


def test_a_blend_says_what_is_there_for_what(blend: Blend) -> None:
    parts = blend.drawn(4, random.Random(0))
    told = " ".join(blend.reasons(parts))
    assert all(one.word in told for part in parts for one in part)


def test_commoner_and_fitter_rhyme_words_are_fitter(autumn: Ground) -> None:
    frost, tower, boat, unknown = fitness(autumn, ["霜", "楼", "舟", "甲"], ["落叶"])
    assert frost > tower
    assert frost > boat
    assert unknown == 0


def test_rhyme_words_keep_clear_of_images_and_of_what_stands(autumn: Ground) -> None:
    frame = ToyFrame(taken=frozenset("霜"))
    for seed in range(20):
        words = rhyme_words(autumn, frame, ["扁舟", "秋风"], random.Random(seed), without="楼")
        assert words == ("", "")


def test_images_go_where_they_tend_to_stand() -> None:
    order = {"甲": 0.9, "乙": 0.1, "丙": 0.5}
    lines = to_lines(("甲", "乙", "丙"), ToyFrame(count=6), order.__getitem__)
    assert [words for words in lines if words] == [("乙",), ("丙",), ("甲",)]


@pytest.mark.parametrize(("lines", "images"), [(2, 2), (4, 4), (8, 6), (20, 8)])
def test_long_works_have_lines_without_images(lines: int, images: int) -> None:
    assert how_many(lines) == images
