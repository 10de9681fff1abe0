"""A verse form as an automaton over the model's tokens: tones × rhymes × fixed places × repeats.

Takes a `Pattern` (the tones, stops and rhymes of each line), a rhyme book and a policy for
polyphones, and gives the `Automaton` that samplers walk. Under the strict policy a polyphone
stands only where each of its living readings would do; under the lenient one where any would.

Knows no model. When nothing can satisfy a brief, `possible` names the rules that clash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from sixing.errors import ImpossibleBrief
from sixing.media.automaton import Automaton, Ids
from sixing.media.poem.pattern import Pattern, Position
from sixing.media.poem.prosody import LEVEL, OBLIQUE, Policy, RhymeBook
from sixing.media.poem.tokens import PoemTokens, model_stops
from sixing.media.witness import Witness

#: What a token reads as: level, oblique, a polyphone that must suit as both, or as either.
LEVEL_SYMBOL, OBLIQUE_SYMBOL, BOTH, EITHER = range(4)
#: The last hanzi that every font has: beyond lie the extensions, which few can show.
PRINTED = "\u9fff"
Language = frozenset[str]
State = frozenset[Language]


@dataclass(frozen=True)
class Constraint:
    """All that a poem must keep.

    Attributes:
        pattern: the form.
        rhymes: for each rhyme of the pattern the group it takes in the book.
        fixed: characters that must stand at (line, place), from 1.
        no_repeats: whether a character may occur only once (重字), reduplication apart.
        tune: the tune's name of a ci, empty for shi.
        parallel: lines (from 0) that answer the line above in word classes (对仗).
    """

    pattern: Pattern
    rhymes: tuple[str, ...]
    book: RhymeBook
    policy: Policy = "strict"
    fixed: tuple[tuple[Position, str], ...] = ()
    no_repeats: bool = True
    parallel: tuple[int, ...] = ()
    tune: str = ""

    @property
    def name(self) -> str:
        """The form's full name."""
        return self.pattern.name

    def automaton(self, tokens: PoemTokens) -> Automaton:
        """The automaton over a model's tokens; it may be dead: see `possible`."""
        pattern, fixed = self.pattern, dict(self.fixed)
        places = [(i, j) for i, width in enumerate(pattern.lines) for j in range(width)]
        lexicon = _lexicon(tokens, self.book, self.policy)
        symbols = lexicon.symbols
        stops = model_stops(len(pattern.lines), self.tune)
        allowed = [self._allowed(lexicon, i, j, fixed) for i, j in places]
        glue = [(tokens.number[stops[i]],) if j + 1 == pattern.lines[i] else () for i, j in places]
        number = {place: k for k, place in enumerate(places)}
        echoes = [-1] * len(places)
        for first, second in pattern.echoes:
            a, b = (number[p[0] - 1, p[1] - 1] for p in (first, second))
            echoes[b] = a
            allowed[a] = allowed[b] = np.intersect1d(allowed[a], allowed[b])
        return Automaton(
            symbols=symbols,
            steps=_machine(pattern),
            allowed=tuple(_without_fixed(allowed, places, fixed, echoes, self.no_repeats)),
            glue=tuple(glue),
            lines=tuple(i for i, _ in places),
            distinct=self._distinct(places, echoes),
            echoes=tuple(echoes),
            fixed=tuple((i + 1, j + 1) in fixed for i, j in places),
            bonds=tuple((number[i, j], number[i - 1, j]) for i, j in places if i in self.parallel),
        )

    def _allowed(self, lexicon: _Lexicon, i: int, j: int, fixed: Mapping[Position, str]) -> Ids:
        rhyme = self.pattern.rhymes[i] if j + 1 == self.pattern.lines[i] else None
        if rhyme is None:
            found = lexicon.written
        else:
            found = lexicon.rhyming(self.rhymes[rhyme], self.pattern.level_rhyme[rhyme])
        wanted = fixed.get((i + 1, j + 1))
        return found if wanted is None else found[found == lexicon.tokens.hanzi.get(wanted, -1)]

    def _distinct(self, places: Sequence[Position], echoes: Sequence[int]) -> tuple[int, ...]:
        groups = []
        for k, (i, j) in enumerate(places):
            rhyme = self.pattern.rhymes[i] if j + 1 == self.pattern.lines[i] else None
            group = 0 if self.no_repeats else -1 if rhyme is None else rhyme
            groups.append(-1 if echoes[k] >= 0 else group)
        return tuple(groups)


def _without_fixed(
    allowed: Sequence[Ids], places: Sequence[Position], fixed: Mapping[Position, str],
    echoes: Sequence[int], no_repeats: bool,
) -> list[Ids]:  # fmt: skip
    """Takes the fixed tokens out of all other places, where they would repeat."""
    if not fixed or not no_repeats:
        return list(allowed)
    standing = [k for k, (i, j) in enumerate(places) if (i + 1, j + 1) in fixed]
    taken = np.unique(np.concatenate([allowed[k] for k in standing]))
    return [
        found if k in standing or echoes[k] >= 0 else np.setdiff1d(found, taken)
        for k, found in enumerate(allowed)
    ]


class _Lexicon:
    """The hanzi of a vocabulary by sound."""

    def __init__(self, tokens: PoemTokens, rhyme_book: RhymeBook, policy: Policy) -> None:
        self.tokens, self._policy = tokens, policy
        self.symbols: NDArray[np.int8] = np.full(len(tokens), -1, np.int8)
        rhymes: dict[tuple[str, bool], list[int]] = {}
        for char, number in tokens.hanzi.items():
            if char > PRINTED:
                continue
            heard = rhyme_book.rhymes(char, policy)
            self.symbols[number] = self._symbol({level for _, level in heard})
            # Under the strict policy a hanzi rhymes only where all its living readings do.
            for rhyme in heard if policy == "lenient" or len(heard) == 1 else ():
                rhymes.setdefault(rhyme, []).append(number)
        self.written: Ids = np.flatnonzero(self.symbols >= 0)
        self.rhymes = {rhyme: np.array(sorted(these)) for rhyme, these in rhymes.items()}

    def _symbol(self, levels: set[bool]) -> int:
        if len(levels) == 2:
            return BOTH if self._policy == "strict" else EITHER
        if not levels:
            return -1
        return LEVEL_SYMBOL if True in levels else OBLIQUE_SYMBOL

    def rhyming(self, group: str, level: bool) -> Ids:
        """Tokens that rhyme in a group: by all living readings (strict) or by any (lenient)."""
        return self.rhymes.get((group, level), np.empty(0, np.intp))


@lru_cache(maxsize=8)
def _lexicon(tokens: PoemTokens, rhyme_book: RhymeBook, policy: Policy) -> _Lexicon:
    return _Lexicon(tokens, rhyme_book, policy)


@cache
def _machine(pattern: Pattern) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """The state machine of a whole pattern: one after another, its lines or tied couplets."""
    steps: list[tuple[tuple[int, ...], ...]] = []
    i = 0
    while i < len(pattern.lines):
        couple = pattern.couples[i // 2] if i % 2 == 0 and i // 2 < len(pattern.couples) else None
        if couple is None:
            steps += _unit(pattern.tones[i])
            i += 1
        else:
            steps += _unit(frozenset(a + b for a, b in couple))
            i += 2
    return tuple(steps)


@cache
def _unit(language: Language) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """A finite language of tone strings as a machine, by its residual languages (Brzozowski 1964).

    A state is a set of residuals that must all be satisfied: a polyphone that has to suit as both
    tones goes on in both. The last place leads back to state 0.
    """
    states: list[State] = [frozenset((language,))]
    steps = []
    for remaining in range(len(next(iter(language))), 0, -1):
        rows = [[_next(state, symbol) for symbol in range(4)] for state in states]
        states = sorted({n for row in rows for n in row if n}, key=_order)
        index = {state: 0 if remaining == 1 else k for k, state in enumerate(states)}
        steps.append(tuple(tuple(index.get(n, -1) if n else -1 for n in row) for row in rows))
    return tuple(steps)


def _order(state: State) -> list[list[str]]:
    return sorted(sorted(language) for language in state)


def _next(state: State, symbol: int) -> State:
    """The state after a symbol; empty when some residual would be lost."""
    found: set[Language] = set()
    for language in state:
        level = frozenset(s[1:] for s in language if s[0] == LEVEL)
        oblique = frozenset(s[1:] for s in language if s[0] == OBLIQUE)
        wanted = {
            LEVEL_SYMBOL: (level,), OBLIQUE_SYMBOL: (oblique,), BOTH: (level, oblique),
            EITHER: (level | oblique,),
        }[symbol]  # fmt: skip
        if not all(wanted):
            return frozenset()
        found.update(wanted)
    return frozenset(found)


def rhyme_sizes(
    tokens: PoemTokens, rhyme_book: RhymeBook, policy: Policy
) -> dict[tuple[str, bool], int]:
    """How many hanzi of the vocabulary rhyme in each (group, level)."""
    return {rhyme: len(t) for rhyme, t in _lexicon(tokens, rhyme_book, policy).rhymes.items()}


def clashes(constraint: Constraint, tokens: PoemTokens) -> tuple[str, ...]:
    """Why no poem satisfies a constraint: each fixed place, or else each pair, that rules all out.

    Empty when some poem does.
    """
    if alive(constraint, tokens):
        return ()
    if not alive(replace(constraint, fixed=()), tokens):
        groups = " ".join(dict.fromkeys(constraint.rhymes))
        return (f"{constraint.name} × 韵 (rhyme) {groups}: too few hanzi to rhyme 韵字不足",)
    for size in (1, 2):
        bad = [
            chosen
            for chosen in combinations(constraint.fixed, size)
            if not alive(replace(constraint, fixed=chosen), tokens)
        ]
        if bad:
            return tuple(_named(constraint, chosen, tokens) for chosen in bad)
    return (f"{constraint.pattern.name}: 定字 × 平仄 × 韵 (fixed places × tones × rhyme)",)


def alive(constraint: Constraint, tokens: PoemTokens) -> bool:
    """Whether some poem satisfies a constraint, repeats and all."""
    form = constraint.automaton(tokens)
    return form.live[0][0] and Witness(form, None).exists((), 0)


def _named(
    constraint: Constraint, chosen: Sequence[tuple[Position, str]], tokens: PoemTokens
) -> str:
    names = []
    for (line, place), char in chosen:
        readings = constraint.book.heard(char, constraint.policy)
        sound = (
            "/".join(f"{r.tone}·{r.group}" for r in readings) or "not in the rhyme book 韵书未收"
        )
        at_end = place == constraint.pattern.lines[line - 1]
        rhyme = constraint.pattern.rhymes[line - 1] if at_end else None
        rule = "平仄 (tone)" if rhyme is None else f"韵 (rhyme) {constraint.rhymes[rhyme]}"
        if readings and not (char in tokens.hanzi and char <= PRINTED):
            rule = "字表 (the style never writes it)"
        names.append(f'line {line}, place {place} "{char}" ({sound}) × {rule}')
    return f"{constraint.pattern.name}: " + " × ".join(names)


def possible(constraints: Sequence[Constraint], tokens: PoemTokens, count: int) -> list[Constraint]:
    """The first of the constraints that some poem satisfies, at most so many.

    Raises:
        ImpossibleBrief: none can be satisfied; names the rules that clash.
    """
    found = list(islice((one for one in constraints if alive(one, tokens)), count))
    if found:
        return found
    named = [clash for one in constraints[:8] for clash in clashes(one, tokens)]
    raise ImpossibleBrief(
        "no poem can keep these rules together: free a place, choose another form or rhyme, or "
        "read polyphones leniently (--policy lenient)",
        tuple(dict.fromkeys(named))[:12],
        zh="没有诗能同时满足这些要求：请放开一处，或换体裁、韵部，或放宽多音字 (--policy lenient)",
    )
