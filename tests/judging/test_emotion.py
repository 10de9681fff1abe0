"""The judge of moods scores what was asked for, and only reports when nothing was."""

from collections.abc import Sequence

import pytest

from sixing.judging.emotion import Emotion
from sixing.judging.wording import reasons
from sixing.patterns.moods import Feeling
from sixing.works import Work

SAD = Feeling((0.05, 0.8, 0.05, 0.05, 0.0, 0.05), (0.7, 0.2, 0.1))
GLAD = Feeling((0.9, 0.0, 0.02, 0.0, 0.04, 0.04), (0.0, 0.1, 0.9))
POEM = Work("poem", "五联", "", ("白日依山尽", "黄河入海流"))


def felt(works: Sequence[Work]) -> list[Feeling]:
    return [SAD for _ in works]


def test_the_score_is_the_probability_of_the_mood_asked_for() -> None:
    (said,) = Emotion(felt, "sorrow")([POEM])
    assert (said.judge, said.score, said.passed) == ("emotion", 0.8, True)
    assert Emotion(felt, "joy")([POEM])[0].score == 0.05
    assert said.detail["moods"]["sorrow"] == 0.8
    assert said.detail["polarity"]["negative"] == 0.7


def test_with_nothing_asked_it_reports_under_another_name() -> None:
    (said,) = Emotion(felt)([POEM])
    assert said.judge == "mood"
    assert "sorrow" in reasons("mood", said.detail, "en")[0]


def test_an_arc_is_followed_line_by_line() -> None:
    judge = Emotion(felt, arc=("sorrow", "joy"), by_line=lambda _: [SAD, GLAD])
    (said,) = judge([POEM])
    assert said.score == pytest.approx(1.0)
    assert said.detail["arc"] == (("sorrow", 1.0), ("joy", 1.0))
    against = Emotion(felt, arc=("joy", "sorrow"), by_line=lambda _: [SAD, GLAD])
    assert against([POEM])[0].score < 0.1
    assert "0 of 2 lines" in reasons("emotion", against([POEM])[0].detail, "en")[-1]


def test_reasons_name_the_mood_in_both_languages() -> None:
    (said,) = Emotion(felt, "joy")([POEM])
    assert reasons("emotion", said.detail, "en")[:2] == (
        "reads as joy with a probability of 5 %",
        "is nearest to sorrow (80 %)",
    )
    assert reasons("emotion", said.detail)[0] == "情绪读作喜悦的概率5 %"
