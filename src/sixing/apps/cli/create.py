"""`sixing create poem`: a brief from words on the command line, and the works that answer it.

$ sixing create poem --form 浣溪沙 --theme "rain at night" -n 2 --json
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sixing.apps.cli import terminal
from sixing.apps.cli.bars import bar
from sixing.apps.cli.language import Words
from sixing.apps.cli.music import music
from sixing.apps.cli.output import as_json, emit, listing
from sixing.apps.cli.pictures import picture
from sixing.apps.cli.run import Branch
from sixing.errors import BadBrief
from sixing.progress import Progress
from sixing.works import Candidate, Position

_PLACE = re.compile(r"(\d+)[,,](\d+)=(\S+)")


@click.group(cls=Branch, help="Make works: poems, music, pictures.")
def create() -> None:
    """Only a branch: each medium is a command of its own, with its own options."""


create.add_command(music)
create.add_command(picture)


@create.command(help="Make poems that keep every rule of their form.")
@click.option(
    "--form", help="五绝 七绝 五律 七律 五排 七排， 五联 七联， or a tune such as 浣溪沙."
)
@click.option("--theme", default="", help="A word or a sentence, Chinese or English.")
@click.option("--emotion", help="A mood, or its way over the lines, such as 孤独→闲适.")
@click.option("--blend", help="A second theme to blend with the first.")
@click.option("--avoid", help="Characters to do without, such as 月.")
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    help="Carry out a plan of `sixing think`, perhaps edited.",
)
@click.option(
    "--map",
    "map_",
    type=click.Path(path_type=Path),
    help="Draw the best poem of every mood and family of images into this SVG file.",
)
@click.option("-n", "count", type=int, default=1, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(min=0), help="The same seed gives the same poems.")
@click.option("--style", default="default", show_default=True, help="A learned style.")
@click.option("--rhyme", help="Rhyme group, such as 上平一东.")
@click.option("--acrostic", help="藏头： the first characters of the lines.")
@click.option("--tail", help="藏尾： the last characters of the lines.")
@click.option("--fix", "fixes", multiple=True, help="LINE,PLACE=CHARACTERS, such as 2,3=月.")
@click.option("--upper", help="上联： the line to answer; makes the lower one.")
@click.option(
    "--book",
    type=click.Choice(["pingshui", "cilin", "xinyun", "tongyun"]),
    help="Rhyme book; pingshui for shi, cilin for ci.",
)
@click.option(
    "--policy",
    type=click.Choice(["strict", "lenient"]),
    help="Must every living reading of a character fit its place, or any one?",
)
@click.option(
    "--safety",
    type=click.Choice(["off", "warn", "block"]),
    help="What becomes of offensive words; the style says when left out.",
)
@click.option(
    "--taste/--no-taste", default=True, help="Whether what you said of earlier works counts."
)
@click.option(
    "--script",
    type=click.Choice(["simplified", "traditional"]),
    default="simplified",
    help="Of the output.",
)
@click.option("--json", "json_", is_flag=True, help="A JSON list, for other programs.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write to a file, whole or not at all."
)
@click.pass_obj
def poem(
    words: Words,
    /,
    *,
    count: int,
    fixes: Sequence[str],
    plan: Path | None,
    map_: Path | None,
    script: str,
    json_: bool,
    out: Path | None,
    **brief: Any,
) -> None:
    """Make, keep and print poems."""
    from sixing.store.database import Store
    from sixing.store.home import home

    told = {name: value for name, value in brief.items() if value is not None}
    told["fixed"] = dict(place for fix in fixes for place in places(fix))
    # The store opens first: where nothing can be kept, nobody should wait for it to be made.
    with Store.at(home()) as store:
        with bar() as progress:
            made = (
                mapped(map_, told, words, progress)
                if map_
                else _made(plan, told | {"n": count, "progress": progress})
            )
        if len(made) < count:
            fewer = words("Only {made} of {count} were good enough and unlike each other.")
            click.echo(fewer.format(made=len(made), count=count), err=True)
        try:
            store.save(made)
        finally:  # what could not be kept can still be read
            if json_ or out or not terminal.watched():
                emit(as_json(made, script) if json_ else listing(made, words, script), out)
            else:
                terminal.gallery(made, words, script)


def _made(plan: Path | None, told: dict[str, Any]) -> list[Candidate]:
    from sixing.apps.python import create

    if plan is None:
        return create("poem", **told)
    from sixing.ideas.plan import read

    return create("poem", **told, ideas=read(plan))


def mapped(path: Path, told: dict[str, Any], words: Words, progress: Progress) -> list[Candidate]:
    """Explore a theme, draw the map, and give the works on it."""
    from sixing.apps.python import explore
    from sixing.media.poem import atlas
    from sixing.media.poem.families import HANZI as FAMILIES
    from sixing.works.mood import HANZI as MOODS

    asked = {n: v for n, v in told.items() if n not in ("taste", "fixed", "emotion")}
    archive = explore("poem", **asked, progress=progress)
    held = archive.best()
    cells = {
        (archive.rows.index(row), archive.columns.index(column)): atlas.Entry(
            one.work.title, one.lines, quality, one.id
        )
        for (row, column), (one, quality) in held.items()
    }
    rows = [f"{FAMILIES[name]} {name}" for name in archive.rows]
    columns = [f"{MOODS[name]} {name}" for name in archive.columns]
    emit(atlas.draw(rows, columns, cells, asked.get("theme", "")), path)
    filled = words("{filled} of {cells} kinds found; the map is {path}")
    size = len(rows) * len(columns)
    click.echo(filled.format(filled=len(held), cells=size, path=path), err=True)
    return [one for one, _ in held.values()]


def places(fix: str) -> list[tuple[Position, str]]:
    """Read "2,3=明月" as what stands at line 2, places 3 and 4.

    >>> places("2,3=明月")
    [((2, 3), '明'), ((2, 4), '月')]

    Raises:
        BadBrief: it is not written so.
    """
    match = _PLACE.fullmatch(fix)
    if match is None:
        raise BadBrief(
            f'--fix "{fix}" is not LINE,PLACE=CHARACTERS; write for example --fix 2,3=月',
            zh=f"--fix “{fix}” 写法不对：应为 行，字=字词，例如 --fix 2,3=月",
        )
    line, first = int(match[1]), int(match[2])
    return [((line, first + i), character) for i, character in enumerate(match[3])]
