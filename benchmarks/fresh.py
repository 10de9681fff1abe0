"""A critic trained anew for each system: how well it tells what was chosen from human poems.

It never is the critic that chose: it has another seed, learns from other human poems (the other
half of the training split) and from the very poems that the system chose; it is tested on prompts
that it did not learn from, against the human poems of these prompts and more of the held-out
splits. Half is the best that a maker can do.

It knows no engine: poems come as lines by form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from sixing.judging.critic import HEAD, document
from sixing.media.poem.tokens import PoemTokens
from sixing.models.adapters import Adapter
from sixing.models.adapters_torch import net_of
from sixing.models.reader import Reader
from sixing.models.transformer import Floats, TransformerConfig
from sixing.training.adversary import Kind, Opposing, fit_critic

Lines = tuple[str, ...]
ByForm = Mapping[str, Sequence[Lines]]
Scores = NDArray[np.floating]


FRESH = Opposing(epochs=6, seed=97)
"""How each is taught; its seed is not that of the critic that ships."""


@dataclass(frozen=True)
class Bench:
    """The base on which critics are trained.

    Attributes:
        weights: of the shipped model, without any adapter.
    """

    config: TransformerConfig
    weights: Mapping[str, Floats]
    tokens: PoemTokens
    learn: Opposing = FRESH

    def critic(self, real: ByForm, made: ByForm) -> Adapter:
        """A critic of its own for these poems."""
        torch.set_num_threads(1)
        kinds = [
            Kind(self._documents(form, real[form]), self._documents(form, made[form]))
            for form in sorted(made)
            if made[form] and real.get(form)
        ]
        return fit_critic(net_of(self.config, self.weights), kinds, self.learn)

    def scores(self, critic: Adapter, poems: ByForm) -> dict[str, Scores]:
        """What a critic says of poems, by form."""
        reader = Reader(self.config, self.weights, critic)
        return {
            form: reader.scores(self._documents(form, these))[HEAD][:, 0]
            for form, these in poems.items()
            if these
        }

    def _documents(self, form: str, poems: Sequence[Lines]) -> list[tuple[Sequence[int], int]]:
        return [document(self.tokens, form, lines) for lines in poems]


@dataclass(frozen=True, slots=True)
class Told:
    """How well a fresh critic tells.

    Attributes:
        accuracy: where it takes as many human poems for made as made ones for human (one less
            the equal error rate), mean over forms by their made poems.
        pairwise: share of pairs in which the human poem scores higher.
        error: standard error of the accuracy.
    """

    accuracy: float
    pairwise: float
    error: float


def told(bench: Bench, made: Sequence[ByForm], humans: ByForm, tests: Sequence[ByForm]) -> Told:
    """Cross-fitted: each fold is read by a critic that learnt from the others.

    Args:
        made: what the system chose, in folds by prompt.
        humans: poems of the training split to learn from.
        tests: held-out human poems in as many folds.
    """
    right, pairs, count = 0.0, 0.0, 0
    for k, (mine, theirs) in enumerate(zip(made, tests, strict=True)):
        others = [fold for i, fold in enumerate(made) if i != k]
        learnt = {form: [p for fold in others for p in fold.get(form, ())] for form in mine}
        critic = bench.critic(humans, learnt)
        ours, people = bench.scores(critic, mine), bench.scores(critic, theirs)
        for form, scores in ours.items():
            right += len(scores) * equal_error_accuracy(people[form], scores)
            pairs += len(scores) * pairwise(people[form], scores)
            count += len(scores)
    accuracy = right / count
    held = sum(len(p) for fold in tests for p in fold.values())
    spread = accuracy * (1 - accuracy) / 4
    return Told(accuracy, pairs / count, float(np.sqrt(spread * (1 / count + 1 / held))))


def equal_error_accuracy(real: Scores, made: Scores) -> float:
    """One less the equal error rate.

    >>> equal_error_accuracy(np.array([1.0, 2.0]), np.array([0.0, 0.5]))
    1.0
    """
    cuts = np.sort(np.concatenate((real, made)))
    missed = np.searchsorted(np.sort(real), cuts, side="left") / len(real)
    passed = 1 - np.searchsorted(np.sort(made), cuts, side="left") / len(made)
    nearest = int(np.argmin(np.abs(missed - passed)))
    return float(1 - (missed[nearest] + passed[nearest]) / 2)


def pairwise(real: Scores, made: Scores) -> float:
    """Share of pairs in which the human poem scores higher."""
    return float((real[:, None] > made[None, :]).mean())
