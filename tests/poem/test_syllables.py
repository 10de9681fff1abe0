"""Tones of syllables, for singing."""

from __future__ import annotations

import pytest

from sixing.media.poem.syllables import four_tones, mandarin_tones


def test_the_classical_four_come_from_the_rhyme_book_in_either_script() -> None:
    assert "".join(four_tones("白日依山尽")) == "入入平平上"
    assert four_tones("黃") == four_tones("黄")


def test_what_no_book_knows_or_verse_is_divided_on_has_no_tone() -> None:
    assert four_tones("A☃上") == ("", "", "")


def test_mandarin_reads_a_polyphone_by_its_neighbours() -> None:
    pytest.importorskip("pypinyin", reason="today's tones need pypinyin")
    assert mandarin_tones("银行") == ("2", "2")
    assert mandarin_tones("行走") == ("2", "3")
    assert mandarin_tones("万山，5A") == ("4", "1", "", "", "")
