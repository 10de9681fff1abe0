"""Thinking: a brief becomes several different plans before a word is written.

Each plan takes a form that the brief leaves open, images that the theme calls up (or two themes
blended), plans its rhyme words, deals the images to lines, walks the mood's arc, and then goes its
own way by operators. Chance decides, by the brief's seed alone. Knows no model that writes, and a
form only as a `Frame`.

Example:
    >>> thoughts = think(brief, "秋思", meaning, choices, frame, 4)   # doctest: +SKIP
    >>> thoughts[1].idea.operators                                    # doctest: +SKIP
    ('contrast 落叶/长安',)
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Generic, Protocol, TypeVar

import numpy as np

from sixing.errors import BadBrief
from sixing.ideas import arc, operators
from sixing.ideas.associations import Associations
from sixing.ideas.blend import Blend
from sixing.ideas.deal import Frame, fitness, how_many, rhyme_words, to_lines
from sixing.ideas.ground import Found, Ground
from sixing.ideas.ground import Space as Vectors
from sixing.ideas.operators import Bench, Operator, compose
from sixing.ideas.wording import said
from sixing.works import Brief, Idea
from sixing.works.mood import named

#: Images among which plans choose, and how much less likely one is for each plan that has it.
NEAR: Final = 20
AGAIN: Final = 0.3
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


class Choice(Protocol):
    """A form with its rhymes, as a medium draws it."""

    @property
    def name(self) -> str:
        """The form's full name."""
        ...

    @property
    def rhymes(self) -> tuple[str, ...]:
        """The group of each rhyme."""
        ...


C = TypeVar("C", bound=Choice)


@dataclass(frozen=True, slots=True)
class Thought(Generic[C]):
    """An idea beside the form that carries it out."""

    idea: Idea
    choice: C


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


def think(
    brief: Brief,
    title: str,
    meaning: Meaning,
    choices: Callable[[random.Random], Sequence[C]],
    frame: Callable[[C], Frame],
    count: int,
) -> list[Thought[C]]:
    """Draws plans for a brief, no two on the same images if that can be.

    Args:
        title: the title that the works will carry.
        choices: draws forms that can be carried out, given chance; fewer than ``count`` are used
            again with other images.
        frame: a form as a plan sees it.

    Raises:
        BadBrief: the arc of moods does not fit the form.
    """
    # The whole brief is the seed, or every theme would meet the same rhymes.
    chance = random.Random(f"{brief.seed} {brief.form} {brief.theme}")
    drawn = choices(chance)
    used: Counter[str] = Counter()
    thoughts = []
    for i in range(count):
        choice = drawn[i % len(drawn)]
        bench = Bench(meaning.ground, frame(choice), chance)
        idea, kept = _first(brief, title, meaning, choice, bench, used)
        idea = _own_way(meaning, replace(bench, kept=kept), i)(idea)
        used.update(idea.images)
        thoughts.append(Thought(idea, choice))
    return thoughts


def _first(
    brief: Brief, title: str, meaning: Meaning, choice: Choice, bench: Bench, used: Counter[str]
) -> tuple[Idea, frozenset[str]]:
    """A plan before operators, and the images of it that must stay."""
    frame, chance = bench.frame, bench.chance
    avoided = tuple(dict.fromkeys(_hanzi(brief.option("avoid"))))
    images, place, reasons, kept = _images(meaning, bench, used, {*avoided, *frame.taken})
    rhymes = rhyme_words(bench.ground, frame, images, chance, avoided)
    moods = arc.arc(brief.emotion, frame.count)
    reasons += _rhyme_reasons(choice, bench, images, rhymes) + _mood_reasons(moods)
    idea = Idea(
        brief, choice.name, title, images, choice.rhymes, chance.getrandbits(32),
        (*meaning.reasons, *reasons), moods=moods, rhyme_words=rhymes, avoided=avoided,
        line_images=to_lines(images, frame, place),
    )  # fmt: skip
    return idea, kept


def _own_way(meaning: Meaning, bench: Bench, number: int) -> Operator:
    """What makes the plan of a number its own: none, one or two operators."""
    likened = operators.vary(bench)
    if meaning.blend:
        likened = operators.analogy(bench, meaning.blend.first, meaning.blend.second)
        likened = operators.either(likened, operators.vary(bench))
    elif meaning.allusions:
        word = bench.chance.choice(meaning.allusions).word
        ground = meaning.ground
        other = Ground.of(word, ground.space, ground.associations)
        likened = operators.either(operators.analogy(bench, ground, other), likened)
    ways: tuple[tuple[Operator, ...], ...] = (
        (),
        (operators.contrast(bench),),
        (likened,),
        (operators.constrain(bench),),
        (operators.vary(bench), operators.reverse(bench)),
        (operators.vary(bench), operators.contrast(bench)),
        (operators.reverse(bench),),
        (operators.constrain(bench), operators.contrast(bench)),
    )
    return compose(*ways[number % len(ways)])


def _images(
    meaning: Meaning, bench: Bench, used: Counter[str], without: set[str]
) -> tuple[tuple[str, ...], Callable[[str], float], tuple[str, ...], frozenset[str]]:
    """Images for a plan, strongest first; where each belongs, why, and which must stay."""
    ground, count = bench.ground, how_many(bench.frame.count)
    if meaning.blend:
        parts = meaning.blend.drawn(count, bench.chance, without)
        shared, first, second = ([one.word for one in part] for part in parts)
        order = [*first, *shared, *second]  # one theme, what leads over, the other
        kept = frozenset(part[0] for part in (shared, first, second) if part)
        images = tuple(_in_turns(first, second, shared))
        return images, lambda word: float(order.index(word)), meaning.blend.reasons(parts), kept
    near = _drawn(ground.expand(NEAR, without), count, used, bench.chance)
    images = tuple(one.word for one in near)
    return images, ground.place, (_image_reason(ground, near),), frozenset()


def _in_turns(*parts: Sequence[str]) -> list[str]:
    longest = max(map(len, parts), default=0)
    return [part[i] for i in range(longest) for part in parts if i < len(part)]


def _drawn(
    near: Sequence[Found], count: int, used: Counter[str], chance: random.Random
) -> tuple[Found, ...]:
    """Some of the nearest images, the nearer and the fresher the likelier, in their order."""
    weights = [(len(near) - i) * AGAIN ** used[one.word] for i, one in enumerate(near)]
    keys = [chance.random() ** (1 / weight) for weight in weights]
    best = sorted(range(len(near)), key=lambda i: -keys[i])[:count]
    return tuple(near[i] for i in sorted(best))


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


def _hanzi(text: str) -> str:
    return "".join(mark for mark in text if "\u3400" <= mark <= "\u9fff")


def _heard(theme: str, words: str) -> str:
    return said(f"{theme} in classical words: {words}", f"“{theme}”取古语：{words}")


def _image_reason(ground: Ground, near: Sequence[Found]) -> str:
    """The images with their numbers."""
    if not near:
        return said(f"no image lies near {ground.name}", f"没有近于“{ground.name}”的意象")
    listed = [f"{one.word} ({one.closeness:.2f}, {one.pmi:.1f})" for one in near]
    return said(
        f"images {ground.name} calls up (closeness; company in nats): {', '.join(listed)}",
        f"“{ground.name}”所唤意象（近度；相伴，奈特）：{'、'.join(listed)}",
    )


def _rhyme_reasons(
    choice: Choice, bench: Bench, images: Sequence[str], rhymes: Sequence[str]
) -> tuple[str, ...]:
    groups = " ".join(dict.fromkeys(choice.rhymes)) or "—"
    drawn = said(
        f"{choice.name}, rhyme {groups}: drawn among what the brief leaves open, as often as "
        "poets use it",
        f"{choice.name}，韵{groups}：按诗人用韵之频而取",
    )
    ground = bench.ground
    words = [word for word in rhymes if word]
    told = [
        f"{word} ({ground.associations.uses(word)}; {nats:.1f})"
        for word, nats in zip(words, fitness(ground, words, images) if words else (), strict=True)
    ]
    if not told:
        return (drawn,)
    planned = said(
        f"rhyme words planned first (uses in the corpus; fitness in nats): {', '.join(told)}",
        f"先定韵脚（语料用数；合宜度，奈特）：{'、'.join(told)}",
    )
    return drawn, planned


def _mood_reasons(moods: Sequence[str]) -> tuple[str, ...]:
    if not moods:
        return ()
    en, zh = (arc.drawn(moods, lang) for lang in ("en", "zh"))
    return (said(f"the mood goes {en} over the lines", f"情绪随句而行：{zh}"),)
