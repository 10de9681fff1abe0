r"""Whether a poem keeps a form of a ci tune, and what to mend where it does not.

Reads the form's own marks (never `pattern`, which the sampler walks), so what is made and what is
checked stay independent. Lines may come cut at every stop, or with the pauses (读) left inside.
Knows no style: repeated characters are a ci's right, and only a repeated rhyme is remarked on.

>>> from sixing.media.poem.tune import read_row
>>> form = read_row("归字谣\t6\t平。中仄平平中仄平。平中仄，中仄仄平平。\t\t", 1)
>>> [fault.rule for fault in check(["松", "万壑千岩一径通", "云归处", "月挂最高楼"], form)]
['出韵']

Rhymes by 词林正韵: a part of the scheme takes one of its 19 classes, level and oblique apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain

from sixing.media.poem.diagnosis import Lang, fault
from sixing.media.poem.prosody import LEVEL, OBLIQUE, BookName, Policy, RhymeBook, book
from sixing.media.poem.tune import RHYMED, Tune
from sixing.works import Fault

PAUSE = "、"
CLOSE = 0.75  # shared line ends, of all, for a poem to be read as a form with other pauses
_ENTERING = ("第十五部", "第十六部", "第十七部", "第十八部", "第十九部")
_EXAMPLES = 6
_HANZI = re.compile(r"[〇㐀-鿿豈-﫿\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class _Place:
    """A character of the poem: where the reader sees it, and where it stands in the form."""

    line: int
    place: int
    char: str
    form_line: int
    form_place: int
    want: str
    part: int | None  # of the rhyme scheme, for the last character of a rhymed line

    @property
    def rhyme(self) -> bool:
        return self.part is not None

    @property
    def level(self) -> bool:
        return self.want == LEVEL


def boundaries(lengths: Sequence[int]) -> frozenset[int]:
    """Where lines end, in characters from the beginning."""
    return frozenset(accumulate(lengths))


@cache
def _ends(tune: Tune, stops: str) -> frozenset[int]:
    ends = accumulate(tune.lines)
    return frozenset(end for end, stop in zip(ends, tune.stops, strict=True) if stop in stops)


def fits(lines: Sequence[str], tune: Tune) -> bool:
    """Whether a poem has a form's length and rhymed lines, and nearly all its other line ends."""
    given, wanted = boundaries([len(line) for line in lines]), _ends(tune, RHYMED + "，" + PAUSE)
    rhymed, pauses = _ends(tune, RHYMED), _ends(tune, PAUSE)
    if max(given, default=0) != max(wanted) or not rhymed <= given:
        return False
    return len(given & wanted) >= CLOSE * len(given | (wanted - pauses))


def check(
    lines: Sequence[str],
    tune: Tune,
    rhyme_book: RhymeBook | BookName = "cilin",
    policy: Policy = "strict",
    *,
    lang: Lang = "zh",
) -> list[Fault]:
    """Every rule of the form that a poem breaks, in the order of the poem.

    Args:
        lines: the poem, without punctuation.
        tune: the form it is meant to have.
        rhyme_book: whose tones and rhymes count.
        policy: strict wants every living reading of a character to fit, lenient one reading.
        lang: the language of messages and remedies.
    """
    if isinstance(rhyme_book, str):
        rhyme_book = book(rhyme_book)
    examiner = _Examiner(tune, rhyme_book, policy, lang)
    places = [*_placed(lines, tune)]
    found = [*examiner.shape(lines), *examiner.tones(places)]
    found += [*examiner.rhymes(places), *examiner.echoes(places)]
    return sorted(found, key=lambda f: (f.line, f.place))


@cache
def _seats(tune: Tune) -> tuple[tuple[tuple[int, int, str, int | None], ...], ...]:
    """Line by line the places of a form: line, place, mark, part of the rhyme if one falls here."""
    return tuple(
        tuple((i, j, mark, part if j == len(marks) else None) for j, mark in enumerate(marks, 1))
        for i, (marks, part) in enumerate(zip(tune.marks, tune.parts, strict=True), 1)
    )


def _placed(lines: Sequence[str], tune: Tune) -> Iterator[_Place]:
    """The characters that have a place in the form: all when it fits, else lines of like length."""
    seats = _seats(tune)
    if fits(lines, tune):
        seen = [(i, j, char) for i, line in enumerate(lines, 1) for j, char in enumerate(line, 1)]
        for (line, place, char), seat in zip(seen, chain(*seats), strict=True):
            yield _Place(line, place, char, *seat)
    elif len(lines) == len(seats):
        for i, (text, row) in enumerate(zip(lines, seats, strict=True), 1):
            if len(text) == len(row):
                pairs = zip(text, row, strict=True)
                yield from (_Place(i, j, c, *seat) for j, (c, seat) in enumerate(pairs, 1))


@dataclass(frozen=True, slots=True)
class _Examiner:
    tune: Tune
    book: RhymeBook
    policy: Policy
    lang: Lang

    def _fault(self, rule: str, at: _Place, **facts: object) -> Fault:
        return fault(rule, at.line, at.place, self.lang, char=at.char, **facts)

    def shape(self, lines: Sequence[str]) -> Iterator[Fault]:
        """Lines too many, too few, too long, too short, or cut elsewhere than the form cuts."""
        if fits(lines, self.tune):
            yield from self._cuts(lines)
            return
        wanted = self.tune.lines if len(lines) == len(self.tune.lines) else _sentences(self.tune)
        if len(lines) != len(wanted):
            facts = {"count": len(lines), "form": self.tune.full_name, "want": len(wanted)}
            yield fault("句数", 0, 0, self.lang, **facts)
            return
        for i, (line, want) in enumerate(zip(lines, wanted, strict=True), 1):
            if len(line) != want:
                yield fault("字数", i, 0, self.lang, count=len(line), want=want)

    def _cuts(self, lines: Sequence[str]) -> Iterator[Fault]:
        """Line ends off the form's: a broken form if strict, a licence often taken if lenient."""
        wanted = boundaries(self.tune.lines)
        due = wanted - _ends(self.tune, PAUSE)
        shape = "、".join(str(n) for n in self.tune.lines)
        for i, end in enumerate(accumulate(len(line) for line in lines), 1):
            if end not in wanted or any(end - len(lines[i - 1]) < e < end for e in due):
                rule = "句读" if self.policy == "strict" else "句读.从宽"
                yield fault(rule, i, 0, self.lang, form=self.tune.full_name, shape=shape)

    def tones(self, places: Sequence[_Place]) -> Iterator[Fault]:
        """Characters of the wrong tone, of two tones, or of none that is known."""
        for at in places:
            tones = self.book.tones(at.char, self.policy)
            if at.rhyme:
                continue
            free = (at.form_line, at.form_place) in self.tune.licences
            if not tones:
                rule = "未收字" if _HANZI.match(at.char) else "非汉字"
                yield self._fault(rule, at, book=self.book.name)
            elif at.want not in ("中", *tones):
                rule = "平仄.从宽" if free else "平仄"
                yield self._fault(rule, at, tone=next(iter(tones)), want=at.want)
            elif len(tones) > 1 and at.want != "中" and not free and self.policy == "strict":
                yield self._fault("多音", at, want=at.want)

    def rhymes(self, places: Sequence[_Place]) -> Iterator[Fault]:
        """Rhymes of the wrong tone, class or reading; the same rhyme word twice, as advice."""
        ends = [at for at in places if at.rhyme]
        for part in dict.fromkeys(at.part for at in ends):
            mine = [at for at in ends if at.part == part]
            group = self._group(mine)
            for i, at in enumerate(mine):
                yield from self._rhyme(at, group)
                again = [p.line for p in mine[:i] if p.char == at.char]
                if again and not self._echoed(at):
                    yield self._rhyme_fault("重韵.词", at, group, with_line=again[-1])

    def _group(self, ends: Sequence[_Place]) -> str:
        """The class most of these ends can have in the tone wanted; the livelier on a tie."""
        votes: Counter[str] = Counter()
        for at in ends:
            for r in self.book.readings(at.char):
                if r.level == at.level:
                    votes[r.group] += 1000 + round(999 * r.share)
        return max(votes, key=lambda g: votes[g], default="")

    def _rhyme(self, at: _Place, group: str) -> Iterator[Fault]:
        heard = self.book.rhymes(at.char, self.policy)
        if not heard:
            rule = "未收字" if _HANZI.match(at.char) else "非汉字"
            yield self._fault(rule, at, book=self.book.name)
        elif all(level != at.level for _, level in heard):
            tone = OBLIQUE if at.level else LEVEL
            yield self._rhyme_fault("韵脚.词", at, group, tone=tone)
        elif (group, at.level) not in heard:
            yield self._rhyme_fault("出韵", at, group)
        elif len(heard) > 1 and self.policy == "strict":
            alike = len({name for name, _ in heard}) == 1
            yield self._rhyme_fault("多音" if alike else "多韵", at, group)
        elif self.tune.entering and group not in _ENTERING and self.book.name == "cilin":
            yield self._rhyme_fault("入声韵", at, group, form=self.tune.full_name)

    def _rhyme_fault(self, rule: str, at: _Place, group: str, **facts: object) -> Fault:
        """A fault of a rhyme, with some characters that would rhyme here for the remedy."""
        heard = sorted(self.book.rhymes(at.char, self.policy))
        groups = "、".join(dict.fromkeys(name for name, _ in heard))
        chars = "、".join(self.book.members(group, level=at.level)[:_EXAMPLES])
        known = {"want": at.want, "group": group, "groups": groups, "chars": chars}
        return self._fault(rule, at, **known, **facts)

    def _echoed(self, at: _Place) -> bool:
        return any(second == (at.form_line, at.form_place) for _, second in self.tune.echoes)

    def echoes(self, places: Sequence[_Place]) -> Iterator[Fault]:
        """Places that should repeat an earlier character and do not (叠)."""
        seat = {(p.form_line, p.form_place): p for p in places}
        for first, second in self.tune.echoes:
            one, at = seat.get(first), seat.get(second)
            if one and at and one.char != at.char:
                yield self._fault("叠字", at, want=one.char, with_line=one.line)


def _sentences(tune: Tune) -> tuple[int, ...]:
    """The lengths of a form's lines with the pauses left inside."""
    ends = sorted(_ends(tune, RHYMED + "，"))
    return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))
