"""Regulated verse (近体诗): its forms, which of them a poem has, and whether it keeps it.

Knows 绝句, 律诗 and 排律 in 5 and 7 characters, and the couplet (联), level-rhymed as they are.
Knows no oblique-rhymed or ancient-style verse, and does not say what is wrong with a poem: that
is `check`. Never reads `pattern`: what is made and what is checked stay independent.

>>> detect(["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"]).full_name
'五绝·仄起·首句不入韵'

Sources: 王力《汉语诗律学》 (1958), 《诗词格律》 (1962).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sixing.errors import UnknownForm
from sixing.media.poem.metre import EITHER, couplet_keeps, other
from sixing.media.poem.prosody import LEVEL, OBLIQUE, BookName, Policy, RhymeBook, book

OPENINGS = ("仄起", "平起")
UNKNOWN = "？"  # the code of a character that the book lacks
LONGEST = 200  # lines of a 排律: 杜甫's longest has 100 rhymes
NAMES = ("五绝", "五律", "七绝", "七律", "五排", "七排", "五联", "七联")
_ALIASES = {
    "wujue": "五绝",
    "wulv": "五律",
    "qijue": "七绝",
    "qilv": "七律",
    "wupai": "五排",
    "qipai": "七排",
    "wulian": "五联",
    "qilian": "七联",
}
_COUNTS = {"联": 2, "绝": 4, "律": 8}
# Level groups of 平水韵 whose finals two neighbouring groups share closely enough that a first
# line may borrow (首句借邻韵); 王力《汉语诗律学》, § 5.
_NEIGHBOURS = (
    "东冬",
    "江阳",
    "支微齐",
    "鱼虞",
    "佳灰",
    "真文元",
    "元寒删先",
    "萧肴豪",
    "庚青蒸",
    "覃盐咸",
)


@dataclass(frozen=True, slots=True)
class ShiForm:
    """A form of regulated verse: 五绝, 七律, 七联 ..., how it opens, whether line 1 rhymes."""

    name: str
    opening: str
    first_rhymed: bool
    lines: int
    width: int

    @property
    def full_name(self) -> str:
        """The form as a brief names it: 七绝·仄起·首句入韵, 五排16·平起·首句不入韵, 七联·仄起."""
        if self.name.endswith("联"):
            return f"{self.name}·{self.opening}"
        count = str(self.lines) if self.name.endswith("排") else ""
        rhymed = "首句入韵" if self.first_rhymed else "首句不入韵"
        return f"{self.name}{count}·{self.opening}·{rhymed}"

    def second_tone(self, line: int) -> str:
        """The tone at place 2 of a line (from 0): opposed within a couplet, held across (粘对)."""
        as_first = line % 4 in (0, 3)
        return LEVEL if as_first == (self.opening == "平起") else OBLIQUE

    def last_tone(self, line: int) -> str:
        """The tone that ends a line (from 0)."""
        return LEVEL if line % 2 or (line == 0 and self.first_rhymed) else OBLIQUE

    def rhymed(self, line: int) -> bool:
        """Whether a line (from 0) ends on the rhyme; a couplet alone has none."""
        return self.lines > 2 and self.last_tone(line) == LEVEL


def shape_name(lines: int, width: int) -> str | None:
    """联 for 2 lines, 绝 for 4, 律 for 8, 排 for an even number from 10; None for another shape."""
    if width not in (5, 7) or lines % 2 or lines in (0, 6) or lines > LONGEST:
        return None
    kind = {2: "联", 4: "绝", 8: "律"}.get(lines, "排")
    return ("五" if width == 5 else "七") + kind


@cache
def forms_of(lines: int, width: int) -> tuple[ShiForm, ...]:
    """The four forms of a shape (two openings, first line rhymed or not); a couplet's two."""
    name = shape_name(lines, width)
    if name is None:
        return ()
    rhymed = (False,) if lines == 2 else (True, False)
    return tuple(ShiForm(name, o, r, lines, width) for o in OPENINGS for r in rhymed)


@cache
def forms_named(name: str) -> tuple[ShiForm, ...]:
    """The forms that a name leaves open: four for 七绝, two for 七绝·平起, one for a full name.

    A 排律 may carry its number of lines (五排16), by default 12; plain pinyin (qijue) will do.

    Raises:
        UnknownForm: no regulated form has this name.
    """
    stem, *limits = name.strip().split("·")
    stem = _ALIASES.get(stem.lower(), stem)
    match = re.fullmatch(r"([五七])(?:([联绝律])|排([1-9]\d{0,3})?)", stem)
    if match is None:
        raise UnknownForm(name, near=NAMES)
    lines = _COUNTS.get(match[2] or "", int(match[3] or 12))
    forms = forms_of(lines, 5 if match[1] == "五" else 7)
    if not forms or (not match[2] and lines < 10):
        raise UnknownForm(name, near=(f"{match[1]}排10", f"{match[1]}排12"))
    left = [f for f in forms if set(limits) <= set(f.full_name.split("·")[1:])]
    if not left or len(set(limits)) < len(limits):
        raise UnknownForm(name, near=tuple(f.full_name for f in forms))
    return tuple(left)


class _Codes(dict[str, str]):
    """Tone codes of characters, looked up as they are met."""

    def __init__(self, rhyme_book: RhymeBook, policy: Policy) -> None:
        self._book, self._policy = rhyme_book, policy

    def __missing__(self, char: str) -> str:
        tones = self._book.tones(char, self._policy)
        self[char] = EITHER if len(tones) == 2 else next(iter(tones), UNKNOWN)
        return self[char]


@cache
def _codes(name: BookName, policy: Policy) -> _Codes:
    return _Codes(book(name), policy)


def tone_codes(lines: Sequence[str], rhyme_book: RhymeBook, policy: Policy) -> list[str]:
    """Each line as a code: 平, 仄, 中 where both tones count, ？ where the book is silent."""
    codes = _codes(rhyme_book.name, policy)
    return ["".join([codes[char] for char in line]) for line in lines]


def _forms_of_shape(lines: Sequence[str]) -> tuple[ShiForm, ...]:
    widths = {len(line) for line in lines}
    return forms_of(len(lines), widths.pop()) if len(widths) == 1 else ()


def detect(lines: Sequence[str], rhyme_book: RhymeBook | None = None) -> ShiForm | None:
    """The form whose tones a poem keeps best, by any reading; None when no form has its shape."""
    forms = _forms_of_shape(lines)
    if not forms:
        return None
    codes = tone_codes(lines, rhyme_book or book("pingshui"), "lenient")
    return max(forms, key=lambda form: _agreement(codes, form))


def _agreement(codes: Sequence[str], form: ShiForm) -> int:
    def fit(code: str, want: str) -> int:
        return 1 if code == want else 0 if code == EITHER else -1

    agreed = 2 * fit(codes[0][-1], form.last_tone(0))
    for i, line in enumerate(codes):
        second = form.second_tone(i)
        agreed += fit(line[1], second) + fit(line[3], other(second))
        if form.width == 7:
            agreed += fit(line[5], second)
    return agreed


def rhyme_group(lines: Sequence[str], rhyme_book: RhymeBook | None = None) -> str | None:
    """The level group that most finals of the even lines can have; the livelier one on a tie."""
    rhyme_book = rhyme_book or book("pingshui")
    return rhyme_of([line[-1] for line in lines[1::2] if line], rhyme_book)


def rhyme_of(
    finals: Sequence[str], rhyme_book: RhymeBook, *, traditional: bool = False
) -> str | None:
    """The level group that most of these characters can have; None if none has a level one."""
    count: Counter[str] = Counter()
    share: Counter[str] = Counter()
    for char in finals:
        for r in rhyme_book.readings(char, traditional=traditional):
            if r.level:
                count[r.group] += 1
                share[r.group] += r.share  # type: ignore[assignment]
    return max(count, key=lambda group: (count[group], share[group]), default=None)


def may_borrow(first: str, rhyme: str, rhyme_book: RhymeBook) -> bool:
    """Whether line 1 may end on one group in a poem on another: by 平水韵, on one next door.

    首句借邻韵 is a licence of late Tang and Song.
    """
    near = any(first[-1] in row and rhyme[-1] in row for row in _NEIGHBOURS)
    return first == rhyme or (near and rhyme_book.name == "pingshui")


def conforms(
    lines: Sequence[str], policy: Policy = "lenient", rhyme_book: RhymeBook | None = None
) -> bool:
    """Whether a poem keeps every grave rule of some form of its shape.

    Strict wants every living reading to fit; lenient takes whichever reading fits, a rescued
    bent line that ends on three oblique tones, and a first line that borrows its rhyme next door.
    """
    rhyme_book = rhyme_book or book("pingshui")
    forms = _forms_of_shape(lines)
    codes = tone_codes(lines, rhyme_book, policy)
    if not forms or any(UNKNOWN in code for code in codes):
        return False
    strict = policy == "strict"
    return any(
        _keeps_tones(codes, form, strict) and _keeps_rhyme(lines, form, rhyme_book, policy)
        for form in forms
    )


def _keeps_tones(codes: Sequence[str], form: ShiForm, strict: bool) -> bool:
    return all(
        couplet_keeps(codes[i], codes[i + 1], _wants(form, i), strict)
        for i in range(0, form.lines, 2)
    )


@cache
def _wants(form: ShiForm, i: int) -> tuple[str, str, str, str]:
    upper, lower = form.second_tone(i), form.second_tone(i + 1)
    return upper, form.last_tone(i), lower, form.last_tone(i + 1)


def _keeps_rhyme(
    lines: Sequence[str], form: ShiForm, rhyme_book: RhymeBook, policy: Policy
) -> bool:
    finals = [line[-1] for i, line in enumerate(lines) if form.rhymed(i)]
    if len(set(finals)) < len(finals):  # 重韵
        return False
    rhymes = [rhyme_book.rhymes(char, policy) for char in finals]
    if policy == "strict" or not rhymes:
        return all(len(r) == 1 and r == rhymes[0] for r in rhymes)
    shared = frozenset.intersection(*rhymes[form.first_rhymed :])
    groups = {group for group, level in shared if level}
    if not form.first_rhymed:
        return bool(groups)
    firsts = [group for group, level in rhymes[0] if level]
    return any(may_borrow(first, group, rhyme_book) for first in firsts for group in groups)
