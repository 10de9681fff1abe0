"""How the lines of a poem fall into columns.

A regulated poem gives each line a column (a long one each couplet); a ci runs on, as in the old
prints, and breaks where the sum of squared blanks is least (the paragraph breaking of Knuth and
Plass, "Breaking Paragraphs into Lines", 1981, over whole lines), rather after a rhyme than
within a sentence. Knows lengths only: no hanzi, no sizes.

>>> set_columns([6, 6, 5, 6, 2, 2, 6], ["。", "。", "，", "。", "。", "。", "。"], [1] * 7)
((0,), (1,), (2,), (3,), (4, 5), (6,))
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import log, sqrt

GAP = 0.6
"""Blank between two lines in one column, in hanzi."""

Column = tuple[int, ...]
"""The numbers of the lines in a column, from 0, top to bottom."""

_WIDEST = 8  # columns of a regulated poem before couplets share one
_SHAPE = 1.05  # columns to hanzi in a column: a page about 1.4 times as wide as high
_SQUARENESS = 0.2  # what a page e times too wide or too high costs, in shares of blank paper
_MID_SENTENCE = 2.0  # cost, in squared hanzi, of a column that ends at a comma


def set_columns(
    lengths: Sequence[int], stops: Sequence[str], stanzas: Sequence[int]
) -> tuple[Column, ...]:
    """Share the lines out to columns, right to left; a stanza always begins a new one.

    Args:
        lengths: hanzi of each line.
        stops: the stop after each line; a column rather ends at ``。``.
        stanzas: the stanza of each line, rising.
    """
    if len(set(lengths)) == 1 and len(set(stanzas)) == 1:
        return _even(len(lengths))
    longest, least = max(lengths), round(sqrt(sum(lengths)))
    tries = [
        (high, _fill(lengths, stops, stanzas, high))
        for high in range(max(longest, round(0.7 * least)), max(longest, 2 * least) + 2)
    ]
    return min(tries, key=lambda of: _plainness(of[1], lengths))[1]


def _fill(
    lengths: Sequence[int], stops: Sequence[str], stanzas: Sequence[int], highest: int
) -> tuple[Column, ...]:
    columns: list[Column] = []
    for _, members in groupby(range(len(lengths)), key=lambda i: stanzas[i]):
        columns += _break(list(members), lengths, stops, highest)
    return tuple(columns)


def _plainness(columns: tuple[Column, ...], lengths: Sequence[int]) -> float:
    """Blank paper below the columns as a share of the page, and how far the page is from _SHAPE."""
    deep = max(height(column, lengths) for column in columns)
    blank = 1 - sum(lengths) / (deep * len(columns))
    return blank + _SQUARENESS * abs(log(len(columns) / deep / _SHAPE))


def height(column: Column, lengths: Sequence[int]) -> float:
    """How many hanzi high a column is, gaps included."""
    return sum(lengths[i] for i in column) + GAP * (len(column) - 1)


def _even(lines: int) -> tuple[Column, ...]:
    step = 1 if lines <= _WIDEST else 2
    return tuple(tuple(range(i, min(i + step, lines))) for i in range(0, lines, step))


def _break(
    lines: list[int], lengths: Sequence[int], stops: Sequence[str], highest: int
) -> list[Column]:
    best: list[tuple[float, list[Column]]] = [(0.0, [])]
    for end in range(1, len(lines) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            column = tuple(lines[start:end])
            if height(column, lengths) > highest:
                break
            blank = (highest - height(column, lengths)) ** 2
            within = 0.0 if stops[column[-1]] == "。" else _MID_SENTENCE
            cost, before = best[start]
            ways.append((cost + blank + within, [*before, column]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]
