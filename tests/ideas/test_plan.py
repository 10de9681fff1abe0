"""Plans as JSON: what is written is read again, and what a person broke is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sixing.errors import BadBrief, ImpossibleBrief, UnknownForm
from sixing.ideas import plan, poems
from sixing.testing.ideas import toy_associations, toy_space
from sixing.testing.verse import toy_tokens
from sixing.works import Brief, Idea

TOKENS = toy_tokens()
FORM = "七绝·仄起·首句入韵"
Change = Callable[[dict[str, Any]], object]


def planned(**asked: Any) -> list[Idea]:
    brief = Brief("poem", **{"form": "七绝", "theme": "秋思", "seed": 7, **asked})
    thoughts = poems.plans(
        brief, space=toy_space(), associations=toy_associations(), tokens=TOKENS,
        shares={"下平七阳": 0.6, "上平十一真": 0.4}, count=4,
    )  # fmt: skip
    return [thought.idea for thought in thoughts]


def simple(**changes: Any) -> Idea:
    parts = {
        "images": ("秋风",), "rhyme": ("下平七阳",), "rhyme_words": ("霜", "光", "乡"),
        "line_images": (("秋风",), (), (), ()), "moods": ("joy", "", "", "sorrow"),
    }  # fmt: skip
    return Idea(
        Brief("poem", form="七绝", theme="秋思"), FORM, "秋思", seed=7, reasons=(),
        **(parts | changes),
    )  # fmt: skip


def edited(change: Change) -> str:
    value = json.loads(plan.write([simple()]))
    change(value)
    return json.dumps(value)


def test_plans_come_back_as_they_were_written(tmp_path: Path) -> None:
    ideas = planned(
        emotion="孤独→闲适", fixed=(((1, 1), "江"),), options=(("blend", "江湖"),), count=3
    )
    path = tmp_path / "plan.json"
    path.write_text(plan.write(ideas), encoding="utf-8")
    assert plan.read(path) == plan.read(path.read_text(encoding="utf-8")) == ideas


def test_a_plan_can_be_carried_out_as_it_is() -> None:
    for idea in planned():
        assert poems.carried(idea, TOKENS).choice.name == idea.form


def test_each_line_of_verse_stands_on_a_line_of_its_own() -> None:
    assert '\n    {"images": ["秋风"], "mood": "joy"},\n' in plan.write([simple()])


def test_a_person_may_write_moods_in_their_own_words() -> None:
    idea = plan.read(edited(lambda v: v["plans"][0]["lines"][1].update(mood="孤独")))[0]
    assert idea.moods == ("joy", "solitude", "", "sorrow")


def test_plans_may_be_taken_away_and_copied() -> None:
    text = edited(lambda v: v["plans"].append(v["plans"][0]))
    assert plan.read(text) == [simple(), simple()]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda v: v.update(sixing="plans.v9"), "plans.v1"),
        (lambda v: v.update(plans=[]), "holds no plan"),
        (lambda v: v.pop("plans"), '"plans" must be a list'),
        (lambda v: v["plans"].append("x"), "plan 2 is no object"),
        (lambda v: v["plans"][0].pop("form"), '"form" must be a text'),
        (lambda v: v["plans"][0].update(seed=True), '"seed" must be a whole number'),
        (lambda v: v["plans"][0].update(images="秋风"), '"images" must be a list of words'),
        (lambda v: v["plans"][0]["lines"][2].update(images=[1]), "plan 1, line 3"),
        (lambda v: v["plans"][0]["lines"][1].update(mood="hangry"), "no mood is called"),
        (lambda v: v["brief"].update(fixed=[[1]]), "brief is damaged"),
        (lambda v: v["brief"].update(theme=""), "theme is empty"),
    ],
)
def test_what_a_person_broke_is_named(change: Change, says: str) -> None:
    with pytest.raises(BadBrief, match=says):
        plan.read(edited(change))


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "null", '"plan"'])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(BadBrief, match="cannot be used"):
        plan.read(text)


def test_a_missing_noisy_or_huge_file_is_refused(tmp_path: Path) -> None:
    noise, huge = tmp_path / "noise", tmp_path / "huge"
    noise.write_bytes(bytes(range(256)))
    huge.write_bytes(b" " * (plan.LARGEST + 2))
    for path in (tmp_path, tmp_path / "none", noise, huge):
        with pytest.raises(BadBrief, match="cannot be used"):
            plan.read(path)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"line_images": ((),) * 5}, "5 lines and 七绝.* has 4"),
        ({"moods": ("joy",) * 3}, "3 lines and 七绝.* has 4"),
        ({"rhyme_words": ("霜", "人", "乡")}, 'line 2: "人" does not rhyme in 下平七阳; such as'),
        ({"rhyme_words": ("霜", "霜", "乡")}, "planned as a rhyme twice"),
        ({"rhyme_words": ("霜",)}, "1 rhyme words and .* has 3"),
        ({"rhyme": ()}, "0 rhyme groups"),
        ({"rhyme": ("第一部",)}, "is not in its book"),
    ],
)
def test_a_plan_that_no_longer_fits_its_form_says_where(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(BadBrief, match=says):
        poems.carried(simple(**changes), TOKENS)


def test_a_rhyme_word_may_be_left_free() -> None:
    assert poems.carried(simple(rhyme_words=("", "光", "")), TOKENS).idea.rhyme_words[1] == "光"


def test_a_form_that_does_not_exist_or_is_several_is_refused() -> None:
    import dataclasses

    with pytest.raises(UnknownForm):
        poems.carried(dataclasses.replace(simple(), form="七绝·横起"), TOKENS)
    with pytest.raises(BadBrief, match="is several"):
        poems.carried(dataclasses.replace(simple(), form="七绝"), TOKENS)


def test_a_plan_for_a_form_its_rhymes_cannot_serve_is_impossible() -> None:
    import dataclasses

    brief = Brief("poem", form="七绝", theme="秋思", fixed=(((2, 7), "白"),))
    with pytest.raises(ImpossibleBrief):
        poems.carried(dataclasses.replace(simple(rhyme_words=()), brief=brief), TOKENS)


def test_plans_take_different_rhymes_where_they_can() -> None:
    assert {idea.rhyme for idea in planned()} == {("下平七阳",), ("上平十一真",)}
    assert {idea.rhyme for idea in planned(options=(("rhyme", "阳"),))} == {("下平七阳",)}
