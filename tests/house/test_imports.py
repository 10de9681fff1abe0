"""Importing costs next to nothing, layers hold, and nothing ever calls the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "numpy", "sqlalchemy", "opencc", "arro3", "rich", "pydantic", "PIL", "click")
ROOT = Path(__file__).parents[2]


def python(code: str) -> str:
    """Run code in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_pulls_nothing_heavy() -> None:
    loaded = python("import sixing, sys; print(*sys.modules)").split()
    assert [name for name in HEAVY if name in loaded] == []


def test_import_takes_less_than_three_tenths_of_a_second() -> None:
    clock = "import time; t = time.perf_counter(); import sixing; print(time.perf_counter() - t)"
    assert min(float(python(clock)) for _ in range(3)) < 0.3


def test_every_public_name_is_there() -> None:
    import sixing

    assert all(getattr(sixing, name) is not None for name in sixing.__all__)
    assert set(sixing.__all__) <= set(dir(sixing))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sixing.nothing


def test_the_command_line_starts_without_what_it_does_not_need() -> None:
    code = (
        "from sixing.apps.cli.run import run; run(['works', '-h']); import sys; print(*sys.modules)"
    )
    loaded = python(code).split()
    heavy = [name for name in HEAVY if name not in ("click",)]
    assert [name for name in heavy if name in loaded] == []


def test_layers_hold() -> None:
    pytest.importorskip("importlinter", reason="import-linter comes with the dev extra")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
