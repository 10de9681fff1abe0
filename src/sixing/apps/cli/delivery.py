"""What every making command does with a brief: make, keep, then write or list.

It knows no medium: a `Counter` says how works are written to files and listed.

    deliver(words, brief, compose, counter, out=None, json_=False)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from sixing.apps.cli.bars import bar
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import as_json, emit

if TYPE_CHECKING:
    from sixing.progress import Progress
    from sixing.works import Brief, Candidate


class Counter(Protocol):
    """Where works of a medium are handed over."""

    def kind(self, out: Path) -> str:
        """The kind of file that a suffix asks for.

        Raises:
            BadInput: none is written so.
        """
        ...

    def file(self, one: Candidate, kind: str, words: Words) -> bytes:
        """A work as such a file."""
        ...

    def listing(self, made: Sequence[Candidate], words: Words) -> str:
        """Works as a terminal or pipe shows them."""
        ...


def deliver(
    words: Words,
    brief: Brief,
    compose: Callable[[Brief, Progress], list[Candidate]],
    counter: Counter,
    *,
    out: Path | None,
    json_: bool,
) -> None:
    """Makes, keeps and shows; what could not be kept is still shown."""
    from sixing.store.database import Store
    from sixing.store.home import home

    if out is not None:
        counter.kind(out)  # refused before anybody waits
    with Store.at(home()) as store:
        with bar() as progress:
            made = compose(brief, progress)
        if len(made) < brief.count:
            fewer = words("Only {made} of {count} were good enough and unlike each other.")
            click.echo(fewer.format(made=len(made), count=brief.count), err=True)
        try:
            store.save(made)
        finally:
            if out is not None:
                write(made, out, counter, words)
            if json_:
                emit(as_json(made), None)
            elif out is None:
                emit(counter.listing(made, words), None)


def write(made: Sequence[Candidate], out: Path, counter: Counter, words: Words) -> None:
    """Writes works to a file, or to numbered ones, and says which is which."""
    kind = counter.kind(out)
    for number, one in enumerate(made, 1):
        place = out if len(made) == 1 else out.with_stem(f"{out.stem}-{number}")
        emit(counter.file(one, kind, words), place)
        click.echo(f"{one.id}  {place}", err=True)
