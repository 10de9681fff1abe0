"""What a person says is looked at, kept, and forgotten when they wish."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from sixing.errors import BadInput, BadWork
from sixing.feedback.forgetting import forget, remembered
from sixing.feedback.recall import recall
from sixing.feedback.taste import JUDGE
from sixing.feedback.telling import tell
from sixing.store import styles
from sixing.store.database import FILE, Store
from sixing.works import Candidate, Judgement, Work


def test_what_is_told_is_kept_with_whole_ids(shelf: list[Candidate], home: Path) -> None:
    tell("pair", shelf[0].id[:8], shelf[1], note="更静")
    tell("rating", shelf[2], rating=0.8)
    tell("pick", shelf[3], among=shelf[2:5])
    with Store.at(home, reading=True) as store:
        said = store.said()
    assert [one.number for one in said] == [1, 2, 3]
    assert said[0].verdict.works == (shelf[0].id, shelf[1].id)
    assert said[0].verdict.note == "更静"
    assert said[1].verdict.rating == 0.8
    assert said[2].verdict.among == tuple(one.id for one in shelf[2:5])
    assert all(one.at.tzinfo is not None for one in said)


def test_a_work_told_of_before_it_was_kept_is_kept(home: Path) -> None:
    new = Candidate(Work("poem", "", "", ("明月松间照",)))
    tell("rating", new, rating=1)
    with Store.at(home, reading=True) as store:
        assert store.get(new.id) == new


@pytest.mark.parametrize(
    ("kind", "places", "more", "says"),
    [
        ("pair", (0,), {}, "about 2 works"),
        ("pair", (0, 0), {}, "with itself"),
        ("pair", (0, 1), {"rating": 2.0}, "between 0 and 1"),
        ("rating", (0,), {"rating": 1.01}, "between 0 and 1"),
        ("rating", (0,), {"rating": -0.1}, "between 0 and 1"),
        ("rating", (0,), {"rating": float("nan")}, "between 0 and 1"),
        ("rating", (0,), {}, "how good"),
        ("edit", (0, 1), {"rating": 0.5}, "no rating"),
        ("pick", (0, 1), {"places": (0, 1)}, "not all of them"),
        ("pick", (0,), {}, "not all of them"),
        ("liking", (0,), {}, "no verdict is of the kind"),
        ("rating", (0,), {"rating": 0.5, "note": "长" * 2001}, "2001 characters"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_not_kept(
    shelf: list[Candidate],
    home: Path,
    kind: str,
    places: tuple[int, ...],
    more: dict[str, object],
    says: str,
) -> None:
    more = dict(more)
    among = [shelf[i] for i in more.pop("places", ())]  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match=says) as refused:
        tell(kind, *(shelf[i] for i in places), among=among, **more)  # type: ignore[arg-type]
    assert refused.value.zh != str(refused.value)
    with Store.at(home, reading=True) as store:
        assert store.said() == []


@pytest.mark.usefixtures("shelf")
def test_an_unknown_work_is_named() -> None:
    with pytest.raises(BadWork, match="zzz"):
        tell("rating", "zzz", rating=1)


def test_a_work_deleted_later_does_no_harm(shelf: list[Candidate], home: Path) -> None:
    for n in range(0, 6, 2):
        tell("pair", shelf[n + 1], shelf[n])
    with sqlite3.connect(home / FILE) as raw:
        raw.execute("DELETE FROM works WHERE id = ?", (shelf[0].id,))
    raw.close()
    with Store.at(home, reading=True) as store:
        memory = recall(store)
    assert (memory.taste.verdicts, memory.taste.passed_over) == (2, 1)
    assert memory.question() is not None


def test_a_store_from_before_there_were_verdicts_is_read_and_gets_them(
    shelf: list[Candidate], home: Path
) -> None:
    with sqlite3.connect(home / FILE) as raw:
        raw.execute("DROP TABLE verdict_works")
        raw.execute("DROP TABLE verdicts")
    raw.close()
    with Store.at(home, reading=True) as store:
        assert store.said() == []
        assert not recall(store).taste.ready
    tell("pair", shelf[0], shelf[1])
    with Store.at(home, reading=True) as store:
        assert len(store.said()) == 1
        assert len(store.latest(10)) == 8


def adapted(home: Path, name: str, learnt_from: str) -> Path:
    folder = home / "styles" / name
    folder.mkdir(parents=True)
    said = {"version": styles.VERSION, "base": "classical", "adapters": []}
    (folder / "config.json").write_text(json.dumps({**said, "learnt_from": learnt_from}))
    return folder


def test_forgetting_removes_what_was_said_and_learnt_and_nothing_else(
    shelf: list[Candidate], home: Path
) -> None:
    tell("pair", shelf[0], shelf[1], note="此句甚得我心")
    judged = Candidate(shelf[2].work, (Judgement(JUDGE, 0.9, True), Judgement("form", 1.0, True)))
    with Store.at(home) as store:
        store.save([judged])
    mine, taught = adapted(home, "mine", "pieces"), adapted(home, "taught", "verdicts")
    gone = forget()
    assert (gone.verdicts, gone.judgements, gone.styles) == (1, 1, ("taught",))
    assert mine.exists()
    assert not taught.exists()
    with Store.at(home, reading=True) as store:
        assert store.said() == []
        assert [said.judge for said in store.get(judged.id).judgements] == ["form"]
        assert len(store.latest(10)) == 8
    for file in home.glob(f"{FILE}*"):
        assert "此句甚得我心".encode() not in file.read_bytes()


def test_forgetting_twice_is_forgetting_nothing(shelf: list[Candidate]) -> None:
    tell("pair", shelf[0], shelf[1])
    forget()
    assert remembered().nothing
    assert forget().nothing


def test_where_nothing_is_there_is_nothing_to_forget(home: Path) -> None:
    assert forget().nothing
    assert not home.exists()
