"""EfficientNet-lite0 (Tan and Le 2019; the lite variant of 2020): its plan, and its ONNX file.

The net sees (batch, 3, height, width) of −1 black to 1 white, as `Grid` has them, and gives the
pooled features, the scores of the classes and three maps on the way. Sides are multiples of 32:
there its paddings are those under which it was trained. It knows no picture and no class name;
whoever trains it is `sixing.models.efficientnet_torch`. Writing and reading back want the package
`onnx`, running does not.

>>> LITE0.features, LITE0.blocks[0], len(LITE0.blocks)
(1280, Block(inputs=32, hidden=32, outputs=16, kernel=3, stride=1), 16)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput, BadStyle

if TYPE_CHECKING:
    from pathlib import Path

Floats = NDArray[np.float32]

EPSILON: Final = 1e-3
"""Of the batch normalisations."""
SCALE: Final = (127.5 / 128, 0.5 / 128)
"""From −1…1 to what the net was trained on, (x − 127) / 128 of 0…255: times, plus."""
MAPS: Final = ("stride4", "stride8", "stride16")
"""The maps that are put out: after the last block at each stride."""
SIDE: Final = 32
"""Sides of pictures are multiples of this."""
_OPSET, _IR = 17, 8


@dataclass(frozen=True, slots=True)
class Block:
    """An inverted bottleneck (Sandler et al. 2018); it adds its input where shapes agree."""

    inputs: int
    hidden: int
    outputs: int
    kernel: int
    stride: int

    @property
    def residual(self) -> bool:
        """Whether its input is added to what it gives."""
        return self.stride == 1 and self.inputs == self.outputs


@dataclass(frozen=True)
class EfficientNetConfig:
    """Sizes of a net.

    Attributes:
        stem: channels after the first convolution.
        stages: (repeats, kernel, stride, expansion, channels) of each stage.
        features: channels after the last convolution, which are pooled.
        classes: what is scored.
    """

    stem: int
    stages: tuple[tuple[int, int, int, int, int], ...]
    features: int
    classes: int

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in its order."""
        return tuple(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        inputs = self.stem
        for repeats, kernel, stride, expansion, channels in self.stages:
            for n in range(repeats):
                yield Block(inputs, inputs * expansion, channels, kernel, 1 if n else stride)
                inputs = channels

    @cached_property
    def maps(self) -> dict[str, int]:
        """After which block each of `MAPS` is taken."""
        stride, last = 2, {2: 0}
        for at, block in enumerate(self.blocks):
            stride *= block.stride
            last[stride] = at
        return {name: last[int(name.removeprefix("stride"))] for name in MAPS}


LITE0 = EfficientNetConfig(
    stem=32,
    stages=(
        (1, 3, 1, 1, 16),
        (2, 3, 2, 6, 24),
        (2, 5, 2, 6, 40),
        (3, 3, 2, 6, 80),
        (3, 5, 1, 6, 112),
        (4, 5, 2, 6, 192),
        (1, 3, 1, 6, 320),
    ),
    features=1280,
    classes=1000,
)


def padding(kernel: int, stride: int) -> tuple[int, int]:
    """Zeros before and after a row of even length, so that a stride only divides it."""
    whole = kernel - stride
    return whole // 2, whole - whole // 2


def onnx_bytes(weights: Mapping[str, Floats], config: EfficientNetConfig = LITE0) -> bytes:
    """The net as an ONNX file: kernels in half precision, sums in single.

    Args:
        weights: as `efficientnet_torch.EfficientNet.state_dict` names them.

    Raises:
        BadInput: the package `onnx` is not installed.
    """
    return _Writer(weights, config).whole()


def weights_of(path: Path) -> dict[str, Floats]:
    """The weights of a file that `onnx_bytes` wrote, by their names.

    Raises:
        BadInput: the package `onnx` is not installed.
        BadStyle: it is damaged.
    """
    onnx = _onnx()
    try:
        stored = onnx.load(str(path)).graph.initializer
    except Exception as damage:  # the protobuf library has errors of its own
        raise BadStyle(
            f"{path} is not whole ({damage}); install its pack anew.",
            zh=f"{path} 已损坏；请重新安装其权重包。",
        ) from damage
    return {one.name: onnx.numpy_helper.to_array(one).astype(np.float32) for one in stored}


def _onnx() -> Any:
    try:
        import onnx
        import onnx.helper
        import onnx.numpy_helper
    except ImportError as missing:
        raise BadInput(
            "training pictures needs one more package: pip install 'sixing[train]'",
            zh="训练图画模型需要另装一个包：pip install 'sixing[train]'",
        ) from missing
    return onnx


class _Writer:
    """Lays node after node; `at` is the name of what was computed last."""

    def __init__(self, weights: Mapping[str, Floats], config: EfficientNetConfig) -> None:
        self.onnx, self.weights, self.config = _onnx(), weights, config
        self.nodes: list[Any] = []
        self.stored: list[Any] = []
        self.at = "picture"

    def whole(self) -> bytes:
        self.node("Mul", self.at, self.number("scale", SCALE[0]))
        self.node("Add", self.at, self.number("shift", SCALE[1]))
        self.unit("stem", kernel=3, stride=2)
        maps = {at: name for name, at in self.config.maps.items()}
        for at, block in enumerate(self.config.blocks):
            self.block(f"blocks.{at}", block)
            if at in maps:
                self.node("Identity", self.at, out=maps[at], goes_on=False)
        self.unit("top")
        self.node("GlobalAveragePool", self.at)
        self.node("Flatten", self.at, out="features", axis=1)
        head = [self.half("head.weight"), self.number("head.bias")]
        self.node("Gemm", self.at, *head, out="scores", transB=1)
        return self.model()

    def block(self, name: str, block: Block) -> None:
        before = self.at
        if block.hidden != block.inputs:
            self.unit(f"{name}.expand")
        self.unit(
            f"{name}.depthwise", kernel=block.kernel, stride=block.stride, groups=block.hidden
        )
        self.unit(f"{name}.project", bounded=False)
        if block.residual:
            self.node("Add", self.at, before)

    def unit(
        self, name: str, *, kernel: int = 1, stride: int = 1, groups: int = 1, bounded: bool = True
    ) -> None:
        """A convolution, its normalisation and, where bounded, min(max(x, 0), 6)."""
        before, after = padding(kernel, stride)
        self.node(
            "Conv", self.at, self.half(f"{name}.conv.weight"), strides=[stride] * 2,
            pads=[before, before, after, after], group=groups,
        )  # fmt: skip
        parts = ("weight", "bias", "running_mean", "running_var")
        self.node(
            "BatchNormalization",
            self.at,
            *(self.number(f"{name}.norm.{part}") for part in parts),
            epsilon=EPSILON,
        )
        if bounded:
            self.node("Clip", self.at, self.number("zero", 0.0), self.number("six", 6.0))

    def node(
        self,
        kind: str,
        *inputs: str,
        out: str = "",
        goes_on: bool = True,
        **facts: int | float | list[int],
    ) -> str:
        out = out or f"t{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(kind, list(inputs), [out], **facts))
        if goes_on:
            self.at = out
        return out

    def number(self, name: str, value: float | None = None) -> str:
        """A vector or a number, as it is."""
        found = np.float32(value) if value is not None else self.weights[name]
        return self.store(name, np.asarray(found, np.float32))

    def half(self, name: str) -> str:
        """A kernel, stored in half precision and used in single."""
        stored = self.store(name, self.weights[name].astype(np.float16))
        single = self.onnx.TensorProto.FLOAT
        return self.node("Cast", stored, out=f"{name}.single", goes_on=False, to=single)

    def store(self, name: str, value: NDArray[np.float16] | Floats) -> str:
        if all(one.name != name for one in self.stored):
            self.stored.append(self.onnx.numpy_helper.from_array(value, name))
        return name

    def model(self) -> bytes:
        helper, single = self.onnx.helper, self.onnx.TensorProto.FLOAT
        sizes = {name: self.config.blocks[at].outputs for name, at in self.config.maps.items()}
        given = helper.make_tensor_value_info("picture", single, ["n", 3, "height", "width"])
        found = [
            helper.make_tensor_value_info("features", single, ["n", self.config.features]),
            helper.make_tensor_value_info("scores", single, ["n", self.config.classes]),
            *(helper.make_tensor_value_info(name, single, ["n", size, None, None])
              for name, size in sizes.items()),
        ]  # fmt: skip
        graph = helper.make_graph(self.nodes, "efficientnet", [given], found, self.stored)
        opset = helper.make_opsetid("", _OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=_IR)
        whole: bytes = model.SerializeToString(deterministic=True)
        return whole
