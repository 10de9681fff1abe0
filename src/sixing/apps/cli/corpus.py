"""`sixing corpus`: collections to learn from, cleaned and counted.

$ sixing corpus add ~/my-poems
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from sixing.apps.cli import terminal
from sixing.apps.cli.bars import bar
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.apps.cli.run import Branch
from sixing.errors import BadCorpus
from sixing.store.home import home


@click.group(cls=Branch, help="Read collections to learn from.")
def corpus() -> None:
    """Only a branch."""


@corpus.command(help="Add a folder, a file, a tarball or the package chinese-poetry.")
@click.argument("source")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def add(words: Words, /, *, source: str, json_: bool) -> None:
    """Read, clean and keep a collection; print what became of it."""
    from sixing.corpus.add import add as add_to

    with bar() as progress:
        report = add_to(source, home() / "corpus", progress)
    if json_:
        emit(json_text(report.to_dict()), None)
    else:
        _tell(report.to_markdown(words.language))


@corpus.command(help="Say what was kept, changed and dropped, and why.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def report(words: Words, /, *, json_: bool) -> None:
    """Print the report of every collection added so far."""
    from sixing.corpus.report import Report

    entries = _reports(home() / "corpus")
    if json_:
        emit(json_text(entries), None)
    else:
        _tell("\n".join(Report.of(entry).to_markdown(words.language) for entry in entries))


@corpus.command(help="Look at a folder of pictures: doubles, strays, blank, tiny and broken ones.")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write a page with figures (html) to a file."
)
@click.pass_obj
def look(words: Words, /, *, source: Path, out: Path | None) -> None:
    """Say what is in a folder, a zip or a font before anything is learnt from it."""
    from sixing.features.pictures import Backbone
    from sixing.media.picture.collection import examine
    from sixing.media.picture.collection_page import page, text

    with bar() as progress:
        progress(0.0, "looking 看")
        found = examine(source, features=Backbone.open().features)
        progress(1.0, "done 成")
    emit(page(found, words.language) if out else text(found, words.language), out)


def _tell(markdown: str) -> None:
    if terminal.watched():
        terminal.report(markdown)
    else:
        emit(markdown, None)


def _reports(folder: Path) -> list[dict[str, Any]]:
    from sixing.corpus.add import REPORT

    path = folder / REPORT
    if not path.exists():
        raise BadCorpus(
            "there is no corpus yet: `sixing corpus add FOLDER` makes one",
            zh="还没有语料库：用 `sixing corpus add 文件夹` 建一个",
        )
    try:
        entries: list[dict[str, Any]] = json.loads(path.read_bytes())
    except ValueError as error:
        raise BadCorpus(
            f"{path} is damaged: delete it, and the reports start anew",
            zh=f"{path} 已损坏：删除它，报告会重新开始",
        ) from error
    return entries
