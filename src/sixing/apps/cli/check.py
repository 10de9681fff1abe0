"""`sixing check poem`: every broken rule of a poem, its place, and a way to mend it.

Exit status 0 when the form is kept, 1 when it is broken, 2 when there is no poem to check.

    $ echo 白日依山尽，黄河入海流。欲穷千里目，更上一层楼。 | sixing check poem -
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit, json_text
from sixing.apps.cli.run import Branch
from sixing.errors import BadCorpus
from sixing.works import Fault, Work

BROKEN = 1

# A title, perhaps an author, and a blank line before the verse: the blank line parts no poems.
_HEAD = re.compile(r"\A\s*((?:[^\n，。？！；]{1,20}\n){1,2})\s*\n(?=[^\n]+[，。？！；])")


@click.group(cls=Branch, help="Check a work against the rules of its form.")
def check() -> None:
    """Only a branch: each medium is a command of its own."""


@check.command(help="Name every broken rule of the poems in FILE, or of standard input (-).")
@click.argument("file", metavar="FILE|-")
@click.option("--form", help="The form meant; found from the poem when left out.")
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
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_context
def poem(ctx: click.Context, /, *, file: str, form: str | None, json_: bool, **chosen: Any) -> None:
    """Check the poems and set the exit status."""
    from sixing.media.poem.check import check as find_faults

    words: Words = ctx.obj
    options = {name: value for name, value in chosen.items() if value}
    content = sys.stdin.buffer.read() if file == "-" else content_of(Path(file))
    entries, broken = [], False
    for work in poems(content):
        lines = work.recipe.get("original", work.content)
        report = find_faults(lines, form or work.form or None, lang=words.language, **options)
        broken = broken or report.broken
        if json_:
            entries.append({"title": work.title, "lines": list(lines), **report.to_json()})
        else:
            title = "  ".join(part for part in (work.title, report.form) if part)
            emit(_told(title, lines, report.faults, words), None)
    if json_:
        emit(json_text(entries if len(entries) > 1 else entries[0]), None)
    ctx.exit(BROKEN if broken else 0)


@check.command(help="Name every fault of the pieces in FILE: bars, ranges, hands, voice leading.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_context
def music(ctx: click.Context, /, *, file: Path, json_: bool) -> None:
    """Check the pieces and set the exit status."""
    from sixing.media.music.check import check_score
    from sixing.media.music.reading import read_score
    from sixing.media.music.summary import summary

    words: Words = ctx.obj
    entries, broken = [], False
    for score in read_score(file):
        faults = check_score(score, lang=words.language)
        broken = broken or any(fault.grave for fault in faults)
        if json_:
            entries.append({"title": score.title, "faults": [asdict(one) for one in faults]})
        else:
            head = f"{score.title}  {summary(score, words.language)}".strip()
            emit(_told(head, (), faults, words), None)
    if json_:
        emit(json_text(entries if len(entries) > 1 else entries[0]), None)
    ctx.exit(BROKEN if broken else 0)


def content_of(path: Path) -> bytes:
    """Read a file whole.

    Raises:
        BadCorpus: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadCorpus(
            f"cannot read {path} ({error.strerror})", zh=f"无法读取 {path}（{error.strerror}）"
        ) from error


def poems(content: bytes) -> Iterator[Work]:
    """The poems in a text, or in the list that `create --json` writes.

    Raises:
        BadCorpus: there is none.
    """
    entries = _records(content)
    if entries:
        for entry in entries:
            lines = tuple(map(str, entry["lines"]))
            yield Work("poem", str(entry.get("form", "")), str(entry.get("title", "")), lines)
    else:
        yield from _written(content)


def _records(content: bytes) -> list[dict[str, Any]]:
    try:
        value = json.loads(content)
    except ValueError:
        return []
    entries = value if isinstance(value, list) else [value]
    made = all(isinstance(e, dict) and isinstance(e.get("lines"), list) for e in entries)
    return entries if made else []


def _written(content: bytes) -> Iterator[Work]:
    from tempfile import TemporaryDirectory

    from sixing.corpus.encoding import decode
    from sixing.media.poem.reading import read

    decoded = decode(content)
    if decoded is None:
        raise BadCorpus(
            "this is no Chinese text in an encoding that is known: save it as UTF-8",
            zh="这不是已知编码的中文文本：请存为 UTF-8",
        )
    with TemporaryDirectory(prefix="sixing-check-") as folder:
        path = Path(folder) / "poem.txt"
        path.write_text(_HEAD.sub(r"\1", decoded.text), encoding="utf-8")
        try:
            yield from read(path)
        except BadCorpus as error:
            raise BadCorpus("there is no poem to read", zh="读不到诗") from error


def _told(head: str, lines: Sequence[str], faults: Sequence[Fault], words: Words) -> str:
    rows = [click.style(head, bold=True)] if head else []
    rows += [f"  {line}" for line in lines]
    rows += [_fault(fault) for fault in faults]
    if not any(fault.grave for fault in faults):
        rows.append(click.style(f"✓ {words('the form is kept')}", fg="green"))
    return "\n".join([*rows, "", ""])


def _fault(fault: Fault) -> str:
    sign = click.style("✗", fg="red") if fault.grave else click.style("·", fg="yellow")
    return f"{sign} {fault.rule}  {fault.message}\n    → {fault.remedy}"
