"""A poem with its prosody written beside it: tone, wanted tone, rhyme group, broken rules.

Reads the books of prosody and the forms; judges nothing itself (the faults are handed in) and
draws nothing. What a place wants is the plain pattern of its form; the rescues (拗救) by which
a checker may pass another tone are not spelled out.

>>> from sixing.works import Work
>>> lines = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")
>>> ridge = Work("poem", "五绝·仄起·首句不入韵", "", lines)
>>> notes = annotate(ridge)
>>> notes["rhymes"], "".join(place["tone"] for place in notes["lines"][1]["places"])
(['下平十一尤'], '平平仄仄平')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, cast

from sixing.media.poem.explanation import (
    AnnotatedLine,
    Annotations,
    FaultEntry,
    Place,
    Required,
    Tone,
)
from sixing.media.poem.outline import Outline, outline_of
from sixing.media.poem.prosody import BookName, Policy, RhymeBook, book
from sixing.works import Fault, Work


def annotate(
    work: Work,
    faults: Sequence[Fault] = (),
    *,
    book_name: BookName | None = None,
    policy: Policy | None = None,
) -> Annotations:
    """Write the prosody of a poem down.

    Args:
        work: the poem; a form that nobody knows leaves tones and rhymes without demands.
        faults: what a checker found; each lands on its place as a flag.
        book_name: the rhyme book; by default the recipe's, or the one its form is written by.
        policy: how polyphones count, see `prosody`; by default the recipe's, or strict.
    """
    outline = outline_of(work.form, work.content)
    asked = options_of(work)
    book_name = book_name or asked.get("book", outline.book)
    policy = policy or asked.get("policy", "strict")
    rhymes = book(book_name)
    groups = _rhyme_groups(work.content, outline, rhymes)
    flags: dict[tuple[int, int], list[str]] = defaultdict(list)
    for fault in faults:
        flags[fault.line, fault.place].append(fault.rule)
    lines = [
        AnnotatedLine(
            text=text,
            stop=outline.stops[i],
            stanza=outline.stanzas[i],
            places=list(_places(i, text, outline, rhymes, groups[i], policy, flags)),
        )
        for i, text in enumerate(work.content)
    ]
    return Annotations(
        form=work.form,
        title=work.title,
        book=rhymes.name,
        policy=policy,
        rhymes=list(dict.fromkeys(group for group in groups if group)),
        lines=lines,
        faults=[cast(FaultEntry, asdict(fault)) for fault in faults],
    )


def options_of(work: Work) -> dict[str, Any]:
    """The medium's options in the brief that a work answers (``book``, ``policy`` …)."""
    brief = work.recipe.get("brief", {})
    return dict(brief.get("options", ()))


def plain(lines: Sequence[str], form: str = "", title: str = "") -> Annotations:
    """Lines with their stops and stanzas; for a fully named form no rhyme book is opened."""
    outline = outline_of(form, lines)
    annotated = [
        AnnotatedLine(text=text, stop=stop, stanza=stanza, places=list(map(_bare, text)))
        for text, stop, stanza in zip(lines, outline.stops, outline.stanzas, strict=True)
    ]
    return Annotations(
        form=form, title=title, book="", policy="", rhymes=[], lines=annotated, faults=[]
    )


def _bare(char: str) -> Place:
    return Place(char=char, tone="", required="", rhyme=None, flags=[])


def _places(
    line: int,
    text: str,
    outline: Outline,
    rhymes: RhymeBook,
    group: str | None,
    policy: Policy,
    flags: dict[tuple[int, int], list[str]],
) -> Iterator[Place]:
    wanted = outline.wanted[line].ljust(len(text))
    for i, char in enumerate(text):
        yield Place(
            char=char,
            tone=_tone(char, rhymes, policy),
            required=cast(Required, wanted[i].strip()),
            rhyme=group if i == len(text) - 1 else None,
            flags=list(flags[line + 1, i + 1]),
        )


def _tone(char: str, rhymes: RhymeBook, policy: Policy) -> Tone:
    tones = rhymes.tones(char, policy)
    return "通" if len(tones) == 2 else cast(Tone, next(iter(tones), ""))


def _rhyme_groups(lines: Sequence[str], outline: Outline, rhymes: RhymeBook) -> list[str | None]:
    """The group of each line's rhyme: of each rhyme class the group most of its finals share."""
    readings = [
        [r for r in rhymes.readings(line[-1:]) if wanted[-1:] in ("", "中", r.tone)]
        for line, wanted in zip(lines, outline.wanted, strict=True)
    ]
    votes: dict[int | None, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for i, (rhyme, heard) in enumerate(zip(outline.rhymes, readings, strict=True)):
        borrowed = i == 0 and outline.regulated  # 首句借邻韵: line 1 does not say the rhyme
        for reading in heard if rhyme is not None and not borrowed else ():
            votes[rhyme][reading.group] += 1 + reading.share / 100
    chosen = {rhyme: max(count, key=count.__getitem__) for rhyme, count in votes.items()}
    return [
        chosen[rhyme] if rhyme in chosen and chosen[rhyme] in {r.group for r in heard} else None
        for rhyme, heard in zip(outline.rhymes, readings, strict=True)
    ]
