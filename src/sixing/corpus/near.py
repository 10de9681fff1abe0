r"""Near-duplicates: which poems belong together, and the split that keeps them together.

Two poems are one group when they share two whole lines, or at least half of the 4-gram shingles
of the shorter one (Broder 1997, "On the resemblance and containment of documents"; containment,
counted exactly instead of estimated). Lines and shingles found in very many poems are formulas
(一年三百六十日) and join nothing. It does not know what a duplicate is worth: the caller drops.

>>> groups(["月落乌啼霜满天\n江枫渔火对愁眠", "江枫渔火对愁眠\n月落乌啼霜满天", "山\n水"])
[0, 0, 2]
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pairs = NDArray[np.int64]
    Owners = NDArray[np.int32]

Split = Literal["train", "valid", "test"]

FORMULA_LINE: Final = 40  # poems; a line in more of them is a formula
FORMULA_SHINGLE: Final = 25  # poems; a shingle in more of them is a set phrase
SHINGLE: Final = 4  # hanzi
_PARTS: Final = 8  # keys are sorted in so many parts, to need less memory at a time
HELD_OUT: Final = 0.02  # of the groups, for each of valid and test


def groups(poems: Sequence[str]) -> list[int]:
    """For every poem (its lines joined by newlines) the index of the first poem of its group.

    Cost: O(n log n) in the total of lines and hanzi; 330,000 poems take about half a minute.
    """
    import numpy as np

    first = np.arange(len(poems))
    lines, owners = _hashed(set(poem.split("\n")) for poem in poems)
    _join(first, _sharing(lines, owners, len(poems), FORMULA_LINE, np.full(len(poems), 2)))
    shingles, owners = _hashed(map(_shingles, poems))
    half = np.maximum(1, np.ceil(np.bincount(owners, minlength=len(poems)) / 2))
    _join(first, _sharing(shingles, owners, len(poems), FORMULA_SHINGLE, half))
    return [_root(first, i) for i in range(len(poems))]


def split(group: str) -> Split:
    """The part of the corpus that a group (named by its smallest id) is in: 96/2/2, for ever.

    >>> split("4f2c")
    'train'
    """
    place = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8]) / 2**64
    if place < HELD_OUT:
        return "test"
    return "valid" if place < 2 * HELD_OUT else "train"


def _shingles(poem: str) -> set[str]:
    text = poem.replace("\n", "")
    return {text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)}


def _hashed(keys: Iterable[set[str]]) -> "tuple[Pairs, Owners]":
    """Keys of all poems as one array of hashes, beside the poem that owns each."""
    import numpy as np

    sizes: list[int] = []
    hashes = np.fromiter(_stream(keys, sizes), dtype=np.int64)
    return hashes, np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


def _stream(keys: Iterable[set[str]], sizes: list[int]) -> Iterable[int]:
    for poem in keys:
        sizes.append(len(poem))
        yield from map(hash, poem)  # never stored: a salted hash only names equal strings here


def _sharing(keys: "Pairs", owners: "Owners", n: int, cap: int, needed: "Pairs") -> "Pairs":
    """Pairs of poems (rows of two) that share as many keys as the less demanding one needs."""
    import numpy as np

    found = [np.empty(0, dtype=np.int64)]
    for part in range(_PARTS):
        mine = keys % _PARTS == part
        found += _together(keys[mine], owners[mine], n, cap)
    pairs, count = np.unique(np.concatenate(found), return_counts=True)
    both: Pairs = np.stack(np.divmod(pairs, n), axis=1)
    enough: Pairs = both[count >= needed[both].min(axis=1)]
    return enough


def _together(keys: "Pairs", owners: "Owners", n: int, cap: int) -> "list[Pairs]":
    """Pairs (a * n + b, a < b) of poems that own the same key, for keys of up to ``cap`` poems."""
    import numpy as np

    order = np.argsort(keys, kind="stable")  # stable: the lower poem of a pair comes first
    keys, owners = keys[order], owners[order]
    start = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    size = np.diff(np.append(start, len(keys)))
    start, size = start[(size > 1) & (size <= cap)], size[(size > 1) & (size <= cap)]
    found = []
    for step in range(1, cap):
        rows = _bucket_rows(start, size - step)
        found.append(owners[rows].astype(np.int64) * n + owners[rows + step])
    return found


def _bucket_rows(start: "Pairs", size: "Pairs") -> "Pairs":
    """The first ``size`` rows of every bucket (none where it is not positive)."""
    import numpy as np

    start, size = start[size > 0], size[size > 0]
    ends = np.cumsum(size)
    rows: Pairs = np.arange(ends[-1] if len(ends) else 0) + np.repeat(start - ends + size, size)
    return rows


def _join(first: "Pairs", pairs: "Pairs") -> None:
    for a, b in pairs.tolist():
        low, high = sorted((_root(first, a), _root(first, b)))
        first[high] = low


def _root(first: "Pairs", i: int) -> int:
    while first[i] != i:
        first[i] = first[first[i]]
        i = int(first[i])
    return int(i)
