"""Which two works to show next: the pair whose answer would teach most.

Before anything is said the most telling pairs are those that differ most, and each answer makes
pairs that differ the same way less telling: so the first questions lay out diverse differences of
their own accord, and later ones go where the taste is still in doubt (BALD: Houlsby et al., 2011).
Works of different forms differ in more than their traits, so such a pair must tell twice as much.

Pairs are never asked twice, nor two works that are nearly the same. Knows no medium.

Example:
    >>> from sixing.feedback.preference import nothing
    >>> traits = np.array([[0.0, 0.0], [2.0, 0.0], [2.1, 0.0]])
    >>> next_pair(nothing(2), traits)
    (0, 2)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.feedback.preference import Preference

Floats = NDArray[np.float64]

OTHER_KIND = 0.5
"""What a pair of different kinds is worth of what it tells."""

NEAREST = 0.5
"""Deviations between two works, over all traits, below which nobody could choose between them."""


def next_pair(
    preference: Preference,
    traits: Floats,
    asked: Collection[frozenset[int]] = (),
    kinds: Sequence[str] = (),
) -> tuple[int, int] | None:
    """Find the most informative pair that was not asked before; None when there is none.

    Args:
        preference: what is believed so far.
        traits: of the works that could be shown, shape (works, traits).
        asked: pairs, by rows, that were answered already.
        kinds: of each work, what it should be compared within (its form); all alike when left out.
    """
    first, second = np.triu_indices(len(traits), 1)
    differences = traits[first] - traits[second]
    told = preference.information(differences)
    if kinds:
        names = np.unique(np.array(kinds), return_inverse=True)[1]
        told = np.where(names[first] == names[second], told, OTHER_KIND * told)
    told[np.linalg.norm(differences, axis=1) < NEAREST] = 0
    done = [tuple(sorted(pair)) for pair in asked if len(pair) == 2]
    told[[_row(i, j, len(traits)) for i, j in done]] = 0
    if not len(told) or told.max() <= 0:
        return None
    best = int(told.argmax())
    return int(first[best]), int(second[best])


def _row(first: int, second: int, count: int) -> int:
    """Where a pair stands in the order of `numpy.triu_indices(count, 1)`."""
    return first * (2 * count - first - 1) // 2 + second - first - 1
