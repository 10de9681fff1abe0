"""Bad input: one clear sentence, exit status 2, nothing lost, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from sixing.store.database import FILE, Store
from sixing.works import Candidate, Work

Sixing = Callable[..., subprocess.CompletedProcess[str]]
Before = Callable[[], None]

OLD = Candidate(
    Work("poem", "五绝", "旧作", ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"))
)
STYLE = Path(str(files("sixing"))) / "styles" / "classical"
AUTUMN = ("create", "poem", "--form", "七绝", "--theme", "秋思", "--seed", "7")


@pytest.fixture
def old(home: Path) -> Candidate:
    """A work made before the trouble began."""
    with Store.at(home) as store:
        store.save([OLD])
    return OLD


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """What was said, if it was a clear refusal."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    said = done.stderr.strip()
    assert said
    assert len(said) < 1000
    return said


def kept(home: Path) -> list[Candidate]:
    """All that the store holds, once it has been found sound."""
    with sqlite3.connect(home / FILE) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    with Store.at(home, reading=True) as store:
        return store.latest(10_000)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--form", "七决", "--theme", "秋思"], "七绝"),
        (["--form", "浣溪纱儿", "--theme", "秋思"], "浣溪沙"),
        (["--theme", ""], "theme is empty"),
        (["--theme", "  "], "theme is empty"),
        ([], "theme is empty"),
        (["--theme", "🍂🌕"], "no word"),
        (["--theme", "秋" * 3500], "3500 characters"),
        (["--theme", "x" * 10_240], "10240 characters"),
        (["--theme", "秋思", "-n", "0"], "1 to"),
        (["--theme", "秋思", "-n", "-3"], "1 to"),
        (["--theme", "秋思", "-n", "100000"], "1 to"),
        (["--theme", "秋思", "-n", "many"], "many"),
        (["--theme", "秋思", "--seed", "-1"], "seed"),
        (["--theme", "秋思", "--fix", "月"], "--fix"),
        (["--theme", "秋思", "--fix", "9,1=月"], "9"),
        (["--theme", "秋思", "--fix", "1,8=月"], "8"),
        (["--theme", "秋思", "--book", "none"], "pingshui"),
        (["--theme", "秋思", "--rhyme", "上平九十九"], "上平九十九"),
        (["--theme", "秋思", "--style", "nobody's"], "nobody's"),
        (["--theme", "秋思", "--lang", "fr"], "--lang"),
        (["--form", "七绝", "--theme", "秋思", "--acrostic", "春夏秋"], "3"),
        (["--form", "七绝", "--theme", "秋思", "--acrostic", "春夏秋冬年"], "5"),
        (["--form", "七绝", "--theme", "秋思", "--acrostic", "春夏AB"], "A"),
        (["--form", "七绝", "--theme", "秋思", "--tail", "月月月月"], "月"),
        (["--form", "七绝", "--theme", "秋思", "--fix", "1,1=月", "--acrostic", "春夏秋冬"], "月"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_a_bad_brief_is_refused_with_its_reason(
    arguments: list[str], named: str, sixing: Sixing, home: Path
) -> None:
    assert named in refused(sixing("create", "poem", *arguments))
    assert not (home / FILE).exists() or kept(home) == []


def test_a_refusal_speaks_chinese_where_the_screen_does(sixing: Sixing) -> None:
    assert "主题为空" in refused(sixing("create", "poem", "--theme", "", lang="zh_CN.UTF-8"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"noise.txt": os.urandom(4096), "more.csv": os.urandom(4096)}, "no poem"),
        ({"one.txt": "山高月小云归去，\n水落石明人未回。".encode()}, "only one poem"),
        ({"empty.txt": b""}, "no poem"),
        ({"picture.bin": os.urandom(64)}, "no file"),
        ({}, "no file"),
        ({"broken.json": b'[{"title": "'}, "no poem"),
    ],
    ids=["noise", "one poem", "empty file", "no text", "empty folder", "broken JSON"],
)
def test_a_corpus_with_nothing_to_learn_is_refused(
    files: dict[str, bytes], said: str, sixing: Sixing, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert said in refused(sixing("corpus", "add", folder))
    assert not (home / "corpus").exists()


def test_a_corpus_of_mixed_encodings_is_read(sixing: Sixing, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    poems = {
        "utf-8": "松风一夜吹残雪，\n梅影半窗摇早春。",
        "gb18030": "渔火两三明远浦，\n雁声千万过寒城。",
        "big5": "江上數峰青未了，\n天邊一雁去無還。",
        "utf-16": "山月随人归古寺，\n溪云带雨过前村。",
    }
    for encoding, poem in poems.items():
        (folder / f"{encoding}.txt").write_bytes(poem.encode(encoding))
    done = sixing("corpus", "add", folder, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["kept"] == len(poems)


@pytest.mark.parametrize(
    "content", [b"", b"\n \n", os.urandom(2048)], ids=["nothing", "blank", "noise"]
)
def test_a_file_without_a_poem_is_not_a_broken_poem(content: bytes, sixing: Sixing) -> None:
    refused(sixing("check", "poem", "-", stdin=content))


def test_a_file_that_is_not_there_is_named(sixing: Sixing, tmp_path: Path) -> None:
    assert "nowhere.txt" in refused(sixing("check", "poem", tmp_path / "nowhere.txt"))


def truncate(path: Path) -> None:
    """What a broken download leaves."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def another_version(path: Path) -> None:
    """What a later Sixing might write."""
    config = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**config, "version": "sixing.style.v99"}), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("weights.safetensors", truncate),
        ("weights.safetensors", Path.unlink),
        ("vocabulary.json", truncate),
        ("fingerprints.npy", truncate),
        ("theme.safetensors", truncate),
        ("config.json", truncate),
        ("config.json", another_version),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_damaged_style_is_refused_and_named(
    name: str, spoil: Callable[[Path], None], sixing: Sixing, home: Path
) -> None:
    folder = home / "styles" / "mine"
    shutil.copytree(STYLE, folder)
    spoil(folder / name)
    said = refused(sixing(*AUTUMN, "--style", "mine"))
    assert Path(name).stem in said
    assert kept(home) == []


def test_an_unknown_work_is_named(sixing: Sixing, old: Candidate) -> None:
    assert old.id not in refused(sixing("show", "0000"))
    assert "0000" in refused(sixing("explain", "0000"))


def test_a_read_only_store_refuses_new_works_and_still_shows_the_old(
    sixing: Sixing, home: Path, old: Candidate, no_privileges: Before
) -> None:
    for path in (*home.iterdir(), home):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert old.id in sixing("works", before=no_privileges).stdout
        said = refused(sixing(*AUTUMN, before=no_privileges))
        assert "SIXING_HOME" in said or "may write" in said
    finally:
        home.chmod(0o755)
    assert kept(home) == [old]


def test_a_full_disk_loses_nothing(
    sixing: Sixing, home: Path, old: Candidate, full_disk: Before, tmp_path: Path
) -> None:
    out = tmp_path / "shown.html"
    out.write_text("before")
    done = sixing("show", old.id, "--format", "html", "--out", out, before=full_disk)
    assert "full" in refused(done)
    assert out.read_text() == "before"
    said = sixing(*AUTUMN, before=full_disk)
    assert said.returncode == 2
    assert "full" in said.stderr
    assert kept(home) == [old]
    assert {path.name for path in tmp_path.iterdir()} == {"home", "shown.html"}


@pytest.mark.usefixtures("old")
def test_a_full_device_as_standard_output_is_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as device:
        done = subprocess.run(
            [sys.executable, "-m", "sixing", "works", "--json"],
            stdout=device, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert b"full" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.usefixtures("old")
def test_a_reader_that_leaves_early_is_no_fault() -> None:
    script = f"{sys.executable} -m sixing works --json | head -c 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script], capture_output=True, check=False
    )
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("delay", [0.1, 0.3, 0.6, 1.0, 1.5, 2.5])
def test_ctrl_c_at_any_moment_leaves_all_or_nothing(
    delay: float, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "poems.json"
    code = "print('ready', flush=True); from sixing.apps.cli import main; main()"
    made = subprocess.Popen(
        [sys.executable, "-c", code, *AUTUMN, "-n", "40", "--json", "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"  # the interpreter itself has started
    time.sleep(delay)
    made.send_signal(signal.SIGINT)
    _, said = made.communicate(timeout=60)
    assert made.returncode in (0, 2), said
    assert "Traceback" not in said
    works = kept(home)
    assert len(works) in (1, 41)
    assert not out.exists() or len(json.loads(out.read_text())) == 40
    assert {path.name for path in tmp_path.iterdir()} <= {"home", "poems.json"}
