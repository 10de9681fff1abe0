import json
import random
from pathlib import Path

import pytest

from sixing.corpus import Corpus, add, read
from sixing.corpus.report import Report
from sixing.errors import BadCorpus, StoreError


def by_id(corpus: Corpus) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in corpus.rows()}


def test_the_package_becomes_clean_poems(package: Path) -> None:
    rows = by_id(read(package))
    assert (
        rows["tang-1"]["lines"] == "山窗夜雨听钟声\n小砚磨云墨未成\n忽有飞萤来照字\n一灯如豆月初生"
    )
    assert rows["tang-1"]["original"].startswith("山窗夜雨聽鐘聲")
    assert rows["tang-2"]["title"] == "试墨"
    assert (rows["song-1"]["era"], rows["song-1"]["shape"]) == ("宋", "7x4")
    (ci,) = (row for row in rows.values() if row["source"] == "ci")
    assert (ci["title"], ci["tune"], ci["shape"]) == ("渔父词", "渔父", "")
    assert ci["lines"].split("\n")[-3:] == ["一叶小舟", "三尺竹", "晚来闲钓碧波中"]


def test_near_duplicates_share_group_and_split(package: Path) -> None:
    rows = by_id(read(package))
    assert rows["tang-1"]["group"] == rows["tang-2"]["group"] == "tang-1"
    assert rows["tang-1"]["split"] == rows["tang-2"]["split"]
    assert rows["song-1"]["group"] == "song-1"


def test_the_report_accounts_for_every_record(package: Path) -> None:
    report = read(package).report
    assert report is not None
    assert report.read == report.kept + sum(c.number for c in report.dropped.values()) == 7
    assert set(report.dropped) == {"empty", "gap in the text (□ …)", "fewer than two lines"}
    assert report.changed["notes removed"].number == 1
    assert report.by_source == {"tang": 2, "song": 1, "ci": 1}


def test_folder_and_tarball_are_the_same_corpus(package: Path, tarball: Path) -> None:
    assert list(read(tarball)) == list(read(package)) == list(read(package / "dist"))


def test_a_corpus_is_opened_as_it_was_written(package: Path, tmp_path: Path) -> None:
    report = add(package, tmp_path / "corpus")
    opened = Corpus.open(tmp_path / "corpus")
    assert list(opened) == list(read(package))
    assert len(opened) == report.total == 4
    assert opened.poem(0).lines[0] == "山窗夜雨听钟声"
    (saved,) = json.loads((tmp_path / "corpus" / "report.json").read_text(encoding="utf-8"))
    assert Report.of(saved) == report
    card = (tmp_path / "corpus" / "report.md").read_text(encoding="utf-8")
    assert card.strip() == str(report).strip()
    assert "缺字" in report.to_markdown("zh")


def test_adding_again_adds_nothing(package: Path, tmp_path: Path) -> None:
    add(package, tmp_path / "corpus")
    before = list(Corpus.open(tmp_path / "corpus"))
    report = add(package, tmp_path / "corpus")
    assert (report.kept, report.total) == (0, 4)
    assert report.dropped["already in the corpus"].number == 4
    assert list(Corpus.open(tmp_path / "corpus")) == before
    assert len(json.loads((tmp_path / "corpus" / "report.json").read_bytes())) == 2


def test_new_poems_join_the_groups_that_are_there(
    package: Path, own_poems: Path, tmp_path: Path
) -> None:
    (own_poems / "c.txt").write_text(
        "山窗夜雨听钟声，\n小砚磨云墨未成。\n新添两句君知否，\n同组同分不许行。", encoding="utf-8"
    )
    add(package, tmp_path / "corpus")
    report = add(own_poems, tmp_path / "corpus")
    corpus = Corpus.open(tmp_path / "corpus")
    assert (report.kept, report.total) == (3, 7)
    assert report.by_encoding == {"gb18030": 1, "big5": 1, "utf-8": 1}
    (joined,) = (p for p in corpus if "新添两句君知否" in p.lines)
    assert joined.group == "tang-1"
    assert {p.source for p in corpus} == {"tang", "song", "ci", "my-poems"}


def test_progress_grows_from_nothing_to_all(package: Path, tmp_path: Path) -> None:
    seen: list[float] = []
    add(package, tmp_path / "corpus", lambda fraction, _: seen.append(fraction))
    assert seen == sorted(seen)
    assert (seen[-1], min(seen) >= 0.0) == (1.0, True)


@pytest.mark.parametrize("stop", [1, 2, 3, 4, 5])
def test_an_interrupt_leaves_the_old_corpus_and_nothing_else(
    package: Path, own_poems: Path, tmp_path: Path, stop: int
) -> None:
    into = tmp_path / "corpus"
    add(package, into)
    before = {path.name: path.read_bytes() for path in into.iterdir()}
    calls = 0

    def interrupt(_fraction: float, _message: str) -> None:
        nonlocal calls
        calls += 1
        if calls == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(own_poems, into, interrupt)
    assert {path.name: path.read_bytes() for path in into.iterdir()} == before


def test_an_interrupt_removes_what_a_tarball_left(
    tarball: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def interrupt(_fraction: float, message: str) -> None:
        if message.endswith(".json"):
            assert list(temporary.iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(tarball, interrupt)
    assert not list(temporary.iterdir())


def refusal(source: str | Path, into: Path) -> str:
    with pytest.raises(BadCorpus) as caught:
        add(source, into)
    assert not into.exists()
    assert caught.value.zh != str(caught.value)
    return str(caught.value)


def test_noise_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "noise"
    folder.mkdir()
    (folder / "a.txt").write_bytes(random.Random(1).randbytes(50_000))
    (folder / "b.json").write_bytes(random.Random(2).randbytes(50_000))
    (folder / "c.csv").write_bytes(b"\0" * 5_000)
    message = refusal(folder, tmp_path / "corpus")
    assert "no poem" in message
    assert "not Chinese text" in message


def test_one_poem_is_refused(own_poems: Path, tmp_path: Path) -> None:
    (own_poems / "b.txt").unlink()
    assert "only one poem" in refusal(own_poems, tmp_path / "corpus")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no file" in refusal(tmp_path / "empty", tmp_path / "corpus")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "no file or folder" in refusal(tmp_path / "nowhere", tmp_path / "corpus")


def test_a_file_that_is_no_tarball_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tgz").write_bytes(b"no tarball")
    assert "not a tarball" in refusal(tmp_path / "a.tgz", tmp_path / "corpus")


def test_foreign_text_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "english"
    folder.mkdir()
    (folder / "a.txt").write_text("The moon,\nthe hill.\n\nA boat,\na bell.\n", encoding="utf-8")
    assert "not hanzi" in refusal(folder, tmp_path / "corpus")


def test_a_corrupt_file_of_the_package_is_counted(package: Path) -> None:
    (package / "dist" / "quantangshi" / "poet.song.0.json").write_bytes(b'[{"title": "\xff')
    report = read(package).report
    assert report is not None
    assert report.unread["file is not readable JSON"].examples == ("poet.song.0.json",)


def test_strange_records_of_the_package_are_dropped(package: Path) -> None:
    entries = [{}, {"paragraphs": None}, {"paragraphs": [1, None]}, {"paragraphs": "山高月小"}, 7]
    path = package / "dist" / "quantangshi" / "poet.song.0.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    report = read(package).report
    assert report is not None
    assert report.kept == 3


def test_a_damaged_corpus_is_named(own_poems: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "poems.parquet").write_bytes(b"PAR1 cut off")
    with pytest.raises(BadCorpus, match="damaged"):
        Corpus.open(tmp_path / "corpus")
    with pytest.raises(BadCorpus, match="damaged"):
        add(own_poems, tmp_path / "corpus")
    with pytest.raises(BadCorpus, match="no corpus"):
        Corpus.open(tmp_path)


@pytest.mark.parametrize("place", [0.01, 0.6, 0.99])
def test_bytes_lost_inside_a_corpus_are_noticed(
    own_poems: Path, tmp_path: Path, place: float, capfd: pytest.CaptureFixture[str]
) -> None:
    add(own_poems, tmp_path / "corpus")
    file = tmp_path / "corpus" / "poems.parquet"
    content = bytearray(file.read_bytes())
    at = int(place * len(content))
    file.write_bytes(content[:at] + content[at + 40 :])
    with pytest.raises(BadCorpus, match="damaged"):
        Corpus.open(file)
    capfd.readouterr()  # what arro3 says on stderr as it panics


def test_a_place_that_cannot_be_written_is_named(own_poems: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError):
        add(own_poems, tmp_path / "file" / "corpus")


def test_without_npm_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert "npm is not installed" in refusal("chinese-poetry", tmp_path / "corpus")


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client in npm's place: a test must not reach for a network."""
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    program.touch(0o755)
    return program


def test_npm_fetches_the_package(npm: Path, tarball: Path, package: Path) -> None:
    npm.write_text(f'#!/bin/sh\n[ "$2" = chinese-poetry@2.0.1 ] && cp {tarball} .\n')
    assert list(read("chinese-poetry")) == list(read(package))


def test_npm_without_a_connection_is_a_clear_error(npm: Path, tmp_path: Path) -> None:
    npm.write_text("#!/bin/sh\necho 'network is down' >&2\nexit 1\n")
    assert "network is down" in refusal("chinese-poetry@2.0.1", tmp_path / "corpus")
