"""Weights on disk: small, whole, and refused when they are not what they should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from safetensors.numpy import load_file, save_file

from sixing.errors import BadStyle
from sixing.models.weights import dequantise, load, quantise, save

SHAPES: dict[str, tuple[int, ...]] = {"matrix": (3, 4), "norm": (4,)}
MATRICES = arrays(np.float32, (3, 5), elements=st.floats(-100, 100, width=32))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "weights.safetensors"
    matrix = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    save({"matrix": matrix, "norm": np.arange(4, dtype=np.float32)}, path)
    return path


@given(MATRICES)
def test_rounding_is_off_by_half_a_step_at_most(matrix: np.ndarray) -> None:
    small, scale = quantise(matrix)
    apart = np.abs(dequantise(small, scale) - matrix)
    assert (apart <= scale[:, None] * 0.501 + 1e-12).all()


@given(MATRICES)
def test_what_was_rounded_once_rounds_to_itself(matrix: np.ndarray) -> None:
    small, scale = quantise(matrix)
    again, _ = quantise(dequantise(small, scale))
    assert (again == small).all()


def test_weights_come_back(saved: Path) -> None:
    matrix = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    found = load(saved, SHAPES)
    np.testing.assert_allclose(found["matrix"], matrix, atol=np.abs(matrix).max() / 250)
    assert found["norm"].tolist() == [0, 1, 2, 3]


def test_a_matrix_laid_out_by_columns_comes_back(tmp_path: Path) -> None:
    matrix = np.asfortranarray(np.arange(-6, 6).reshape(3, 4).astype(np.float32))
    save({"matrix": matrix, "norm": np.ones(8, np.float32)[::2]}, tmp_path / "w")
    np.testing.assert_allclose(load(tmp_path / "w", SHAPES)["matrix"], matrix, atol=0.03)


def test_a_matrix_takes_a_byte_an_entry(tmp_path: Path) -> None:
    save({"matrix": np.ones((256, 256), np.float32)}, tmp_path / "w")
    assert (tmp_path / "w").stat().st_size < 256 * 256 * 1.05


@pytest.mark.parametrize("kept", [0, 7, 60, -1])
def test_truncated_weights_are_refused(saved: Path, kept: int) -> None:
    saved.write_bytes(saved.read_bytes()[:kept])
    with pytest.raises(BadStyle, match="not whole"):
        load(saved, SHAPES)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadStyle, match="not whole"):
        load(tmp_path / "none", SHAPES)


def test_weights_of_another_version_are_refused(saved: Path) -> None:
    save_file(load_file(saved), saved, metadata={"version": "sixing.weights.v0"})
    with pytest.raises(BadStyle, match=r"version sixing\.weights\.v0"):
        load(saved, SHAPES)


def test_weights_of_nobody_are_refused(saved: Path) -> None:
    save_file(load_file(saved), saved)
    with pytest.raises(BadStyle, match="version None"):
        load(saved, SHAPES)


@pytest.mark.parametrize("lost", ["matrix.int8", "matrix.scale", "norm"])
def test_weights_that_lack_a_part_are_refused(saved: Path, lost: str) -> None:
    tensors = load_file(saved)
    del tensors[lost]
    save_file(tensors, saved, metadata={"version": "sixing.weights.v1"})
    with pytest.raises(BadStyle, match=lost):
        load(saved, SHAPES)


def test_weights_of_another_shape_are_refused(saved: Path) -> None:
    with pytest.raises(BadStyle, match="does not fit its config"):
        load(saved, {**SHAPES, "matrix": (4, 4)})


def test_a_failed_save_leaves_the_old_weights(saved: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(AttributeError):
        save({"matrix": None}, saved)  # type: ignore[dict-item]
    assert saved.read_bytes() == before
