"""The model's words: what is spelled is read back, and a prefix says what is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.media.poem.tokens import Control, model_stops
from sixing.testing.verse import VERSE, toy_tokens

TOKENS = toy_tokens()
LINES = st.lists(st.text(VERSE, min_size=1, max_size=9), min_size=1, max_size=12)


@given(LINES, st.sampled_from(["", "浣溪沙"]))
def test_a_poem_survives_spelling(lines: list[str], tune: str) -> None:
    ids = TOKENS.body(lines, model_stops(len(lines), tune))
    assert TOKENS.decode([*TOKENS.prefix(Control("七绝")), *ids, TOKENS.end]) == tuple(lines)


def test_lines_and_stops_must_agree() -> None:
    with pytest.raises(ValueError, match="zip"):
        TOKENS.body(["山月"], ["，", "。"])


def test_a_strange_hanzi_is_one_unknown_token() -> None:
    ids = TOKENS.body(["山鼋"], ["。"])
    assert ids[1] == TOKENS.unknown
    assert TOKENS.decode(ids) == ("山〓",)


def test_stops_and_controls_are_no_hanzi() -> None:
    assert set(TOKENS.hanzi) == set(VERSE)


def named(control: Control) -> list[str]:
    return [TOKENS.vocabulary[i] for i in TOKENS.prefix(control)]


def test_an_empty_prefix_is_its_two_ends() -> None:
    assert named(Control("")) == ["<bos>", "<body>"]


def test_a_prefix_says_its_parts_in_order() -> None:
    control = Control("七绝", title="秋", words=("山月", "江风"))
    assert named(control) == [
        "<bos>", "<七绝>", "<theme>", *"山月江风", "<title>", "秋", "<body>",
    ]  # fmt: skip


def test_a_control_that_was_never_learnt_is_left_out() -> None:
    assert named(Control("七绝", author="某人")) == ["<bos>", "<七绝>", "<body>"]


def test_long_titles_and_many_words_are_cut() -> None:
    found = named(Control("七绝", title="山" * 30, words=("月",) * 9))
    assert (found.count("山"), found.count("月")) == (10, 3)


def test_the_model_stops_shi_by_turns_and_ci_by_line_ends() -> None:
    assert model_stops(4, "") == ("，", "。", "，", "。")
    assert model_stops(3, "如梦令") == ("，", "，", "。")
