"""A taste says what it learnt, how well it foretells, and judges by it."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.feedback.recall import poem_traits
from sixing.feedback.taste import FEWEST, Taste, TasteJudge, learn
from sixing.feedback.words import explain, preferred, summary
from sixing.judging.wording import reasons
from sixing.media.poem.traits import TRAITS, measure
from sixing.works import Verdict, Work

WARM_HANZI, COOL_HANZI, PLAIN = "红暖艳春花锦绣香", "寒冷凉霜雪冰秋孤", "中事行见作来得处出上下"


def works(count: int = 48) -> dict[str, Work]:
    """Works of which every other is warm, else alike; what differs further is chance."""
    chance = np.random.default_rng(0)
    made = {}
    for n in range(count):
        themed = chance.choice([*(WARM_HANZI if n % 2 else COOL_HANZI)], 12)
        hanzi = chance.permutation([*themed, *chance.choice([*PLAIN], 8)])
        lines = tuple("".join(hanzi[i : i + 5]) for i in range(0, 20, 5))
        work = Work("poem", "五绝", str(n), lines)
        made[work.id] = work
    return made


def cool_over_warm(made: dict[str, Work], count: int) -> list[Verdict]:
    ids = list(made)
    return [Verdict("pair", (ids[2 * n], ids[2 * n + 1])) for n in range(count)]


def taste_of(count: int) -> Taste:
    made = works()
    return learn(cool_over_warm(made, count), made, poem_traits())


def test_what_is_preferred_is_told_in_words() -> None:
    taste = taste_of(24)
    assert "清冷的意象" in preferred(taste.traits, taste.clear, "zh")
    assert "清冷 (cool, clear) images" in preferred(taste.traits, taste.clear, "en")
    told = explain(taste, "en")
    assert told[0].startswith("you prefer: ")
    assert "of 24 verdicts were foretold" in told[1]
    assert taste.agreement.share > 0.8
    assert "你偏爱：清冷的意象" in explain(taste, "zh")[0]


def test_little_said_is_little_known() -> None:
    taste = taste_of(1)
    assert preferred(taste.traits, taste.clear) == []
    assert "no clear preference" in explain(taste, "en")[0]
    assert taste.weight == 0


def test_answers_by_chance_are_not_foretold() -> None:
    made = works(60)
    ids, chance = list(made), np.random.default_rng(3)
    pairs = [tuple(chance.choice(ids, 2, replace=False)) for _ in range(60)]
    taste = learn([Verdict("pair", pair) for pair in pairs], made, poem_traits())
    assert 0.3 < taste.agreement.share < 0.7
    assert taste.weight < 0.15


def test_the_weight_grows_with_what_is_foretold() -> None:
    none, few, many = (taste_of(count).weight for count in (4, 6, 24))
    assert none == 0 < few < many < 0.5
    assert many > 0.2


def test_nothing_foretells_itself() -> None:
    """One pair answered a thousand times is held out as a whole: nothing is left to learn from."""
    made = works()
    a, b = list(made)[:2]
    taste = learn([Verdict("pair", (a, b))] * 1000, made, poem_traits())
    assert taste.agreement.share == 0.5
    assert taste.weight == 0
    assert np.isfinite(taste.preference.mean).all()
    assert np.abs(taste.preference.mean).max() < 5


def test_verdicts_about_works_that_are_gone_are_passed_over() -> None:
    made = works()
    said = cool_over_warm(made, 8)
    here, gone = next(iter(made)), "0" * 12
    lost = [
        Verdict("pair", (here, gone)),
        Verdict("rating", (gone,), 0.3),
        Verdict("pick", (here,), among=(here, gone)),
    ]
    taste, alone = (learn(v, made, poem_traits()) for v in ([*said, *lost], said))
    assert taste.passed_over == 2
    assert taste.preference.mean.tolist() == alone.preference.mean.tolist()
    assert "gone: 2" in "".join(explain(taste, "en"))


def test_nothing_but_lost_works_is_no_taste() -> None:
    taste = learn([Verdict("pair", ("a", "b"))] * 9, {}, poem_traits())
    assert not taste.ready
    assert taste.verdicts == 0
    assert TasteJudge(taste, poem_traits())([Work("poem", "", "", ("月",))]) == [None]


def test_contradictions_are_counted_and_told() -> None:
    made = works()
    a, b = list(made)[:2]
    taste = learn([Verdict("pair", (a, b)), Verdict("pair", (b, a))], made, poem_traits())
    assert len(taste.contradictions) == 1
    assert np.allclose(taste.preference.mean, 0, atol=1e-6)
    assert "both ways: 1" in "".join(explain(taste, "en"))


def test_the_judge_is_silent_until_enough_was_said() -> None:
    made = works()
    judge = TasteJudge(taste_of(FEWEST - 1), poem_traits())
    assert judge(list(made.values())[:3]) == [None] * 3


def test_the_judge_prefers_what_the_person_does_and_says_why() -> None:
    made = list(works().values())
    judge = TasteJudge(taste_of(20), poem_traits(), made)
    said = [one for one in judge(made[40:]) if one is not None]  # none of them was compared
    cool, warm = said[::2], said[1::2]
    assert min(one.score for one in cool) > max(one.score for one in warm)
    assert all(one.passed for one in said)
    assert "清冷的意象" in "".join(cool[0].reasons)
    assert "speaks for it: " in "".join(reasons("taste", cool[0].detail, "en"))
    assert "warm, bright images" in "".join(reasons("taste", warm[0].detail, "en"))


def test_the_summary_is_json_by_trait() -> None:
    told = summary(taste_of(12))
    assert told["verdicts"] == 12
    assert set(told["traits"]) == {trait.name for trait in TRAITS}  # type: ignore[call-overload]


@pytest.mark.parametrize("lines", [(), ("",), ("ABC", "１２"), ("𠮷" * 5,), ("寒" * 500,)])
def test_traits_of_anything_are_finite(lines: tuple[str, ...]) -> None:
    found = measure([lines])
    assert found.shape == (1, len(TRAITS))
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 3


def test_traits_see_what_they_are_named_for() -> None:
    names = [trait.name for trait in TRAITS]
    plain = ["中事行见作来得处出上"]

    def more(name: str, *lines: str) -> bool:
        bare, told = measure([plain, lines])[:, names.index(name)]
        return bool(told > bare)

    assert more("names", "长安故人西湖月")
    assert more("colour", "绿水青山白鸟红")
    assert more("doubling", "青青河畔草")
    assert more("numbers", "千山万径三两家")
    assert more("season", "清明时节春")
    assert more("voice", "君问归期何")
    assert more("flow", "得来", "更上", "却见")
    assert more("parallel", "白日", "黄河")
    assert more("rarity", "龘靐齉爩")
