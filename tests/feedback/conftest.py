"""A handful of made-up works in a store, and the commands that are about them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sixing.apps.cli import run
from sixing.store.database import Store
from sixing.works import Candidate, Work

COMMANDS = ("compare", "rate", "edit", "taste", "forget")
FORM = "五绝·仄起·首句不入韵"
#: Warm lines and cool ones, hanzi set beside each other for their images alone.
WARM = ("红花暖日春", "丽锦艳阳香", "金莺绣柳新", "彩蝶舞霞芳")
COOL = ("寒泉冷月秋", "孤石暮霜凉", "残竹幽烟淡", "空山瘦雪苍")

Sixing = Callable[..., tuple[int, str, str]]


def poem(*lines: str, title: str = "") -> Candidate:
    """A work of these lines."""
    return Candidate(Work("poem", FORM, title, lines, {"brief": {"options": {}}}))


@pytest.fixture
def shelf(home: Path) -> list[Candidate]:
    """Six works in the store, warm and cool in turn."""
    lines = [line for pair in zip(WARM, COOL, strict=True) for line in pair]
    works = [poem(*([line] * 4), title=str(n)) for n, line in enumerate(lines)]
    with Store.at(home) as store:
        store.save(works)
    return works


@pytest.fixture
def sixing(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sixing:
    """Run a command with lines on standard input: exit status, output, errors."""

    def call(*arguments: str, stdin: str = "", lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        status = run.run(["--lang", lang, *arguments])
        told = capfd.readouterr()
        return status, told.out, told.err

    for name in COMMANDS:
        monkeypatch.setitem(run._COMMANDS, name, f"sixing.apps.cli.{name}:{name}")
    return call
