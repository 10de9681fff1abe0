"""Gathering: pieces of many sources, cleaned, each once, split so that versions stay together.

>>> from sixing.fitting.scores.sources import OWN
>>> from sixing.media.music.score import Note, Part, Score
>>> tune = Part("", 73, tuple(Note(12 * i, 12, 60 + i * i % 7) for i in range(32)))
>>> pieces = [Piece("a", "mine", "a", Score((tune,))), Piece("b", "mine", "b", Score((tune,)))]
>>> lessons, report = assemble([(OWN, pieces)])
>>> len(lessons), report.left
(1, {'mine': {'the same as another': 1}})
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sixing.fitting.scores import duplicates
from sixing.fitting.scores.cleaning import clean
from sixing.fitting.scores.duplicates import Shingles
from sixing.fitting.scores.sources import Piece, Source, open_source
from sixing.media.music.lessons import Lesson
from sixing.media.music.score import Score
from sixing.progress import Progress, silent, within

#: Styles of tunes that travel between books: their versions are looked for together.
FOLK = ("irish", "fiddle", "chinese")
#: A chorale of which so much is in another's held-out pieces is one of them.
HELD = 0.3


@dataclass
class Report:
    """What was gathered.

    Attributes:
        pieces: for each style the pieces of each split.
        bars, notes: for each style.
        left: for each style why pieces were left out, and how many.
        licences: for each source what its pieces may be used for, in its own words.
    """

    pieces: dict[str, dict[str, int]] = field(default_factory=dict)
    bars: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    left: dict[str, dict[str, int]] = field(default_factory=dict)
    licences: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As JSON would have it."""
        return asdict(self)

    def to_markdown(self) -> str:
        """Tables of counts and of licences."""
        lines = ["| style | train | valid | test | bars | notes | left out |", "|" + "---|" * 7]
        for style in sorted({*self.pieces, *self.left}):
            here = self.pieces.get(style, {})
            why = "; ".join(f"{n} {reason}" for reason, n in self.left.get(style, {}).items())
            counts = [here.get(split, 0) for split in ("train", "valid", "test")]
            sizes = [self.bars.get(style, 0), self.notes.get(style, 0)]
            lines.append("| " + " | ".join(map(str, (style, *counts, *sizes, why))) + " |")
        lines += ["", "| source | licence |", "|---|---|"]
        lines += [f"| {name} | {licence} |" for name, licence in sorted(self.licences.items())]
        return "\n".join(lines)


def gather(
    names: Sequence[str], progress: Progress = silent, held: Shingles = frozenset()
) -> tuple[list[Lesson], Report]:
    """Reads sources by name or path and makes lessons of them.

    Args:
        held: frames (`duplicates.frames`) of pieces that must not be learnt from.

    Raises:
        BadCorpus: a source is not there or holds nothing.
    """
    found = []
    for number, name in enumerate(names):
        source, read = open_source(name)
        progress(number / len(names), f"reading 读 {name}")
        part = within(progress, number / len(names), (number + 1) / len(names))
        found.append((source, list(read(part))))
    return assemble(found, held)


def assemble(
    found: Iterable[tuple[Source, Sequence[Piece]]], held: Shingles = frozenset()
) -> tuple[list[Lesson], Report]:
    """Lessons of what sources gave: cleaned, each once, split."""
    report, lessons = Report(), []
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for source, pieces in found:
        report.licences[source.name] = source.licence
        for piece in pieces:
            score = clean(piece.score, performed=source.performed)
            if isinstance(score, str):
                left[piece.style][score] += 1
            else:
                lessons.append(_lesson(piece, source, score))
    lessons = [one for style in _families(lessons) for one in _once(style, left)]
    lessons = _split(lessons, held)
    _count(lessons, report)
    report.left = {style: dict(count) for style, count in sorted(left.items())}
    return lessons, report


def _lesson(piece: Piece, source: Source, score: Score) -> Lesson:
    licence = piece.licence or source.licence
    return Lesson(piece.id, piece.style, source.name, licence, piece.group, "", piece.title, score)


def _families(lessons: Sequence[Lesson]) -> list[list[Lesson]]:
    """Lessons that may be versions of one another."""
    found: dict[str, list[Lesson]] = defaultdict(list)
    for one in lessons:
        found["folk" if one.style in FOLK else one.style].append(one)
    return [found[name] for name in sorted(found)]


def _once(lessons: Sequence[Lesson], left: dict[str, Counter[str]]) -> list[Lesson]:
    """Each piece once; versions of one in one group. Bands of one groove are no versions."""
    if lessons[0].source == "mma":
        return list(lessons)
    marks = duplicates.frames if lessons[0].style == "bach" else duplicates.shingles
    same, group = duplicates.related([marks(one.score) for one in lessons])
    kept = []
    for i, one in enumerate(lessons):
        if same[i] != i:
            left[one.style]["the same as another"] += 1
        else:
            kept.append(replace(one, group=lessons[group[i]].group))
    return kept


def _split(lessons: Sequence[Lesson], held: Shingles) -> list[Lesson]:
    """Splits by groups within each style; what was held out elsewhere is test here."""
    barred = {one.group for one in lessons if one.style == "bach" and _is_held(one, held)}
    styles: dict[str, list[str]] = defaultdict(list)
    for one in lessons:
        if one.group not in barred:
            styles[one.style].append(one.group)
    split = dict.fromkeys(barred, "test")
    for groups in styles.values():
        for group, part in duplicates.splits(groups).items():
            # A group of two styles is held out of both.
            split[group] = part if split.get(group, "train") == "train" else split[group]
    return [replace(one, split=split[one.group]) for one in lessons]


def _is_held(one: Lesson, held: Shingles) -> bool:
    here = duplicates.frames(one.score)
    return len(here & held) >= HELD * max(1, len(here))


def _count(lessons: Sequence[Lesson], report: Report) -> None:
    for style in sorted({one.style for one in lessons}):
        these = [one for one in lessons if one.style == style]
        report.pieces[style] = dict(Counter(one.split for one in these))
        report.bars[style] = sum(len(one.score.bars()) for one in these)
        report.notes[style] = sum(one.score.notes() for one in these)
