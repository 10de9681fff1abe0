"""`sixing fit`: learn a style from a corpus, by a recipe.

Stopped at any moment, even by `kill -9`, the same command goes on where it was.

    $ sixing fit ~/.local/share/sixing/corpus --recipe recipes/classical.toml --into runs
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from sixing.apps.cli.bars import bar
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.errors import BadInput
from sixing.store.home import home


@click.command(help="Learn a style from a corpus; a stopped run goes on where it was.")
@click.argument("corpus", type=click.Path(path_type=Path), required=False)
@click.option("--recipe", type=click.Path(path_type=Path), required=True, help="A TOML file.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    required=True,
    help="Where to work and keep the style.",
)
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def fit(words: Words, /, *, corpus: Path | None, recipe: Path, into: Path, json_: bool) -> None:
    """Train, package, and say where the style lies."""
    if find_spec("torch") is None:
        raise BadInput(
            "learning needs torch, which the light install leaves out: pip install 'sixing[train]'",
            zh="学习需要 torch，轻量运行环境不含它：pip install 'sixing[train]'",
        )
    from sixing.fitting import fit as learn
    from sixing.training.recipe import read

    with bar() as progress:
        style = learn(read(recipe), corpus or home() / "corpus", into, progress)
    told = json_text({"style": str(style)}) if json_ else f"{words('style')}: {style}\n"
    emit(told, None)
