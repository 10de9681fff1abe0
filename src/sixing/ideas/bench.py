"""The bench that operators work at: what they may use, and how a word takes another's place.

Knows words, lines and chance; which word ought to come is for the operators to say.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sixing.ideas.deal import Frame
from sixing.ideas.ground import Ground, Vector
from sixing.ideas.wording import said
from sixing.works import Idea

Operator = Callable[[Idea], Idea]


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


def replacement(
    bench: Bench, idea: Idea, old: str, score: Vector, line: int | None = None, best: int = 5,
    also: str = "",
) -> str:  # fmt: skip
    """One of the best words that share no hanzi with the plan and suit the line; "" for none.

    Args:
        old: the word whose place it takes.
        score: how good each image word would be, (words,); -inf for those that will not do.
        line: the line (from 0) it should stand in; None means the old word's.
        best: among how many of the best it is drawn.
        also: further hanzi to keep clear of.
    """
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


def logged(idea: Idea, name: str, en: str, zh: str) -> Idea:
    """An idea that remembers what was done to it, and why in both languages."""
    return replace(idea, operators=(*idea.operators, name), reasons=(*idea.reasons, said(en, zh)))
