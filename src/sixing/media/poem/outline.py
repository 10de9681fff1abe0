"""The outline of a form as a reader sees it: stops, stanzas, wanted tones, rhyming lines.

A reading aid drawn from the forms, not a judge: rescues (拗救) and alternatives are folded into
``中``. A poem whose form nobody knows still gets stops and one stanza.

>>> outline_of("五绝·仄起·首句不入韵", ["一二三四五"] * 4).wanted[0]
'中仄中平仄'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sixing.errors import UnknownForm
from sixing.media.poem import shi, tunes
from sixing.media.poem.prosody import LEVEL, OBLIQUE, BookName
from sixing.media.poem.tokens import shi_stops
from sixing.media.poem.tune import Tune

# The kinds of line by the tones of place 2 and of the end, 王力《诗词格律》 (1962), ch. 2.
_CORES = {
    (OBLIQUE, OBLIQUE): "中仄中平仄",
    (LEVEL, LEVEL): "平平中仄平",
    (LEVEL, OBLIQUE): "中平平仄仄",
    (OBLIQUE, LEVEL): "中仄仄平平",
}


@dataclass(frozen=True, slots=True)
class Outline:
    """One entry a line; ``wanted`` spells 平 仄 中 a place, empty where nothing is asked."""

    stops: tuple[str, ...]
    stanzas: tuple[int, ...]
    wanted: tuple[str, ...]
    rhymes: tuple[int | None, ...]
    book: BookName
    regulated: bool = False


def outline_of(form: str, lines: Sequence[str]) -> Outline:
    """The outline of a form, fitted to a poem's lines."""
    shaped = regulated(form, lines)
    if shaped is not None:
        return _of_shi(shaped)
    tune = _tune(form, lines)
    if tune is not None:
        return _of_tune(tune, [len(line) for line in lines])
    count = len(lines)
    return Outline(shi_stops(count), (1,) * count, ("",) * count, (None,) * count, "pingshui")


def regulated(form: str, lines: Sequence[str]) -> shi.ShiForm | None:
    """The regulated form of that name with so many lines; of several, the one the tones keep."""
    try:
        named = shi.forms_named(form)
    except UnknownForm:
        return None
    fitting = [known for known in named if known.lines == len(lines)]
    found = shi.detect(lines) if len(fitting) > 1 else None
    return found if found in fitting else next(iter(fitting), None)


def _tune(form: str, lines: Sequence[str]) -> Tune | None:
    """The tune of that name, in its form of so many hanzi."""
    try:
        named = tunes.forms(form)
    except UnknownForm:
        return None
    fitting = [tune for tune in named if sum(tune.lines) == sum(len(line) for line in lines)]
    found = tunes.detect(lines, form) if len(fitting) > 1 else None
    return found if found in fitting else next(iter(fitting), None)


def _of_tune(tune: Tune, lengths: Sequence[int]) -> Outline:
    """The tune over lines that may break elsewhere than its own, as editors' lines do."""
    lines = {end: i for i, end in enumerate(accumulate(tune.lines))}
    ends = list(accumulate(lengths))
    marks, starts = "".join(tune.marks), [0, *ends]
    stanza_at = [
        stanza for stanza, n in zip(tune.stanzas, tune.lines, strict=True) for _ in range(n)
    ]
    met = [lines.get(end) for end in ends]
    return Outline(
        stops=tuple("，" if i is None else tune.stops[i] for i in met),
        stanzas=tuple(stanza_at[end - 1] for end in ends),
        wanted=tuple(marks[a:b] for a, b in pairwise(starts)),
        rhymes=tuple(None if i is None else tune.rhymes[i] for i in met),
        book="cilin",
    )


def _of_shi(form: shi.ShiForm) -> Outline:
    count = range(form.lines)
    return Outline(
        stops=shi_stops(form.lines),
        stanzas=(1,) * form.lines,
        wanted=tuple(_line(form.second_tone(i), form.last_tone(i), form.width) for i in count),
        rhymes=tuple(0 if form.rhymed(i) else None for i in count),
        book="pingshui",
        regulated=True,
    )


def _line(second: str, last: str, width: int) -> str:
    if width == 5:
        return _CORES[second, last]
    return f"中{second}{_CORES[OBLIQUE if second == LEVEL else LEVEL, last]}"
