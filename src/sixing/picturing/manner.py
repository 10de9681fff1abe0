"""In whose manner a picture is to be repainted, and how strongly.

>>> share("0.5"), share(None) is None
(0.5, True)
"""

from __future__ import annotations

from dataclasses import dataclass

from sixing.errors import BadBrief
from sixing.media.picture.picture import Picture


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


def share(text: str | None) -> float | None:
    """A strength, 0 to 1.

    Raises:
        BadBrief: it is none.
    """
    if text is None or text.strip().lower() in ("", "auto"):
        return None
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise BadBrief(
            f'"{text}" is no strength: give 0 to 1, or leave it out to have it found',
            zh=f"“{text}”不是强度：请给 0 到 1，或不写，由它自寻",
        )
    return found
