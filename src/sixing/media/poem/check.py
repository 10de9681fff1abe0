"""Checks a poem: names every broken rule with its line, place, rule and a way to mend it.

The form is found when none is given. Readings come from a rhyme book, in simplified or
traditional characters; rules come from `regulated` and `tunes`, advice from `craft`. Nothing
here asks how poems are made: no sampler, no `pattern`.

>>> report = check(["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"])
>>> report.form, report.broken
('五绝·仄起·首句不入韵', False)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sixing.errors import UnknownForm
from sixing.media.poem import prosody, shi, tunes
from sixing.media.poem.craft import advice
from sixing.media.poem.diagnosis import Lang, fault
from sixing.media.poem.prosody import BookName, Policy, is_traditional, simplify
from sixing.media.poem.regulated import Limits, diagnose
from sixing.media.poem.rhyming import Ear
from sixing.media.poem.tune import Tune
from sixing.works import Fault, Position

_STOPS = re.compile(r"[\s，。？！；、：,.?!;:]+")
_HANZI = re.compile("[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        form: the form's full name; "" when the poem has the shape of none.
        faults: broken rules and advice, in order of place.
        book: the rhyme book it was read by.
        policy: which readings of polyphones counted.
    """

    form: str
    faults: tuple[Fault, ...]
    book: BookName
    policy: Policy

    @property
    def broken(self) -> bool:
        """Whether any fault is grave."""
        return any(f.grave for f in self.faults)

    @property
    def grave(self) -> tuple[Fault, ...]:
        """The faults that break the form; the others are advice."""
        return tuple(f for f in self.faults if f.grave)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: form, broken, book, policy, faults."""
        faults = [{name: getattr(f, name) for name in f.__slots__} for f in self.faults]
        head = {"form": self.form, "broken": self.broken}
        return {**head, "book": self.book, "policy": self.policy, "faults": faults}


def split_lines(text: str) -> list[str]:
    """The lines of a poem written with punctuation or line breaks.

    >>> split_lines("床前明月光，疑是地上霜。")
    ['床前明月光', '疑是地上霜']
    """
    return [line for line in _STOPS.split(text) if line]


def check(
    lines: Sequence[str],
    form: str | None = None,
    book: BookName | None = None,
    policy: Policy = "strict",
    *,
    lang: Lang = "zh",
    fixed: Sequence[tuple[Position, str]] = (),
) -> Report:
    """Check a poem against a form, or the one it comes nearest to.

    Args:
        lines: the poem's lines, without punctuation (see `split_lines`).
        form: 七绝, 七绝·平起·首句入韵, 五排16, 七联, or a ci tune such as 浣溪沙; None finds it.
        book: the rhyme book; None takes 平水韵 for regulated verse and 词林正韵 for ci.
        policy: "strict" wants every living reading of a polyphone to fit, "lenient" any at all.
        lang: the language of messages, "zh" or "en".
        fixed: characters that must stand at (line, place), from 1: an acrostic, say.

    Raises:
        UnknownForm: no form has this name.
        BadBrief: no rhyme book has this name.
    """
    lines = [line.strip() for line in lines if line.strip()]
    asked, tune = _asked(lines, form)
    if tune is None:
        report = _check_shi(lines, asked, book or "pingshui", policy, lang)
        # 生查子 has the shape of a 五律: a broken poem may be a sound ci.
        tune = tunes.detect(lines) if form is None and report.broken else None
        found = _check_tune(lines, tune, book or "cilin", policy, lang) if tune else None
        # A shape that no regulated form has is a ci even when broken.
        report = found if found and not (found.broken and report.form) else report
    else:
        report = _check_tune(lines, tune, book or "cilin", policy, lang)
    faults = (*report.faults, *_misplaced(lines, fixed, lang))
    ordered = sorted(faults, key=lambda f: (f.line, f.place, not f.grave))
    return replace(report, faults=tuple(ordered))


def _asked(lines: Sequence[str], form: str | None) -> tuple[Sequence[shi.ShiForm], Tune | None]:
    """The regulated forms that a name leaves open, or the form of a tune nearest to the poem."""
    if form is None:
        return (), None
    try:
        return shi.forms_named(form), None
    except UnknownForm as unknown:
        try:
            return (), tunes.detect(lines, form)
        except UnknownForm as neither:
            raise UnknownForm(form, near=(*unknown.near, *neither.near)) from None


def _check_tune(
    lines: Sequence[str], tune: Tune, book: BookName, policy: Policy, lang: Lang
) -> Report:
    faults = tunes.check(lines, tune, book, policy, lang=lang)
    return Report(tune.full_name, tuple(faults), book, policy)


def _check_shi(
    lines: Sequence[str], asked: Sequence[shi.ShiForm], book: BookName, policy: Policy, lang: Lang
) -> Report:
    ear = Ear(prosody.book(book), policy, is_traditional("".join(lines)))
    width = asked[0].width if asked else _usual_width(lines)
    found = [*_shape_faults(lines, width, asked, lang), *_strangers(lines, ear, lang)]
    name = asked[0].full_name if len(asked) == 1 else _stem(asked)
    if width and lines:
        nearest, rules = diagnose(lines, width, _limits(asked, len(lines)), ear, lang)
        found += [*rules, *advice(lines, nearest, lang)]
        if nearest.name and (not asked or len(lines) == asked[0].lines):
            name = nearest.full_name
    return Report(name, tuple(found), book, policy)


def _stem(asked: Sequence[shi.ShiForm]) -> str:
    return asked[0].full_name.partition("·")[0] if asked else ""


def _usual_width(lines: Sequence[str]) -> int | None:
    """5 or 7, whichever most lines have; None if neither is usual."""
    widths = Counter(len(line) for line in lines)
    width = max((5, 7), key=lambda w: widths[w])
    return width if 2 * widths[width] > len(lines) else None


def _limits(asked: Sequence[shi.ShiForm], lines: int) -> Limits:
    openings = {f.opening for f in asked}
    rhymed = {f.first_rhymed for f in asked}
    return Limits(
        opening=openings.pop() if len(openings) == 1 else None,
        first_rhymed=rhymed.pop() if len(rhymed) == 1 else None,
        rhymed=(asked[0].lines if asked else lines) > 2,
    )


def _shape_faults(
    lines: Sequence[str], width: int | None, asked: Sequence[shi.ShiForm], lang: Lang
) -> Iterator[Fault]:
    count = len(lines)
    if asked and count != asked[0].lines:
        yield fault("句数", 0, 0, lang, count=count, form=_stem(asked), want=asked[0].lines)
    elif not asked and shi.shape_name(count, width or 5) is None:
        yield fault("句数.无", 0, 0, lang, count=count)
    if width is None and lines:
        counts = ", ".join(str(n) for n in sorted({len(line) for line in lines}))
        yield fault("字数.无", 0, 0, lang, count=counts)
    for i, line in enumerate(lines, 1):
        if width is not None and len(line) != width:
            yield fault("字数", i, 0, lang, count=len(line), want=width)


def _strangers(lines: Sequence[str], ear: Ear, lang: Lang) -> Iterator[Fault]:
    for i, line in enumerate(lines, 1):
        for j, char in enumerate(line, 1):
            if not _HANZI.match(char):
                yield fault("非汉字", i, j, lang, char=char)
            elif not ear.book.readings(char, traditional=ear.traditional):
                yield fault("未收字", i, j, lang, char=char, book=ear.book.title)


def _misplaced(
    lines: Sequence[str], fixed: Sequence[tuple[Position, str]], lang: Lang
) -> Iterator[Fault]:
    for (line, place), want in fixed:
        text = lines[line - 1] if line <= len(lines) else ""
        char = text[place - 1 : place]
        if simplify(char) != simplify(want):
            yield fault("定字", line, place, lang, char=char, want=want)
