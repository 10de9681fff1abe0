"""Packs documents of unequal length into rows of equal length, without cutting one.

Knows integers only. A document is its ids and the place where it begins to count: the loss is
taken on what follows (the body), not on what was given (the prefix).

>>> batch = next(pack(iter([([7, 8, 9], 1), ([5, 6], 1), ([1, 2, 3, 4], 2)]), rows=1, length=4))
>>> batch.ids.tolist(), batch.targets.tolist(), batch.documents.tolist()
([[7, 8, 5, 0]], [[8, 9, 6, -1]], [[1, 1, 2, 0]])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of packed documents.

    Attributes:
        ids: inputs, (rows, length).
        targets: what follows each place, (rows, length); -1 where the loss is not taken.
        documents: which document each place belongs to, (rows, length).
    """

    ids: Ids
    targets: Ids
    documents: Ids


Document = tuple[Sequence[int], int]


def pack(documents: Iterator[Document], rows: int, length: int) -> Iterator[Batch]:
    """Fills batches of (rows, length), putting each document where it fits best.

    A document longer than a row is left out. A batch is given out once a document fits in none
    of its rows, so no order is learnt from and little room is lost.
    """
    batch, room = _empty(rows, length), np.full(rows, length)
    count = 0
    for ids, start in documents:
        size = len(ids) - 1
        if size > length:
            continue
        fitting = np.flatnonzero(room >= size)
        if len(fitting) == 0:
            yield batch
            batch, room = _empty(rows, length), np.full(rows, length)
            fitting = np.arange(rows)
        row = fitting[np.argmin(room[fitting])]
        a = length - room[row]
        count += 1
        batch.ids[row, a : a + size] = ids[:-1]
        batch.targets[row, a + start - 1 : a + size] = ids[start:]
        batch.documents[row, a : a + size] = count
        room[row] -= size


def _empty(rows: int, length: int) -> Batch:
    shape = (rows, length)
    return Batch(np.zeros(shape, np.int64), np.full(shape, -1, np.int64), np.zeros(shape, np.int64))
