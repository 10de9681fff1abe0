"""`sixing patterns`: what recurs in a collection, and what sets it apart, as summary, page or JSON.

$ sixing patterns ~/my-poems --out profile.html
$ sixing patterns ~/my-pictures --medium picture --out profile.html
$ sixing patterns ~/.local/share/sixing/corpus --author 李白
"""

from __future__ import annotations

from pathlib import Path

import click

from sixing.apps.cli.bars import bar
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text

SIDE = 256
"""The longer side at which pictures are looked at."""


@click.command(help="Say what recurs in a collection of poems or pictures, and what sets it apart.")
@click.argument("source", metavar="CORPUS|STYLE")
@click.option(
    "--medium", type=click.Choice(["poem", "picture"]), default="poem", help="What the pieces are."
)
@click.option("--author", help="Only this author's poems.")
@click.option("--against", help="A collection to compare with; otherwise the rest, or all verse.")
@click.option("--style", default="default", show_default=True, help="A learned style.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write a page with figures (html) to a file."
)
@click.pass_obj
def patterns(
    words: Words,
    /,
    *,
    source: str,
    medium: str,
    author: str | None,
    against: str | None,
    style: str,
    json_: bool,
    out: Path | None,
) -> None:
    """Profile, then print a summary, JSON, or a page."""
    if medium == "picture":
        _pictures(words, Path(source), json_=json_, out=out)
        return
    from sixing.patterns.page import page
    from sixing.patterns.plots import draw
    from sixing.patterns.wording import summary
    from sixing.profiling import profile_of

    with bar() as progress:
        found = profile_of(source, author, against, style, progress)
    if json_:
        emit(json_text(found.to_json()), out)
    elif out is not None:
        emit(page(found, draw(found, words.language), words.language), out)
    else:
        emit("\n".join([*summary(found, words.language), ""]), None)


def _pictures(words: Words, source: Path, *, json_: bool, out: Path | None) -> None:
    from sixing.features.pictures import Backbone
    from sixing.media.picture.reading import read_pictures
    from sixing.patterns.pictures import profile

    items = list(read_pictures(source, side=SIDE))
    pictures = [item.picture for item in items]
    names, labels = ([getattr(item, kind) for item in items] for kind in ("name", "label"))
    with bar() as progress:
        see = Backbone.open().features
        found = profile(pictures, names, labels, name=source.name, see=see, progress=progress)
    if json_:
        emit(json_text(found.to_json()), out)
    elif out is not None:
        emit(found.html(words.language, pictures), out)
    else:
        emit(f"{found.text(words.language)}\n", None)
