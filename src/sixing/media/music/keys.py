"""Which key a piece is in, found from its notes.

Each key is compared with the time that the twelve pitch classes sound (Krumhansl, *Cognitive
Foundations of Musical Pitch*, 1990, chapter 4), by the mean of two correlations: with the profiles
of Krumhansl and Kessler (1982) and with those of Temperley (*Music and Probability*, 2007, table
6.1: how often a pitch class is in a segment of the Kostka-Payne corpus). The modes of folk music
take the profile of the nearer of major and minor, with the degrees that differ changed over. Where
a piece begins and ends counts too.

It does not know that a piece modulates: it says one key for the whole.

>>> from sixing.media.music.score import Note, Part, Score
>>> scale = (67, 69, 71, 72, 74, 76, 78, 79, 74, 71, 67)
>>> found = find(Score((Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(scale))),)))
>>> found.key.name, found.certainty > 0.5
('G major', True)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.score import GRID, MODES, Key, Note, Part, Score

Floats = NDArray[np.float64]

TONAL = ("major", "minor")
FOLK = ("major", "minor", "dorian", "mixolydian")
PENTATONIC = ("gong", "shang", "jue", "zhi", "yu")

_KRUMHANSL = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
_TEMPERLEY = {
    "major": (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400),
    "minor": (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330),
}
#: Degrees (semitones) that change places in the profile of the nearer of major and minor.
_CHANGED: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {
    "major": ("major", ()), "minor": ("minor", ()), "mixolydian": ("major", ((10, 11),)),
    "lydian": ("major", ((5, 6),)), "dorian": ("minor", ((8, 9), (10, 11))),
    "phrygian": ("minor", ((1, 2), (10, 11))),
}  # fmt: skip

#: What it adds to a correlation that the tonic is the last note of the bass, the last of the
#: highest part, or the first note; and what a mode other than major and minor must be better by.
#: Chosen on chorales and folk tunes with declared keys.
LAST_BASS, LAST_HIGHEST, FIRST, MODAL = 0.20, 0.10, 0.05, 0.08
#: How sharply certainty follows the lead of the best key over the others.
SHARPNESS = 12.0


@dataclass(frozen=True, slots=True)
class Found:
    """A key that was found.

    Attributes:
        key: the likeliest.
        certainty: its share among all keys asked for, 0 to 1 (a softmax, not a frequency).
        second: the next likeliest.
    """

    key: Key
    certainty: float
    second: Key


def key_of(score: Score) -> Key | None:
    """The likeliest key; None where nothing has a pitch."""
    return find(score).key if _pitched(score) else None


def find(score: Score, modes: Sequence[str] | None = None, *, ends: bool = True) -> Found:
    """The likeliest key of a piece.

    Args:
        score: the piece.
        modes: among which modes; None: `FOLK` for one part and `TONAL` for several.
        ends: whether it counts where the piece begins and ends.

    Raises:
        ValueError: nothing in it has a pitch.
    """
    parts = _pitched(score)
    if not parts:
        raise ValueError("no note of this piece has a pitch: it has no key")
    asked = tuple(modes or (FOLK if len(parts) == 1 else TONAL))
    keys = [Key(tonic, mode) for mode in asked for tonic in range(12)]
    worth = _correlations(durations(score), asked)
    if ends:
        worth = worth + _ends(score, keys)
    order = np.argsort(-worth, kind="stable")
    share = np.exp(SHARPNESS * (worth - worth.max()))
    certainty = float(share[order[0]] / share.sum())
    return Found(keys[order[0]], certainty, keys[order[1]])


def durations(score: Score) -> Floats:
    """Quarter notes that each pitch class sounds, shape (12,); drums apart."""
    total = np.zeros(12)
    for part in _pitched(score):
        for note in part.notes:
            total[note.pitch % 12] += note.length / GRID
    return total


def in_scale(score: Score, key: Key) -> float:
    """Share of sounding time on degrees of a key; in minor also on its raised sixth and seventh."""
    total = durations(score)
    degrees = set(key.scale)
    if key.mode == "minor":
        degrees |= {(key.tonic + 9) % 12, (key.tonic + 11) % 12}
    return float(total[sorted(degrees)].sum() / total.sum()) if total.any() else 0.0


def profiles(mode: str) -> Floats:
    """A mode's profiles from its tonic up, shape (profiles, 12).

    A pentatonic mode has its scale with the final and its fifth (in jue, which has none, its
    fourth) set above the others (2, 1.5, 1): there is no published profile of them.
    """
    if mode in PENTATONIC:
        flat = np.zeros(12)
        flat[list(MODES[mode])] = 1.0
        flat[0], flat[7 if 7 in MODES[mode] else 5] = 2.0, 1.5
        return flat[None]
    nearer, changes = _CHANGED[mode]
    found = np.array([_KRUMHANSL[nearer], _TEMPERLEY[nearer]])
    for one, other in changes:
        found[:, [one, other]] = found[:, [other, one]]
    return found


def outer_notes(score: Score) -> tuple[Note, Note, Note]:
    """The lowest of the first notes, and the highest and the lowest of the last."""
    notes = [note for part in _pitched(score) for note in part.notes]
    start, end = min(note.start for note in notes), max(note.end for note in notes)
    first = min((note for note in notes if note.start == start), key=lambda note: note.pitch)
    last = [note for note in notes if note.end >= end - GRID // 2]
    return first, max(last, key=lambda n: n.pitch), min(last, key=lambda n: n.pitch)


def _pitched(score: Score) -> list[Part]:
    return [part for part in score.parts if part.notes and not part.drums]


def _correlations(time: Floats, modes: tuple[str, ...]) -> Floats:
    """Of each mode and tonic with the time that pitch classes sound, shape (modes x 12,)."""
    centred = time - time.mean()
    size = float(np.linalg.norm(centred))
    # All twelve alike speak for no key.
    found: Floats = _table(modes) @ (centred / size if size > 1e-9 else centred)
    return found


@cache
def _table(modes: tuple[str, ...]) -> Floats:
    """Unit profiles on every tonic, mean over those of a mode, shape (modes x 12, 12)."""
    rows = []
    for mode in modes:
        centred = profiles(mode) - profiles(mode).mean(axis=1, keepdims=True)
        unit = (centred / np.linalg.norm(centred, axis=1, keepdims=True)).mean(axis=0)
        rows += [np.roll(unit, tonic) for tonic in range(12)]
    return np.array(rows)


def _ends(score: Score, keys: Sequence[Key]) -> Floats:
    """What first and last notes add to each key, and what a rarer mode must make good."""
    first, highest, bass = (note.pitch % 12 for note in outer_notes(score))
    return np.array(
        [
            LAST_BASS * (key.tonic == bass)
            + LAST_HIGHEST * (key.tonic == highest)
            + FIRST * (key.tonic == first)
            - MODAL * (key.mode in _CHANGED and key.mode not in TONAL)
            for key in keys
        ]
    )
