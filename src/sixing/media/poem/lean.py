"""How a plan pulls on a poem while it is written: nats for images, rhyme words and moods.

An idea forbids nothing and forces nothing: it makes the hanzi of its words likelier where they
could stand, and those that it does without unlikelier. The form and the ban on copying stay as
they are (`sixing.making.sampler`). Knows no model beyond its vocabulary.

>>> from sixing.testing.verse import toy_tokens  # doctest: +SKIP
>>> lean(idea, constraint, toy_tokens())[6]      # doctest: +SKIP
(array([17]), array([2.], dtype=float32))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.media.automaton import Ids
from sixing.media.poem.constraint import Constraint
from sixing.media.poem.frame import Frame
from sixing.media.poem.tokens import PoemTokens
from sixing.works import Idea
from sixing.works.mood import MOODS

Floats = NDArray[np.float32]

#: Nats for the first hanzi of a line's image, at each place where the image could stand, and for
#: the hanzi after it, which the model expects by itself once the first is written.
IMAGE: Final = 2.0
REST: Final = 1.0
#: Nats for a planned rhyme word at its place, and taken from it everywhere else.
RHYME: Final = 2.0
RESERVED: Final = 1.5
#: Nats taken from a word that the plan does without.
AVOIDED: Final = 6.0
#: Share of a hanzi's mood log-odds that counts, and the most that it may count, in nats.
MOOD: Final = 1.0
MOST: Final = 2.0


def lean(
    idea: Idea, constraint: Constraint, tokens: PoemTokens, moods: Floats | None = None
) -> dict[int, tuple[Ids, Floats]]:
    """What an idea adds to the scores of tokens at the places of its poem.

    Args:
        moods: log-odds that a hanzi belongs to each mood, in nats, (moods, vocabulary), rows in
            the order of `sixing.works.mood.MOODS`; None leaves moods to the prefix.

    Returns:
        For each place (from 0, stops not counted) token numbers, ascending, and nats.
    """
    frame = Frame(constraint, tokens)
    pulls: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    _images(idea, frame, pulls)
    _rhymes(idea, frame, pulls)
    _without(idea, frame, pulls)
    found = {place: _arrays(pull) for place, pull in sorted(pulls.items()) if pull}
    return found if moods is None else _with_moods(found, idea, frame, moods)


def _images(idea: Idea, frame: Frame, pulls: Mapping[int, dict[int, float]]) -> None:
    number = frame.tokens.hanzi
    for line, words in enumerate(idea.line_images):
        first = _first(frame, line)
        for word in words:
            for start in frame.places(line, word):
                for k, char in enumerate(word):
                    pull, nats = pulls[first + start + k], IMAGE if k == 0 else REST
                    pull[number[char]] = max(pull[number[char]], nats)


def _rhymes(idea: Idea, frame: Frame, pulls: Mapping[int, dict[int, float]]) -> None:
    number, size = frame.tokens.hanzi, sum(frame.constraint.pattern.lines)
    for line, word in zip(sorted(frame.ends), idea.rhyme_words, strict=False):
        if word not in number:
            continue
        end = _first(frame, line + 1) - 1
        for place in range(size) if frame.distinct else (end,):
            pulls[place][number[word]] += RHYME if place == end else -RESERVED


def _without(idea: Idea, frame: Frame, pulls: Mapping[int, dict[int, float]]) -> None:
    number = frame.tokens.hanzi
    lowered = {number[char] for word in idea.avoided for char in word if char in number}
    for place in range(sum(frame.constraint.pattern.lines)) if lowered else ():
        for token in lowered:
            pulls[place][token] -= AVOIDED


def _with_moods(
    found: Mapping[int, tuple[Ids, Floats]], idea: Idea, frame: Frame, moods: Floats
) -> dict[int, tuple[Ids, Floats]]:
    """Adds each line's mood to all hanzi of its places."""
    hanzi = np.array(sorted(frame.tokens.hanzi.values()), np.intp)
    mixed = dict(found)
    for line, mood in enumerate(idea.moods):
        if mood:
            pull = np.zeros(len(frame.tokens), np.float32)
            pull[hanzi] = np.clip(MOOD * moods[MOODS.index(mood), hanzi], -MOST, MOST)
            for place in range(_first(frame, line), _first(frame, line + 1)):
                own = pull.copy()
                ids, nats = found.get(place, (hanzi[:0], pull[:0]))
                own[ids] += nats
                mixed[place] = hanzi, own[hanzi]
    return mixed


def _first(frame: Frame, line: int) -> int:
    """The place at which a line (from 0) begins."""
    return (0, *accumulate(frame.constraint.pattern.lines))[line]


def _arrays(pull: Mapping[int, float]) -> tuple[Ids, Floats]:
    ids = sorted(pull)
    return np.array(ids, np.intp), np.array([pull[i] for i in ids], np.float32)
