"""`sixing compare`: two works side by side; the better one is a key away.

The pair shown is the one whose answer teaches most, the sides drawn by lot so that neither has the
better place. Each answer is kept at once. Without a terminal the answers are read from standard
input, one a line, so that a program can answer too.

    $ sixing compare -n 20
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from sixing.apps.cli import terminal
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.errors import BadInput
from sixing.store.home import home
from sixing.works import Candidate

if TYPE_CHECKING:
    from sixing.feedback.recall import Memory

ANSWERS = {"1": "1", "2": "2", "0": "0", "=": "0", "q": "q", "\x1b": "q", "\x04": "q", "": ""}
"""What a key means; escape and end-of-file stop."""


_MAKES = {
    "poem": "sixing create poem --theme 秋思 -n 8",
    "music": "sixing create music --style irish -n 8",
    "picture": "sixing create picture --form abstract -n 8",
}


@click.command(help="Say which of two works is better: 1, 2, 0 for neither, q to stop.")
@click.argument("ids", metavar="[ID ID]", nargs=-1)
@click.option(
    "--medium",
    type=click.Choice(["poem", "music", "picture"]),
    default="poem",
    help="What to compare.",
)
@click.option("-n", "count", type=click.IntRange(min=1), default=20, help="How many pairs.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def compare(words: Words, /, *, ids: tuple[str, ...], medium: str, count: int, json_: bool) -> None:
    """Ask, keep, and say what was learnt."""
    if len(ids) not in (0, 2):
        raise BadInput(
            f"compare takes two works or none, not {len(ids)}: name two, or let it choose",
            zh=f"比较需要两件作品，或一件也不写，由它来选；现有 {len(ids)} 件",
        )
    from sixing.feedback.telling import tell

    given = _named(ids) if ids else None
    if given:
        medium = given[0].work.medium
    said = 0
    for _ in range(1 if given else count):
        pair = given or _next(said, medium)
        if pair is None:
            click.echo(words("Every pair that tells something has been compared."), err=True)
            break
        answer = _ask(pair, words, json_)
        if answer == "q":
            break
        better, other = pair if answer != "2" else pair[::-1]
        tell("pair", better.id, other.id, rating=0.5 if answer == "0" else None)
        said += 1
    _tell(said, medium, words, json_)


def _named(ids: tuple[str, ...]) -> tuple[Candidate, Candidate]:
    from sixing.store.database import Store

    with Store.at(home(), reading=True) as store:
        first, second = (store.get(one) for one in ids)
    return first, second


def _next(said: int, medium: str) -> tuple[Candidate, Candidate] | None:
    """The pair to ask about; None when there is none left.

    Raises:
        BadInput: there are fewer than two works.
    """
    memory = _memory(medium)
    if len(memory.recent) < 2:
        raise BadInput(
            f"there must be two works to compare, and there are {len(memory.recent)}: "
            f"`{_MAKES[medium]}` makes some",
            zh=f"至少要有两件作品才能比较，现有 {len(memory.recent)} 件："
            f"`{_MAKES[medium]}` 可作几件",
        )
    found = memory.question()
    if found is None and not said and not memory.asked:
        raise BadInput(
            "the works are too much alike to compare: make some on other themes",
            zh="作品彼此太像，无从比较：请换题再作几首",
        )
    return _by_lot(found) if found else None


def _memory(medium: str) -> Memory:
    from sixing.feedback.recall import recall
    from sixing.store.database import Store

    with Store.at(home(), reading=True) as store:
        return recall(store, medium)


def _by_lot(pair: tuple[Candidate, Candidate]) -> tuple[Candidate, Candidate]:
    """Which stands left: drawn from the ids, so that the same question looks the same."""
    first, second = sorted(pair, key=lambda one: one.id)
    odd = sha256(f"{first.id}{second.id}".encode()).digest()[0] & 1
    return (second, first) if odd else (first, second)


def _ask(pair: tuple[Candidate, Candidate], words: Words, json_: bool) -> str:
    """Show two works and read an answer; the end of the input stops."""
    if not json_:
        terminal.versus(pair, words) if terminal.watched() else emit(_plain(pair), None)
    question = words("Which is better? 1, 2, 0 for neither, q to stop")
    for key in _keys(question):
        if key in ("1", "2", "0", "q"):
            return key
        click.echo(words("Type 1, 2, 0 or q."), err=True)
    return "q"


def _keys(question: str) -> Iterator[str]:
    """Answers as they come: a key at a time from a terminal, else a line at a time."""
    if sys.stdin.isatty():
        while True:
            click.echo(f"{question} ", nl=False, err=True)
            key = click.getchar()
            click.echo(key if key.isprintable() else "", err=True)
            yield ANSWERS.get(key.lower(), key)
    for line in sys.stdin:
        yield ANSWERS.get(line.strip().lower(), line.strip())


def _plain(pair: tuple[Candidate, Candidate]) -> str:
    from sixing.apps.cli.output import seen

    entries = (seen(one.work) for one in pair)
    return "".join(
        f"[{side}] {one.id}\n{entry}\n\n"
        for side, one, entry in zip("12", pair, entries, strict=True)
    )


def _tell(said: int, medium: str, words: Words, json_: bool) -> None:
    from sixing.feedback.words import explain, summary

    taste = _memory(medium).taste
    if json_:
        emit(json_text({"answers": said, **summary(taste)}), None)
        return
    click.echo(words("{said} answers kept.").format(said=said), err=True)
    if said and taste.ready:
        click.echo("\n".join(explain(taste, words.language)))
