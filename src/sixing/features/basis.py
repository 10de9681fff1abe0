"""The directions in which pictures are fingerprinted, learnt once from pictures of many kinds.

Principal directions of layouts (`sixing.features.layout`) and of what a net sees, the net's ones
divided by the root of their spread, so that the few strongest do not drown the others. A
fingerprint may keep the leading ones only.

>>> rng = np.random.default_rng(0)
>>> basis = Basis.of(rng.normal(0, 1, (40, 384)), rng.normal(0, 1, (40, 20)), (8, 6))
>>> basis.kind(np.ones((2, 20), np.float32), 4).shape, len(basis.identity)
((2, 4), 16)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.features.copy_rule import FOLDER
from sixing.store.packs import PICTURES, pack

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]

FILE: Final = "basis.safetensors"
_TABLES: Final = ("layout_mean", "layout_axes", "kind_mean", "kind_axes")


@dataclass(frozen=True)
class Basis:
    """Means and axes of two kinds of rows.

    Attributes:
        layout_mean, kind_mean: (numbers of a row,)
        layout_axes, kind_axes: (numbers of a row, columns), the leading columns first.
    """

    layout_mean: Halves
    layout_axes: Halves
    kind_mean: Halves
    kind_axes: Halves

    @classmethod
    def of(
        cls,
        layouts: NDArray[np.floating],
        kinds: NDArray[np.floating],
        columns: tuple[int, int],
    ) -> Basis:
        """Of many pictures' rows, (pictures, numbers); `columns` axes of each."""
        parts = *_axes(layouts, columns[0], 0.0), *_axes(kinds, columns[1], 0.5)
        return cls(*(part.astype(np.float16) for part in parts))

    @classmethod
    def open(cls, path: Path | None = None) -> Basis:
        """The basis of a file, or the shipped one.

        Raises:
            BadInput: the pack is not installed.
            BadStyle: the file is missing or damaged.
        """
        from safetensors import SafetensorError, safe_open

        path = path or pack(PICTURES) / FOLDER / FILE
        try:
            with safe_open(path, framework="numpy") as stored:
                return cls(*(stored.get_tensor(name) for name in _TABLES))
        except (SafetensorError, OSError) as fault:
            raise BadStyle(
                f"{path} cannot be read ({fault}); install the pack of pictures anew",
                zh=f"{path} 读不出（{fault}）；请重新安装图画权重包",
            ) from fault

    def save(self, path: Path) -> None:
        """Write the basis, whole or not at all."""
        from safetensors.numpy import save

        from sixing.store.atomic import write_whole

        write_whole(path, save({name: getattr(self, name) for name in _TABLES}))

    @cached_property
    def identity(self) -> str:
        """Equal for equal axes: rows in other axes cannot be compared."""
        tables = b"".join(np.ascontiguousarray(getattr(self, name)).tobytes() for name in _TABLES)
        return sha256(tables).hexdigest()[:16]

    def layout(self, rows: Floats, columns: int) -> Floats:
        """Layouts as unit rows of the leading columns, (n, columns)."""
        return _along(rows, self.layout_mean, self.layout_axes, columns)

    def kind(self, rows: Floats, columns: int) -> Floats:
        """What a net saw as unit rows of the leading columns, (n, columns)."""
        return _along(rows, self.kind_mean, self.kind_axes, columns)


def unit(rows: Floats) -> Floats:
    """Rows of length 1; a row of nothing stays."""
    found: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found


def _along(rows: Floats, mean: Halves, axes: Halves, columns: int) -> Floats:
    return unit((rows - mean.astype(np.float32)) @ axes[:, :columns].astype(np.float32))


def _axes(
    rows: NDArray[np.floating], columns: int, evenness: float
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Mean and leading axes, each divided by its spread to the power of `evenness`."""
    mean = rows.mean(0)
    _, sizes, axes = np.linalg.svd(rows - mean, full_matrices=False)
    spread = sizes[:columns] / np.sqrt(len(rows))
    return mean, axes[:columns].T / np.maximum(spread, 1e-6) ** evenness
