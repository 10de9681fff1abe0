"""How lines fall into columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sixing.media.poem.columns import height, set_columns


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from("，。、")), min_size=1, max_size=40))
def test_every_line_stands_once_and_in_order(lines: list[tuple[int, str]]) -> None:
    lengths, stops = [n for n, _ in lines], [stop for _, stop in lines]
    stanzas = [1 + (i > len(lines) // 2) for i in range(len(lines))]
    columns = set_columns(lengths, stops, stanzas)
    assert [i for column in columns for i in column] == list(range(len(lines)))


def test_a_quatrain_has_a_column_a_line() -> None:
    assert set_columns([7] * 4, "，。，。", [1] * 4) == ((0,), (1,), (2,), (3,))


def test_a_long_regulated_poem_has_a_column_a_couplet() -> None:
    assert set_columns([5] * 12, "，。" * 6, [1] * 12)[0] == (0, 1)


def test_a_stanza_begins_a_column() -> None:
    columns = set_columns([3, 3, 7, 3, 3, 7], "，，。" * 2, [1, 1, 1, 2, 2, 2])
    assert 3 in [column[0] for column in columns]


def test_a_long_ci_is_a_landscape_page_with_little_left_blank() -> None:
    lengths = [4, 4, 6, 7, 4, 3, 5, 5, 4, 6] * 4
    columns = set_columns(lengths, "，，。，。，。，，。" * 4, [1] * 20 + [2] * 20)
    deep = max(height(column, lengths) for column in columns)
    assert 0.7 < len(columns) / deep < 1.6
    assert sum(lengths) > 0.7 * deep * len(columns)
