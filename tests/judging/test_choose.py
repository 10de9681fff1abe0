"""Choosing a few unlike works, and explaining them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sixing.judging import choose, explain
from sixing.judging.choose import likeness, quality
from sixing.works import Candidate, Judgement, Work


def made(score: float, *lines: str, passed: bool = True, judge: str = "fluency") -> Candidate:
    said = Judgement(judge, score, passed, {"above": score}, ("a reason of its own",))
    return Candidate(Work("poem", "五绝", "", lines), (said,))


BEST = made(0.9, "春风吹绿水")
TWIN = made(0.85, "春风吹绿柳")
OTHER = made(0.6, "秋月照空山")
COPY = made(0.89, "春风吹绿水", "明月出天山")
BROKEN = made(1.0, "一二三四五", passed=False, judge="form")


def test_the_second_is_unlike_the_first() -> None:
    said = choose([TWIN, OTHER, BEST], 2)
    assert [c.candidate for c in said if c.kept] == [BEST, OTHER]
    assert said[0].verdict == "best"
    assert said[2].verdict == "beaten"
    assert said[2].likeness > 0.5


def test_what_failed_or_repeats_a_line_is_never_chosen_even_when_too_few_are_left() -> None:
    said = choose([BEST, COPY, BROKEN], 3)
    assert [c.candidate for c in said if c.kept] == [BEST]
    assert {c.verdict for c in said if not c.kept} == {"line", "failed"}
    assert "form" in next(c for c in said if c.verdict == "failed").reason("en")
    assert "春风吹绿水" in next(c for c in said if c.verdict == "line").reason("zh")


def test_works_taken_before_count_as_chosen() -> None:
    said = choose([BEST, OTHER], 1, taken=[TWIN])
    assert said[0].candidate == OTHER
    assert said[0].verdict == "kept"


def test_nothing_is_chosen_from_nothing_and_each_candidate_is_answered_for() -> None:
    assert choose([], 3) == []
    assert len(choose([BEST, TWIN, OTHER, COPY, BROKEN], 2)) == 5


def test_quality_is_the_weighted_mean_of_what_was_said() -> None:
    both = Candidate(BEST.work, (Judgement("fluency", 0.4, True), Judgement("theme", 1.0, True)))
    assert quality(both, {"fluency": 1.0, "theme": 2.0}) == (0.4 + 2.0) / 3
    assert quality(both, {"taste": 1.0}) == 0.0


def test_likeness_is_the_share_of_common_bigrams() -> None:
    table = likeness([BEST, TWIN, OTHER])
    assert np.allclose(table, [[1, 0.75, 0], [0.75, 1, 0], [0, 0, 1]])


@dataclass
class Near:
    line: str = "春风又绿江南岸"
    run: int = 2
    credit: str = "某人《某诗》"


def test_an_explanation_holds_scores_reasons_and_neighbours() -> None:
    choice = choose([BEST, OTHER], 1)[0]
    told = explain(BEST, choice=choice, nearest=lambda *_: [Near()])
    assert told["scores"][0]["judge"] == "fluency"
    assert told["reasons"] == [choice.reason()]
    assert told["originality"]["nearest"][0]["source"] == "某人《某诗》"
    assert "originality" not in explain(BEST)
