"""Operators: they compose, log themselves, keep a plan whole, and do nothing where they cannot."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from sixing.ideas import constraints, operators
from sixing.ideas.bench import Bench
from sixing.ideas.ground import Ground
from sixing.ideas.operators import compose
from sixing.testing.ideas import TOPICS, ToyFrame, toy_associations, toy_space
from sixing.works import Brief, Idea


@pytest.fixture
def autumn() -> Ground:
    return Ground.of("秋思", toy_space(), toy_associations())


def bench(ground: Ground, seed: int = 0, kept: str = "") -> Bench:
    return Bench(ground, ToyFrame(), random.Random(seed), frozenset(kept.split()))


def idea(*images: str, rhymes: tuple[str, ...] = ("楼", "秋")) -> Idea:
    lines = tuple((image,) for image in images) + ((),) * (4 - len(images))
    return Idea(
        Brief("toy", theme="秋思"), "甲", "题", images, ("阳",), 7, ("起",),
        line_images=lines, rhyme_words=rhymes,
    )  # fmt: skip


def test_vary_puts_a_companion_of_the_first_image_for_the_last(autumn: Ground) -> None:
    found = operators.vary(bench(autumn))(idea("落叶", "旌旗", rhymes=("霜", "楼")))
    assert found.images[0] == "落叶"
    assert found.images[1] in ("秋风", "明月")
    assert found.operators == (f"vary 旌旗/{found.images[1]}",)
    assert found.line_images[1] == (found.images[1],)
    assert "times as often as chance" in found.reasons[-1]


def test_contrast_sets_at_the_turn_what_couplets_set_against_an_image(autumn: Ground) -> None:
    found = operators.contrast(bench(autumn))(idea("秋风", "扁舟", rhymes=("霜", "楼")))
    assert "明月" in found.line_images[2]
    assert found.images == ("秋风", "明月")
    assert found.operators == ("contrast 秋风/明月",)
    assert "4.5 times" in found.reasons[-1]


def test_an_image_that_must_stay_stays(autumn: Ground) -> None:
    before = idea("秋风", "扁舟", rhymes=("霜", "楼"))
    for operator in (operators.vary, operators.contrast):
        assert operator(bench(autumn, kept="扁舟"))(before) == before


def test_analogy_answers_for_another_theme(autumn: Ground) -> None:
    other = Ground.of("江湖", autumn.space, autumn.associations)
    before = idea("落叶", "战马", rhymes=("霜", "楼"))
    found = operators.analogy(bench(autumn), autumn, other)(before)
    assert found.images[1] in TOPICS["江"]
    assert found.operators[0].startswith("analogy 落叶:秋思=")
    assert found.operators[0].endswith(":江湖")


def test_reverse_opens_with_what_would_close(autumn: Ground) -> None:
    before = idea("秋风", "扁舟", "战马", "菊花")
    found = operators.reverse(bench(autumn))(before)
    assert found.line_images == before.line_images[::-1]
    assert found.operators == ("reverse",)


def test_without_takes_a_hanzi_out_of_images_and_rhymes(autumn: Ground) -> None:
    found = constraints.without(bench(autumn), "秋")(idea("秋风", "扁舟"))
    assert found.avoided == ("秋",)
    assert "秋" not in "".join((*found.images, *found.rhyme_words))
    assert constraints.without(bench(autumn), "秋")(found) == found


def test_a_season_shuts_the_others_out(autumn: Ground) -> None:
    found = constraints.in_season(bench(autumn))(idea("菊花", "扁舟"))
    assert found.avoided == ("春", "夏", "冬")
    assert found.operators == ("constrain season 秋",)


def test_a_theme_of_no_season_stays_as_it_is(autumn: Ground) -> None:
    war = Ground.of("战", autumn.space, autumn.associations)
    plain = idea("战马", "烽火")
    assert constraints.in_season(bench(war))(plain) in (
        plain,
        constraints.in_season(bench(war))(plain),
    )


def test_few_colours_leave_three(autumn: Ground) -> None:
    found = constraints.few_colours(bench(autumn))(idea("菊花", "扁舟"))
    assert len(found.avoided) == len(constraints.COLOURS) - 3


def test_operators_compose_in_order_and_keep_what_was_asked(autumn: Ground) -> None:
    before = replace(idea("落叶", "战马", "扁舟"), moods=("joy",) * 4)
    found = compose(
        operators.vary(bench(autumn)), operators.reverse(bench(autumn)),
        constraints.constrain(bench(autumn)),
    )(before)  # fmt: skip
    kinds = [name.split()[0] for name in found.operators]
    assert kinds == ["vary", "reverse", "constrain"]
    assert (found.form, found.rhyme, found.moods) == (before.form, before.rhyme, before.moods)
    assert len(found.reasons) == len(before.reasons) + 3


@pytest.mark.parametrize("name", ["vary", "reverse", "contrast"])
def test_an_idea_without_images_is_left_alone(autumn: Ground, name: str) -> None:
    bare = replace(idea(), line_images=())
    assert getattr(operators, name)(bench(autumn))(bare) == bare


@pytest.mark.parametrize("operator", [operators.vary, operators.contrast, constraints.constrain])
def test_chance_alone_decides(
    autumn: Ground, operator: Callable[[Bench], Callable[[Idea], Idea]]
) -> None:
    before = idea("秋风", "扁舟", "战马", rhymes=("霜", "楼"))
    found = [operator(bench(autumn, seed=3))(before) for _ in range(2)]
    assert found[0] == found[1]
