"""Two ways of learning to translate without pairs: they learn, and a killed run goes on alike."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.models.translator import Shape  # noqa: E402
from sixing.training import contrast, cycle  # noqa: E402
from sixing.training.translation import (  # noqa: E402
    Pool,
    Schedule,
    Translation,
    fit_translation,
)

SHAPE, PICTURE = Shape(1, 1, width=4, blocks=1), (1, 16, 16)
WAYS = ("cycle", "contrast")


def way(name: str) -> Translation:
    torch.manual_seed(1)
    if name == "cycle":
        return cycle.Cycle(SHAPE, PICTURE, cycle.Weights(critic_width=4, patches=2))
    return contrast.Contrast(
        SHAPE, PICTURE, contrast.Weights(critic_width=4, patches=2, places=8, stages=(0, 1, 3))
    )


def test_noise_before_the_way_back_is_drawn_by_the_steps_chance() -> None:
    torch.manual_seed(1)
    net = cycle.Cycle(SHAPE, PICTURE, cycle.Weights(noise=0.3, critic_width=4, patches=2))
    batch = torch.from_numpy(bars(-1)(np.random.default_rng(0), 2))

    def loss(seed: int) -> float:
        return net.make(batch, -batch, torch.Generator().manual_seed(seed))[0].item()

    assert loss(1) == loss(1) != loss(2)


def bars(level: float):
    """Pictures with one bar somewhere, on a ground of this level."""

    def draw(chance: np.random.Generator, count: int) -> np.ndarray:
        found = np.full((count, *PICTURE), level, np.float32)
        for picture, at in zip(found, chance.integers(2, 12, count), strict=True):
            picture[0, at : at + 3] = -level
        return found

    return draw


@pytest.mark.parametrize("name", WAYS)
def test_it_learns_the_other_kinds_ground(name: str) -> None:
    net = way(name)
    fit_translation(net, bars(-0.9), bars(0.9), Schedule(150, rate=2e-3, average=0.9))
    with torch.no_grad():
        made = net.translator(torch.from_numpy(bars(-0.9)(np.random.default_rng(5), 8)))
    assert float(made.mean()) > 0.1


@pytest.mark.parametrize("name", WAYS)
def test_a_killed_run_goes_on_along_the_same_curve(name: str, tmp_path: Path) -> None:
    plan = Schedule(8, batch=2, log_every=2, save_every=0)
    whole = way(name)
    curve = fit_translation(whole, bars(-1), bars(1), plan, folder=tmp_path / "whole").curve

    class KilledError(Exception):
        pass

    def kill(share: float, _: str) -> None:
        if share > 0.5:
            raise KilledError

    with pytest.raises(KilledError):
        fit_translation(way(name), bars(-1), bars(1), plan, folder=tmp_path / "half", progress=kill)
    other = way(name)
    again = fit_translation(other, bars(-1), bars(1), plan, folder=tmp_path / "half").curve
    assert again == curve
    for a, b in zip(whole.translator.parameters(), other.translator.parameters(), strict=True):
        assert torch.equal(a, b)


def test_the_pool_shows_earlier_pictures_too() -> None:
    pool, chance = Pool((1, 2, 2), size=4), torch.Generator().manual_seed(0)
    shown = [pool.swap(torch.full((4, 1, 2, 2), float(n)), chance) for n in range(6)]
    assert float(shown[0].max()) == 0
    later = torch.stack(shown[1:])
    own = torch.arange(1.0, 6.0)[:, None, None, None, None]
    assert bool((later < own).any())
    assert bool((later <= own).all())
