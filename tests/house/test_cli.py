"""The command line: stable bytes for a pipe, two languages, and sentences for faults."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from sixing.apps.cli.chinese import CHINESE
from sixing.apps.cli.language import Words
from sixing.apps.cli.run import Root, root, run
from sixing.store.database import Store
from sixing.works import Candidate, Judgement, Work

TOWER = Work(
    "poem",
    "五绝·仄起·首句不入韵",
    "登楼",
    ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"),
    {"seed": 7},
)
SAID = (
    Judgement("form", 1.0, True, {"form": TOWER.form, "grave": [], "advice": []}),
    Judgement(
        "originality",
        0.0,
        False,
        {
            "longest_run": 5,
            "copied_lines": ["白日依山尽"],
            "overlap": 1.0,
            "runs": [[1, 1, "白日依山尽"]],
        },
    ),
)


@pytest.fixture
def tower(home: Path) -> Candidate:
    """A work in the store."""
    candidate = Candidate(TOWER, SAID)
    with Store.at(home) as store:
        store.save([candidate])
    return candidate


def everything(command: click.Command, ctx: click.Context) -> list[click.Command]:
    """The command and all below it."""
    inner = [command]
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            inner += everything(below, ctx)
    return inner


def test_every_phrase_of_the_screens_has_its_chinese() -> None:
    commands = everything(root, click.Context(root, obj=Words("en")))
    assert len(commands) > len(Root().list_commands(click.Context(root)))
    phrases = {
        phrase
        for command in commands
        for phrase in (command.help, *(getattr(p, "help", None) for p in command.params))
        if phrase
    }
    assert phrases - CHINESE.keys() == set()


@pytest.mark.parametrize(("language", "said"), [("zh", "合律的诗词"), ("en", "keep their rules")])
def test_the_first_screen_speaks_the_language_of_the_locale(
    language: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", f"{language}_XX.UTF-8")
    assert run([]) == 0
    assert said in capsys.readouterr().out
    assert run(["--lang", "zh" if language == "en" else "en", "works", "--help"]) == 0
    assert said not in capsys.readouterr().out


def test_works_lists_what_was_made(tower: Candidate, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["works", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [tower.to_json()]
    assert run(["works"]) == 0
    assert tower.id in capsys.readouterr().out


def test_works_of_a_new_home_is_an_empty_list(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["works", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert not home.exists()


@pytest.mark.parametrize("kind", ["text", "json", "html", "svg"])
def test_show_writes_each_kind_to_a_pipe_and_to_a_file(
    kind: str, tower: Candidate, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["show", tower.id[:5], "--format", kind]) == 0
    piped = capsysbinary.readouterr().out
    assert "白" in piped.decode()
    assert run(["show", tower.id, "--format", kind, "--out", str(tmp_path / "shown")]) == 0
    assert (tmp_path / "shown").read_bytes() == piped
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "shown"]


def test_show_json_is_the_record_that_create_prints(
    tower: Candidate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", tower.id, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == tower.to_json()


def test_explain_marks_the_lines_and_gives_the_reasons(
    tower: Candidate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", tower.id, "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "○○●●○韵" in shown
    assert "格律无误" in shown
    assert run(["explain", tower.id, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["judgements"] == tower.to_json()["judgements"]
    assert told["originality"]["copied_lines"] == ["白日依山尽"]
    assert told["annotations"]["lines"][1]["places"][4]["rhyme"]


def test_explain_shows_the_nearest_lines_when_a_corpus_is_at_hand(
    tower: Candidate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text(
        "晚望\n白日依山落，黄云带雁归。\n\n晓行\n松风吹客鬓，残雪带梅香。\n", encoding="utf-8"
    )
    assert run(["corpus", "add", str(mine)]) == 0
    capsys.readouterr()
    assert run(["explain", tower.id, "--lang", "en"]) == 0
    assert "白日依山尽  ≈ 白日依山落  《晚望》" in capsys.readouterr().out


def test_a_folder_becomes_a_corpus_and_its_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text("晚望\n\n山高月小云归去，\n水落石明人未回。\n", encoding="utf-8")
    (folder / "b.txt").write_text(
        "晓行\n\n一路松风吹客鬓，\n半溪残雪带梅香。\n", encoding="gb18030"
    )
    assert run(["corpus", "add", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] == 2
    assert run(["corpus", "report", "--json"]) == 0
    assert [entry["kept"] for entry in json.loads(capsys.readouterr().out)] == [2]
    assert run(["corpus", "report"]) == 0
    assert "mine" in capsys.readouterr().out
