"""What judges say of works made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sixing.errors import BadStyle
from sixing.features.fingerprints import Fingerprints
from sixing.judging import Fluency, Form, Originality, Parallelism, judge
from sixing.judging.judges import parallel_couplets
from sixing.judging.wording import reasons
from sixing.media.poem.word_classes import WordClasses
from sixing.works import Fault, Work

QUATRAIN = Work("poem", "五绝·仄起·首句不入韵", "", ("白日依山尽", "清江入夜流", "欲穷", "更上"))

TABLE = """# a toy table
字\t名·天文\t日月星
字\t名·地理\t山江河
字\t动\t依入照
字\t形\t白清明
词\t名·地理\t明山
对\t名·天文\t50 100 -30 -20
"""


def test_form_is_the_checkers_word_and_advice_breaks_nothing() -> None:
    grave = Fault(1, 3, "孤平", "", "")
    advice = Fault(2, 1, "重字", "", "", grave=False)
    found = {"good": [advice], "bad": [grave, advice]}
    works = [Work("poem", "五绝", name, ("一",)) for name in found]
    good, bad = Form(lambda work: found[work.title])(works)
    assert good.passed
    assert good.score == 1.0
    assert good.detail["advice"] == ((2, 1, "重字"),)
    assert not bad.passed
    assert bad.score == 0.75
    assert "孤平" in bad.reasons[0]


def nats(works: Sequence[Work]) -> list[float]:
    return [float(work.title) for work in works]


def test_fluency_is_the_share_of_human_works_that_are_less_fluent() -> None:
    usual = {"五绝": [4.0 + i / 100 for i in range(99)]}
    works = [Work("poem", "五绝·仄起", at, ("一",)) for at in ("3", "4.49", "6")]
    scores = [said.score for said in Fluency(nats, usual)(works)]
    assert scores == pytest.approx([0.99, 0.5, 0.01])


def test_a_form_without_figures_is_measured_by_the_others() -> None:
    usual = {"五绝": [4.0] * 50 + [5.0] * 49, "七绝": [3.0] * 50 + [4.0] * 49}
    (said,) = Fluency(nats, usual)([Work("poem", "少年游", "4.0", ("一",))])
    assert 0.4 < said.score < 0.6
    assert said.detail["median"] == 3.5
    with pytest.raises(BadStyle):
        Fluency(nats, {})


def test_a_copied_line_does_not_pass_and_is_named_with_its_place() -> None:
    known = Fingerprints.of_lines(["白日依山尽", "清江入夜流水声"])
    said = Originality(known)([QUATRAIN])[0]
    assert not said.passed
    assert said.score == 0.0
    assert said.detail["longest_run"] == 5
    assert said.detail["runs"] == ((1, 1, "白日依山尽"), (2, 1, "清江入夜流"))
    fresh = Originality(known)([Work("poem", "五绝", "", ("白日依山月",))])[0]
    assert fresh.passed
    assert fresh.score == 1.0
    assert fresh.detail["longest_run"] == 4


def test_couplets_match_by_part_of_speech_and_never_by_the_same_character() -> None:
    classes = WordClasses.parse(TABLE)
    assert classes.of("白日依山") == ("形", "名·天文", "动", "名·地理")
    assert classes.of("明山") == ("名·地理", "名·地理")
    assert classes.parallel("白日依山", "清江入月") == 1.0
    assert classes.parallel("白日依山", "清日鸟入") == 0.25
    assert classes.affinity[1, 2] == pytest.approx(1.0)


def test_only_couplets_that_must_be_parallel_are_compared() -> None:
    lines = tuple("一二三四五六七八")
    assert [c[0] for c in parallel_couplets(Work("poem", "七律·平起", "", lines))] == [3, 5]
    assert [c[0] for c in parallel_couplets(Work("poem", "五联", "", lines[:2]))] == [1]
    assert not parallel_couplets(QUATRAIN)
    assert Parallelism(WordClasses.parse(TABLE))([QUATRAIN]) == [None]


def test_judges_look_at_all_works_and_keep_quiet_where_they_know_nothing() -> None:
    known = Fingerprints.of_lines([])
    judges = [Originality(known), Parallelism(WordClasses.parse(TABLE))]
    couplet = Work("poem", "五联", "", ("白日依山", "清江入月"))
    quatrain, pair = judge([QUATRAIN, couplet], judges)
    assert [said.judge for said in quatrain.judgements] == ["originality"]
    assert pair.judgement("parallelism").score == 1.0


def test_reasons_are_written_in_either_language_from_what_was_measured() -> None:
    detail = {"share": 0.75, "couplets": []}
    assert reasons("parallelism", detail) == ("对仗：词类相应者75 %",)
    assert reasons("parallelism", detail, "en")[0].startswith("word classes match at 75 %")
    assert reasons("somebody", detail) == ()


def test_what_the_person_gave_is_theirs_to_answer_for() -> None:
    known = Fingerprints.of_lines(["白日依山尽"])
    couplet = Work("poem", "五联", "", ("白日依山尽", "清江入夜流"))
    given = frozenset((1, place) for place in range(1, 6))
    said = Originality(known, given)([couplet])[0]
    assert said.passed
    assert said.detail["copied_lines"] == ()
    assert not Originality(known, given - {(1, 5)})([couplet])[0].passed
