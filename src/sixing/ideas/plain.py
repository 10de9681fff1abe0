"""Thinking: from a theme to images, and from a form left open to one form and its rhymes.

Each idea takes some of the images that the corpus puts nearest to the theme, and one of the forms
and rhymes that the brief leaves open, commoner rhymes more often. Chance decides, by the brief's
seed alone. Knows no model that writes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from sixing.ideas.think import Choice, Thought
from sixing.works import Brief, Idea

#: Images among which ideas choose, and how many each takes.
NEAR, TAKEN = 16, (1, 2, 3)


class Space(Protocol):
    """Where themes and images lie near each other."""

    def images(self, theme: str, n: int) -> tuple[str, ...]:
        """The n nearest images, best first."""
        ...


C = TypeVar("C", bound=Choice)


def think(
    brief: Brief,
    title: str,
    theme: str,
    space: Space,
    choices: Callable[[random.Random], Sequence[C]],
    count: int,
) -> list[Thought[C]]:
    """Draws ideas for a brief.

    Args:
        title: the title that the works will carry.
        theme: the theme in the words of the corpus.
        choices: draws forms that can be carried out, given chance; fewer than ``count`` are used
            again with other images.
    """
    # The whole brief is the seed, or every theme would meet the same rhymes.
    chance = random.Random(f"{brief.seed} {brief.form} {brief.theme}")
    drawn = choices(chance)
    near = space.images(theme, NEAR)
    return [
        Thought(_idea(brief, title, near, drawn[i % len(drawn)], chance), drawn[i % len(drawn)])
        for i in range(count)
    ]


def _idea(
    brief: Brief, title: str, near: Sequence[str], choice: Choice, chance: random.Random
) -> Idea:
    images = _some(near, chance)
    named, rhymes = (" ".join(words) or "—" for words in (images, choice.rhymes))
    drawn = f"{choice.name}, rhyme {rhymes}: drawn among what the brief leaves open, as often as"
    reasons = (
        f"images {named}: near the theme in the corpus （意象{named}：语料中与题相近）",
        f"{drawn} poets use it （{choice.name}，韵{rhymes}：按诗人用韵之频而取）",
    )
    return Idea(brief, choice.name, title, images, choice.rhymes, chance.getrandbits(32), reasons)


def _some(near: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    """A few of the nearest images, the nearer the likelier, in their order."""
    count = min(len(near), chance.choice(TAKEN))
    places = sorted(range(len(near)), key=lambda i: chance.random() ** (1 / (len(near) - i)))
    return tuple(near[i] for i in sorted(places[len(near) - count :]))
