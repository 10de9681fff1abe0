"""Judges: each looks at works in one way and says a score from 0 to 1, with reasons.

They look at many works at once, because a model reads a batch cheaper than one by one. None of
them knows how a work was made, and none of them changes it.

Example:
    >>> from sixing.works import Work
    >>> known = Fingerprints.of_lines(["白日依山尽"])
    >>> said = judge([Work("poem", "五绝", "", ("白日依山尽", "清江入夜流"))], [Originality(known)])
    >>> said[0].judgements[0].passed, said[0].judgements[0].detail["copied_lines"]
    (False, ('白日依山尽',))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sixing.errors import BadStyle
from sixing.features.embedding import ThemeSpace
from sixing.features.fingerprints import RUN, Fingerprints
from sixing.judging.wording import reasons
from sixing.media.poem.word_classes import WordClasses
from sixing.works import Candidate, Fault, Judgement, Position, Work

FAULT_COST = 0.25
"""What a grave fault takes off the score of form; four leave nothing."""

LONGEST_RUN = 4
"""Longest run of characters that anybody may share with anybody."""


class Judge(Protocol):
    """Looks at works in one way."""

    @property
    def name(self) -> str:
        """What the judgement is filed under."""
        ...

    def __call__(self, works: Sequence[Work]) -> Sequence[Judgement | None]:
        """Say what each work is worth; None where there is nothing to judge."""
        ...


def judge(works: Sequence[Work], judges: Sequence[Judge]) -> list[Candidate]:
    """Have every judge look at every work."""
    said = [judge_of(works) for judge_of in judges]
    return [
        Candidate(work, tuple(one for one in column if one is not None))
        for work, column in zip(works, zip(*said, strict=True), strict=True)
    ]


def _say(name: str, score: float, passed: bool, detail: Mapping[str, Any]) -> Judgement:
    return Judgement(name, round(float(score), 4), passed, detail, reasons(name, detail))


@dataclass(frozen=True)
class Form:
    """Whether the rules are kept, by the medium's own checker.

    Args:
        check: every fault of a work; only grave ones break the form.
    """

    check: Callable[[Work], Sequence[Fault]]
    name = "form"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Count grave faults and advice."""
        return [self._one(work) for work in works]

    def _one(self, work: Work) -> Judgement:
        faults = self.check(work)
        grave = [fault for fault in faults if fault.grave]
        detail = {
            "form": work.form,
            "grave": [[fault.line, fault.place, fault.rule] for fault in grave],
            "advice": [[f.line, f.place, f.rule] for f in faults if not f.grave],
        }
        return _say(self.name, max(0.0, 1 - FAULT_COST * len(grave)), not grave, detail)


@dataclass(frozen=True)
class Fluency:
    """How likely the language model finds a work, among human works of its form.

    Args:
        nats: mean nats per hanzi of each work, without any mask; lower is more fluent.
        usual: for each form, ascending percentiles (1st to 99th) of the same figure for held-out
            human works: `config["fluency"]` of a style.

    Raises:
        BadStyle: the style's config holds no such figures.
    """

    nats: Callable[[Sequence[Work]], Sequence[float]]
    usual: Mapping[str, Sequence[float]]
    name = "fluency"

    def __post_init__(self) -> None:
        if not self.usual:
            raise BadStyle("the style's config says nothing of human fluency; fit the style anew")

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Score each work by the share of human works that are less fluent."""
        return [self._one(w, n) for w, n in zip(works, self.nats(works), strict=True)]

    def _one(self, work: Work, nats: float) -> Judgement:
        marks = self._marks(work.form.partition("·")[0])
        score = 1 - float(np.interp(nats, marks, np.linspace(0.01, 0.99, len(marks))))
        detail = {"nats": round(float(nats), 3), "median": round(float(np.median(marks)), 3)}
        return _say(self.name, score, True, detail | {"above": round(score, 3)})

    def _marks(self, form: str) -> Sequence[float]:
        """A form too rare to have figures of its own is measured by all the others."""
        own = self.usual.get(form)
        return own if own is not None else np.mean([*self.usual.values()], axis=0).tolist()


@dataclass(frozen=True)
class Theme:
    """Whether a work is about what was asked for.

    Args:
        space: where themes and poems lie near each other.
        theme: the brief's theme, in any language.
    """

    space: ThemeSpace
    theme: str
    name = "theme"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Score each work by the odds that it has this theme rather than another."""
        words = self.space.translate(self.theme)
        theme = self.space.themes.embed(words.split())
        poems = np.stack([self.space.embed_poem(work.content) for work in works])
        facts = {"theme": self.theme, "words": words}
        return [
            _say(self.name, odds, True, facts | {"relevance": round(float(odds), 3)})
            for odds in self.space.odds(theme, poems)
        ]


@dataclass(frozen=True)
class Originality:
    """What a work shares with the corpus, by its fingerprints.

    A work that repeats a whole line or a run of five characters does not pass. The score is the
    share of 5-grams (of short lines: of lines) that are nobody's.

    Args:
        known: the index of the corpus.
        given: places that the person filled (an upper line, say); what stands wholly in them is
            theirs to answer for.
    """

    known: Fingerprints
    given: frozenset[Position] = frozenset()
    name = "originality"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Look for shared runs in every line."""
        return [self._one(work.content) for work in works]

    def _one(self, lines: Sequence[str]) -> Judgement:
        found = [
            (n, run)
            for n, line in enumerate(lines, 1)
            for run in self.known.known_runs(line)
            if not self._is_given(n, *run)
        ]
        grams = sum(max(0, len(line) - RUN + 1) for line in lines)
        overlap = sum(length - RUN + 1 for _, (_, length) in found) / max(1, grams)
        detail = {
            # the index holds nothing shorter than five: "at most four" is all it can say
            "longest_run": max((length for _, (_, length) in found), default=LONGEST_RUN),
            "runs": [
                [n, start + 1, lines[n - 1][start : start + length]] for n, (start, length) in found
            ],
            "copied_lines": [
                line
                for n, line in enumerate(lines, 1)
                if self.known.has_line(line) and not self._is_given(n, 0, len(line))
            ],
            "overlap": round(overlap, 4),
        }
        return _say(self.name, 1 - overlap, not found, detail)

    def _is_given(self, line: int, start: int, length: int) -> bool:
        return all((line, start + i + 1) in self.given for i in range(length))


@dataclass(frozen=True)
class Parallelism:
    """Whether the couplets that must be parallel are (对仗), by the classes of their words.

    Args:
        classes: the table of word classes.
    """

    classes: WordClasses
    name = "parallelism"

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Compare the couplets of a 律诗 or 排律 that are neither first nor last, and 对联."""
        return [self._one(work) for work in works]

    def _one(self, work: Work) -> Judgement | None:
        couplets = parallel_couplets(work)
        if not couplets:
            return None
        shares = [self.classes.parallel(upper, lower) for _, upper, lower in couplets]
        detail = {
            "couplets": [
                [line, round(share, 3)]
                for (line, _, _), share in zip(couplets, shares, strict=True)
            ],
            "share": round(float(np.mean(shares)), 3),
        }
        return _say(self.name, float(np.mean(shares)), True, detail)


def parallel_couplets(work: Work) -> list[tuple[int, str, str]]:
    """Number of the first line (from 1), upper and lower line of the couplets that must match."""
    kind, lines = work.form.partition("·")[0], work.content
    if kind[1:] == "联":
        places = range(1)
    elif kind[:1] in ("五", "七") and kind[1:2] in ("律", "排"):
        places = range(2, len(lines) - 2, 2)
    else:
        return []
    return [(i + 1, lines[i], lines[i + 1]) for i in places]
