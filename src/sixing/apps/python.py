"""The verbs as Python calls, for a notebook or another program.

They take plain words and numbers, build the brief, and hand it to the engine. They know no rule.

    >>> import sixing
    >>> poems = sixing.create("poem", form="七绝", theme="秋思", n=3, seed=7)  # doctest: +SKIP
    >>> [line for line in poems[0]["lines"]]                                   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sixing.errors import BadBrief
from sixing.progress import Progress, silent
from sixing.works import Brief, Candidate, Fault, Position, Work, require_sound

MEDIA = ("poem",)


def create(
    medium: str,
    *,
    form: str | None = None,
    theme: str = "",
    n: int = 1,
    seed: int | None = None,
    style: str = "default",
    fixed: Mapping[Position, str] | None = None,
    progress: Progress = silent,
    **options: str,
) -> list[Candidate]:
    """Think, make, judge and choose: works for a theme, the best first.

    Args:
        medium: "poem".
        form: the form's name; left out, the medium chooses.
        theme: a word or a sentence, Chinese or English.
        n: how many works.
        seed: the number from which all chance follows; the same seed gives the same works.
        style: the name of a learned style.
        fixed: what must stand where: {(line, place): character}, both from 1.
        progress: called with (fraction done, message).
        options: what only the medium understands; for poems `rhyme`, `acrostic`, `tail`, `upper`,
            `book`, `policy`.

    Returns:
        Candidates; each reads like its JSON record: `id, medium, form, title, lines, recipe,
        judgements`.

    Raises:
        BadBrief: the brief is malformed, names no form, or no work can satisfy it.
    """
    known_medium(medium)
    brief = Brief(
        medium=medium,
        form=form,
        theme=theme or options.get("upper", ""),  # what a couplet is about, its upper line says
        style=style,
        fixed=tuple(sorted((fixed or {}).items())),
        options=tuple(sorted((name, value) for name, value in options.items() if value)),
        seed=seed,
        count=n,
    )
    require_sound(brief)
    from sixing import engine

    return engine.create(brief, progress=progress)


def check(
    medium: str, lines: Sequence[str], *, form: str = "", title: str = "", **options: str
) -> list[Fault]:
    """Find every rule that a work breaks, with its place and a way to mend it.

    Args:
        medium: "poem".
        lines: without punctuation.
        form: detected when left out.
        title: for the record only.
        options: for poems `book` and `policy`.

    Raises:
        UnknownForm: no form has this name, or none fits the lines.
    """
    known_medium(medium)
    from sixing.media.poem.medium import Poems

    recipe = {"brief": {"options": dict(options)}} if options else {}
    return Poems().check(Work(medium, form, title, tuple(lines), recipe))


def known_medium(name: str, media: Iterable[str] = MEDIA) -> None:
    """Refuse a medium that is not there.

    Raises:
        BadBrief: naming those that are.
    """
    if name not in media:
        listed = ", ".join(media)
        raise BadBrief(
            f'no medium is called "{name}"; there is {listed}',
            zh=f"没有叫“{name}”的门类；现有：{listed}",
        )
