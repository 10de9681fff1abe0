"""How works and reports look on a terminal, drawn by rich.

Only where somebody is looking: a pipe gets the plain lines of `output`. It knows works, not rules.

    if terminal.watched(): terminal.gallery(candidates, words)
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sixing.apps.cli.language import Words
from sixing.apps.cli.output import opening, seen
from sixing.works import Candidate

if TYPE_CHECKING:
    from rich.panel import Panel
    from rich.text import Text


def watched() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def gallery(candidates: Iterable[Candidate], words: Words, script: Any = "simplified") -> None:
    """Draw works side by side, each with its id and scores."""
    from rich.columns import Columns
    from rich.console import Console

    Console().print(Columns([_panel(candidate, words, script) for candidate in candidates]))


def versus(pair: Sequence[Candidate], words: Words) -> None:
    """Draw two works side by side, numbered 1 and 2, without their scores: they would tell."""
    from rich.columns import Columns
    from rich.console import Console

    panels = [_panel(Candidate(one.work), words, "simplified") for one in pair]
    for number, panel in enumerate(panels, 1):
        panel.title = f"[bold yellow]{number}[/]  {panel.title}"
    Console().print(Columns(panels))


def _panel(candidate: Candidate, words: Words, script: Any) -> Panel:
    from rich import box
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    head, *lines = seen(candidate.work, script).strip().split("\n")
    if candidate.work.medium == "music":
        head, lines = candidate.work.title, [head, *lines]
    text = "\n".join(lines).strip() + "\n"
    verse = Text.from_ansi(text) if "\x1b" in text else Text(text, style="bold")
    return Panel(
        Group(verse, *_scores(candidate, words)),
        title=head.strip(),
        subtitle=Text(candidate.id, style="cyan"),
        box=box.ROUNDED,
        padding=(1, 3),
        expand=False,
    )


def _scores(candidate: Candidate, words: Words) -> list[Text]:
    from rich.text import Text

    return [
        Text.assemble(
            (f"{round(10 * said.score) * '━':<10} ", "green" if said.passed else "red"),
            (words.judge(said.judge), "dim"),
        )
        for said in candidate.judgements
    ]


def shelf(candidates: Sequence[Candidate], words: Words) -> None:
    """Draw a table of works, newest first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE)
    for heading, style in (("id", "cyan"), ("form", ""), ("title", ""), ("first line", "bold")):
        table.add_column(words(heading), style=style)
    for candidate in candidates:
        work = candidate.work
        table.add_row(work.id, work.form, work.title, opening(work))
    Console().print(table)


def report(markdown: str) -> None:
    """Draw a report."""
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(markdown))
