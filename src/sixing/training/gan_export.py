"""A trained StyleGAN written for its runner without torch, `sixing.models.stylegan.StyleGan`.

Two ONNX nets, weights in half precision: the mapping, and the synthesis with the noise of each
layer as an input, so that a seed fixes a picture. The mean style is measured over many draws. It
knows no training; give it the running mean of the maker's weights.

>>> from tempfile import TemporaryDirectory
>>> maker = Generator(StyleConfig(size=8, width=8, most=8, latent=4))
>>> with TemporaryDirectory() as folder:
...     sorted(export(maker, Path(folder)))
['mean', 'shape']
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sixing.models.onnx_graph import Graph
from sixing.models.stylegan import MAPPING, SYNTHESIS, told
from sixing.models.stylegan_config import StyleConfig
from sixing.models.stylegan_torch import (
    SLOPE,
    Generator,
    Layer,
    Mapping,
    Modulated,
    Scaled,
    Synthesis,
    ToColour,
)
from sixing.store.atomic import write_whole

Floats = NDArray[np.float32]
DRAWS = 10_000
"""Draws over which the mean style is taken."""


def export(maker: Generator, folder: Path) -> dict[str, Any]:
    """Writes a maker's two nets into a folder.

    Returns:
        what the folder's ``config.json`` must hold, beside whatever else it says.

    Raises:
        BadInput: the package `onnx` is not installed.
        StoreError: the folder cannot be written.
    """
    write_whole(folder / MAPPING, mapping_bytes(maker.mapping, maker.config))
    write_whole(folder / SYNTHESIS, synthesis_bytes(maker.synthesis))
    return told(maker.config, mean_style(maker))


@torch.no_grad()
def mean_style(maker: Generator, draws: int = DRAWS) -> Floats:
    """The mean style of many draws, (latent,)."""
    chance = torch.Generator().manual_seed(0)
    z = torch.randn(draws, maker.config.latent, generator=chance)
    mean: Floats = maker.mapping(z).mean(0).numpy()
    return mean


def mapping_bytes(mapping: Mapping, config: StyleConfig) -> bytes:
    """The mapping as an ONNX file: `draw` (n, latent) to `style` (n, latent)."""
    graph = Graph("mapping")
    power = graph.node("ReduceMean", graph.node("Mul", "draw", "draw"), axes=[1], keepdims=1)
    x = graph.node("Div", "draw", graph.node("Sqrt", _more(graph, power)))
    for layer in cast(Iterable[Scaled], mapping.layers):
        x = graph.node("LeakyRelu", _linear(graph, x, layer), alpha=SLOPE)
    graph.node("Identity", x, out="style")
    size = ("n", config.latent)
    return graph.bytes({"draw": size}, {"style": size})


def synthesis_bytes(synthesis: Synthesis) -> bytes:
    """The synthesis as an ONNX file; `sixing.models.stylegan.StyleGan` names its ends."""
    config, graph = synthesis.config, Graph("synthesis")
    styles = [_picked(graph, place) for place in range(config.places)]
    layers = list(cast(Iterable[Layer], synthesis.layers))
    colours = list(cast(Iterable[ToColour], synthesis.colours))
    # Broadcasting over the batch is the first convolution's own: its input is scaled by style.
    x = _layer(graph, layers[0], graph.half(_array(synthesis.start)), styles[0], 0)
    picture = _colour(graph, colours[0], x, styles[1])
    for i in range(1, len(colours)):
        up, same = 2 * i - 1, 2 * i
        x = _layer(graph, layers[up], _doubled(graph, x), styles[up], up)
        x = _layer(graph, layers[same], x, styles[same], same)
        part = _colour(graph, colours[i], x, styles[same + 1])
        picture = graph.node("Add", _doubled(graph, picture), part)
    graph.node("Identity", picture, out="picture")
    noises = {f"noise{i}": ("n", 1, s, s) for i, s in enumerate(config.noise_sizes)}
    side = config.size
    return graph.bytes(
        {"styles": ("n", config.places, config.latent), **noises},
        {"picture": ("n", config.channels, side, side)},
    )


def _array(weight: Tensor) -> Floats:
    found: Floats = weight.detach().contiguous().numpy()
    return found


def _more(graph: Graph, x: str) -> str:
    """A little more than x: nothing divides by zero."""
    return graph.node("Add", x, graph.constant(np.array(1e-8, np.float32)))


def _linear(graph: Graph, x: str, layer: Scaled) -> str:
    weight = graph.half(_array(layer.weight * layer.scale).T)
    return graph.node("Add", graph.node("MatMul", x, weight), graph.half(_bias(layer)))


def _bias(layer: Scaled) -> Floats:
    return _array(layer.bias * layer.rate)


def _picked(graph: Graph, place: int) -> str:
    """The style of one layer, (n, latent)."""
    return graph.node("Gather", "styles", graph.constant(np.array(place, np.int64)), axis=1)


def _as_maps(graph: Graph, rows: str) -> str:
    """(n, features) as (n, features, 1, 1)."""
    return graph.node("Unsqueeze", rows, graph.constant(np.array([2, 3], np.int64)))


def _modulated(graph: Graph, conv: Modulated, x: str, style: str, *, demodulate: bool) -> str:
    scales = _linear(graph, style, conv.style)
    weight = _array(conv.weight * conv.scale)
    pad = weight.shape[-1] // 2
    x = graph.node("Mul", x, _as_maps(graph, scales))
    x = graph.node("Conv", x, graph.half(weight), pads=[pad] * 4)
    if not demodulate:
        return x
    powers = graph.half(np.square(weight).sum((2, 3)).T)
    power = graph.node("MatMul", graph.node("Mul", scales, scales), powers)
    return graph.node("Div", x, _as_maps(graph, graph.node("Sqrt", _more(graph, power))))


def _layer(graph: Graph, layer: Layer, x: str, style: str, number: int) -> str:
    x = _modulated(graph, layer.conv, x, style, demodulate=True)
    strength = graph.constant(_array(layer.strength))
    x = graph.node("Add", x, graph.node("Mul", f"noise{number}", strength))
    x = graph.node("Add", x, graph.half(_array(layer.bias[:, None, None])))
    return graph.node("LeakyRelu", x, alpha=SLOPE)


def _colour(graph: Graph, part: ToColour, x: str, style: str) -> str:
    x = _modulated(graph, part.conv, x, style, demodulate=False)
    return graph.node("Add", x, graph.half(_array(part.bias[:, None, None])))


def _doubled(graph: Graph, x: str) -> str:
    scales = graph.constant(np.array([1, 1, 2, 2], np.float32))
    how = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
    return graph.node("Resize", x, "", scales, **how)
