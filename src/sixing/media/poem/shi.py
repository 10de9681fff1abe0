"""Regulated verse (近体诗): which form a poem has, and whether it keeps that form's tones and rhyme.

Knows 绝句, 律诗 and 排律 in 5 and 7 characters, by rules over places (2-4-6, 粘对, 孤平, 三平尾,
三仄尾, 拗救), after 王力《汉语诗律学》 (1958) and 《诗词格律》 (1962). Knows no oblique-rhymed or
ancient-style verse, and never reads `pattern`: what is made and what is checked stay independent.

>>> detect(["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"]).name
'五绝'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from sixing.media.poem.prosody import LEVEL, OBLIQUE, Policy, RhymeBook, book

OPENINGS = ("仄起", "平起")


@dataclass(frozen=True, slots=True)
class ShiForm:
    """A form of regulated verse: 五绝, 七律, 五排 ..., how it opens, whether line 1 rhymes."""

    name: str
    opening: str
    first_rhymed: bool
    lines: int
    width: int

    @property
    def full_name(self) -> str:
        """The form as a brief names it, such as 七绝·仄起·首句入韵."""
        rhymed = "首句入韵" if self.first_rhymed else "首句不入韵"
        return f"{self.name}·{self.opening}·{rhymed}"

    def second_tone(self, line: int) -> str:
        """The tone at place 2 of a line (from 0): opposed within a couplet, held across (粘对)."""
        same = line % 4 in (0, 3)
        return LEVEL if same == (self.opening == "平起") else OBLIQUE

    def last_tone(self, line: int) -> str:
        """The tone that ends a line (from 0)."""
        return LEVEL if line % 2 or (line == 0 and self.first_rhymed) else OBLIQUE

    def rhymed(self, line: int) -> bool:
        """Whether a line (from 0) ends on the rhyme."""
        return self.last_tone(line) == LEVEL


def shape_name(lines: int, width: int) -> str | None:
    """绝 for 4 lines, 律 for 8, 排 for any even number from 10; None for another shape."""
    if width not in (5, 7) or lines % 2 or lines < 4 or lines == 6:
        return None
    kind = "绝" if lines == 4 else "律" if lines == 8 else "排"
    return ("五" if width == 5 else "七") + kind


@cache
def forms_of(lines: int, width: int) -> tuple[ShiForm, ...]:
    """The four forms of a shape: two openings, first line rhymed or not."""
    name = shape_name(lines, width)
    if name is None:
        return ()
    return tuple(ShiForm(name, o, r, lines, width) for o in OPENINGS for r in (True, False))


@lru_cache(maxsize=65536)
def _line_state(tones: str, second: str, last: str) -> int:
    """How a fully toned line keeps its type: 0 well, 1 well if the next line rescues it, 2 not.

    The line's core is its last five places; a line of seven leads in with two more, of which
    the second is opposed to place 4 and the first is free.
    """
    core = tones[-5:]
    lead_in = tones[:-5]
    core_second = second if not lead_in else _other(second)
    if (lead_in and lead_in[1] != second) or core[1] != core_second or core[4] != last:
        return 2
    a, _, c, d, _ = core
    if last == LEVEL:
        return _state_level(a, c, d, core_second)
    return _state_oblique(a, c, d, core_second)


def _state_level(a: str, c: str, d: str, second: str) -> int:
    if d == second:
        return 2
    if second == OBLIQUE:  # 仄仄仄平平
        return 2 if c == LEVEL else 0  # 三平尾
    return 2 if a == c == OBLIQUE else 0  # 平平仄仄平: 孤平


def _state_oblique(a: str, c: str, d: str, second: str) -> int:
    if second == OBLIQUE:  # 仄仄平平仄; 大拗 at d waits for the next line
        return 0 if d == LEVEL else 1
    if d == OBLIQUE:  # 平平平仄仄
        return 2 if c == OBLIQUE else 0  # 三仄尾
    return 0 if (a, c) == (LEVEL, OBLIQUE) else 2  # 平平仄平仄


def _other(tone: str) -> str:
    return OBLIQUE if tone == LEVEL else LEVEL


@lru_cache(maxsize=65536)
def _couplet_keeps(upper: str, lower: str, wants: tuple[str, str, str, str], any_of: bool) -> bool:
    """Whether a couplet of tone codes (平, 仄, 中 = both readings) keeps its two line types."""
    outcomes = (_couplet_state(u, v, wants) for u, v in product(_resolved(upper), _resolved(lower)))
    return any(outcomes) if any_of else all(outcomes)


def _couplet_state(upper: str, lower: str, wants: tuple[str, str, str, str]) -> bool:
    first = _line_state(upper, wants[0], wants[1])
    second = _line_state(lower, wants[2], wants[3])
    rescued = first == 0 or (first == 1 and lower[-3] == LEVEL)
    return rescued and second == 0


@lru_cache(maxsize=65536)
def _resolved(code: str) -> tuple[str, ...]:
    return tuple("".join(t) for t in product(*("平仄" if c == "中" else c for c in code)))


class _Coder:
    """Translates lines into tone codes, a character a code; unknown characters become ？."""

    def __init__(self, rhyme_book: RhymeBook, policy: Policy) -> None:
        self._book, self._policy = rhyme_book, policy
        self._codes: dict[str, str] = {}

    def __call__(self, line: str) -> str:
        codes = self._codes
        try:
            return "".join([codes[c] for c in line])
        except KeyError:
            codes.update((c, self._code(c)) for c in line if c not in codes)
            return "".join([codes[c] for c in line])

    def _code(self, char: str) -> str:
        tones = self._book.tones(char, self._policy)
        return "中" if len(tones) == 2 else next(iter(tones), "？")


@cache
def _coder(name: str, policy: Policy) -> _Coder:
    return _Coder(book(name), policy)  # type: ignore[arg-type]


def _shape(lines: Sequence[str]) -> tuple[ShiForm, ...]:
    widths = {len(line) for line in lines}
    return forms_of(len(lines), widths.pop()) if len(widths) == 1 else ()


def detect(lines: Sequence[str], rhyme_book: RhymeBook | None = None) -> ShiForm | None:
    """The form whose tones the poem keeps best, by any reading; None when no form has its shape."""
    forms = _shape(lines)
    if not forms:
        return None
    code = _coder((rhyme_book or book("pingshui")).name, "lenient")
    codes = [code(line) for line in lines]
    return max(forms, key=lambda form: _agreement(codes, form))


def _agreement(codes: Sequence[str], form: ShiForm) -> int:
    def fit(code: str, want: str) -> int:
        return 1 if code == want else 0 if code == "中" else -1

    agreed = 2 * fit(codes[0][-1], form.last_tone(0))
    for i, line in enumerate(codes):
        second = form.second_tone(i)
        for place, want in ((1, second), (3, _other(second)), (5, second)):
            if place < form.width - 1:
                agreed += fit(line[place], want)
    return agreed


def rhyme_group(lines: Sequence[str], rhyme_book: RhymeBook | None = None) -> str | None:
    """The level group that most finals of the even lines share (by use in verse on a tie)."""
    rhyme_book = rhyme_book or book("pingshui")
    votes: Counter[str] = Counter()
    for line in lines[1::2]:
        for r in rhyme_book.readings(line[-1]) if line else ():
            if r.level:
                votes[r.group] += 1 + r.share / 100  # type: ignore[assignment]
    return max(votes, key=votes.__getitem__) if votes else None


def conforms(
    lines: Sequence[str], policy: Policy = "lenient", rhyme_book: RhymeBook | None = None
) -> bool:
    """Whether a poem keeps every rule of some form of its shape: tones, rescues, rhyme.

    Lenient takes whichever reading fits; strict wants every living reading to fit.
    """
    forms = _shape(lines)
    if not forms:
        return False
    rhyme_book = rhyme_book or book("pingshui")
    code = _coder(rhyme_book.name, policy)
    codes = [code(line) for line in lines]
    if any("？" in c for c in codes):
        return False
    return any(
        _keeps_tones(codes, form, policy) and _keeps_rhyme(lines, form, policy, rhyme_book)
        for form in forms
    )


def _keeps_tones(codes: Sequence[str], form: ShiForm, policy: Policy) -> bool:
    any_of = policy == "lenient"
    return all(
        _couplet_keeps(codes[i], codes[i + 1], _wants(form, i), any_of)
        for i in range(0, form.lines, 2)
    )


@cache
def _wants(form: ShiForm, i: int) -> tuple[str, str, str, str]:
    return (
        form.second_tone(i),
        form.last_tone(i),
        form.second_tone(i + 1),
        form.last_tone(i + 1),
    )


def _keeps_rhyme(
    lines: Sequence[str], form: ShiForm, policy: Policy, rhyme_book: RhymeBook
) -> bool:
    finals = [line[-1] for i, line in enumerate(lines) if form.rhymed(i)]
    if len(set(finals)) < len(finals):  # 重韵
        return False
    rhymes = [rhyme_book.rhymes(char, policy) for char in finals]
    if policy == "strict":
        return len(rhymes[0]) == 1 and all(r == rhymes[0] for r in rhymes)
    return any(level for _, level in frozenset.intersection(*rhymes))
