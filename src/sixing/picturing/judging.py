"""Who judges a picture, and what each judge's word weighs.

>>> WEIGHTS["kind"]
1.0
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sixing.judging.judges import Judge
from sixing.judging.picture_copies import copies
from sixing.judging.picture_measures import looks
from sixing.judging.picture_safety import Nudity
from sixing.judging.picture_theme import Elements
from sixing.judging.picture_variety import Table, likeness
from sixing.judging.safety import policy_of
from sixing.judging.wording import reasons
from sixing.media.picture.check import check
from sixing.picturing.studio import GENERATORS, PictureStudio
from sixing.works import Candidate, Idea, Judgement, Work

WEIGHTS: Mapping[str, float] = {
    "kind": 1.0, "elements": 1.0, "sharpness": 0.6, "contrast": 0.3, "balance": 0.2, "copies": 0.4,
}  # fmt: skip
"""What each judge's score counts for; safety is passed or not."""
SEEN = ("emoji", "piece", "variation", "styled", "translated", "projected")
"""Kinds whose looks come from pictures of others, and which are therefore looked at for safety."""


@dataclass(frozen=True)
class Rules:
    """Whether a picture keeps the rules of its kind, by the medium's own checker."""

    name = "kind"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Every fault, or that there is none."""
        return [self._one(work) for work in works]

    def _one(self, work: Work) -> Judgement:
        # Advice is said but refuses nothing.
        found = check(work)
        faults = [fault.message for fault in found if fault.grave]
        detail = {"faults": [fault.message for fault in found]}
        score = 0.0 if faults else 1.0
        return Judgement(self.name, score, not faults, detail, reasons(self.name, detail))


def judges(studio: PictureStudio, idea: Idea) -> list[Judge]:
    """The judges of a kind: what is named is there; beside people's pictures; copies; safety.

    Raises:
        BadBrief: the brief names a policy of safety that there is not.
        BadInput: an extra is not installed, for kinds of pixels.
        BadStyle: figures or the index of a style are damaged.
    """
    found: list[Judge] = [Rules(), Elements()]
    folder = _folder(studio, idea.form)
    if folder is not None:
        found += looks(folder)
        beside = copies(folder)
        found += [beside] if beside else []
    if idea.form in SEEN:
        found.append(Nudity(policy_of(idea.brief, studio.style.config)))
    return found


def _folder(studio: PictureStudio, kind: str) -> Path | None:
    """Where the model lives that a kind is made by; None where none has learnt it."""
    if kind == "piece":
        return studio.style.folder
    return studio.model(kind) if kind in GENERATORS else None


def alike(candidates: Sequence[Candidate]) -> Table:
    """How alike pictures are, (pictures, pictures)."""
    return likeness([one.work for one in candidates])
