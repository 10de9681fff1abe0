"""行 for pictures: what carries a plan out, one maker for each kind.

Each gives several drafts that differ by chance only, the same for the same plan. Makers know no
judge.

>>> sorted(MAKERS)
['abstract', 'brush', 'emoji', 'piece', 'scene', 'shanshui']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sixing.errors import BadBrief
from sixing.ideas.pictures import plan_of
from sixing.media.picture.picture import Picture
from sixing.picturing.studio import PictureStudio
from sixing.progress import Progress
from sixing.works import Idea

Maker = Callable[[PictureStudio, Idea, int, Progress], list[Picture | str]]

EVOLVED = 12_000
"""Evaluations of an archive of patterns: a few seconds, and most kinds of cell are found."""
TRUNCATION = 0.8
"""How far from the most usual a generator may go, when nothing is asked for."""


def make(studio: PictureStudio, idea: Idea, drafts: int, progress: Progress) -> list[Picture | str]:
    """Drafts of a plan.

    Raises:
        BadBrief: the plan's kind starts from something given.
        BadInput: an extra or the pack is missing.
    """
    if idea.form not in MAKERS:
        raise BadBrief(
            f"a plan of kind {idea.form} cannot be carried out without what it starts from",
            zh=f"“{idea.form}”须有所本，仅凭计划画不成",
        )
    return MAKERS[idea.form](studio, idea, drafts, progress)


def size_of(idea: Idea) -> tuple[int, int]:
    """Width and height that a plan says."""
    width, _, height = idea.detail("size", "512x512").partition("x")
    return int(width), int(height or width)


def drafted(
    idea: Idea, drafts: int, draw: Callable[[int], Picture | str], progress: Progress, said: str
) -> list[Picture | str]:
    """So many drafts of a plan, each from a number of its own."""
    made: list[Picture | str] = []
    for number in range(drafts):
        made.append(draw(idea.seed * 100 + number))
        progress((number + 1) / drafts, said)
    return made


def _shanshui(
    studio: PictureStudio,  # noqa: ARG001 - all makers are called alike
    idea: Idea,
    drafts: int,
    progress: Progress,
) -> list[Picture | str]:
    from sixing.media.picture.shanshui import paint

    width, height = size_of(idea)
    plan = plan_of(idea, mood=idea.brief.emotion, seed=idea.seed)
    return drafted(
        idea, drafts, lambda seed: paint(plan, seed, width, height), progress, "painted 画"
    )


def _scene(
    studio: PictureStudio,  # noqa: ARG001 - all makers are called alike
    idea: Idea,
    drafts: int,
    progress: Progress,
) -> list[Picture | str]:
    from sixing.media.picture.scenes import scene

    width, height = size_of(idea)
    words = " ".join(idea.images)
    return drafted(
        idea, drafts, lambda seed: scene(words, seed, width, height), progress, "drawn 画"
    )


def _abstract(
    studio: PictureStudio,  # noqa: ARG001 - all makers are called alike
    idea: Idea,
    drafts: int,
    progress: Progress,
) -> list[Picture | str]:
    from sixing.making.archive import evolve

    gallery = evolve(idea.seed, EVOLVED, progress=progress)
    width, height = size_of(idea)
    found = gallery.pick(drafts, seed=idea.seed)
    return [Picture.of_grid(one.pattern.drawn(height, width)) for one in found]


def _generated(
    studio: PictureStudio, idea: Idea, drafts: int, progress: Progress
) -> list[Picture | str]:
    net = studio.generator(idea.form)
    psi = float(idea.detail("truncation", str(TRUNCATION)))
    width, height = size_of(idea)

    def draw(seed: int) -> Picture:
        return Picture.of_grid(net.make([seed], truncation=psi)[0]).resized(width, height)

    return drafted(idea, drafts, draw, progress, "made 作")


def _piece(
    studio: PictureStudio, idea: Idea, drafts: int, progress: Progress
) -> list[Picture | str]:
    if not studio.mine:
        raise BadBrief(
            "a piece is made after a collection of your own: sixing fit FOLDER --medium picture "
            "--name NAME, then --style NAME",
            zh="“画作”要仿自己的画集：先 sixing fit 文件夹 --medium picture --name 名称，"
            "再用 --style 名称",
        )
    if studio.way == "classes":
        raise BadBrief(
            f"{studio.style.name} tells pictures apart and makes none: see sixing guess",
            zh=f"风格 {studio.style.name} 只会分类，不会作画：见 sixing guess",
        )
    if studio.way == "gan":
        return _generated(studio, idea, drafts, progress)
    return varied(studio.sources(), idea, drafts, progress)


def small(picture: Picture, side: int) -> Picture:
    """A picture whose shorter side is ``side``, and the longer within four times that."""
    share = min(side / min(picture.height, picture.width), 4 * side / max(picture.pixels.shape))
    width, height = (max(16, round(one * share)) for one in (picture.width, picture.height))
    return picture.resized(width, height)


def varied(
    sources: list[Picture], idea: Idea, drafts: int, progress: Progress
) -> list[Picture | str]:
    """Variations that share their patches with the pictures given (Elnekave and Weiss 2022)."""
    from sixing.making.patches import vary
    from sixing.progress import within

    width, height = size_of(idea)
    values = [picture.grid().values for picture in sources]
    made: list[Picture | str] = []
    for number in range(drafts):
        part = within(progress, number / drafts, (number + 1) / drafts)
        seed = idea.seed * 100 + number
        found = vary(values, seed=seed, height=height, width=width, progress=part)
        made.append(Picture.of_grid(found))
    return made


MAKERS: Mapping[str, Maker] = {
    "shanshui": _shanshui, "scene": _scene, "abstract": _abstract,
    "emoji": _generated, "brush": _generated, "piece": _piece,
}  # fmt: skip
"""Who makes each kind that needs nothing given."""
