"""The suites pass what is right and name what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sixing.media.medium import Medium, Tokens
from sixing.models.transformer import TransformerConfig, TransformerRunner
from sixing.testing import Echo, NotConformant, check_medium, check_model
from sixing.works import Fault, Work

SOUND = [Work("echo", "2x3", "", ("abc", "xyc")), Work("echo", "1x2", "one", ("ab",), {"seed": 7})]
BROKEN = [Work("echo", "2x3", "", ("abc", "abd"))]


class Forgetful(Echo):
    """Loses the title."""

    def decode(self, carrier: Tokens) -> Work:
        return replace(super().decode(carrier), title="")


class Blind(Echo):
    """Finds no faults."""

    def check(self, work: Work) -> list[Fault]:
        super().check(work)
        return []


class Careless(Echo):
    """Points at a line that is not there."""

    def check(self, work: Work) -> list[Fault]:
        return [replace(fault, line=9) for fault in super().check(work)]


class Mute(Echo):
    """Takes any kind."""

    def show(self, work: Work, kind: str) -> bytes:
        return super().show(work, kind if kind == "json" else "text")


def test_a_correct_medium_passes(tmp_path: Path) -> None:
    medium: Medium[Any] = Echo()
    check_medium(medium, sound=SOUND, broken=BROKEN, folder=tmp_path)


@pytest.mark.parametrize(
    ("medium", "complaint"),
    [
        (Forgetful(), "decode"),
        (Blind(), "breaks its form"),
        (Careless(), "not there"),
        (Mute(), "unknown kind"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_incorrect_medium_is_told_why(medium: Echo, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(NotConformant, match=complaint):
        check_medium(medium, sound=SOUND, broken=BROKEN, folder=tmp_path)


@pytest.fixture
def model() -> Any:
    """A transformer of a few hundred weights, and its runner's weights."""
    torch = pytest.importorskip("torch", reason="the trainable half needs the train extra")
    from sixing.models.transformer_torch import Transformer

    torch.manual_seed(0)
    config = TransformerConfig(vocabulary=11, width=16, layers=2, heads=2, hidden=32)
    net = Transformer(config)
    with torch.no_grad():
        for weight in net.parameters():
            weight.add_(torch.randn_like(weight) * 0.2)
    return config, net, {name: value.numpy() for name, value in net.state_dict().items()}


def test_the_transformer_and_its_runner_are_one_model(model: Any) -> None:
    config, net, weights = model
    check_model(net, TransformerRunner(config, weights), vocabulary=11)


def test_a_runner_with_other_weights_is_found_out(model: Any) -> None:
    config, net, weights = model
    other = {**weights, "norm": weights["norm"] + np.float32(0.1)}
    with pytest.raises(NotConformant, match="runner and net differ"):
        check_model(net, TransformerRunner(config, other), vocabulary=11)


def test_a_runner_that_hears_its_padding_is_found_out(model: Any) -> None:
    config, net, weights = model

    class Padded(TransformerRunner):
        def read(self, prefixes: Any, room: int = 0) -> Any:
            longest = max(map(len, prefixes))
            return super().read([[0] * (longest - len(p)) + list(p) for p in prefixes], room)

    with pytest.raises(NotConformant, match="beside longer ones"):
        check_model(net, Padded(config, weights), vocabulary=11)
