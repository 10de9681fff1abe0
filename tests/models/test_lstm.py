"""The LSTM baseline stands in the same harness as the transformer."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from sixing.models.lstm_torch import Lstm  # noqa: E402


def test_it_scores_every_token() -> None:
    net = Lstm(11, 8, 16)
    assert net.logits(net(torch.zeros(2, 3, dtype=torch.long))).shape == (2, 3, 11)


def test_a_place_hears_no_later_one() -> None:
    net = Lstm(11, 8, 16)
    one, other = torch.tensor([[1, 2, 3]]), torch.tensor([[1, 2, 9]])
    assert torch.equal(net(one)[:, :2], net(other)[:, :2])
