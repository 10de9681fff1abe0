"""Tones and rhymes of hanzi by the rhyme books: what each character may sound like in verse.

Looks characters up; knows nothing of forms, lines or poems (`shi`, `tunes`), and cannot tell
which reading a polyphone has in a given phrase: it lists all of them, with the share each has
in verse. A simplified character has the readings of all its traditional forms, weighted by
how often each form is used (发 = 發 + 髮); ask with `traditional=True` for the character itself.

>>> [(r.level, r.group) for r in book("pingshui").readings("风")]
[(True, '上平一东')]

Sources: 平水韵 (106 groups), 词林正韵 (戈载, 1821; 19 classes), 中华新韵 (2005; 14 classes),
中华通韵 (2019; 16 classes). The tables are facts, built by `recipes/prosody_tables.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

BookName = Literal["pingshui", "cilin", "xinyun", "tongyun"]
Policy = Literal["strict", "lenient"]
LEVEL = "平"
OBLIQUE = "仄"
# A reading heard in fewer than one verse place in ten does not count as living: below that the
# corpus cannot tell a rare reading from a poet's licence or a copyist's slip.
LIVING = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """One way a character sounds: level or oblique, its rhyme group, its share of use in verse."""

    level: bool
    group: str
    share: float

    @property
    def tone(self) -> str:
        """平 or 仄."""
        return LEVEL if self.level else OBLIQUE

    @property
    def rhyme(self) -> tuple[str, bool]:
        """What must be equal for two readings to rhyme: the group and the tone."""
        return self.group, self.level


class RhymeBook:
    """A rhyme book: the readings of characters, simplified or traditional.

    Two characters rhyme when readings of theirs share `Reading.rhyme`: in the modern books and
    in 词林正韵 a group holds level and oblique readings, which a form may let rhyme together.
    """

    def __init__(self, name: BookName) -> None:
        self.name = name
        self.groups, self._table = _read_book(name)
        self._mixed: dict[str, tuple[Reading, ...]] = {}
        self._policies: dict[tuple[str, Policy, bool], tuple[Reading, ...]] = {}

    def __contains__(self, char: str) -> bool:
        return bool(self.readings(char))

    def readings(self, char: str, *, traditional: bool = False) -> tuple[Reading, ...]:
        """Every reading of a character, the most used first; empty for one the book lacks."""
        if traditional and char in self._table:
            return self._table[char]
        if char not in self._mixed:
            self._mixed[char] = _mix(char, self._table)
        return self._mixed[char]

    def heard(
        self, char: str, policy: Policy = "strict", *, traditional: bool = False
    ) -> tuple[Reading, ...]:
        """The readings a policy counts: the living ones (`LIVING`) if strict, all if lenient."""
        key = (char, policy, traditional)
        if key not in self._policies:
            found = self.readings(char, traditional=traditional)
            living = tuple(r for r in found if r.share >= LIVING)
            self._policies[key] = found if policy == "lenient" else living
        return self._policies[key]

    def tones(
        self, char: str, policy: Policy = "strict", *, traditional: bool = False
    ) -> frozenset[str]:
        """The tones (平, 仄) a policy counts: all must fit if strict, one must if lenient."""
        return frozenset(r.tone for r in self.heard(char, policy, traditional=traditional))

    def rhymes(
        self, char: str, policy: Policy = "strict", *, traditional: bool = False
    ) -> frozenset[tuple[str, bool]]:
        """The (group, level) pairs a policy counts, to be met as `tones` are."""
        return frozenset(r.rhyme for r in self.heard(char, policy, traditional=traditional))

    def members(self, group: str, *, level: bool = True) -> tuple[str, ...]:
        """The characters with a reading in a group, as the book's table lists them."""
        return tuple(
            char
            for char, readings in self._table.items()
            if any(r.group == group and r.level == level for r in readings)
        )


@cache
def book(name: BookName) -> RhymeBook:
    """The rhyme book of that name; read once.

    Raises:
        KeyError: no such book.
    """
    if name not in ("pingshui", "cilin", "xinyun", "tongyun"):
        raise KeyError(name)
    return RhymeBook(name)


def _rows(name: str) -> list[list[str]]:
    text = (files(__package__) / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _read_book(name: str) -> tuple[tuple[str, ...], dict[str, tuple[Reading, ...]]]:
    """The groups and the table of a book: `字<TAB>group:share-in-thousandths ...` a line."""
    head, *rows = _rows(name)
    groups = tuple(head[1].split())
    made: dict[str, tuple[Reading, ...]] = {}  # most rows repeat: one group, share 1
    table: dict[str, tuple[Reading, ...]] = {}
    for char, cells in rows:
        if cells not in made:
            made[cells] = _parse(cells, groups)
        table[char] = made[cells]
    return groups, table


def _parse(cells: str, groups: tuple[str, ...]) -> tuple[Reading, ...]:
    pairs = [cell.split(":") for cell in cells.split()]
    total = sum(int(share) for _, share in pairs)
    found = (
        Reading(groups[int(g)].startswith(("上平", "下平")), groups[int(g)], int(s) / total)
        for g, s in pairs
    )
    return tuple(sorted(found, key=lambda r: -r.share))


@cache
def _forms() -> dict[str, tuple[tuple[str, int], ...]]:
    """Of each simplified character its traditional forms and how often verse uses each."""
    return {
        char: tuple((cell[0], int(cell[2:])) for cell in cells.split())
        for char, cells in _rows("forms")
    }


def _mix(char: str, table: dict[str, tuple[Reading, ...]]) -> tuple[Reading, ...]:
    forms = [(form, n) for form, n in _forms().get(char, ((char, 1),)) if form in table]
    total = sum(n + 1 for _, n in forms)
    shares: dict[tuple[str, bool], float] = {}
    for form, n in forms:
        for r in table[form]:
            shares[r.rhyme] = shares.get(r.rhyme, 0.0) + r.share * (n + 1) / total
    mixed = (Reading(level, group, share) for (group, level), share in shares.items())
    return tuple(sorted(mixed, key=lambda r: -r.share))
