"""A preference is found from answers, doubts itself in measure, and cannot be blown up."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.feedback.preference import Preference, clearness, fit, nothing


def answers(weights: np.ndarray, count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    rows = chance.standard_normal((count, len(weights))) * np.sqrt(2)
    return rows, (chance.random(count) < 1 / (1 + np.exp(-rows @ weights))).astype(float)


def test_hidden_weights_are_found() -> None:
    hidden = np.array([2.0, -1.0, 0.0, 0.5])
    rows, said = answers(hidden, 400)
    found = fit(rows, said)
    assert np.corrcoef(found.mean, hidden)[0, 1] > 0.97
    clear = clearness(found, rows, said, np.ones(400))
    assert clear[0] > 5
    assert clear[1] < -5
    assert abs(clear[2]) < 3


def test_what_every_answer_agrees_on_is_clear() -> None:
    rows, said = np.tile([[3.0, 0.0], [3.0, 1.0], [3.0, -1.0]], (4, 1)), np.ones(12)
    clear = clearness(fit(rows, said), rows, said, np.ones(12))
    assert clear[0] > 2
    assert clear[1] == 0 or abs(clear[1]) < 1


def test_where_nothing_was_said_nothing_is_clear() -> None:
    none = clearness(nothing(3), np.zeros((0, 3)), np.zeros(0), np.zeros(0))
    assert none.tolist() == [0, 0, 0]


def test_the_mode_is_a_mode() -> None:
    rows, said = answers(np.array([1.0, -0.5]), 30)
    found = fit(rows, said)

    def posterior(at: np.ndarray) -> float:
        chance = 0.02 + 0.96 / (1 + np.exp(-rows @ at))
        likelihood = said @ np.log(chance) + (1 - said) @ np.log(1 - chance)
        return float(likelihood - at @ at / (2 * found.deviation**2))

    best = posterior(found.mean)
    steps = np.vstack([np.eye(2), -np.eye(2)]) * 0.01
    assert all(posterior(found.mean + step) < best for step in steps)


def test_weighting_an_answer_is_giving_it_again() -> None:
    rows, said = answers(np.array([1.0, 2.0]), 8)
    twice = fit(np.vstack([rows, rows]), np.append(said, said), deviation=1.0)
    weighted = fit(rows, said, np.full(8, 2.0), deviation=1.0)
    assert np.allclose(twice.mean, weighted.mean, atol=1e-4)
    assert np.allclose(twice.covariance, weighted.covariance, atol=1e-4)


def test_a_thousand_answers_the_same_do_not_blow_up() -> None:
    rows = np.tile([[1.0, 0.0]], (1000, 1))
    found = fit(rows, np.ones(1000))
    assert np.isfinite(found.mean).all()
    assert 0 < found.mean[0] < 20
    assert np.linalg.eigvalsh(found.covariance).min() > 0


def test_answers_both_ways_cancel() -> None:
    rows = np.array([[1.0, 2.0], [1.0, 2.0]])
    assert np.allclose(fit(rows, np.array([1.0, 0.0])).mean, 0, atol=1e-6)


def test_slips_are_survived() -> None:
    rows, said = answers(np.array([3.0, 0.0]), 60)
    plain = int(np.argmax(np.abs(rows[:, 0])))
    said[plain] = 1 - said[plain]
    assert fit(rows, said).mean[0] > 1


def test_nothing_said_is_even() -> None:
    found = fit(np.zeros((0, 3)), np.zeros(0))
    assert found.mean.tolist() == [0, 0, 0]
    assert found.probability(np.ones((1, 3))).tolist() == pytest.approx([0.5])


def test_what_is_in_doubt_tells_more() -> None:
    known = Preference(np.array([3.0, 0.0]), np.diag([0.01, 1.0]), 1.0, 0.0)
    sure, unsure, same = known.information(np.array([[2.0, 0.0], [0.0, 2.0], [0.0, 0.0]]))
    assert unsure > 10 * abs(sure)
    assert same == pytest.approx(0, abs=1e-9)


def test_probabilities_are_calibrated() -> None:
    """Of what is foretold with a chance of about p, about p comes true, over many people."""
    chance = np.random.default_rng(1)
    foretold, came = [], []
    for seed in range(60):
        hidden = chance.standard_normal(4) * nothing(4).deviation
        rows, said = answers(hidden, 60, seed)
        taste = fit(rows[:20], said[:20])
        foretold.append(taste.probability(rows[20:]))
        came.append(said[20:])
    p, y = np.concatenate(foretold), np.concatenate(came)
    for low in (0.1, 0.3, 0.5, 0.7):
        some = (p >= low) & (p < low + 0.2)
        assert abs(p[some].mean() - y[some].mean()) < 0.07
