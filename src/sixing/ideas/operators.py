"""Operators on ideas: vary, reverse, contrast, analogy; each takes an idea to another.

They compose, draw only on the chance they are given, log themselves in `Idea.operators` and say
in a reason what they did and by which numbers. One that cannot be applied leaves the idea as it is
and logs nothing. They change words and their places, never the form, the rhyme group or the moods
that a person asked for. Those that constrain are in `sixing.ideas.constraints`.

Example:
    >>> bench = Bench(ground, frame, random.Random(7))          # doctest: +SKIP
    >>> compose(contrast(bench), vary(bench))(idea).operators   # doctest: +SKIP
    ('contrast 明月/白发', 'vary 画屏/流萤')
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Final

import numpy as np

from sixing.ideas.bench import Bench, Operator, logged, replacement, swapped
from sixing.ideas.deal import to_lines
from sixing.ideas.ground import Ground, Vector
from sixing.ideas.wording import times
from sixing.works import Idea

#: Nats by which poets must set a contrast against the image it answers.
TOGETHER: Final = 0.4
#: What a cosine between the two costs, in nats.
APART: Final = 1.5
#: Among how many of the images that its other side calls up an analogy is drawn, and the cosine
#: that it needs.
CALLED: Final = 40
LIKENED: Final = 0.15


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
        new = replacement(bench, idea, old, score)
        if not new:
            return idea
        nats = float(beside[bench.ground.number[new]])
        return logged(
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
        return logged(
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
            new = replacement(bench, idea, old, against, turn)
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
    return logged(
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
        new = replacement(bench, idea, old, score, best=3, also=other.theme)
        if not new:
            return idea
        cosine = float(near[theme.number[new]])
        return logged(
            swapped(idea, old, new, bench.frame), f"analogy {lead}:{a}={new}:{b}",
            f"analogy: {new} is to {b} what {lead} is to {a} (cosine {cosine:.2f})",
            f"类比：{new}之于{b}，犹{lead}之于{a}（相似度 {cosine:.2f}）",
        )  # fmt: skip

    return apply
