"""The manner judge: whether a work reads like the pieces that a style was fitted to.

The score says where the work lies between what the base writes for anybody (12 %) and the person's
own pieces (88 %). It looks at characters and pairs, not at how the work was made.

>>> from sixing.works import Work
>>> known = Manner({"雪": 2.0}, {}, {}, mean=0.0, deviation=0.5, own=4.0)
>>> near, far = InManner(known)([Work("poem", "", "", ("江雪",)), Work("poem", "", "", ("山月",))])
>>> near.score > far.score
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from sixing.features.manner import Manner
from sixing.judging.wording import reasons
from sixing.works import Judgement, Work

STEEP = 4.0
"""Log-odds between what anybody writes and the person's own pieces."""


@dataclass(frozen=True)
class InManner:
    """How much of the person's manner a work has.

    Args:
        manner: of the style.
    """

    manner: Manner
    name = "manner"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Score works, naming what in them is most this person's."""
        return [self._one(work) for work in works]

    def _one(self, work: Work) -> Judgement:
        closeness = self.manner.closeness(work.content)
        share = closeness / max(self.manner.own, 1e-6)
        score = 1 / (1 + exp(-STEEP * (min(max(share, -2.0), 3.0) - 0.5)))
        detail = {
            "closeness": round(closeness, 3),
            "own": round(self.manner.own, 3),
            "share": round(share, 3),
            "telling": list(self.manner.telling(work.content)),
        }
        return Judgement(self.name, round(score, 4), True, detail, reasons(self.name, detail))
