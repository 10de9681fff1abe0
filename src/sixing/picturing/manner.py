"""In whose manner a picture is to be repainted, and how strongly.

>>> strength_of("0.5"), strength_of(None) is None
(0.5, True)
"""

from __future__ import annotations

from dataclasses import dataclass

from sixing.media.picture.picture import Picture
from sixing.works import share


@dataclass(frozen=True, slots=True)
class Manner:
    """What a person asks of a style transfer.

    Attributes:
        styles: pictures whose manner is taken; several are mixed in equal parts.
        strength: 0 to 1 as text; None lets it be found.
        keep_colour: whether the picture keeps its own colours.
        mask: white where it is repainted; None everywhere.
        slow: whether every pixel is optimised (Gatys et al. 2016) rather than one net run.
    """

    styles: tuple[Picture, ...]
    strength: str | None = None
    keep_colour: bool = False
    mask: Picture | None = None
    slow: bool = False


def strength_of(text: str | None) -> float | None:
    """A strength, 0 to 1; None where it is to be found.

    Raises:
        BadBrief: it is none.
    """
    if text is None or text.strip().lower() in ("", "auto"):
        return None
    return share(text, ("strength", "强度"))
