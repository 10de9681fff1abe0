"""Fitting: from pieces to a style on disk, and from verdicts to a better one.

- `full`: a whole model from a corpus by a recipe: `fit`, `prepare`, `trainer_of`, `package`
- `pieces`: a person's own folder, read, cleaned and split
- `tailoring`: a style of one's own on a style that is there: adapters for few pieces, all weights
  for thousands; kept only if it reads the person's held-out pieces better than its base
- `adapting`: a style moved to what a person preferred

Stopped at any moment, the same call goes on from there.

$ sixing fit FOLDER --name mine
"""

from __future__ import annotations

from sixing.fitting.full import fit, package, prepare, trained, trainer_of, vocabulary
from sixing.fitting.tailoring import Forecast, Tailored, tailor

__all__ = [
    "Forecast",
    "Tailored",
    "fit",
    "package",
    "prepare",
    "tailor",
    "trained",
    "trainer_of",
    "vocabulary",
]
