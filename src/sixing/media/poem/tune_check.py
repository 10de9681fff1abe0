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

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sixing.media.poem.diagnosis import Lang, fault
from sixing.media.poem.prosody import LEVEL, OBLIQUE, BookName, Policy, RhymeBook, book
from sixing.media.poem.tune import RHYMED, Tune
from sixing.works import Fault

PAUSE = "、"
CLOSE = 0.75  # shared line ends, of all, for a poem to be read as a form with other pauses
_ENTERING = ("第十五部", "第十六部", "第十七部", "第十八部", "第十九部")
_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class _Place:
    """A character of the poem: where the reader sees it, and where it stands in the form."""

    line: int
    place: int
    char: str
    form_line: int
    form_place: int


def boundaries(lengths: Sequence[int]) -> frozenset[int]:
    """Where lines end, in characters from the beginning."""
    return frozenset(accumulate(lengths))


def _ends(tune: Tune, stops: str) -> frozenset[int]:
    ends = accumulate(tune.lines)
    return frozenset(end for end, stop in zip(ends, tune.stops, strict=True) if stop in stops)


def fits(lines: Sequence[str], tune: Tune) -> bool:
    """Whether a poem has a form's length and rhymed lines, and nearly all its other line ends."""
    given, wanted = boundaries([len(line) for line in lines]), boundaries(tune.lines)
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


def _placed(lines: Sequence[str], tune: Tune) -> Iterator[_Place]:
    """The characters that have a place in the form: all when it fits, else lines of like length."""
    if fits(lines, tune):
        seats = [(i, j) for i, n in enumerate(tune.lines, 1) for j in range(1, n + 1)]
        seen = [(i, j, c) for i, line in enumerate(lines, 1) for j, c in enumerate(line, 1)]
        for (form_line, form_place), (line, place, char) in zip(seats, seen, strict=True):
            yield _Place(line, place, char, form_line, form_place)
    elif len(lines) == len(tune.lines):
        for i, (line, wanted) in enumerate(zip(lines, tune.lines, strict=True), 1):
            if len(line) == wanted:
                yield from (_Place(i, j, char, i, j) for j, char in enumerate(line, 1))


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
            marks = self.tune.marks[at.form_line - 1]
            want, tones = marks[at.form_place - 1], self.book.tones(at.char, self.policy)
            ends = at.form_place == len(marks)
            if ends and self.tune.parts[at.form_line - 1] is not None:
                continue
            if not tones:
                rule = "未收字" if "㐀" <= at.char <= "鿿" or at.char >= "𠀀" else "非汉字"
                yield self._fault(rule, at, book=self.book.name)
            elif want not in ("中", *tones):
                yield self._fault("平仄", at, tone=next(iter(tones)), want=want)
            elif want != "中" and len(tones) > 1 and self.policy == "strict":
                yield self._fault("多音", at, want=want)

    def rhymes(self, places: Sequence[_Place]) -> Iterator[Fault]:
        """Rhymes of the wrong tone, class or reading; the same rhyme word twice, as advice."""
        ends = [p for p in places if p.form_place == self.tune.lines[p.form_line - 1]]
        for part in dict.fromkeys(part for part in self.tune.parts if part is not None):
            mine = [p for p in ends if self.tune.parts[p.form_line - 1] == part]
            group = self._group(mine)
            for i, at in enumerate(mine):
                yield from self._rhyme(at, group)
                again = [p.line for p in mine[:i] if p.char == at.char]
                if again and not self._echoed(at):
                    way = self._way(group, at)
                    yield self._fault("重韵.词", at, with_line=again[-1], **way)

    def _level(self, at: _Place) -> bool:
        return self.tune.marks[at.form_line - 1][-1] == LEVEL

    def _group(self, ends: Sequence[_Place]) -> str:
        """The class most of these ends can have in the tone wanted; the livelier on a tie."""
        votes: Counter[str] = Counter()
        for at in ends:
            for r in self.book.readings(at.char):
                if r.level == self._level(at):
                    votes[r.group] += 1000 + round(999 * r.share)
        return max(votes, key=lambda g: votes[g], default="")

    def _rhyme(self, at: _Place, group: str) -> Iterator[Fault]:
        heard = self.book.rhymes(at.char, self.policy)
        level = self._level(at)
        want = LEVEL if level else OBLIQUE
        groups = "、".join(dict.fromkeys(g for g, _ in sorted(heard)))
        way = {**self._way(group, at), "groups": groups}
        if not heard:
            yield self._fault("未收字", at, book=self.book.name)
        elif all(lv != level for _, lv in heard):
            yield self._fault("韵脚.词", at, tone=OBLIQUE if level else LEVEL, want=want, **way)
        elif (group, level) not in heard:
            yield self._fault("出韵", at, **way)
        elif len(heard) > 1 and self.policy == "strict":
            alike = len({g for g, _ in heard}) == 1
            yield self._fault("多音" if alike else "多韵", at, want=want, **way)
        elif self.tune.entering and group not in _ENTERING and self.book.name == "cilin":
            yield self._fault("入声韵", at, form=self.tune.full_name, **way)

    def _way(self, group: str, at: _Place) -> dict[str, str]:
        """Some characters that would rhyme here, for the remedy."""
        level = self._level(at)
        chars = [c for c in self.book.members(group, level=level) if len(self.book.rhymes(c)) == 1]
        return {"group": group, "chars": "".join(chars[:_EXAMPLES])}

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
