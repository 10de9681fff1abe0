"""Verdicts of every kind as one: which of two works a person likes better, and how surely.

A pair says so itself; an edit is liked better than its parent; of two works rated, the one rated
higher, weighted by the gap; what was picked, better than what was shown beside it. In a choice
among n works each of its pairs counts 2/n, so that it weighs about as much as n - 1 questions and a
mere pair weighs 1.

What was said of one pair is taken together: said both ways it is a contradiction, and what cancels
says only that the two are about as good. However often a question was answered, it counts no more
than `MOST` times: a person asked again remembers rather than judges. Knows no trait and no medium.

Example:
    >>> both, mended = comparisons([
    ...     Verdict("pair", ("a", "b")), Verdict("pair", ("b", "a")), Verdict("edit", ("a", "c"))
    ... ])
    >>> both.share, both.contradicts, mended.better
    (0.5, True, 'c')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sixing.works import Verdict

MOST = 3.0
"""How many answers one pair may count for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was said of two works, all verdicts together.

    Attributes:
        better: id of the work that won more often (of a draw, the one named first).
        other: id of the other.
        share: of the answers, how many were for the better, 0.5 to 1.
        weight: how many answers it counts for, at most `MOST`.
        said: how many answers there were, weighted.
        verdicts: places, from 0, of the verdicts that said so.
        contradicts: whether it was answered both ways; a draw contradicts nothing.
    """

    better: str
    other: str
    share: float
    weight: float
    said: float
    verdicts: tuple[int, ...]
    contradicts: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """One work over another, by one verdict; `wins` for the first and `losses` for the second."""

    first: str
    second: str
    wins: float
    losses: float
    verdict: int


def comparisons(verdicts: Sequence[Verdict]) -> list[Comparison]:
    """Take all that was said of each pair of works together, in the order first spoken of."""
    answers: dict[frozenset[str], list[_Answer]] = defaultdict(list)
    for answer in _answers(verdicts):
        if answer.first != answer.second:
            answers[frozenset((answer.first, answer.second))].append(answer)
    return [_together(found) for found in answers.values()]


def _together(answers: Sequence[_Answer]) -> Comparison:
    first, second = answers[0].first, answers[0].second
    wins = sum(a.wins if a.first == first else a.losses for a in answers)
    losses = sum(a.losses if a.first == first else a.wins for a in answers)
    if losses > wins:
        first, second, wins, losses = second, first, losses, wins
    total = wins + losses
    places = tuple(sorted({a.verdict for a in answers}))
    winners = {a.first if a.wins > a.losses else a.second for a in answers if a.wins != a.losses}
    weight, both = min(total, MOST), len(winners) > 1
    return Comparison(first, second, wins / total, weight, total, places, both)


def _answers(verdicts: Sequence[Verdict]) -> Iterator[_Answer]:
    ratings: dict[str, tuple[float, int]] = {}
    for place, verdict in enumerate(verdicts):
        works = verdict.works
        if verdict.kind == "pair":
            wins = 1.0 if verdict.rating is None else verdict.rating
            yield _Answer(works[0], works[1], wins, 1 - wins, place)
        elif verdict.kind == "edit":
            yield _Answer(works[1], works[0], 1.0, 0.0, place)
        elif verdict.kind == "pick":
            left = [work for work in verdict.among if work not in works]
            each = 2 / max(2, len(works) + len(left))
            yield from (_Answer(one, other, each, 0.0, place) for one in works for other in left)
        else:  # a work rated again has the later rating
            ratings[works[0]] = (verdict.rating or 0.0, place)
    yield from _rated(ratings)


def _rated(ratings: dict[str, tuple[float, int]]) -> Iterator[_Answer]:
    each = 2 / max(2, len(ratings))
    found = list(ratings.items())
    for i, (one, (high, place)) in enumerate(found):
        for other, (low, before) in found[:i]:
            gap = high - low
            if gap > 0:
                yield _Answer(one, other, gap * each, 0.0, place)
            elif gap < 0:
                yield _Answer(other, one, -gap * each, 0.0, before)
