"""A mood's way over the lines."""

from __future__ import annotations

import pytest

from sixing.errors import BadBrief
from sixing.ideas.arc import arc, drawn, steps


@pytest.mark.parametrize(
    "text", ["孤独→闲适", "solitude>serenity", "solitude -> serenity", "孤 ＞ 闲"]
)
def test_an_arc_is_written_in_many_ways(text: str) -> None:
    assert steps(text) == ("solitude", "serenity")
    assert arc(text, 8) == ("solitude",) * 4 + ("serenity",) * 4


def test_no_mood_leaves_every_line_free() -> None:
    assert arc(None, 4) == arc("  ", 4) == ()


@pytest.mark.parametrize("lines", [2, 4, 6])
def test_a_short_work_keeps_one_mood_throughout(lines: int) -> None:
    assert arc("joy", lines) == ("joy",) * lines


@pytest.mark.parametrize("lines", [8, 12, 21])
def test_a_long_work_leaves_its_turn_free_and_comes_back(lines: int) -> None:
    moods = arc("joy", lines)
    assert len(moods) == lines
    assert moods[0] == moods[-1] == "joy"
    assert set(moods) == {"joy", ""}
    assert moods.count("") <= lines // 4 + 1


@pytest.mark.parametrize("text", ["孤独→", ">joy", "joy>>sorrow", "→"])
def test_an_empty_step_is_refused(text: str) -> None:
    with pytest.raises(BadBrief, match="empty step"):
        arc(text, 4)


def test_more_steps_than_lines_are_refused() -> None:
    with pytest.raises(BadBrief, match="3 steps and the form 2 lines"):
        arc("joy>sorrow>joy", 2)


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(BadBrief, match="no mood is called"):
        arc("joy>blargh", 4)


def test_an_arc_reads_as_its_turns() -> None:
    assert drawn(("joy", "joy", "", "sorrow"), "en") == "joy→…→sorrow"
