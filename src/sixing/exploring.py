"""Exploring a theme: works of every mood and every family of images, the best of each on a map.

Quality and diversity are asked for together (MAP-Elites: Mouret and Clune 2015): the first round
makes what the brief says; each further round asks, for cells that are empty or weak, for ideas
of that mood with images of that family. `sixing create --map` draws what it finds.

>>> archive = explore(Brief("poem", form="七绝", theme="秋思", seed=7))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from sixing import engine
from sixing.engine import Task
from sixing.ideas import Thought
from sixing.judging import quality
from sixing.judging.archive import Archive, Cell
from sixing.media.poem.constraint import Constraint
from sixing.media.poem.families import FAMILIES, family, family_of_word
from sixing.progress import Progress, silent, within
from sixing.studio import Studio
from sixing.works import Brief, Candidate
from sixing.works.mood import MOODS

#: Works made in all, in so many rounds, for so many cells a round.
SAMPLES, ROUNDS, AIMED = 384, 4, 12
#: Images near the theme among which those of a family are looked for, and how many an idea takes.
NEAR, TAKEN = 240, 2


def explore(
    brief: Brief,
    *,
    studio: Studio | None = None,
    samples: int = SAMPLES,
    progress: Progress = silent,
) -> Archive:
    """Makes works of many kinds for one theme and keeps the best of each kind.

    Args:
        brief: its emotion, if any, holds for the first round only.
        samples: works made in all.

    Raises:
        BadBrief, ImpossibleBrief, BadStyle: as `sixing.engine.create`.
        BadInput: pyribs is not installed.
    """
    archive = Archive(tuple(FAMILIES), MOODS)
    task = engine.open_task(brief, studio)
    for number in range(ROUNDS):
        part = within(progress, number / ROUNDS, (number + 1) / ROUNDS)
        thoughts = engine.thinking(task) if number == 0 else _aimed(task, archive, number)
        rows = -(-samples // (ROUNDS * len(thoughts)))
        made = engine.making(task, thoughts, rows, part)
        judged = engine.judging(task, list(made))
        archive.tell(judged, cells(judged, task.studio), [quality(one) for one in judged])
    return archive


def cells(works: Sequence[Candidate], studio: Studio) -> list[Cell]:
    """Where works lie on the map: their families of images and their moods."""
    felt = studio.moods([one.work for one in works])
    return [(family(one.lines), said.mood) for one, said in zip(works, felt, strict=True)]


def _aimed(task: Task, archive: Archive, number: int) -> list[Thought[Constraint]]:
    """Ideas for the cells that want a work most: the empty ones, then the weakest."""
    chance = Random(f"{task.brief.seed} map {number}")
    empty, held = archive.empty(), archive.best()
    chance.shuffle(empty)
    weak = sorted(held, key=lambda cell: held[cell][1])
    return [thought for cell in (*empty, *weak)[:AIMED] for thought in _toward(task, cell, chance)]


def _toward(task: Task, cell: Cell, chance: Random) -> list[Thought[Constraint]]:
    """One idea of the cell's mood, with images of its family near the theme."""
    wanted, mood = cell
    brief = replace(task.brief, emotion=mood, seed=chance.getrandbits(31))
    there = replace(task, brief=brief, moods=(mood,))
    theme = task.studio.space.translate(brief.theme)
    near = [w for w in task.studio.space.images(theme, NEAR) if family_of_word(w) == wanted]
    images = tuple(sorted(chance.sample(near[:8], min(TAKEN, len(near))), key=near.index))
    return [_with_images(one, images, chance) for one in engine.thinking(there, count=1)]


def _with_images(
    thought: Thought[Constraint], images: tuple[str, ...], chance: Random
) -> Thought[Constraint]:
    """The thought with other images, one to a line, on lines drawn by chance."""
    lines: list[tuple[str, ...]] = [()] * len(thought.choice.pattern.lines)
    places = chance.sample(range(len(lines)), min(len(lines), len(images)))
    for place, image in zip(sorted(places), images, strict=False):
        lines[place] = (image,)
    idea = replace(thought.idea, images=images or thought.idea.images, line_images=tuple(lines))
    return replace(thought, idea=idea)
