"""The loop: think, make, judge, choose. One screen to read; each verb lives in its own room.

>>> create(Brief("poem", form="七绝", theme="秋思", seed=7, count=3))  # doctest: +SKIP
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from random import Random

from sixing import __version__
from sixing.ideas import Thought, think
from sixing.judging import (
    Fluency,
    Form,
    Judge,
    Originality,
    Parallelism,
    Theme,
    choose,
    judge,
)
from sixing.making.make import make
from sixing.making.sampler import Plan, Sample
from sixing.media.poem import plan as poem
from sixing.media.poem.constraint import Constraint, possible
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.studio import Studio
from sixing.works import Brief, Candidate, Style, Work, require_sound

#: Rows for each work wanted, and the least and most rows of one call.
ROWS_EACH, LEAST, MOST = 8, 32, 512
IDEAS, MOST_IDEAS = 4, 32
TEMPERATURE = 0.9
#: Nats for each place that full relevance to the theme is worth when works are shortlisted.
PROMISE = 0.5
#: How many works are judged in full: so many for each one wanted, and so many more.
SHORTLIST = (2, 10)
#: How strongly word classes pull in couplets (对仗), as a factor on their affinity in nats.
PARALLEL = 0.7


def create(
    brief: Brief, *, studio: Studio | None = None, progress: Progress = silent
) -> list[Candidate]:
    """Thinks, makes, judges and chooses: the whole loop in one breath.

    Raises:
        BadBrief: the brief is malformed or names no form.
        ImpossibleBrief: no work can satisfy the form and the fixed places together.
        BadStyle: the style's files are damaged.
    """
    require_sound(brief)
    if brief.seed is None:
        brief = replace(brief, seed=secrets.randbelow(2**31))
    studio = studio or _open(styles.find(brief.style))
    asked = poem.read(brief)
    thoughts = _think(brief, asked, studio)
    made = _make(asked, thoughts, studio, within(progress, 0.1, 0.8))
    return _choose(brief, _judge(brief, asked, made, studio), within(progress, 0.8, 1.0))


@lru_cache(maxsize=2)
def _open(style: Style) -> Studio:
    """A style stays open between calls: reading its files costs as much as a poem."""
    return Studio(style)


def _think(brief: Brief, asked: poem.Asked, studio: Studio) -> list[Thought[Constraint]]:
    """思: ideas, each with a form that can be carried out."""
    count = min(MOST_IDEAS, max(IDEAS, brief.count // 4))
    weights = studio.rhyme_shares(asked.book.name)

    def choices(chance: Random) -> Sequence[Constraint]:
        drawn = asked.draw(chance, weights, studio.tokens, tries=400)
        return possible(drawn, studio.tokens, count)

    theme = studio.space.translate(brief.theme)
    title = poem.title(brief.theme, theme)
    if brief.emotion:  # a mood leans by the images that are near it as well
        theme = f"{theme} {studio.space.translate(brief.emotion)}"
    return think(brief, title, theme, studio.space, choices, count)


def _make(
    asked: poem.Asked, thoughts: Sequence[Thought[Constraint]], studio: Studio, progress: Progress
) -> dict[Work, float]:
    """行: works for every idea, none twice, with the sampler's nats for each place."""
    brief = thoughts[0].idea.brief
    rows = _rows(brief.count, len(thoughts), len(thoughts[0].choice.pattern.lines))
    plans = [_plan(asked, thought, rows, studio) for thought in thoughts]
    samples = make(studio.sampler(), plans, thoughts[0].idea.seed, TEMPERATURE, progress)
    made: dict[tuple[str, ...], tuple[Work, float]] = {}
    for sample in samples:
        work = _work(thoughts[sample.plan], sample, studio)
        made.setdefault(work.content, (work, sample.logprob / len(sample.tokens)))
    return dict(made.values())


def _judge(
    brief: Brief, asked: poem.Asked, made: dict[Work, float], studio: Studio
) -> list[Candidate]:
    """Judges the likeliest and most fitting works; reading all of them would cost as much again."""
    theme = Theme(studio.space, brief.theme)
    fitting = theme(list(made))
    promise = {
        work: nats + PROMISE * said.score
        for (work, nats), said in zip(made.items(), fitting, strict=True)
    }
    count = SHORTLIST[0] * brief.count + SHORTLIST[1]
    works = sorted(promise, key=lambda work: (-promise[work], work.content))[:count]
    judges: list[Judge] = [
        Form(studio.medium.check),
        Fluency(studio.nats, studio.fact("fluency")),
        theme,
        Originality(studio.fingerprints, frozenset(place for place, _ in asked.fixed)),
        Parallelism(studio.word_classes),
    ]
    return judge(works, judges)


def _choose(brief: Brief, judged: Sequence[Candidate], progress: Progress) -> list[Candidate]:
    """The best that differ from one another, each with the reason why it was chosen."""
    chosen = [one for one in choose(judged, brief.count) if one.kept]
    progress(1.0, "chosen 选")
    return [
        Candidate(one.candidate.work, (*one.candidate.judgements, one.judgement()))
        for one in chosen
    ]


def _rows(count: int, ideas: int, lines: int) -> int:
    """Rows for each idea; fewer of long forms, which cost more and seldom tie."""
    wanted = max(LEAST, min(MOST, ROWS_EACH * count), count * 3 // 2)
    shorter = max(2 * count, wanted * 12 // lines) if lines > 12 else wanted
    return -(-shorter // ideas)


def _plan(asked: poem.Asked, thought: Thought[Constraint], rows: int, studio: Studio) -> Plan:
    idea = thought.idea
    told = poem.control(thought.choice, asked.tune, idea.title, idea.images)
    automaton = thought.choice.automaton(studio.tokens)
    bond = None
    if automaton.bonds:
        found = studio.word_classes
        bond = found.class_of(studio.spelling), PARALLEL * found.affinity
    return Plan(tuple(studio.tokens.prefix(told)), automaton, rows, bond)


def _work(thought: Thought[Constraint], sample: Sample, studio: Studio) -> Work:
    idea, pattern = thought.idea, thought.choice.pattern
    text = "".join(studio.tokens.vocabulary[token] for token in sample.tokens)
    ends = list(accumulate(pattern.lines))
    lines = tuple(text[b - n : b] for b, n in zip(ends, pattern.lines, strict=True))
    return Work(idea.brief.medium, pattern.name, idea.title, lines, _recipe(thought, studio))


def _recipe(thought: Thought[Constraint], studio: Studio) -> dict[str, object]:
    """All that is needed to make the work again."""
    idea, choice = thought.idea, thought.choice
    brief = idea.brief
    return {
        "brief": {
            "form": brief.form, "theme": brief.theme, "emotion": brief.emotion,
            "style": brief.style, "seed": brief.seed, "count": brief.count,
            "fixed": [[*place, char] for place, char in brief.fixed],
            "options": dict(brief.options),
        },
        "idea": {
            "form": idea.form, "images": list(idea.images), "rhyme": list(idea.rhyme),
            "book": choice.book.name, "policy": choice.policy,
        },
        "reasons": list(idea.reasons),
        "style": studio.style.name,
        "version": __version__,
        "temperature": TEMPERATURE,
    }  # fmt: skip
