"""Whether a work has the mood that was asked for, or an arc of moods line by line.

The style's recogniser reads the text alone (`sixing.patterns.moods`); it was never shown what was
asked. With nothing asked the judge only reports, under another name that no choice weighs.

Example:
    >>> from sixing.patterns.moods import Feeling
    >>> from sixing.works import Work
    >>> sad = Feeling((0.0, 0.9, 0.1, 0.0, 0.0, 0.0), (0.8, 0.1, 0.1))
    >>> said = Emotion(lambda works: [sad], "sorrow")([Work("poem", "五绝", "", ("白日依山尽",))])
    >>> said[0].score, said[0].reasons
    (0.9, ('情绪读作哀愁的概率90 %', '基调偏悲（80 %）'))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sixing.judging.wording import reasons
from sixing.patterns.moods import Feeling
from sixing.works import MOODS, POLARITIES, Judgement, Work

Recogniser = Callable[[Sequence[Work]], Sequence[Feeling]]
LineRecogniser = Callable[[Work], Sequence[Feeling]]

ARC = 0.5
"""What the arc counts for, beside the mood of the whole, when both were asked for."""


@dataclass(frozen=True)
class Emotion:
    """Whether a work has the mood asked for.

    The score is the probability of that mood; of an arc the mean over lines of how likely each
    line's mood is, relative to its likeliest.

    Args:
        recogniser: says how whole works feel (`Moods` of the style).
        asked: a mood of `MOODS`, or empty.
        arc: a mood for each line, or empty.
        by_line: says how the lines of a work feel (`Moods.lines`); needed for an arc.
    """

    recogniser: Recogniser
    asked: str = ""
    arc: tuple[str, ...] = ()
    by_line: LineRecogniser | None = None

    @property
    def name(self) -> str:
        """`emotion` when something was asked for, `mood` when it only reports."""
        return "emotion" if self.asked or self.arc else "mood"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Say how each work feels, and how near that is to what was asked."""
        found = zip(works, self.recogniser(works), strict=True)
        return [self._one(work, feeling) for work, feeling in found]

    def _one(self, work: Work, felt: Feeling) -> Judgement:
        detail: dict[str, Any] = {
            "asked": self.asked,
            "moods": {m: round(p, 4) for m, p in zip(MOODS, felt.moods, strict=True)},
            "polarity": {p: round(v, 4) for p, v in zip(POLARITIES, felt.polarity, strict=True)},
        }
        score = felt.of(self.asked) if self.asked else max(felt.moods)
        if self.by_line is not None and len(self.arc) == len(work.content):
            kept = _kept(self.by_line(work), self.arc)
            detail["arc"] = [[m, round(k, 4)] for m, k in zip(self.arc, kept, strict=True)]
            mean = float(np.mean(kept))
            score = ARC * mean + (1 - ARC) * score if self.asked else mean
        said = reasons(self.name, detail)
        return Judgement(self.name, round(float(score), 4), True, detail, said)


def _kept(lines: Sequence[Feeling], arc: Sequence[str]) -> list[float]:
    """For each line how likely its mood is, against its likeliest mood."""
    return [felt.of(mood) / max(felt.moods) for felt, mood in zip(lines, arc, strict=True)]
