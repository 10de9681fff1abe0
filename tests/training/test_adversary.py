"""A critic learns to tell human texts from made ones, pair by pair."""

import math

import numpy as np
import pytest
import torch

from sixing.models.adapters_torch import net_of
from sixing.models.reader import Document, Reader
from sixing.models.transformer import TransformerConfig
from sixing.models.transformer_torch import Transformer
from sixing.training.adversary import (
    HEAD,
    Kind,
    Opposing,
    calibration,
    fit_critic,
    relativistic_loss,
)

CONFIG = TransformerConfig(vocabulary=17, width=16, layers=2, heads=2, hidden=24)
LEARN = Opposing(rank=4, pairs=16, rate=0.01, epochs=8)


def weights() -> dict[str, np.ndarray]:
    torch.manual_seed(1)
    net = Transformer(CONFIG)
    return {n: (v + 0.05 * torch.randn_like(v)).numpy() for n, v in net.state_dict().items()}


def kind(count: int, seed: int, length: int = 5) -> Kind:
    """Human texts hold a 5 somewhere, made ones a 6."""
    chance = np.random.default_rng(seed)

    def text(mark: int) -> Document:
        ids = [int(i) for i in chance.integers(7, 17, length)]
        ids[int(chance.integers(1, length))] = mark
        return ids, 1

    return Kind([text(5) for _ in range(count)], [text(6) for _ in range(count)])


def test_the_loss_is_that_of_the_paper() -> None:
    real, made = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 2.0])
    wanted = (math.log1p(math.exp(-1)) + math.log1p(math.exp(2))) / 2
    assert relativistic_loss(real, made).item() == pytest.approx(wanted)


def test_a_critic_tells_texts_apart_that_it_never_saw() -> None:
    net = net_of(CONFIG, weights())
    adapter = fit_critic(net, [kind(160, 0), kind(160, 1, length=8)], LEARN, facts={"a": 1})
    fresh = kind(40, 2)
    reader = Reader(CONFIG, weights(), adapter)
    real = reader.scores(fresh.real)[HEAD][:, 0]
    made = reader.scores(fresh.made)[HEAD][:, 0]
    assert (real > made).mean() > 0.9
    assert adapter.facts == {"a": 1}


def test_what_lacks_a_side_is_refused() -> None:
    with pytest.raises(ValueError, match="human and made"):
        fit_critic(net_of(CONFIG, weights()), [Kind([([1, 2], 1)], [])])


def test_calibrated_scores_are_log_odds() -> None:
    chance = torch.Generator().manual_seed(0)
    # Two normal laws of width 1 at 1 and -1: the log-odds of x are 2 x.
    real = torch.randn(20_000, generator=chance) + 1
    made = torch.randn(5_000, generator=chance) - 1
    slope, offset = calibration(real, made)
    assert slope == pytest.approx(2, abs=0.1)
    assert offset == pytest.approx(0, abs=0.1)


def test_scores_that_part_perfectly_are_calibrated_all_the_same() -> None:
    slope, _ = calibration(torch.tensor([2.0, 3.0]), torch.tensor([-1.0, 0.0]))
    assert 0 < slope < 100
