"""The shape of a verse form as an explicit language: the tones, stops and rhymes of each line.

A `Pattern` is what a sampler walks; it holds every allowed tone string of every line, with 拗救
inside a line already resolved, and the pairs of lines that 对句救 ties together. It knows no
characters and no rhyme book, and the checker (`metre`, `check`) never reads it: the two are written
from different statements of the same rules and a test compares them string by string.

>>> sorted(shi_pattern("五绝·平起·首句入韵").tones[0])
['仄平平仄平', '平平仄仄平', '平平平仄平']

Source of the line types: 王力《诗词格律》 (1962), ch. 2, §§ 5-7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from sixing.errors import ImpossibleBrief, UnknownForm
from sixing.media.poem.shi import ShiForm, forms_named

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
        parts: for each rhyme a number; rhymes of one number take one group of the book, so that
            level and oblique rhyme together (平仄互叶); empty when every rhyme is on its own.
    """

    name: str
    lines: tuple[int, ...]
    stops: tuple[str, ...]
    tones: tuple[frozenset[str], ...]
    couples: tuple[Couple | None, ...]
    rhymes: tuple[int | None, ...]
    level_rhyme: tuple[bool, ...]
    echoes: tuple[tuple[Position, Position], ...] = ()
    parts: tuple[int, ...] = ()


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
def pattern_of(form: ShiForm) -> Pattern:
    """The pattern of a regulated form or of a couplet (联), which is not rhymed."""
    kinds = [_kind(form, i) for i in range(form.lines)]
    tied = [kinds[i : i + 2] == [("仄", "仄"), ("平", "平")] for i in range(0, form.lines, 2)]
    return Pattern(
        name=form.full_name,
        lines=(form.width,) * form.lines,
        stops=("，", "。") * (form.lines // 2),
        tones=tuple(_line_type(second, last, form.width) for second, last in kinds),
        couples=tuple(_couple(form.width) if t else None for t in tied),
        rhymes=tuple(0 if last == "平" and form.lines > 2 else None for _, last in kinds),
        level_rhyme=(True,) if form.lines > 2 else (),
    )


def _kind(form: ShiForm, line: int) -> tuple[str, str]:
    """The type of a line (from 0): place 2 of its last five characters, and its end.

    In the order of a 七律 that opens level and rhymes at once: 仄平 平平 平仄 仄平 仄仄 平平 ...
    """
    level_core = (form.opening == "平起") == (form.width == 5)
    second = "平" if (line % 4 in (0, 3)) == level_core else "仄"
    last = "平" if line % 2 or (line == 0 and form.first_rhymed) else "仄"
    return second, last


def shi_patterns(name: str) -> tuple[Pattern, ...]:
    """The patterns that a form's name leaves open: 七绝 has four, 七绝·平起 two, a full name one.

    Raises:
        UnknownForm: no regulated form has this name.
    """
    return tuple(pattern_of(form) for form in forms_named(name))


def shi_pattern(full_name: str) -> Pattern:
    """The pattern of one fully named form, such as 七绝·仄起·首句入韵 or 五排16·平起·首句不入韵.

    Raises:
        UnknownForm: no regulated form has this name, or several have.
    """
    patterns = shi_patterns(full_name)
    if len(patterns) > 1:
        raise UnknownForm(full_name, near=tuple(p.name for p in patterns))
    return patterns[0]


def acrostic(
    text: str, lines: Sequence[int], *, tail: bool = False
) -> tuple[tuple[Position, str], ...]:
    """The fixed places of an acrostic: a character opens each line (藏头) or ends it (藏尾).

    Args:
        text: the characters, one a line.
        lines: hanzi in each line, as in `Pattern.lines`.
        tail: whether they end the lines.

    Raises:
        ImpossibleBrief: there are not as many characters as lines.
    """
    if len(text) != len(lines):
        raise ImpossibleBrief(
            f'the acrostic "{text}" has {len(text)} characters and the form {len(lines)} lines',
            clashes=("藏尾" if tail else "藏头",),
            zh=f"“{text}”共{len(text)}字，而此体{len(lines)}句",
        )
    places = ((i, width if tail else 1) for i, width in enumerate(lines, 1))
    return tuple(zip(places, text, strict=True))
