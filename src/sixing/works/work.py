"""A finished piece, with the recipe by which it can be made again.

It knows nothing of forms or rules; its identity is its content, so the same work made twice is the
same work.

>>> moon = Work("poem", "五绝", "月", ("一", "二"), {"seed": 7})
>>> moon.id == Work("poem", "五绝", "月", ("一", "二"), {"seed": 7}).id
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sixing.works.record import EMPTY, Record, canonical


@dataclass(frozen=True, slots=True)
class Work:
    """A finished piece: what it is, how it came to be, and what it came from.

    Attributes:
        medium: the medium's name.
        form: the form's full name, "" where a work has none.
        title: its title, "" where it has none.
        content: its lines, without punctuation.
        recipe: brief, idea, style, seed and versions; frozen on the way in.
        parents: ids of the works it was made from.
    """

    medium: str
    form: str
    title: str
    content: tuple[str, ...]
    recipe: Mapping[str, Any] = EMPTY
    parents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "recipe", Record(self.recipe))

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of all that the work says and came from."""
        said = (self.medium, self.form, self.title, self.content, self.recipe)
        return sha256(canonical(said).encode()).hexdigest()[:12]
