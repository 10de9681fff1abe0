"""What is good in a work, which works to keep, and why.

- `judges`: form, fluency, theme, originality, parallelism; each says a score and its reasons
- `emotion`: whether a work has the mood asked for
- `choose`: a few works out of many, good and unlike each other
- `explain`: what a card shows of a work: scores, reasons, what it shares with the corpus
- `wording`: the reasons in Chinese and in English

A judge never asks how a work was made: form is checked by the medium's own checker.
"""

from sixing.judging.choose import WEIGHTS, Choice, choose, quality
from sixing.judging.emotion import Emotion
from sixing.judging.explain import explain
from sixing.judging.judges import (
    Fluency,
    Form,
    Judge,
    Originality,
    Parallelism,
    Theme,
    judge,
)

__all__ = [
    "WEIGHTS",
    "Choice",
    "Emotion",
    "Fluency",
    "Form",
    "Judge",
    "Originality",
    "Parallelism",
    "Theme",
    "choose",
    "explain",
    "judge",
    "quality",
]
