"""Ci tunes: found by name and by shape, and every kind of fault named where it is."""

from __future__ import annotations

import random

import pytest

from sixing.errors import UnknownForm
from sixing.media.poem import tunes
from sixing.media.poem.pattern import Pattern, Position
from sixing.media.poem.prosody import book
from sixing.media.poem.tune import Tune

# Written for these tests.
RUMENGLING = [
    "门外一溪清水",
    "门里一人闲睡",
    "风起落花多",
    "都到枕边衣袂",
    "知未",
    "知未",
    "春在鸟声烟际",
]
XIJIANGYUE = [
    "竹外一湾流水", "桥边几树梅花", "夕阳斜照野人家", "一缕炊烟屋下",
    "客到不须沽酒", "童归自会煎茶", "闲看山色与云霞", "风送钟声到也",
]  # fmt: skip


def rules(lines: list[str], form: Tune, policy: str = "lenient") -> list[tuple[str, int, int]]:
    found = tunes.check(lines, form, "cilin", policy)  # type: ignore[arg-type]
    return [(fault.rule, fault.line, fault.place) for fault in found if fault.grave]


def spoilt(lines: list[str], line: int, place: int, char: str) -> list[str]:
    text = lines[line - 1]
    return [*lines[: line - 1], text[: place - 1] + char + text[place:], *lines[line:]]


def first(name: str) -> Tune:
    return tunes.forms(name)[0]


def test_there_are_well_over_a_hundred_tunes() -> None:
    assert len(tunes.names()) >= 150
    assert sum(len(tunes.forms(name)) for name in tunes.names()) >= 250


@pytest.mark.parametrize("name", ["念奴娇", "大江东去", "念奴嬌", "念奴娇·1", " 念奴娇 "])
def test_a_tune_goes_by_its_other_names(name: str) -> None:
    assert tunes.forms(name)[0].name == "念奴娇"


def test_a_numbered_form_is_one_form() -> None:
    second = tunes.forms("临江仙·2")
    assert [form.number for form in second] == [2]
    assert second[0].full_name == "临江仙·2"


@pytest.mark.parametrize("name", ["", "·", "临江山", "临江仙·99", "浣溪沙·春情", "x" * 10_000])
def test_an_unknown_tune_is_refused(name: str) -> None:
    with pytest.raises(UnknownForm):
        tunes.forms(name)


def test_a_slip_of_the_pen_is_set_right() -> None:
    assert tunes.suggest("临江山")[0] == "临江仙"


def test_a_pattern_has_the_lines_stops_and_rhymes_of_its_form() -> None:
    pattern = first("菩萨蛮").pattern()
    assert pattern.lines == (7, 7, 5, 5, 5, 5, 5, 5)
    assert pattern.rhymes == (0, 0, 1, 1, 2, 2, 3, 3)
    assert pattern.level_rhyme == (False, True, False, True)
    assert pattern.parts == ()


def test_level_and_oblique_of_one_part_rhyme_together() -> None:
    pattern = first("西江月").pattern()
    assert pattern.level_rhyme == (True, False)
    assert pattern.parts == (0, 0)


@pytest.mark.parametrize(
    "form", [f for n in tunes.names() for f in tunes.forms(n)], ids=lambda form: form.full_name
)
def test_every_form_is_whole(form: Tune) -> None:
    pattern = form.pattern()
    assert len(form.marks) == len(form.stops) == len(form.parts) == len(form.stanzas)
    assert form.stops[-1] == "。"
    assert form.works > 0
    for allowed, length, rhyme in zip(pattern.tones, pattern.lines, pattern.rhymes, strict=True):
        assert {len(tones) for tones in allowed} == {length}
        if rhyme is not None:
            wanted = "平" if pattern.level_rhyme[rhyme] else "仄"
            assert {tones[-1] for tones in allowed} == {wanted}
    for (line, place), (again, there) in form.echoes:
        assert (line, place) < (again, there)
        assert there <= form.lines[again - 1]


@pytest.mark.parametrize(("name", "lines"), [("如梦令", RUMENGLING), ("西江月", XIJIANGYUE)])
def test_a_sound_poem_is_found_and_passes(name: str, lines: list[str]) -> None:
    form = tunes.detect(lines)
    assert form is not None
    assert form.full_name == name
    assert rules(lines, form) == []


def test_pauses_may_stay_inside_their_lines() -> None:
    form = first("八声甘州")
    lengths = [sum(form.lines[:2]) if form.stops[0] == "、" else form.lines[0], *form.lines[2:]]
    poem = ["春" * n for n in (lengths if form.stops[0] == "、" else form.lines)]
    assert tunes.fits(poem, form)


def test_a_wrong_tone_is_named() -> None:
    poem = spoilt(RUMENGLING, 3, 5, "色")
    assert rules(poem, first("如梦令")) == [("平仄", 3, 5)]


def test_a_wrong_rhyme_is_named() -> None:
    poem = spoilt(RUMENGLING, 2, 6, "卧")
    assert rules(poem, first("如梦令")) == [("出韵", 2, 6)]


def test_a_rhyme_of_the_wrong_tone_is_named() -> None:
    poem = spoilt(RUMENGLING, 2, 6, "眠")
    assert rules(poem, first("如梦令")) == [("韵脚", 2, 6)]


def test_a_missing_echo_is_named() -> None:
    poem = spoilt(RUMENGLING, 6, 1, "归")
    assert rules(poem, first("如梦令")) == [("叠字", 6, 1)]


def test_a_short_line_is_named_and_the_others_still_checked() -> None:
    poem = spoilt(RUMENGLING, 3, 5, "色")
    poem[0] = poem[0][:5]
    assert rules(poem, first("如梦令")) == [("字数", 1, 0), ("平仄", 3, 5)]


def test_a_missing_line_is_named() -> None:
    assert rules(RUMENGLING[:-1], first("如梦令")) == [("句数", 0, 0)]


def test_what_is_no_hanzi_is_named() -> None:
    poem = spoilt(RUMENGLING, 3, 1, "x")
    assert rules(poem, first("如梦令")) == [("非汉字", 3, 1)]


def test_other_cuts_break_a_form_only_when_strict() -> None:
    poem = ["门外一溪清水", "门里一人闲睡", "风起落", "花多都到枕边衣袂", *RUMENGLING[4:]]
    strict = tunes.check(poem, first("如梦令"), "cilin", "strict")
    lenient = tunes.check(poem, first("如梦令"), "cilin", "lenient")
    assert any(fault.rule == "句读" and fault.grave for fault in strict)
    assert not any(fault.rule == "句读" and fault.grave for fault in lenient)


def test_messages_come_in_both_languages() -> None:
    poem = spoilt(RUMENGLING, 3, 5, "色")
    form = first("如梦令")
    (zh,) = tunes.check(poem, form, policy="lenient", lang="zh")
    (en,) = tunes.check(poem, form, policy="lenient", lang="en")
    assert "第3句第5字" in zh.message
    assert "line 3, character 5" in en.message


def test_a_named_tune_is_kept_even_when_the_shape_is_off() -> None:
    form = tunes.detect(["山高", "月小"], "浣溪沙")
    assert form is not None
    assert form.name == "浣溪沙"


def echoing(pattern: Pattern) -> list[set[Position]]:
    """The sets of places that hold one character."""
    sets: list[set[Position]] = []
    for pair in pattern.echoes:
        touched = [places for places in sets if places & set(pair)]
        sets = [places for places in sets if places not in touched]
        sets.append(set(pair).union(*touched))
    return sets


def made(form: Tune, seed: int) -> list[str]:
    """Nonsense that keeps a form's pattern: characters of one tone, rhymes of one class a part."""
    chance, cilin = random.Random(seed), book("cilin")
    pattern = form.pattern()
    groups = chance.sample(cilin.groups[:14], len(pattern.level_rhyme))
    parts = pattern.parts or tuple(range(len(groups)))
    level = [c for g in cilin.groups[:14] for c in cilin.members(g, level=True)[:30]]
    oblique = [c for g in cilin.groups for c in cilin.members(g, level=False)[:30]]
    lines = []
    for allowed, rhyme in zip(pattern.tones, pattern.rhymes, strict=True):
        tones = chance.choice(sorted(allowed))
        line = [chance.choice(level if tone == "平" else oblique) for tone in tones]
        if rhyme is not None:
            group = groups[parts[rhyme]]
            line[-1] = chance.choice(cilin.members(group, level=pattern.level_rhyme[rhyme])[:20])
        lines.append(line)
    for places in echoing(pattern):
        ends = [(i, j) for i, j in places if j == pattern.lines[i - 1]]
        rhymed = [(i, j) for i, j in ends if pattern.rhymes[i - 1] is not None]
        i, j = (rhymed or sorted(places))[0]
        for line, place in places:
            lines[line - 1][place - 1] = lines[i - 1][j - 1]
    return ["".join(line) for line in lines]


@pytest.mark.parametrize("name", tunes.names())
def test_what_keeps_the_pattern_passes_the_checker(name: str) -> None:
    for form in tunes.forms(name):
        poem = made(form, seed=form.number)
        assert rules(poem, form, "strict") == []
        found = tunes.detect(poem, name)
        assert found is not None
        assert rules(poem, found, "strict") == []
