"""Optimisers: Muon for the matrices of the layers, AdamW for everything else.

Muon (Jordan et al. 2024) moves a matrix along the nearest semi-orthogonal matrix to its
momentum, found by a Newton–Schulz iteration; stacked projections are treated one by one.

>>> orthogonal(torch.ones(1, 2, 3)).shape
torch.Size([1, 2, 3])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import torch
from torch import Tensor

STEPS = 5
COEFFICIENTS = (3.4445, -4.7750, 2.0315)


@torch.no_grad()
def orthogonal(matrices: Tensor) -> Tensor:
    """The nearest semi-orthogonal matrices, approximately; (n, rows, columns) to the same."""
    x = matrices.bfloat16()
    flip = x.shape[-2] > x.shape[-1]
    x = x.mT if flip else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    a, b, c = COEFFICIENTS
    for _ in range(STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    found: Tensor = (x.mT if flip else x).to(matrices.dtype)
    return found


class Muon(torch.optim.Optimizer):
    """Momentum, made orthogonal.

    Args:
        parameters: matrices (rows, columns).
        lr: the step's root-mean-square size relative to a unit matrix.
        momentum: of the running mean of gradients (Nesterov).
        decay: decoupled weight decay per unit of learning rate.
    """

    def __init__(
        self, parameters: Iterable[Tensor], lr: float, momentum: float = 0.95, decay: float = 0.0
    ) -> None:
        super().__init__(list(parameters), {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]  # noqa: ARG002 - torch's signature
        """Moves every matrix along its gradient's running mean, made orthogonal."""
        for group in self.param_groups:
            self._step_group(group)

    def _step_group(self, group: dict[str, Any]) -> None:
        pieces: dict[tuple[int, ...], list[tuple[Tensor, Tensor]]] = {}
        for weight in group["params"]:
            moved = self._moved(weight, group["momentum"])
            weight.mul_(1 - group["lr"] * group["decay"])
            # Projections stacked along the rows (q over k over v) are separate matrices.
            whole = weight.shape[0] % weight.shape[1]
            rows = weight.shape[0] if whole else weight.shape[1]
            for target, change in zip(
                torch.split(weight, rows), torch.split(moved, rows), strict=True
            ):
                pieces.setdefault(tuple(target.shape), []).append((target, change))
        for (rows, columns), pairs in pieces.items():
            steps = orthogonal(torch.stack([change for _, change in pairs]))
            scale = group["lr"] * max(1.0, rows / columns) ** 0.5
            for (target, _), step in zip(pairs, steps, strict=True):
                target.sub_(step, alpha=scale)

    def _moved(self, weight: Tensor, momentum: float) -> Tensor:
        state = self.state[weight]
        if "mean" not in state:
            state["mean"] = torch.zeros_like(weight)
        gradient = cast(Tensor, weight.grad)
        state["mean"].lerp_(gradient, 1 - momentum)
        return gradient.lerp(state["mean"], momentum)
