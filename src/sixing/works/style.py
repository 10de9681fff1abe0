"""What was learned from a corpus: a folder of weights, patterns and a card.

The value says where the folder is and how it is configured; it opens no file.

>>> Style("classical", Path("styles/classical"), {"size": "pocket"}).config["size"]
'pocket'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sixing.works.record import EMPTY, Record


@dataclass(frozen=True, slots=True)
class Style:
    """A learned style, by name.

    Attributes:
        name: what a brief calls it.
        folder: where its weights, `config.json` and card lie.
        config: the content of `config.json`; frozen on the way in.
    """

    name: str
    folder: Path
    config: Mapping[str, Any] = EMPTY

    def __post_init__(self) -> None:
        object.__setattr__(self, "config", Record(self.config))
