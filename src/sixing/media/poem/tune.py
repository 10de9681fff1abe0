r"""One form of a ci tune (词牌): its lines, tones, stops, rhymes, stanzas and echoes.

Knows no other tune, no characters and no rhyme book, and does not say what is wrong with a poem:
that is `tune_check`. The table of all forms is `tunes`.

>>> form = read_row("如梦令\t189\t中仄中平中仄。中仄，/平仄。\t\t", 1)
>>> form.lines, form.stops, form.rhymes, form.stanzas
((6, 2, 2), ('。', '，', '。'), (0, None, 0), (1, 1, 2))
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sixing.media.poem.pattern import Pattern, Position, spell_out
from sixing.media.poem.prosody import LEVEL

RHYMED = "。"  # ends a rhymed line (韵); ， ends another (句), 、 a pause within one (读)

_LICENSED = str.maketrans("○●", "平仄")


@dataclass(frozen=True, slots=True)
class Tune:
    """A form of a ci tune, line by line.

    Attributes:
        name: the tune's name, as 钦定词谱 heads it.
        number: which of the tune's forms this is, from 1, the standard one first.
        marks: for each line a string of 平, 仄 and 中 (either).
        stops: the stop after each line.
        parts: for each line the part of the rhyme scheme it belongs to, None if unrhymed. Lines
            of one part rhyme, level and oblique alike (平仄互叶); a new part may change the rhyme.
        stanzas: the stanza of each line, from 1.
        echoes: pairs of positions (line, place), from 1, that hold the same character (叠).
        works: how many ci of the 全宋词 fit this form better than its sisters.
        entering: whether custom wants an entering-tone rhyme (入声韵); advice, not a rule.
        licences: positions where one Song work in ten or more departs from the mark.
    """

    name: str
    number: int
    marks: tuple[str, ...]
    stops: tuple[str, ...]
    parts: tuple[int | None, ...]
    stanzas: tuple[int, ...]
    echoes: tuple[tuple[Position, Position], ...] = ()
    works: int = 0
    entering: bool = False
    licences: frozenset[Position] = frozenset()

    @property
    def full_name(self) -> str:
        """The form as a brief names it: 浣溪沙 for the first, 临江仙·2 for another."""
        return self.name if self.number == 1 else f"{self.name}·{self.number}"

    @property
    def lines(self) -> tuple[int, ...]:
        """Hanzi in each line."""
        return tuple(len(marks) for marks in self.marks)

    @property
    def classes(self) -> tuple[tuple[int, bool], ...]:
        """The rhymes in the order they are met: (part, whether level)."""
        ends = zip(self.parts, self.marks, strict=True)
        met = ((part, marks[-1] == LEVEL) for part, marks in ends if part is not None)
        return tuple(dict.fromkeys(met))

    @property
    def rhymes(self) -> tuple[int | None, ...]:
        """For each line the index of its rhyme among `classes`, None if unrhymed."""
        number = {rhyme: i for i, rhyme in enumerate(self.classes)}
        return tuple(
            None if part is None else number[part, marks[-1] == LEVEL]
            for part, marks in zip(self.parts, self.marks, strict=True)
        )

    def pattern(self) -> Pattern:
        """The form as the language a sampler walks."""
        parts = tuple(part for part, _ in self.classes)
        return Pattern(
            name=self.full_name,
            lines=self.lines,
            stops=self.stops,
            tones=tuple(spell_out(marks) for marks in self.marks),
            couples=(),
            rhymes=self.rhymes,
            level_rhyme=tuple(level for _, level in self.classes),
            echoes=self.echoes,
            parts=parts if len(set(parts)) < len(parts) else (),
        )


def read_row(row: str, number: int) -> Tune:
    """A form from a row of the table: tune, works, marks with stops, echoes, 入 or nothing.

    ○ and ● are 平 and 仄 with a licence. A letter after a rhymed mark names its part where a form
    has several; / ends a stanza; an echo is written 5.1=6.1 (line 5, character 1, and line 6,
    character 1).
    """
    name, works, spelling, echoes, note = row.split("\t")
    tokens = re.findall(r"([平仄中○●]+)([a-z]?)([，。、])(/?)", spelling)
    parts: list[int | None] = [
        ord(part or "a") - ord("a") if stop == RHYMED else None for _, part, stop, _ in tokens
    ]
    ends = [0, *(end == "/" for _, _, _, end in tokens)]
    return Tune(
        name=name,
        number=number,
        marks=tuple(marks.translate(_LICENSED) for marks, *_ in tokens),
        stops=tuple(stop for _, _, stop, _ in tokens),
        parts=tuple(parts),
        stanzas=tuple(1 + sum(ends[: i + 1]) for i in range(len(tokens))),
        echoes=tuple(_echo(pair) for pair in echoes.split()),
        works=int(works),
        entering=note == "入",
        licences=frozenset(
            (line, place)
            for line, (marks, *_) in enumerate(tokens, 1)
            for place, mark in enumerate(marks, 1)
            if mark in "○●"
        ),
    )


def _echo(pair: str) -> tuple[Position, Position]:
    a, b, c, d = (int(number) for number in re.findall(r"\d+", pair))
    return (a, b), (c, d)
