"""Thinking for poems: the forms and rhymes a brief leaves open, and plans on them.

Brings together what knows forms (`sixing.media.poem`) and what knows none (`think`). It writes no
verse.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sixing.errors import BadBrief
from sixing.ideas.associations import Associations
from sixing.ideas.meaning import Space, understand
from sixing.ideas.think import Thought, think
from sixing.media.poem import plan as poem
from sixing.media.poem.constraint import Constraint, possible
from sixing.media.poem.frame import Frame
from sixing.media.poem.tokens import PoemTokens
from sixing.works import Brief, Idea

#: Constraints looked at before a brief is called impossible.
TRIES = 400


def plans(
    brief: Brief,
    *,
    space: Space,
    associations: Associations,
    tokens: PoemTokens,
    shares: Mapping[str, float],
    count: int,
) -> list[Thought[Constraint]]:
    """Several different plans for one brief.

    Args:
        shares: how often poets use each rhyme group of the brief's book.

    Raises:
        BadBrief: the blend is empty, a mood unknown, or a form or rhyme does not exist.
        ImpossibleBrief: no poem can satisfy the form and the fixed places together.
    """
    asked = poem.read(brief)

    def choices(chance: random.Random) -> Sequence[Constraint]:
        return possible(_unlike(asked.draw(chance, shares, tokens, tries=TRIES)), tokens, count)

    meaning = understand(brief, space, associations)
    title = poem.title(brief.theme, space.translate(brief.theme))
    return think(brief, title, meaning, choices, lambda one: Frame(one, tokens), count)


def _unlike(drawn: Sequence[Constraint]) -> list[Constraint]:
    """The same constraints, those sooner whose rhymes came less often before."""
    times: Counter[tuple[str, ...]] = Counter()
    turns = []
    for one in drawn:
        turns.append(times[one.rhymes])
        times[one.rhymes] += 1
    return [drawn[i] for i in sorted(range(len(drawn)), key=lambda i: turns[i])]


def carried(idea: Idea, tokens: PoemTokens) -> Thought[Constraint]:
    """A plan, perhaps edited, beside the form that carries it out.

    Raises:
        UnknownForm: there is no such form.
        BadBrief: the plan has another number of lines or rhymes than its form, or a rhyme word
            that does not rhyme there.
        ImpossibleBrief: no poem can keep the form, the rhymes and the fixed places together.
    """
    asked = poem.read(replace(idea.brief, form=idea.form))
    pattern = asked.patterns[0]
    if len(asked.patterns) != 1:
        raise BadBrief(
            f'the plan\'s form "{idea.form}" is several: write one, such as {pattern.name}',
            zh=f"计划之体“{idea.form}”不止一种：请写明，例如{pattern.name}",
        )
    _require_rhymes(idea, len(pattern.level_rhyme), asked.book.groups)
    constraint = asked.constraint(pattern, idea.rhyme)
    frame = Frame(constraint, tokens)
    _require_lines(idea, frame)
    _require_rhyme_words(idea, frame)
    return Thought(idea, possible([constraint], tokens, 1)[0])


def _require_rhymes(idea: Idea, count: int, groups: Sequence[str]) -> None:
    if len(idea.rhyme) != count:
        raise BadBrief(
            f"the plan names {len(idea.rhyme)} rhyme groups and {idea.form} has {count}",
            zh=f"计划写了 {len(idea.rhyme)} 个韵部，而{idea.form}有 {count} 个",
        )
    for name in idea.rhyme:
        if name not in groups:
            raise BadBrief(
                f'the plan\'s rhyme group "{name}" is not in its book; such as {groups[0]}',
                zh=f"计划之韵部“{name}”不在所用韵书中；例如{groups[0]}",
            )


def _require_lines(idea: Idea, frame: Frame) -> None:
    for told in (idea.line_images, idea.moods):
        if told and len(told) != frame.count:
            raise BadBrief(
                f"the plan has {len(told)} lines and {idea.form} has {frame.count}: "
                "give each line of the form its place, if need be an empty one",
                zh=f"计划有 {len(told)} 句，而{idea.form}有 {frame.count} 句："
                "每句都应有其位，可留空",
            )


def _require_rhyme_words(idea: Idea, frame: Frame) -> None:
    words, lines = idea.rhyme_words, sorted(frame.ends)
    if words and len(words) != len(lines):
        raise BadBrief(
            f"the plan has {len(words)} rhyme words and {idea.form} has {len(lines)} rhymes",
            zh=f"计划有 {len(words)} 个韵脚，而{idea.form}有 {len(lines)} 处用韵",
        )
    for line, word in zip(lines, words, strict=False):
        group = "、".join(dict.fromkeys(idea.rhyme))
        some = "、".join(frame.ends[line][:6])
        if word and word not in frame.ends[line]:
            raise BadBrief(
                f'line {line + 1}: "{word}" does not rhyme in {group}; such as {some}',
                zh=f"第 {line + 1} 句：“{word}”不入{group}之韵；例如{some}",
            )
    named = [word for word in words if word]
    if frame.distinct and len(set(named)) < len(named):
        twice = next(word for word in named if named.count(word) > 1)
        raise BadBrief(
            f'"{twice}" is planned as a rhyme twice: a regulated poem rhymes on a word once',
            zh=f"“{twice}”两度为韵：近体诗韵脚不可重出",
        )
