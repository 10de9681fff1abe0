"""The prosody written beside a poem."""

from __future__ import annotations

from sixing.media.poem.annotate import annotate
from sixing.works import Fault, Work

RIDGE = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")


def test_tones_and_rhymes_come_from_the_rhyme_book() -> None:
    notes = annotate(Work("poem", "五绝", "", RIDGE))
    assert [place["tone"] for place in notes["lines"][1]["places"]] == list("平平仄仄平")
    assert notes["rhymes"] == ["下平十一尤"]
    assert [line["places"][-1]["rhyme"] for line in notes["lines"]] == [
        None,
        "下平十一尤",
        None,
        "下平十一尤",
    ]


def test_the_form_says_what_each_place_wants() -> None:
    notes = annotate(Work("poem", "五绝·仄起·首句不入韵", "", RIDGE))
    wanted = ["".join(place["required"] for place in line["places"]) for line in notes["lines"]]
    assert wanted == ["中仄中平仄", "平平中仄平", "中平平仄仄", "中仄仄平平"]


def test_a_fault_flags_its_place() -> None:
    fault = Fault(2, 3, "平仄", "wrong tone", "change it")
    notes = annotate(Work("poem", "五绝", "", RIDGE), [fault])
    assert notes["lines"][1]["places"][2]["flags"] == ["平仄"]
    assert notes["faults"][0]["message"] == "wrong tone"


def test_a_poem_of_no_known_form_has_tones_but_no_demands() -> None:
    notes = annotate(Work("poem", "", "", ("山高月小", "水落石出")))
    places = [place for line in notes["lines"] for place in line["places"]]
    assert {place["required"] for place in places} == {""}
    assert {place["rhyme"] for place in places} == {None}
    assert [place["tone"] for place in places[:4]] == list("平平仄仄")


def test_a_line_of_the_wrong_length_is_still_annotated() -> None:
    notes = annotate(
        Work("poem", "五绝", "", ("白日依山", "黄河入海流", "欲穷千里目", "更上一层楼"))
    )
    assert [len(line["places"]) for line in notes["lines"]] == [4, 5, 5, 5]


def test_a_ci_has_stanzas_stops_and_rhymes_of_its_own_book() -> None:
    half = ("春月春花秋月春", "秋花春月春花春", "秋花春月春花人")
    notes = annotate(Work("poem", "浣溪沙", "", half * 2))
    assert [line["stanza"] for line in notes["lines"]] == [1, 1, 1, 2, 2, 2]
    assert "".join(line["stop"] for line in notes["lines"]) == "。。。，。。"
    assert (notes["book"], notes["rhymes"]) == ("cilin", ["第六部"])
    assert [line["places"][-1]["rhyme"] is None for line in notes["lines"]][3]


def test_lines_that_an_editor_broke_elsewhere_still_meet_their_tune() -> None:
    merged = ("春月春花秋月春秋花春月春花春", "秋花春月春花人") + ("春" * 7,) * 3
    notes = annotate(Work("poem", "浣溪沙", "", merged))
    assert [line["stanza"] for line in notes["lines"]] == [1, 1, 2, 2, 2]
    assert notes["lines"][0]["stop"] == "。"
