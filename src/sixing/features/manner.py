"""A person's manner: the characters and pairs they use more than a language model expects.

For every token the observed count in a person's pieces stands against the count that the base
model expected at the very same places, so that theme, form and neighbours explain what they can and
the rest is the person's. The log of their ratio is shrunk by a gamma prior (DuMouchel, "Bayesian
data mining in large frequency tables", 1999): a token seen once says little.

Beside it stand the forms they write in. It does not hold their lines and cannot give them back.

>>> manner = Manner({"雪": 2.0, "舟": 1.0}, {"孤舟": 1.0}, {"七绝": 1.0}, mean=-0.1, deviation=0.5)
>>> manner.closeness(["孤舟雪"]) > manner.closeness(["春花月"])
True
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.store.atomic import write_whole

FILE = "manner.json"
VERSION = "sixing.manner.v1"
PRIOR, PAIR_PRIOR = 5.0, 1.0
"""Strength of the gamma prior, in occurrences, for characters and for pairs: at one distance from
the base a prior of 5 brings half as much again of a poet's own words as one of 0.5."""
LEAST = 0.01
"""Nats below which a token is left out of the table."""
PULL = 9.0
"""How often over the manner's nats pull while a work is written, so that it can be told apart."""
MOST = 3.5
"""Nats that it may pull at one place; beyond, grammar suffers before manner gains."""
WEIGHT = 2.0
"""What the manner counts for when works are chosen (fluency: 0.45)."""
ROWS = 2
"""How many times as many rows a style with a manner writes, to have more to choose from."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Manner:
    """What sets a person's pieces apart, in nats.

    Attributes:
        hanzi: characters by how much more the person uses them than expected.
        pairs: the same of neighbours in a line.
        forms: shares of the forms they write in.
        mean, deviation: of a character's nats when the base model writes.
        own: the usual closeness of the person's own pieces, in deviations.
    """

    hanzi: Mapping[str, float]
    pairs: Mapping[str, float]
    forms: Mapping[str, float]
    mean: float
    deviation: float
    own: float = 1.0

    def closeness(self, lines: Sequence[str]) -> float:
        """How far a work leans to the manner, in deviations from what the base model writes."""
        text = "".join(lines)
        said = sum(self.hanzi.get(char, 0.0) for char in text)
        said += sum(self.pairs.get(pair, 0.0) for pair in _pairs(lines))
        spread = max(self.deviation, 1e-6) * max(1, len(text)) ** 0.5
        return float((said - self.mean * len(text)) / spread)

    def telling(self, lines: Sequence[str], count: int = 3) -> tuple[str, ...]:
        """What in a work is most this person's: pairs and characters, the most telling first."""
        found = {char: self.hanzi.get(char, 0.0) for char in "".join(lines)}
        found |= {pair: self.pairs.get(pair, 0.0) for pair in _pairs(lines)}
        order = sorted(found, key=lambda token: (-found[token], token))
        return tuple(token for token in order[:count] if found[token] > 0)

    def pull(self, vocabulary: Sequence[str]) -> tuple[NDArray[np.intp], Floats]:
        """Token numbers and the nats that the manner adds to their scores."""
        number = {name: i for i, name in enumerate(vocabulary)}
        known = [(number[char], nats) for char, nats in self.hanzi.items() if char in number]
        ids, nats = zip(*known, strict=True) if known else ((), ())
        return np.array(ids, np.intp), np.array(nats, np.float32)

    def form(self, chance: random.Random) -> str:
        """A form as often as the person writes it; empty when none is known."""
        if not self.forms:
            return ""
        return chance.choices([*self.forms], weights=[*self.forms.values()])[0]

    def save(self, folder: Path) -> None:
        """Writes it, whole or not at all."""
        text = json.dumps({**asdict(self), "version": VERSION}, ensure_ascii=False, sort_keys=True)
        write_whole(folder / FILE, text.encode())

    @classmethod
    def open(cls, folder: Path) -> Manner:
        """Reads the manner of a style.

        Raises:
            BadStyle: the file is missing, damaged or of another version.
        """
        path = folder / FILE
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            if said.pop("version") != VERSION:
                raise BadStyle(f"{path} is of another version; fit the style anew")
            return cls(**said)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise BadStyle(
                f"{path} cannot be read ({fault}); fit the style anew",
                zh=f"读不出 {path}；请重新学习这一风格",
            ) from fault


def manner_of(
    pieces: Sequence[Sequence[str]],
    expected: Mapping[str, float],
    expected_pairs: Mapping[str, float],
    forms: Iterable[str],
) -> Manner:
    """Counts a manner.

    Args:
        pieces: the lines of each.
        expected: how often the base model expected each character at the places of the pieces.
        expected_pairs: the same of neighbours in a line, for those that occur.
        forms: the form of each piece that has a name.
    """
    seen = Counter("".join(line for lines in pieces for line in lines))
    pairs = Counter(pair for lines in pieces for pair in _pairs(lines))
    hanzi = _ratios(seen, expected, PRIOR)
    both = {
        # a pair is told by what its characters do not say already
        pair: max(0.0, nats - 0.5 * (hanzi.get(pair[0], 0.0) + hanzi.get(pair[1], 0.0)))
        for pair, nats in _ratios(pairs, expected_pairs, PAIR_PRIOR).items()
        if pairs[pair] > 1
    }
    counted = Counter(forms)
    total = max(1e-9, sum(expected.values()))
    mean = sum(expected[char] * hanzi.get(char, 0.0) for char in expected) / total
    square = sum(expected[char] * hanzi.get(char, 0.0) ** 2 for char in expected) / total
    shares = {form: round(n / counted.total(), 4) for form, n in counted.most_common()}
    kept = {pair: nats for pair, nats in both.items() if nats > LEAST}
    found = Manner(hanzi, kept, shares, round(mean, 4), round((square - mean**2) ** 0.5, 4))
    usual = float(np.mean([found.closeness(lines) for lines in pieces])) if pieces else 1.0
    return Manner(**{**asdict(found), "own": round(usual, 4)})


def everywhere(
    lean: Mapping[int, tuple[NDArray[np.integer], Floats]],
    pull: tuple[NDArray[np.intp], Floats],
    places: int,
    size: int,
) -> dict[int, tuple[NDArray[np.intp], Floats]]:
    """A lean for some places with one and the same pull added at every place.

    Args:
        lean: by place (from 0, stops not counted) token numbers and nats.
        pull: token numbers and nats, for all places; beyond ±`MOST` they are cut.
        size: of the vocabulary.
    """
    found = {}
    for place in range(places):
        nats = np.zeros(size, np.float32)
        nats[pull[0]] = np.clip(pull[1], -MOST, MOST)
        if place in lean:
            nats[lean[place][0]] += lean[place][1]
        ids = np.flatnonzero(nats)
        found[place] = (ids, nats[ids])
    return found


def _ratios(
    seen: Mapping[str, int], expected: Mapping[str, float], prior: float
) -> dict[str, float]:
    tokens = sorted({*seen, *expected})
    ratios = {
        token: float(np.log((seen.get(token, 0) + prior) / (expected.get(token, 0.0) + prior)))
        for token in tokens
    }
    return {token: round(nats, 4) for token, nats in ratios.items() if abs(nats) > LEAST}


def _pairs(lines: Sequence[str]) -> list[str]:
    return [line[i : i + 2] for line in lines for i in range(len(line) - 1)]
