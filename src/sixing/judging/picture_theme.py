"""Whether what a drawing was planned to hold is in it, counted from its layers.

It knows layers by their names only; whether they look like what they are called, eyes must say.

>>> drawn = '<svg xmlns="x"><g id="moon-1" data-element="moon"/></svg>'
>>> work = Work("picture", "shanshui", "", (drawn,), {"idea": {"images": ("moon", "boat")}})
>>> [said.score for said in Elements()([work])]
[0.5]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sixing.judging.wording import reasons
from sixing.media.picture.shanshui.sheet import counted
from sixing.media.picture.spelling import read
from sixing.works import Judgement, Work


@dataclass(frozen=True)
class Elements:
    """The share of the planned things that a drawing's layers hold; all must be there."""

    name = "elements"

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Count each drawing's layers; None for pixels and for drawings without a plan."""
        return [self._one(work) for work in works]

    def _one(self, work: Work) -> Judgement | None:
        planned = list(work.recipe.get("idea", {}).get("images", ()))
        content = read(work.content)
        if not planned or not isinstance(content, str):
            return None
        layers = counted(content)
        lacking = [name for name in planned if not layers.get(name)]
        detail = {"planned": planned, "lacking": lacking}
        share = 1 - len(lacking) / len(planned)
        said = reasons(self.name, detail)
        return Judgement(self.name, round(share, 4), not lacking, detail, said)
