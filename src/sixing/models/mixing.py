"""In what parts several manners are mixed.

>>> parts(2, (3, 1)).tolist(), parts(4).tolist()
([0.75, 0.25], [0.25, 0.25, 0.25, 0.25])
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput


def parts(count: int, weights: Sequence[float] | None = None) -> NDArray[np.float32]:
    """Shares of 1 for each of ``count`` manners, by weights or equal.

    Raises:
        BadInput: there is no manner, or the weights are not one each, or are negative or all 0.
    """
    if not count:
        raise BadInput(
            "there is no manner to paint in: give at least one picture",
            zh="没有可仿的笔法：请至少给一幅图画",
        )
    given = np.asarray(weights if weights is not None else [1.0] * count, np.float32)
    if (
        given.shape != (count,)
        or not np.isfinite(given).all()
        or given.min() < 0
        or not given.any()
    ):
        raise BadInput(
            f"{count} manners cannot be mixed by the weights {weights}: give each one of at least "
            "0, and not only 0",
            zh=f"{count} 种笔法不能以 {weights} 调和：每种给一个不小于 0 的数，且不全为 0",
        )
    shares: NDArray[np.float32] = given / given.sum()
    return shares
