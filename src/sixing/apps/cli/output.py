r"""What the commands write: JSON for programs, plain lines for pipes, colour on a terminal.

The bytes for a pipe depend on the works alone, so the same seed gives the same file. Knows works
and their judgements, and asks the medium how a work looks.

>>> as_json([])
'[]\n'
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import click

from sixing.apps.cli.language import Words
from sixing.store.atomic import write_whole
from sixing.works import Candidate, Work


def as_json(candidates: Iterable[Candidate], script: str = "simplified") -> str:
    """Write works as a JSON list; ids stay those of the works as they are kept."""
    entries = [candidate.to_json() for candidate in candidates]
    if script == "traditional":
        from sixing.media.poem.scripts import traditional

        for entry in entries:
            entry["title"] = traditional(entry["title"])
            entry["lines"] = [traditional(line) for line in entry["lines"]]
    return json_text(entries)


def json_text(value: Any) -> str:
    """Write JSON that a person can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def emit(content: str | bytes, out: Path | None) -> None:
    """Write to standard output, or to a file in one step.

    Raises:
        StoreError: the file cannot be written.
    """
    if out is None:
        click.echo(content, nl=False)
    else:
        write_whole(out, content.encode() if isinstance(content, str) else content)


def opening(work: Work) -> str:
    """How a work begins: its first line, or of music and pictures what it is."""
    if work.medium == "picture":
        return pictured(work)
    if work.medium != "music":
        return work.content[0]
    from sixing.media.music.spelling import read
    from sixing.media.music.summary import summary

    return summary(read(work.content))


def seen(work: Work, script: Any = "simplified") -> str:
    """A work as text, without a word on how good it is."""
    if work.medium == "music":
        return _as_abc(work)
    if work.medium == "picture":
        return _as_blocks(work)
    from sixing.media.poem.show import show

    return show(work, "text", script=script).decode().strip("\n")


def _as_abc(work: Work) -> str:
    from sixing.media.music.abc import write
    from sixing.media.music.spelling import read

    return write(replace(read(work.content), title=work.title)).rstrip()


def pictured(work: Work, lang: Literal["zh", "en"] = "zh") -> str:
    """What a picture is, in a line."""
    from sixing.media.picture.summary import summary

    return summary(work, lang)


def _as_blocks(work: Work) -> str:
    """Half blocks in colour; `click.echo` takes the colour off where nobody looks."""
    from sixing.media.picture.blocks import blocks
    from sixing.media.picture.show import picture_of

    return f"{work.title or pictured(work)}\n{blocks(picture_of(work, 320))}"


def picture_entry(candidate: Candidate, words: Words) -> str:
    """A picture as a terminal shows it, in a line elsewhere, with its id and its scores."""
    work = candidate.work
    head = f"{work.title}  {pictured(work, words.language)}".strip()
    drawn = f"{_as_blocks(work)}\n" if sys.stdout.isatty() else ""
    return f"{drawn}{head}\n{_foot(candidate, words)}\n"


def music_entry(candidate: Candidate, words: Words) -> str:
    """A piece as ABC, with what it is, its id and its scores."""
    from sixing.media.music.spelling import read
    from sixing.media.music.summary import summary

    work = candidate.work
    head = f"{work.title}  {summary(read(work.content), words.language)}"
    return f"{head}\n\n{_as_abc(work)}\n{_foot(candidate, words)}\n"


def listing(candidates: Iterable[Candidate], words: Words, script: Any = "simplified") -> str:
    """Write works one under another, each with its id and its scores."""
    return "\n".join(_entry(candidate, words, script) for candidate in candidates)


def _entry(candidate: Candidate, words: Words, script: Any) -> str:
    return f"{seen(candidate.work, script)}\n{_foot(candidate, words)}\n"


def _foot(candidate: Candidate, words: Words) -> str:
    scores = "  ".join(
        f"{words.judge(said.judge)} {said.score:.2f}" for said in candidate.judgements
    )
    return click.style(f"{candidate.id}  {scores}".rstrip(), dim=True)
