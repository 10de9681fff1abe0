"""Think, make, judge and choose, for pictures: the loop on one screen.

What makes a kind of picture stands in `makers`; what is given to start from, in `verbs`.

>>> create(Brief("picture", form="山水", theme="秋江夜泊", seed=7))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sixing import __version__
from sixing.feedback.taste import JUDGE as TASTE
from sixing.feedback.taste import TasteJudge
from sixing.ideas.plan import brief_to_json, to_json
from sixing.judging.choose import best
from sixing.judging.judges import judge
from sixing.media.picture.picture import Picture
from sixing.media.picture.spelling import spell
from sixing.picturing import makers, thinking
from sixing.picturing.judging import WEIGHTS, alike, judges
from sixing.picturing.studio import PictureStudio, opened
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.works import Brief, Candidate, Idea, Work, require_sound, seeded

#: Drafts for each picture that is wanted, and the most plans.
DRAFTS, IDEAS = 3, 8

Made = tuple[Idea, Picture | str]
"""A picture, or the text of a drawing, and the plan that it carries out."""


@dataclass(frozen=True, eq=False)
class Task:
    """A brief, the style that answers it, and the taste of who asked."""

    brief: Brief
    studio: PictureStudio
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
        BadBrief: the brief is malformed, or names no kind, style or size that there is.
        BadInput: an extra or the pack of weights is not installed.
        BadStyle: the style's files are damaged.
    """
    task = open_task(brief, taste)
    thoughts = list(ideas) or think(task)
    made = making(task, thoughts, within(progress, 0.0, 0.8))
    found = finish(task, made, progress=within(progress, 0.8, 1.0))
    progress(1.0, "chosen 选")
    return found


def open_task(brief: Brief, taste: TasteJudge | None = None) -> Task:
    """Reads a brief and opens its style; a brief without a seed draws one."""
    require_sound(brief, themed=False)
    return Task(seeded(brief), opened(brief.style), taste)


def think(task: Task, count: int = 0) -> list[Idea]:
    """思: a plan for each picture that is wanted, at most eight."""
    return thinking.plans(task.brief, task.studio, count or min(IDEAS, task.brief.count))


def making(task: Task, ideas: Sequence[Idea], progress: Progress = silent) -> list[Made]:
    """行: several pictures for each plan."""
    made: list[Made] = []
    drafts = max(2, -(-task.brief.count * DRAFTS // len(ideas)))
    for number, idea in enumerate(ideas):
        part = within(progress, number / len(ideas), (number + 1) / len(ideas))
        made += [(idea, one) for one in makers.make(task.studio, idea, drafts, part)]
    return made


def finish(
    task: Task,
    made: Sequence[Made],
    more: Mapping[str, Any] | None = None,
    *,
    parents: tuple[str, ...] = (),
    progress: Progress = silent,
) -> list[Candidate]:
    """Judges and chooses: the best that differ, each with the reason why.

    Args:
        more: what the recipe says beside brief and idea.
        parents: ids of the works that they were made from.
    """
    works: dict[Work, Idea] = {}
    for idea, what in made:
        works.setdefault(work_of(task, idea, what, more, parents), idea)
    found: list[Candidate] = []
    for idea in dict.fromkeys(works.values()):
        asked = judges(task.studio, idea)
        mine = [work for work, of in works.items() if of is idea]
        found += judge(mine, [*asked, task.taste] if task.taste else asked)
        progress(len(found) / len(works), "judged 评")
    liked = {TASTE: task.taste.taste.weight} if task.taste else {}
    return best(found, task.brief.count, {**WEIGHTS, **liked}, alike)


def work_of(
    task: Task,
    idea: Idea,
    what: Picture | str,
    more: Mapping[str, Any] | None = None,
    parents: tuple[str, ...] = (),
) -> Work:
    """The work that a picture is, with its recipe."""
    told = to_json(idea)
    recipe = {
        "brief": brief_to_json(idea.brief),
        "reasons": told.pop("reasons"),
        "idea": {
            name: told[name]
            for name in ("form", "title", "images", "seed", "details")
            if name in told
        },
        "style": task.studio.style.name,
        **styles.version_of(task.studio.style),
        **({"taste": {"verdicts": task.taste.taste.verdicts}} if task.taste else {}),
        "version": __version__,
        **(more or {}),
    }
    return Work("picture", idea.form, idea.title, spell(what), recipe, parents)
