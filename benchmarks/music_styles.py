"""An independent classifier of styles: a forest over histograms of what sounds, no player named.

It reads spans of 16 bars, of the pitched parts alone: melodic intervals, times between attacks,
lengths, places in the bar, notes struck together, voices sounding, register, intervals between
parts. Nothing of the engine's judges, tokens or models is in it. It learns from the training pieces
and is measured on the others; `cross` measures it by folds of piece groups as well, since some
styles have few pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.music_pieces import Piece
from sixing.media.music.score import GRID, Part, Score

Floats = NDArray[np.float64]
SPAN, SPANS = 16, 12
TIMES = np.array([1, 2, 3, 4, 5, 6, 8, 9, 12, 16, 18, 24, 36, 48, 72, 10_000])


def spans(score: Score) -> Iterator[Score]:
    """Up to `SPANS` spans of `SPAN` bars of a piece, evenly spread; a short one is whole."""
    bars = score.bars()
    starts = range(0, max(1, len(bars) - SPAN // 2), SPAN)
    for n in list(starts)[:: max(1, -(-len(starts) // SPANS))]:
        first = bars[n].start
        last = bars[min(n + SPAN, len(bars)) - 1]
        yield cut(score, first, last.start + last.length)


def cut(score: Score, first: int, end: int) -> Score:
    """What begins between two places, moved to the beginning."""
    parts = tuple(
        replace(part, notes=tuple(replace(note, start=note.start - first)
                                  for note in part.notes if first <= note.start < end), lyrics=())
        for part in score.parts
    )  # fmt: skip
    metre = max((m for m in score.metres if m.start <= first), key=lambda m: m.start)
    return Score(parts, (replace(metre, start=0),), key=score.key)


def features(score: Score) -> Floats:
    """Histograms of a span, shape (features,); each of them sums to 1."""
    parts = [part for part in score.parts if part.notes and not part.drums]
    found = [np.zeros(0)]
    lines = [_line(part) for part in parts]
    found.append(_share([step for pitch, _ in lines for step in np.diff(pitch)], range(-13, 15)))
    found.append(_times([t for _, start in lines for t in np.diff(start)]))
    found.append(_times([note.length for part in parts for note in part.notes]))
    starts = [note.start for part in parts for note in part.notes]
    found.append(_share([start % GRID for start in starts], range(GRID + 1)))
    beat = [start % score.metres[0].length // GRID for start in starts]
    found.append(_share(beat, range(9)))
    found.append(_share([note.pitch // 6 for part in parts for note in part.notes], range(23)))
    found.append(_together(parts))
    found.append(_texture(score, parts))
    found.append(np.array([len(parts), len(starts) / max(1, len(score.bars())) / 10]))
    return np.concatenate(found)


def _line(part: Part) -> tuple[Floats, Floats]:
    highest = {note.start: note.pitch for note in part.notes}
    return np.array([*highest.values()], float), np.array([*highest], float)


def _share(values: Sequence[float], edges: range) -> Floats:
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1] - 1), np.array(edges))
    found: Floats = counts / max(1, int(counts.sum()))
    return found


def _times(values: Sequence[float]) -> Floats:
    counts = np.bincount(np.searchsorted(TIMES, values), minlength=len(TIMES))
    found: Floats = counts / max(1, int(counts.sum()))
    return found


def _together(parts: Sequence[Part]) -> Floats:
    """Notes that each part strikes at once: 1 to 6."""
    sizes: list[int] = []
    for part in parts:
        _, counts = np.unique([note.start for note in part.notes], return_counts=True)
        sizes += counts.tolist()
    return _share(sizes, range(1, 8))


def _texture(score: Score, parts: Sequence[Part]) -> Floats:
    """Notes sounding (0 to 11) and intervals above the lowest (12), over eighths."""
    table = np.zeros((score.length // (GRID // 2) + 1, 128), bool)
    for part in parts:
        for note in part.notes:
            table[note.start // (GRID // 2) : -(-note.end // (GRID // 2)), note.pitch] = True
    counts = _share(table.sum(axis=1).tolist(), range(13))
    above = [(p - row[0]) % 12 for row in map(np.flatnonzero, table) for p in row[1:]]
    return np.concatenate([counts, _share(above, range(13))])


@dataclass
class Styles:
    """A classifier that has learnt, and what it is worth.

    Attributes:
        names: of the styles.
        held_out: (right, spans) for each style, of valid and test pieces.
    """

    forest: Any
    names: tuple[str, ...]
    held_out: dict[str, tuple[int, int]]

    def said(self, score: Score) -> str:
        """The style of a piece: of the mean over its spans."""
        rows = np.array([features(span) for span in spans(score)])
        return str(self.names[int(self.forest.predict_proba(rows).mean(axis=0).argmax())])


def learn(pieces: Sequence[Piece], seed: int = 0) -> Styles:
    """Learn from the training pieces; measured on spans of the others."""
    rows, labels, kept = _table(pieces)
    train = np.array([piece.split == "train" for piece in kept])
    forest = _forest(seed).fit(rows[train], labels[train])
    said = forest.predict(rows[~train])
    return Styles(forest, tuple(forest.classes_), _right(labels[~train], said))


def cross(pieces: Sequence[Piece], folds: int = 5, seed: int = 0) -> dict[str, tuple[int, int]]:
    """(right, spans) of each style when every group of pieces is left out once."""
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    rows, labels, kept = _table(pieces)
    groups = np.array([f"{piece.style}/{piece.group}" for piece in kept])
    parts = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    said = cross_val_predict(_forest(seed), rows, labels, groups=groups, cv=parts)
    return _right(labels, said)


def balanced(right: dict[str, tuple[int, int]]) -> float:
    """Mean share of right answers over the styles."""
    return float(np.mean([good / max(1, all_) for good, all_ in right.values()]))


def _right(labels: NDArray[np.str_], said: NDArray[np.str_]) -> dict[str, tuple[int, int]]:
    return {
        str(name): (int((said[labels == name] == name).sum()), int((labels == name).sum()))
        for name in np.unique(labels)
    }


def _table(pieces: Sequence[Piece]) -> tuple[Floats, NDArray[np.str_], list[Piece]]:
    kept, rows = [], []
    for piece in pieces:
        for span in spans(piece.score):
            if span.notes() >= SPAN:
                kept.append(piece)
                rows.append(features(span))
    return np.array(rows), np.array([piece.style for piece in kept]), kept


def _forest(seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(300, class_weight="balanced_subsample", min_samples_leaf=2,
                                  random_state=seed)  # fmt: skip
