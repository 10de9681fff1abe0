"""The commands of pictures: `create picture`, and what is done with a poem or a picture.

`paint` and `scroll` take a poem; `stylise`, `translate`, `project` take a picture; `film` takes
seeds. They turn words into briefs; picturing is done elsewhere.

    $ sixing create picture --form 山水 --theme 秋江夜泊 --out river.svg
    $ sixing paint 3f2a --out painting.png
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sixing.apps.cli.bars import bar
from sixing.apps.cli.delivery import deliver
from sixing.apps.cli.language import Words
from sixing.apps.cli.options import together
from sixing.apps.cli.output import emit, json_text, picture_entry
from sixing.apps.cli.poems import verse
from sixing.errors import BadInput

if TYPE_CHECKING:
    from sixing.media.picture.picture import Picture
    from sixing.progress import Progress
    from sixing.works import Brief, Candidate

_FILE = click.Path(path_type=Path)
_COUNT = (
    click.option("-n", "count", type=int, default=1, show_default=True, help="How many."),
    click.option("--seed", type=click.IntRange(min=0), help="The same seed, the same picture."),
    click.option("--title", default="", help="What to call it."),
)
_OUTPUT = (
    click.option("--json", "json_", is_flag=True, help="A JSON list, for other programs."),
    click.option("--out", type=_FILE, help="Write a file: .svg .png .jpg .pdf .html .txt"),
)
_AFTER = click.option(
    "--after", type=_FILE, multiple=True, help="A picture whose manner to take; several are mixed."
)


@click.command(name="picture", help="Make pictures: a landscape, a scene, a pattern, an emoji.")
@click.option("--form", help="shanshui, scene, abstract, emoji, brush, piece； 山水、小景、抽象 …")
@click.option("--theme", default="", help="What is in it, Chinese or English.")
@click.option("--emotion", help="A mood, such as joy or 忧伤.")
@click.option("--style", default="default", show_default=True, help="A learned style.")
@click.option("--size", help="Such as 512 or 1200x800.")
@click.option("--palette", help="Of abstract pictures.")
@click.option("--truncation", help="0 the most usual, 1 the most varied; of emoji and brush.")
@together(*_COUNT)
@click.option(
    "--taste/--no-taste", default=True, help="Whether what you said of earlier works counts."
)
@together(*_OUTPUT)
@click.pass_obj
def picture(words: Words, /, *, taste: bool, **asked: Any) -> None:
    """Make, keep and show pictures."""
    from sixing.apps.python import known_taste
    from sixing.picturing import create

    judge = known_taste("picture") if taste else None
    asked["theme"] = asked["theme"] or asked.pop("title")
    asked.pop("title", None)
    _deliver(words, asked, lambda brief, progress: create(brief, taste=judge, progress=progress))


@click.command(help="Paint a landscape in ink for a poem: what its lines name is in it.")
@click.argument("poem", metavar="ID|TEXT")
@click.option("--emotion", help="A mood, such as joy or 忧伤.")
@click.option("--size", help="Such as 1200x800.")
@_AFTER
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def paint(words: Words, /, poem: str, after: Sequence[Path], **asked: Any) -> None:
    """Paint a poem that was made, or the text given."""
    from sixing.picturing import painted

    work, manners = verse(poem), [_picture(path) for path in after]
    _deliver(words, asked, lambda brief, progress: painted(work, brief, manners, progress=progress))


@click.command(help="Set a poem in calligraphy beside its painting, with a seal.")
@click.argument("poem", metavar="ID|TEXT")
@click.option("--painting", metavar="ID", help="A painting that was made; otherwise a new one.")
@click.option("--name", default="", help="The name on the seal.")
@click.option(
    "--layout", type=click.Choice(["hand", "hanging"]), default="hand", show_default=True,
    help="A handscroll or a hanging one.",
)  # fmt: skip
@click.option(
    "--script", type=click.Choice(["simplified", "traditional"]), default="traditional",
    help="Of the output.",
)  # fmt: skip
@click.option("--font", type=_FILE, help="A font file, such as of brush writing.")
@click.option("--own", default="", help="A translator in whose hand to write, such as cursive.")
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def scroll(
    words: Words, /, poem: str, painting: str | None, name: str, layout: Any, script: Any,
    font: Path | None, own: str, **asked: Any,
) -> None:  # fmt: skip
    """Set a poem that was made, or the text given."""
    from sixing.picturing import scrolled
    from sixing.picturing.verbs import Mount

    work = verse(poem)
    beside = _kept(painting) if painting else None
    mount = Mount(name, layout, script, font, own)
    _deliver(
        words,
        asked,
        lambda brief, progress: scrolled(work, brief, beside, mount, progress=progress),
    )


@click.command(help="Repaint a picture, or every frame of an animation, in another's manner.")
@click.argument("file", type=_FILE)
@_AFTER
@click.option("--strength", help="0 to 1; found by itself when left out.")
@click.option("--keep-colour", is_flag=True, help="Take the manner, not its colours.")
@click.option("--mask", type=_FILE, help="A picture: white is repainted, black is left.")
@click.option("--slow", is_flag=True, help="Optimise every pixel (Gatys); needs torch and VGG16.")
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def stylise(
    words: Words, /, file: Path, after: Sequence[Path], strength: str | None, keep_colour: bool,
    mask: Path | None, slow: bool, **asked: Any,
) -> None:  # fmt: skip
    """Stylise a picture; an animation is written frame by frame."""
    from sixing.picturing import stylised
    from sixing.picturing.manner import Manner

    if not after:
        raise BadInput(
            "in whose manner? Give --after PICTURE", zh="仿谁的笔法？请给出 --after 图画"
        )
    manner = Manner(
        tuple(_picture(path) for path in after), strength, keep_colour,
        _picture(mask) if mask else None, slow,
    )  # fmt: skip
    if asked["out"] is not None and asked["out"].suffix.lower() in (".gif", ".webp"):
        _animate(file, manner, asked["out"])
        return
    given = _picture(file)
    _deliver(
        words, asked, lambda brief, progress: stylised(given, manner, brief, progress=progress)
    )


@click.command(help="Carry a picture or a text over: into cursive writing, into paint.")
@click.argument("given", metavar="FILE|TEXT")
@click.option("--by", default="cursive", show_default=True, help="A translator of the pack.")
@click.option("--font", type=_FILE, help="A font file, such as of brush writing.")
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def translate(words: Words, /, given: str, by: str, font: Path | None, **asked: Any) -> None:
    """Translate a picture, or characters drawn in a font."""
    from sixing.picturing import carried

    path = Path(given)
    what = _picture(path) if path.suffix and path.exists() else given
    _deliver(
        words, asked, lambda brief, progress: carried(what, by, font, brief, progress=progress)
    )


@click.command(help="Find a picture among what a model can make.")
@click.argument("file", type=_FILE)
@click.option("--style", default="emoji", show_default=True, help="A learned style.")
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def project(words: Words, /, file: Path, **asked: Any) -> None:
    """Project a picture, and say how near it came."""
    from sixing.picturing import projected

    given = _picture(file)
    _deliver(words, asked, lambda brief, progress: projected(given, brief, progress=progress))


def vary_picture(words: Words, file: Path, asked: dict[str, Any]) -> None:
    """Variations of a picture, which `sixing vary` was given; what only tunes have is left out."""
    from sixing.picturing import varied

    mine = ("count", "seed", "title", "json_", "out")
    given = _picture(file)
    _deliver(
        words,
        {name: asked.get(name) for name in mine},
        lambda brief, progress: varied(given, brief, progress=progress),
    )


@click.command(help="A film from picture to picture through what a model can make.")
@click.option("--style", default="emoji", show_default=True, help="A learned style.")
@click.option("--seeds", default="1,2,3,4", show_default=True, help="Where it passes.")
@click.option("--frames", type=click.IntRange(8, 600), default=96, show_default=True)
@click.option("--out", type=_FILE, required=True, help="Write a file: .gif .webp")
@click.pass_obj
def film(words: Words, /, style: str, seeds: str, frames: int, out: Path) -> None:  # noqa: ARG001
    """Write the film."""
    from sixing.media.picture.frames import write
    from sixing.picturing.films import film as make

    kind = _moving(out)
    try:
        stops = [int(seed) for seed in seeds.split(",")]
    except ValueError as fault:
        raise BadInput(
            f'"{seeds}" are no seeds: numbers with commas between, such as 1,2,3',
            zh=f"“{seeds}”不是种子：请写以逗号隔开的数，如 1,2,3",
        ) from fault
    with bar() as progress:
        made = make(style, stops, frames, progress)
    emit(write(made, kind), out)


@click.command(help="Say which of your classes pictures belong to.")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--style", required=True, help="A style taught with --way classes.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def guess(words: Words, /, files: Sequence[Path], style: str, json_: bool) -> None:  # noqa: ARG001
    """Print the three likeliest classes of each picture."""
    from sixing.features.picture_classes import Classifier
    from sixing.store import styles

    net = Classifier.open(styles.own(style))
    found = net.guesses([_picture(path) for path in files])
    told = {
        str(path): {one.label: round(one.probability, 4) for one in guesses}
        for path, guesses in zip(files, found, strict=True)
    }
    lines = (
        "  ".join([path, *(f"{label} {share:.0%}" for label, share in likely.items())])
        for path, likely in told.items()
    )
    emit(json_text(told) if json_ else "\n".join([*lines, ""]), None)


def _animate(file: Path, manner: Any, out: Path) -> None:
    from sixing.media.picture.frames import read, write
    from sixing.picturing.films import stylised

    frames = read(file)
    with bar() as progress:
        made = stylised(frames, manner, progress)
    emit(write(made, _moving(out)), out)


def _moving(out: Path) -> str:
    kind = out.suffix[1:].lower()
    if kind not in ("gif", "webp"):
        raise BadInput(
            f"{out} is no film: it ends in .gif or .webp",
            zh=f"{out} 不是动画：应以 .gif 或 .webp 结尾",
        )
    return kind


def _picture(path: Path) -> Picture:
    from sixing.media.picture.reading import read_picture

    return read_picture(path)


def _kept(work_id: str) -> Any:
    from sixing.store.database import Store
    from sixing.store.home import home

    with Store.at(home(), reading=True) as store:
        work = store.get(work_id).work
    if work.medium != "picture":
        raise BadInput(f"{work_id} is no picture", zh=f"{work_id} 不是图画")
    return work


@dataclass(frozen=True)
class PictureCounter:
    """How pictures are handed over."""

    def kind(self, out: Path) -> str:
        """The kind of file that a suffix asks for.

        Raises:
            BadInput: none is written so.
        """
        from sixing.media.picture.show import KINDS

        suffix = out.suffix[1:].lower()
        kind = {"txt": "text", "jpeg": "jpg"}.get(suffix, suffix)
        if kind not in KINDS:
            listed = " ".join(f".{name}" for name in KINDS)
            raise BadInput(
                f"{out} ends in no kind of file that pictures can be written as: {listed}",
                zh=f"{out} 的后缀不是图画可写的文件：{listed}",
            )
        return kind

    def file(self, one: Candidate, kind: str, words: Words) -> bytes:
        """A picture as such a file; a page tells what the judges said."""
        from sixing.apps.cli.works import shown

        return shown(one, kind, words)

    def listing(self, made: Sequence[Candidate], words: Words) -> str:
        """Pictures in blocks on a terminal, else in a line each, with their scores."""
        more = words("sixing show ID --format svg|png|pdf|html --out FILE draws and saves it.")
        entries = "\n".join(picture_entry(one, words) for one in made)
        return entries + click.style(f"{more}\n", dim=True)


def _deliver(
    words: Words, asked: dict[str, Any], compose: Callable[[Brief, Progress], list[Candidate]]
) -> None:
    """Makes, keeps and shows."""
    json_, out = asked.pop("json_"), asked.pop("out")
    deliver(words, _brief(asked), compose, PictureCounter(), out=out, json_=json_)


def _brief(asked: dict[str, Any]) -> Brief:
    """What the options say, as a brief; each option of pictures is an option of the brief."""
    from sixing.works import Brief

    fields = {
        "form": asked.pop("form", None),
        "theme": asked.pop("theme", "") or asked.pop("title", ""),
        "emotion": asked.pop("emotion", None),
        "style": asked.pop("style", "default"),
        "seed": asked.pop("seed", None),
        "count": asked.pop("count", 1),
    }
    options = tuple(sorted((name, str(value)) for name, value in asked.items() if value))
    return Brief("picture", options=options, **fields)
