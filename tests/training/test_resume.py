"""A training that is killed for real goes on as if nothing had been."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

pytest.importorskip("torch")

ROOT = Path(__file__).parents[2]


def test_a_killed_training_has_the_curve_of_an_unbroken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    resume = importlib.import_module("benchmarks.resume")
    recipe = resume.RECIPE.model_copy(update={"steps": 120, "width": 32, "layers": 1, "rows": 4})
    found = resume.compare(tmp_path, recipe, after=[0.5], save_every=0)
    assert found.kills == 1
    assert found.apart < 1e-5
    assert found.points == 24
