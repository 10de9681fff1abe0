"""A person's own folder: read, cleaned, and split into what is learnt and what is held out.

Near-duplicates stay on one side of the split, or what is held out would have been learnt. It knows
poems, no net.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sixing.corpus import Corpus, Report, read
from sixing.errors import BadCorpus, UnknownForm
from sixing.media.poem import lessons as school
from sixing.media.poem import shi, tunes
from sixing.media.poem.lessons import Lesson
from sixing.media.poem.tokens import PoemTokens
from sixing.progress import Progress, silent

FEWEST = 8
"""Pieces below which nothing is learnt: a fifth of them must be held out."""
FEW = 20
"""Pieces below which a person is told that more would teach more."""
KNOWN = 0.95
"""Least share of a piece's hanzi that the vocabulary must hold."""


@dataclass(frozen=True)
class Pieces:
    """What is learnt from.

    Attributes:
        lessons: pieces in a form that can be learnt, with their images.
        groups: for each the name of its group of near-duplicates.
        forms: for each the full name of its form, empty where it keeps the rules of none.
        report: what became of the folder; None for a corpus that was there.
        left: why pieces of the corpus were left out, by count.
    """

    lessons: tuple[Lesson, ...]
    groups: tuple[str, ...]
    forms: tuple[str, ...]
    report: Report | None
    left: dict[str, int]

    @property
    def few(self) -> bool:
        """Whether more pieces would teach more."""
        return len(self.lessons) < FEW

    def split(self, seed: int, share: float = 0.2) -> tuple[list[int], list[int]]:
        """Numbers of the pieces to learn and to hold out, whole groups on one side."""
        names = sorted(set(self.groups))
        random.Random(f"held out {seed}").shuffle(names)
        out: set[str] = set()
        for name in names:
            if sum(group in out for group in self.groups) >= share * len(self.groups):
                break
            out.add(name)
        held = [i for i, group in enumerate(self.groups) if group in out]
        return [i for i, group in enumerate(self.groups) if group not in out], held


def pieces_of(
    source: Path, tokens: PoemTokens, images: Sequence[str], progress: Progress = silent
) -> Pieces:
    """Reads a folder or file of a person's poems.

    Args:
        images: words that poems paint with; a piece's own are told to the model with it.

    Raises:
        BadCorpus: there are no poems, too few of them in a form that can be learnt, or they are
            not in Chinese.
    """
    corpus = read(source, progress)
    found = learnable(corpus, tokens, images)
    if len(found.lessons) < FEWEST:
        raise _too_few(source, found, len(corpus))
    if len(set(found.groups)) < FEWEST:
        raise BadCorpus(
            f"{source} holds {len(found.lessons)} poems, but only {len(set(found.groups))} that "
            f"differ: give at least {FEWEST} different ones",
            zh=f"{source} 有 {len(found.lessons)} 首，但互不相同的只有 "
            f"{len(set(found.groups))} 首：请至少给 {FEWEST} 首不同的诗",
        )
    return found


def learnable(corpus: Corpus, tokens: PoemTokens, images: Sequence[str]) -> Pieces:
    """The poems of a corpus that the model can learn; whoever wrote them is not told."""
    words = frozenset(images)
    left: Counter[str] = Counter()
    kept: list[tuple[Lesson, str, str]] = []
    for row in corpus.rows():
        one = school.lesson({**row, "author": "", "era": ""})
        text = "".join(one.lines) if one else ""
        if one is None:
            left["irregular shape 杂言"] += 1
        elif sum(char in tokens.hanzi for char in text) < KNOWN * len(text):
            left["rare hanzi 生僻字"] += 1
        else:
            kept.append((_with_images(one, words), row["group"] or row["id"], _form(one)))
    lessons, groups, forms = zip(*kept, strict=True) if kept else ((), (), ())
    return Pieces(tuple(lessons), tuple(groups), tuple(forms), corpus.report, dict(left))


def _with_images(one: Lesson, words: frozenset[str]) -> Lesson:
    pairs = dict.fromkeys(line[i : i + 2] for line in one.lines for i in range(len(line) - 1))
    return replace(one, images=tuple(pair for pair in pairs if pair in words)[: school.WORDS_KEPT])


def _form(one: Lesson) -> str:
    """The full name under which a brief could ask for the form of a piece."""
    if one.control.tune:
        try:
            found = tunes.detect(one.lines, one.control.tune)
        except UnknownForm:
            return ""
        return found.full_name if found else ""
    if not one.conforms:
        return ""
    form = shi.detect(one.lines)
    return form.full_name if form else ""


def _too_few(source: Path, found: Pieces, read_: int) -> BadCorpus:
    why = "; ".join(f"{reason}: {count}" for reason, count in found.left.items())
    return BadCorpus(
        f"{source} holds {len(found.lessons)} poems that can be learnt from, out of {read_} read"
        + (f" ({why})" if why else "")
        + f". A style needs at least {FEWEST}, better {FEW} or more: 绝句, 律诗, 排律 of five or "
        "seven characters a line, or ci of a named tune. Add poems, or check that each has its "
        "title on a line of its own and a blank line after it.",
        zh=f"{source} 读到 {read_} 首，可学者 {len(found.lessons)} 首"
        + (f"（{why}）" if why else "")
        + f"。学一种风格至少要 {FEWEST} 首，{FEW} 首以上更好：五、七言绝句、律诗、排律，"
        "或注明词牌的词。请补充作品，或检查每首是否题目独占一行、诗后空一行。",
    )
