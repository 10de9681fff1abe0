"""The rules of a regulated line (律句) by place: where its tones break, and what would mend them.

Knows one line of 5 or 7 tones, told which tone place 2 and the end should have; of its neighbours
only whether the next line rescues it (对句救). Knows no characters, and never reads `pattern`.

>>> broken_rules("仄平仄仄平", "平", "平")
((1, '孤平'),)

The core of a line is its last five places, called here a b c d e; a line of seven leads in with
two more, of which the second is opposed to b and the first is free. 王力《诗词格律》 (1962), ch. 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from sixing.media.poem.prosody import LEVEL, OBLIQUE

Broken = tuple[tuple[int, str], ...]  # (place from 1, rule)
EITHER = "中"  # the code of a character with both tones
BENT = "大拗"  # place d against the type of an oblique-ended line: well if the next line rescues it


def other(tone: str) -> str:
    """平 for 仄 and 仄 for 平."""
    return OBLIQUE if tone == LEVEL else LEVEL


@lru_cache(maxsize=65536)
def broken_rules(tones: str, second: str, last: str) -> Broken:
    """The rules that a line of 5 or 7 tones breaks, in the order of their places."""
    return tuple(sorted(_broken(tones, second, last)))


def _broken(tones: str, second: str, last: str) -> Iterator[tuple[int, str]]:
    width = len(tones)
    if tones[1] != second:
        yield 2, "平仄"
    b = second
    if width == 7:
        b = other(second)
        if tones[3] != b:
            yield 4, "平仄"
    if tones[-1] != last:
        yield width, "句脚"
    yield from _level_end(tones, b) if last == LEVEL else _oblique_end(tones, b)


def _level_end(tones: str, b: str) -> Iterator[tuple[int, str]]:
    """平平仄仄平 (b level) and 仄仄仄平平."""
    width = len(tones)
    a, own_b, c, d, _ = tones[-5:]  # type: ignore[str-unpack, unused-ignore]
    if d == b:
        yield width - 1, "平仄"
    if tones[-3:] == LEVEL * 3:
        yield width - 2, "三平尾"
    if b == own_b == LEVEL and a == c == OBLIQUE:
        yield width - 4, "孤平"


def _oblique_end(tones: str, b: str) -> Iterator[tuple[int, str]]:
    """平平平仄仄 (b level), with its other form 平平仄平仄, and 仄仄平平仄."""
    width = len(tones)
    a, _, c, d, _ = tones[-5:]  # type: ignore[str-unpack, unused-ignore]
    if tones[-3:] == OBLIQUE * 3:
        yield width - 2, "三仄尾"
    if b == OBLIQUE and d == OBLIQUE:
        yield width - 1, BENT
    if b == LEVEL and d == LEVEL:
        if c == LEVEL:
            yield width - 1, "平仄"
        elif a == OBLIQUE:
            yield width - 4, "拗救"


def forgiven(broken: Broken, rescued: bool, strict: bool) -> Broken:
    """What is left of a line's broken rules once the next line rescues it, or does not.

    A rescue mends the bend itself; three oblique tones at the end of a bent line (五仄 included)
    are borne with only where the rules are not taken strictly.
    """
    if not rescued or all(rule != BENT for _, rule in broken):
        return broken
    mended = {BENT} if strict else {BENT, "三仄尾"}
    return tuple(b for b in broken if b[1] not in mended)


@lru_cache(maxsize=65536)
def resolutions(code: str) -> tuple[str, ...]:
    """Every tone string that a code of 平, 仄 and 中 may be heard as."""
    return tuple(
        "".join(t) for t in product(*(LEVEL + OBLIQUE if c == EITHER else c for c in code))
    )


@lru_cache(maxsize=65536)
def couplet_keeps(upper: str, lower: str, wants: tuple[str, str, str, str], strict: bool) -> bool:
    """Whether a couplet of tone codes keeps its two line types.

    Strict wants it of every resolution of the codes, else one will do. `wants` has place 2 and
    the end of the upper line, then of the lower.
    """
    pairs = product(resolutions(upper), resolutions(lower))
    kept = (_keeps(u, v, wants, strict) for u, v in pairs)
    return all(kept) if strict else any(kept)


def _keeps(upper: str, lower: str, wants: tuple[str, str, str, str], strict: bool) -> bool:
    if broken_rules(lower, wants[2], wants[3]):
        return False
    rescued = lower[-3] == LEVEL
    return not forgiven(broken_rules(upper, wants[0], wants[1]), rescued, strict)
