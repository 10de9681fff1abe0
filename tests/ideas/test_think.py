"""Thinking: different ideas for one brief, by its seed alone, with their reasons."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from sixing.ideas import Thought, think
from sixing.works import Brief


@dataclass(frozen=True)
class Form:
    name: str
    rhymes: tuple[str, ...]


FORMS = [Form("甲", ("东",)), Form("乙", ("阳",))]


class Words:
    """Images in the order of their nearness to any theme."""

    def __init__(self, words: str) -> None:
        self._words = tuple(words)

    def images(self, theme: str, n: int) -> tuple[str, ...]:  # noqa: ARG002
        return self._words[:n]


def ideas(seed: int = 0, count: int = 6, words: str = "风花雪月山水云雨") -> list[Thought[Form]]:
    def drawn(chance: random.Random) -> list[Form]:
        return chance.sample(FORMS, 2)

    return think(Brief("echo", theme="x", seed=seed), "题", "x", Words(words), drawn, count)


def test_as_many_ideas_as_were_wanted() -> None:
    assert len(ideas(count=5)) == 5


def test_the_seed_decides() -> None:
    assert ideas(1) == ideas(1) != ideas(2)


def test_forms_take_turns() -> None:
    assert Counter(one.choice.name for one in ideas()) == {"甲": 3, "乙": 3}


def test_an_idea_says_its_form_rhymes_and_title() -> None:
    for one in ideas():
        assert (one.idea.form, one.idea.rhyme) == (one.choice.name, one.choice.rhymes)
        assert one.idea.title == "题"


def test_ideas_differ_in_their_images() -> None:
    assert len({one.idea.images for one in ideas(count=12)}) > 6


def test_images_keep_the_order_of_their_nearness() -> None:
    for one in ideas(count=20):
        places = ["风花雪月山水云雨".index(image) for image in one.idea.images]
        assert places == sorted(places)
        assert 1 <= len(places) <= 3


def test_nearer_images_come_oftener() -> None:
    counts = Counter(image for one in ideas(count=400) for image in one.idea.images)
    assert counts["风"] > 1.5 * counts["雨"]


def test_reasons_name_images_form_and_rhyme() -> None:
    idea = ideas()[0].idea
    told = " ".join(idea.reasons)
    assert all(word in told for word in (*idea.images, idea.form, *idea.rhyme))


def test_a_theme_without_images_still_gives_ideas() -> None:
    assert [one.idea.images for one in ideas(words="")] == [()] * 6
