"""The whole way of a datum: a theme on the command line, poems out, kept and explained."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sixing as library
from sixing.store.database import Store

Sixing = Callable[..., subprocess.CompletedProcess[str]]
AUTUMN = ("create", "poem", "--form", "七绝", "--theme", "秋思", "-n", "3", "--seed", "7")
FIELDS = {"id", "medium", "form", "title", "lines", "recipe", "judgements"}


def made(sixing: Sixing, *arguments: str) -> list[dict[str, Any]]:
    """The JSON that a create prints."""
    done = sixing("create", "poem", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    poems: list[dict[str, Any]] = json.loads(done.stdout)
    return poems


def test_three_quatrains_on_autumn(sixing: Sixing, home: Path) -> None:
    done = sixing(*AUTUMN, "--json")
    poems = json.loads(done.stdout)
    assert len(poems) == 3
    for poem in poems:
        assert poem.keys() >= FIELDS
        assert [len(line) for line in poem["lines"]] == [7] * 4
        assert poem["judgements"].keys() >= {"form", "fluency", "theme", "originality"}
        assert poem["judgements"]["form"]["passed"]
    with Store.at(home, reading=True) as store:
        assert [kept.to_json() for kept in reversed(store.latest(10))] == poems
    assert sixing(*AUTUMN, "--json").stdout == done.stdout
    assert sixing("check", "poem", "-", stdin=done.stdout.encode()).returncode == 0
    assert sixing("explain", poems[0]["id"]).returncode == 0


def test_python_gives_what_the_command_line_prints(sixing: Sixing) -> None:
    poems = library.create("poem", form="五绝", theme="秋思", n=2, seed=7)
    assert [p.to_json() for p in poems] == made(
        sixing, "--form", "五绝", "--theme", "秋思", "-n", "2", "--seed", "7"
    )
    assert all(not fault.grave for p in poems for fault in library.check("poem", p.lines))


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        (["--form", "七绝", "--acrostic", "花好月圆"], "花______ 好______ 月______ 圆______"),
        (["--form", "五绝", "--tail", "月山雪间"], "____月 ____山 ____雪 ____间"),
        (["--form", "五绝", "--fix", "2,3=明月"], "_____ __明月_ _____ _____"),
        (["--form", "五律"], " ".join(["_____"] * 8)),
        (["--form", "浣溪沙"], " ".join(["_______"] * 6)),
        (["--upper", "一夜西风凋碧树"], "一夜西风凋碧树 _______"),
    ],
    ids=lambda value: value[0] + value[-1] if isinstance(value, list) else "",
)
def test_what_was_asked_for_stands(arguments: list[str], shape: str, sixing: Sixing) -> None:
    (poem,) = made(sixing, "--theme", "明月", "--seed", "7", *arguments)
    assert re.fullmatch(shape.replace("_", r"\w"), " ".join(poem["lines"]))


def test_traditional_is_only_a_way_of_writing(sixing: Sixing) -> None:
    brief = ("--form", "五绝", "--theme", "归云", "--seed", "7")
    (plain,), (written,) = made(sixing, *brief), made(sixing, *brief, "--script", "traditional")
    assert written["id"] == plain["id"]
    assert written["title"] == "歸雲"


def test_without_a_seed_each_time_is_another(sixing: Sixing) -> None:
    first, second = (made(sixing, "--form", "五绝", "--theme", "秋思") for _ in range(2))
    assert first[0]["lines"] != second[0]["lines"]
