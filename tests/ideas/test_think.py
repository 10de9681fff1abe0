"""Thinking: several different plans for one brief, by its seed alone, with their reasons."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from sixing.errors import BadBrief
from sixing.ideas import Thought, think, understand
from sixing.testing.ideas import (
    RHYMES,
    TOPICS,
    WORDS,
    ToyForm,
    ToyFrame,
    toy_associations,
    toy_space,
)
from sixing.works import Brief

PLAIN = ToyFrame()
FORMS = [ToyForm("甲"), ToyForm("乙", ("东",))]
Thinker = Callable[..., list[Thought[ToyForm]]]


@pytest.fixture
def plans() -> Thinker:
    def drawn(chance: random.Random) -> Sequence[ToyForm]:
        return chance.sample(FORMS, 2)

    def plan(count: int = 4, frame: ToyFrame = PLAIN, **asked: object) -> list[Thought[ToyForm]]:
        brief = Brief("toy", **{"theme": "秋思", "seed": 0, **asked})  # type: ignore[arg-type]
        meaning = understand(brief, toy_space(), toy_associations())
        return think(brief, "题", meaning, drawn, lambda _: frame, count)

    return plan


def test_as_many_plans_as_were_wanted_on_the_forms_by_turns(plans: Thinker) -> None:
    names = [one.choice.name for one in plans(5)]
    assert len(names) == 5
    assert names[0] == names[2] != names[1] == names[3]


def test_the_seed_decides(plans: Thinker) -> None:
    assert plans(seed=1) == plans(seed=1) != plans(seed=2)


def test_a_plan_names_its_form_rhyme_and_title(plans: Thinker) -> None:
    for one in plans():
        assert (one.idea.form, one.idea.rhyme) == (one.choice.name, one.choice.rhymes)
        assert one.idea.title == "题"


def test_plans_differ_in_images_and_operators(plans: Thinker) -> None:
    ideas = [one.idea for one in plans(8)]
    assert len({idea.images for idea in ideas}) > 4
    assert len({idea.operators for idea in ideas}) > 3
    assert ideas[0].operators == ()


def test_every_image_is_known_and_none_shares_a_hanzi_with_another(plans: Thinker) -> None:
    for one in plans(16):
        images = one.idea.images
        assert set(images) <= set(WORDS)
        assert len(set("".join(images))) == len("".join(images))


def test_images_dealt_to_lines_are_the_plan_s_images(plans: Thinker) -> None:
    for one in plans(16):
        dealt = [word for words in one.idea.line_images for word in words]
        assert len(one.idea.line_images) == 4
        assert set(dealt) <= set(one.idea.images)
        assert len(set(dealt)) == len(dealt)


def test_a_line_that_cannot_take_a_word_does_not_get_it(plans: Thinker) -> None:
    refused = frozenset((line, word) for word in ("秋风", "明月") for line in (0, 1, 2))
    for one in plans(16, frame=ToyFrame(refused=refused)):
        for line, words in enumerate(one.idea.line_images):
            assert not any((line, word) in refused for word in words)


def test_rhyme_words_are_different_and_of_the_group(plans: Thinker) -> None:
    for one in plans(16):
        words = [word for word in one.idea.rhyme_words if word]
        assert len(one.idea.rhyme_words) == 2
        assert set(words) <= set(RHYMES)
        assert len(set(words)) == len(words)
        assert not set(words) & set("".join(one.idea.images[:1]))


def test_a_fixed_rhyme_word_is_the_one_planned(plans: Thinker) -> None:
    frame = ToyFrame(ends={1: ("霜",), 3: tuple(RHYMES)}, taken=frozenset("霜"))
    for one in plans(4, frame=frame):
        assert one.idea.rhyme_words[0] == "霜" != one.idea.rhyme_words[1]


def test_what_is_avoided_is_in_no_image_and_no_rhyme(plans: Thinker) -> None:
    for one in plans(8, options=(("avoid", "风舟"),)):
        assert {"风", "舟"} <= set(one.idea.avoided)
        assert not {"风", "舟"} & set("".join((*one.idea.images, *one.idea.rhyme_words)))


def test_reasons_name_images_rhymes_and_numbers_in_both_languages(plans: Thinker) -> None:
    idea = plans()[0].idea
    told = " ".join(idea.reasons)
    assert all(word in told for word in (*idea.images, *idea.rhyme, *idea.rhyme_words))
    assert "closeness; company in nats): " in told
    assert "近度；相伴" in told


def test_a_foreign_theme_is_said_in_classical_words(plans: Thinker) -> None:
    idea = plans(theme="autumn")[0].idea
    assert "秋思" in idea.reasons[0]
    assert "秋风" in idea.images or "落叶" in idea.images


def test_two_themes_are_blended_and_each_lends(plans: Thinker) -> None:
    for one in plans(8, options=(("blend", "江湖"),)):
        told = " ".join(one.idea.reasons)
        assert "shared by 秋思 and 江湖" in told
        assert "“江湖”所独借" in told
        assert set(TOPICS["秋"]) & set(one.idea.images)
        assert set(TOPICS["江"]) & set(one.idea.images)


def test_a_theme_blended_with_itself_is_one_theme_and_says_so(plans: Thinker) -> None:
    for other in ("秋思", "autumn"):
        idea = plans(options=(("blend", other),))[0].idea
        assert "nothing to blend" in " ".join(idea.reasons)
        assert idea.images == plans()[0].idea.images


@pytest.mark.parametrize("other", ["", "  ", "…"])
def test_an_empty_blend_is_refused(plans: Thinker, other: str) -> None:
    with pytest.raises(BadBrief, match="names no theme"):
        plans(options=(("blend", other),))


def test_an_unknown_mood_is_refused_with_those_that_are_known(plans: Thinker) -> None:
    with pytest.raises(BadBrief, match="solitude"):
        plans(emotion="hangry")


def test_a_mood_goes_over_the_lines_and_ends_as_asked(plans: Thinker) -> None:
    for one in plans(8, emotion="孤独"):
        assert len(one.idea.moods) == 4
        assert one.idea.moods[0] == one.idea.moods[-1] == "solitude"
    assert plans()[0].idea.moods == ()


def test_a_theme_far_from_everything_still_gives_plans(plans: Thinker) -> None:
    assert len(plans(theme="甲乙丙")) == 4
