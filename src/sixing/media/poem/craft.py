"""Advice on a regulated poem that breaks no rule: characters used twice, couplets not parallel.

Knows words by their class only (`WordClasses`), not what they mean; nothing it says is grave.

>>> form = shi.forms_named("五联·仄起")[0]
>>> [(f.line, f.rule) for f in advice(["白日依山尽", "白云入海流"], form, "zh")]
[(2, '重字'), (2, '对仗')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sixing.media.poem import shi
from sixing.media.poem.diagnosis import Lang, fault
from sixing.media.poem.prosody import simplify
from sixing.media.poem.word_classes import WordClasses
from sixing.works import Fault

PARALLEL = 0.5  # of a middle couplet's places that should match: most human 律诗 have more


def advice(lines: Sequence[str], form: shi.ShiForm, lang: Lang) -> list[Fault]:
    """What a careful reader would remark on, in order of line."""
    return [*_repeats(lines, form, lang), *_couplets(lines, form, lang)]


def _repeats(lines: Sequence[str], form: shi.ShiForm, lang: Lang) -> Iterator[Fault]:
    """重字: a character used before, other than doubled (叠字) or as a rhyme again (重韵)."""
    seen: dict[str, int] = {}
    rhymes = [line[-1] for i, line in enumerate(lines) if form.rhymed(i)]
    for i, line in enumerate(lines):
        for j, char in enumerate(line):
            first = seen.setdefault(char, i)
            doubled = j > 0 and line[j - 1] == char
            rhyme = form.rhymed(i) and j == len(line) - 1 and rhymes.count(char) > 1
            new = first == i and char not in line[:j]
            if not (new or doubled or rhyme):
                yield fault("重字", i + 1, j + 1, lang, char=char, with_line=first + 1)


def _couplets(lines: Sequence[str], form: shi.ShiForm, lang: Lang) -> Iterator[Fault]:
    """对仗: place by place in a couplet that stands alone, as a whole in those that must match.

    Those are the couplets of a 律诗 or 排律 between the first and the last.
    """
    classes = WordClasses.open()
    alone = form.lines == 2
    parallel = range(0, 2, 2) if alone else range(2, form.lines - 2, 2) if form.lines >= 8 else ()
    for i in parallel:
        upper, lower = ("".join(map(simplify, line)) for line in lines[i : i + 2])
        if len(upper) != len(lower):
            continue
        if alone:
            yield from _places(upper, lower, classes, lang)
        elif classes.parallel(upper, lower) < PARALLEL:
            yield fault("对仗.联", i + 2, 0, lang, with_line=i + 1)


def _places(upper: str, lower: str, classes: WordClasses, lang: Lang) -> Iterator[Fault]:
    above = classes.of(upper)
    for j, matches in enumerate(classes.matches(upper, lower)):
        if not matches and above[j]:
            facts = {"char": lower[j], "other": upper[j], "want": above[j]}
            yield fault("对仗", 2, j + 1, lang, with_line=1, **facts)
