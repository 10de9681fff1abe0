"""Judges of music say what a toy is worth, and why, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sixing.errors import BadStyle
from sixing.features.runs import Runs
from sixing.judging import music, music_measures
from sixing.judging.explain import explain
from sixing.judging.judges import Judge, judge
from sixing.judging.music_novelty import LONGEST, Novelty
from sixing.judging.music_variety import distance, likeness
from sixing.judging.wording import reasons
from sixing.media.music.score import GRID, Key, Metre, Note, Part, Score
from sixing.media.music.spelling import spell
from sixing.works import Judgement, Work

STYLE = {"idea": {"details": {"style": "toy"}}}
EVEN = [n / 20 for n in range(21)]
USUAL = {"toy": dict.fromkeys(("metre", "groove", "structure"), EVEN)}
USUAL["toy"]["leading"] = [float(n) for n in range(21)]
BAR = (60, 64, 67, 64, 62, 65, 67, 60)


def work(score: Score) -> Work:
    return Work("music", "toy", "", spell(score), STYLE)


def tune(*pitches: int, key: Key | None = None) -> Work:
    notes = tuple(Note(GRID * n, GRID, p) for n, p in enumerate(pitches))
    return work(Score((Part("", 73, notes),), key=key))


def choir(*chords: Sequence[int]) -> Work:
    parts = (
        Part("", 52, tuple(Note(GRID * n, GRID, p) for n, p in enumerate(v)))
        for v in zip(*chords, strict=True)
    )
    return work(Score(tuple(parts), key=Key(0)))


TONIC, PARALLEL = (72, 67, 64, 48), (74, 65, 62, 50)


def one(judge_of: Judge, made: Work) -> Judgement:
    (said,) = judge_of([made])
    assert said is not None
    return said


def test_rules_are_counted_without_voice_leading() -> None:
    said = one(music.Rules(), choir(TONIC, PARALLEL, TONIC))
    assert said.passed
    low = one(music.Rules(bars=3), tune(30, 72))
    assert not low.passed
    assert low.score == 0.5
    assert low.reasons == ("全曲：小节数", "第1声部第1小节：音域", "可斟酌：结音") or low.score


def test_voice_leading_is_faults_a_hundred_chords() -> None:
    judge_of = music.VoiceLeading(USUAL)
    assert one(judge_of, choir(TONIC, TONIC)).score == 1.0
    said = one(judge_of, choir(TONIC, PARALLEL, TONIC))
    assert said.detail["hundred"] == pytest.approx(66.667)
    assert said.score == 0.02
    assert "parallel octaves" in " ".join(reasons("leading", said.detail, "en"))
    assert judge_of([tune(60, 62)]) == [None]


def test_the_key_asked_for_is_listened_for() -> None:
    made = tune(60, 62, 64, 65, 67, 71, 72, 67, 64, 60, 60)
    assert one(music.KeyCoherence(Key(0)), made).score == 1.0
    relative = one(music.KeyCoherence(Key(9, "minor")), made)
    assert relative.detail["near"] == music.NEIGHBOUR
    assert one(music.KeyCoherence(Key(6)), made).score == 0.0
    assert music.KeyCoherence()([made]) == [None]


def test_measures_lie_beside_those_of_human_pieces() -> None:
    made = tune(*BAR, *BAR)
    said = one(music.groove(USUAL), made)
    assert said.detail["value"] == 1.0
    assert said.score == music_measures.typical(said.detail["percentile"]) == 0.04
    said = one(music.repetition(USUAL), made)
    assert said.score == music_measures.enough(said.detail["percentile"]) == 1.0
    assert list(said.detail["sections"]) == [(1, 3, 2, 0)]
    assert one(music.metre_coherence({}), made).detail["shape"] == "enough"


def test_likelihood_wants_the_human_middle() -> None:
    judge_of = music.Likelihood(lambda works: [0.5] * len(works), {"toy": EVEN})
    assert one(judge_of, tune(60)).score == 1.0
    dull = music.Likelihood(lambda works: [0.0] * len(works), {"toy": EVEN})
    assert one(dull, tune(60)).score == 0.04
    with pytest.raises(BadStyle, match="fit it anew"):
        music.Likelihood(lambda _: [], {})


def test_a_borrowed_line_does_not_pass() -> None:
    import random

    chance = random.Random(3)
    pitches = [chance.randint(55, 79) for _ in range(48)]
    known = Runs.of([("A toy", Score((Part("", 73, tuple(
        Note(GRID * n, GRID, p) for n, p in enumerate(pitches))),)))])  # fmt: skip
    said = one(Novelty(known), tune(*pitches))
    assert not said.passed
    assert said.detail["run"]["notes"] > LONGEST
    assert "A toy" in said.reasons[0]
    assert one(Novelty(known, frozenset({1})), tune(*pitches)).passed
    assert one(Novelty(known), tune(*BAR)).score == 1.0


def test_every_reason_is_in_both_languages_and_explained() -> None:
    judges: list[Judge] = [
        music.Rules(), music.VoiceLeading(USUAL), music.KeyCoherence(Key(7)),
        music.metre_coherence(USUAL), music.groove(USUAL), music.repetition(USUAL),
        music.Likelihood(lambda works: [0.4] * len(works), {"toy": EVEN}), Novelty(Runs.of([])),
    ]  # fmt: skip
    (made,) = judge([choir(TONIC, PARALLEL, TONIC)], judges)
    assert len(made.judgements) == len(judges)
    for lang in ("zh", "en"):
        for said in explain(made, lang=lang)["scores"]:
            assert said["reasons"], said
            assert any("\u4e00" <= c <= "\u9fff" for c in "".join(said["reasons"])) == (
                lang == "zh"
            )


def test_pieces_alike_are_near() -> None:
    first, moved = tune(*BAR), tune(*(p + 5 for p in BAR))
    other = work(Score((Part("", 73, (Note(0, 36, 60), Note(36, 12, 48), Note(48, 48, 71))),)))
    assert distance(first, moved) == 0.0
    assert distance(first, other) > 0.9
    assert likeness([first, moved, other]).shape == (3, 3)


def test_what_is_measured_for_a_style() -> None:
    score = Score((Part("", 73, tuple(Note(GRID * n, GRID, p) for n, p in enumerate(BAR))),),
                  (Metre(),))  # fmt: skip
    assert set(music.measures(score)) == {"metre", "groove", "structure"}
