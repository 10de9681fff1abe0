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
from typing import Literal, get_args

from sixing.errors import BadBrief

BookName = Literal["pingshui", "cilin", "xinyun", "tongyun"]
Policy = Literal["strict", "lenient"]
BOOKS: tuple[str, ...] = get_args(BookName)
_TITLES = dict(zip(BOOKS, ("平水韵", "词林正韵", "中华新韵", "中华通韵"), strict=True))
LEVEL = "平"
OBLIQUE = "仄"
# A tone heard in fewer than one tonal place in ten does not live, nor a rhyme in fewer than one in
# ten of its tone's: below that verse cannot tell a rare reading from a licence or a slip.
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
        head, *rows = _lines(name)
        self.name = name
        self.title = _TITLES[name]
        self.groups = tuple(head.split("\t")[1].split())
        self._rows = dict(row.split("\t") for row in rows)
        # The modern books list simplified characters themselves; the old ones know no 发.
        self._by_form = name in ("pingshui", "cilin")
        self._parsed: dict[str, tuple[Reading, ...]] = {}
        self._heard: dict[tuple[str, Policy, bool], tuple[Reading, ...]] = {}

    def __contains__(self, char: str) -> bool:
        return bool(self.readings(char))

    def readings(self, char: str, *, traditional: bool = False) -> tuple[Reading, ...]:
        """Every reading of a character, the most used first; empty for one the book lacks."""
        return self.heard(char, "lenient", traditional=traditional)

    def heard(
        self, char: str, policy: Policy = "strict", *, traditional: bool = False
    ) -> tuple[Reading, ...]:
        """The readings a policy counts: the living ones (`LIVING`) if strict, all if lenient."""
        key = (char, policy, traditional)
        if key not in self._heard:
            found = self._look_up(char, traditional)
            self._heard[key] = found if policy == "lenient" else _living(found)
        return self._heard[key]

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

    @cache  # noqa: B019 - the four books live as long as the program
    def members(
        self, group: str, *, level: bool = True, traditional: bool = False
    ) -> tuple[str, ...]:
        """The characters whose living readings are all in a group, most used in verse first."""
        chars = self._rows if traditional else dict.fromkeys(map(simplify, self._rows))
        wanted = frozenset({(group, level)})
        return tuple(c for c in chars if self.rhymes(c, traditional=traditional) == wanted)

    def _look_up(self, char: str, traditional: bool) -> tuple[Reading, ...]:
        forms = _forms().get(char) if self._by_form and not traditional else None
        if forms is None and char not in self._rows:
            forms = _forms().get(char)
        if forms is None:
            return self._row(char)
        total = sum(n + 1 for _, n in forms)
        shares: dict[tuple[bool, str], float] = {}
        for form, n in forms:
            for r in self._row(form):
                key = r.level, r.group
                shares[key] = shares.get(key, 0.0) + r.share * (n + 1) / total
        mixed = (Reading(level, group, share) for (level, group), share in shares.items())
        return tuple(sorted(mixed, key=lambda r: -r.share))

    def _row(self, char: str) -> tuple[Reading, ...]:
        cells = self._rows.get(char, "")
        if cells not in self._parsed:  # most rows repeat: one group, all of the share
            self._parsed[cells] = self._parse(cells)
        return self._parsed[cells]

    def _parse(self, cells: str) -> tuple[Reading, ...]:
        parts = [cell.partition("+" if "+" in cell else "-") for cell in cells.split()]
        total = sum(int(share) for _, _, share in parts)
        return tuple(
            Reading(sign == "+", self.groups[int(group)], int(share) / total)
            for group, sign, share in parts
        )


@cache
def book(name: BookName) -> RhymeBook:
    """The rhyme book of that name; read once.

    Raises:
        BadBrief: no such book.
    """
    if name not in BOOKS:
        known = ", ".join(BOOKS)
        raise BadBrief(
            f'no rhyme book is called "{name}"; there are {known}',
            zh=f"没有叫“{name}”的韵书；可用：{known}",
        )
    return RhymeBook(name)


def _living(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The readings whose tone has `LIVING` of the character's use, and they of that tone's."""
    use = {v: sum(r.share for r in readings if r.level == v) for v in (True, False)}
    return tuple(r for r in readings if use[r.level] >= LIVING <= r.share / use[r.level])


def simplify(char: str) -> str:
    """The simplified form of one character, by the tables; itself if it has none."""
    return _simplified().get(char, char)


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional characters: more of them than of simplified ones."""
    forms, simple = _forms(), _simplified()
    old = sum(char in simple and char not in forms for char in text)
    new = sum(char in forms and all(form != char for form, _ in forms[char]) for char in text)
    return old > new


def _lines(name: str) -> list[str]:
    path = files(__package__ or "") / "data" / f"{name}.tsv"
    return path.read_text(encoding="utf-8").splitlines()


@cache
def _forms() -> dict[str, tuple[tuple[str, int], ...]]:
    """Of each simplified character its traditional forms and how often verse uses each."""
    rows = (row.split("\t") for row in _lines("forms"))
    return {char: tuple((c[0], int(c[1:])) for c in cells.split()) for char, cells in rows}


@cache
def _simplified() -> dict[str, str]:
    """Of each traditional form the simplified character it is used for most."""
    best: dict[str, tuple[int, str]] = {}
    for char, forms in _forms().items():
        for form, n in forms:
            best[form] = max(best.get(form, (-1, "")), (n, char))
    return {form: char for form, (_, char) in best.items() if form != char}
