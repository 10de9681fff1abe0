"""A trait: something about a work that a person can see, name and prefer.

A medium measures its traits; a preference is learnt over them and told in their words. This module
knows no medium.

>>> Trait("warmth", ("清冷的意象", "cool images"), ("明丽的意象", "bright images")).phrase(-1, "en")
'cool images'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Trait:
    """One readable feature of a work.

    Attributes:
        name: what records call it.
        low: what a low value is, in Chinese and in English.
        high: what a high value is, in Chinese and in English.
    """

    name: str
    low: tuple[str, str]
    high: tuple[str, str]

    def phrase(self, sign: float, lang: Lang = "zh") -> str:
        """Say the low side of the trait for a negative sign, the high side otherwise."""
        side = self.low if sign < 0 else self.high
        return side[0] if lang == "zh" else side[1]
