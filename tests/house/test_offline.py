"""Nothing is asked of any network while poems are made, checked, kept and shown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sixing.store.database import Store
from sixing.works import Candidate, Work

GUARDED = """
import sys
def guard(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.client.", "ftplib.")):
        raise SystemExit(f"the network was asked: {event} {arguments}")
sys.addaudithook(guard)
from sixing.apps.cli.run import run
sys.exit(run(sys.argv[1:]))
"""
POEM = "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。"


def offline(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in a process where touching a socket is fatal."""
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, *arguments],
        input=stdin, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done


def test_the_guard_guards() -> None:
    code = GUARDED.replace("from sixing", "import socket; socket.socket(); from sixing")
    done = subprocess.run([sys.executable, "-c", code, "works"], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"the network was asked" in done.stderr


def test_showing_and_checking_ask_no_network(home: Path) -> None:
    work = Work("poem", "五绝", "登楼", tuple(POEM[i : i + 5] for i in (0, 6, 12, 18)))
    with Store.at(home) as store:
        store.save([Candidate(work)])
    offline("works")
    offline("explain", work.id)
    for kind in ("text", "html", "svg"):
        offline("show", work.id, "--format", kind)
    offline("check", "poem", "-", stdin=POEM)


@pytest.mark.parametrize("theme", ["秋思", "rain at night"])
def test_making_asks_no_network(theme: str) -> None:
    assert offline("create", "poem", "--form", "五绝", "--theme", theme, "--seed", "7").stdout


def test_music_asks_no_network(tmp_path: Path) -> None:
    told = ("--style", "irish", "--bars", "4", "--seed", "7")
    page = tmp_path / "tune.html"
    offline("create", "music", *told, "--out", str(page))
    shown = page.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", shown)
    offline("sing", "白日依山尽，黄河入海流。", "--seed", "1", "--out", str(tmp_path / "song.mid"))
