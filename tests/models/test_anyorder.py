"""The any-order net and its runner are one; every step hears both sides, within the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.models import weights  # noqa: E402
from sixing.models.anyorder import AnyOrderConfig, AnyOrderRunner, rows_heard  # noqa: E402
from sixing.models.anyorder_torch import AnyOrder  # noqa: E402

CONFIG = AnyOrderConfig(
    levels=6, facts=(5, 3), width=16, layers=2, heads=2, hidden=24, kernel=3, window=4
)


def net() -> AnyOrder:
    torch.manual_seed(0)
    made = AnyOrder(CONFIG).eval()
    with torch.no_grad():
        for weight in made.parameters():
            weight.add_(0.1 * torch.randn_like(weight))
    return made


def runner(made: AnyOrder) -> AnyOrderRunner:
    return AnyOrderRunner(CONFIG, {k: v.detach().numpy() for k, v in made.named_parameters()})


def tables(steps: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(1)
    table = chance.integers(0, CONFIG.hidden_symbol + 1, (3, steps, 4))
    return table, np.stack(
        (chance.integers(0, 5, (3, steps)), chance.integers(0, 3, (3, steps))), -1
    )


@pytest.mark.parametrize("steps", [1, 5, 30])
def test_the_runner_scores_as_the_net_does(steps: int) -> None:
    made = net()
    table, facts = tables(steps)
    with torch.no_grad():
        wanted = made(torch.from_numpy(table), torch.from_numpy(facts)).numpy()
    found = runner(made).logits(table, facts)
    assert found.shape == (3, steps, 4, CONFIG.symbols)
    assert np.abs(found - wanted).max() < 1e-4


def test_its_weights_are_those_that_its_config_names() -> None:
    assert {k: tuple(v.shape) for k, v in net().named_parameters()} == CONFIG.shapes()


def test_a_step_hears_both_sides_and_not_beyond_its_window() -> None:
    run = runner(net())
    table, facts = tables(60)
    before = run.logits(table, facts)
    table[:, 30] = (table[:, 30] + 1) % CONFIG.hidden_symbol
    moved = np.abs(run.logits(table, facts) - before).max(axis=(0, 2, 3)) > 0
    assert moved[29]
    assert moved[31]
    reach = CONFIG.layers * (CONFIG.window + CONFIG.kernel // 2)
    assert not moved[: 30 - reach].any()
    assert not moved[31 + reach :].any()


def test_what_a_table_says_is_looked_up_voice_by_voice() -> None:
    table = np.array([[0, 3, 8, CONFIG.hidden_symbol]])  # silent, begun 3, held 2, hidden
    level, begun, apart, fact = rows_heard(CONFIG, table, np.array([[4, 2]]))
    assert level.tolist() == [[0, 8 + 3, 16 + 2, 24 + 7]]
    assert begun.tolist() == [[0, 4 + 1, 8 + 2, 12]]
    assert apart[0, CONFIG.pairs.index((1, 2))] == CONFIG.pairs.index((1, 2)) * 12 + 1 + 6
    assert fact.tolist() == [[4, 5 + 2]]


def test_its_weights_come_back_from_disk_nearly_whole(tmp_path: Path) -> None:
    made = net()
    kept = {k: v.detach().numpy() for k, v in made.named_parameters()}
    weights.save(kept, tmp_path / "net.safetensors")
    again = AnyOrderRunner(CONFIG, weights.load(tmp_path / "net.safetensors", CONFIG.shapes()))
    table, facts = tables(20)
    assert np.abs(again.logits(table, facts) - runner(made).logits(table, facts)).max() < 0.3
