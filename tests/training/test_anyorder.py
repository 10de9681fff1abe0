"""Lessons in any order: what is hidden, what is learnt, and that learning helps."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.models.anyorder import AnyOrderConfig  # noqa: E402
from sixing.models.anyorder_torch import AnyOrder  # noqa: E402
from sixing.training.anyorder import Drill, Lesson, batches, hide, nats, objective, unsure  # noqa: E402
from sixing.training.average import Average  # noqa: E402
from sixing.training.loop import Plan, Trainer  # noqa: E402

CONFIG = AnyOrderConfig(levels=4, facts=(3, 2), width=16, layers=1, heads=2, hidden=16, kernel=3)
DRILL = Drill(rows=4, steps=8, forget=(0,), outside=(0, 1))


def lessons(steps: int = 20) -> list[list[Lesson]]:
    """Four voices in step: the second a level above the first, and so on around."""
    first = np.arange(steps) // 2 % 4
    levels = (first[:, None] + np.arange(4)) % 4 + 1
    table = levels + 4 * (np.arange(steps) % 2)[:, None]
    return [[Lesson(table, np.ones((steps, 2), int))]]


def test_a_batch_depends_on_its_step_alone() -> None:
    stream = batches(lessons(), CONFIG, DRILL, seed=3)
    one = stream(0)
    next(one)
    again, later = next(stream(1)), next(one)
    assert (again.table == later.table).all()
    assert (again.targets == later.targets).all()


def test_what_is_heard_does_not_tell_what_is_asked() -> None:
    for _, batch in zip(range(30), batches(lessons(), CONFIG, DRILL, 0)(0), strict=False):
        asked = batch.targets >= 0
        assert (batch.table[asked] == CONFIG.hidden_symbol).all()
        assert batch.weights.sum(axis=(1, 2)) == pytest.approx(1.0)


def test_a_short_piece_is_told_to_be_over() -> None:
    batch = next(batches(lessons(5), CONFIG, DRILL, 0)(0))
    assert (batch.targets[:, 5:] == -1).all()
    assert (batch.facts[:, 5:] == DRILL.outside).all()


def test_something_is_always_hidden_and_a_melody_often_stays() -> None:
    chance = np.random.default_rng(0)
    masks = [hide(8, 4, chance) for _ in range(400)]
    assert all(mask.any() for mask in masks)
    assert 0.4 < np.mean([not mask[:, 0].any() for mask in masks]) < 0.8


def test_a_level_of_unknown_beginning_is_right_either_way() -> None:
    table = np.array([[0, 2, 6, 4]])
    said = unsure(table, CONFIG.levels)
    assert said.tolist() == [[0, 10, 10, 12]]
    scores = torch.randn(4, CONFIG.symbols)
    shares = scores.softmax(-1)
    found = nats(scores, said[0], CONFIG)
    wanted = torch.stack(
        [shares[0, 0], *(shares[i, n] + shares[i, n + 4] for i, n in ((1, 2), (2, 2), (3, 4)))]
    )
    assert torch.allclose(found, -wanted.log(), atol=1e-5)


def test_it_learns_voices_that_follow_from_each_other() -> None:
    torch.manual_seed(0)
    net = AnyOrder(CONFIG)
    mean = Average(net.parameters(), 0.9)
    adam = torch.optim.AdamW(net.parameters(), lr=0.02)
    stream = batches(lessons(), CONFIG, DRILL, 0)
    place = Trainer(
        net, [adam, mean], objective, stream, Plan(steps=60, warmup=5, log_every=10)
    ).fit()
    mean.put()
    assert place.curve[-1][1] < 0.6 * place.curve[0][1]
    table = np.full((1, 8, 4), CONFIG.hidden_symbol)
    piece = lessons()[0][0]
    table[0, :, 0] = piece.table[:8, 0]
    with torch.no_grad():
        guessed = net.eval()(
            torch.from_numpy(table), torch.from_numpy(piece.facts[None, :8])
        ).argmax(-1)
    assert (guessed[0].numpy() == piece.table[:8]).mean() > 0.9


def test_the_mean_of_weights_is_kept_by_a_checkpoint(tmp_path) -> None:
    def run(steps: int) -> Average:
        torch.manual_seed(0)
        net = AnyOrder(CONFIG)
        mean = Average(net.parameters(), 0.9)
        sgd = torch.optim.SGD(net.parameters(), lr=0.1)
        stream = batches(lessons(), CONFIG, DRILL, 0)
        plan = Plan(steps=steps, warmup=1, decay=1e-6)
        Trainer(net, [sgd, mean], objective, stream, plan, tmp_path / str(whole)).fit()
        return mean

    found = {}
    for whole in (True, False):
        if not whole:
            run(3)
        found[whole] = run(6)
    for one, other in zip(*(f.param_groups[0]["params"] for f in found.values()), strict=True):
        assert torch.allclose(
            found[True].state[one]["mean"], found[False].state[other]["mean"], atol=1e-5
        )
