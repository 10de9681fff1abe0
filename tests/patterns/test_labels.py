"""The held-out labels of polarity and mood are well formed; the poems themselves are not needed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"
POLARITIES = {"negative", "neutral", "positive"}
MOODS = {"joy", "sorrow", "longing", "solitude", "ambition", "serenity", "none"}
SHI = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CI = re.compile(r"(ci|nalan|wudai)-[0-9a-f]{12}")
HANZI = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def labels() -> list[dict[str, str]]:
    """The rows of the table, by column name."""
    with (DATA / "poem_moods.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_there_are_three_hundred_different_poems(labels: list[dict[str, str]]) -> None:
    ids = [row["id"] for row in labels]
    assert len(ids) == len(set(ids)) == 300
    assert sum(SHI.fullmatch(i) is not None for i in ids) == 260
    assert sum(CI.fullmatch(i) is not None for i in ids) == 40


def test_every_row_has_a_known_polarity_and_mood(labels: list[dict[str, str]]) -> None:
    assert {tuple(row) for row in labels} == {("id", "polarity", "mood", "reason")}
    assert {row["polarity"] for row in labels} == POLARITIES
    assert {row["mood"] for row in labels} == MOODS


def test_every_reason_is_a_phrase_and_quotes_no_poem(labels: list[dict[str, str]]) -> None:
    for row in labels:
        assert 5 <= len(row["reason"].split()) <= 12, row
        assert len(HANZI.findall(row["reason"])) <= 4, row


@pytest.mark.parametrize("column", ["polarity", "mood"])
def test_the_counts_written_in_the_readme_are_those_of_the_file(
    labels: list[dict[str, str]], column: str
) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for name, count in Counter(row[column] for row in labels).items():
        assert re.search(rf"(?m)^\| {name} \| {count} \|", text), (name, count)
