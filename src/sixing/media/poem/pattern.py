"""The shape of a verse form as an explicit language: the tones, stops and rhymes of each line.

A `Pattern` is what a sampler walks; it holds every allowed tone string of every line, with 拗救
inside a line already resolved, and the pairs of lines that 对句救 ties together. It knows no
characters and no rhyme book, and the checker (`shi`, `check`) never reads it: the two are written
from different statements of the same rules and a test compares them string by string.

>>> sorted(shi_pattern("五绝·平起·首句入韵").tones[0])
['仄平平仄平', '平平仄仄平', '平平平仄平']

Source of the line types: 王力《诗词格律》 (1962), ch. 2, §§ 5-7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

from sixing.errors import UnknownForm

Position = tuple[int, int]
Couple = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A verse form, line by line.

    Attributes:
        name: the form's full name.
        lines: hanzi in each line.
        stops: the punctuation after each line.
        tones: for each line the tone strings (of 平 and 仄) that it may have.
        couples: for lines (1, 2), (3, 4), ... the pairs of tone strings that may stand together,
            None where any two may; empty when no two lines depend on each other.
        rhymes: for each line the index of the rhyme its last hanzi belongs to, None if unrhymed.
        level_rhyme: for each rhyme, whether it is level.
        echoes: pairs of positions (line, place), from 1, that hold the same character.
    """

    name: str
    lines: tuple[int, ...]
    stops: tuple[str, ...]
    tones: tuple[frozenset[str], ...]
    couples: tuple[Couple | None, ...]
    rhymes: tuple[int | None, ...]
    level_rhyme: tuple[bool, ...]
    echoes: tuple[tuple[Position, Position], ...] = ()


# The four line types by the tones of place 2 and of the end, in five characters. 中 is either tone.
# A line of seven leads in with two more characters, the second opposed to place 2 of the five.
_OBLIQUE_OBLIQUE = ("中仄中平仄", "中仄平仄仄")  # place 3 half-bent; place 4 bent: see _couple
_LEVEL_LEVEL = ("平平中仄平", "仄平平仄平")  # never 仄平仄仄平: 孤平
_LEVEL_OBLIQUE = ("中平平仄仄", "平平仄平仄")  # the second is rescued within the line
_OBLIQUE_LEVEL = ("中仄仄平平",)  # place 3 oblique, or three level tones would end the line
_TYPES = {
    ("仄", "仄"): (_OBLIQUE_OBLIQUE, "中平"),
    ("平", "平"): (_LEVEL_LEVEL, "中仄"),
    ("平", "仄"): (_LEVEL_OBLIQUE, "中仄"),
    ("仄", "平"): (_OBLIQUE_LEVEL, "中平"),
}
_LONGEST = 100  # couplets of a 排律; 杜甫's longest has 100 rhymes


def spell_out(template: str) -> frozenset[str]:
    """Every tone string of a template of 平, 仄 and 中 (either)."""
    return frozenset("".join(t) for t in product(*("平仄" if c == "中" else c for c in template)))


@cache
def _line_type(second: str, last: str, width: int) -> frozenset[str]:
    """The tone strings of a line type, named by place 2 of its last five characters and its end."""
    templates, lead_in = _TYPES[second, last]
    lead = lead_in if width == 7 else ""
    return frozenset().union(*(spell_out(lead + template) for template in templates))


@cache
def _couple(width: int) -> Couple:
    """仄仄平平仄 with 平平仄仄平: a bent place 4 above wants a level place 3 below (对句救)."""
    above, below = _line_type("仄", "仄", width), _line_type("平", "平", width)
    return frozenset((a, b) for a in above for b in below if a[-2] == "平" or b[-3] == "平")


@cache
def _line_types(opening: str, first_rhymed: bool, count: int, width: int) -> tuple[str, ...]:
    """For each line its type as two tones: place 2 of the last five, and the end."""
    level_start = (opening == "平起") == (width == 5)
    kinds = []
    for i in range(count):
        second = "平" if (i % 4 in (0, 3)) == level_start else "仄"
        last = "平" if i % 2 or (i == 0 and first_rhymed) else "仄"
        kinds.append(second + last)
    return tuple(kinds)


@cache
def shi_pattern(full_name: str) -> Pattern:
    """The pattern of one named form, such as 七绝·仄起·首句入韵 or 五排16·平起·首句不入韵.

    Raises:
        UnknownForm: no regulated form has this name.
    """
    name, count, width, opening, first_rhymed = _parse(full_name)
    kinds = _line_types(opening, first_rhymed, count, width)
    couples = tuple(
        _couple(width) if kinds[i : i + 2] == ("仄仄", "平平") else None for i in range(0, count, 2)
    )
    rhyme = tuple(0 if kind[1] == "平" else None for kind in kinds)
    return Pattern(
        name=f"{name}·{opening}·首句{'' if first_rhymed else '不'}入韵",
        lines=(width,) * count,
        stops=("，", "。") * (count // 2),
        tones=tuple(_line_type(kind[0], kind[1], width) for kind in kinds),
        couples=couples,
        rhymes=rhyme,
        level_rhyme=(True,),
    )


@cache
def couplet_pattern(full_name: str) -> Pattern:
    """The pattern of a couplet (对联): 五联 or 七联, ·仄起 or ·平起 by place 2 of its upper line.

    Raises:
        UnknownForm: no couplet has this name.
    """
    match = re.fullmatch(r"([五七])联·([仄平]起)", full_name)
    if match is None:
        raise UnknownForm(full_name, near=("五联·仄起", "七联·平起"))
    width = 5 if match[1] == "五" else 7
    kinds = _line_types(match[2], False, 2, width)
    return Pattern(
        name=full_name,
        lines=(width, width),
        stops=("，", "。"),
        tones=tuple(_line_type(kind[0], kind[1], width) for kind in kinds),
        couples=(_couple(width) if kinds[0] == "仄仄" else None,),
        rhymes=(None, None),
        level_rhyme=(),
    )


def shi_patterns(name: str) -> tuple[Pattern, ...]:
    """The patterns that a form's name leaves open: 七绝 has four, 七绝·平起 two, a full name one.

    Raises:
        UnknownForm: no regulated form has this name.
    """
    stem, _, rest = name.partition("·")
    _shape(stem, name)
    openings = [o for o in ("仄起", "平起") if o in rest] or ["仄起", "平起"]
    rhymed = [r for r in ("首句入韵", "首句不入韵") if r in rest] or ["首句入韵", "首句不入韵"]
    allowed = {"·".join(filter(None, parts)) for parts in product(["", *openings], ["", *rhymed])}
    if rest not in allowed:
        raise UnknownForm(name, near=(stem,))
    return tuple(shi_pattern(f"{stem}·{o}·{r}") for o in openings for r in rhymed)


def _parse(full_name: str) -> tuple[str, int, int, str, bool]:
    match = re.fullmatch(r"(.+)·([仄平]起)·首句(不?)入韵", full_name)
    name, count, width = _shape(match[1] if match else full_name, full_name)
    if match is None:
        raise UnknownForm(full_name, near=tuple(p.name for p in shi_patterns(name)))
    return name, count, width, match[2], not match[3]


def _shape(stem: str, asked: str) -> tuple[str, int, int]:
    """The plain name of a form, its number of lines and their width."""
    match = re.fullmatch(r"([五七])(?:([绝律])|排([1-9]\d*)?)", stem)
    if match is None:
        raise UnknownForm(asked, near=("五绝", "五律", "七绝", "七律", "五排", "七排"))
    width = 5 if match[1] == "五" else 7
    if match[2]:
        return stem, 4 if match[2] == "绝" else 8, width
    count = int(match[3] or 12)
    if count % 2 or not 10 <= count <= 2 * _LONGEST:
        raise UnknownForm(asked, near=(f"{match[1]}排10", f"{match[1]}排12"))
    return f"{match[1]}排{count}", count, width
