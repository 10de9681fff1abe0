"""The trainable EfficientNet-lite0; what runs it without torch is `sixing.models.onnx`.

Its state has the names that `sixing.models.efficientnet` writes. It knows no picture.

>>> small = EfficientNetConfig(8, ((1, 3, 1, 1, 8), (2, 3, 2, 2, 8), (1, 5, 2, 2, 8),
...                                (1, 3, 2, 2, 8)), 16, 5)
>>> EfficientNet(small)(torch.zeros(2, 3, 64, 64)).shape
torch.Size([2, 5])
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.models.efficientnet import (
    EPSILON,
    LITE0,
    SCALE,
    Block,
    EfficientNetConfig,
    Floats,
    padding,
)

MOMENTUM = 0.01
"""How much of each batch enters the running statistics: 1 − 0.99 of the source."""


class Unit(nn.Module):
    """A convolution, its batch normalisation and, where bounded, min(max(x, 0), 6)."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=EPSILON, momentum=MOMENTUM)
        before, after = padding(kernel, stride)
        self.conv.padding = (before, before)
        # Only a stride wants more zeros after than before, which a convolution cannot say itself.
        self.more = after - before

    def forward(self, x: Tensor, *, bounded: bool = True) -> Tensor:
        """(batch, outputs, height / stride, width / stride)."""
        if self.more:
            # What the convolution adds before, it adds after as well; here is the rest.
            x = F.pad(x, (0, self.more, 0, self.more))
        x = self.norm(self.conv(x))
        return F.relu6(x) if bounded else x


class Bottleneck(nn.Module):
    """One block: widen, look around channel by channel, narrow, add."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.residual = block.residual
        wide = block.hidden != block.inputs
        self.expand = Unit(block.inputs, block.hidden) if wide else None
        self.depthwise = Unit(
            block.hidden, block.hidden, block.kernel, block.stride, groups=block.hidden
        )
        self.project = Unit(block.hidden, block.outputs)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, outputs, height / stride, width / stride)."""
        y = x if self.expand is None else self.expand(x)
        y = self.project(self.depthwise(y), bounded=False)
        z: Tensor = x + y if self.residual else y
        return z


class EfficientNet(nn.Module):
    """Scores of classes from pictures.

    Args:
        config: its sizes.
        dropout: share of the pooled features that a step of training leaves out.
    """

    def __init__(self, config: EfficientNetConfig = LITE0, dropout: float = 0.2) -> None:
        super().__init__()
        self.config = config
        self.stem = Unit(3, config.stem, kernel=3, stride=2)
        self.blocks = nn.ModuleList(Bottleneck(block) for block in config.blocks)
        self.top = Unit(config.blocks[-1].outputs, config.features)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(config.features, config.classes)

    def forward(self, x: Tensor) -> Tensor:
        """Scores (batch, classes) of pictures (batch, 3, height, width) in −1 to 1."""
        return self.scores(self.late(self.early(x, 0), 0))

    def early(self, x: Tensor, late: int) -> Tensor:
        """What enters block `late`, of pictures in −1 to 1; `late` 0 is all blocks."""
        x = self.stem(x * SCALE[0] + SCALE[1])
        for block in self.blocks[:late]:
            x = block(x)
        return x

    def late(self, x: Tensor, late: int) -> Tensor:
        """Pooled features (batch, features) of what enters block `late`."""
        for block in self.blocks[late:]:
            x = block(x)
        pooled: Tensor = self.top(x).mean((2, 3))
        return pooled

    def scores(self, features: Tensor) -> Tensor:
        """Scores (batch, classes) of pooled features."""
        scored: Tensor = self.head(self.dropout(features))
        return scored

    def load(self, weights: Mapping[str, Floats]) -> None:
        """Takes weights over by their names; a head of another number of classes stays fresh."""
        own = self.state_dict()
        fitting = {
            name: torch.from_numpy(np.array(value))
            for name, value in weights.items()
            if name in own and own[name].shape == value.shape
        }
        missing, _ = self.load_state_dict(fitting, strict=False)
        lacking = [n for n in missing if not n.startswith("head.") and "num_batches" not in n]
        if lacking:
            raise ValueError(f"no weights of this shape for {', '.join(lacking[:3])}")

    def arrays(self) -> dict[str, Floats]:
        """Its weights and statistics by name."""
        return {
            name: value.detach().numpy().astype(np.float32)
            for name, value in self.state_dict().items()
            if "num_batches" not in name
        }
