"""The critic: how likely a reader takes a work for a human one, by a model that learnt to tell.

It reads the text alone, told its form and nothing of how it was made. It gives a probability on
even odds (as many human works as made ones), calibrated for each form (Platt 1999) on poems that
it did not learn from. Its score grows up to what the median human work is given and no further:
beyond lies what fools the critic, not what is more human (Gao et al. 2023, "Scaling laws for
reward model overoptimization"). What it says of one maker's works says little of another's, and
it knows no beauty: a human poem may be dull, and a made one may be good.

Example:
    >>> from sixing.works import Work
    >>> facts = {"calibration": {"五绝": [2.0, 0.5]}, "usual": {"五绝": [-1.0, 0.0, 1.0]}}
    >>> said = Critic(lambda works: [0.25 for _ in works], facts)([Work("poem", "五绝", "", ())])
    >>> said[0].detail["human"], said[0].detail["above"], said[0].score
    (0.731, 0.623, 1.0)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sixing.errors import BadStyle
from sixing.judging.wording import reasons
from sixing.media.poem.tokens import Control, PoemTokens, shi_stops
from sixing.models.reader import Document, Reader
from sixing.works import Judgement, Work

HEAD = "human"
"""The head of the adapter that the critic reads."""
ENOUGH = 0.5
"""The share of human works that a work need not outdo: it seems as human as their median."""
LEAST = 1e-3
"""Odds are never taken to be surer than that."""


@dataclass(frozen=True)
class Critic:
    """How human a work seems.

    Args:
        says: a score for each work, in log-odds up to a calibration; higher is more human.
        facts: what came with the critic: for each form that it learnt ``calibration``, slope and
            offset, and ``usual``, ascending percentiles (1st to 99th) of held-out human works.

    Raises:
        BadStyle: the facts hold no calibration.
    """

    says: Callable[[Sequence[Work]], Sequence[float]]
    facts: Mapping[str, Any]
    name = "critic"

    def __post_init__(self) -> None:
        if not self.facts.get("calibration"):
            raise BadStyle(
                "the critic of this style says nothing of its calibration; install it anew",
                zh="此风格的评者缺少校准；请重新安装",
            )

    @classmethod
    def of(cls, reader: Reader, tokens: PoemTokens) -> Critic:
        """The critic that a reader carries."""

        def says(works: Sequence[Work]) -> Sequence[float]:
            scores = reader.scores([document(tokens, work.form, work.content) for work in works])
            return [float(score) for score in scores[HEAD][:, 0]]

        return cls(says, reader.facts)

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Score each work of a form that the critic learnt; None for the others."""
        known = [work for work in works if kind(work.form) in self.facts["calibration"]]
        scores = iter(self.says(known)) if known else iter(())
        return [
            self._one(kind(work.form), next(scores))
            if kind(work.form) in self.facts["calibration"]
            else None
            for work in works
        ]

    def energies(self, works: Sequence[Work], seed: int) -> list[float]:
        """Keys by which works drawn from a maker become draws from people, the greatest first.

        The critic's log-odds are the residual energy between the maker and people (Deng et al.
        2020); with Gumbel noise added, the k greatest keys are a draw of k works without
        replacement in proportion to their odds (self-normalised importance resampling). A form
        that was not learnt leaves the noise alone: a draw in which all are alike.
        """
        noise = np.random.default_rng(seed).gumbel(size=len(works))
        said = [one.detail["human"] if one else 0.5 for one in self(works)]
        odds = np.clip(np.array(said), LEAST, 1 - LEAST)
        keys: list[float] = (np.log(odds / (1 - odds)) + noise).tolist()
        return keys

    def _one(self, form: str, score: float) -> Judgement:
        slope, offset = self.facts["calibration"][form]
        chance = float(1 / (1 + np.exp(-(slope * score + offset))))
        marks = self.facts["usual"][form]
        above = float(np.interp(score, marks, np.linspace(0.01, 0.99, len(marks))))
        detail = {
            "score": round(float(score), 3),
            "human": round(chance, 3),
            "above": round(above, 3),
        }
        enough = min(1.0, above / ENOUGH)
        return Judgement(self.name, round(enough, 4), True, detail, reasons(self.name, detail))


def kind(form: str) -> str:
    """A form's name without its opening."""
    return form.partition("·")[0]


def document(tokens: PoemTokens, form: str, lines: Sequence[str]) -> Document:
    """A poem as the critic reads it: its form, no title, the text."""
    prefix = tokens.prefix(Control(kind(form)))
    return [*prefix, *tokens.body(lines, shi_stops(len(lines))), tokens.end], len(prefix)
