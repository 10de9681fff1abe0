"""`sixing think poem`: the plans for a brief, to read, to edit, and to make works from.

$ sixing think poem --theme 秋思 --blend 算法 --emotion 孤独 -n 4 --out plan.json
$ sixing create poem --plan plan.json
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sixing.apps.cli.language import Words
from sixing.apps.cli.output import emit
from sixing.apps.cli.run import Branch
from sixing.works import Idea


@click.group(cls=Branch, help="Plan works before a word is written.")
def think() -> None:
    """Only a branch: each medium is a command of its own, with its own options."""


@think.command(help="Plan poems: images, rhyme words and moods, line by line, with reasons.")
@click.option(
    "--form", help="五绝 七绝 五律 七律 五排 七排， 五联 七联， or a tune such as 浣溪沙."
)
@click.option("--theme", default="", help="A word or a sentence, Chinese or English.")
@click.option("--blend", help="A second theme to blend with the first.")
@click.option("--emotion", help="A mood, or its way over the lines, such as 孤独→闲适.")
@click.option("--avoid", help="Characters to do without, such as 月.")
@click.option("--rhyme", help="Rhyme group, such as 上平一东.")
@click.option("-n", "count", type=click.IntRange(1, 32), default=4, help="How many plans.")
@click.option("--seed", type=click.IntRange(min=0), help="The same seed gives the same plans.")
@click.option("--style", default="default", show_default=True, help="A learned style.")
@click.option("--json", "json_", is_flag=True, help="Plans as JSON, to be edited.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the JSON to a file, to be edited."
)
@click.pass_obj
def poem(
    words: Words,
    /,
    *,
    form: str | None,
    theme: str,
    emotion: str | None,
    count: int,
    seed: int | None,
    style: str,
    json_: bool,
    out: Path | None,
    **options: str | None,
) -> None:
    """Think, and print the plans."""
    from sixing import engine
    from sixing.ideas import plan
    from sixing.works import Brief

    given = tuple(sorted((name, text) for name, text in options.items() if text is not None))
    brief = Brief("poem", form, theme, emotion, style, options=given, seed=seed)
    ideas = [thought.idea for thought in engine.thinking(engine.open_task(brief), count)]
    if out or json_:
        emit(plan.write(ideas), out)
    else:
        emit(listing(ideas, words), None)


def listing(ideas: Sequence[Idea], words: Words) -> str:
    """Write plans one under another, line by line, each with its reasons."""
    return "\n".join(_entry(number, idea, words) for number, idea in enumerate(ideas, 1))


def _entry(number: int, idea: Idea, words: Words) -> str:
    from sixing.ideas.wording import told

    head = f"{number}  {idea.title}  {idea.form}  {' '.join(dict.fromkeys(idea.rhyme))}".rstrip()
    facts = [
        (words("images"), "、".join(idea.images)),
        (words("rhyme words"), "、".join(word or "…" for word in idea.rhyme_words)),
        (words("without"), "".join(idea.avoided)),
    ]
    rows = [f"  {name}  {text}" for name, text in facts if text]
    reasons = [click.style(f"  - {told(one, words.language)}", dim=True) for one in idea.reasons]
    return "\n".join([click.style(head, bold=True), *rows, *_lines(idea, words), *reasons]) + "\n"


def _lines(idea: Idea, words: Words) -> list[str]:
    from sixing.works.mood import named

    count = max(len(idea.line_images), len(idea.moods))
    images = idea.line_images or ((),) * count
    moods = idea.moods or ("",) * count
    return [
        f"  {i:>2}  {'、'.join(line) or '…'}" + (f"  {named(mood, words.language)}" if mood else "")
        for i, (line, mood) in enumerate(zip(images, moods, strict=True), 1)
    ]
