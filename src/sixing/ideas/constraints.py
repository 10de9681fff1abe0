"""Constraints as operators: a season kept, an easy word forbidden, few colours.

What a plan forbids itself is kept in `Idea.avoided`; images and rhyme words that break it give way
at once, and the making is led away from the rest (`sixing.media.poem.lean`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from sixing.ideas.bench import Bench, Operator, logged, replacement, swapped
from sixing.ideas.deal import rhyme_words
from sixing.works import Idea

#: A word that another season calls up by so many nats more belongs there.
SEASONAL: Final = 0.4
#: A theme has the season of its nearest images if they speak for it so much more than for others.
NEAR: Final = 40
CLEAR: Final = 1.5
COLOURS: Final = "白青红黄碧绿翠紫苍丹朱赤黑"
SEASONS: Final = "春夏秋冬"
#: What verse says most easily, and what a plan may forbid itself for once.
EASY: Final = "月风云花梦酒雪"


def without(bench: Bench, hanzi: str, name: str = "") -> Operator:
    """The work does without some hanzi: images and rhyme words that have them give way.

    Args:
        name: what the constraint is called; by default the hanzi themselves.
    """

    def apply(idea: Idea) -> Idea:
        new = tuple(h for h in hanzi if h not in idea.avoided)
        if not new:
            return idea
        found, given = replace(idea, avoided=(*idea.avoided, *new)), []
        for old in [word for word in idea.images if set(word) & set(hanzi)]:
            other = replacement(bench, found, old, bench.ground.score)
            found = swapped(found, old, other, bench.frame)
            given.append(f"{old}→{other or '—'}")
        if set("".join(idea.rhyme_words)) & set(hanzi):
            planned = rhyme_words(bench.ground, bench.frame, found.images, bench.chance, hanzi)
            found = replace(found, rhyme_words=planned)
        called = name or f"no {hanzi}"
        return logged(
            found, f"constrain {called}",
            f"constrained: {called}; without {hanzi}" + f", so {', '.join(given)}" * bool(given),
            f"限：不用“{hanzi}”字" + f"，故{'、'.join(given)}" * bool(given),
        )  # fmt: skip

    return apply


def in_season(bench: Bench) -> Operator:
    """The work stays in the theme's season; a theme of no season stays as it is."""

    def apply(idea: Idea) -> Idea:
        ground = bench.ground
        beside = {s: ground.associations.beside(s) for s in SEASONS}
        season = next((s for s in SEASONS if s in ground.theme), "")
        if not season:
            near = np.argsort(-ground.score)[:NEAR]
            weight = {s: float(beside[s][near].sum()) for s in SEASONS}
            season = max(weight, key=weight.__getitem__)
            if weight[season] < CLEAR * sorted(weight.values())[-2]:
                return idea
        others = SEASONS.replace(season, "")
        foreign = np.max([beside[s] for s in others], axis=0) > beside[season] + SEASONAL
        found = idea
        for old in idea.images:
            if old in ground.number and foreign[ground.number[old]]:
                score = np.where(foreign, -np.inf, ground.score)
                found = swapped(found, old, replacement(bench, found, old, score), bench.frame)
        return without(bench, others, f"season {season}")(found)

    return apply


def few_colours(bench: Bench, count: int = 3) -> Operator:
    """Only so many words of colour: those that keep company with the theme's images."""

    def apply(idea: Idea) -> Idea:
        near = np.argsort(-bench.ground.score)[:NEAR]
        beside = {c: float(bench.ground.associations.beside(c)[near].sum()) for c in COLOURS}
        kept = "".join(sorted(COLOURS, key=lambda c: -beside[c])[:count])
        others = "".join(c for c in COLOURS if c not in kept)
        return without(bench, others, f"only {kept}")(idea)

    return apply


def constrain(bench: Bench) -> Operator:
    """One constraint drawn by chance: the season kept, an easy word forbidden, or few colours."""
    theme = bench.ground.theme
    easy = bench.chance.choice([hanzi for hanzi in EASY if hanzi not in theme] or [EASY[0]])
    return bench.chance.choice([in_season(bench), without(bench, easy), few_colours(bench)])
