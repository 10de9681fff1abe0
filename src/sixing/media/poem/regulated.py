"""What is wrong with a regulated poem: every broken rule of tones and rhyme, with its place.

Works line by line from `metre` and couplet by couplet from the rules of 粘 and 对; asks no list of
allowed lines and no sampler. A line that is out of step as a whole is told from one with a wrong
character by taking the cheapest account of the poem: one line turned over, or its places mended.
It takes lines as they are: characters that are no hanzi are `check`'s affair.

>>> poem = ["白日依山尽", "黄河入海流", "欲穷千里目", "更上一层亭"]
>>> ear = Ear(shi.book("pingshui"), "strict", traditional=False)
>>> form, faults = diagnose(poem, 5, Limits(), ear, "zh")
>>> form.full_name, [(f.line, f.rule) for f in faults if f.grave]
('五绝·仄起·首句不入韵', [(4, '出韵')])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise

from sixing.media.poem import metre, shi
from sixing.media.poem.diagnosis import Lang, fault
from sixing.media.poem.metre import BENT, EITHER, Broken, other
from sixing.media.poem.prosody import LEVEL, OBLIQUE
from sixing.media.poem.rhyming import Ear, rhyme_faults
from sixing.media.poem.shi import UNKNOWN, ShiForm
from sixing.works import Fault

# A line or couplet turned over costs a little more than one wrong character, so that a single
# character never passes for a turned line.
TURNED = 1.1


@dataclass(frozen=True, slots=True)
class Limits:
    """What the form asked for leaves no choice in; None where it does not say."""

    opening: str | None = None
    first_rhymed: bool | None = None
    rhymed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line under diagnosis: its text, tone code and, once known, the type it should have."""

    number: int  # from 1
    text: str
    code: str
    last: str
    whole: bool  # has the right number of characters
    second: str = LEVEL

    def heard(self, rescued: bool, strict: bool) -> tuple[str, Broken]:
        """The resolution of the code that breaks the fewest rules, and those it breaks."""
        return _best(self.code, self.second, self.last, rescued, strict)


def diagnose(
    lines: Sequence[str], width: int, limits: Limits, ear: Ear, lang: Lang
) -> tuple[ShiForm, list[Fault]]:
    """The form a poem comes nearest to within limits, and its broken rules in order of place.

    `lines` may be of any number; one whose length is not `width` keeps only its rhyme.
    """
    group = None
    if limits.rhymed:
        finals = [line[-1] for line in lines[1::2]]
        group = shi.rhyme_of(finals, ear.book, traditional=ear.traditional)
    accounts = [
        _account(lines, width, limits.opening, first, group, ear, lang)
        for first in _first_rhymed(lines[0], group, limits, ear)
    ]
    return min(accounts, key=lambda account: sum(f.grave for f in account[1]))


def _first_rhymed(line: str, group: str | None, limits: Limits, ear: Ear) -> list[bool]:
    """Whether line 1 may be rhymed: it is heard in the rhyme, or in one next door."""
    if limits.first_rhymed is not None or not limits.rhymed:
        return [bool(limits.first_rhymed)]
    joins = group and any(shi.may_borrow(g, group, ear.book) for g in ear.groups(line[-1]))
    return [True, False] if joins and ear.code(line[-1]) == EITHER else [bool(joins)]


def _account(
    lines: Sequence[str],
    width: int,
    opening: str | None,
    first_rhymed: bool,
    group: str | None,
    ear: Ear,
    lang: Lang,
) -> tuple[ShiForm, list[Fault]]:
    form = ShiForm("", opening or "仄起", first_rhymed, len(lines), width)
    read = [
        Line(i + 1, text, ear.code(text), form.last_tone(i), len(text) == width)
        for i, text in enumerate(lines)
    ]
    seconds = _seconds(read, opening, ear.strict)
    read = [replace(line, second=second) for line, second in zip(read, seconds, strict=True)]
    form = replace(
        form,
        name=shi.shape_name(len(lines), width) or "",
        opening=opening or ("平起" if seconds[0] == LEVEL else "仄起"),
    )
    rhymed = [i for i in range(len(lines)) if len(lines) > 2 and form.last_tone(i) == LEVEL]
    found = [*_turned(read, opening, lang), *_tone_faults(read, set(rhymed), ear, lang)]
    found += rhyme_faults(lines, rhymed, group, ear, lang)
    return form, sorted(found, key=lambda f: (f.line, f.place))


@lru_cache(maxsize=65536)
def _best(code: str, second: str, last: str, rescued: bool, strict: bool) -> tuple[str, Broken]:
    def broken(tones: str) -> Broken:
        return metre.forgiven(metre.broken_rules(tones, second, last), rescued, strict)

    heard = min(metre.resolutions(code.replace(UNKNOWN, EITHER)), key=lambda t: len(broken(t)))
    return heard, broken(heard)


def _seconds(read: Sequence[Line], opening: str | None, strict: bool) -> list[str]:
    """The tone of place 2 that each line is built on: the cheapest account of the whole poem."""
    asked = {"平起": LEVEL, "仄起": OBLIQUE}.get(opening or "")
    paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for i, line in enumerate(read):
        rescued = i + 1 < len(read) and read[i + 1].code[-3:-2] in (LEVEL, EITHER, UNKNOWN)
        step = {}
        for second in (LEVEL, OBLIQUE):
            trial = replace(line, second=second)
            own = len(trial.heard(rescued, strict)[1]) if line.whole else 0
            ways = (
                (cost + own + TURNED * (second != _expected(i, before, asked or second)), path)
                for before, (cost, path) in paths.items()
            )
            cost, path = min(ways, key=lambda way: way[0])
            step[second] = cost, [*path, second]
        paths = step
    return min(paths.values(), key=lambda way: way[0])[1]


def _expected(line: int, before: str, asked: str) -> str:
    """Place 2 of a line (from 0) after that of the line before: opposed in a couplet, else held."""
    if line == 0:
        return asked
    return other(before) if line % 2 else before


def _turned(read: Sequence[Line], opening: str | None, lang: Lang) -> Iterator[Fault]:
    """Lines built on the wrong tone as a whole: 失对, 失粘, or another opening than asked for."""
    first = read[0]
    if opening and first.second != (LEVEL if opening == "平起" else OBLIQUE):
        yield fault(
            "起式",
            1,
            2,
            lang,
            char=first.text[1:2],
            tone=first.second,
            other=f"{first.second}起",
            opening=opening,
        )
    for i, (before, line) in enumerate(pairwise(read), 1):
        want = _expected(i, before.second, "")
        if line.second != want:
            rule = "失对.全句" if i % 2 else "失粘.全句"
            yield fault(rule, line.number, 2, lang, with_line=before.number, want=want)


def _tone_faults(read: Sequence[Line], rhymed: set[int], ear: Ear, lang: Lang) -> Iterator[Fault]:
    """Broken rules inside the lines; by couplets, as a lower line may rescue an upper."""
    for i in range(0, len(read), 2):
        upper, lower = read[i], read[i + 1] if i + 1 < len(read) else None
        rescue = ""
        if lower is not None and lower.whole:
            rescue = _rescue(upper, lower, ear.strict)
            serving = replace(lower, code=lower.code[:-3] + rescue + lower.code[-2:])
            heard = serving.heard(False, ear.strict)
            yield from _line_faults(lower, heard, i + 1 in rhymed, lang)
            if ear.strict:
                yield from _doubts(lower, heard, False, lang)
        if upper.whole:
            heard = upper.heard(rescue == LEVEL, ear.strict)
            yield from _line_faults(upper, heard, i in rhymed, lang)
            if ear.strict:
                sure = lower is not None and rescue == LEVEL and lower.code[-3] != EITHER
                yield from _doubts(upper, heard, sure, lang)
            if lower is not None and rescue == LEVEL:
                yield from _rescue_faults(upper, lower, heard[0], ear, lang)


def _rescue(upper: Line, lower: Line, strict: bool) -> str:
    """The tone in which the lower line's rescuing place serves the couplet best."""

    def broken(tone: str) -> int:
        heard = replace(lower, code=lower.code[:-3] + tone + lower.code[-2:])
        above = upper.heard(tone == LEVEL, strict)[1] if upper.whole else ()
        return len(above) + len(heard.heard(False, strict)[1])

    return min(metre.resolutions(lower.code[-3].replace(UNKNOWN, EITHER)), key=broken)


def _line_faults(
    line: Line, heard: tuple[str, Broken], rhymed: bool, lang: Lang
) -> Iterator[Fault]:
    tones, broken = heard
    for place, rule in broken:
        if not (rule == "句脚" and rhymed):  # told with the rhymes
            yield _tone_fault(line, place, rule, tones[place - 1], lang)


def _tone_fault(line: Line, place: int, rule: str, tone: str, lang: Lang) -> Fault:
    name = {BENT: "拗救", "拗救": "拗救.本句"}.get(rule, rule)
    if rule == "平仄" and place == 2 and line.number > 1:
        name = "失粘" if line.number % 2 else "失对"
    return fault(
        name,
        line.number,
        place,
        lang,
        char=line.text[place - 1],
        tone=tone,
        want=other(tone),
        with_line=line.number - 1,
        rescue=len(line.text) - 2,
    )


def _doubts(line: Line, heard: tuple[str, Broken], rescued: bool, lang: Lang) -> Iterator[Fault]:
    """Polyphones that, heard the other way, would break a rule that now stands."""
    tones, broken = heard
    for i in sorted(_doubtful(line, tones, broken, rescued)):
        yield fault("多音", line.number, i + 1, lang, char=line.text[i], want=tones[i])


def _doubtful(line: Line, tones: str, broken: Broken, rescued: bool) -> set[int]:
    """Other ways of hearing are tried one place at a time, then together without those found."""
    open_places = [i for i, code in enumerate(line.code) if code == EITHER]
    found: set[int] = set()
    for size in range(1, len(open_places) + 1):
        for flipped in combinations(open_places, size):
            trial = "".join(other(t) if i in flipped else t for i, t in enumerate(tones))
            now = metre.broken_rules(trial, line.second, line.last)
            worse = set(metre.forgiven(now, rescued, strict=True)) - set(broken)
            if worse and not found & set(flipped):
                found.add(flipped[0])
    return found


def _rescue_faults(upper: Line, lower: Line, tones: str, ear: Ear, lang: Lang) -> Iterator[Fault]:
    """A bent upper line rescued roughly (三仄尾), or by one reading of a polyphone only."""
    rules = {rule for _, rule in metre.broken_rules(tones, upper.second, upper.last)}
    place = len(upper.text) - 2
    if BENT in rules and "三仄尾" in rules and not ear.strict:
        yield fault("三仄尾.已救", upper.number, place, lang)
    if BENT in rules and ear.strict and lower.code[-3] == EITHER:
        yield fault("多音", lower.number, place, lang, char=lower.text[-3], want=LEVEL)
