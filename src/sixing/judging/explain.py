"""Explaining: what a card shows of a work besides its prosody.

Scores and reasons come from judgements already made; lines of the corpus that resemble the work's
come from the corpus, when one is at hand. Tone and rhyme marks are the medium's affair
(`sixing.media.poem.annotate`).

Example:
    >>> from sixing.works import Candidate, Judgement, Work
    >>> said = Judgement("fluency", 0.8, True, {"above": 0.8, "nats": 4.0, "median": 4.2})
    >>> made = Candidate(Work("poem", "", "", ("明月",)), (said,))
    >>> explain(made, lang="en")["scores"][0]["reasons"]
    ['reads more fluently than 80 % of human poems of its form']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sixing.judging.choose import Choice
from sixing.judging.wording import Lang, reasons
from sixing.media.poem.explanation import Explanation, Near, Originality, Score
from sixing.works import Candidate, Judgement


class Neighbour(Protocol):
    """A line of the corpus like one of the work's (`sixing.corpus.Near`)."""

    @property
    def line(self) -> str:
        """The line."""
        ...

    @property
    def run(self) -> int:
        """Characters in a row that both lines have."""
        ...

    @property
    def credit(self) -> str:
        """Author and title."""
        ...


Search = Callable[[str, int], Sequence[Neighbour]]
"""The lines of the corpus nearest to a line, and how many: `sixing.corpus.Nearest.lines`."""


def explain(
    candidate: Candidate,
    *,
    lang: Lang = "zh",
    choice: Choice | None = None,
    nearest: Search | None = None,
) -> Explanation:
    """Gather what a card shows of a work.

    Args:
        candidate: a work with its judgements.
        lang: the language of the reasons.
        choice: how it was chosen among others, if it was.
        nearest: finds the corpus lines nearest to a line; without it none are shown.
    """
    explanation: Explanation = {"scores": [_score(said, lang) for said in candidate.judgements]}
    explanation["reasons"] = [choice.reason(lang)] if choice else []
    original = candidate.judgement("originality")
    if original or nearest:
        explanation["originality"] = _originality(candidate, original, nearest)
    return explanation


def _score(said: Judgement, lang: Lang) -> Score:
    sentences = reasons(said.judge, said.detail, lang) or said.reasons
    return {
        "judge": said.judge,
        "score": said.score,
        "passed": said.passed,
        "reasons": list(sentences),
    }


def _originality(
    candidate: Candidate, said: Judgement | None, nearest: Search | None
) -> Originality:
    report: Originality = {}
    if said:
        report["longest_run"] = said.detail["longest_run"]
        report["copied_lines"] = list(said.detail["copied_lines"])
        report["overlap"] = said.detail["overlap"]
    if nearest:
        report["nearest"] = [
            _near(line, found) for line in candidate.lines for found in nearest(line, 1)
        ]
    return report


def _near(line: str, found: Neighbour) -> Near:
    return {"line": line, "near": found.line, "source": found.credit, "run": found.run}
