"""Variations by the patches of a picture."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.errors import BadInput
from sixing.making.patches import (
    Targets,
    distance,
    patches,
    quantiles,
    resized,
    scales,
    summed,
    vary,
)


def stripes(height: int = 32, width: int = 32) -> np.ndarray:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    wave = np.sin((x + y) / 2)
    return np.stack([wave, wave * 0.5, -wave]).astype(np.float32)


def test_adding_patches_back_is_the_transpose_of_taking_them() -> None:
    chance = np.random.default_rng(0)
    values = chance.standard_normal((3, 11, 13)).astype(np.float32)
    columns = patches(values)
    others = chance.standard_normal(columns.shape).astype(np.float32)
    assert np.vdot(columns, others) == pytest.approx(np.vdot(values, summed(others, 11, 13)), 1e-3)


def test_the_gradient_is_that_of_the_distance() -> None:
    chance = np.random.default_rng(1)
    values = chance.standard_normal((3, 12, 12)).astype(np.float32)
    targets = Targets([stripes(12, 12)], chance)
    _, gradient = distance(values, targets)
    way = gradient / gradient.std() + chance.standard_normal(values.shape).astype(np.float32)
    (before, _), (after, _) = (distance(values + step * way, targets) for step in (-1e-3, 1e-3))
    assert (after - before) / 2e-3 == pytest.approx(float(np.vdot(gradient, way)), rel=0.05)


def test_a_picture_is_no_way_from_itself() -> None:
    targets = Targets([stripes()], np.random.default_rng(0))
    assert distance(stripes(), targets)[0] == pytest.approx(0, abs=1e-6)


def test_a_variation_comes_near_in_patches_and_not_in_place() -> None:
    source = stripes()
    made = vary([source], seed=5, likeness=0, steps=60)
    targets = Targets([source], np.random.default_rng(9))
    noise = np.random.default_rng(0).standard_normal(source.shape).astype(np.float32)
    assert distance(made, targets)[0] < 0.4 * distance(noise, targets)[0]
    assert np.abs(made - source).mean() > 0.1


def test_a_seed_names_a_variation() -> None:
    one, again, other = (vary([stripes()], seed=seed, steps=6) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).mean() > 0.01


def test_more_likeness_keeps_more_of_the_layout() -> None:
    y, x = np.mgrid[:40, :40].astype(np.float32)
    disc = np.where(np.hypot(x - 12, y - 25) < 8, 1, -1).astype(np.float32)
    source = np.stack([disc] * 3)
    free, like = (vary([source], seed=2, likeness=one, steps=30) for one in (0.0, 1.0))
    assert np.abs(like - source).mean() < np.abs(free - source).mean()


def test_several_sources_and_another_shape() -> None:
    made = vary([stripes(), -stripes(24, 40)], seed=1, height=26, width=50, steps=3)
    assert made.shape == (3, 26, 50)
    assert np.abs(made).max() <= 1


def test_quantiles_of_rows_keep_their_ends_within_reach() -> None:
    rows = np.sort(np.random.default_rng(0).standard_normal((2, 50)), axis=1).astype(np.float32)
    more = quantiles(rows, 80)
    assert more.shape == (2, 80)
    assert (np.diff(more) >= 0).all()
    np.testing.assert_allclose(more.mean(1), rows.mean(1), atol=0.02)


def test_resizing_keeps_a_flat_picture_flat() -> None:
    flat = np.full((3, 17, 9), 0.3, np.float32)
    for size in ((8, 30), (40, 5)):
        np.testing.assert_allclose(resized(flat, *size), 0.3, atol=1e-6)


def test_scales_end_at_the_full_size() -> None:
    assert scales(128)[-1] == 1
    assert round(scales(128)[0] * 128) == 20
    assert scales(16) == [1.0]


@pytest.mark.parametrize("size", [(8, 64), (64, 1000)])
def test_a_side_without_room_for_patches_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="a variation has sides"):
        vary([stripes()], seed=0, height=size[0], width=size[1])
