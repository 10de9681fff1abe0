"""Machines in trouble: full disks and folders that even root may not write to."""

from __future__ import annotations

import ctypes
import io
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sixing.apps.cli.run import run

Sixing = Callable[..., subprocess.CompletedProcess[str]]

_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2


@pytest.fixture
def no_privileges() -> Callable[[], None]:
    """For a child process: file permissions bind root as they bind anybody."""

    def drop() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            if os.geteuid() == 0 and libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "cannot drop a capability")

    return drop


@pytest.fixture
def full_disk() -> Callable[[], None]:
    """For a child process: no file can grow at all."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.fixture
def sixing(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sixing:
    """Run the command line: in a process of its own where something must come `before`."""

    def call(
        *arguments: str | Path,
        before: Callable[[], None] | None = None,
        stdin: bytes = b"",
        lang: str = "en_US.UTF-8",
    ) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("LC_ALL", lang)
        words = list(map(str, arguments))
        if before is None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            status = run(words)
            captured = capfd.readouterr()
            return subprocess.CompletedProcess(words, status, captured.out, captured.err)
        return subprocess.run(
            [sys.executable, "-m", "sixing", *words],
            capture_output=True, encoding="utf-8", check=False, preexec_fn=before, timeout=120,
        )  # fmt: skip

    return call
