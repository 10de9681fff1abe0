"""Preferences move a net towards what was chosen, and no farther than told."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from sixing.models.adapters_torch import attach, net_of
from sixing.models.transformer import TransformerConfig, TransformerRunner
from sixing.models.transformer_torch import Transformer
from sixing.training.preference import (
    Pair,
    Preferring,
    bound,
    fit_preferences,
    measure,
    preference_loss,
)

CONFIG = TransformerConfig(vocabulary=17, width=16, layers=2, heads=2, hidden=24)
LEARN = Preferring(rank=4, pairs=8, rate=0.01, epochs=12)


def weights() -> dict[str, np.ndarray]:
    torch.manual_seed(1)
    net = Transformer(CONFIG)
    return {n: (v + 0.05 * torch.randn_like(v)).numpy() for n, v in net.state_dict().items()}


def pairs(count: int, seed: int = 0) -> list[Pair]:
    """What was chosen ends in 5, what was rejected in 6."""
    chance = np.random.default_rng(seed)
    texts = [[int(i) for i in chance.integers(7, 17, 4)] for _ in range(count)]
    return [(([1, *text, 5], 2), ([1, *text, 6], 2)) for text in texts]


def test_before_anything_is_learnt_the_loss_is_ln_2() -> None:
    net = net_of(CONFIG, weights())
    attach(net, rank=2)
    loss, stats = preference_loss(net, *zip(*pairs(4), strict=True), beta=0.1)
    assert math.isclose(stats.loss, math.log(2), rel_tol=1e-5)
    assert loss.requires_grad
    assert stats.kl == pytest.approx(0, abs=1e-6)


def test_the_loss_is_that_of_the_paper() -> None:
    net = net_of(CONFIG, weights())
    for parameter in attach(net, rank=2):
        torch.nn.init.normal_(parameter, std=0.3)
    ((chosen, rejected),) = pairs(1)

    def gain(ids: list[int], start: int) -> float:
        from sixing.models.adapters_torch import bypassed

        def likelihood() -> float:
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                hidden = net(torch.tensor([ids[:-1]]))[0]
            logs = net.logits(hidden.float()).log_softmax(-1)
            return sum(float(logs[i - 1, ids[i]]) for i in range(start, len(ids)))

        ours = likelihood()
        with bypassed(net):
            return ours - likelihood()

    margin = gain(*chosen) - gain(*rejected)
    loss, stats = preference_loss(net, [chosen], [rejected], beta=0.5)
    assert stats.margin == pytest.approx(margin, abs=1e-3)
    assert loss.item() == pytest.approx(math.log1p(math.exp(-0.5 * margin)), abs=1e-3)


def test_a_net_learns_what_is_preferred_on_pairs_it_never_saw() -> None:
    net = net_of(CONFIG, weights())
    adapter, stats = fit_preferences(net, pairs(64), LEARN)
    assert stats.agreement > 0.95
    assert measure(net, pairs(32, seed=9), 0.1).agreement > 0.9
    assert adapter.facts["kl"] == pytest.approx(stats.kl, abs=1e-4)
    runner = TransformerRunner(CONFIG, adapter.merged(weights()))
    scores = runner.logits(runner.hidden(np.array([[1, 9, 8, 7, 12]])))[0, -1]
    assert scores[5] > scores[6]


def test_a_bound_is_kept() -> None:
    net = net_of(CONFIG, weights())
    taught = pairs(64)
    _, free = fit_preferences(net, taught, LEARN)
    limit = free.kl / 3
    scale = bound(net, taught, limit, 0.1)
    assert 0 < scale < 1
    assert limit / 2 < measure(net, taught, 0.1).kl <= limit


def test_an_anchor_keeps_the_net_nearer() -> None:
    def distance(anchor: float) -> float:
        net = net_of(CONFIG, weights())
        learn = Preferring(rank=4, pairs=8, rate=0.01, epochs=12, anchor=anchor)
        return fit_preferences(net, pairs(64), learn)[1].kl

    assert distance(3.0) < distance(0.0)


def test_a_training_stopped_and_begun_again_ends_alike(tmp_path: Path) -> None:
    def taught(folder: Path, epochs: float) -> dict[str, np.ndarray]:
        learn = Preferring(rank=2, pairs=8, rate=0.01, epochs=epochs)
        adapter, _ = fit_preferences(net_of(CONFIG, weights()), pairs(32), learn, folder=folder)
        return {name: up for name, (_, up) in adapter.parts.items()}

    first = taught(tmp_path / "a", 2)
    again = taught(tmp_path / "a", 2)
    for name, up in first.items():
        np.testing.assert_allclose(again[name], up, atol=1e-6)


def test_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="no pair"):
        fit_preferences(net_of(CONFIG, weights()), [])
