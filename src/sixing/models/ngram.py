"""The counting baseline: an interpolated, modified Kneser–Ney model over token numbers.

It stands beside the neural nets in the same harness: it learns from the same documents, is given
the same prefixes and is asked for the same nats. Chen and Goodman, "An Empirical Study of
Smoothing Techniques for Language Modeling" (Computer Speech & Language 13, 1999), § 3: every order
subtracts one of three discounts from its counts and passes the mass on to the next shorter
context; shorter orders count in how many contexts a token was seen, not how often.

Knows integers only. Tables are sorted arrays of packed keys, so twelve million 5-grams fit.

>>> model = NGram.fit([([0, 1, 2, 3], 1), ([0, 1, 3, 3], 1)], vocabulary=4, order=3)
>>> round(float(model.probabilities([0, 1]).sum()), 6)
1.0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Document = tuple[Sequence[int], int]

#: Least share of a small count that is kept, and that is given away: toys would keep all or none.
LEAST = 0.05


@dataclass(frozen=True)
class _Order:
    """One order's table: what a context keeps for the tokens it has seen, and what it passes on.

    Attributes:
        contexts: packed contexts, ascending, (contexts,).
        keys: context number × vocabulary + token, ascending, (grams,).
        kept: discounted probability of each gram, (grams,).
        passed: mass that each context leaves to the shorter one, (contexts,).
    """

    contexts: Ids
    keys: Ids
    kept: Floats
    passed: Floats

    def refine(self, contexts: Ids, tokens: Ids, shorter: Floats, vocabulary: int) -> Floats:
        """Probabilities at this order, given those of the shorter one, all (places,)."""
        at = np.minimum(np.searchsorted(self.contexts, contexts), len(self.contexts) - 1)
        seen = self.contexts[at] == contexts
        key = at * vocabulary + tokens
        gram = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        kept = np.where(self.keys[gram] == key, self.kept[gram], 0.0)
        return np.where(seen, kept + self.passed[at] * shorter, shorter)


class NGram:
    """A Kneser–Ney model; make one with :meth:`fit`.

    Args:
        vocabulary: how many tokens there are; each has a probability in every context.
        orders: tables from the unigram up.
    """

    def __init__(self, vocabulary: int, orders: Sequence[_Order]) -> None:
        self.vocabulary, self._orders = vocabulary, tuple(orders)

    @classmethod
    def fit(cls, documents: Iterable[Document], vocabulary: int, order: int = 5) -> NGram:
        """Counts documents.

        Args:
            documents: token numbers, and the place from which on they are learnt; earlier places
                serve as context only.

        Raises:
            ValueError: nothing is to be learnt, or contexts do not fit into 63 bits.
        """
        if vocabulary ** max(1, order - 1) >= 2**63:
            raise ValueError(f"contexts of {order - 1} tokens of {vocabulary} do not fit 63 bits")
        grams, _ = _windows(documents, order)
        if not len(grams):
            raise ValueError("there is no token to learn from")
        opening = int(grams[0, 0]) if order > 1 else -1
        counts = np.ones(len(grams), np.int64)
        orders = []
        for size in range(order, 0, -1):
            table, kinds, counts = _count(grams, counts, vocabulary)
            orders.append(table)
            grams = kinds[:, 1:]
            # How many tokens were seen before a gram; nothing stands before an opening token, so
            # what begins with one keeps its count.
            if size > 2:
                counts = np.where(grams[:, 0] == opening, counts, 1)
            else:
                counts = np.ones(len(grams), np.int64)
        return cls(vocabulary, orders[::-1])

    @property
    def order(self) -> int:
        """Tokens of the longest gram."""
        return len(self._orders)

    def nats(self, documents: Sequence[Document]) -> list[list[float]]:
        """Nats of each token from a document's given place on."""
        grams, sizes = _windows(documents, self.order)
        found = -np.log(self.score(grams[:, :-1], grams[:, -1]))
        return [part.tolist() for part in np.split(found, np.cumsum(sizes)[:-1])]

    def score(self, contexts: Ids, tokens: Ids) -> Floats:
        """Probabilities of tokens, (places,), after contexts, (places, order - 1)."""
        found = np.full(len(tokens), 1 / self.vocabulary)
        for size, table in enumerate(self._orders):
            known = contexts[:, contexts.shape[1] - size :]
            found = table.refine(_pack(known, self.vocabulary), tokens, found, self.vocabulary)
        return found

    def probabilities(self, context: Sequence[int]) -> Floats:
        """The whole distribution, (vocabulary,), after the beginning of a document."""
        padded = [context[0]] * (self.order - 1) + list(context)
        last = np.array(padded[len(padded) - self.order + 1 :], np.int64)
        return self.score(np.tile(last, (self.vocabulary, 1)), np.arange(self.vocabulary))


def _windows(documents: Iterable[Document], order: int) -> tuple[Ids, list[int]]:
    """The grams that end in each learnt place, (places, order), and how many each document has.

    A document's opening token stands as often before it as contexts reach back.
    """
    texts, ends, sizes, used = [], [], [], 0
    for ids, start in documents:
        texts.append([*[ids[0]] * (order - 1), *ids])
        ends.append(range(used + order - 1 + start, used + order - 1 + len(ids)))
        sizes.append(len(ids) - start)
        used += len(texts[-1])
    flat = np.fromiter(chain.from_iterable(texts), np.int64, used)
    last = np.fromiter(chain.from_iterable(ends), np.int64, sum(sizes))
    return flat[last[:, None] + np.arange(1 - order, 1)], sizes


def _pack(contexts: Ids, vocabulary: int) -> Ids:
    packed = np.zeros(len(contexts), np.int64)
    for column in contexts.T:
        packed = packed * vocabulary + column
    return packed


def _count(grams: Ids, counts: Ids, vocabulary: int) -> tuple[_Order, Ids, Ids]:
    """The table of one order, its distinct grams and their counts."""
    contexts, number = np.unique(_pack(grams[:, :-1], vocabulary), return_inverse=True)
    keys, first, which = np.unique(
        number * vocabulary + grams[:, -1], return_index=True, return_inverse=True
    )
    counted = np.bincount(which, counts, len(keys)).astype(np.int64)
    taken = _discounts(counted)[np.minimum(counted, 3)]
    owner = keys // vocabulary
    totals = np.bincount(owner, counted, len(contexts))
    kept = (counted - taken) / totals[owner]
    passed = np.bincount(owner, taken, len(contexts)) / totals
    return _Order(contexts, keys, kept, passed), grams[first], counted


def _discounts(counts: Ids) -> Floats:
    """What is taken from counts of 0, 1, 2, and 3 or more (Chen and Goodman 1999, eq. 26).

    Counts of counts that are missing, as in toys, leave a discount within its bounds.
    """
    seen = np.bincount(np.minimum(counts, 5), minlength=6).astype(float)
    share = seen[1] / max(1.0, seen[1] + 2 * seen[2])
    ideal = [i - (i + 1) * share * seen[i + 1] / max(1.0, seen[i]) for i in (1, 2, 3)]
    return np.array([0.0, *np.clip(ideal, LEAST, np.arange(1, 4) * (1 - LEAST))])
