"""Which way a melody must go between two syllables, for their tones to be heard (依字行腔).

What must be kept is the relation of neighbours, not the height of each (杨荫浏, 《语言与音乐》,
1983). Two systems, each told by the signs it is written with:

- modern Mandarin, ``1`` to ``4`` and ``5`` for the neutral tone: heights by Chao's tone letters
  (趙元任, "A system of tone letters", 1930): 55, 35, 21, 51. Two things can rise or fall between
  syllables: the mean height, and the step from where one tone ends to where the next begins. Where
  both go one way the direction is a rule; where one alone moves, or they disagree, it is a leaning
  after the mean. A third tone before a third is a second.
- classical, 平上去入: "遇去声当高唱，遇上声当低唱，平声、入声，又当斟酌其高低，不可令混"
  (王骥德《曲律》, 1624, 论平仄第五, after 沈璟): departing high, rising low, the others between.

It knows no melody and looks no hanzi up.

>>> [step.direction for step in steps("平去上平")]
[1, -1, 1]
>>> [(step.direction, step.strong) for step in steps("1324")]  # 山 水 来 去
[(-1, True), (1, True), (-1, False)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Where Chao's letters have each tone begin and end.
_CHAO = {"1": (5, 5), "2": (3, 5), "3": (2, 1), "4": (5, 1)}
_CLASSICAL = {"上": 0, "平": 1, "入": 1, "去": 2}
TONES = frozenset({*_CHAO, "5", *_CLASSICAL, ""})
"""Signs of tones; ``5`` and "" (unknown) ask for nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What two neighbours want of the interval between them.

    Attributes:
        direction: 1 up, -1 down, 0 either.
        strong: whether it is a rule rather than a leaning.
        alike: whether the tones are the same, so that a small interval fits.
    """

    direction: int
    strong: bool = True
    alike: bool = False


FREE = Step(0, strong=False)


def steps(tones: Sequence[str]) -> tuple[Step, ...]:
    """The steps between the syllables of a line: one fewer than there are tones."""
    sung = [
        "2" if (tone, after) == ("3", "3") else tone
        for tone, after in zip(tones, [*tones, ""][1:], strict=True)
    ]
    return tuple(step(one, other) for one, other in pairwise(sung))


def step(one: str, other: str) -> Step:
    """The step from a tone to the next."""
    if one in _CHAO and other in _CHAO:
        return _mandarin(one, other)
    if one in _CLASSICAL and other in _CLASSICAL:
        direction = _sign(_CLASSICAL[other] - _CLASSICAL[one])
        return Step(direction, strong=direction != 0, alike=one == other)
    return FREE


def _mandarin(one: str, other: str) -> Step:
    (begun, ended), (begins, ends) = _CHAO[one], _CHAO[other]
    mean = _sign((begins + ends) - (begun + ended))
    seam = _sign(begins - ended)
    return Step(mean, strong=mean == seam != 0, alike=one == other)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
