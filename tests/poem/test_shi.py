"""Forms of regulated verse, and the two statements of their rules compared string by string."""

from __future__ import annotations

from itertools import product

import pytest

from sixing.errors import UnknownForm
from sixing.media.poem import shi
from sixing.media.poem.check import check
from sixing.media.poem.metre import broken_rules, forgiven
from sixing.media.poem.pattern import Pattern, pattern_of, shi_pattern, shi_patterns, spell_out

WIDTHS = (5, 7)
FORMS = [form for count in (2, 4, 8, 10) for width in WIDTHS for form in shi.forms_of(count, width)]


def strings(width: int) -> frozenset[str]:
    return spell_out("中" * width)


def spoken(form: shi.ShiForm, tones: tuple[str, ...]) -> list[str]:
    """Lines of plain level and oblique characters in these tones, rhymed on 东."""
    level, rhymes = "秋", iter("风中空东公同红终穷功翁")
    lines = []
    for i, line in enumerate(tones):
        text = "".join(level if t == "平" else "月" for t in line)
        lines.append(text[:-1] + next(rhymes) if form.rhymed(i) and line[-1] == "平" else text)
    return lines


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.full_name)
def test_every_string_of_a_line_is_in_the_pattern_or_breaks_a_rule(form: shi.ShiForm) -> None:
    pattern = pattern_of(form)
    for i, allowed in enumerate(pattern.tones):
        wants = form.second_tone(i), form.last_tone(i)
        well = {t for t in strings(form.width) if not broken_rules(t, *wants)}
        rescued = {
            t
            for t in strings(form.width)
            if not forgiven(broken_rules(t, *wants), rescued=True, strict=True)
        }
        assert allowed == (well if pattern.couples[i // 2] is None or i % 2 else rescued)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.full_name)
def test_pairs_stand_together_in_the_pattern_just_when_the_rules_let_them(
    form: shi.ShiForm,
) -> None:
    pattern = pattern_of(form)
    for i in range(0, form.lines, 2):
        upper, lower = pattern.tones[i], pattern.tones[i + 1]
        wants = form.second_tone(i), form.last_tone(i)
        kept = {
            (a, b)
            for a, b in product(upper, lower)
            if not forgiven(broken_rules(a, *wants), b[-3] == "平", strict=True)
        }
        couple = pattern.couples[i // 2]
        assert kept == (set(product(upper, lower)) if couple is None else set(couple))


@pytest.mark.parametrize("form", [f for f in FORMS if f.lines in (2, 4)], ids=lambda f: f.full_name)
def test_the_checker_is_clean_on_the_whole_pattern_and_only_there(form: shi.ShiForm) -> None:
    pattern = pattern_of(form)
    usual = _usual(pattern)
    every = strings(form.width)
    for i in range(0, form.lines, 2):
        above, below = pattern.tones[i], pattern.tones[i + 1]
        couple = pattern.couples[i // 2] or frozenset(product(above, below))
        for pair in {*product(every, below), *product(above, every)}:
            report = check(spoken(form, (*usual[:i], *pair, *usual[i + 2 :])), form.full_name)
            assert report.broken != (pair in couple), (pair, report.grave)


def _usual(pattern: Pattern) -> tuple[str, ...]:
    """A string for each line that may stand beside any other: no bent line above."""
    rows = list(map(min, pattern.tones))
    for i, couple in enumerate(pattern.couples):
        if couple is not None:
            below = pattern.tones[2 * i + 1]
            rows[2 * i] = min(a for a, _ in couple if all((a, b) in couple for b in below))
    return tuple(rows)


def test_names_leave_open_what_they_do_not_say() -> None:
    assert len(shi_patterns("七绝")) == 4
    assert [p.name for p in shi_patterns("qilv·平起·首句入韵")] == ["七律·平起·首句入韵"]
    assert len(shi_patterns("五律·首句不入韵")) == 2
    assert shi_pattern("五排16·仄起·首句不入韵").lines == (5,) * 16
    assert len(shi.forms_named("七排")[0].full_name) == len("七排12·仄起·首句入韵")
    assert shi_patterns("七联")[0].rhymes == (None, None)


@pytest.mark.parametrize(
    "name",
    ["", "七绝句", "五排13", "五排8", "五排999", "七绝4", "七绝·平起·平起", "七绝·东", "浣溪沙"],
)
def test_an_unknown_form_is_refused(name: str) -> None:
    with pytest.raises(UnknownForm):
        shi.forms_named(name)


def test_a_name_that_leaves_several_patterns_is_no_full_name() -> None:
    with pytest.raises(UnknownForm, match="七绝·仄起·首句入韵"):
        shi_pattern("七绝")


def test_forms_are_detected_by_their_tones() -> None:
    level = ["朝辞白帝彩云间", "千里江陵一日还", "两岸猿声啼不住", "轻舟已过万重山"]
    oblique = ["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"]
    assert _full(level) == "七绝·平起·首句入韵"
    assert _full(oblique) == "五绝·仄起·首句不入韵"
    assert shi.rhyme_group(level) == "上平十五删"
    assert shi.conforms(oblique)
    assert shi.conforms(level)
    assert not shi.conforms(level, "strict")  # 过 and 重 have both tones


def _full(lines: list[str]) -> str:
    form = shi.detect(lines)
    assert form is not None
    return form.full_name


@pytest.mark.parametrize("lines", [[], ["白日依山尽"], ["白日", "依山"], ["白日依山尽"] * 6])
def test_no_form_has_an_irregular_shape(lines: list[str]) -> None:
    assert shi.detect(lines) is None
    assert not shi.conforms(lines)
