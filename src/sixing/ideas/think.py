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
from typing import Final, Generic, Protocol, TypeVar

from sixing.ideas import arc, operators, reasons
from sixing.ideas.bench import Bench, Operator
from sixing.ideas.constraints import constrain
from sixing.ideas.deal import Frame, how_many, rhyme_words, to_lines
from sixing.ideas.ground import Found, Ground
from sixing.ideas.meaning import Meaning
from sixing.ideas.operators import compose
from sixing.works import Brief, Idea

#: Images among which plans choose, and how much less likely one is for each plan that has it.
NEAR: Final = 20
AGAIN: Final = 0.3


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
    images, place, why, kept = _images(meaning, bench, used, {*avoided, *frame.taken})
    rhymes = rhyme_words(bench.ground, frame, images, chance, avoided)
    moods = arc.arc(brief.emotion, frame.count)
    why += reasons.of_rhymes(bench.ground, choice.name, choice.rhymes, images, rhymes)
    why += reasons.of_moods(moods)
    idea = Idea(
        brief, choice.name, title, images, choice.rhymes, chance.getrandbits(32),
        (*meaning.reasons, *why), moods=moods, rhyme_words=rhymes, avoided=avoided,
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
        (constrain(bench),),
        (operators.vary(bench), operators.reverse(bench)),
        (operators.vary(bench), operators.contrast(bench)),
        (operators.reverse(bench),),
        (constrain(bench), operators.contrast(bench)),
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
    return images, ground.place, (reasons.of_images(ground, near),), frozenset()


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


def _hanzi(text: str) -> str:
    return "".join(mark for mark in text if "\u3400" <= mark <= "\u9fff")
