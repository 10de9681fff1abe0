"""A form's automaton is its pattern, no more and no less; and what cannot be is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixing.errors import ImpossibleBrief
from sixing.media.automaton import Automaton
from sixing.media.poem.constraint import (
    BOTH,
    EITHER,
    LEVEL_SYMBOL,
    OBLIQUE_SYMBOL,
    Constraint,
    alive,
    clashes,
    possible,
)
from sixing.media.poem.pattern import Pattern, shi_pattern, shi_patterns, spell_out
from sixing.media.poem.prosody import Policy, book
from sixing.testing.verse import RHYMING_YANG, VERSE, toy_tokens

PINGSHUI = book("pingshui")
YANG = "下平七阳"
TOKENS = toy_tokens()
COUPLET = Pattern(
    name="toy",
    lines=(3, 3),
    stops=("，", "。"),
    tones=(spell_out("中平仄"), spell_out("仄中平")),
    # A level opening above wants an oblique middle below.
    couples=(
        frozenset(
            (a, b)
            for a in spell_out("中平仄")
            for b in spell_out("仄中平")
            if a[0] == "仄" or b[1] == "仄"
        ),
    ),
    rhymes=(None, 0),
    level_rhyme=(True,),
)
TONE = {LEVEL_SYMBOL: "平", OBLIQUE_SYMBOL: "仄"}
POLICIES = get_args(Policy)


def accepts(form: Automaton, symbols: tuple[int, ...]) -> bool:
    state = 0
    for step, symbol in zip(form.steps, symbols, strict=True):
        state = step[state][symbol]
        if state < 0:
            return False
    return state == 0


def language(pattern: Pattern) -> set[str]:
    """Every tone string of a whole poem, counted from the pattern's own sets."""
    return {"".join(lines) for lines in product(*pattern.tones) if _coupled(pattern, lines)}


def _coupled(pattern: Pattern, lines: tuple[str, ...]) -> bool:
    return all(
        couple is None or (lines[2 * i], lines[2 * i + 1]) in couple
        for i, couple in enumerate(pattern.couples)
    )


def automaton(pattern: Pattern) -> Automaton:
    return Constraint(pattern, (YANG,) * len(pattern.level_rhyme), PINGSHUI).automaton(TOKENS)


@pytest.mark.parametrize("pattern", [COUPLET, *shi_patterns("五联")], ids=lambda p: p.name)
def test_the_automaton_accepts_the_patterns_tone_strings_and_no_others(pattern: Pattern) -> None:
    form, wanted = automaton(pattern), language(pattern)
    symbols = {"平": LEVEL_SYMBOL, "仄": OBLIQUE_SYMBOL}
    for tones in product("平仄", repeat=sum(pattern.lines)):
        assert accepts(form, tuple(symbols[t] for t in tones)) == ("".join(tones) in wanted)


def resolutions(symbols: tuple[int, ...]) -> Iterator[str]:
    for tones in product(*(TONE.get(s, "平仄") for s in symbols)):
        yield "".join(tones)


@pytest.mark.parametrize(("polyphone", "every"), [(BOTH, True), (EITHER, False)])
def test_a_polyphone_fits_by_all_its_tones_or_by_any(polyphone: int, every: bool) -> None:
    form, wanted = automaton(COUPLET), language(COUPLET)
    for symbols in product((LEVEL_SYMBOL, OBLIQUE_SYMBOL, polyphone), repeat=6):
        fits = [tones in wanted for tones in resolutions(symbols)]
        assert accepts(form, symbols) == (all(fits) if every else any(fits))


@given(st.data())
def test_long_forms_accept_a_poem_of_their_lines(data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(["七绝·平起·首句入韵", "七律·仄起·首句不入韵", "五排12·平起·首句入韵"])
    )
    pattern = shi_pattern(name)
    lines = tuple(data.draw(st.sampled_from(sorted(tones))) for tones in pattern.tones)
    symbols = tuple(LEVEL_SYMBOL if t == "平" else OBLIQUE_SYMBOL for t in "".join(lines))
    assert accepts(automaton(pattern), symbols) == _coupled(pattern, lines)


@given(st.data())
def test_long_forms_refuse_a_line_that_is_not_theirs(data: st.DataObject) -> None:
    pattern = shi_pattern("七律·仄起·首句不入韵")
    lines = [data.draw(st.sampled_from(sorted(tones))) for tones in pattern.tones]
    k = data.draw(st.integers(0, 7))
    lines[k] = "".join(data.draw(st.lists(st.sampled_from("平仄"), min_size=7, max_size=7)))
    symbols = tuple(LEVEL_SYMBOL if t == "平" else OBLIQUE_SYMBOL for t in "".join(lines))
    kept = lines[k] in pattern.tones[k] and _coupled(pattern, tuple(lines))
    assert accepts(automaton(pattern), symbols) == kept


# Against brute force: nine hanzi, two of them polyphones, and lines of two characters.
FEW = "霜光山水月人看思我"
SMALL = toy_tokens(FEW)
RHYMED = Pattern(
    name="toy", lines=(2, 2), stops=("，", "。"), tones=(spell_out("中平"), spell_out("仄平")),
    couples=(None,), rhymes=(0, 0), level_rhyme=(True,),
)  # fmt: skip
PLAIN = Pattern(
    name="toy", lines=(2, 2), stops=("，", "。"),
    tones=(frozenset({"平仄", "仄平"}), frozenset({"仄仄"})),
    couples=(frozenset({("平仄", "仄仄")}),), rhymes=(None, None), level_rhyme=(),
)  # fmt: skip


def poems(constraint: Constraint) -> Iterator[tuple[str, ...]]:
    """All poems of nine hanzi that keep a constraint, by the definitions alone."""
    pattern, fixed = constraint.pattern, dict(constraint.fixed)
    wanted = language(pattern)
    every = all if constraint.policy == "strict" else any
    for chars in product(FEW, repeat=4):
        at = {(k // 2 + 1, k % 2 + 1): char for k, char in enumerate(chars)}
        stands = all(at[place] == char for place, char in fixed.items())
        tones = [sorted(PINGSHUI.tones(char, constraint.policy)) for char in chars]
        sounds = every("".join(one) in wanted for one in product(*tones))
        rhymes = all(
            rhyme is None
            or _rhymes(at[i + 1, 2], constraint.rhymes[rhyme], pattern.level_rhyme[rhyme], every)
            for i, rhyme in enumerate(pattern.rhymes)
        )
        if stands and sounds and rhymes and not _repeats(chars, fixed):
            yield chars


def _rhymes(char: str, group: str, level: bool, every: object) -> bool:
    heard = PINGSHUI.rhymes(char, "strict" if every is all else "lenient")
    return (group, level) in heard and (every is any or len(heard) == 1)


def _repeats(chars: tuple[str, ...], fixed: dict[tuple[int, int], str]) -> bool:
    """Whether a character stands twice, but for one doubled in its line (悠悠) or fixed twice."""
    for k, char in enumerate(chars):
        for i in range(k):
            held = [(n // 2 + 1, n % 2 + 1) in fixed for n in (i, k)]
            doubled = k == i + 1 and k % 2 == 1 and not any(held)
            if chars[i] == char and not doubled and not all(held):
                return True
    return False


@st.composite
def briefs(draw: st.DrawFn) -> Constraint:
    pattern = draw(st.sampled_from([RHYMED, PLAIN]))
    places = st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2)])
    chosen = draw(st.lists(places, max_size=3, unique=True))
    return Constraint(
        pattern,
        (draw(st.sampled_from([YANG, "上平十一真", "上平十五删"])),) * len(pattern.level_rhyme),
        PINGSHUI,
        draw(st.sampled_from(POLICIES)),
        tuple((place, draw(st.sampled_from(FEW + "鼋"))) for place in sorted(chosen)),
    )


@given(briefs())
@settings(max_examples=60, deadline=None)
def test_a_brief_is_refused_just_when_no_poem_keeps_it(constraint: Constraint) -> None:
    assert alive(constraint, SMALL) == any(True for _ in poems(constraint))


@given(briefs())
@settings(max_examples=60, deadline=None)
def test_a_refusal_names_a_clash_and_a_consent_none(constraint: Constraint) -> None:
    assert bool(clashes(constraint, SMALL)) != alive(constraint, SMALL)


def refused(**more: object) -> str:
    one = Constraint(shi_pattern("五绝·仄起·首句不入韵"), (YANG,), PINGSHUI, **more)  # type: ignore[arg-type]
    with pytest.raises(ImpossibleBrief) as raised:
        possible([one], TOKENS, 1)
    return str(raised.value)


def test_a_character_of_the_wrong_tone_is_named_with_its_place() -> None:
    assert 'line 1, place 2 "山" (平·上平十五删) × 平仄' in refused(fixed=(((1, 2), "山"),))


def test_a_character_of_another_rhyme_is_named_with_the_rhyme() -> None:
    assert f'line 2, place 5 "人" (平·上平十一真) × 韵 (rhyme) {YANG}' in refused(
        fixed=(((2, 5), "人"),)
    )


def test_a_character_that_the_style_never_writes_is_named_so() -> None:
    assert "the style never writes it" in refused(fixed=(((1, 1), "鼋"),))


def test_two_characters_that_clash_only_together_are_named_together() -> None:
    one = Constraint(COUPLET, (YANG,), PINGSHUI, "strict", (((1, 1), "山"), ((2, 2), "花")))
    assert clashes(one, TOKENS)[0].count("×") == 3


def test_a_rhyme_of_too_few_characters_is_refused() -> None:
    few = toy_tokens([c for c in VERSE if c not in RHYMING_YANG[1:]])
    one = Constraint(shi_pattern("五绝·仄起·首句不入韵"), (YANG,), PINGSHUI)
    with pytest.raises(ImpossibleBrief, match=f"{YANG}: too few hanzi to rhyme"):
        possible([one], few, 1)


def test_the_possible_are_taken_in_their_order() -> None:
    sound, broken = (
        Constraint(shi_pattern("五绝·仄起·首句不入韵"), (YANG,), PINGSHUI, fixed=fixed)
        for fixed in ((), (((1, 2), "山"),))
    )
    assert possible([broken, sound, broken, sound, sound], TOKENS, 2) == [sound, sound]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_polyphone_may_rhyme_only_if_the_policy_says_so(policy: Policy) -> None:
    tokens = toy_tokens("看山")
    one = Constraint(RHYMED, ("上平十四寒",), PINGSHUI, policy)
    assert (tokens.number["看"] in one.automaton(tokens).allowed[1]) == (policy == "lenient")
