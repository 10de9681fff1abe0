"""`sixing adapt`, `sixing undo`, `sixing styles`: a style moves to a person's taste, and back.

$ sixing adapt
$ sixing undo --style mine
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sixing.apps.cli.bars import bar
from sixing.apps.cli.fit import needs_torch
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text

if TYPE_CHECKING:
    from sixing.fitting.adapting import Adapted


@click.command(
    help="Move a style to what your verdicts prefer; the old one is kept, a worse one is not."
)
@click.option("--style", default="default", help="Which style.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def adapt(words: Words, /, *, style: str, json_: bool) -> None:
    """Learn from the verdicts, measure on unseen themes, install what is better."""
    needs_torch()
    from sixing.apps.adapting import adapt as move

    with bar() as progress:
        done = move(style, progress=progress)
    emit(json_text(_record(done)) if json_ else _report(words, done), None)


@click.command(help="Take back the last change of a style, byte for byte.")
@click.option("--style", default="default", help="Which style.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def undo(words: Words, /, *, style: str, json_: bool) -> None:
    """Bring the state before back."""
    from sixing.store import styles as stored

    gone = stored.undo(style)
    if json_:
        emit(json_text({"style": style, "undone": gone.number}), None)
    else:
        said = words("{style}: version {number} taken back.")
        emit(said.format(style=style, number=gone.number) + "\n", None)


@click.command(help="List the styles and their versions.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def styles(words: Words, /, *, json_: bool) -> None:
    """List what there is, each with what it learnt from."""
    from sixing.store import styles as stored

    found = {name: [] if name in stored.SHIPS else stored.versions(name) for name in stored.names()}
    if json_:
        told = {
            name: [
                {
                    "version": one.number,
                    "learnt_from": one.learnt_from,
                    "adapters": list(one.adapters),
                    "in_use": one.current,
                }
                for one in versions
            ]
            for name, versions in found.items()
        }
        emit(json_text(told), None)
        return
    lines = []
    for name, versions in found.items():
        lines.append(name)
        for one in versions:
            source = f"{words('learnt')} {words(one.learnt_from)}" if one.learnt_from else ""
            used = f"  ({words('in use')})" if one.current else ""
            lines.append(f"  {one.number}  {source}{used}".rstrip())
    emit("\n".join(lines) + "\n", None)


def _report(words: Words, done: Adapted) -> str:
    from sixing.store import styles as stored

    facts = [
        words("On {briefs} themes it never saw, your taste prefers the new poems in {wins} of 100.")
        .format(briefs=done.briefs, wins=round(100 * done.wins)),
        words("It went {kl} nats a poem from the old style.").format(kl=f"{done.kl:.2f}"),
    ]  # fmt: skip
    if done.held:
        said = words("Held-out verdicts it agrees with: {right} of {count}.")
        facts.append(said.format(right=done.agreed, count=done.held))
    if done.installed:
        number = len(stored.versions(done.style.name))
        said = words("adapted: version {number} of {style}.")
        facts.append(said.format(number=number, style=done.style.name))
    else:
        facts.append(words("Not better: the style stays as it was."))
    return "\n".join(facts) + "\n"


def _record(done: Adapted) -> dict[str, object]:
    return {
        "style": done.style.name,
        "installed": done.installed,
        "wins": round(done.wins, 4),
        "briefs": done.briefs,
        "kl": round(done.kl, 4),
        "nats": [round(one, 4) for one in done.nats],
        "agreed": [done.agreed, done.held],
        "pairs": list(done.pairs),
    }
