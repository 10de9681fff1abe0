"""Understanding a brief: its theme in classical words, a second theme, the moods it names.

Knows no form and makes no plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from sixing.errors import BadBrief
from sixing.ideas import arc
from sixing.ideas.associations import Associations
from sixing.ideas.blend import Blend
from sixing.ideas.ground import Found, Ground
from sixing.ideas.ground import Space as Vectors
from sixing.ideas.wording import said
from sixing.works import Brief
from sixing.works.mood import named

#: Allusive words among which a plan finds the other side of its analogy.
ALLUSIONS: Final = 6
#: What a nat of company weighs for an allusion against a cosine of 1: a story is told, not likened.
TOLD: Final = 0.3
#: The cosine that an allusion needs which never stands beside the theme's words.
CLEAR: Final = 0.4


class Space(Vectors, Protocol):
    """Where themes lie, and how a theme of any language is put into classical words."""

    def translate(self, theme: str) -> str:
        """The theme in classical words, parted by spaces."""
        ...


@dataclass(frozen=True, eq=False)
class Meaning:
    """A brief's theme, understood.

    Attributes:
        ground: the theme, or both themes, against all image words.
        blend: two themes, if two were given.
        reasons: what was understood.
    """

    ground: Ground
    blend: Blend | None = None
    reasons: tuple[str, ...] = ()

    @cached_property
    def allusions(self) -> tuple[Found, ...]:
        """The allusive words that the theme calls up."""
        ground = self.ground
        named = np.array([word in ground.associations.allusive for word in ground.words])
        named &= (ground.company > 0) | (ground.closeness > CLEAR)
        score = ground.closeness + TOLD * ground.company
        return ground.best(np.where(named, score, -np.inf), ALLUSIONS)


def understand(brief: Brief, space: Space, associations: Associations) -> Meaning:
    """A brief's theme in classical words, with the theme it is blended with.

    Raises:
        BadBrief: the blend is empty or wordless, or a mood is unknown.
    """
    mood = " ".join(dict.fromkeys(named(one) for one in arc.steps(brief.emotion)))
    theme = space.translate(brief.theme)
    ground = Ground.of(theme, space, associations, mood, brief.theme)
    heard = () if theme == brief.theme else (_heard(brief.theme, theme),)
    other = _other(brief)
    if not other:
        return Meaning(ground, reasons=heard)
    second = space.translate(other)
    heard = heard if second == other else (*heard, _heard(other, second))
    if set(second.split()) == set(theme.split()):
        same = said(
            f"{brief.theme} and {other} are one theme: there is nothing to blend",
            f"“{brief.theme}”与“{other}”本是一题，无可交融",
        )
        return Meaning(ground, reasons=(*heard, same))
    both = Ground.of(f"{theme} {second}", space, associations, mood, f"{brief.theme} × {other}")
    blend = Blend(ground, Ground.of(second, space, associations, mood, other))
    return Meaning(both, blend, heard)


def _other(brief: Brief) -> str:
    """The theme to blend with; "" when none was asked for."""
    options = dict(brief.options)
    if "blend" not in options:
        return ""
    other = options["blend"].strip()
    if not any(mark.isalpha() for mark in other):
        raise BadBrief(
            "the blend names no theme: give a second one in words, such as --blend 江湖",
            zh="交融之题为空：请写出第二个主题，如 --blend 江湖",
        )
    return other


def _heard(theme: str, words: str) -> str:
    return said(f"{theme} in classical words: {words}", f"“{theme}”取古语：{words}")
