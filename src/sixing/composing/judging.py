"""Who judges a piece, and what each judge's word weighs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sixing.composing.studio import MusicStudio
from sixing.judging.judges import Judge
from sixing.judging.music import (
    KeyCoherence,
    Likelihood,
    Rules,
    VoiceLeading,
    groove,
    metre_coherence,
    repetition,
)
from sixing.judging.music_novelty import Novelty
from sixing.judging.music_variety import likeness
from sixing.media.music.score import Key, Metre
from sixing.works import Candidate

WEIGHTS: Mapping[str, float] = {
    "likelihood": 0.4, "key": 1.0, "metre": 0.4, "groove": 0.3, "structure": 0.4, "leading": 0.6,
    "novelty": 0.3,
}  # fmt: skip
"""What each judge's score counts for; rules and novelty are passed or not.

The key counts most: it is asked for in words, and heard first.
"""

Alike = Callable[[Sequence[Candidate]], NDArray[np.float32]]


def judges(
    studio: MusicStudio,
    key: Key | None,
    given: frozenset[int] = frozenset(),
    *,
    metre: Metre | None = None,
    lax: bool = False,
    sung: bool = False,
) -> list[Judge]:
    """The judges of a piece.

    Args:
        key, metre: that were asked for.
        given: parts, from 1, that a person brought: theirs to answer for.
        lax: whether a person's own bars stand in it, whose faults are no reason to refuse it.
        sung: whether words made its rhythm, by which no style's pieces can be its measure.
    """
    usual = studio.measures
    found: list[Judge] = [VoiceLeading(usual, key), KeyCoherence(key), metre_coherence(usual)]
    if not sung:
        found += [groove(usual), repetition(usual)]
        if studio.usual:
            found.insert(0, Likelihood(studio.nats, studio.usual))
    if not lax:
        found.insert(0, Rules(metre=metre, key=key))
        found.append(Novelty(studio.runs, given))
    return found


def alike(candidates: Sequence[Candidate]) -> NDArray[np.float32]:
    """How alike pieces are, (pieces, pieces)."""
    return likeness([candidate.work for candidate in candidates])
