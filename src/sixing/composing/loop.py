"""Think, make, judge and choose, for music: the loop on one screen.

Chorales for four voices come from the any-order net, everything else from the sequence model under
the grammar of its form; a piece that is given (to continue, to fill) is another way to ask.

>>> create(Brief("music", form="jig", seed=7))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sixing import __version__
from sixing.composing.judging import WEIGHTS, alike, judges
from sixing.composing.studio import MusicStudio, opened
from sixing.composing.writing import Passage, key_of, named, rows_for, write
from sixing.feedback.taste import JUDGE as TASTE
from sixing.feedback.taste import TasteJudge
from sixing.ideas.music import plans
from sixing.ideas.plan import brief_to_json, to_json
from sixing.judging.choose import best
from sixing.judging.judges import judge
from sixing.media.music import asking
from sixing.media.music.score import Score
from sixing.media.music.spelling import spell
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.works import Brief, Candidate, Idea, Work, require_sound, seeded


@dataclass(frozen=True, eq=False)
class Task:
    """A brief, the style that answers it, and the taste of who asked."""

    brief: Brief
    studio: MusicStudio
    taste: TasteJudge | None = None


def create(
    brief: Brief,
    *,
    ideas: Sequence[Idea] = (),
    taste: TasteJudge | None = None,
    progress: Progress = silent,
) -> list[Candidate]:
    """Thinks, makes, judges and chooses.

    Args:
        ideas: plans to carry out; left out, it thinks for itself.
        taste: what the person likes, learnt from verdicts.

    Raises:
        BadBrief: the brief is malformed, or names no form, style, key … that there is.
        ImpossibleBrief: no piece can satisfy it.
        BadStyle: the style's files are damaged.
    """
    task = open_task(brief, taste)
    thoughts = list(ideas) or thinking(task)
    made = making(task, thoughts, progress=within(progress, 0.0, 0.85))
    found = finish(task, made)
    progress(1.0, "chosen 选")
    return found


def open_task(brief: Brief, taste: TasteJudge | None = None) -> Task:
    """Reads a brief and opens its style; a brief without a seed draws one."""
    require_sound(brief, themed=False)
    return Task(seeded(brief), opened(brief.style), taste)


def thinking(task: Task, count: int = 0) -> list[Idea]:
    """思: a plan for each piece that is wanted, at most eight."""
    habits = task.studio.habits
    # A style of one's own may go by another name than the tradition it holds.
    held = "" if task.brief.style in ("default", *habits) else task.studio.tradition
    return plans(task.brief, habits, count or min(8, task.brief.count), held)


def making(
    task: Task,
    ideas: Sequence[Idea],
    passage: Passage | None = None,
    progress: Progress = silent,
) -> list[tuple[Idea, Score]]:
    """行: several pieces for each plan.

    Args:
        passage: what is given of the piece, and which bars are to be written.
    """
    made: list[tuple[Idea, Score]] = []
    for number, idea in enumerate(ideas):
        part = within(progress, number / len(ideas), (number + 1) / len(ideas))
        # Many that are wanted are chosen from among each other.
        rows = max(2, -(-task.brief.count * 2 // len(ideas)), rows_for(idea) // len(ideas))
        made += [(idea, score) for score in write(task.studio, idea, rows, passage, part)]
    return made


def finish(
    task: Task,
    made: Sequence[tuple[Idea, Score]],
    more: Mapping[str, Any] | None = None,
    given: frozenset[int] = frozenset(),
    *,
    lax: bool = False,
) -> list[Candidate]:
    """Judges and chooses: the best that differ, each with the reason why.

    Args:
        more: what the recipe says beside brief and idea.
        given: parts, from 1, that the person brought.
        lax: whether a person's own bars stand in it, whose faults are no reason to refuse it.
    """
    found: list[Candidate] = []
    for idea in dict.fromkeys(idea for idea, _ in made):
        works = dict.fromkeys(work_of(task, i, score, more) for i, score in made if i is idea)
        metre = asking.metre(idea.detail("metre")) if not lax else None
        sung = idea.form == "song"
        asked = judges(task.studio, key_of(idea), given, metre=metre, lax=lax, sung=sung)
        found += judge(list(works), [*asked, task.taste] if task.taste else asked)
    liked = {TASTE: task.taste.taste.weight} if task.taste else {}
    return best(found, task.brief.count, {**WEIGHTS, **liked}, alike)


def work_of(task: Task, idea: Idea, score: Score, more: Mapping[str, Any] | None = None) -> Work:
    """The work that a score is, with its recipe."""
    told = to_json(idea)
    recipe = {
        "brief": brief_to_json(idea.brief),
        "reasons": told.pop("reasons"),
        "idea": {name: told[name] for name in ("form", "title", "seed", "details") if name in told},
        "style": task.studio.style.name,
        **styles.version_of(task.studio.style),
        **({"taste": {"verdicts": task.taste.taste.verdicts}} if task.taste else {}),
        "version": __version__,
        **(more or {}),
    }
    return Work("music", idea.form, idea.title, spell(named(score)), recipe)
