"""What an instrument can play: its range, how many notes at once, and how wide a hand.

Sounding pitches, as orchestration books give them for good professional players (Adler, *The Study
of Orchestration*, 2016), with the lower tunings that guitars and basses are given in metal.
Electric sounds that are no instrument have the range of a piano. It knows no style.

>>> compass(73), at_once(73), playable(73, [60, 64]), playable(0, [36, 48, 60, 64, 67, 72])
((59, 98), 1, False, True)
"""

from __future__ import annotations

from collections.abc import Sequence

PIANO = (21, 108)

#: First and last program, lowest and highest pitch, notes at once.
_TABLE = (
    (0, 5, 21, 108, 10), (6, 7, 29, 89, 10), (8, 8, 60, 108, 10), (9, 9, 72, 108, 4),
    (10, 10, 48, 100, 6), (11, 11, 53, 89, 4), (12, 12, 36, 96, 4), (13, 13, 60, 108, 4),
    (14, 14, 55, 79, 2), (15, 15, 41, 91, 4), (16, 20, 24, 108, 10), (21, 21, 29, 96, 10),
    (22, 22, 48, 96, 4), (23, 23, 29, 96, 10), (24, 28, 33, 88, 6), (29, 31, 31, 91, 6),
    (32, 39, 23, 67, 4), (40, 40, 55, 105, 4), (41, 41, 48, 93, 4), (42, 42, 36, 84, 4),
    (43, 43, 24, 67, 2), (44, 45, 28, 105, 8), (46, 46, 23, 104, 8), (47, 47, 36, 60, 2),
    (48, 51, 24, 105, 12), (52, 52, 36, 86, 8), (53, 54, 36, 86, 1), (55, 55, 24, 108, 12),
    (56, 56, 52, 86, 1), (57, 57, 34, 77, 1), (58, 58, 24, 65, 1), (59, 59, 52, 86, 1),
    (60, 60, 34, 77, 1), (61, 63, 28, 91, 8), (64, 64, 56, 91, 1), (65, 65, 49, 86, 1),
    (66, 66, 44, 81, 1), (67, 67, 36, 74, 1), (68, 68, 57, 93, 1), (69, 69, 52, 84, 1),
    (70, 70, 34, 77, 1), (71, 71, 50, 96, 1), (72, 72, 74, 108, 1), (73, 73, 59, 98, 1),
    (74, 74, 53, 98, 1), (75, 75, 53, 96, 1), (76, 77, 50, 91, 1), (78, 78, 62, 100, 1),
    (79, 79, 53, 89, 1), (104, 104, 41, 84, 6), (105, 105, 38, 88, 5), (106, 106, 45, 88, 4),
    (107, 107, 36, 93, 6), (108, 108, 48, 84, 4), (109, 109, 50, 84, 3), (110, 110, 55, 105, 4),
    (111, 111, 57, 93, 1), (112, 113, 60, 108, 4), (114, 114, 48, 91, 4), (115, 115, 36, 96, 2),
)  # fmt: skip
_RANGES = {
    program: ((low, high), count)
    for first, last, low, high, count in _TABLE
    for program in range(first, last + 1)
}

#: Semitones that a hand spans at the keys, and its fingers; pieces for two hands have a tenth.
SPAN, FINGERS = 16, 5
#: Programs that two hands play on keys.
KEYS = frozenset((*range(9), *range(16, 22), 23))


def compass(program: int) -> tuple[int, int]:
    """The lowest and the highest pitch of a program."""
    return _RANGES.get(program, (PIANO, 0))[0]


def at_once(program: int) -> int:
    """How many notes a program's player strikes at once at most."""
    return _RANGES.get(program, (PIANO, 12))[1]


def playable(program: int, pitches: Sequence[int]) -> bool:
    """Whether one player can strike these pitches together (range apart)."""
    if len(set(pitches)) > at_once(program):
        return False
    return program not in KEYS or two_hands(pitches)


def two_hands(pitches: Sequence[int]) -> bool:
    """Whether two hands reach them: split somewhere, each part within `SPAN` and `FINGERS`.

    >>> two_hands([36, 48, 52, 64, 76]), two_hands([36, 52, 60, 76, 84])
    (True, False)
    """
    keys = sorted(set(pitches))
    return any(
        all(len(hand) <= FINGERS and (not hand or hand[-1] - hand[0] <= SPAN) for hand in hands)
        for cut in range(len(keys) + 1)
        for hands in [(keys[:cut], keys[cut:])]
    )
