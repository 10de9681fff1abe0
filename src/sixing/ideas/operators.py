"""Operators on ideas: vary, reverse, contrast, analogy, constrain; each takes an idea to another.

They compose, draw only on the chance they are given, log themselves in `Idea.operators` and say
in a reason what they did and by which numbers. One that cannot be applied leaves the idea as it is
and logs nothing. They change words and their places, never the form, the rhyme group or the moods
that a person asked for.

Example:
    >>> bench = Bench(ground, frame, random.Random(7))          # doctest: +SKIP
    >>> compose(contrast(bench), vary(bench))(idea).operators   # doctest: +SKIP
    ('contrast 明月/白发', 'vary 画屏/流萤')
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

import numpy as np

from sixing.ideas.deal import Frame, rhyme_words, to_lines
from sixing.ideas.ground import Ground, Vector
from sixing.ideas.wording import said, times
from sixing.works import Idea

Operator = Callable[[Idea], Idea]

#: Nats by which poets must set a contrast against the image it answers.
TOGETHER: Final = 0.4
#: What a cosine between the two costs, in nats.
APART: Final = 1.5
#: Among how many of the images that its other side calls up an analogy is drawn, and the cosine
#: that it needs.
CALLED: Final = 40
LIKENED: Final = 0.15
#: A word that another season calls up by so many nats more belongs there.
SEASONAL: Final = 0.4
#: A theme has the season of its nearest images if they speak for it so much more than for others.
NEAR: Final = 40
CLEAR: Final = 1.5
COLOURS: Final = "白青红黄碧绿翠紫苍丹朱赤黑"
SEASONS: Final = "春夏秋冬"
#: What verse says most easily, and what a plan may forbid itself for once.
EASY: Final = "月风云花梦酒雪"


@dataclass(frozen=True, slots=True)
class Bench:
    """What operators work with.

    Attributes:
        ground: the theme against all image words.
        kept: images that must not give way.
    """

    ground: Ground
    frame: Frame
    chance: random.Random
    kept: frozenset[str] = frozenset()

    def spare(self, idea: Idea) -> str:
        """The last image that may give way to another; "" if none may."""
        return next((w for w in reversed(idea.images[1:]) if w not in self.kept), "")


def compose(*operators: Operator) -> Operator:
    """One operator that applies several in order."""
    return lambda idea: reduce(lambda found, operator: operator(found), operators, idea)


def either(first: Operator, second: Operator) -> Operator:
    """The first operator, or the second where the first can do nothing."""

    def apply(idea: Idea) -> Idea:
        found = first(idea)
        return second(idea) if found == idea else found

    return apply


def vary(bench: Bench) -> Operator:
    """The last image gives way to one that keeps company with the first."""

    def apply(idea: Idea) -> Idea:
        old = bench.spare(idea)
        if not old:
            return idea
        lead = idea.images[0]
        beside = bench.ground.associations.beside(lead)
        score = np.where(beside > 0, beside + bench.ground.score, -np.inf)
        new = _drawn(bench, idea, old, score)
        if not new:
            return idea
        nats = float(beside[bench.ground.number[new]])
        return _logged(
            swapped(idea, old, new, bench.frame), f"vary {old}/{new}",
            f"varied: {new} for {old}, met beside {lead} {times(nats)} times as often as chance",
            f"变：以{new}易{old}，与{lead}同见之频为偶然的 {times(nats)} 倍",
        )  # fmt: skip

    return apply


def reverse(bench: Bench) -> Operator:
    """The images come in the opposite order: what would close the work opens it (倒叙)."""

    def apply(idea: Idea) -> Idea:
        order = [word for words in idea.line_images for word in words]
        turned = to_lines(order, bench.frame, lambda word: -float(order.index(word)))
        if not order or turned == idea.line_images:
            return idea
        return _logged(
            replace(idea, line_images=turned), "reverse",
            "reversed: what would close the work opens it", "逆：本当结于篇末者，移以开篇",
        )  # fmt: skip

    return apply


def contrast(bench: Bench) -> Operator:
    """At the turn stands what poets set against one of the images in couplets (对), unlike it."""

    def apply(idea: Idea) -> Idea:
        turn, old = bench.frame.count // 2, bench.spare(idea)
        if not old or turn >= len(idea.line_images):
            return idea
        for lead in (word for word in idea.images if word != old):
            against, like = _against(bench.ground, lead)
            new = _drawn(bench, idea, old, against, turn)
            if new:
                i = bench.ground.number[new]
                return _contrasted(idea, bench, (lead, old, new), float(like[i]))
        return idea

    return apply


def _against(ground: Ground, lead: str) -> tuple[Vector, Vector]:
    """What poets set against an image, the less alike the better; and how alike it is."""
    nats = ground.associations.against(lead)
    like: Vector = ground.vectors @ ground.vector_of(lead)
    return np.where(nats >= TOGETHER, nats - APART * like, -np.inf), like


def _contrasted(idea: Idea, bench: Bench, words: tuple[str, str, str], like: float) -> Idea:
    lead, old, new = words
    nats = float(bench.ground.associations.against(lead)[bench.ground.number[new]])
    return _logged(
        swapped(idea, old, new, bench.frame, bench.frame.count // 2), f"contrast {lead}/{new}",
        f"contrast at the turn: {new} against {lead}, set so in couplets {times(nats)} times as "
        f"often as chance (likeness {like:.2f})",
        f"转处相对：以{new}对{lead}，联中如此相对为偶然的 {times(nats)} 倍（相似度 {like:.2f}）",
    )  # fmt: skip


def analogy(bench: Bench, theme: Ground, other: Ground) -> Operator:
    """What the first image is to a theme, a new one is to another theme.

    By the offset of their vectors (Mikolov, Yih and Zweig, 2013), among what the other calls up.

    Args:
        other: the other side: a second theme, or an allusion taken as one.
    """

    def apply(idea: Idea) -> Idea:
        old = bench.spare(idea)
        if not old:
            return idea
        named = f"{theme.theme} {other.theme}"
        lead = next((w for w in idea.images if w != old and w not in named), "")
        if not lead:
            return idea
        a, b = theme.name, other.name
        offset = theme.vector_of(lead) - theme.vector + other.vector
        near: Vector = theme.vectors @ (offset / max(float(np.linalg.norm(offset)), 1e-9))
        called = np.argsort(-other.score, kind="stable")[:CALLED]
        score = np.full(len(near), -np.inf, np.float32)
        score[called] = np.where(near[called] >= LIKENED, near[called], -np.inf)
        new = _drawn(bench, idea, old, score, best=3, also=other.theme)
        if not new:
            return idea
        cosine = float(near[theme.number[new]])
        return _logged(
            swapped(idea, old, new, bench.frame), f"analogy {lead}:{a}={new}:{b}",
            f"analogy: {new} is to {b} what {lead} is to {a} (cosine {cosine:.2f})",
            f"类比：{new}之于{b}，犹{lead}之于{a}（相似度 {cosine:.2f}）",
        )  # fmt: skip

    return apply


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
            other = _drawn(bench, found, old, bench.ground.score)
            found = swapped(found, old, other, bench.frame)
            given.append(f"{old}→{other or '—'}")
        if set("".join(idea.rhyme_words)) & set(hanzi):
            planned = rhyme_words(bench.ground, bench.frame, found.images, bench.chance, hanzi)
            found = replace(found, rhyme_words=planned)
        called = name or f"no {hanzi}"
        return _logged(
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
                found = swapped(found, old, _drawn(bench, found, old, score), bench.frame)
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


def swapped(idea: Idea, old: str, new: str, frame: Frame, line: int | None = None) -> Idea:
    """An idea with another word for one of its images; "" takes the image away.

    Args:
        line: the line (from 0) to which the new word goes if it can; None keeps the old one's
            line, or takes the first free one.
    """
    images = tuple(dict.fromkeys(new if word == old else word for word in idea.images))
    images = tuple(word for word in images if word)
    if new and new not in images:
        images = (*images, new)
    lines = [[word for word in words if word != old] for words in idea.line_images]
    if new and lines:
        stood = next((i for i, words in enumerate(idea.line_images) if old in words), None)
        wanted = line if line is not None else stood
        order = sorted(range(len(lines)), key=lambda i: (i != wanted, len(lines[i]), i))
        suited = next((i for i in order if frame.suits(i, new)), None)
        if suited is not None:
            if suited != stood and stood is not None:  # who stood there takes the place left
                moving = [w for w in lines[suited] if frame.suits(stood, w)]
                lines[stood] += moving
                lines[suited] = [w for w in lines[suited] if w not in moving]
            lines[suited].append(new)
    return replace(idea, images=images, line_images=tuple(map(tuple, lines)))


def _drawn(
    bench: Bench, idea: Idea, old: str, score: Vector, line: int | None = None, best: int = 5,
    also: str = "",
) -> str:  # fmt: skip
    """One of the best words that share no hanzi with the plan and suit the line; "" for none."""
    kept = [word for word in idea.images if word != old]
    used = {*"".join(kept), *"".join(idea.rhyme_words), *"".join(idea.avoided), *also, *old}
    stood = next((i for i, words in enumerate(idea.line_images) if old and old in words), None)
    wanted = line if line is not None else stood
    found = [one.word for one in bench.ground.best(score, 4 * best, used | bench.frame.taken)]
    suited = [word for word in found if wanted is None or bench.frame.suits(wanted, word)]
    return _ranked(suited[:best], bench.chance)


def _ranked(words: Sequence[str], chance: random.Random) -> str:
    """One of the words, an earlier one likelier."""
    weights = [1 / (i + 1) for i in range(len(words))]
    return chance.choices(words, weights)[0] if words else ""


def _logged(idea: Idea, name: str, en: str, zh: str) -> Idea:
    return replace(idea, operators=(*idea.operators, name), reasons=(*idea.reasons, said(en, zh)))
