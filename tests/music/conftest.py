"""A style of music for tests: random weights, under the name "toy"."""

from __future__ import annotations

from pathlib import Path

import pytest

from sixing.testing import music_style


@pytest.fixture
def toy(home: Path) -> str:
    """The name of a style whose weights are random."""
    music_style.write(home / "styles" / "toy")
    return "toy"
