"""`sixing forget`: remove everything you said of works, and everything learnt from it.

$ sixing forget --yes
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.errors import BadInput

if TYPE_CHECKING:
    from sixing.feedback.forgetting import Forgotten


@click.command(help="Remove all your verdicts and everything learnt from them; works stay.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def forget(words: Words, /, *, yes: bool, json_: bool) -> None:
    """Say what there is, ask, remove it, and say what was removed."""
    from sixing.feedback import forgetting

    there = forgetting.remembered()
    if not (there.nothing or yes):
        click.echo(_listed(there, words), err=True)
        _sure(words)
    gone = there if there.nothing else forgetting.forget()
    if json_:
        emit(json_text({**asdict(gone), "styles": list(gone.styles)}), None)
    elif gone.nothing:
        click.echo(words("There is nothing to forget."))
    else:
        click.echo(f"{words('removed')}: {_listed(gone, words)}")


def _listed(there: Forgotten, words: Words) -> str:
    counts = words("{verdicts} verdicts, {judgements} judgements of taste, {styles} styles")
    told = counts.format(
        verdicts=there.verdicts, judgements=there.judgements, styles=len(there.styles)
    )
    return f"{told} ({', '.join(there.styles)})" if there.styles else told


def _sure(words: Words) -> None:
    """Ask; where there is no terminal to ask on, only --yes will do.

    Raises:
        BadInput: nobody can be asked.
        click.Abort: the answer is no.
    """
    if not sys.stdin.isatty():
        raise BadInput(
            "nothing was removed: nobody is there to ask; add --yes if you are sure",
            zh="什么也没有删除：无人可问；确定的话请加 --yes",
        )
    click.confirm(words("Remove all of it, for good?"), abort=True, err=True)
