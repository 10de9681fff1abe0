"""What was found in a work: faults, judgements, and the work together with them.

A judge's score lies in [0, 1]; what it measures is in `detail`, why in `reasons`.

>>> from sixing.works.work import Work
>>> made = Candidate(Work("poem", "", "", ("明月",)), (Judgement("form", 1.0, True),))
>>> made["judgements"]["form"]["passed"]
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sixing.works.record import EMPTY, Record, thaw
from sixing.works.work import Work


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule, where it is, and how to mend it.

    Attributes:
        line: from 1; 0 when the whole work is meant.
        place: character in the line, from 1; 0 when the whole line is meant.
        rule: the rule's name in the field's words, such as 孤平.
        message: what is wrong, in a sentence.
        remedy: a way to mend it.
        grave: False for advice that does not break the form.
    """

    line: int
    place: int
    rule: str
    message: str
    remedy: str
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one judge found.

    Attributes:
        judge: the judge's name, such as "originality".
        score: in [0, 1], more is better.
        passed: whether the work may be shown at all.
        detail: what was measured; frozen on the way in.
        reasons: sentences a person can read.
    """

    judge: str
    score: float
    passed: bool
    detail: Mapping[str, Any] = EMPTY
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", Record(self.detail))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work with its judgements; reads by name like the JSON record it is written as.

    A notebook shows it as a page, where somebody said how (`DRAWN`).
    """

    work: Work
    judgements: tuple[Judgement, ...] = ()

    @property
    def id(self) -> str:
        """The work's id."""
        return self.work.id

    @property
    def lines(self) -> tuple[str, ...]:
        """The work's lines, without punctuation."""
        return self.work.content

    def judgement(self, judge: str) -> Judgement | None:
        """Find what one judge said, or None if it was not asked."""
        return next((said for said in self.judgements if said.judge == judge), None)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON: id, medium, form, title, lines, recipe, parents, judgements."""
        work = self.work
        return {
            "id": work.id,
            "medium": work.medium,
            "form": work.form,
            "title": work.title,
            "lines": list(work.content),
            "recipe": thaw(work.recipe),
            "parents": list(work.parents),
            "judgements": {said.judge: _said(said) for said in self.judgements},
        }

    def __getitem__(self, name: str) -> Any:
        return self.to_json()[name]

    def _repr_html_(self) -> str | None:
        draw = DRAWN.get(self.work.medium)
        return draw(self) if draw else None

    def keys(self) -> tuple[str, ...]:
        """Name the record's fields, so that `dict(candidate)` is its JSON."""
        return tuple(self.to_json())


DRAWN: dict[str, Callable[[Candidate], str]] = {}
"""Who draws a work of a medium as HTML for notebooks; filled by those who know media."""


def _said(judgement: Judgement) -> dict[str, Any]:
    return {
        "score": judgement.score,
        "passed": judgement.passed,
        "detail": thaw(judgement.detail),
        "reasons": list(judgement.reasons),
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of works; when it was said is the store's affair.

    Attributes:
        kind: "pick" (these, out of all shown), "pair" (the first over the second),
            "rating" (in [0, 1]) or "edit" (the second is the first, mended).
        works: ids of the works meant.
        rating: of a rating, how good; of a pair, 0.5 says that neither is better.
        among: of a pick, ids of all that were shown, the picked with them.
        note: the person's own words, if any.
    """

    kind: Literal["pick", "pair", "rating", "edit"]
    works: tuple[str, ...]
    rating: float | None = None
    among: tuple[str, ...] = ()
    note: str = ""
