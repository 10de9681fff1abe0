"""When a picture counts as copied: a line between planted copies and people's own new pictures.

Logistic regression on four clues (`PictureIndex.clues`), learnt from copies planted on purpose and
from pictures that were held out of the index. The threshold is not the line's zero but the
closeness that two in a hundred of the held-out pictures exceed: what people do themselves is no
copying.

>>> rng = np.random.default_rng(0)
>>> copies, people = rng.normal(-5, 1, (200, 4)), rng.normal(-1, 1, (200, 4))
>>> rule = CopyRule.learn(copies, people)
>>> rule.found(copies) > 0.98, round(rule.found(people), 2), CopyRule.read(rule.text()) == rule
(True, 0.02, True)
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.store.packs import PICTURES, pack

Clues = NDArray[np.float64]

FOLDER: Final = "likeness"
"""Where the pack keeps what all indexes share."""
FILE: Final = "rule.json"

ALLOWED: Final = 0.02
"""Share of people's own held-out pictures that may be taken for copies."""
ENOUGH: Final = 100
"""Held-out pictures from which a threshold can be told."""
_CLUES, _STEPS, _PRIOR = 4, 30, 0.1


@dataclass(frozen=True, slots=True)
class CopyRule:
    """What closeness is, and how much of it is too much.

    Attributes:
        weights: of the four clues.
        offset: added to their sum.
        marks: ascending percentiles, 1st to 99th, of the closeness of people's held-out pictures.
        held_out: how many those were.
    """

    weights: tuple[float, ...]
    offset: float
    marks: tuple[float, ...]
    held_out: int

    @classmethod
    def learn(cls, copies: Clues, people: Clues) -> CopyRule:
        """Of the clues of planted copies and of held-out pictures, (n, 4) each."""
        weights = _logistic(copies, people)
        line = cls(tuple(weights[:-1].round(4).tolist()), round(float(weights[-1]), 4), (), 0)
        return line.marked(people)

    def marked(self, people: Clues) -> CopyRule:
        """The same line, with the threshold of other people's pictures."""
        marks = np.percentile(self.closeness(people), np.arange(1, 100)).round(4).tolist()
        return CopyRule(self.weights, self.offset, tuple(marks), len(people))

    @property
    def threshold(self) -> float:
        """Closeness above which a picture counts as copied."""
        return float(np.interp(1 - ALLOWED, np.linspace(0.01, 0.99, len(self.marks)), self.marks))

    def closeness(self, clues: Clues) -> NDArray[np.float64]:
        """Of each row of clues, (n,); more is nearer."""
        found: NDArray[np.float64] = clues @ np.array(self.weights) + self.offset
        return found

    def people(self, closeness: float) -> float:
        """Share of people's held-out pictures that came at least as near."""
        places = np.linspace(0.01, 0.99, len(self.marks))
        return round(1 - float(np.interp(closeness, self.marks, places, 0.0, 1.0)), 4)

    def found(self, clues: Clues) -> float:
        """Share of the rows that count as copied."""
        return float((self.closeness(clues) > self.threshold).mean())

    @classmethod
    def shipped(cls) -> CopyRule:
        """The rule of the pack, for collections too small to learn one from.

        Raises:
            BadInput: the pack is not installed.
            BadStyle: the rule is missing or damaged.
        """
        path = pack(PICTURES) / FOLDER / FILE
        try:
            return cls.read(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise BadStyle(
                f"{path} cannot be read ({fault}); install the pack of pictures anew",
                zh=f"{path} 读不出（{fault}）；请重新安装图画权重包",
            ) from fault

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> CopyRule:
        """Out of JSON.

        Raises:
            ValueError: it is no rule.
        """
        facts = json.loads(text)
        weights, marks = (tuple(map(float, facts[name])) for name in ("weights", "marks"))
        if len(weights) != _CLUES or len(marks) < 2:
            raise ValueError("it holds no rule for copies")
        return cls(weights, float(facts["offset"]), marks, int(facts["held_out"]))


def _logistic(copies: Clues, people: Clues) -> NDArray[np.float64]:
    """Weights and offset by Newton's method, both sides of equal weight, a little shrunk."""
    clues = np.concatenate([copies, people])
    rows = np.c_[clues, np.ones(len(clues))]
    wanted = np.r_[np.ones(len(copies)), np.zeros(len(people))]
    mass = np.where(wanted > 0, 0.5 / len(copies), 0.5 / len(people)) * len(rows)
    prior = _PRIOR * np.diag([*np.ones(rows.shape[1] - 1), 0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (mass * (wanted - chance)) - prior @ weights
        curve = (rows * (mass * chance * (1 - chance))[:, None]).T @ rows + prior
        weights = weights + np.linalg.solve(curve + 1e-9 * np.eye(len(curve)), slope)
    return weights
