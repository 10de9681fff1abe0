"""The page of a poem: where everything stands."""

from __future__ import annotations

from itertools import combinations

import pytest

from sixing.media.poem.annotate import plain
from sixing.media.poem.heading import heading
from sixing.media.poem.setting import BODY, Page, set_page

LINES = ("一二三四五", "六七八九十", "甲乙丙丁戊", "己庚辛壬癸")


def page(lines: tuple[str, ...] = LINES, form: str = "五绝", title: str = "数") -> Page:
    return set_page(plain(lines, form, title))


def test_columns_run_from_right_to_left_and_hanzi_downwards() -> None:
    body = [glyph for glyph in page().glyphs if glyph.role == "body"]
    assert "".join(glyph.text for glyph in body) == "".join(LINES)
    assert body == sorted(body, key=lambda glyph: (-glyph.x, glyph.y))


@pytest.mark.parametrize(
    "title", ["", "月", "闻官军收河南河北" * 3, "moon over 长江 (II)", "《月》"]
)
def test_nothing_overlaps_and_nothing_leaves_the_frame(title: str) -> None:
    made = page(title=title)
    for glyph in made.glyphs:
        assert made.frame.left < glyph.x - glyph.size / 2
        assert glyph.x + glyph.size / 2 < made.frame.right
        assert made.frame.top < glyph.y - glyph.size / 2
        assert glyph.y + glyph.size / 2 < made.frame.bottom
    for one, other in combinations(made.glyphs, 2):
        apart = max(abs(one.x - other.x), abs(one.y - other.y))
        assert apart > 0.35 * (one.size + other.size)


def test_the_seal_is_the_last_thing_on_the_page() -> None:
    made = page()
    assert made.seal.right < min(glyph.x for glyph in made.glyphs if glyph.role == "body")


def test_a_title_stands_before_a_shi_and_a_tune_before_a_ci() -> None:
    assert heading("七绝·仄起·首句入韵", "秋思") == ("秋思", "七绝")
    assert heading("七绝", "") == ("七绝", "")
    assert heading("浣溪沙", "浣溪沙·春晚") == ("浣溪沙", "春晚")
    assert heading("", "") == ("", "")


def test_the_margin_above_is_wider_than_below() -> None:
    made = page()
    assert made.frame.top > made.height - made.frame.bottom > BODY
