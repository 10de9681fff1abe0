"""Adapting as one verb: recalls a person's verdicts, drafts with the engine, moves the style.

>>> adapt("default")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sixing import engine
from sixing.feedback.recall import recall
from sixing.progress import Progress, silent
from sixing.store.database import Store
from sixing.store.home import home
from sixing.studio import Studio
from sixing.works import Brief, Work

if TYPE_CHECKING:
    from sixing.fitting.adapting import Adapted


def adapt(
    style: str = "default",
    *,
    folder: Path | None = None,
    without: Sequence[str] = (),
    seed: int = 0,
    progress: Progress = silent,
) -> Adapted:
    """Move a style to what the person of a home prefers, if that makes it better.

    Args:
        style: ``default`` or a style of one's own.
        folder: the home; the usual one when left out.
        without: themes that it must not draft on, to be measured with later.

    Raises:
        BadInput: too few verdicts, verdicts that tell nothing, or the shipped style.
        BadStyle: there is no such style.
    """
    from sixing.fitting.adapting import adapt as move

    with Store.at(folder or home(), reading=True) as store:
        memory = recall(store)
        named = {work for one in memory.taste.answers for work in (one.better, one.other)}
        works = [one.work for one in store.find(named).values()]
    return move(style, memory, works, drafts, without=without, seed=seed, progress=progress)


def drafts(studio: Studio, brief: Brief, rows: int) -> Sequence[Work]:
    """Works for a brief as they are made, unchosen."""
    task = engine.open_task(brief, studio)
    thoughts = engine.thinking(task)
    return list(engine.making(task, thoughts, -(-rows // len(thoughts))))
