"""Reads what a text is: a language model with an adapter, and heads over its mean hidden state.

It gives one row of scores for each document and head; what the classes mean stands in the
adapter's facts. The trainable half is :mod:`sixing.models.reader_torch`, proven equal by a test.

>>> from sixing.models.transformer import TransformerConfig
>>> config = TransformerConfig(vocabulary=11, width=16, layers=1, heads=2, hidden=32)
>>> heads = {"mood.weight": np.zeros((3, 16), np.float32), "mood.bias": np.zeros(3, np.float32)}
>>> Reader(config, config.zeros(), Adapter({}, heads)).scores([([1, 2, 3], 1)])["mood"].shape
(1, 3)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sixing.errors import BadStyle
from sixing.models.adapters import Adapter, Floats
from sixing.models.transformer import TransformerConfig, TransformerRunner

Document = tuple[Sequence[int], int]
"""Token numbers, and the place where the part that is read begins (at least 1)."""

ROWS = 32


class Reader:
    """A recogniser on a language model.

    Args:
        config: the model's shape.
        weights: the weights of the base that the adapter was made for.
        adapter: its changes and heads.
    """

    def __init__(
        self, config: TransformerConfig, weights: Mapping[str, Floats], adapter: Adapter
    ) -> None:
        self.facts = adapter.facts
        self._heads = adapter.heads
        self._runner = TransformerRunner(config, adapter.merged(weights))
        for name in self.heads:
            if self._heads[f"{name}.weight"].shape[1] != config.width:
                raise BadStyle(f"the head {name} reads a model of another width; fit it anew")

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of its heads."""
        return tuple(n.removesuffix(".weight") for n in self._heads if n.endswith(".weight"))

    def states(self, documents: Sequence[Document]) -> Floats:
        """The mean of the hidden states of what each document says, (documents, width)."""
        found = np.empty((len(documents), self._runner.config.width), np.float32)
        # Documents of one length lie together, so that little padding is read.
        order = sorted(range(len(documents)), key=lambda i: len(documents[i][0]))
        for a in range(0, len(order), ROWS):
            part = order[a : a + ROWS]
            ids = np.zeros((len(part), len(documents[part[-1]][0])), np.int64)
            for row, i in enumerate(part):
                numbers, _ = documents[i]
                ids[row, : len(numbers)] = numbers
            hidden = self._runner.hidden(ids)
            for row, i in enumerate(part):
                numbers, start = documents[i]
                found[i] = hidden[row, start : len(numbers)].mean(axis=0)
        return found

    def scores(self, documents: Sequence[Document]) -> dict[str, Floats]:
        """For each head the scores of its classes (logits), (documents, classes)."""
        states = self.states(documents)
        return {
            name: states @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
            for name in self.heads
        }


def softmax(scores: Floats) -> Floats:
    """Probabilities of the classes, along the last axis."""
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = odds / odds.sum(axis=-1, keepdims=True)
    return result
