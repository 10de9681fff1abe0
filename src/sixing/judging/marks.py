"""A measure beside what people do: percentiles, and what being usual is worth.

It knows no medium. Marks are ascending percentiles of people's works, the 1st to the 99th.

>>> round(percentile(5.0, [float(n) for n in range(11)]), 2)
0.5
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Marks = Sequence[float]


def percentile(value: float, marks: Marks) -> float:
    """The share of people's works below a value, 0.01 to 0.99."""
    return float(np.interp(value, marks, np.linspace(0.01, 0.99, len(marks))))


def typical(share: float) -> float:
    """1 in the human middle half, falling to 0 at its ends.

    >>> typical(0.5), typical(0.3), typical(0.05), typical(0.99)
    (1.0, 1.0, 0.2, 0.04)
    """
    return round(min(1.0, 4 * min(share, 1 - share)), 4)


def enough(share: float) -> float:
    """1 from the human median on, falling to 0 below.

    >>> enough(0.7), enough(0.25)
    (1.0, 0.5)
    """
    return round(min(1.0, 2 * share), 4)
