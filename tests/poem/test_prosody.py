"""The rhyme books: readings, living readings, scripts, groups."""

from __future__ import annotations

import pytest

from sixing.errors import BadBrief
from sixing.media.poem.prosody import BOOKS, book, is_traditional, simplify


@pytest.mark.parametrize(
    ("char", "group"),
    [
        ("风", "上平一东"),
        ("時", "上平四支"),
        ("秋", "下平十一尤"),
        ("月", "入声六月"),
        ("夜", "去声二十二祃"),
    ],
)
def test_a_character_with_one_reading_has_its_group(char: str, group: str) -> None:
    (reading,) = book("pingshui").readings(char)
    assert (reading.group, reading.share) == (group, 1.0)
    assert reading.level == (group[1] == "平")


@pytest.mark.parametrize("char", "中不风云难只台能")
def test_what_verse_hears_one_way_has_one_living_tone(char: str) -> None:
    assert len(book("pingshui").tones(char, "strict")) == 1


@pytest.mark.parametrize("char", "看听过思教胜重为更长应相")
def test_what_verse_hears_both_ways_keeps_both_tones(char: str) -> None:
    assert book("pingshui").tones(char, "strict") == {"平", "仄"}


def test_shares_sum_to_one() -> None:
    for name in BOOKS:
        for char in "看不乐朝发干":
            assert sum(r.share for r in book(name).readings(char)) == pytest.approx(1.0)


def test_a_simplified_character_has_the_readings_of_all_its_traditional_forms() -> None:
    pingshui = book("pingshui")
    dry, trunk = pingshui.readings("乾"), pingshui.readings("幹")
    assert {r.rhyme for r in pingshui.readings("干")} >= {r.rhyme for r in (*dry, *trunk)}
    assert pingshui.tones("干", "lenient", traditional=True) == {"平"}


def test_a_variant_that_no_book_lists_sounds_like_its_kin() -> None:
    assert book("pingshui").rhymes("衆") == book("pingshui").rhymes("眾")


def test_a_character_outside_the_book_has_no_reading() -> None:
    assert book("pingshui").readings("a") == ()
    assert "a" not in book("pingshui")


@pytest.mark.parametrize(
    ("name", "count"), [("pingshui", 106), ("cilin", 19), ("xinyun", 14), ("tongyun", 16)]
)
def test_the_books_have_their_published_number_of_groups(name: str, count: int) -> None:
    assert len(book(name).groups) == count


@pytest.mark.parametrize(
    ("char", "cilin", "xinyun", "tongyun"),
    [
        ("门", ("第六部", True), ("九文", True), ("十二恩", True)),
        ("开", ("第五部", True), ("四开", True), ("七哀", True)),
        ("回", ("第三部", True), ("五微", True), ("八欸", True)),
        ("月", ("第十八部", False), ("三皆", False), ("三鹅", False)),
        ("竹", ("第十五部", False), ("十四姑", True), ("五乌", True)),  # 入声 gone level
        ("翁", ("第一部", True), ("十一庚", True), ("十四英", True)),
        ("诗", ("第三部", True), ("十三支", True), ("四衣", True)),
        ("雨", ("第四部", False), ("十二齐", False), ("六迂", False)),
        ("儿", ("第三部", True), ("十二齐", True), ("十六儿", True)),
    ],
)
def test_one_character_in_three_books(
    char: str, cilin: tuple[str, bool], xinyun: tuple[str, bool], tongyun: tuple[str, bool]
) -> None:
    assert book("cilin").rhymes(char) == {cilin}
    assert book("xinyun").rhymes(char) == {xinyun}
    assert book("tongyun").rhymes(char) == {tongyun}


def test_common_rhyme_words_come_first() -> None:
    east = book("pingshui").members("上平一东")
    assert {"风", "中", "空", "东"} <= set(east[:8])
    assert all(book("pingshui").rhymes(c) == {("上平一东", True)} for c in east)


def test_traditional_text_is_told_from_simplified() -> None:
    assert is_traditional("黃河入海流")
    assert not is_traditional("黄河入海流")
    assert not is_traditional("乾坤日夜浮")
    assert simplify("風") == "风"
    assert simplify("乾") == "干"


def test_an_unknown_book_is_refused_by_name() -> None:
    with pytest.raises(BadBrief, match="pingshui"):
        book("guangyun")
