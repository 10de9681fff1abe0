"""The commands of music: `create music`, and what is done with a tune that a person brings.

`harmonise`, `continue`, `infill`, `counter`, `vary` take a file; `blend` takes two styles; `sing`
takes a poem. They turn words into briefs; composing is done elsewhere.

    $ sixing create music --style irish --key G --bars 16 --out tune.mid
    $ sixing harmonise tune.abc --out chorale.musicxml
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sixing.apps.cli.delivery import deliver
from sixing.apps.cli.language import Words
from sixing.apps.cli.options import together
from sixing.apps.cli.poems import verse
from sixing.errors import BadInput

if TYPE_CHECKING:
    from sixing.media.music.score import Score
    from sixing.progress import Progress
    from sixing.works import Brief, Candidate

_COUNT = (
    click.option("-n", "count", type=int, default=1, show_default=True, help="How many."),
    click.option("--seed", type=click.IntRange(min=0), help="The same seed, the same music."),
    click.option("--title", default="", help="What to call it."),
)
_OUTPUT = (
    click.option("--json", "json_", is_flag=True, help="A JSON list, for other programs."),
    click.option(
        "--out",
        type=click.Path(path_type=Path),
        help="Write a file: .mid .musicxml .abc .svg .png .wav .ogg .html .txt",
    ),
    click.option(
        "--soundfont", type=click.Path(path_type=Path), help="A soundfont (.sf2, .sf3) for sound."
    ),
)
_PIECE = (
    click.option("--form", help="jig, reel, chorale, rag, air …； 吉格舞曲、众赞歌、中国小调 …"),
    click.option("--key", help="Such as G, Am, D dorian, C宫."),
    click.option("--metre", help="Such as 4/4, 6/8."),
    click.option("--tempo", help="Quarter notes a minute."),
    click.option("--bars", help="How many bars."),
    click.option("--instruments", help="Players, such as flute,cello or 笛子,古筝."),
    click.option("--emotion", help="A mood, such as joy or 忧伤."),
    click.option("--density", help="sparse, medium or dense； 疏、中、密."),
    click.option("--plan", help="Sections and their return, such as AABA."),
)
_STYLE = click.option("--style", default="default", show_default=True, help="A learned style.")


@click.command(name="music", help="Make music: a chorale, a jig, a Chinese air, a rag, a band.")
@together(*_PIECE, _STYLE, *_COUNT)
@click.option("--blend", help="A second style to blend with the first.")
@click.option("--dial", help="How much of the second style, 0 to 1.")
@click.option(
    "--taste/--no-taste", default=True, help="Whether what you said of earlier works counts."
)
@together(*_OUTPUT)
@click.pass_obj
def music(words: Words, /, *, taste: bool, **asked: Any) -> None:
    """Make, keep and show pieces."""
    from sixing.apps.python import known_taste
    from sixing.composing import create

    judge = known_taste("music") if taste else None
    _deliver(words, asked, lambda brief, progress: create(brief, taste=judge, progress=progress))


@click.command(name="blend", help="Make music between two styles, such as irish and chinese.")
@click.argument("style")
@click.argument("blend", metavar="OTHER")
@click.option("--dial", default="0.5", show_default=True, help="How much of the second style.")
@together(*_PIECE, *_COUNT, *_OUTPUT)
@click.pass_obj
def blend(words: Words, /, **asked: Any) -> None:
    """Make, keep and show pieces of two styles."""
    from sixing.composing import create

    _deliver(words, asked, lambda brief, progress: create(brief, progress=progress))


@click.command(help="Set a melody for four voices (SATB); the melody stays as it is.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", help="The melody's key; found when left out.")
@click.option(
    "--strict/--free",
    default=True,
    help="Whether parallel fifths, octaves and crossings are forbidden outright.",
)
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def harmonise(words: Words, /, file: Path, *, strict: bool, **asked: Any) -> None:
    """Harmonise the first piece of a file."""
    from sixing.composing import harmonise as compose

    score = _first(file)
    _deliver(
        words,
        asked,
        lambda brief, progress: compose(score, brief, strict=strict, progress=progress),
    )


@click.command(name="continue", help="Go on from a beginning.")
@click.argument("file", type=click.Path(path_type=Path))
@_STYLE
@click.option("--bars", default="8", show_default=True, help="How many bars more.")
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def go_on(words: Words, /, file: Path, **asked: Any) -> None:
    """Continue the first piece of a file."""
    from sixing.composing import continued

    score = _first(file)
    _deliver(words, asked, lambda brief, progress: continued(score, brief, progress=progress))


@click.command(help="Write some bars of a piece anew, so that both sides fit.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--bars", required=True, help="From and to, such as 5-8.")
@_STYLE
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def infill(words: Words, /, file: Path, **asked: Any) -> None:
    """Fill a gap in the first piece of a file."""
    from sixing.composing import infilled

    score = _first(file)
    _deliver(words, asked, lambda brief, progress: infilled(score, brief, progress=progress))


@click.command(help="Add a second voice to a melody.")
@click.argument("file", type=click.Path(path_type=Path))
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def counter(words: Words, /, file: Path, **asked: Any) -> None:
    """Write a counter-melody to the first piece of a file."""
    from sixing.composing import countered

    score = _first(file)
    _deliver(words, asked, lambda brief, progress: countered(score, brief, progress=progress))


@click.command(help="Vary a piece or a picture: some of its bars, or its layout, anew.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--amount", default="0.4", show_default=True, help="How much of it, 0 to 1.")
@_STYLE
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def vary(words: Words, /, file: Path, **asked: Any) -> None:
    """Make variations of the first piece of a file, or of a picture."""
    from sixing.composing import varied
    from sixing.media.picture.reading import SUFFIXES

    if file.suffix[1:].lower() in SUFFIXES:
        from sixing.apps.cli.pictures import vary_picture

        vary_picture(words, file, asked)
        return
    score = _first(file)
    _deliver(words, asked, lambda brief, progress: varied(score, brief, progress=progress))


@click.command(help="A melody for a Chinese poem that follows its tones (依字行腔).")
@click.argument("poem", metavar="ID|TEXT")
@click.option("--key", help="Such as G, Am, D dorian, C宫.")
@click.option("--emotion", help="A mood, such as joy or 忧伤.")
@click.option("--tempo", help="Quarter notes a minute.")
@click.option(
    "--tones",
    type=click.Choice(["classical", "mandarin"]),
    default="classical",
    show_default=True,
    help="Whose tones the melody follows： 平上去入 or 普通话.",
)
@together(*_COUNT, *_OUTPUT)
@click.pass_obj
def sing(words: Words, /, poem: str, **asked: Any) -> None:
    """Set a poem that was made, or the text given."""
    from sixing.composing import sung

    work = verse(poem)
    asked["title"] = asked["title"] or work.title
    _deliver(words, asked, lambda brief, progress: sung(work.content, brief, progress=progress))


def _first(file: Path) -> Score:
    from sixing.media.music.reading import read_score

    return next(iter(read_score(file)))


def _brief(asked: dict[str, Any]) -> Brief:
    """What the options say, as a brief; each option of music is an option of the brief."""
    from sixing.works import Brief

    fields = {
        "form": asked.pop("form", None),
        "theme": asked.pop("title", ""),
        "emotion": asked.pop("emotion", None),
        "style": asked.pop("style", "default"),
        "seed": asked.pop("seed", None),
        "count": asked.pop("count", 1),
    }
    options = tuple(sorted((name, str(value)) for name, value in asked.items() if value))
    return Brief("music", options=options, **fields)


@dataclass(frozen=True)
class _Counter:
    """How pieces are handed over."""

    soundfont: Path | None

    def kind(self, out: Path) -> str:
        """The kind of file that a suffix asks for.

        Raises:
            BadInput: none is written so.
        """
        from sixing.media.music.show import KINDS

        kind = {"txt": "text", "midi": "mid", "xml": "musicxml"}.get(
            out.suffix[1:].lower(), out.suffix[1:].lower()
        )
        if kind not in KINDS:
            listed = " ".join(f".{name}" for name in KINDS)
            raise BadInput(
                f"{out} ends in no kind of file that music can be written as: {listed}",
                zh=f"{out} 的后缀不是音乐可写的文件：{listed}",
            )
        return kind

    def file(self, one: Candidate, kind: str, words: Words) -> bytes:
        """A piece as such a file; a page tells what the judges said."""
        from sixing.judging.music_telling import told
        from sixing.media.music.show import show

        said = told(one) if kind == "html" else None
        return show(one, kind, soundfont=self.soundfont, language=words.language, told=said)

    def listing(self, made: Sequence[Candidate], words: Words) -> str:
        """Pieces as ABC with their scores."""
        from sixing.apps.cli.output import music_entry

        more = words("sixing show ID --format svg|wav|mid|html --out FILE draws, plays, saves it.")
        entries = "\n".join(music_entry(one, words) for one in made)
        return entries + click.style(f"{more}\n", dim=True)


def _deliver(
    words: Words, asked: dict[str, Any], compose: Callable[[Brief, Progress], list[Candidate]]
) -> None:
    """Makes, keeps and shows."""
    json_, out, soundfont = (asked.pop(name) for name in ("json_", "out", "soundfont"))
    deliver(words, _brief(asked), compose, _Counter(soundfont), out=out, json_=json_)
