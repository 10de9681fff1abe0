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
from sixing.apps.cli.output import as_json, emit, listing
from sixing.apps.cli.run import Branch
from sixing.errors import BadBrief
from sixing.works import Position

_PLACE = re.compile(r"(\d+)[,,](\d+)=(\S+)")


@click.group(cls=Branch, help="Make works for a theme.")
def create() -> None:
    """Only a branch: each medium is a command of its own, with its own options."""


@create.command(help="Make poems that keep every rule of their form.")
@click.option(
    "--form", help="五绝 七绝 五律 七律 五排 七排， 五联 七联， or a tune such as 浣溪沙."
)
@click.option("--theme", default="", help="A word or a sentence, Chinese or English.")
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
    form: str | None,
    theme: str,
    count: int,
    seed: int | None,
    style: str,
    fixes: Sequence[str],
    script: str,
    json_: bool,
    out: Path | None,
    **options: Any,
) -> None:
    """Make, keep and print poems."""
    from sixing.apps.python import create
    from sixing.store.database import Store
    from sixing.store.home import home

    # The store opens first: where nothing can be kept, nobody should wait for it to be made.
    with Store.at(home()) as store:
        with bar() as progress:
            made = create(
                "poem",
                form=form,
                theme=theme,
                n=count,
                seed=seed,
                style=style,
                fixed=dict(place for fix in fixes for place in places(fix)),
                progress=progress,
                **{name: value for name, value in options.items() if value is not None},
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
