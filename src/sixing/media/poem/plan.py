"""What a brief asks of a poem: the forms it leaves open, the rhymes that suit, the fixed places.

Reads the brief's words (form, 藏头, 藏尾, 上联, rhyme, book, policy), refuses what no poem could
answer, and draws whole constraints by chance. Knows no model beyond its vocabulary.

>>> asked = read(Brief("poem", form="七绝·仄起", options=(("acrostic", "春夏秋冬"),)))
>>> dict(asked.fixed)[(4, 1)]
'冬'
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sixing.errors import BadBrief, UnknownForm
from sixing.media.poem import shi, tunes
from sixing.media.poem.constraint import Constraint, rhyme_sizes
from sixing.media.poem.pattern import Pattern, Position, shi_patterns
from sixing.media.poem.prosody import BOOKS, BookName, Policy, RhymeBook, book, simplify
from sixing.media.poem.tokens import Control, PoemTokens
from sixing.works import Brief

DEFAULT_FORM = "七绝"
#: 词林正韵's parts of entering tones alone.
ENTERING = frozenset(f"第十{n}部" for n in "五六七八九")


@dataclass(frozen=True, slots=True)
class Asked:
    """A brief in the poem's own terms.

    Attributes:
        patterns: the forms that it leaves open.
        fixed: ((line, place), hanzi), in simplified hanzi.
        rhyme: the rhyme group asked for, empty for any.
        entering: whether custom wants entering-tone rhymes.
    """

    patterns: tuple[Pattern, ...]
    book: RhymeBook
    policy: Policy
    fixed: tuple[tuple[Position, str], ...]
    rhyme: str = ""
    tune: str = ""
    entering: bool = False

    def constraint(self, pattern: Pattern, rhymes: tuple[str, ...]) -> Constraint:
        """One pattern under one choice of rhymes."""
        return Constraint(
            pattern, rhymes, self.book, self.policy, self.fixed,
            no_repeats=not self.tune, parallel=() if self.tune else _parallel(pattern),
            tune=self.tune,
        )  # fmt: skip

    def draw(
        self, chance: random.Random, weights: Mapping[str, float], tokens: PoemTokens, tries: int
    ) -> list[Constraint]:
        """Different constraints in an order of chance, commoner rhymes sooner."""
        sizes = rhyme_sizes(tokens, self.book, self.policy)
        patterns = list(self.patterns)
        chance.shuffle(patterns)
        queues = [self._rhymes(pattern, chance, weights, sizes) for pattern in patterns]
        longest = max(map(len, queues), default=0)
        pairs = (
            self.constraint(pattern, queue[i])
            for i in range(longest)
            for pattern, queue in zip(patterns, queues, strict=True)
            if i < len(queue)
        )
        return list(islice(pairs, tries))

    def _rhymes(
        self,
        pattern: Pattern,
        chance: random.Random,
        weights: Mapping[str, float],
        sizes: Mapping[tuple[str, bool], int],
    ) -> list[tuple[str, ...]]:
        """Choices of a group for each rhyme class, weighted by use, none twice."""
        parts = pattern.parts or tuple(range(len(pattern.level_rhyme)))
        orders = {}
        for part in dict.fromkeys(parts):
            levels = {pattern.level_rhyme[i] for i, p in enumerate(parts) if p == part}
            count = sum(r is not None and parts[r] == part for r in pattern.rhymes)
            suited = self._asked(levels, sizes) or self._groups(levels, sizes, count)
            orders[part] = _weighted(suited, weights, chance)
        if not orders:
            return [()]
        found = []
        for i in range(max(map(len, orders.values()))):
            turn: dict[int, str] = {}
            for part, order in orders.items():
                ahead = order[i % len(order) :] + order[: i % len(order)]
                # A change of rhyme is a change, unless one rhyme was asked for.
                turn[part] = next((g for g in ahead if g not in turn.values()), ahead[0])
            found.append(tuple(turn[part] for part in parts))
        return found

    def _asked(self, levels: set[bool], sizes: Mapping[tuple[str, bool], int]) -> list[str]:
        """The group asked for, empty for any.

        Raises:
            BadBrief: the form rhymes on a tone that the group does not have.
        """
        if not self.rhyme:
            return []
        for level in sorted(levels):
            if not sizes.get((self.rhyme, level), 0):
                zh, en = ("平", "level") if level else ("仄", "oblique")
                raise BadBrief(
                    f"the form rhymes on {en} tones, and {self.rhyme} has none: choose another",
                    zh=f"此体押{zh}声韵，而{self.rhyme}没有{zh}声字：请换一个韵部",
                )
        return [self.rhyme]

    def _groups(
        self, levels: set[bool], sizes: Mapping[tuple[str, bool], int], count: int
    ) -> list[str]:
        """Groups that have hanzi enough for so many rhymes."""

        def suits(group: str) -> bool:
            if self.entering and levels == {False}:
                return group in ENTERING
            return all(sizes.get((group, level), 0) >= max(12, 2 * count) for level in levels)

        return [group for group in self.book.groups if suits(group)]


def read(brief: Brief) -> Asked:
    """Reads a brief.

    Raises:
        UnknownForm: no form, tune or rhyme has this name.
        BadBrief: a fixed character is no hanzi or lies outside the poem, or two lie in one place.
    """
    upper = _hanzi(brief.option("upper"), "--upper")
    name = brief.form or (_couplet_name(upper) if upper else DEFAULT_FORM)
    patterns, tune = _patterns(name)
    found = _book(brief.option("book") or ("cilin" if tune else "pingshui"))
    # The upper line of a couplet is given; its polyphones are read as they fit.
    policy = brief.option("policy") or ("lenient" if upper else "strict")
    fixed = _fixed(brief, upper, patterns[0])
    return Asked(
        patterns=patterns,
        book=found,
        policy=_policy(policy),
        fixed=fixed,
        rhyme=_rhyme(brief.option("rhyme"), found),
        tune=tune.name if tune else "",
        entering=bool(tune and tune.entering),
    )


def control(constraint: Constraint, tune: str, title: str, images: Sequence[str]) -> Control:
    """What the model is told of a constraint."""
    known = told(constraint.pattern.name, title, tune)
    parts = Counter(constraint.rhymes[r] for r in constraint.pattern.rhymes if r is not None)
    main = max(sorted(parts), key=parts.__getitem__, default="")
    return replace(known, rhyme=main, words=tuple(images))


def told(form: str, title: str, tune: str = "") -> Control:
    """What the model is told of a form and a title alone."""
    if tune:
        return Control("词", tune=tune, title=title)
    name, _, rest = form.partition("·")
    shape = name.rstrip("0123456789")
    opening = rest.replace("·首句不入韵", "不入").replace("·首句入韵", "入韵")
    return Control(shape, opening="" if shape.endswith("联") else opening, title=title)


def title(theme: str, classical: str) -> str:
    """The title of a poem on a theme: the theme's own hanzi if it has few, or its classical words.

    >>> title("秋思", "秋思"), title("rain at night", "夜雨 雨声")
    ('秋思', '夜雨')
    """
    hanzi = "".join(c for c in simplify_all(theme) if "\u3400" <= c <= "\u9fff")
    return hanzi if 1 <= len(hanzi) <= 12 else classical.split()[0][:12]


def _patterns(name: str) -> tuple[tuple[Pattern, ...], tunes.Tune | None]:
    plain = simplify_all(name.strip())
    try:
        return shi_patterns(plain), None
    except UnknownForm as fault:
        if plain[:1] in ("五", "七") and plain[1:2] in ("联", "绝", "律", "排"):
            raise UnknownForm(name, near=fault.near) from fault
    try:
        found = tunes.forms(plain)
    except UnknownForm as fault:
        near = fault.near or (*shi.NAMES, "浣溪沙")
        raise UnknownForm(name, near=near) from fault
    return (found[0].pattern(),), found[0]


def _fixed(brief: Brief, upper: str, pattern: Pattern) -> tuple[tuple[Position, str], ...]:
    lines = pattern.lines
    if upper and len(upper) != lines[0]:
        raise BadBrief(
            f"--upper has {len(upper)} characters, but {pattern.name} has {lines[0]} in a line",
            zh=f"上联有 {len(upper)} 字，而{pattern.name}每句 {lines[0]} 字",
        )
    asked = [(position, _one_hanzi(char)) for position, char in brief.fixed]
    asked += [((1, j + 1), char) for j, char in enumerate(upper)]
    for option, label, at_end in (("acrostic", "藏头", False), ("tail", "藏尾", True)):
        text = _hanzi(brief.option(option), label)
        if text and len(text) != len(lines):
            raise BadBrief(
                f"{label} has {len(text)} characters, but {pattern.name} has {len(lines)} lines: "
                "give one character a line",
                zh=f"{label}有 {len(text)} 字，而{pattern.name}有 {len(lines)} 句：每句请给一字",
            )
        asked += [((i + 1, lines[i] if at_end else 1), char) for i, char in enumerate(text)]
    for (line, place), _ in asked:
        if not (1 <= line <= len(lines) and 1 <= place <= lines[line - 1]):
            raise BadBrief(
                f"there is no line {line}, place {place} in {pattern.name}",
                zh=f"{pattern.name}没有第 {line} 句第 {place} 字",
            )
    return _agreed(asked)


def _agreed(asked: Sequence[tuple[Position, str]]) -> tuple[tuple[Position, str], ...]:
    standing: dict[Position, str] = {}
    for place, char in asked:
        if standing.setdefault(place, char) != char:
            raise BadBrief(
                f"line {place[0]}, place {place[1]} cannot be both "
                f'"{standing[place]}" and "{char}"',
                zh=f"第 {place[0]} 句第 {place[1]} 字不能既是“{standing[place]}”又是“{char}”",
            )
    return tuple(sorted(standing.items()))


def _hanzi(text: str, label: str) -> str:
    plain = simplify_all(text.strip())
    strange = [c for c in plain if not "\u3400" <= c <= "\u9fff"]
    if strange:
        raise BadBrief(
            f'{label}: "{strange[0]}" is no hanzi; give hanzi only',
            zh=f"{label}：“{strange[0]}”不是汉字；请只用汉字",
        )
    return plain


def _one_hanzi(text: str) -> str:
    plain = _hanzi(text, "--fix")
    if len(plain) != 1:
        raise BadBrief(
            f'--fix: "{text}" is not one hanzi; give one for each place',
            zh=f"--fix：“{text}”不是一个字；每处请给一字",
        )
    return plain


def simplify_all(text: str) -> str:
    """A text in simplified hanzi, one for one."""
    return "".join(simplify(c) for c in text)


def _couplet_name(upper: str) -> str:
    names = {5: "五联", 7: "七联"}
    if len(upper) not in names:
        raise BadBrief(
            f"the upper line has {len(upper)} characters: couplets here have 5 or 7",
            zh=f"上联有 {len(upper)} 字：这里的对联为五言或七言",
        )
    return names[len(upper)]


def _book(name: str) -> RhymeBook:
    if name not in BOOKS:
        raise BadBrief(f'no rhyme book is called "{name}"; there are {", ".join(BOOKS)}')
    known: BookName = name  # type: ignore[assignment]
    return book(known)


def _policy(name: str) -> Policy:
    if name not in ("strict", "lenient"):
        raise BadBrief(
            f'no policy is called "{name}"; there are strict, lenient',
            zh=f"没有叫“{name}”的多音字规则；可用：strict、lenient",
        )
    known: Policy = name  # type: ignore[assignment]
    return known


def _rhyme(name: str, rhyme_book: RhymeBook) -> str:
    plain = simplify_all(name.strip())
    if not plain or plain in rhyme_book.groups:
        return plain
    near = [group for group in rhyme_book.groups if plain in group]
    if len(near) == 1:
        return near[0]
    raise BadBrief(
        f'no rhyme group of {rhyme_book.name} is called "{name}"'
        + (f"; did you mean {', '.join(near)}?" if near else f"; such as {rhyme_book.groups[0]}"),
        zh=f"{rhyme_book.name} 没有叫“{name}”的韵部；例如{'、'.join(near) or rhyme_book.groups[0]}",
    )


def _parallel(pattern: Pattern) -> tuple[int, ...]:
    """The lower lines whose words should match those above: of middle couplets, or of a 对联."""
    count = len(pattern.lines)
    return (1,) if count == 2 else tuple(range(3, count - 2, 2))


def _weighted(
    groups: Sequence[str], weights: Mapping[str, float], chance: random.Random
) -> list[str]:
    """An order of chance in which heavier groups tend to come first (Efraimidis, Spirakis 2006)."""
    keys = {g: chance.random() ** (1 / max(weights.get(g, 0.0), 1e-4)) for g in groups}
    return sorted(groups, key=lambda g: -keys[g])
