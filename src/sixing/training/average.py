"""A running mean of a net's weights, kept beside its optimisers (Polyak and Juditsky 1992).

The mean is read at the end in place of the last weights, which still sway with the last batches.
It is written as an optimiser that moves nothing, so that the one loop steps it and a checkpoint
holds it.

>>> net = torch.nn.Linear(1, 1)
>>> mean = Average(net.parameters(), decay=0.9)
>>> mean.step()
>>> mean.put()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor


class Average(torch.optim.Optimizer):
    """An exponential mean of weights over the steps.

    Args:
        parameters: the weights that others move; step this after them.
        decay: share that a step keeps; fewer are kept while there were few steps.
    """

    def __init__(self, parameters: Iterable[Tensor], decay: float = 0.999) -> None:
        super().__init__(list(parameters), {"lr": 0.0, "decay": decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]  # noqa: ARG002 - torch's signature
        """Moves the mean towards the weights as they are."""
        for group in self.param_groups:
            for weight in group["params"]:
                state: dict[str, Any] = self.state[weight]
                if "mean" not in state:
                    state["mean"], state["count"] = weight.detach().clone(), torch.zeros(())
                state["count"] += 1
                count = float(state["count"])
                keep = min(group["decay"], (1 + count) / (10 + count))
                state["mean"].lerp_(weight.detach(), 1 - keep)

    @torch.no_grad()
    def put(self) -> None:
        """Sets the weights to their mean."""
        for group in self.param_groups:
            for weight in group["params"]:
                if "mean" in self.state[weight]:
                    weight.copy_(self.state[weight]["mean"])
