"""The trainable half of an adapter: low-rank matrices beside the frozen ones of a net.

>>> net = Transformer(TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32))
>>> len(attach(net, rank=2))  # down and up of four matrices
8
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import torch
from torch import Tensor, nn

from sixing.models.adapters import Adapter, Floats
from sixing.models.transformer import TransformerConfig
from sixing.models.transformer_torch import Block, Transformer


class LowRank(nn.Module):
    """A frozen linear layer and its low-rank change, which begins as nothing (Hu et al. 2021)."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer, self.active = layer, True
        self.down = nn.Parameter(torch.randn(rank, layer.in_features) * layer.in_features**-0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        """What the layer gives, changed; (…, in) to (…, out)."""
        y: Tensor = self.layer(x)
        return y + (x @ self.down.T) @ self.up.T if self.active else y


def net_of(config: TransformerConfig, weights: Mapping[str, Floats]) -> Transformer:
    """A trainable net with the weights that a runner has."""
    net = Transformer(config)
    net.load_state_dict({name: torch.from_numpy(weights[name].copy()) for name in config.shapes()})
    return net


def attach(net: Transformer, rank: int, seed: int = 0) -> list[nn.Parameter]:
    """Freezes a net and puts an adapter beside each matrix of its blocks.

    Returns:
        the adapter's parameters: all that trains.
    """
    torch.manual_seed(seed)
    net.requires_grad_(False)
    for block in net.blocks:
        for name, layer in list(block.named_children()):
            if isinstance(layer, nn.Linear):
                setattr(block, name, LowRank(layer, rank))
    return [p for p in net.parameters() if p.requires_grad]


@contextmanager
def bypassed(net: nn.Module) -> Iterator[None]:
    """The net as it was before its adapter: the reference of a preference loss."""
    layers = [layer for layer in net.modules() if isinstance(layer, LowRank)]
    for layer in layers:
        layer.active = False
    try:
        yield
    finally:
        for layer in layers:
            layer.active = True


def adapter_of(
    net: Transformer,
    heads: Mapping[str, Floats] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Adapter:
    """The adapter that a net has learnt."""
    parts = {
        f"blocks.{i}.{name}.weight": (_array(layer.down), _array(layer.up))
        for i, block in enumerate(net.blocks)
        if isinstance(block, Block)
        for name, layer in block.named_children()
        if isinstance(layer, LowRank)
    }
    return Adapter(parts, dict(heads or {}), dict(facts or {}))


def restore(net: Transformer, adapter: Adapter) -> None:
    """Puts what an adapter has learnt into a net that was given one of the same rank."""
    with torch.no_grad():
        for name, (down, up) in adapter.parts.items():
            layer = cast(LowRank, net.get_submodule(name.removesuffix(".weight")))
            layer.down.copy_(torch.from_numpy(down))
            layer.up.copy_(torch.from_numpy(up))


def _array(parameter: nn.Parameter) -> Floats:
    array: Floats = parameter.detach().numpy().copy()
    return array
