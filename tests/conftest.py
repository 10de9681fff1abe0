"""What all tests share: hypothesis at two speeds, and a home of their own for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# As the command line does: threads that wait for a busy core cost more than they give.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile("fuzz", max_examples=2000, deadline=None)
settings.load_profile("default")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the works of whoever runs it."""
    monkeypatch.setenv("SIXING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
