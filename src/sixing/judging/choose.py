"""Choosing: a few works out of many, each good, no two alike, each with the reason why.

Greedy maximal marginal relevance (Carbonell and Goldstein, 1998): of those left, the next is the
one whose quality, less its likeness to the nearest already chosen, is greatest. A work that a judge
did not pass is never chosen, nor one that repeats a line of a chosen one: when that leaves too few,
fewer are chosen.

Example:
    >>> from sixing.works import Candidate, Judgement, Work
    >>> def made(score, *lines):
    ...     return Candidate(Work("poem", "", "", lines), (Judgement("fluency", score, True),))
    >>> pool = [made(0.9, "春风又绿"), made(0.8, "春风又红"), made(0.5, "秋月无声")]
    >>> [c.candidate.lines[0] for c in choose(pool, 2) if c.kept]
    ['春风又绿', '秋月无声']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sixing.judging.wording import Lang, choice_reason
from sixing.works import EMPTY, Candidate, Judgement, Record

WEIGHTS: Mapping[str, float] = {
    "critic": 0.3, "fluency": 0.45, "theme": 0.5, "parallelism": 0.2, "emotion": 3.0,
}  # fmt: skip
"""What each judge's score counts for; form and originality are passed or not.

Critic and fluency are rungs of one ladder: the engine lets only one of them count.
"""

VARIETY = 1.0
"""What full likeness to a chosen work takes off the quality of another."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a candidate was chosen, and why.

    Attributes:
        candidate: the work with its judgements.
        rank: its place among the chosen, from 1; 0 when it was left.
        quality: weighted mean of its scores, 0 to 1.
        likeness: to the chosen work that is most like it, 0 to 1, when it was chosen or left.
        verdict: `best`, `kept`, `failed`, `line` or `beaten`.
        facts: what the reason names.
        weights: what each judge's score counted for in the quality.
    """

    candidate: Candidate
    rank: int
    quality: float
    likeness: float
    verdict: str
    facts: Mapping[str, str] = EMPTY
    weights: Mapping[str, float] = EMPTY

    @property
    def kept(self) -> bool:
        """Whether it was chosen."""
        return self.rank > 0

    def judgement(self) -> Judgement:
        """The choice as a judgement, so that its reason is kept with the work."""
        detail = {
            "rank": self.rank,
            "verdict": self.verdict,
            "quality": round(self.quality, 4),
            "likeness": round(self.likeness, 4),
            "weights": self.weights,
            **self.facts,
        }
        return Judgement("choice", round(self.quality, 4), self.kept, detail, (self.reason(),))

    def reason(self, lang: Lang = "zh") -> str:
        """Why it was chosen or left, in a sentence."""
        said = {"quality": self.quality, "likeness": self.likeness, **self.facts}
        return choice_reason(self.verdict, said, lang)


def quality(candidate: Candidate, weights: Mapping[str, float] = WEIGHTS) -> float:
    """Weighted mean of the scores of the judges that have a weight, 0 to 1."""
    said = [(weights[j.judge], j.score) for j in candidate.judgements if j.judge in weights]
    total = sum(weight for weight, _ in said)
    return sum(weight * score for weight, score in said) / total if total else 0.0


def likeness(candidates: Sequence[Candidate]) -> NDArray[np.float32]:
    """Share of bigrams that two works have in common (Dice, 1945), shape (works, works)."""
    bags = [_bigrams(candidate.lines) for candidate in candidates]
    number = {pair: i for i, pair in enumerate(sorted(set().union(*bags)))}
    table = np.zeros((len(bags), len(number)), np.float32)
    for row, bag in zip(table, bags, strict=True):
        row[[number[pair] for pair in bag]] = 1
    sizes = table.sum(axis=1)
    result: NDArray[np.float32] = (
        2 * (table @ table.T) / np.maximum(sizes[:, None] + sizes[None, :], 1)
    )
    return result


def choose(
    candidates: Sequence[Candidate],
    n: int,
    *,
    weights: Mapping[str, float] = WEIGHTS,
    taken: Sequence[Candidate] = (),
    like: Callable[[Sequence[Candidate]], NDArray[np.float32]] | None = None,
) -> list[Choice]:
    """Choose up to n candidates; what is left comes after, the better first.

    Args:
        candidates: works with their judgements.
        n: how many are wanted.
        weights: what each judge's score counts for; a learned taste gives others.
        taken: works chosen before, for other ideas of the same brief: the new must differ too.
        like: how alike works are, (works, works); left out, by their lines, none of which may
            then be shared.
    """
    alike = (like or likeness)([*taken, *candidates])[len(taken) :]
    nearest = alike[:, : len(taken)].max(axis=1, initial=0.0)
    goods = [quality(candidate, weights) for candidate in candidates]
    # A line that all of them have was given by the brief (the upper line of a couplet).
    given = set.intersection(*(set(c.lines) for c in candidates)) if len(candidates) > 1 else set()
    if like is not None:
        given = set().union(*(c.lines for c in candidates))
    seen = {line for candidate in taken for line in candidate.lines} - given
    chosen: list[Choice] = []
    rest: list[Choice] = []
    left = list(range(len(candidates)))
    while left:
        i = max(left, key=lambda i: (goods[i] - VARIETY * float(nearest[i]), -i))
        left.remove(i)
        verdict, facts = _verdict(candidates[i], seen, len(chosen) == n)
        if verdict == "kept":
            verdict = "kept" if chosen or taken else "best"
            chosen.append(_choice(candidates[i], len(chosen) + 1, goods[i], nearest[i], verdict))
            seen.update(set(candidates[i].lines) - given)
            nearest = np.maximum(nearest, alike[:, len(taken) + i])
        else:
            rest.append(_choice(candidates[i], 0, goods[i], nearest[i], verdict, facts))
    found = chosen + sorted(rest, key=lambda choice: -choice.quality)
    return [replace(one, weights=Record(weights)) for one in found]


def _choice(
    candidate: Candidate,
    rank: int,
    good: float,
    near: float,
    verdict: str,
    facts: Mapping[str, str] = EMPTY,
) -> Choice:
    return Choice(candidate, rank, round(good, 4), round(float(near), 4), verdict, Record(facts))


def _verdict(candidate: Candidate, seen: set[str], full: bool) -> tuple[str, dict[str, str]]:
    failures = [said.judge for said in candidate.judgements if not said.passed]
    if failures:
        return "failed", {"judges": ", ".join(failures)}
    if full:
        return "beaten", {}
    twice = [line for line in candidate.lines if line in seen]
    return ("line", {"line": twice[0]}) if twice else ("kept", {})


def _bigrams(lines: Sequence[str]) -> set[str]:
    return {line[i : i + 2] for line in lines for i in range(len(line) - 1)}


def best(
    candidates: Sequence[Candidate],
    n: int,
    weights: Mapping[str, float],
    like: Callable[[Sequence[Candidate]], NDArray[np.float32]] | None = None,
) -> list[Candidate]:
    """The chosen only, each with the judgement that says why."""
    return [
        Candidate(one.candidate.work, (*one.candidate.judgements, one.judgement()))
        for one in choose(candidates, n, weights=weights, like=like)
        if one.kept
    ]
