"""A recipe: every number of a training in one small TOML file.

>>> Recipe(name="toy", medium="poem", steps=10).width
256
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sixing.errors import BadInput


class Recipe(BaseModel):
    """What to train, on what, how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    medium: str
    model: Literal["transformer", "lstm"] = "transformer"
    vocabulary: int = Field(8192, ge=16, description="tokens, controls included")
    width: int = Field(256, ge=8)
    layers: int = Field(6, ge=1)
    heads: int = Field(4, ge=1)
    hidden: int = Field(704, ge=8, description="width of the gated MLP, or of the LSTM")
    rows: int = Field(24, ge=1, description="rows of a batch")
    length: int = Field(256, ge=8, description="places in a row")
    steps: int = Field(ge=1)
    warmup: int = Field(40, ge=1)
    decay: float = Field(0.4, gt=0, le=1)
    muon_rate: float = Field(0.02, gt=0)
    adam_rate: float = Field(0.003, gt=0)
    seed: int = 0

    @model_validator(mode="after")
    def _heads_are_even(self) -> Recipe:
        # RoPE turns pairs of numbers.
        if self.model == "transformer" and self.width % (2 * self.heads):
            raise ValueError(f"a width of {self.width} does not make {self.heads} even heads")
        return self


def read(path: Path) -> Recipe:
    """Reads a recipe.

    Raises:
        BadInput: no such file, not TOML, or a field that no recipe has.
    """
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:  # not TOML, not UTF-8, or not of these fields
        raise BadInput(f"{path} is no recipe: {fault}") from fault
