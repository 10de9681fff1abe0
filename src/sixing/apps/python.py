"""The verbs as Python calls, for a notebook or another program.

They take plain words and numbers, build the brief, and hand it to the engine. They know no rule.

    >>> import sixing
    >>> poems = sixing.create("poem", form="七绝", theme="秋思", n=3, seed=7)  # doctest: +SKIP
    >>> [line for line in poems[0]["lines"]]                                   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sixing.apps import notebook
from sixing.errors import BadBrief
from sixing.progress import Progress, silent
from sixing.works import Brief, Candidate, Fault, Idea, Position, Work, require_sound

if TYPE_CHECKING:
    from sixing.feedback.taste import TasteJudge
    from sixing.judging.archive import Archive

# Whoever calls from a notebook sees and hears what is made.
notebook.register()

#: What each medium understands beside form, theme, emotion and style.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "poem": ("acrostic", "avoid", "blend", "book", "policy", "rhyme", "safety", "tail", "upper"),
    "music": (
        "bars", "blend", "density", "dial", "instruments", "key", "metre", "plan", "tempo",
    ),
    "picture": ("palette", "size", "truncation"),
}  # fmt: skip
MEDIA = tuple(OPTIONS)


def create(
    medium: str,
    *,
    form: str | None = None,
    theme: str = "",
    emotion: str | None = None,
    n: int = 1,
    seed: int | None = None,
    style: str = "default",
    fixed: Mapping[Position, str] | None = None,
    ideas: Sequence[Idea] = (),
    taste: bool = False,
    progress: Progress = silent,
    **options: str,
) -> list[Candidate]:
    """Think, make, judge and choose: works for a theme, the best first.

    Args:
        medium: "poem", "music" or "picture".
        form: the form's name; left out, the medium chooses.
        theme: a word or a sentence, Chinese or English; of music only its title, of a
            picture what is in it.
        emotion: a mood, such as "solitude" or "孤独", or its way over the lines: "孤独→闲适".
        n: how many works.
        seed: the number from which all chance follows; the same seed gives the same works.
        style: the name of a learned style.
        fixed: what must stand where: {(line, place): character}, both from 1.
        ideas: plans to carry out, as `think` gives them; their brief stands then for all but n.
        taste: whether what you told of earlier works has a say in the choice.
        progress: called with (fraction done, message).
        options: what only the medium understands; for poems `rhyme`, `acrostic`, `tail`, `upper`,
            `book`, `policy`, `blend`, `avoid`, `safety`; for music `key`, `metre`, `tempo`,
            `bars`, `instruments`, `plan`, `density`, and `blend` with `dial`; for pictures `size`,
            `palette`, `truncation`.

    Returns:
        Candidates; each reads like its JSON record: `id, medium, form, title, lines, recipe,
        judgements`.

    Raises:
        BadBrief: the brief is malformed, names no form, or no work can satisfy it.
    """
    given = _brief(medium, form, theme, emotion, n, seed, style, fixed, options)
    brief = replace(ideas[0].brief, count=n) if ideas else given
    require_sound(brief, themed=medium == "poem")
    judge = known_taste(medium) if taste else None
    if medium == "music":
        from sixing import composing

        return composing.create(brief, ideas=ideas, taste=judge, progress=progress)
    if medium == "picture":
        from sixing import picturing

        return picturing.create(brief, ideas=ideas, taste=judge, progress=progress)
    from sixing import engine

    return engine.create(brief, ideas=ideas, taste=judge, progress=progress)


def think(
    medium: str,
    *,
    theme: str = "",
    form: str | None = None,
    emotion: str | None = None,
    n: int = 4,
    seed: int | None = None,
    style: str = "default",
    **options: str,
) -> list[Idea]:
    """Plans for a theme, each different, before a word is written; see `create`.

    Raises:
        BadBrief: the brief is malformed, names no form, or no work can satisfy it.
    """
    brief = _brief(medium, form, theme, emotion, 1, seed, style, None, options)
    if medium == "music":
        from sixing.composing import loop

        return loop.thinking(loop.open_task(brief), n)
    if medium == "picture":
        from sixing.picturing import loop as drawing

        return drawing.think(drawing.open_task(brief), n)
    from sixing import engine

    return [thought.idea for thought in engine.thinking(engine.open_task(brief), n)]


def explore(
    medium: str,
    *,
    theme: str,
    form: str | None = None,
    seed: int | None = None,
    style: str = "default",
    progress: Progress = silent,
    **options: str,
) -> Archive:
    """Works of every mood and every family of images for one theme, the best of each on a map.

    Raises:
        BadBrief: the brief is malformed, names no form, or no work can satisfy it.
        BadInput: the extra ``charts`` is not installed.
    """
    known_medium(medium, ("poem",))
    brief = _brief(medium, form, theme, None, 1, seed, style, None, options)
    from sixing import exploring

    return exploring.explore(brief, progress=progress)


def _brief(
    medium: str,
    form: str | None,
    theme: str,
    emotion: str | None,
    n: int,
    seed: int | None,
    style: str,
    fixed: Mapping[Position, str] | None,
    options: Mapping[str, str],
) -> Brief:
    known_medium(medium)
    for name in options:
        if name not in OPTIONS[medium]:
            raise BadBrief(
                f'no option is called "{name}"; there are {", ".join(OPTIONS[medium])}',
                zh=f"没有叫“{name}”的选项；现有：{'、'.join(OPTIONS[medium])}",
            )
    return Brief(
        medium=medium,
        form=form,
        theme=theme or options.get("upper", ""),  # what a couplet is about, its upper line says
        emotion=emotion,
        style=style,
        fixed=tuple(sorted((fixed or {}).items())),
        # A blend that was given and is empty is a mistake, not nothing.
        options=tuple(sorted((k, v) for k, v in options.items() if v or k == "blend")),
        seed=seed,
        count=n,
    )


def known_taste(medium: str) -> TasteJudge | None:
    """The judge by what the person told, once there is enough of it."""
    from sixing.feedback.recall import recall
    from sixing.store.database import Store
    from sixing.store.home import home

    with Store.at(home(), reading=True) as store:
        judge = recall(store, medium).judge()
    return judge if judge.taste.ready else None


def check(
    medium: str, lines: Sequence[str], *, form: str = "", title: str = "", **options: str
) -> list[Fault]:
    """Find every rule that a work breaks, with its place and a way to mend it.

    Args:
        medium: "poem", "music" or "picture".
        lines: without punctuation; of music and pictures as their works have them.
        form: detected when left out.
        title: for the record only.
        options: for poems `book` and `policy`.

    Raises:
        UnknownForm: no form has this name, or none fits the lines.
    """
    known_medium(medium)
    if medium == "music":
        from sixing.media.music.check import check as check_music

        return check_music(Work(medium, form, title, tuple(lines)))
    if medium == "picture":
        from sixing.media.picture.check import check as check_picture

        return check_picture(Work(medium, form, title, tuple(lines)))
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
