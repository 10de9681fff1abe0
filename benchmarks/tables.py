"""Markdown tables, and what a benchmark says when a bar is missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [[1, 2.5]]))
    | a | b |
    |---|---|
    | 1 | 2.5 |
    """
    lines = [heads, ["---"] * len(heads), *rows]
    text = ["| " + " | ".join(map(str, line)) + " |" for line in lines]
    text[1] = "|" + "---|" * len(heads)
    return "\n".join(text)


def verdict(bars: Iterable[tuple[str, str, bool]]) -> int:
    """Prints (what, measured, kept) beside its bar; the exit status: 0 when all are kept."""
    rows = [(what, measured, "kept" if kept else "**missed**") for what, measured, kept in bars]
    print("\n" + table(["what must be", "measured", ""], rows))
    return int(any(row[2] != "kept" for row in rows))
