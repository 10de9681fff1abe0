"""What is done with what a person brings: a poem painted or set, a picture repainted or varied.

Every verb makes drafts, judges them as `create` does, and leaves what was given as it was. What
the fast net, a translator or a generator does is known in `models` and `making`; here a brief
and what is given become works with recipes.

>>> painted(poem, Brief("picture", seed=7))  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadWork
from sixing.ideas.pictures import plan_of
from sixing.making.projection import project
from sixing.media.picture.calligraphy import Hand, hand
from sixing.media.picture.picture import Picture
from sixing.media.picture.scroll import Layout, Scroll
from sixing.media.picture.scroll import scroll as mounted
from sixing.media.picture.shanshui import paint
from sixing.media.picture.spelling import framed, read
from sixing.media.poem.scripts import Script
from sixing.picturing import makers, repainting, writing
from sixing.picturing.loop import DRAFTS, Task, finish, open_task
from sixing.picturing.manner import Manner
from sixing.picturing.thinking import size
from sixing.progress import Progress, silent, within
from sixing.works import Brief, Candidate, Idea, Work

Floats = NDArray[np.float32]
Draft = Callable[[int], Picture | str]
"""Makes one draft from the number of its chance."""
VARIED = 128
"""The shorter side at which a variation is made; time goes with the pixels."""
SHOWN = 256
"""The side at which what a generator makes is kept."""
FAINTER, STRONGER = 0.8, 1.25
"""Steps from a strength that was found, by which drafts differ."""


@dataclass(frozen=True, slots=True)
class Mount:
    """How a scroll is to be set.

    Attributes:
        name: on the seal; "" for the usual one.
        own: a translator of the pack that writes in its hand; "" for the font's.
    """

    name: str = ""
    layout: Layout = "hand"
    script: Script = "traditional"
    font: Path | None = None
    own: str = ""


def painted(
    poem: Work, brief: Brief, manners: Sequence[Picture] = (), *, progress: Progress = silent
) -> list[Candidate]:
    """A landscape in ink for a poem; in the manner of other pictures when these are given.

    Raises:
        BadBrief: a mood or size that there is not.
    """
    task = _task(brief, poem.title or _first(poem))
    planned = _landscape(task, poem)
    draw = _landscapes(task, poem, planned)
    # Repainted it is no drawing any more, and its layers cannot be counted.
    idea = replace(planned, form="styled") if manners else planned

    def draft(seed: int) -> Picture | str:
        drawn = draw(seed)
        if not manners:
            return drawn
        manner = Manner(tuple(manners))
        return repainting.repaint(task.studio, repainting.pixels(drawn), manner).picture

    more = {"verb": "paint", "poem": list(poem.content), "after": [_mark(p) for p in manners]}
    count, part = max(DRAFTS, task.brief.count), within(progress, 0.0, 0.9)
    made = [(idea, one) for one in makers.drafted(idea, count, draft, part, "painted 画")]
    rest = within(progress, 0.9, 1.0)
    return finish(task, made, more, parents=_parents(poem), progress=rest)


def scrolled(
    poem: Work,
    brief: Brief,
    beside: Work | None = None,
    mount: Mount | None = None,
    *,
    progress: Progress = silent,
) -> list[Candidate]:
    """A poem in calligraphy beside a painting, with a seal.

    Args:
        beside: a painting that was made; otherwise one is made for the poem.

    Raises:
        BadWork: the poem is empty, or ``beside`` holds no picture.
        BadInput: the font cannot be read.
    """
    mount = mount or Mount()
    task = _task(brief, poem.title or _first(poem))
    planned = _landscape(task, poem)
    hands = _hands(task, poem, mount)
    draw = _landscapes(task, poem, planned)
    given = framed(read(beside.content)) if beside else None

    def drawn(seed: int) -> Scroll:
        return mounted(
            poem, given if given is not None else str(draw(seed)), name=mount.name,
            layout=mount.layout, script=mount.script, hand=hands,
        )  # fmt: skip

    # Chance is in the painting alone: beside a given one there is one scroll.
    count = 1 if given is not None else max(DRAFTS, task.brief.count)
    made = [drawn(planned.seed * 100 + number) for number in range(count)]
    reasons = (*(planned.reasons if given is None else ()), *made[0].reasons)
    idea = replace(planned, form="scroll", reasons=reasons)
    more = {
        "verb": "scroll", "poem": list(poem.content), "layout": mount.layout,
        "name": mount.name, "script": mount.script, "own": mount.own,
        "font": mount.font.name if mount.font else "",
    }  # fmt: skip
    parents = (*_parents(poem), *_parents(beside))
    pairs = [(idea, one.svg) for one in made]
    return finish(task, pairs, more, parents=parents, progress=progress)


def stylised(
    picture: Picture, manner: Manner, brief: Brief, *, progress: Progress = silent
) -> list[Candidate]:
    """A picture repainted in the manner of others.

    Raises:
        BadBrief: the strength is none.
        BadInput: the mask is of no use, or the slow way lacks torch or its weights.
    """
    task = _task(brief)
    said = (
        "以他画之笔法重绘", "repainted in the manner of another",
        *(("强度自寻", "its strength is found by itself") if manner.strength is None else ()),
    )  # fmt: skip
    idea = _idea(task, "styled", said, picture)
    single = manner.slow or manner.strength is not None
    count = 1 if single else max(DRAFTS, task.brief.count)
    made: list[tuple[Idea, Picture | str]] = []
    for number in range(count):
        part = within(progress, 0.9 * number / count, 0.9 * (number + 1) / count)
        step = (FAINTER if number % 2 else STRONGER) ** ((number + 1) // 2)
        found = repainting.repaint(task.studio, picture, manner, part, nudge=step)
        part(1.0, "repainted 绘")
        how = (f"强度 {found.strength:.2f}", f"strength {found.strength:.2f}")
        made.append((replace(idea, reasons=(*idea.reasons, *how)), found.picture))
    more = {
        "verb": "stylise", "given": _mark(picture), "after": [_mark(p) for p in manner.styles],
        "strength": manner.strength or "found", "slow": manner.slow,
        "keep_colour": manner.keep_colour, "mask": _mark(manner.mask) if manner.mask else "",
    }  # fmt: skip
    return finish(task, made, more, progress=within(progress, 0.9, 1.0))


def carried(
    given: Picture | str, by: str, font: Path | None, brief: Brief, *, progress: Progress = silent
) -> list[Candidate]:
    """A picture, or characters, carried over by a translator of the pack.

    Raises:
        BadBrief: no translator is called so, or characters are given to one of pictures.
        BadInput: no font writes the characters, or the picture is too large.
    """
    task = _task(brief, given if isinstance(given, str) else "")
    net = task.studio.translator(by)
    if isinstance(given, str):
        made = writing.sheet(net, given, font)
    else:
        made = writing.carried(net, given)
    said = (f"由“{by}”转译", f"carried over by {by}")
    idea = _idea(task, "translated", said, made)
    mark = given if isinstance(given, str) else _mark(given)
    more = {"verb": "translate", "given": mark, "by": by}
    found = finish(task, [(idea, made)], more)
    progress(1.0, "carried over 译")
    return found


def projected(picture: Picture, brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """The picture of a generator that comes nearest to one that is given.

    Raises:
        BadBrief: the style has no generator.
    """
    task = _task(brief)
    name = brief.style if brief.style != "default" else "emoji"
    net = task.studio.generator(name)
    target = _squared(picture, net.shape.size, net.shape.channels)
    found = project(net, target, seed=task.brief.seed or 0, progress=within(progress, 0.0, 0.9))
    said = (
        f"模型所能作中最近者：均方根误差 {found.error:.3f}，其平均之图为 {found.usual:.3f}",
        f"nearest of what it can make: RMS error {found.error:.3f}, mean picture {found.usual:.3f}",
    )
    made = Picture.of_grid(found.picture).resized(SHOWN, SHOWN)
    idea = _idea(task, "projected", said, made)
    more = {"verb": "project", "given": _mark(picture), "by": name, "error": round(found.error, 4)}
    return finish(task, [(idea, made)], more, progress=within(progress, 0.9, 1.0))


def varied(picture: Picture, brief: Brief, *, progress: Progress = silent) -> list[Candidate]:
    """Variations that share their patches with a picture.

    Raises:
        BadBrief: the size is none.
        BadInput: the picture is too small.
    """
    task = _task(brief)
    source = makers.small(picture, VARIED)
    idea = _idea(
        task, "variation", ("与原画同其局部，而布局不同", "its patches, laid out anew"), source,
    )  # fmt: skip
    made = makers.varied([source], idea, max(1, task.brief.count), within(progress, 0.0, 0.9))
    more = {"verb": "vary", "given": _mark(picture)}
    pairs = [(idea, one) for one in made]
    return finish(task, pairs, more, progress=within(progress, 0.9, 1.0))


def _task(brief: Brief, theme: str = "") -> Task:
    # A poem may be longer than a theme may be.
    named = replace(brief, theme=brief.theme or " ".join(theme.split())[:24])
    return open_task(named)


def _landscape(task: Task, poem: Work) -> Idea:
    if not any(line.strip() for line in poem.content):
        raise BadWork("this work has no line to paint", zh="此作品没有可入画的诗句")
    brief = task.brief
    drawn = plan_of(poem, mood=brief.emotion, seed=brief.seed or 0)
    width, height = size(brief, "shanshui")
    return Idea(
        brief, "shanshui", brief.theme, tuple(drawn.elements), (), brief.seed or 0,
        tuple(drawn.reasons), details=(("size", f"{width}x{height}"),),
    )  # fmt: skip


def _landscapes(task: Task, poem: Work, idea: Idea) -> Draft:
    width, height = makers.size_of(idea)
    plan = plan_of(poem, mood=task.brief.emotion, seed=idea.seed)
    return lambda seed: paint(plan, seed, width, height)


def _hands(task: Task, poem: Work, mount: Mount) -> Hand:
    if not mount.own:
        return hand(mount.font)
    net = task.studio.translator(mount.own)
    return writing.own_hand(net, poem, mount.font, mount.script, called=mount.own)


def _idea(task: Task, form: str, said: tuple[str, ...], picture: Picture) -> Idea:
    brief = task.brief
    details = (("size", f"{picture.width}x{picture.height}"),)
    if form == "variation" and brief.option("size"):
        width, height = size(brief, form)
        details = (("size", f"{width}x{height}"),)
    title = brief.theme.strip() or form
    return Idea(brief, form, title, (), (), brief.seed or 0, said, details=details)


def _squared(picture: Picture, side: int, channels: int) -> Floats:
    """The middle square of a picture, (channels, side, side)."""
    edge = min(picture.width, picture.height)
    top, left = (picture.height - edge) // 2, (picture.width - edge) // 2
    middle = Picture(picture.pixels[top : top + edge, left : left + edge].copy())
    values = middle.resized(side, side).grid().values
    return values if channels == 3 else values.mean(0, keepdims=True)


def _first(poem: Work) -> str:
    return next((line for line in poem.content if line.strip()), "")


def _parents(work: Work | None) -> tuple[str, ...]:
    return (work.id,) if work is not None and work.recipe else ()


def _mark(picture: Picture) -> str:
    """What tells a picture from others in a recipe: the first half of its SHA-256."""
    return sha256(picture.pixels.tobytes()).hexdigest()[:32]
