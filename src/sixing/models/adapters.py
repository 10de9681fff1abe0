"""Low-rank changes of a trained net: what is learnt later, without touching what was learnt first.

An adapter adds ``up @ down`` to some of a net's matrices (Hu et al. 2021, "LoRA"); it may carry
heads that read the net's hidden states. Merged into the weights it costs nothing when the net
runs. It knows shapes only; the trainable half is :mod:`sixing.models.adapters_torch`.

>>> adapter = Adapter({"w": (np.ones((1, 3), np.float32), np.ones((2, 1), np.float32))})
>>> adapter.merged({"w": np.zeros((2, 3), np.float32)})["w"].tolist()
[[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.store.atomic import write_whole

Floats = NDArray[np.float32]
VERSION = "sixing.adapter.v1"


@dataclass(frozen=True)
class Adapter:
    """Low-rank changes, heads, and the facts of what they are for.

    Attributes:
        parts: for each weight's name ``down`` (rank, in) and ``up`` (out, rank).
        heads: arrays that read hidden states, such as ``moods.weight`` (classes, width).
        facts: JSON: classes of the heads, what was learnt from, what was measured.
    """

    parts: Mapping[str, tuple[Floats, Floats]]
    heads: Mapping[str, Floats] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def merged(self, weights: Mapping[str, Floats]) -> dict[str, Floats]:
        """Weights with the changes in them; the rest is shared, not copied.

        Raises:
            BadStyle: the adapter was made for a net of another shape.
        """
        merged = dict(weights)
        for name, (down, up) in self.parts.items():
            if name not in weights or weights[name].shape != (len(up), down.shape[1]):
                raise BadStyle(
                    f"the adapter changes {name}, which this model has in another shape: it was "
                    "made for another base; fit it anew",
                    zh=f"适配器所改的 {name} 与此模型不合：它属于另一个底本，请重新学习",
                )
            merged[name] = weights[name] + up @ down
        return merged


def save(adapter: Adapter, path: Path) -> None:
    """Writes an adapter in half precision, whole or not at all."""
    from safetensors.numpy import save as pack

    tensors = {f"head.{name}": value for name, value in adapter.heads.items()}
    for name, (down, up) in adapter.parts.items():
        tensors |= {f"down.{name}": down, f"up.{name}": up}
    # safetensors writes memory as it lies, whatever its order.
    halves = {name: np.ascontiguousarray(value, np.float16) for name, value in tensors.items()}
    facts = json.dumps(dict(adapter.facts), ensure_ascii=False, sort_keys=True)
    write_whole(path, pack(halves, metadata={"version": VERSION, "facts": facts}))


def load(path: Path) -> Adapter:
    """Reads an adapter.

    Raises:
        BadStyle: the file is missing, truncated or of another version.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            tensors = {n: file.get_tensor(n).astype(np.float32) for n in file.keys()}  # noqa: SIM118
        if metadata.get("version") != VERSION:
            raise BadStyle(
                f"{path} is of version {metadata.get('version')}; this Sixing reads {VERSION}"
            )
        facts = json.loads(metadata["facts"])
        names = [name.removeprefix("down.") for name in tensors if name.startswith("down.")]
        parts = {name: (tensors[f"down.{name}"], tensors[f"up.{name}"]) for name in names}
    except (OSError, ValueError, KeyError, SafetensorError) as fault:
        raise BadStyle(
            f"{path} cannot be read ({fault}); install the style anew",
            zh=f"读不出 {path}；请重新安装这一风格",
        ) from fault
    heads = {n.removeprefix("head."): v for n, v in tensors.items() if n.startswith("head.")}
    return Adapter(parts, heads, facts)
