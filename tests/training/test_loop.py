"""The loop: warm up, stay, fall; and a run that stopped goes on as if it had not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from sixing.errors import BadStyle  # noqa: E402
from sixing.training import checkpoint  # noqa: E402
from sixing.training.checkpoint import Place  # noqa: E402
from sixing.training.loop import Plan, Trainer  # noqa: E402
from sixing.training.optim import Muon  # noqa: E402

PLAN = Plan(steps=30, warmup=4, decay=0.5, save_every=0, log_every=7)


class KilledError(Exception):
    """A kill, as far as a test in one process can have one."""


def trainer(folder: Path | None, plan: Plan = PLAN, until: int = 10**9) -> Trainer[Tensor]:
    """Learns a linear map with both optimisers; stops before step ``until``."""
    torch.manual_seed(0)
    net = nn.Linear(4, 4)
    goal = torch.randn(4, 4)

    def batches(start: int) -> Iterator[Tensor]:
        for step in range(start, until):
            yield torch.randn(8, 4, generator=torch.Generator().manual_seed(step))
        raise KilledError

    def objective(net: nn.Module, batch: Tensor) -> tuple[Tensor, int]:
        return (net(batch) - batch @ goal).square().mean(), len(batch)

    optimisers = [Muon([net.weight], lr=0.1), torch.optim.AdamW([net.bias], lr=0.01)]
    return Trainer(net, optimisers, objective, batches, plan, folder)


@given(st.integers(1, 500), st.integers(1, 60), st.floats(0.05, 1))
def test_the_rate_rises_stays_and_falls(steps: int, warmup: int, decay: float) -> None:
    plan = Plan(steps=steps, warmup=warmup, decay=decay)
    rates = [plan.rate(step) for step in range(steps)]
    top = rates.index(max(rates))
    assert all(0 < rate <= 1 for rate in rates)
    assert rates[:top] == sorted(rates[:top])
    assert rates[top:] == sorted(rates[top:], reverse=True)


def test_the_rate_is_whole_between_warming_up_and_falling() -> None:
    plan = Plan(steps=100, warmup=10, decay=0.4)
    assert [plan.rate(step) for step in (0, 9, 60, 80, 99)] == [0.1, 1, 1, 0.5, 0.025]


def test_learning_lowers_the_loss() -> None:
    curve = trainer(None).fit().curve
    assert curve[-1][1] < 0.6 * curve[0][1]


def test_the_curve_is_the_mean_of_all_steps_between_its_points() -> None:
    each = dict(trainer(None, Plan(steps=30, warmup=4, decay=0.5, log_every=1)).fit().curve)
    step, loss = trainer(None).fit().curve[1]
    assert step == 14
    assert loss == pytest.approx(sum(each[i] for i in range(8, 15)) / 7)


@pytest.mark.parametrize("until", [1, 7, 10, 29])
def test_a_run_that_stopped_has_the_curve_of_one_that_did_not(tmp_path: Path, until: int) -> None:
    with pytest.raises(KilledError):
        trainer(tmp_path, until=until).fit()
    again, unbroken = trainer(tmp_path), trainer(None)
    assert again.fit().curve == unbroken.fit().curve
    assert torch.equal(again.net.weight, unbroken.net.weight)


def test_a_run_that_is_done_learns_no_more(tmp_path: Path) -> None:
    done = trainer(tmp_path).fit()
    assert trainer(tmp_path, until=0).fit() == done


def test_progress_is_told_up_to_the_end() -> None:
    told: list[float] = []
    trainer(None).fit(lambda fraction, _: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_state_comes_back(tmp_path: Path) -> None:
    one, place = trainer(tmp_path), Place(3, 24, 1.5, ((2, 0.5),), (0.25,))
    checkpoint.save(tmp_path / "state", one.net, one.optimisers, place)
    assert checkpoint.load(tmp_path / "state", one.net, one.optimisers) == place


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    trainer(tmp_path).fit()
    assert [path.name for path in tmp_path.iterdir()] == ["state.safetensors"]


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_a_truncated_state_is_refused(tmp_path: Path, kept: int) -> None:
    trainer(tmp_path).fit()
    path = tmp_path / "state.safetensors"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(BadStyle, match="delete it to begin anew"):
        trainer(tmp_path).fit()


def test_the_state_of_another_net_is_refused(tmp_path: Path) -> None:
    net = nn.Linear(5, 4)
    checkpoint.save(tmp_path / "state.safetensors", net, [], Place())
    with pytest.raises(BadStyle, match="no checkpoint of this net"):
        trainer(tmp_path).fit()


def test_weights_that_are_no_state_are_refused(tmp_path: Path) -> None:
    trainer(tmp_path).fit()
    path = tmp_path / "state.safetensors"
    save_file(load_file(path), path)
    with pytest.raises(BadStyle, match="no checkpoint"):
        trainer(tmp_path).fit()
