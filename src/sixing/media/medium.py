"""The protocol of a medium, and the carrier by which its works reach a model.

A medium is the only place that knows what its works mean; a model sees carriers and nothing
else. This module knows no medium. Conformance: `sixing.testing.check_medium`.

>>> Tokens((2, 5, 6)).ids
(2, 5, 6)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from sixing.works import EMPTY, Brief, Fault, Record, Work

Form_co = TypeVar("Form_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A work as a row of token numbers.

    Attributes:
        ids: the numbers; all that a model ever sees.
        facts: JSON that the medium needs to rebuild the work exactly (form, title, recipe …).
    """

    ids: tuple[int, ...]
    facts: Mapping[str, Any] = EMPTY

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", Record(self.facts))

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A work as a grid of values: a picture, a spectrogram.

    Attributes:
        values: (channels, height, width) of float32, −1 to 1.
        facts: JSON that the medium needs to rebuild the work exactly.
    """

    values: NDArray[np.float32]
    facts: Mapping[str, Any] = EMPTY

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", Record(self.facts))


@runtime_checkable
class Medium(Protocol[Form_co]):
    """What only a medium knows. Models see carriers and nothing else.

    ``Form_co`` is how the medium states a form to whoever makes works under it (for poems a
    `sixing.media.poem.pattern.Pattern`).
    """

    @property
    def name(self) -> str:
        """What a brief calls the medium."""
        ...

    def read(self, path: Path) -> Iterator[Work]:
        """Read works from a file or folder.

        Raises:
            BadCorpus: nothing readable is there.
        """
        ...

    def encode(self, work: Work) -> Tokens:
        """Spell a work for a model."""
        ...

    def decode(self, carrier: Tokens) -> Work:
        """Read a work back: ``decode(encode(work)) == work``."""
        ...

    def form(self, brief: Brief) -> Form_co:
        """State the form that a brief asks for.

        Raises:
            UnknownForm: no form has this name.
        """
        ...

    def check(self, work: Work) -> list[Fault]:
        """Find every broken rule, without asking whoever made the work."""
        ...

    def show(self, work: Work, kind: str) -> bytes:
        """Draw or write a work as ``kind`` (``text``, ``json``, ``html`` …).

        Raises:
            BadInput: the medium has no such kind, or what it needs (a font) is missing.
        """
        ...
