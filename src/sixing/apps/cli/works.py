"""`sixing works`, `show` and `explain`: what was made, how it looks, and why it was chosen.

They read the store and leave no trace in it.

    $ sixing show 3f2a --format html --out poem.html
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sixing.apps.cli import terminal
from sixing.apps.cli.language import Words
from sixing.apps.cli.output import as_json, emit, json_text, music_entry, opening, picture_entry
from sixing.errors import BadInput
from sixing.store.home import home
from sixing.works import Candidate

if TYPE_CHECKING:
    from sixing.media.music.page import Said
    from sixing.media.poem.explanation import Explanation

KINDS = (
    "text", "json", "html", "svg", "png", "jpg", "pdf", "mid", "musicxml", "abc", "wav", "ogg",
)  # fmt: skip
_BYTES = ("png", "jpg", "pdf", "mid", "wav", "ogg")


@click.command(help="List the works you made, newest first.")
@click.option("-n", "count", type=click.IntRange(min=1), default=20, help="How many to list.")
@click.option("--json", "json_", is_flag=True, help="A JSON list, for other programs.")
@click.pass_obj
def works(words: Words, /, *, count: int, json_: bool) -> None:
    """Print a line for each work, or all of it as JSON."""
    from sixing.store.database import Store

    with Store.at(home(), reading=True) as store:
        made = store.latest(count)
    if json_:
        emit(as_json(made), None)
    elif made and terminal.watched():
        terminal.shelf(made, words)
    elif made:
        emit("".join(_row(candidate) for candidate in made), None)
    else:
        click.echo(words("No works yet: `sixing create poem --theme 秋思` makes one."), err=True)


def _row(candidate: Candidate) -> str:
    work = candidate.work
    head = "  ".join(part for part in (work.form, work.title) if part)
    return f"{work.id}  {head}  {opening(work)}…\n"


@click.command(help="Show a work, as text or as a page.")
@click.argument("work_id", metavar="ID")
@click.option("--format", "kind", type=click.Choice(KINDS), default="text", show_default=True)
@click.option("--script", type=click.Choice(["simplified", "traditional"]), default="simplified")
@click.option("--font", type=click.Path(path_type=Path), help="A font file, for png.")
@click.option(
    "--soundfont", type=click.Path(path_type=Path), help="A soundfont (.sf2, .sf3) for sound."
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write to a file, whole or not at all."
)
@click.pass_obj
def show(
    words: Words,
    /,
    *,
    work_id: str,
    kind: str,
    script: Any,
    font: Path | None,
    soundfont: Path | None,
    json_: bool,
    out: Path | None,
) -> None:
    """Print a work, or write it to a file."""
    kind = "json" if json_ else kind
    if kind in _BYTES and out is None and sys.stdout.isatty():
        raise BadInput(
            f"pictures and sound are no text for a terminal: add --out work.{kind}",
            zh=f"图片与声音不能在终端里显示：请加 --out work.{kind}",
        )
    found = _find(work_id)
    if found.work.medium == "picture" and kind == "text" and out is None:
        # Its text is markup or base64: nothing to read; blocks or a line say more.
        emit(picture_entry(found, words), None)
        return
    if kind == "json":
        emit(json_text(found.to_json()), out)
        return
    emit(shown(found, kind, words, script=script, font=font, soundfont=soundfont), out)


def shown(
    found: Candidate,
    kind: str,
    words: Words,
    *,
    script: Any = "simplified",
    font: Path | None = None,
    soundfont: Path | None = None,
) -> bytes:
    """A work as a kind of file; a page says what the judges found.

    Raises:
        BadWork: works of its medium are not shown so.
    """
    if found.work.medium == "music":
        from sixing.media.music.show import show as play

        said = _said(found) if kind == "html" else None
        return play(found, kind, soundfont=soundfont, language=words.language, told=said)
    if found.work.medium == "picture":
        from sixing.judging.picture_telling import told as said_of
        from sixing.media.picture.show import show as hang

        seen = said_of(found) if kind == "html" else ()
        return hang(found.work, kind, language=words.language, told=seen)
    from sixing.media.poem.show import show as draw

    told = _explanation(found, words) if kind == "html" else None
    return draw(found.work, kind, told, script=script, font=font, language=words.language)


@click.command(help="Say why a work was chosen: tones, rhymes, scores, what it shares with others.")
@click.argument("work_id", metavar="ID")
@click.option("--json", "json_", is_flag=True, help="As JSON, for other programs.")
@click.pass_obj
def explain(words: Words, /, *, work_id: str, json_: bool) -> None:
    """Print the marks under the lines, then the judges' reasons."""
    from sixing.media.poem.show import show as draw

    found = _find(work_id)
    if found.work.medium != "poem":
        emit(json_text(found.to_json()) if json_ else _told(found, words), None)
        return
    told = _explanation(found, words)
    if json_:
        shown = json.loads(draw(found.work, "json", told))
        emit(json_text({**shown, **found.to_json()}), None)
        return
    marked = draw(found.work, "text", told, marks=True).decode()
    thought = found.work.recipe.get("reasons", ())
    emit(marked + "\n".join(["", *thought, *_reasons(told, words), ""]), None)


def _said(found: Candidate) -> tuple[Said, ...]:
    """What the judges of a piece said, in both languages."""
    from sixing.judging.music_telling import told

    return told(found)


def _told(found: Candidate, words: Words) -> str:
    """A work, why it was thought of so, and what every judge said, in the reader's language."""
    thought = found.work.recipe.get("reasons", ())
    entry = music_entry if found.work.medium == "music" else picture_entry
    lines = [entry(found, words).rstrip("\n"), "", *thought]
    for said in found.judgements:
        lines.append(f"{words.judge(said.judge)}  {said.score:.2f}")
        lines += [f"  {reason}" for reason in said.reasons]
    return "\n".join(lines) + "\n"


def _explanation(candidate: Candidate, words: Words) -> Explanation:
    """Scores, reasons, and the corpus lines nearest to the work's when a corpus is at hand."""
    from sixing.corpus import Corpus, Nearest
    from sixing.corpus.table import FILE
    from sixing.judging.explain import explain as gather

    folder = home() / "corpus"
    nearest = Nearest(Corpus.open(folder)).lines if (folder / FILE).exists() else None
    return gather(candidate, lang=words.language, nearest=nearest)


def _reasons(told: Explanation, words: Words) -> Iterator[str]:
    for score in told["scores"]:
        yield f"{words.judge(score['judge'])}  {score['score']:.2f}"
        yield from (f"  {reason}" for reason in score["reasons"])
    for near in told.get("originality", {}).get("nearest", ()):
        yield f"{near['line']}  ≈ {near['near']}  {near['source']}"


def _find(work_id: str) -> Candidate:
    from sixing.store.database import Store

    with Store.at(home(), reading=True) as store:
        return store.get(work_id)
