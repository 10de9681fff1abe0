"""`sixing edit`: change lines of a work; the edit is a work of its own, and is learnt from.

It is checked by the rules of its form; what breaks them is refused, unless --force.

    $ sixing edit 3f2a --line 2 黄河入海流
    $ sixing edit 3f2a --file mended.txt
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sixing.apps.cli.language import Language, Words
from sixing.apps.cli.output import emit, json_text
from sixing.errors import BadInput
from sixing.works import Candidate, Fault, Work


@click.command(help="Change a work; the edit is kept beside it, and you are taken to prefer it.")
@click.argument("work_id", metavar="ID")
@click.option(
    "--line",
    "changed",
    type=(click.IntRange(min=1), str),
    multiple=True,
    metavar="N TEXT",
    help="The new line N; may be given again.",
)
@click.option("--file", "file", metavar="FILE|-", help="All the lines, from a file or from -.")
@click.option("--title", help="A new title.")
@click.option("--note", default="", help="Your own words, kept with the verdict.")
@click.option("--force", is_flag=True, help="Keep it even if it breaks its form.")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def edit(
    words: Words,
    /,
    *,
    work_id: str,
    changed: tuple[tuple[int, str], ...],
    file: str | None,
    title: str | None,
    note: str,
    force: bool,
    json_: bool,
) -> None:
    """Check, keep and print the edit with what was changed."""
    from sixing.feedback.mending import mend
    from sixing.feedback.telling import tell
    from sixing.store.database import Store
    from sixing.store.home import home

    with Store.at(home(), reading=True) as store:
        parent = store.get(work_id)
    lines = _lines(parent, changed, file)
    child = mend(parent.work, lines, faults_of, title=title, force=force)
    tell("edit", parent, child, note=note)
    emit(json_text(child.to_json()) if json_ else _told(child, words), None)


def _lines(
    parent: Candidate, changed: tuple[tuple[int, str], ...], file: str | None
) -> list[str] | tuple[str, ...]:
    """All lines as they are to be, without punctuation.

    Raises:
        BadInput: both ways of giving them were used.
    """
    from sixing.feedback.mending import with_lines

    if file is None:
        return with_lines(parent.lines, {number: _bare(text) for number, text in changed})
    if changed:
        raise BadInput(
            "give the lines that change with --line, or all of them with --file, not both",
            zh="请用 --line 给出改动的句子，或用 --file 给出全部，不可并用",
        )
    from sixing.apps.cli.check import content_of, poems

    content = sys.stdin.buffer.read() if file == "-" else content_of(Path(file))
    work = next(poems(content))
    return tuple(map(_bare, work.content))


def faults_of(work: Work, lang: Language) -> Sequence[Fault]:
    """What breaks the form of a poem; any opening or rhyming of its form will do."""
    from sixing.media.poem.annotate import options_of
    from sixing.media.poem.check import check

    options = options_of(work)
    chosen = {name: options[name] for name in ("book", "policy") if name in options}
    kind = work.form.partition("·")[0] or None
    return check(work.content, kind, lang=lang, **chosen).faults


def _bare(line: str) -> str:
    return "".join(char for char in line if char.isalnum())


def _told(child: Candidate, words: Words) -> str:
    from sixing.judging.wording import reasons

    rows = [f"{child.id}  {child.work.form}  {child.work.title}"]
    for number, old, new in child.work.recipe["edit"]["lines"]:
        rows.append(click.style(f"{number:>3} - {old or ''}", fg="red"))
        rows.append(click.style(f"{number:>3} + {new or ''}", fg="green"))
    form = child["judgements"]["form"]["detail"]
    rows += [f"    {reason}" for reason in reasons("form", form, words.language)]
    return "\n".join([*rows, ""])
