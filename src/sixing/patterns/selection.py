"""Which features set one collection apart from another: ranked, with how far to trust each.

Three measures, each an answer to another question, are fused by their ranks (Cormack, Clarke and
Buettcher, "Reciprocal Rank Fusion", 2009):

- evidence: log-odds with an informative Dirichlet prior, in standard deviations (Monroe, Colaresi
  and Quinn, "Fightin' Words", 2008);
- information: bits of mutual information between the feature and the collection, in one unit of
  the feature's kind, times the units of a piece: what a whole piece tells;
- effect: the log-odds that remain when 1.64 deviations are taken off.

A feature is stable when it is among the first `CHOSEN` in most bootstrap samples of both
collections (after Bach, "Bolasso", 2008, and Meinshausen and Bühlmann, "Stability Selection",
2010). Large collections are resampled by random groups of pieces. It knows no medium, and no
cause: a feature may set a collection apart because another does.

>>> words = [Feature("word", w, w, w) for w in ("moon", "wine", "frost")]
>>> own = Bags.of(words, [(i, i % 2, 3.0) for i in range(40)], {"word": [10.0] * 40})
>>> other = Bags.of(words, [(i, 1 + i % 2, 3.0) for i in range(40)], {"word": [10.0] * 40})
>>> [(one.feature.key, one.more) for one in select(own, other, chosen=2).findings]
[('moon', True), ('frost', False)]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadCorpus
from sixing.patterns.bags import Bags, Feature, Floats, Tally

Same = Callable[[Feature, Feature], bool]
"""Whether two features say the same."""

CHOSEN = 100
"""Features that count as chosen in one bootstrap sample, of each direction."""

SAMPLES = 200
FEW = 30
"""Fewer pieces than this and a bootstrap says little."""

STABLE = 0.8
_BATCH = 20  # bootstrap samples drawn at once
_GROUPS = 400  # random groups that stand for single pieces in a bootstrap
_RANK = 60  # the constant of reciprocal rank fusion
_PRIOR, _LEAST_PRIOR = (
    0.1,
    20.0,
)  # share of a collection's room that the prior weighs, and its floor
_ALIKE = 0.75
_PIECES = 3  # of the collection that have what it is said to have more of
_TOLD = 2.0  # deviations that a difference must have to be told
_LEAST = 5  # times that a feature must be seen in both together


@dataclass(frozen=True, slots=True)
class Finding:
    """A feature that sets a collection apart.

    Attributes:
        feature: which.
        more: whether the collection has more of it than the other, or less.
        log_odds: natural logarithm of the odds ratio, shrunk by the prior.
        evidence: the same in standard deviations.
        bits: mutual information that a piece's units carry, in bits.
        stability: share of bootstrap samples in which it was chosen, 0 to 1.
        share, other: share of its room that it takes in this collection and in the other.
        pieces: pieces of this collection that have it.
        also: features that say the same and rank lower.
    """

    feature: Feature
    more: bool
    log_odds: float
    evidence: float
    bits: float
    stability: float
    share: float
    other: float
    pieces: int
    also: tuple[Feature, ...] = ()

    @property
    def stable(self) -> bool:
        """Whether it was chosen in at least four of five bootstrap samples."""
        return self.stability >= STABLE

    @property
    def times(self) -> float:
        """How many times the other collection's share this one's is, shrunk by the prior."""
        return float(np.exp(self.log_odds))


@dataclass(frozen=True, slots=True)
class Selection:
    """What sets a collection apart, the most telling first.

    Attributes:
        findings: more and less mixed; the stable ones first, then by rank.
        samples: bootstrap samples drawn; 0 when there were none.
        chosen: features counted as chosen in each.
        considered: features that were compared.
        trusted: False when there are too few pieces for a bootstrap to be trusted.
    """

    findings: tuple[Finding, ...]
    samples: int
    chosen: int
    considered: int
    trusted: bool

    def more(self, count: int) -> tuple[Finding, ...]:
        """The first findings that the collection has more of."""
        return tuple(one for one in self.findings if one.more)[:count]

    def less(self, count: int) -> tuple[Finding, ...]:
        """The first findings that it has less of."""
        return tuple(one for one in self.findings if not one.more)[:count]

    @property
    def false_choices(self) -> float:
        """Upper bound on unstable features expected among the stable (Meinshausen, theorem 1)."""
        return self.chosen**2 / ((2 * STABLE - 1) * max(1, self.considered))


def select(
    own: Bags,
    other: Bags | Tally,
    samples: int = SAMPLES,
    chosen: int = CHOSEN,
    keep: int = 200,
    seed: int = 0,
    same: Same | None = None,
) -> Selection:
    """Compare a collection with another, given piece by piece or summed, over the same features.

    Raises:
        BadCorpus: one of them is empty.
    """
    rest = other.tally() if isinstance(other, Bags) else other
    here = own.tally()
    if not own.size or not rest.size:
        raise BadCorpus(
            "there is nothing to compare: one of the two collections holds no piece",
            zh="无可比较：两批作品中有一批是空的",
        )
    measured = measure(here.counts, here.room, rest.counts, rest.room)
    order = np.argsort(-measured.rank, kind="stable")
    told = measured.seen & (np.abs(measured.evidence) > _TOLD)
    told &= (measured.odds <= 0) | (here.pieces >= min(_PIECES, own.size))
    order = order[told[order]]
    stable = _stability(own, other, samples, chosen, seed)
    kept = _first(order, measured.odds, keep)
    kept.sort(key=lambda i: (stable[i] < STABLE, -measured.rank[i]))
    found = [_finding(int(i), here, rest, measured, float(stable[i])) for i in kept]
    trusted = min(own.size, rest.size) >= FEW
    return Selection(
        tuple(distinct(found, own, same)), samples, chosen, int(measured.seen.sum()), trusted
    )


def _first(order: NDArray[np.intp], odds: Floats, keep: int) -> list[int]:
    up = [int(i) for i in order if odds[i] > 0][:keep]
    return up + [int(i) for i in order if odds[i] <= 0][:keep]


@dataclass(frozen=True)
class Measures:
    """The measures of every feature, (..., features) each; leading axes are samples."""

    odds: Floats
    evidence: Floats
    bits: Floats
    rank: Floats
    seen: NDArray[np.bool_]


def measure(y: Floats, n: Floats, other_y: Floats, other_n: Floats) -> Measures:
    """Compare times `y` in room `n` with another collection's, (..., features) each."""
    odds, deviation = log_odds(y, n, other_y, other_n)
    evidence = odds / deviation
    bits = information(y, n, other_y, other_n)
    effect = np.maximum(0.0, np.abs(odds) - 1.64 * deviation)
    seen = (y + other_y >= _LEAST) & (n > 0) & (other_n > 0)
    questions = (np.where(seen, np.abs(m), -1.0) for m in (evidence, bits * n, effect))
    total = sum(1.0 / (_RANK + _ranks(values)) for values in questions)
    return Measures(odds, evidence, bits, np.where(seen, total, -1.0), seen)


def log_odds(y: Floats, n: Floats, other_y: Floats, other_n: Floats) -> tuple[Floats, Floats]:
    """Log-odds ratio with an informative Dirichlet prior, and its deviation (Monroe 2008, 15-22).

    The prior of a feature is its share of both collections together, weighed as a tenth of the
    smaller collection's room.
    """
    share = (y + other_y + 0.5) / (n + other_n + 1.0)
    weight = np.maximum(_LEAST_PRIOR, _PRIOR * np.minimum(n, other_n))
    a = share * weight
    ours, theirs = y + a, other_y + a
    rest, other_rest = (n + weight - ours), (other_n + weight - theirs)
    odds = np.log(ours / np.maximum(rest, 0.5)) - np.log(theirs / np.maximum(other_rest, 0.5))
    return odds, np.sqrt(1.0 / ours + 1.0 / theirs)


def information(y: Floats, n: Floats, other_y: Floats, other_n: Floats) -> Floats:
    """Mutual information of having the feature and being of the collection, in bits a unit.

    Both collections weigh the same, or a small one could never say much.
    """
    p, q = y / np.maximum(1.0, n), other_y / np.maximum(1.0, other_n)
    return _entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2


def _entropy(p: Floats) -> Floats:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    result: Floats = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    return result


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, the largest first, along the last axis."""
    order = np.argsort(-values.astype(np.float32), axis=-1)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, values.shape[-1] + 1), axis=-1)
    return ranks


def _stability(own: Bags, other: Bags | Tally, samples: int, chosen: int, seed: int) -> Floats:
    """Share of bootstrap samples in which each feature is chosen with the sign it has in most."""
    chance = np.random.default_rng(seed)
    ours = _Groups(own, chance)
    theirs = _Groups(other, chance) if isinstance(other, Bags) else other
    up, down = np.zeros(len(own.features)), np.zeros(len(own.features))
    for _ in range(0, samples, _BATCH):
        y, n = ours.drawn(chance)
        z, m = theirs.drawn(chance) if isinstance(theirs, _Groups) else (theirs.counts, theirs.room)
        found = measure(y, n, z, m)
        for hits, sign in ((up, found.odds > 0), (down, found.odds <= 0)):
            rank = np.where(sign, found.rank, -1.0)
            best = np.argpartition(-rank, min(chosen, rank.shape[1]) - 1, axis=1)[:, :chosen]
            good = best[np.take_along_axis(rank, best, axis=1) > 0]
            hits += np.bincount(good, minlength=len(hits))
    result: Floats = np.maximum(up, down) / (-(-samples // _BATCH) * _BATCH)
    return result


class _Groups:
    """A collection in random groups of pieces, to draw bootstrap samples from."""

    def __init__(self, bags: Bags, chance: np.random.Generator) -> None:
        self._number = min(bags.size, _GROUPS)
        self._counts, self._room = bags.groups(self._number, chance)
        self._kind_of = bags.kind_of

    def drawn(self, chance: np.random.Generator) -> tuple[Floats, Floats]:
        """A batch of samples: counts and room of as many groups, drawn with replacement."""
        share = np.full(self._number, 1 / self._number)
        times = chance.multinomial(self._number, share, _BATCH).astype(np.float32)
        room = (times @ self._room).astype(np.float64)
        return (times @ self._counts).astype(np.float64), room[:, self._kind_of]


def _finding(i: int, here: Tally, rest: Tally, measured: Measures, stability: float) -> Finding:
    return Finding(
        feature=here.features[i],
        more=bool(measured.odds[i] > 0),
        log_odds=float(measured.odds[i]),
        evidence=float(measured.evidence[i]),
        bits=float(measured.bits[i] * here.room[i] / here.size),
        stability=stability,
        share=float(here.shares[i]),
        other=float(rest.shares[i]),
        pieces=int(here.pieces[i]),
    )


def distinct(findings: Sequence[Finding], own: Bags, same: Same | None = None) -> list[Finding]:
    """Findings without those that say what one before them says; that one names them in `also`.

    Two say the same when `same` says so, or when nearly the same pieces have them.
    """
    place = {feature: i for i, feature in enumerate(own.features)}
    pieces = [set(own.having(place[one.feature])[0].tolist()) for one in findings]
    kept: list[int] = []
    also: dict[int, list[Feature]] = {}
    for i, one in enumerate(findings):
        first = next(
            (
                k
                for k in kept
                if findings[k].more == one.more
                and (
                    _overlap(pieces[k], pieces[i]) > _ALIKE
                    or (same is not None and same(findings[k].feature, one.feature))
                )
            ),
            None,
        )
        if first is None:
            kept.append(i)
        else:
            also.setdefault(first, []).append(one.feature)
    return [replace(findings[i], also=tuple(also.get(i, ()))) for i in kept]


def _overlap(a: set[int], b: set[int]) -> float:
    """Share of the pieces that have either which have both (Jaccard)."""
    return len(a & b) / max(1, len(a | b))
