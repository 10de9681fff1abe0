"""思 for pictures: a brief made concrete, with its reasons: which kind, what is in it, how large.

A landscape and a scene hold what the words name, and say which words they do not know. A pattern
and what a generator invents are drawn by lot: there the words are a title, and that is said too.

>>> from sixing.picturing.studio import opened
>>> plan = plans(Brief("picture", theme="月 舟", seed=7), opened("default"), 1)[0]
>>> plan.form, "moon" in plan.images
('shanshui', True)
"""

from __future__ import annotations

import re

from sixing.errors import BadBrief
from sixing.ideas.pictures import plan_of
from sixing.media.picture import scenes
from sixing.media.picture.forms import Kind, find
from sixing.picturing.studio import GENERATORS, PictureStudio
from sixing.works import Brief, Idea

OPTIONS = ("palette", "size", "truncation")
"""What a brief may say of a picture."""
SIZES = {
    "shanshui": (1200, 800), "scene": (800, 600), "abstract": (512, 512), "piece": (128, 128),
    "emoji": (256, 256), "brush": (256, 256),
}  # fmt: skip
"""Width and height of each kind when none is asked for."""
SMALLEST, LARGEST = 32, 4096


def plans(brief: Brief, studio: PictureStudio, count: int) -> list[Idea]:
    """So many plans for a brief, each with chance of its own.

    Raises:
        UnknownForm: no kind is called so.
        BadBrief: the kind needs a picture or poem to start from, or the size is none.
    """
    kind = kind_of(brief, studio)
    if kind.given:
        raise BadBrief(
            f"{kind.name} starts from something given: see sixing paint, scroll, stylise, "
            "translate, project, vary",
            zh=f"“{kind.zh}”须有所本：见 sixing paint、scroll、stylise、translate、project、vary",
        )
    width, height = size(brief, kind.name)
    return [
        _plan(brief, kind, width, height, (brief.seed or 0) * 1000 + number)
        for number in range(count)
    ]


def kind_of(brief: Brief, studio: PictureStudio) -> Kind:
    """The kind that a brief names or, left open, that its style and its words ask for."""
    if brief.form:
        return find(brief.form)
    if studio.mine:
        return find("piece")
    if brief.style in GENERATORS:
        return find(brief.style)
    if not brief.theme.strip():
        return find("abstract")
    drawn = plan_of(brief.theme, mood=brief.emotion)
    if not drawn.elements and scenes.known(brief.theme):
        return find("scene")
    return find("shanshui")


def size(brief: Brief, kind: str) -> tuple[int, int]:
    """Width and height in pixels, as asked or as usual.

    Raises:
        BadBrief: it is no size, or out of range.
    """
    asked = brief.option("size").strip()
    if not asked:
        return SIZES.get(kind, (512, 512))
    found = re.fullmatch(r"(\d{1,5})(?:\s*[x×*]\s*(\d{1,5}))?", asked)
    sides = tuple(int(side) for side in found.groups() if side) if found else ()
    if not sides or not all(SMALLEST <= side <= LARGEST for side in sides):
        raise BadBrief(
            f'the size "{asked}" is none: say 512 or 1200x800, each side {SMALLEST} to {LARGEST}',
            zh=f"“{asked}”不是尺寸：请写 512 或 1200x800，每边 {SMALLEST} 到 {LARGEST}",
        )
    return sides[0], sides[-1]


def _plan(brief: Brief, kind: Kind, width: int, height: int, seed: int) -> Idea:
    details = {"size": f"{width}x{height}"}
    details |= {
        name: brief.option(name) for name in ("palette", "truncation") if brief.option(name)
    }
    images: tuple[str, ...] = ()
    reasons: tuple[str, ...] = _title_only(brief, kind)
    if kind.name == "shanshui":
        drawn = plan_of(brief.theme, mood=brief.emotion, seed=seed)
        images, reasons = tuple(drawn.elements), tuple(drawn.reasons)
    elif kind.name == "scene":
        images, reasons = scenes.known(brief.theme), scenes.reasons(brief.theme)
    title = brief.theme.strip() or f"{kind.zh} {kind.name}"
    return Idea(
        brief, kind.name, title, images, (), seed, reasons, details=tuple(details.items())
    )  # fmt: skip


def _title_only(brief: Brief, kind: Kind) -> tuple[str, ...]:
    said = (f"{kind.zh}：{kind.said[1]}", f"{kind.name}: {kind.said[0]}")
    if not brief.theme.strip():
        return said
    return (
        *said,
        f"“{brief.theme}”只作题目：这一类图画不随文字而变",
        f'"{brief.theme}" is only its title: pictures of this kind do not follow words',
    )
