"""compare, rate, edit, taste and forget, as a person or a program uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sixing.store.database import Store
from sixing.works import Candidate, Verdict, Work

Sixing = Callable[..., tuple[int, str, str]]
TOWER = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")


@pytest.fixture
def tower(home: Path) -> Candidate:
    work = Candidate(Work("poem", "五绝·仄起·首句不入韵", "登楼", TOWER, {"seed": 7}))
    with Store.at(home) as store:
        store.save([work])
    return work


def said(home: Path) -> list[Verdict]:
    with Store.at(home, reading=True) as store:
        return [one.verdict for one in store.said()]


@pytest.mark.usefixtures("shelf")
def test_compare_reads_answers_from_lines(sixing: Sixing, home: Path) -> None:
    status, out, err = sixing("compare", stdin="1\n2\nx\n0\nq\n")
    assert status == 0
    assert out.count("[1]") == 4
    assert "Type 1, 2, 0 or q." in err
    assert "3 answers kept." in err
    verdicts = said(home)
    assert [one.rating for one in verdicts] == [None, None, 0.5]
    assert len({frozenset(one.works) for one in verdicts}) == 3


@pytest.mark.usefixtures("shelf")
def test_compare_keeps_what_was_answered_when_the_input_ends(sixing: Sixing, home: Path) -> None:
    assert sixing("compare", stdin="1\n1\n")[0] == 0
    assert len(said(home)) == 2


def test_compare_two_named_works(sixing: Sixing, shelf: list[Candidate], home: Path) -> None:
    status, out, _ = sixing("compare", shelf[0].id, shelf[1].id, "--json", stdin="2\n")
    assert status == 0
    assert json.loads(out)["answers"] == 1
    assert said(home)[0].works == (shelf[1].id, shelf[0].id)


@pytest.mark.usefixtures("shelf")
def test_compare_stops_by_itself_when_everything_was_asked(sixing: Sixing, home: Path) -> None:
    status, _, err = sixing("compare", "-n", "100", stdin="1\n" * 100)
    assert status == 0
    assert "has been compared" in err
    assert len(said(home)) <= 28


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_compare_needs_two_works(sixing: Sixing, tower: Candidate, lang: str) -> None:
    status, _, err = sixing("compare", lang=lang, stdin="1\n")
    assert status == 2
    assert ("two works" if lang == "en" else "两件作品") in err
    assert sixing("compare", "abc")[0] == 2
    assert sixing("compare", tower.id, tower.id, stdin="1\n")[0] == 2


def test_rate_in_stars_and_shares(sixing: Sixing, tower: Candidate, home: Path) -> None:
    assert sixing("rate", tower.id[:6], "4")[1].endswith("rated 0.80 of 1.\n")
    assert json.loads(sixing("rate", tower.id, "0.35", "--json")[1])["rating"] == 0.35
    assert [one.rating for one in said(home)] == [0.8, 0.35]


@pytest.mark.parametrize("rating", ["6", "-1", "nan", "五", "1.5e9"])
def test_a_rating_out_of_range_is_refused(
    sixing: Sixing, tower: Candidate, home: Path, rating: str
) -> None:
    status, _, err = sixing("rate", tower.id, "--", rating)
    assert status == 2
    assert "no rating" in err
    assert said(home) == []


@pytest.mark.usefixtures("tower")
def test_rating_a_work_that_is_not_there(sixing: Sixing) -> None:
    status, _, err = sixing("rate", "zz", "3")
    assert status == 2
    assert "no work has the id" in err


def test_an_edit_is_a_child_with_a_diff(sixing: Sixing, tower: Candidate, home: Path) -> None:
    status, out, _ = sixing(
        "edit", tower.id, "--line", "1", "白日依山落，", "--note", "试", "--json"
    )
    assert status == 0
    child = json.loads(out)
    assert child["lines"] == ["白日依山落", *TOWER[1:]]
    assert child["parents"] == [tower.id]
    assert child["recipe"]["edit"]["lines"] == [[1, "白日依山尽", "白日依山落"]]
    assert child["judgements"]["form"]["passed"]
    assert said(home) == [Verdict("edit", (tower.id, child["id"]), note="试")]


def test_an_edit_from_a_file(sixing: Sixing, tower: Candidate, tmp_path: Path) -> None:
    file = tmp_path / "mended.txt"
    file.write_text("白日依山落，黄河入海流。\n欲穷千里目，更上一层楼。\n", encoding="utf-8")
    status, out, _ = sixing("edit", tower.id, "--file", str(file))
    assert status == 0
    assert "- 白日依山尽" in out
    assert "+ 白日依山落" in out
    assert sixing("edit", tower.id, "--file", str(file), "--line", "1", "月")[0] == 2
    assert sixing("edit", tower.id, "--file", str(tmp_path / "none"))[0] == 2


@pytest.mark.parametrize(("lang", "rule"), [("en", "失对"), ("zh", "失对")])
def test_an_edit_that_breaks_the_form_is_refused_naming_the_rule(
    sixing: Sixing, tower: Candidate, home: Path, lang: str, rule: str
) -> None:
    arguments = ("edit", tower.id, "--line", "2", "明月入海流")
    status, _, err = sixing(*arguments, lang=lang)
    assert status == 2
    assert rule in err
    assert "--force" in err
    assert said(home) == []
    status, out, _ = sixing(*arguments, "--force", "--json", lang=lang)
    assert status == 0
    assert not json.loads(out)["judgements"]["form"]["passed"]
    assert len(said(home)) == 1


def test_an_edit_that_edits_nothing_is_refused(sixing: Sixing, tower: Candidate) -> None:
    assert "nothing was changed" in sixing("edit", tower.id)[2]
    assert "nothing was changed" in sixing("edit", tower.id, "--line", "1", TOWER[0])[2]
    status, _, err = sixing("edit", tower.id, "--line", "9", "月")
    assert status == 2
    assert "no line 9" in err


def test_a_new_title_is_an_edit(sixing: Sixing, tower: Candidate) -> None:
    status, out, _ = sixing("edit", tower.id, "--title", "登鹳雀楼", "--json")
    assert status == 0
    assert json.loads(out)["title"] == "登鹳雀楼"


@pytest.mark.usefixtures("shelf")
def test_taste_says_what_was_learnt(sixing: Sixing) -> None:
    status, out, err = sixing("taste")
    assert (status, out) == (0, "")
    assert "sixing compare" in err
    sixing("compare", stdin="1\n" * 6)
    assert "verdicts" in sixing("taste")[1]
    assert "意见" in sixing("taste", lang="zh")[1] or "你偏爱" in sixing("taste", lang="zh")[1]
    told = json.loads(sixing("taste", "--json")[1])
    assert told["verdicts"] == 6
    assert told["held_out"]["of"] == 6


def test_forget_asks_and_then_forgets(sixing: Sixing, shelf: list[Candidate], home: Path) -> None:
    sixing("rate", shelf[0].id, "5")
    status, _, err = sixing("forget")
    assert status == 2
    assert "--yes" in err
    assert len(said(home)) == 1
    assert json.loads(sixing("forget", "--yes", "--json")[1]) == {
        "verdicts": 1,
        "judgements": 0,
        "styles": [],
    }
    assert said(home) == []
    assert "nothing to forget" in sixing("forget")[1]
