"""Weights on disk: int8 with one scale a row, in safetensors, nothing executable.

>>> small, scale = quantise(np.ones((2, 3), np.float32))
>>> np.allclose(dequantise(small, scale), 1)
True
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle

Floats = NDArray[np.float32]
VERSION = "sixing.weights.v1"


def quantise(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rounds each row to int8; the largest entry of a row becomes ±127."""
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale


def dequantise(small: NDArray[np.int8], scale: Floats) -> Floats:
    """The matrix that the rounded one stands for."""
    whole: Floats = small.astype(np.float32) * scale[:, None]
    return whole


def save(weights: Mapping[str, Floats], path: Path) -> None:
    """Writes matrices as int8 and vectors as float32, whole or not at all."""
    from safetensors.numpy import save_file

    tensors: dict[str, NDArray[np.generic]] = {}
    for name, value in weights.items():
        if value.ndim == 2:
            tensors[f"{name}.int8"], tensors[f"{name}.scale"] = quantise(value)
        else:
            tensors[name] = value
    fresh = path.with_suffix(".part")
    # safetensors writes memory as it lies, whatever its order.
    whole = {name: np.ascontiguousarray(value) for name, value in tensors.items()}
    save_file(whole, fresh, metadata={"version": VERSION})
    fresh.replace(path)


def load(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Floats]:
    """Reads float32 weights back.

    Raises:
        BadStyle: the file is truncated, of another version, or does not fit the shapes.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as stored:
            version = (stored.metadata() or {}).get("version")
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as fault:
        raise BadStyle(
            f"{path} is not whole ({fault}); install Sixing or the style anew."
        ) from fault
    if version != VERSION:
        raise BadStyle(f"{path} has weights of version {version}; this Sixing reads {VERSION}.")
    for name, shape in shapes.items():
        parts = {f"{name}.int8": shape, f"{name}.scale": shape[:1]} if len(shape) == 2 else {}
        for part, wanted in (parts or {name: shape}).items():
            if part not in tensors or tensors[part].shape != wanted:
                raise BadStyle(f"{path} does not fit its config: {part} has another shape.")
    return {
        name: dequantise(tensors[f"{name}.int8"], tensors[f"{name}.scale"])
        if len(shape) == 2
        else tensors[name]
        for name, shape in shapes.items()
    }
