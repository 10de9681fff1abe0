"""Who judges a picture, and what each judge's word weighs.

>>> WEIGHTS["rules"]
1.0
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sixing.judging.judges import Judge
from sixing.judging.picture_variety import Table, likeness
from sixing.media.picture.check import check
from sixing.picturing.studio import PictureStudio
from sixing.works import Candidate, Idea, Judgement, Work

WEIGHTS: Mapping[str, float] = {"rules": 1.0}
"""What each judge's score counts for."""


@dataclass(frozen=True)
class Rules:
    """Whether a picture keeps the rules of its kind, by the medium's own checker."""

    name = "rules"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Every fault, or that there is none."""
        return [self._one(work) for work in works]

    def _one(self, work: Work) -> Judgement:
        faults = [fault.message for fault in check(work)]
        said = tuple(faults) or ("合规", "keeps the rules of its kind")
        return Judgement("rules", 0.0 if faults else 1.0, not faults, {}, said)


def judges(studio: PictureStudio, idea: Idea) -> list[Judge]:  # noqa: ARG001 - a style's own judges come here
    """The judges of a picture."""
    return [Rules()]


def alike(candidates: Sequence[Candidate]) -> Table:
    """How alike pictures are, (pictures, pictures)."""
    return likeness([one.work for one in candidates])
