"""Whether a piece is new: the longest run of notes that it shares with the corpus, and whose.

Example:
    >>> from sixing.media.music.score import Note, Part, Score
    >>> from sixing.media.music.spelling import spell
    >>> pitches = (67, 69, 71, 72, 74, 71, 67, 64, 60, 62, 66, 69, 72, 71, 69, 67, 62, 67) * 2
    >>> tune = Score((Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(pitches))),))
    >>> judge = Novelty(Runs.of([("A toy", tune)]))
    >>> said = judge([Work("music", "air", "", spell(tune.moved(2)))])[0]
    >>> said.passed, said.detail["run"]["source"]
    (False, 'A toy')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sixing.features.runs import Run, Runs
from sixing.judging.wording import reasons
from sixing.media.music.score import Score
from sixing.media.music.spelling import read
from sixing.works import Judgement, Work

LONGEST = 20
"""Notes in a row that a line may share with anybody: of held-out human tunes one in twenty-five
shares more, mostly as variants of one tune. In four voices a hymn tune or its bass may be
anybody's, and twice as many are let pass: there, what all voices do together is what counts."""


@dataclass(frozen=True)
class Novelty:
    """What a piece shares with the corpus, by its index of runs.

    A line that shares more than `LONGEST` notes in a row does not pass, nor four voices that share
    a window of two bars. The score is 1 less the longest run's share of twice the limit and less
    the share of windows that are known.

    Args:
        known: the index of the corpus.
        given: parts, from 1, that a person gave: those are theirs to answer for.
    """

    known: Runs
    given: frozenset[int] = frozenset()
    name = "novelty"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Look for shared runs in every line, and in all voices together."""
        return [self._one(read(work.content)) for work in works]

    def _one(self, score: Score) -> Judgement:
        line, together = self.known.nearest(score, self.given), self.known.together(score)
        known, windows = self.known.known(score)
        limit, notes = LONGEST * (2 if windows else 1), line.notes if line else 0
        detail = {
            "run": _plain(line), "together": _plain(together), "limit": limit,
            "known": known, "windows": windows,
        }  # fmt: skip
        worth = round(max(0.0, 1 - notes / (2 * limit) - known / max(1, windows)), 4)
        passed = not known and notes <= limit
        return Judgement(self.name, worth, passed, detail, reasons(self.name, detail))


def _plain(run: Run | None) -> dict[str, object] | None:
    return asdict(run) if run else None
