"""Judges of music that listen for rules, voices and key.

Those that measure are in `music_measures`, what is borrowed in `music_novelty`, how alike two
pieces are in `music_variety`. Each reads the score afresh, and none asks who made it.

Example:
    >>> from sixing.media.music.score import Key, Note, Part, Score
    >>> from sixing.media.music.spelling import spell
    >>> scale = (67, 69, 71, 72, 74, 76, 78, 79, 74, 71, 67)
    >>> tune = Score((Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(scale))),))
    >>> work = Work("music", "air", "", spell(tune))
    >>> KeyCoherence(Key(7))([work])[0].reasons
    ('听来是G大调，合所求', '音在调内100 %')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sixing.judging.marks import enough, percentile
from sixing.judging.music_measures import (
    FILE,
    Likelihood,
    Measure,
    Usual,
    groove,
    marks_of,
    measures,
    metre_coherence,
    repetition,
    say,
    style_of,
    usual,
)
from sixing.media.music.check import check_score
from sixing.media.music.keys import FOLK, PENTATONIC, TONAL, find, in_scale
from sixing.media.music.leading import Voices, chords, faults
from sixing.media.music.score import Key, Metre, Score
from sixing.media.music.spelling import read
from sixing.works import Judgement, Work

__all__ = [
    "FILE", "KeyCoherence", "Likelihood", "Measure", "Rules", "Usual", "VoiceLeading", "groove",
    "measures", "metre_coherence", "repetition", "usual",
]  # fmt: skip

FAULT_COST = 0.25
"""What a grave fault takes off the score of the rules; four leave nothing."""
NEIGHBOUR = 0.5
"""What a key counts for that shares the tonic or the signature of the one asked for."""


@dataclass(frozen=True)
class Rules:
    """Whether bars, ranges, hands and voices keep the rules, by the medium's own checker.

    Args:
        metre, bars, key: what was asked for, if it was.
    """

    metre: Metre | None = None
    bars: int | None = None
    key: Key | None = None
    name = "rules"

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Count grave faults and advice; voice leading has its own judge."""
        return [self._one(read(work.content)) for work in works]

    def _one(self, score: Score) -> Judgement:
        asked = {"metre": self.metre, "bars": self.bars, "key": self.key}
        leading = {(f.rule, f.line, f.place) for f in faults(score, key=self.key)}
        found = [
            fault
            for fault in check_score(score, **asked)  # type: ignore[arg-type]
            if (fault.rule, fault.line, fault.place) not in leading
        ]
        grave = [[f.line, f.place, f.rule] for f in found if f.grave]
        advice = [[f.line, f.place, f.rule] for f in found if not f.grave]
        detail = {"grave": grave, "advice": advice}
        return say(self.name, max(0.0, 1 - FAULT_COST * len(grave)), not grave, detail)


@dataclass(frozen=True)
class VoiceLeading:
    """Faults of voice leading for each hundred chords, beside those of human pieces.

    Args:
        usual: see `Usual`; the measure is ``leading``.
        key: that the piece should end in; None takes its own.
    """

    usual: Usual
    key: Key | None = None
    name = "leading"

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Look at pieces of several voices; of others nothing is said."""
        return [self._one(work, read(work.content)) for work in works]

    def _one(self, work: Work, score: Score) -> Judgement | None:
        if Voices.of(score) is None:
            return None
        found = faults(score, key=self.key)
        grave = [[f.line, f.place, f.rule] for f in found if f.grave]
        count = chords(score)
        hundred = round(100 * len(grave) / max(1, count), 3)
        marks = marks_of(self.usual, style_of(work), "leading")
        worse = round(1 - percentile(hundred, marks), 3)
        detail = {
            "faults": grave, "advice": len(found) - len(grave), "chords": count,
            "hundred": hundred, "worse": worse,
        }  # fmt: skip
        return say(self.name, enough(worse) if grave else 1.0, True, detail)


@dataclass(frozen=True)
class KeyCoherence:
    """Whether the piece is in its key, by the key finder: with its end and without.

    A piece that wanders and comes home at last is in its key for who reads the end, and in another
    for who hears the whole: the score is the mean of both, by the share of time in the scale.

    Args:
        key: that was asked for; None takes the score's own.
    """

    key: Key | None = None
    name = "key"

    def __call__(self, works: Sequence[Work]) -> list[Judgement | None]:
        """Find each work's key; None where nothing has a pitch or no key is said."""
        return [self._one(read(work.content)) for work in works]

    def _one(self, score: Score) -> Judgement | None:
        asked = self.key or score.key
        if asked is None or not any(part.notes and not part.drums for part in score.parts):
            return None
        found = find(score, _among(asked))
        whole = find(score, _among(asked), ends=False).key
        near = (_near(asked, found.key) + _near(asked, whole)) / 2
        within = round(in_scale(score, asked), 3)
        detail = {
            "asked": [asked.tonic, asked.mode], "found": [found.key.tonic, found.key.mode],
            "whole": [whole.tonic, whole.mode],
            "near": near, "certainty": round(found.certainty, 3),
            "in_scale": within,
        }  # fmt: skip
        return say(self.name, near * within, True, detail)


def _among(asked: Key) -> tuple[str, ...]:
    """The modes that a key is told from."""
    for modes in (TONAL, FOLK, PENTATONIC):
        if asked.mode in modes:
            return modes
    return (*FOLK, asked.mode)


def _near(asked: Key, found: Key) -> float:
    """1 for the same key, `NEIGHBOUR` for one of its tonic or signature, else 0."""
    if asked == found:
        return 1.0
    return NEIGHBOUR if asked.tonic == found.tonic or asked.fifths == found.fifths else 0.0
