"""The empty shape of a poem that a plan is dealt into: its lines, rhyme places and word places.

Says which hanzi could end a line and whether a word could stand in one, by the tones of the
pattern and the strokes of verse (2-2-1, 2-2-3: 王力《汉语诗律学》, § 18). Knows no model, and
promises nothing of a whole poem: only the automaton does.

>>> word_places(7), word_places(5), word_places(4)
((0, 2, 4, 5), (0, 2, 3), (0, 2))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from sixing.media.poem.constraint import PRINTED, Constraint
from sixing.media.poem.tokens import PoemTokens


@cache
def word_places(width: int) -> tuple[int, ...]:
    """Where a word of two hanzi may begin in a line of so many hanzi, from 0."""
    evens = range(0, width - 1, 2)
    return tuple(sorted({*evens, width - 2} if width % 2 and width > 2 else set(evens)))


@dataclass(frozen=True)
class Frame:
    """A constraint as a plan sees it.

    Attributes:
        tokens: the words of the model that will write.
    """

    constraint: Constraint
    tokens: PoemTokens

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.constraint.pattern.lines)

    @property
    def distinct(self) -> bool:
        """Whether a hanzi may occur only once."""
        return self.constraint.no_repeats

    @cached_property
    def taken(self) -> frozenset[str]:
        """Hanzi that a person fixed."""
        return frozenset(char for _, char in self.constraint.fixed)

    @cached_property
    def ends(self) -> Mapping[int, tuple[str, ...]]:
        """For each rhymed line (from 0) the hanzi that may end it, the most used in verse first.

        A line whose end repeats an earlier hanzi (an echo of ci) is left out.
        """
        pattern, fixed = self.constraint.pattern, dict(self.constraint.fixed)
        echoed = {line - 1 for _, (line, place) in pattern.echoes
                  if place == pattern.lines[line - 1]}  # fmt: skip
        found, members = {}, {}
        for i, rhyme in enumerate(pattern.rhymes):
            if rhyme is not None and i not in echoed:
                wanted = fixed.get((i + 1, pattern.lines[i]))
                if rhyme not in members:
                    members[rhyme] = self._rhyming(rhyme)
                found[i] = (wanted,) if wanted else members[rhyme]
        return found

    def suits(self, line: int, word: str) -> bool:
        """Whether a word could stand in a line (from 0) by its tones and its rhyme."""
        return bool(self.places(line, word))

    def places(self, line: int, word: str) -> tuple[int, ...]:
        """Where in a line (both from 0) a word could stand without breaking its tones or rhyme."""
        width = self.constraint.pattern.lines[line]
        starts = word_places(width) if len(word) == 2 else range(width - len(word) + 1)
        return tuple(j for j in starts if self._fits(line, j, word))

    def _fits(self, line: int, start: int, word: str) -> bool:
        pattern, end = self.constraint.pattern, start + len(word)
        fixed = dict(self.constraint.fixed)
        if any((line + 1, start + k + 1) in fixed for k in range(len(word))):
            return False
        if end == pattern.lines[line] and word[-1] not in self.ends.get(line, word[-1]):
            return False
        heard = [self._tones(char) for char in word]
        return all(heard) and any(
            all(tones[start + k] in heard[k] for k in range(len(word)))
            for tones in pattern.tones[line]
        )

    def _tones(self, char: str) -> frozenset[str]:
        if char not in self.tokens.hanzi or char > PRINTED:
            return frozenset()
        return self.constraint.book.tones(char, self.constraint.policy)

    def _rhyming(self, rhyme: int) -> tuple[str, ...]:
        group, level = self.constraint.rhymes[rhyme], self.constraint.pattern.level_rhyme[rhyme]
        members = self.constraint.book.members(group, level=level)
        return tuple(c for c in members if c in self.tokens.hanzi and c <= PRINTED)
