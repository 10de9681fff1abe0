"""The critic's judgement: calibrated, in two languages, silent on forms it never learnt."""

import numpy as np
import pytest

from sixing.errors import BadStyle
from sixing.judging.critic import Critic, document
from sixing.judging.wording import reasons
from sixing.media.poem.tokens import PoemTokens
from sixing.models.adapters import Adapter
from sixing.models.reader import Reader
from sixing.models.transformer import TransformerConfig
from sixing.works import Work

NAMES = ("<pad>", "<unk>", "<bos>", "<end>", "<body>", "，", "。", "<五绝>", *"山水风月")
TOKENS = PoemTokens(NAMES)
FACTS = {
    "calibration": {"五绝": [1.0, 0.0]},
    "usual": {"五绝": list(np.linspace(-2, 2, 99))},
}


def work(form: str, *lines: str) -> Work:
    return Work("poem", form, "题", lines)


def reader() -> Reader:
    config = TransformerConfig(len(NAMES), width=8, layers=1, heads=2, hidden=8)
    chance = np.random.default_rng(0)
    weights = {n: chance.normal(size=s).astype(np.float32) for n, s in config.shapes().items()}
    heads = {"human.weight": np.ones((1, 8), np.float32), "human.bias": np.zeros(1, np.float32)}
    return Reader(config, weights, Adapter({}, heads, FACTS))


def test_a_higher_score_is_a_higher_probability() -> None:
    (low, high) = Critic(lambda _: [-1.0, 1.0], FACTS)([work("五绝"), work("五绝")])
    assert low is not None
    assert high is not None
    assert low.detail["human"] < 0.5 < high.detail["human"]
    assert low.detail["human"] + high.detail["human"] == pytest.approx(1, abs=2e-3)


def test_nothing_is_gained_beyond_the_median_human_work() -> None:
    scores = [-2.0, -1.0, 0.0, 1.0, 5.0]
    said = Critic(lambda _: scores, FACTS)([work("五绝")] * 5)
    worth = [one.score for one in said if one]
    assert worth[0] < worth[1] < worth[2]
    assert worth[2:] == pytest.approx([1.0, 1.0, 1.0])


def test_the_opening_of_a_form_is_left_out() -> None:
    ids, start = document(TOKENS, "五绝·仄起·首句入韵", ("山水", "风月"))
    assert (list(ids), start) == ([2, 7, 4, 8, 9, 5, 10, 11, 6, 3], 3)


def test_energies_draw_in_proportion_to_the_odds() -> None:
    # Odds of 3 to 1 and of 1 to 3: the first should lead nine times in ten.
    critic = Critic(lambda _: [np.log(3.0), -np.log(3.0)], FACTS)
    works = [work("五绝"), work("五绝")]
    led = [np.argmax(critic.energies(works, seed)) == 0 for seed in range(1000)]
    assert np.mean(led) == pytest.approx(0.9, abs=0.03)


def test_energies_of_a_form_not_learnt_favour_nobody() -> None:
    critic = Critic(lambda works: [0.0] * len(works), FACTS)
    led = [np.argmax(critic.energies([work("词")] * 2, seed)) for seed in range(500)]
    assert np.mean(led) == pytest.approx(0.5, abs=0.08)


def test_a_form_that_was_not_learnt_is_not_judged() -> None:
    said = Critic(lambda works: [0.0] * len(works), FACTS)([work("词"), work("五绝·平起")])
    assert said[0] is None
    assert said[1] is not None


def test_a_reader_gives_the_same_judgement_in_any_company() -> None:
    critic = Critic.of(reader(), TOKENS)
    one, two = work("五绝", "山水", "风月"), work("五绝", "月风", "水山", "山月", "风水")
    both, alone = critic([one, two]), critic([two])
    assert both[1] is not None
    assert alone[0] is not None
    assert both[1].score == pytest.approx(alone[0].score, abs=1e-4)


def test_reasons_are_given_in_both_languages() -> None:
    (said,) = Critic(lambda _: [0.0], FACTS)([work("五绝")])
    assert said is not None
    assert said.reasons[0] == "评者以为出自人手的概率50 %"
    assert reasons("critic", said.detail, "en")[1].startswith("seems more human than 50 %")


def test_a_critic_without_calibration_is_refused() -> None:
    with pytest.raises(BadStyle, match="calibration"):
        Critic(lambda _: [], {})
