"""The store keeps what it is given, whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from sixing.errors import BadWork, StoreError
from sixing.store.database import FILE, Store
from sixing.works import Candidate, Judgement, Work


def candidate(title: str, score: float = 0.1 + 0.2) -> Candidate:
    work = Work("poem", "五绝", title, ("一", "二"), {"seed": 7, "rhyme": ["尤"]}, ("aa", "bb"))
    said = Judgement("form", score, True, {"faults": []}, ("因",)), Judgement("theme", 0.5, False)
    return Candidate(work, said)


def test_what_is_saved_comes_back_equal(tmp_path: Path) -> None:
    moon, frost = candidate("月"), candidate("霜")
    with Store.at(tmp_path) as store:
        store.save([moon, frost])
    with Store.at(tmp_path, reading=True) as store:
        assert store.get(moon.id) == moon
        assert store.get(moon.id[:8]) == moon
        assert store.latest(10) == [frost, moon]
        assert store.latest(1) == [frost]
        assert store.latest(10, medium="song") == []


def test_a_work_saved_again_takes_the_new_judgements(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.save([candidate("月", 0.1)])
        store.save([candidate("月", 0.9)])
        assert store.latest(10) == [candidate("月", 0.9)]


def test_a_recipe_is_kept_once(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        store.save([candidate("月"), candidate("霜")])
    with sqlite3.connect(tmp_path / FILE) as raw:
        assert raw.execute("SELECT count(*) FROM recipes").fetchone() == (1,)
    raw.close()


def test_unknown_and_ambiguous_ids_are_refused(tmp_path: Path) -> None:
    many = [candidate(str(number)) for number in range(40)]
    with Store.at(tmp_path) as store:
        store.save(many)
        shared = next(c for c in "0123456789abcdef" if sum(m.id[0] == c for m in many) > 1)
        with pytest.raises(BadWork, match="more than one"):
            store.get(shared)
        for name in ("", "zz", "%", "_"):
            with pytest.raises(BadWork, match="no work"):
                store.get(name)


def test_a_store_that_is_not_there_yet_reads_as_empty_and_stays_absent(tmp_path: Path) -> None:
    with Store.at(tmp_path / "new", reading=True) as store:
        assert store.latest(10) == []
    assert not (tmp_path / "new").exists()


def test_a_failing_work_takes_its_whole_batch_back(tmp_path: Path) -> None:
    bad = Candidate(
        candidate("坏").work, (Judgement("twice", 1, True), Judgement("twice", 1, True))
    )
    with Store.at(tmp_path) as store:
        with pytest.raises(StoreError):
            store.save([candidate("月"), bad])
        assert store.latest(10) == []


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    def write(name: str) -> None:
        with Store.at(tmp_path) as store:
            for number in range(10):
                store.save([candidate(f"{name}{number}")])

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.at(tmp_path, reading=True) as store:
        assert len(store.latest(100)) == 30


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\x00noise" * 4096)
    for reading in (False, True):
        with pytest.raises(StoreError, match="no store of Sixing"):
            Store.at(tmp_path, reading=reading)


def test_a_store_of_a_later_version_is_not_misread(tmp_path: Path) -> None:
    Store.at(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("UPDATE schema SET version = 99")
    raw.close()
    with pytest.raises(StoreError, match="version 99"):
        Store.at(tmp_path)


def test_a_folder_that_cannot_be_made_says_so() -> None:
    with pytest.raises(StoreError, match="Choose a folder"):
        Store.at(Path("/proc/sixing"))


def test_any_database_url_will_do(tmp_path: Path) -> None:
    with Store.by_url(f"sqlite:///{tmp_path}/other.sqlite") as store:
        store.save([candidate("月")])
        assert store.latest(10) == [candidate("月")]
