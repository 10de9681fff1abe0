"""The plain data a poem is shown with: marks for every place, reasons, the originality report.

These are JSON shapes, so that whoever judges a poem and whoever draws it need not know each other.
:mod:`sixing.media.poem.annotate` fills `Annotations` from the books of prosody; the rest comes
from the judges. Knows no rule and draws nothing.

>>> bare: Explanation = {"reasons": ["the calmest of twelve"]}
>>> sorted(bare)
['reasons']
"""

from __future__ import annotations

from typing import Literal, TypedDict

Tone = Literal["平", "仄", "通", ""]
Required = Literal["平", "仄", "中", ""]


class Place(TypedDict):
    """One hanzi of a poem.

    ``tone`` is what the rhyme book says (``通``: the hanzi has a level and an oblique reading;
    empty: the book does not list it); ``required`` is what the form wants there (empty: no
    form); ``rhyme`` names the rhyme group when the place rhymes; ``flags`` names the rules
    broken there.
    """

    char: str
    tone: Tone
    required: Required
    rhyme: str | None
    flags: list[str]


class AnnotatedLine(TypedDict):
    """One line: its text, its stop (``，`` ``。`` ``、``), its stanza (片, from 1), its places."""

    text: str
    stop: str
    stanza: int
    places: list[Place]


class FaultEntry(TypedDict):
    """A rule broken at a place (line and place from 1; place 0 is the whole line)."""

    line: int
    place: int
    rule: str
    message: str
    remedy: str
    grave: bool


class Annotations(TypedDict):
    """A poem with its prosody: book and policy used, rhyme groups in order, lines, faults.

    ``form``, ``title`` and the lines are as they will be shown, in whatever script.
    """

    form: str
    title: str
    book: str
    policy: str
    rhymes: list[str]
    lines: list[AnnotatedLine]
    faults: list[FaultEntry]


class Near(TypedDict):
    """The corpus line most like one of the poem's; ``run`` counts the hanzi shared in a row."""

    line: str
    near: str
    source: str
    run: int


class Originality(TypedDict, total=False):
    """What the poem shares with the corpus.

    ``longest_run`` counts hanzi, ``copied_lines`` are whole lines found in it, ``overlap`` is
    the share (0 to 1) of 5-grams found in it, ``nearest`` needs the corpus at hand.
    """

    longest_run: int
    copied_lines: list[str]
    overlap: float
    nearest: list[Near]


class Score(TypedDict):
    """One judge's word; ``score`` from 0 (worst) to 1."""

    judge: str
    score: float
    passed: bool
    reasons: list[str]


class Explanation(TypedDict, total=False):
    """Everything a card can say of a poem; whatever is missing is left out of the card."""

    annotations: Annotations
    scores: list[Score]
    reasons: list[str]
    originality: Originality
