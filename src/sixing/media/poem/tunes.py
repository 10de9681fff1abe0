"""The ci tunes (词牌): which there are, their forms, and which of them a poem has.

Knows 207 tunes in 302 forms, those the Song wrote most, and the other names they go by. Knows
nothing of tunes outside its table; no tune is made up from a poem's shape.

>>> forms("浪淘沙")[0].full_name
'浪淘沙令'
>>> detect(["雾锁千林晓", "霜凝万木秋"]) is None
True

The forms agree with 钦定词谱 (1715); `recipes/tunes.py` says how they were induced from 《全宋词》.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sixing.errors import UnknownForm
from sixing.media.poem.prosody import RhymeBook, book
from sixing.media.poem.tune import Tune, read_row
from sixing.media.poem.tune_check import boundaries, check, fits

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["Tune", "aliases", "check", "detect", "fits", "forms", "names", "suggest"]


def names() -> tuple[str, ...]:
    """Every tune's own name, the most written first."""
    return tuple(_table())


def aliases(name: str) -> tuple[str, ...]:
    """The other names of a tune, such as 大江东去 of 念奴娇.

    Raises:
        UnknownForm: no tune has this name.
    """
    return _aliases()[forms(name)[0].name]


def forms(name: str) -> tuple[Tune, ...]:
    """The forms of a tune, the standard one first; one form for a numbered name (临江仙·2).

    The name may be an alias, and in traditional hanzi.

    Raises:
        UnknownForm: no tune has this name, or no form this number; names those that are near.
    """
    match = re.fullmatch(r"(.+?)(?:[·・•]([1-9]\d?))?", name.strip())
    tune = _own_name(match[1]) if match else None
    if match is None or tune is None:
        raise UnknownForm(name, near=suggest(name))
    found = _table()[tune]
    if match[2] is None:
        return found
    number = int(match[2])
    if number > len(found):
        raise UnknownForm(name, near=tuple(form.full_name for form in found))
    return (found[number - 1],)


def suggest(name: str, n: int = 3) -> tuple[str, ...]:
    """Names of tunes that look like this one, best first: at most n, perhaps none."""
    stem = _simplified(name.strip().partition("·")[0])
    near = get_close_matches(stem, list(_own_names()), n=3 * n, cutoff=0.5)
    return tuple(dict.fromkeys(_own_names()[found] for found in near))[:n]


def detect(
    lines: Sequence[str], name: str | None = None, rhyme_book: RhymeBook | None = None
) -> Tune | None:
    """The form a poem has: of the named tune, or of any tune with its lengths.

    Among forms of its lengths the one whose tones and rhymes it keeps best is taken. Of a named
    tune some form is always found, the nearest in shape when none fits.

    Raises:
        UnknownForm: no tune has the name given.
    """
    if name is not None:
        candidates = forms(name)
        fitting = [form for form in candidates if fits(lines, form)]
        return _best(lines, fitting, rhyme_book) or _nearest(lines, candidates)
    length = sum(len(line) for line in lines)
    alike = _by_length().get(length, ())
    return _best(lines, [form for form in alike if fits(lines, form)], rhyme_book)


def _best(
    lines: Sequence[str], forms_: Sequence[Tune], rhyme_book: RhymeBook | None
) -> Tune | None:
    rhyme_book = rhyme_book or book("cilin")

    def quality(form: Tune) -> tuple[int, int, int]:
        faults = check(lines, form, rhyme_book, "lenient")
        cuts = sum(fault.rule == "句读" for fault in faults)
        return -sum(fault.grave for fault in faults), -cuts, form.works

    return max(forms_, key=quality, default=None)


def _nearest(lines: Sequence[str], forms_: Sequence[Tune]) -> Tune:
    given = boundaries([len(line) for line in lines])

    def distance(form: Tune) -> tuple[int, int]:
        wanted = boundaries(form.lines)
        return abs(max(given, default=0) - max(wanted)), len(given ^ wanted)

    return min(forms_, key=distance)


def _own_name(name: str) -> str | None:
    own = _own_names()
    return own.get(name) or own.get(_simplified(name))


def _simplified(name: str) -> str:
    return str(_converter().convert(name))


@cache
def _converter() -> OpenCC:
    import opencc  # only a name in traditional hanzi needs it

    return opencc.OpenCC("t2s")


def _rows(name: str) -> list[str]:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8").splitlines()


@cache
def _table() -> Mapping[str, tuple[Tune, ...]]:
    """The forms of each tune by its own name."""
    found: dict[str, list[Tune]] = {}
    for row in _rows("tunes.tsv"):
        sisters = found.setdefault(row.partition("\t")[0], [])
        sisters.append(read_row(row, len(sisters) + 1))
    by_use = sorted(found.items(), key=lambda item: -sum(form.works for form in item[1]))
    return {name: tuple(sisters) for name, sisters in by_use}


@cache
def _aliases() -> Mapping[str, tuple[str, ...]]:
    rows = (row.split("\t") for row in _rows("tunes.names.tsv"))
    return {name: tuple(others.split()) for name, others in rows}


@cache
def _own_names() -> Mapping[str, str]:
    """From any name to the tune's own; a tune's own name is never another's alias."""
    known = {alias: name for name, others in _aliases().items() for alias in others}
    return known | {name: name for name in _table()}


@cache
def _by_length() -> Mapping[int, tuple[Tune, ...]]:
    found: dict[int, list[Tune]] = {}
    for sisters in _table().values():
        for form in sisters:
            found.setdefault(sum(form.lines), []).append(form)
    return {length: tuple(alike) for length, alike in found.items()}
