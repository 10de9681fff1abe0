"""What pieces of music measure, and judges that set it beside human pieces of the same style.

Where more is not simply better (a groove can be too even) the score says how far into the human
middle a measure lies. What human pieces do is counted when a style is fitted: ascending
percentiles, the 1st to the 99th.

Example:
    >>> from sixing.media.music.score import Note, Part
    >>> from sixing.media.music.spelling import spell
    >>> tune = Score((Part("", 73, tuple(Note(12 * n, 12, 60 + n % 3) for n in range(12))),))
    >>> even = {"": {"groove": [n / 20 for n in range(21)]}}
    >>> groove(even)([Work("music", "air", "", spell(tune))])[0].score
    0.04
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sixing.errors import BadStyle
from sixing.judging.marks import Marks, enough, percentile, typical
from sixing.judging.wording import reasons
from sixing.media.music import analysis, structure
from sixing.media.music.keys import key_of
from sixing.media.music.leading import Voices, chords, faults
from sixing.media.music.score import Score
from sixing.media.music.spelling import read
from sixing.works import EMPTY, Judgement, Work

Usual = Mapping[str, Mapping[str, Marks]]
"""For each style and measure, ascending percentiles of human pieces."""

FILE = "measures.json"
"""Where a style's folder keeps them."""


def usual(folder: Path) -> Usual:
    """What human pieces do, as a style's folder says.

    Raises:
        BadStyle: the file is missing or damaged.
    """
    try:
        found: Usual = json.loads((folder / FILE).read_text(encoding="utf-8"))
        _ = [float(mark) for style in found.values() for marks in style.values() for mark in marks]
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        raise BadStyle(
            f"{folder / FILE} cannot be read ({fault}); install the style anew",
            zh=f"{folder / FILE} 读不出（{fault}）；请重新安装此风格",
        ) from fault
    return found


def style_of(work: Work) -> str:
    """The tradition that a piece was made in, "" where its recipe does not say."""
    return str(work.recipe.get("idea", EMPTY).get("details", EMPTY).get("style", ""))


def say(name: str, score: float, passed: bool, detail: Mapping[str, Any]) -> Judgement:
    """A judgement with its reasons."""
    return Judgement(name, round(float(score), 4), passed, detail, reasons(name, detail))


def _marks(usual: Mapping[str, Marks], style: str) -> Marks:
    """A style without figures of its own is measured by all the others."""
    if style in usual:
        return usual[style]
    # Nobody was measured: the value itself is all that can be said.
    return np.mean([*usual.values()], axis=0).tolist() if usual else (0.0, 1.0)


@dataclass(frozen=True)
class Likelihood:
    """How likely the model of music finds a piece, among human pieces of its style.

    Args:
        nats: mean nats a note of each work, without any mask.
        usual: for each style the percentiles of the same figure.

    Raises:
        BadStyle: the style's config holds no such figures.
    """

    nats: Callable[[Sequence[Work]], Sequence[float]]
    usual: Mapping[str, Marks]
    name = "likelihood"

    def __post_init__(self) -> None:
        if not self.usual:
            raise BadStyle("the style's config says nothing of human likelihood; fit it anew")

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Score each work by how near the human middle it is: too likely is dull, too."""
        return [self._one(w, n) for w, n in zip(works, self.nats(works), strict=True)]

    def _one(self, work: Work, nats: float) -> Judgement:
        marks = _marks(self.usual, style_of(work))
        above = 1 - percentile(nats, marks)
        detail = {
            "nats": round(float(nats), 3), "median": round(float(np.median(marks)), 3),
            "above": round(above, 3),
        }  # fmt: skip
        return say(self.name, typical(detail["above"]), True, detail)


Shape = Literal["typical", "enough"]


@dataclass(frozen=True)
class Measure:
    """One measure of a piece, beside human pieces of its style.

    Args:
        name: what the judgement is filed under, and the measure's name in ``usual``.
        measure: of a score; in [0, 1].
        usual: see `Usual`.
        shape: whether the human middle is best, or all above its median.
    """

    name: str
    measure: Callable[[Score], float]
    usual: Usual
    shape: Shape = "typical"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Measure each work."""
        return [self._one(work, read(work.content)) for work in works]

    def _one(self, work: Work, score: Score) -> Judgement:
        value = self.measure(score)
        marks = marks_of(self.usual, style_of(work), self.name)
        share = round(percentile(value, marks), 3)
        detail: dict[str, Any] = {
            "value": round(value, 3), "median": round(float(np.median(marks)), 3),
            "percentile": share, "shape": self.shape,
        }  # fmt: skip
        if self.name == "structure":
            detail["sections"] = [
                [s.first, s.again, s.bars, s.moved] for s in structure.sections(score)[:6]
            ]
        return say(self.name, (typical if self.shape == "typical" else enough)(share), True, detail)


def metre_coherence(usual: Usual) -> Measure:
    """Whether the notes bear out the bar lines (`analysis.metre_coherence`)."""
    return Measure("metre", analysis.metre_coherence, usual, "enough")


def groove(usual: Usual) -> Measure:
    """Whether the rhythms of its bars go together (`analysis.groove`)."""
    return Measure("groove", analysis.groove, usual)


def repetition(usual: Usual) -> Measure:
    """Whether enough comes back (`structure.indicator`)."""
    return Measure("structure", structure.indicator, usual, "enough")


def marks_of(usual: Usual, style: str, name: str) -> Marks:
    """The percentiles of a measure, of a style or, where it was not measured, of all."""
    return _marks(
        {one: measures[name] for one, measures in usual.items() if name in measures}, style
    )


def measures(score: Score) -> dict[str, float]:
    """What these judges measure of a piece, for the percentiles of a style."""
    found = {
        "metre": analysis.metre_coherence(score),
        "groove": analysis.groove(score),
        "structure": structure.indicator(score),
    }
    if Voices.of(score) is not None:
        # The key that is heard: signatures of old prints would make wrong cadences of right ones.
        grave = sum(fault.grave for fault in faults(score, key=key_of(score)))
        found["leading"] = 100 * grave / max(1, chords(score))
    return found
