"""Nets that turn pictures of one kind into pictures of another: ResNet generators, patch critics.

A generator halves the picture twice, changes it in residual blocks and doubles it twice (Johnson
et al. 2016, "Perceptual losses", appendix; Zhu et al. 2017, CycleGAN, §7.2). Doubling is nearest
neighbour and a convolution (Odena et al. 2016), so no checkerboard is left. A critic says of
overlapping patches, not of whole pictures, whether they are real (Isola et al. 2017, §3.2.2).

They know no training; that is `sixing.training.translation`.

>>> make = Generator(Shape(inputs=1, outputs=1, width=8, blocks=1))
>>> make(torch.zeros(2, 1, 32, 48)).shape
torch.Size([2, 1, 32, 48])
>>> PatchCritic(1, width=8, layers=2)(torch.zeros(2, 1, 32, 48)).shape
torch.Size([2, 1, 5, 9])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.errors import BadInput
from sixing.models.translator import Shape


class Residual(nn.Module):
    """Adds to (batch, width, height, width) features what two convolutions of them say."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(*_layer(width, width), *_layer(width, width)[:-1])

    def forward(self, x: Tensor) -> Tensor:
        """The features, changed."""
        return x + cast(Tensor, self.body(x))


class Generator(nn.Module):
    """A picture of one kind, (batch, inputs, h, w) in −1 to 1, to one of another of the same size.

    Height and width are multiples of 4; the runner sees to that.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        w = shape.width
        stages: list[nn.Module] = [
            nn.Sequential(*_layer(shape.inputs, w, size=7)),
            nn.Sequential(*_layer(w, 2 * w, stride=2)),
            nn.Sequential(*_layer(2 * w, 4 * w, stride=2)),
            *(Residual(4 * w) for _ in range(shape.blocks)),
            nn.Sequential(nn.Upsample(scale_factor=2), *_layer(4 * w, 2 * w)),
            nn.Sequential(nn.Upsample(scale_factor=2), *_layer(2 * w, w)),
            nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(w, shape.outputs, 7), nn.Tanh()),
        ]
        self.stages = nn.ModuleList(stages)
        self.apply(_begin)

    def forward(self, x: Tensor) -> Tensor:
        """The translated picture, −1 to 1."""
        for stage in self.stages:
            x = stage(x)
        return x

    def features(self, x: Tensor, stages: Sequence[int]) -> list[Tensor]:
        """What the stages of these numbers say of a picture; no later stage is run."""
        found = []
        for number, stage in enumerate(self.stages[: max(stages) + 1]):
            x = stage(x)
            if number in stages:
                found.append(x)
        return found

    def widths(self, stages: Sequence[int]) -> list[int]:
        """Channels of those features."""
        w = self.shape.width
        return [{0: w, 1: 2 * w}.get(stage, 4 * w) for stage in stages]


class PatchCritic(nn.Module):
    """How real each patch looks: (batch, channels, h, w) to (batch, 1, patches, patches).

    Args:
        layers: halvings; a patch is 22 px wide for 2, 46 px wide with 3 and so on.
    """

    def __init__(self, channels: int, width: int = 32, layers: int = 3) -> None:
        super().__init__()
        body: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
        for number in range(1, layers):
            a, b = (min(width * 2**n, 8 * width) for n in (number - 1, number))
            body += [nn.Conv2d(a, b, 4, 2, 1), nn.InstanceNorm2d(b), nn.LeakyReLU(0.2)]
        last = min(width * 2 ** (layers - 1), 8 * width)
        self.body = nn.Sequential(*body, nn.Conv2d(last, 1, 4, 1, 1 if layers > 2 else 0))
        self.apply(_begin)

    def forward(self, x: Tensor) -> Tensor:
        """Scores; least squares wants 1 for real and 0 for made."""
        return cast(Tensor, self.body(x))


class PatchHeads(nn.Module):
    """Small nets that make features of two pictures comparable, place by place (CUT, §3.2)."""

    def __init__(self, widths: Sequence[int], size: int = 128) -> None:
        super().__init__()
        self.heads = nn.ModuleList(
            nn.Sequential(nn.Linear(w, size), nn.ReLU(), nn.Linear(size, size)) for w in widths
        )
        self.apply(_begin)

    def forward(self, features: Sequence[Tensor], places: Sequence[Tensor]) -> list[Tensor]:
        """Unit vectors, (batch, places, size) for every stage."""
        found = []
        for head, x, at in zip(self.heads, features, places, strict=True):
            rows = x.flatten(2).mT[:, at]
            found.append(F.normalize(head(rows).float(), dim=-1))
        return found


def _layer(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> list[nn.Module]:
    return [
        nn.ReflectionPad2d(size // 2),
        nn.Conv2d(inputs, outputs, size, stride, bias=False),
        nn.InstanceNorm2d(outputs, affine=True),
        nn.ReLU(),
    ]


@torch.no_grad()
def _begin(part: nn.Module) -> None:
    """Small weights, as CycleGAN begins (§7.2)."""
    if isinstance(part, nn.Conv2d | nn.Linear):
        nn.init.normal_(part.weight, 0.0, 0.02)
        if part.bias is not None:
            nn.init.zeros_(part.bias)


def onnx_bytes(net: Generator) -> bytes:
    """The generator as an ONNX file for `translator.Translator`: weights in half precision.

    Raises:
        BadInput: the package `onnx` is not installed.
    """
    try:
        from onnx import TensorProto, checker, helper, numpy_helper
    except ImportError as missing:
        raise BadInput(
            "writing a net wants one more package: pip install 'sixing[train]'",
            zh="导出网络需要另装一个包：pip install 'sixing[train]'",
        ) from missing
    graph = _Graph(helper, numpy_helper)
    last = "picture"
    for stage in net.stages:
        last = graph.lay(stage, last)
    graph.node("Identity", [last], "translated")
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", channels, "h", "w"])
        for name, channels in (
            ("picture", net.shape.inputs),
            ("translated", net.shape.outputs),
        )
    ]
    whole = helper.make_graph(graph.nodes, "translator", ends[:1], ends[1:], graph.stored)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return cast(bytes, model.SerializeToString())


class _Graph:
    """Lays a generator's parts as ONNX nodes; every part gives the name of what it computes."""

    def __init__(self, helper: Any, arrays: Any) -> None:
        self._helper, self._arrays = helper, arrays
        self.nodes: list[Any] = []
        self.stored: list[Any] = []

    def lay(self, part: nn.Module, x: str) -> str:
        """The nodes of a part that reads ``x``."""
        match part:
            case nn.Sequential():
                for inner in part:
                    x = self.lay(inner, x)
                return x
            case Residual():
                return self.node("Add", [x, self.lay(part.body, x)])
            case nn.ReflectionPad2d():
                left, right, top, bottom = part.padding
                pads = np.array([0, 0, top, left, 0, 0, bottom, right], np.int64)
                return self.node("Pad", [x, self._constant(pads)], mode="reflect")
            case nn.Conv2d():
                weights = [w for w in (part.weight, part.bias) if w is not None]
                names = [self._half(w) for w in weights]
                return self.node("Conv", [x, *names], strides=list(part.stride))
            case nn.InstanceNorm2d():
                names = [self._half(w) for w in (part.weight, part.bias)]
                return self.node("InstanceNormalization", [x, *names], epsilon=part.eps)
            case nn.Upsample():
                scales = self._constant(np.array([1, 1, 2, 2], np.float32))
                how = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric"}
                return self.node("Resize", [x, "", scales], nearest_mode="floor", **how)
            case nn.ReLU() | nn.Tanh():
                return self.node("Relu" if isinstance(part, nn.ReLU) else "Tanh", [x])
        raise TypeError(f"a generator has no {type(part).__name__}")

    def node(self, kind: str, inputs: list[str], name: str = "", **facts: Any) -> str:
        """One node; the name of its output."""
        name = name or f"x{len(self.nodes)}"
        self.nodes.append(self._helper.make_node(kind, inputs, [name], **facts))
        return name

    def _constant(self, values: NDArray[Any]) -> str:
        name = f"w{len(self.stored)}"
        self.stored.append(self._arrays.from_array(values, name))
        return name

    def _half(self, weight: Tensor) -> str:
        stored = self._constant(weight.detach().contiguous().numpy().astype(np.float16))
        return self.node("Cast", [stored], to=1)
