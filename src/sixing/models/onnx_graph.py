"""Writing a net as ONNX, node by node: small files, weights in half precision, no tracing.

Written by hand a graph holds what a net computes and nothing of torch; every part can be read.
Weights are stored in float16 and unfolded when the file is opened, so that a run is in float32.

>>> graph = Graph("twice")
>>> graph.node("Add", "x", "x", out="y")
'y'
>>> len(graph.bytes({"x": (1,)}, {"y": (1,)})) < 100
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput

OPSET, IR = 17, 8
Shape = Sequence[int | str]


class Graph:
    """A graph in the making.

    Raises:
        BadInput: the package `onnx` is not installed.
    """

    def __init__(self, name: str) -> None:
        try:
            import onnx
        except ImportError as missing:
            raise BadInput(
                "writing a net wants one more package: pip install 'sixing[train]'",
                zh="导出网络需要另装一个包：pip install 'sixing[train]'",
            ) from missing
        self._onnx, self._name = onnx, name
        self._nodes: list[Any] = []
        self._stored: list[Any] = []

    def node(self, kind: str, *inputs: str, out: str = "", **facts: Any) -> str:
        """One node; the name of its output."""
        out = out or f"x{len(self._nodes)}"
        self._nodes.append(self._onnx.helper.make_node(kind, list(inputs), [out], **facts))
        return out

    def constant(self, values: NDArray[Any]) -> str:
        """A constant as it is; its name."""
        name = f"w{len(self._stored)}"
        stored = self._onnx.numpy_helper.from_array(np.asarray(values, order="C"), name)
        self._stored.append(stored)
        return name

    def half(self, weights: NDArray[np.float32]) -> str:
        """Weights stored in half precision; the name of what is computed with, in float32."""
        return self.node("Cast", self.constant(weights.astype(np.float16)), to=1)

    def bytes(self, inputs: Mapping[str, Shape], outputs: Mapping[str, Shape]) -> bytes:
        """The checked file.

        Args:
            inputs, outputs: shapes by name, float32; a word stands for a length that varies.
        """
        helper = self._onnx.helper
        ends = [
            [helper.make_tensor_value_info(name, 1, list(shape)) for name, shape in some.items()]
            for some in (inputs, outputs)
        ]
        whole = helper.make_graph(self._nodes, self._name, ends[0], ends[1], self._stored)
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(whole, opset_imports=opsets, ir_version=IR)
        self._onnx.checker.check_model(model, full_check=True)
        return cast(bytes, model.SerializeToString())
