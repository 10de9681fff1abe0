"""A linear probe: what a straight cut through features can tell apart, and a head to begin with.

Multinomial logistic regression on standardised features, by L-BFGS. Classes count alike, however
many rows each has. It knows features and numbers of classes, no picture.

>>> rows = np.array([[0.0, 1.0], [0.1, 0.0], [2.0, 1.0], [2.1, 0.0]], np.float32)
>>> found = fit_probe(rows, np.array([0, 0, 1, 1]), 2)
>>> found.scores(rows).argmax(1).tolist()
[0, 0, 1, 1]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
STEPS = 100
"""Steps of L-BFGS at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear map from features to scores.

    Attributes:
        weight: (classes, features), of features as they come, not standardised.
        bias: (classes,).
    """

    weight: Floats
    bias: Floats

    def scores(self, features: Floats) -> Floats:
        """Scores before the softmax, (rows, classes)."""
        found: Floats = features @ self.weight.T + self.bias
        return found


def fit_probe(features: Floats, labels: Numbers, classes: int, decay: float = 1e-2) -> Probe:
    """Fits a probe.

    Args:
        features: (rows, features).
        labels: (rows,), 0 to classes − 1.
        decay: half of this times the squared weights is added to the mean cross entropy; features
            are scaled so that it means the same for any number of them.
    """
    known = torch.from_numpy(np.ascontiguousarray(features, np.float32))
    middle = known.mean(0)
    scale = (known.std(0) + 1e-6) * known.shape[1] ** 0.5
    rows, truth = (known - middle) / scale, torch.from_numpy(labels)
    weight = torch.zeros(classes, rows.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    alike = balance(labels, classes)
    search = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        search.zero_grad()
        loss = F.cross_entropy(rows @ weight.T + bias, truth, alike)
        loss = loss + decay / 2 * weight.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    search.step(closure)  # type: ignore[no-untyped-call]
    plain = weight.detach() / scale
    return Probe(plain.numpy(), (bias.detach() - plain @ middle).numpy())


def balance(labels: Numbers, classes: int) -> Tensor:
    """What a row of each class counts for, so that every class counts alike; 1 on average."""
    counts = np.bincount(labels, minlength=classes)
    return torch.from_numpy((len(labels) / (classes * np.maximum(counts, 1))).astype(np.float32))
