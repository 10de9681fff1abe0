"""How the syllables of a line of verse fall into bars: caesura, long ends, and a few ways to vary.

A line is read in feet: five syllables as 2 + 3, seven as 4 + 3, each group a bar; the last syllable
of a line is long, so that a singer breathes there. Lengths are in beats of a bar of four; in 2/4
each is halved. It knows no pitch and no word.

>>> bars_of(7), bars_of(5), bars_of(4)
((4, 3), (2, 3), (2, 2))
>>> from random import Random
>>> [sum(line) for line in rhythms((7, 5), Random(1))]
[8.0, 8.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from sixing.errors import BadBrief

LONGEST = 16
"""Syllables of a line."""

Line = tuple[float, ...]

#: Of so many syllables in a bar of four beats: within a line, and at its end (long).
_INSIDE: dict[int, tuple[Line, ...]] = {
    1: ((4,),),
    2: ((2, 2), (1.5, 2.5), (3, 1)),
    3: ((1, 1, 2), (2, 1, 1), (1.5, 0.5, 2)),
    4: ((1, 1, 1, 1), (1.5, 0.5, 1, 1), (1, 0.5, 0.5, 2), (1, 1, 1.5, 0.5)),
    5: ((1, 1, 0.5, 0.5, 1), (0.5, 0.5, 1, 1, 1)),
}
_ENDING: dict[int, tuple[Line, ...]] = {
    1: ((4,),),
    2: ((1, 3), (1.5, 2.5), (2, 2)),
    3: ((1, 1, 2), (1.5, 0.5, 2), (0.5, 0.5, 3)),
    4: ((0.5, 0.5, 1, 2), (1, 0.5, 0.5, 2)),
    5: ((0.5, 0.5, 0.5, 0.5, 2),),
}
#: Groups of a line, by its syllables; longer ones are cut into fours and an end of three or so.
_GROUPS = {
    1: (1,),
    2: (2,),
    3: (3,),
    4: (2, 2),
    5: (2, 3),
    6: (4, 2),
    7: (4, 3),
    8: (3, 5),
    9: (4, 5),
}


def bars_of(syllables: int) -> tuple[int, ...]:
    """How many syllables each bar of a line has.

    Raises:
        BadBrief: the line is empty or longer than `LONGEST`.
    """
    if not 1 <= syllables <= LONGEST:
        raise BadBrief(
            f"a line of {syllables} syllables cannot be set: give 1 to {LONGEST}",
            zh=f"一句 {syllables} 字无法谱曲：请在 1 到 {LONGEST} 字之间",
        )
    if syllables in _GROUPS:
        return _GROUPS[syllables]
    return (4, *bars_of(syllables - 4))


def rhythms(lengths: Sequence[int], rng: Random, *, lively: bool = False) -> tuple[Line, ...]:
    """The rhythm of each line, in beats of a bar of four.

    Lines of one length share two rhythms in turn, as the two halves of a couplet do; the last
    line of all ends on the longest note that its length allows.

    Args:
        lengths: syllables of each line.
        rng: chooses among the rhythms there are.
        lively: for fast songs: no two short syllables in a row, which could not be spoken.
    """
    pairs = {n: [_line(n, rng, lively), _line(n, rng, lively)] for n in dict.fromkeys(lengths)}
    found = [pairs[n][place % 2] for place, n in enumerate(lengths)]
    final = bars_of(lengths[-1])[-1]
    calm = max(_fit(_ENDING[final], lively), key=lambda bar: bar[-1])
    found[-1] = (*found[-1][: len(found[-1]) - final], *calm)
    return tuple(found)


def _line(syllables: int, rng: Random, lively: bool) -> Line:
    *inside, final = bars_of(syllables)
    bars = [rng.choice(_fit(_INSIDE[count], lively)) for count in inside]
    return tuple(beat for bar in (*bars, rng.choice(_fit(_ENDING[final], lively))) for beat in bar)


def _fit(bars: Sequence[Line], lively: bool) -> Sequence[Line]:
    """The bars that can be sung at the pace; all of them where none is slow enough."""
    slow = [bar for bar in bars if (0.5, 0.5) not in pairwise(bar)] if lively else []
    return slow or bars
