"""Judges of how a picture looks, beside the pictures that its model has learnt from.

Sharpness must be enough; contrast and the place of the weight should be usual. What is usual is
counted when a model is made (`measures.json` beside its weights); of kinds without such pictures
nothing is said.

>>> from sixing.media.picture.spelling import spell
>>> plain = Work("picture", "emoji", "", spell(Picture(np.full((8, 8, 3), 128, np.uint8))))
>>> usual = {"contrast": [n / 100 for n in range(1, 100)]}
>>> [said.score for said in Looks("contrast", usual)([plain])]
[0.04]
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sixing.errors import BadStyle
from sixing.judging.marks import Marks, enough, percentile, typical
from sixing.judging.wording import reasons
from sixing.media.picture.measures import measures
from sixing.media.picture.picture import Picture
from sixing.media.picture.show import picture_of
from sixing.store.atomic import write_whole
from sixing.works import Judgement, Work

FILE: Final = "measures.json"
"""Where a model's folder keeps what is usual."""
SHAPES: Final = {"sharpness": enough, "contrast": typical, "balance": typical}
"""What is judged, and what being above or amid people's pictures is worth."""
SIDE: Final = 256
"""Pixels at which a drawing is judged."""

Usual = Mapping[str, Marks]
"""Of each measure, ascending percentiles of people's pictures."""


@dataclass(frozen=True)
class Looks:
    """One measure of a picture beside people's pictures.

    Args:
        name: of the measure, one of `SHAPES`; the judgement is filed under it.
        usual: what people's pictures do.
    """

    name: str
    usual: Usual

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Measure each work; None where nobody's pictures were measured."""
        if self.name not in self.usual:
            return [None] * len(works)
        return [self._one(measures(picture_of(work, SIDE))[self.name]) for work in works]

    def _one(self, value: float) -> Judgement:
        share = round(percentile(value, self.usual[self.name]), 3)
        detail = {"value": round(value, 3), "percentile": share}
        score = SHAPES[self.name](share)
        return Judgement(self.name, score, True, detail, reasons(self.name, detail))


def looks(folder: Path) -> tuple[Looks, ...]:
    """The judges of a model's folder; none where it has no figures.

    Raises:
        BadStyle: the figures are damaged.
    """
    found = usual(folder)
    return tuple(Looks(name, found) for name in SHAPES if name in found)


def usual(folder: Path) -> Usual:
    """What people's pictures do, as a model's folder says; nothing where it does not say.

    Raises:
        BadStyle: the file is damaged.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): [float(mark) for mark in marks] for name, marks in found.items()}
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        raise BadStyle(
            f"{path} cannot be read ({fault}); install the style anew",
            zh=f"{path} 读不出（{fault}）；请重新安装此风格",
        ) from fault


def write_usual(folder: Path, pictures: Sequence[Picture]) -> None:
    """Count what pictures do, and write it into a model's folder."""
    rows = [measures(picture) for picture in pictures]
    marks = {
        name: np.percentile([row[name] for row in rows], np.arange(1, 100)).round(4).tolist()
        for name in SHAPES
    }
    write_whole(folder / FILE, (json.dumps(marks) + "\n").encode())
