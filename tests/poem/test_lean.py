"""How a plan pulls on a poem: images, rhyme words, what is avoided, and moods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sixing.media.poem import lean as leaning
from sixing.media.poem.constraint import Constraint
from sixing.media.poem.frame import Frame, word_places
from sixing.media.poem.lean import lean
from sixing.media.poem.pattern import shi_pattern
from sixing.media.poem.prosody import book
from sixing.testing.verse import toy_tokens
from sixing.works import Brief, Idea
from sixing.works.mood import MOODS

TOKENS = toy_tokens()
#: 仄仄平平仄仄平, 平平仄仄仄平平, 平平仄仄平平仄, 仄仄平平仄仄平.
FORM = "七绝·仄起·首句入韵"


def constraint(**parts: Any) -> Constraint:
    return Constraint(shi_pattern(FORM), ("下平七阳",), book("pingshui"), **parts)


def idea(**parts: Any) -> Idea:
    return Idea(Brief("poem", theme="秋"), FORM, "秋", (), ("下平七阳",), 7, (), **parts)


def pulls(plan: Idea, place: int, held: Constraint | None = None) -> dict[str, float]:
    ids, nats = lean(plan, held or constraint(), TOKENS).get(place, ((), ()))
    assert list(ids) == sorted(ids)
    return {TOKENS.vocabulary[i]: float(n) for i, n in zip(ids, nats, strict=True)}


def test_words_begin_where_verse_pauses() -> None:
    assert word_places(7) == (0, 2, 4, 5)
    assert word_places(5) == (0, 2, 3)
    assert [word_places(n) for n in (1, 2, 3, 4, 6)] == [(), (0,), (0, 1), (0, 2), (0, 2, 4)]


def test_an_image_is_raised_where_its_tones_could_stand() -> None:
    # 秋山 is 平平: in line 2, places 1-2 (平平) and 6-7, but 山 does not rhyme there.
    assert Frame(constraint(), TOKENS).places(1, "秋山") == (0,)
    plan = idea(line_images=((), ("秋山",), (), ()))
    assert pulls(plan, 7) == {"秋": leaning.IMAGE}
    assert pulls(plan, 8) == {"山": leaning.REST}
    assert sorted(lean(plan, constraint(), TOKENS)) == [7, 8]


def test_an_image_that_ends_in_the_rhyme_may_end_the_line() -> None:
    assert 5 in Frame(constraint(), TOKENS).places(1, "秋光")
    assert 5 not in Frame(constraint(), TOKENS).places(1, "秋人")


def test_an_image_does_not_lie_on_a_fixed_place_nor_use_an_unknown_hanzi() -> None:
    held = constraint(fixed=(((2, 2), "山"),))
    assert Frame(held, TOKENS).places(1, "秋山") == ()
    assert Frame(constraint(), TOKENS).places(1, "甲乙") == ()


def test_a_rhyme_word_is_raised_at_its_place_and_kept_from_the_others() -> None:
    plan = idea(rhyme_words=("霜", "", "乡"))
    assert pulls(plan, 6)["霜"] == leaning.RHYME
    assert pulls(plan, 5)["霜"] == pulls(plan, 13)["霜"] == -leaning.RESERVED
    assert pulls(plan, 27)["乡"] == leaning.RHYME


def test_where_hanzi_may_repeat_a_rhyme_word_is_kept_from_nowhere() -> None:
    plan = idea(rhyme_words=("霜", "光", "乡"))
    assert sorted(lean(plan, constraint(no_repeats=False), TOKENS)) == [6, 13, 27]


def test_what_is_avoided_is_lowered_everywhere() -> None:
    plan = idea(avoided=("月", "甲"))
    assert [pulls(plan, place) for place in (0, 13, 27)] == [{"月": -leaning.AVOIDED}] * 3


def test_pulls_on_one_hanzi_add_up() -> None:
    plan = idea(line_images=((), ("秋光",), (), ()), rhyme_words=("", "光", ""))
    assert pulls(plan, 13)["光"] == leaning.REST + leaning.RHYME


def test_a_mood_leans_the_hanzi_of_its_lines_only() -> None:
    moods = np.zeros((len(MOODS), len(TOKENS)), np.float32)
    moods[MOODS.index("joy"), TOKENS.hanzi["春"]] = 1.0
    moods[MOODS.index("joy"), TOKENS.hanzi["霜"]] = -9.0
    plan = idea(moods=("", "joy", "", ""), rhyme_words=("", "霜", ""))
    found = lean(plan, constraint(), TOKENS, moods)
    assert dict(zip(*found[7], strict=True))[TOKENS.hanzi["春"]] == pytest.approx(leaning.MOOD)
    ids, nats = found[13]
    assert dict(zip(ids, nats, strict=True))[TOKENS.hanzi["霜"]] == pytest.approx(
        leaning.RHYME - leaning.MOST
    )
    assert TOKENS.hanzi["春"] not in found[14][0]


def test_a_plan_without_wishes_pulls_at_nothing() -> None:
    assert lean(idea(), constraint(), TOKENS) == {}


def test_only_rhymed_lines_that_echo_nothing_want_rhyme_words() -> None:
    frame = Frame(constraint(fixed=(((2, 7), "光"),)), TOKENS)
    assert sorted(frame.ends) == [0, 1, 3]
    assert frame.ends[1] == ("光",)
    assert "霜" in frame.ends[0]
    assert frame.taken == {"光"}
