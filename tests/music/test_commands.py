"""The commands of music: what they write, keep, show, and how they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sixing.apps.cli.run import run
from sixing.media.music import abc, midi, musicxml
from sixing.testing.tunes import AIR, JIG

SMALL = ("--bars", "4", "--metre", "4/4", "--instruments", "flute", "--seed", "3")


@pytest.fixture
def jig(tmp_path: Path) -> str:
    path = tmp_path / "jig.abc"
    path.write_text(abc.write(JIG), encoding="utf-8")
    return str(path)


def test_a_piece_is_printed_kept_shown_and_explained(
    toy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["create", "music", "--style", toy, *SMALL, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)[0]
    assert made["medium"] == "music"
    assert run(["works"]) == 0
    assert made["id"] in capsys.readouterr().out
    assert run(["show", made["id"], "--format", "abc"]) == 0
    assert "K:" in capsys.readouterr().out
    for language, said in (("zh", "音在调内"), ("en", "in its scale")):
        assert run(["--lang", language, "explain", made["id"]]) == 0
        assert said in capsys.readouterr().out or language == "en"


@pytest.mark.parametrize("suffix", ["txt", "abc", "musicxml", "mid"])
def test_a_suffix_says_what_is_written(toy: str, suffix: str, tmp_path: Path) -> None:
    place = tmp_path / f"tune.{suffix}"
    assert run(["create", "music", "--style", toy, *SMALL, "--out", str(place)]) == 0
    readers = {"mid": midi.read, "musicxml": musicxml.read}
    if suffix in readers:
        score = readers[suffix](place.read_bytes())
        assert len(score.bars()) - bool(score.pickup) == 4
    assert place.stat().st_size > 50


def test_several_pieces_go_to_numbered_files(toy: str, tmp_path: Path) -> None:
    place = tmp_path / "tune.mid"
    assert run(["create", "music", "--style", toy, *SMALL, "-n", "2", "--out", str(place)]) == 0
    assert sorted(path.name for path in tmp_path.glob("*.mid")) == ["tune-1.mid", "tune-2.mid"]


def test_the_same_seed_writes_the_same_bytes(toy: str, tmp_path: Path) -> None:
    for name in ("one.mid", "two.mid"):
        told = ["create", "music", "--style", toy, *SMALL, "--out", str(tmp_path / name)]
        assert run(told) == 0
    assert (tmp_path / "one.mid").read_bytes() == (tmp_path / "two.mid").read_bytes()


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("continue", ["--bars", "2"]), ("infill", ["--bars", "2-3"]), ("vary", []),
    ],
)  # fmt: skip
def test_a_piece_that_is_given_is_worked_on(
    toy: str, verb: str, options: list[str], jig: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([verb, jig, "--style", toy, *options, "--seed", "1", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made[0]["recipe"]["verb"] == verb


def test_a_poem_is_sung(toy: str, tmp_path: Path) -> None:  # noqa: ARG001
    place = tmp_path / "song.musicxml"
    assert run(["sing", "白日依山尽，黄河入海流。", "--seed", "1", "--out", str(place)]) == 0
    assert "".join(musicxml.read(place.read_bytes()).parts[0].lyrics) == "白日依山尽黄河入海流"


def test_faults_of_a_piece_set_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, score, status in (("good", JIG, 0), ("bad", AIR.moved(-36), 1)):
        path = tmp_path / f"{name}.musicxml"
        path.write_bytes(musicxml.write(score))
        assert run(["check", "music", str(path)]) == status, capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (["--instruments", "vuvuzela"], "no instrument"),
        (["--key", "H"], "no key"),
        (["--metre", "7/5"], "no metre"),
        (["--bars", "0"], "out of range"),
        (["--tempo", "9999"], "out of range"),
        (["--form", "symphony"], "no form"),
        (["--style", "polka-dot"], "no style"),
        (["--plan", "A?B"], ""),
        (["--dial", "2", "--blend", "irish"], "from 0 to 1"),
        (["--emotion", "beige"], "mood"),
        (["-n", "0"], "works at once"),
        (["--out", "tune.exe"], "no kind of file"),
    ],
)
def test_what_cannot_be_made_is_refused(
    toy: str, told: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    style = [] if "--style" in told else ["--style", toy]
    assert run(["create", "music", *style, *told]) == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.mid", None), ("empty.mid", b""), ("noise.mid", b"MThd\0\0\0\6\0\1\xff\xff\0`MTrk"),
        ("noise.abc", b"\xff\xfe\0\0nothing"), ("empty.musicxml", b"<score-partwise/>"),
        ("bomb.musicxml", b'<!DOCTYPE a [<!ENTITY b "c">]><score-partwise>&b;</score-partwise>'),
        ("strange.xyz", b"abc"), ("no.mxl", b"PK\3\4"),
    ],
)  # fmt: skip
def test_broken_files_end_in_a_sentence(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run(["check", "music", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("sixing: ")
    assert "Traceback" not in said


def test_making_needs_none_of_the_extras(toy: str) -> None:
    code = (
        "import sys\n"
        "for name in ('torch', 'mido', 'music21', 'symusic', 'verovio', 'scipy', 'pypinyin'):\n"
        "    sys.modules[name] = None\n"
        "from sixing.apps.cli.run import run\n"
        f"sys.exit(run(['create', 'music', '--style', {toy!r}, '--bars', '4', '--seed', '1']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"K:" in done.stdout


def test_a_missing_extra_is_named(toy: str, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['verovio'] = None\n"
        "from sixing.apps.cli.run import run\n"
        f"sys.exit(run(['create', 'music', '--style', {toy!r}, '--bars', '2', "
        f"'--out', {str(tmp_path / 'score.svg')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"sixing[music]" in done.stderr
