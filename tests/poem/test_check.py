"""The checker on poems with known faults, written for this test or altered from 登鹳雀楼."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.errors import BadBrief, ImpossibleBrief, UnknownForm
from sixing.media.poem import shi
from sixing.media.poem.check import Report, check, split_lines
from sixing.media.poem.pattern import acrostic
from sixing.media.poem.prosody import Policy

TOWER = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")
SPRING = ("春山雨后起清风", "竹影摇窗月色中", "独坐小楼闻远笛", "落花一夜满江东")
TEMPLE = ("古寺钟声远", "深山日影斜", "松风生涧石", "竹露滴窗纱")
VISIT = ("卧病怜芳草", "怀人问落霞", "何时携旧友", "对酒说桑麻")

Places = set[tuple[int, int, str]]


def altered(poem: tuple[str, ...], **lines: str) -> list[str]:
    """The poem with some lines put in the place of its own: `l3=...` is line 3."""
    return [lines.get(f"l{i}", line) for i, line in enumerate(poem, 1)]


def graves(report: Report) -> Places:
    return {(f.line, f.place, f.rule) for f in report.grave}


def advised(report: Report) -> Places:
    return {(f.line, f.place, f.rule) for f in report.faults if not f.grave}


_LIST = Path(__file__).with_name("known_faults.json")
KNOWN: list[tuple[list[str], Places]] = [
    (row["lines"], {(line, place, rule) for line, place, rule in row["faults"]})
    for row in json.loads(_LIST.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("lines", "known"), KNOWN, ids=lambda x: "".join(x) if len(x) > 3 else "")
def test_each_poem_is_diagnosed_right(lines: list[str], known: Places) -> None:
    report = check(lines)
    assert graves(report) == known
    assert report.broken == bool(known)


def test_every_fault_says_where_it_is_and_how_to_mend_it() -> None:
    for lines, _ in KNOWN:
        for lang in ("zh", "en"):
            for f in check(lines, lang=lang).faults:
                assert f.message
                assert f.remedy
                assert "{" not in f.message + f.remedy


def test_a_message_names_place_rule_and_way_out() -> None:
    (known,) = check(altered(TOWER, l4="更上一层亭"), lang="en").grave
    assert known.message == 'line 4: "亭" is of 下平九青 and does not rhyme with 下平十一尤'
    assert known.remedy.startswith("use a character of 下平十一尤, such as 秋、")
    (known,) = check(altered(SPRING, l3="独吟小楼闻远笛")).grave
    assert known.message == "第3句第2字“吟”为平，与第2句不相粘，宜仄"


def test_lenient_takes_the_reading_that_fits() -> None:
    assert not check(altered(SPRING, l3="独坐小楼听远笛"), policy="lenient").broken
    assert not check(altered(SPRING, l3="独坐小楼听远笛"), "七绝", policy="lenient").broken


def test_lenient_lets_the_first_line_borrow_its_rhyme() -> None:
    report = check(altered(SPRING, l1="春山雨后起寒钟"), policy="lenient")
    assert not report.broken
    assert (1, 7, "借韵") in advised(report)


def test_three_oblique_tones_under_a_rescued_bend_are_advice_when_lenient() -> None:
    lines = altered(TEMPLE, l1="古寺月色远", l2="深山松影斜")
    assert graves(check(lines)) == {(1, 3, "三仄尾")}
    report = check(lines, policy="lenient")
    assert not report.broken
    assert (1, 3, "三仄尾") in advised(report)


def test_repeats_and_clashing_ends_are_advice() -> None:
    report = check(altered(SPRING, l3="独坐小楼闻晓洞"))
    assert (3, 7, "撞韵") in advised(report)
    assert not report.broken
    report = check(altered(TOWER, l2="黄河日夜流"))
    assert advised(report) >= {(2, 3, "重字")}
    assert not any(f.rule == "重字" for f in check(["萧萧木叶下", *TOWER[1:]]).faults)  # 叠字


def test_a_rescue_by_one_reading_only_is_doubtful_when_strict() -> None:
    lines = altered(TEMPLE, l1="古寺钟磬远", l2="深山看影斜")
    assert graves(check(lines)) == {(2, 3, "多音")}
    assert not check(lines, policy="lenient").broken


def test_traditional_characters_are_read_as_they_are() -> None:
    lines = ["白日依山盡", "黃河入海流", "欲窮千里目", "更上一層樓"]
    assert not check(lines).broken
    (known,) = check([*lines[:3], "更上一層亭"]).grave
    assert "頭" in known.remedy


def test_the_form_is_found_or_held_to() -> None:
    assert check(SPRING).form == "七绝·平起·首句入韵"
    assert check([*TEMPLE, *VISIT]).form == "五律·仄起·首句不入韵"
    assert graves(check(TOWER, "五绝·平起")) == {(1, 2, "起式")}
    assert graves(check(TOWER, "五绝·首句入韵")) >= {(1, 5, "韵脚")}
    assert graves(check(TOWER[:3], "五绝")) == {(0, 0, "句数")}
    assert (0, 0, "句数") in graves(check([*TOWER, *TOWER[:2]]))
    assert {f[2] for f in graves(check(TOWER, "七绝"))} == {"字数"}


def test_a_long_form_is_checked_to_its_end() -> None:
    lines = [*TEMPLE, *VISIT, "古寺钟声远", "深山日影车"]
    report = check(lines)
    assert report.form == "五排10·仄起·首句不入韵"
    assert graves(report) == {(10, 5, "多韵")}


@pytest.mark.parametrize(
    "lines", [[], [""], ["春"], ["春眠", "不觉晓"], ["🌙🌙🌙🌙🌙"] * 4, ["a" * 9000]]
)
def test_what_is_no_poem_is_told_so(lines: list[str]) -> None:
    report = check(lines)
    assert report.broken
    assert json.loads(json.dumps(report.to_json()))["broken"]


def test_an_unlisted_character_is_a_fault_of_its_own() -> None:
    lines = altered(TOWER, l1="白日依\U0002a6d0尽")
    assert graves(check(lines)) == {(1, 4, "未收字")}


def test_a_couplet_is_opposed_and_needs_no_rhyme() -> None:
    assert not check(TOWER[:2], "五联").broken
    assert check(TOWER[:2]).form == "五联·仄起"
    assert graves(check(["白日依山尽", "绿水绕江流"], "五联")) == {(2, 2, "失对")}
    assert graves(check(["白日依山尽", "黄河入海口"], "五联")) == {(2, 5, "句脚")}
    assert "对仗" in {f.rule for f in check(["白日依山尽", "悠然见故人"], "五联").faults}


def test_fixed_characters_must_stand_where_they_should() -> None:
    fixed = acrostic("白黄欲下", [5] * 4)
    assert graves(check(TOWER, fixed=fixed)) == {(4, 1, "定字")}
    assert not check(TOWER, fixed=acrostic("盡流目楼", [5] * 4, tail=True)).broken
    with pytest.raises(ImpossibleBrief, match="2 characters"):
        acrostic("白黄", [5] * 4)


def test_modern_rhyme_books_hear_modern_tones() -> None:
    lines = altered(TOWER, l1="白日依山落")
    assert not check(lines).broken
    assert check(lines, book="xinyun").broken  # 白 一 目 are not what they were
    assert check(lines, book="tongyun").book == "tongyun"


def test_a_tune_is_checked_by_its_own_rules() -> None:
    lines = ["风", "吹落寒江一夜枫", "人归处", "烟雨满江东"]
    report = check(lines, "十六字令")
    assert (report.form[:3], report.book) == ("十六字", "cilin") or report.form == "归字谣"
    assert not report.broken
    assert check([*lines[:3], "烟雨满江楼"], "十六字令").broken


def test_lines_of_many_lengths_are_told_in_one_fault() -> None:
    report = check(["白日依山尽", "独坐小楼闻远笛"] * 2)
    assert graves(report) == {(0, 0, "字数")}
    assert "5, 7" in report.faults[0].message
    assert report.form == ""


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownForm):
        check(TOWER, "七绝句")
    with pytest.raises(BadBrief):
        check(TOWER, book="guangyun")  # type: ignore[arg-type]


def test_lines_are_read_from_punctuated_text() -> None:
    assert split_lines("白日依山尽，黄河入海流。\n欲穷千里目 更上一层楼！") == list(TOWER)


def test_an_oblique_rhyme_is_no_regulated_verse() -> None:
    report = check(["春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少"])
    assert {(2, 5, "韵脚"), (4, 5, "韵脚")} <= graves(report)


@given(
    lines=st.lists(st.text("风看月不过中秋空听", min_size=5, max_size=5), min_size=4, max_size=4),
    policy=st.sampled_from(["strict", "lenient"]),
)
def test_the_quick_test_and_the_diagnosis_agree(lines: list[str], policy: Policy) -> None:
    assert check(lines, "五绝", policy=policy).broken != shi.conforms(lines, policy)


@given(st.lists(st.text(max_size=9), max_size=12))
def test_any_text_is_diagnosed_without_failing(lines: list[str]) -> None:
    report = check(lines)
    assert all(f.message and f.remedy for f in report.faults)
