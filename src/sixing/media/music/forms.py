"""Plans of form: which bars of a piece say again what an earlier bar said, and where phrases end.

A plan is written in letters, a section each: ``AABA``, ``AABB``, ``ABAB``. A prime, ``A'``, is the
section with another ending; a section of eight or four bars may be a period, whose second half
begins as its first. A section is written once; what returns is copied, not imitated. Phrases are of
four bars (of what is left at a section's end), as in dances, airs and songs (Schoenberg,
*Fundamentals of Musical Composition*, 1967, ch. III to XI). It knows bars, not notes.

>>> form = shape("AA'B", 12)
>>> form.sources
(-1, -1, -1, -1, 0, 1, 2, -1, -1, -1, -1, -1)
>>> form.phrases, form.closes
((3, 7, 11), (11,))
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sixing.errors import BadBrief

#: Plans by name.
PLANS = {"through": "", "verse-refrain": "ABA'B", "rondo": "ABACA", "song": "AABA", "dance": "AABB"}
#: Bars of a phrase.
PHRASE = 4
#: Bars that a section has at least; a piece too short for its plan is written through.
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What each bar is.

    Attributes:
        sources: for each bar the earlier bar that it says again, -1 for one of its own.
        phrases: bars that end a phrase, closes among them.
        closes: bars that end on the tonic for good: the last, and the ends that are copied to it.
        sections: for each section its letter (with its primes) and its first bar.
    """

    sources: tuple[int, ...]
    phrases: tuple[int, ...]
    closes: tuple[int, ...]
    sections: tuple[tuple[str, int], ...]

    def runs(self) -> list[tuple[int, int, int]]:
        """Bars copied together: (first, its source, how many)."""
        found: list[tuple[int, int, int]] = []
        for bar, source in enumerate(self.sources):
            if source < 0:
                continue
            if found and (bar, source) == (found[-1][0] + found[-1][2], sum(found[-1][1:])):
                found[-1] = (*found[-1][:2], found[-1][2] + 1)
            else:
                found.append((bar, source, 1))
        return found


def letters(plan: str) -> tuple[str, ...]:
    """The sections of a plan, by name or by letters.

    Raises:
        BadBrief: it is written otherwise.

    >>> letters("verse-refrain"), letters("a a b b'")
    (('A', 'B', "A'", 'B'), ('A', 'A', 'B', "B'"))
    """
    text = PLANS.get(plan.strip().lower(), plan).replace(" ", "").replace("’", "'").upper()
    if not re.fullmatch(r"([A-Z]'*)*", text):
        raise BadBrief(
            f'"{plan}" is no plan of form: write letters such as AABA or AA\'B, or one of '
            f"{', '.join(PLANS)}",
            zh=f"“{plan}”不是曲式：请写字母如 AABA、AA'B，或 {'、'.join(PLANS)} 之一",
        )
    return tuple(re.findall(r"[A-Z]'*", text))


def shape(plan: str, bars: int, chance: np.random.Generator | None = None) -> Shape:
    """The bars of a plan; what does not fill sections of equal length lengthens the last.

    Args:
        chance: draws which sections are periods and which endings rhyme; None draws none.

    Raises:
        BadBrief: the plan is not written as one.
    """
    names = letters(plan)
    if not names or bars // len(names) < SHORTEST:
        names = ("A",)
    each = bars // len(names)
    sources = [-1] * bars
    begun: dict[str, int] = {}
    for number, name in enumerate(names):
        first = number * each
        model = begun.setdefault(name[0], first)
        if model != first:
            kept = each - (0 if name.find("'") < 0 else max(1, each // 4))
            for bar in range(kept):
                sources[first + bar] = model + bar
        elif chance is not None and len(names) > 1:
            _period(sources, first, begun["A" if "A" in begun else name[0]], each, chance)
    # What lengthens the last section is new, so the end is too.
    if bars % len(names):
        sources[len(names) * each - 1] = -1
    _point_at_the_first(sources)
    phrases = _phrases(names, each, bars)
    closes = _closes(sources, bars - 1)
    _free_endings(sources, phrases, closes)
    heads = tuple((name, number * each) for number, name in enumerate(names))
    return Shape(tuple(sources), phrases, closes, heads)


def _period(
    sources: list[int], first: int, opening: int, each: int, chance: np.random.Generator
) -> None:
    """A section's second half begins as its first, or the opening section's, does.

    How often is as counted in 916 Irish and American tunes of two strains of eight bars: of first
    strains two in three; of second ones a third as themselves and a seventh as the first strain,
    and two in five have the first strain's last bar but one.
    """
    if each not in (4, 8, 16):
        return
    half, later = each // 2, first != opening
    point = float(chance.random()) + (0.0 if each > 4 else 0.2)
    model = first if point < (0.35 if later else 0.65) else opening if point < 0.5 else -1
    if model >= 0:
        for bar in range(half // 2):
            sources[first + half + bar] = model + bar
    if later and each > 4 and chance.random() < 0.4:
        sources[first + each - 2] = opening + each - 2


def _point_at_the_first(sources: list[int]) -> None:
    """A copy of a copy is one of the bar that was written."""
    for bar, source in enumerate(sources):
        if source >= 0 and sources[source] >= 0:
            sources[bar] = sources[source]


def _phrases(names: tuple[str, ...], each: int, bars: int) -> tuple[int, ...]:
    ends = {
        min(number * each + at + PHRASE, (number + 1) * each) - 1
        for number in range(len(names))
        for at in range(0, each, PHRASE)
        # A rest of one bar belongs to the phrase before it.
        if each - at > 1
    }
    ends = {e for e in ends if e + 2 not in {(n + 1) * each for n in range(len(names))}}
    return tuple(sorted({*(e for e in ends if e < bars - 2), bars - 1}))


def _closes(sources: list[int], last: int) -> tuple[int, ...]:
    """The last bar, and every bar that it is or that is it."""
    origin = sources[last] if sources[last] >= 0 else last
    return tuple(bar for bar, source in enumerate(sources) if origin in (bar, source))


def _free_endings(sources: list[int], phrases: tuple[int, ...], closes: tuple[int, ...]) -> None:
    """A bar that ends a phrase or closes is never a copy of one that does not."""
    for bar in (*phrases, *closes):
        source = sources[bar]
        if source >= 0 and ((source in closes) != (bar in closes) or source not in phrases):
            sources[bar] = -1
