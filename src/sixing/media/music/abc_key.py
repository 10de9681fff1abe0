"""Keys, metres, lengths and tempos as ABC writes them; each field means one thing or nothing.

>>> key_of("Edor")
(Key(tonic=4, mode='dorian'), {'F': 1, 'C': 1})
>>> name_of(Key(4, "dorian")), metre_of("C|"), bpm_of("3/8=40", 6.0)
('Edor', (2, 2), 60.0)
"""

from __future__ import annotations

import re

from sixing.media.music import limits
from sixing.media.music.score import GRID, Key, Metre

Signature = dict[str, int]
"""Semitones by which a letter is raised wherever nothing else is said."""

_LINE = "FCGDAEB"
"""Letters on the line of fifths; F is -1."""

#: How many fifths a mode's tonic lies above the tonic of the major key with its signature.
_ABOVE = {
    "maj": 0, "ion": 0, "mix": 1, "dor": 2, "min": 3, "m": 3, "aeo": 3, "phr": 4, "loc": 5,
    "lyd": -1,
}  # fmt: skip
_MODES = {
    "maj": "major", "ion": "major", "mix": "mixolydian", "dor": "dorian", "min": "minor",
    "m": "minor", "aeo": "minor", "phr": "phrygian", "lyd": "lydian",
}  # fmt: skip
#: The mode of seven notes with a pentatonic mode's tonic and signature.
_WIDER = {
    "major": "maj", "minor": "min", "dorian": "dor", "mixolydian": "mix", "phrygian": "phr",
    "lydian": "lyd", "gong": "maj", "shang": "dor", "jue": "phr", "zhi": "mix", "yu": "min",
}  # fmt: skip
_KEY = re.compile(r"([A-G])([#b]?)\s*([A-Za-z]*)")
_SIGNED = re.compile(r"(\^{1,2}|_{1,2}|=)([A-Ga-g])")
ALTER = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}


def signature(fifths: int) -> Signature:
    """What a number of sharps or flats raises or lowers."""
    if fifths >= 0:
        return dict.fromkeys(_LINE[:fifths], 1)
    return dict.fromkeys(_LINE[fifths:], -1)


def key_of(said: str) -> tuple[Key | None, Signature]:
    """The key of a field K, None for none, and its signature."""
    if said[:2].upper() == "HP":
        return Key(9, "mixolydian"), {"F": 1, "C": 1}
    match = _KEY.match(said)
    if not match:
        return None, dict(_signed(said))
    place = _LINE.index(match[1]) - 1 + {"#": 7, "b": -7, "": 0}[match[2]]
    mode = match[3][:3].lower()
    mode = mode if mode in _ABOVE else ("m" if match[3] == "m" else "maj")
    fifths = place - _ABOVE[mode]
    tonic = 7 * place % 12
    raised = {} if " exp" in said else signature(max(-7, min(7, fifths)))
    known = _MODES.get(mode)
    return Key(tonic, known) if known else None, raised | dict(_signed(said[match.end() :]))


def _signed(said: str) -> list[tuple[str, int]]:
    """Accidentals that a key adds to its own."""
    return [(letter.upper(), ALTER[sign]) for sign, letter in _SIGNED.findall(said)]


def name_of(key: Key) -> str:
    """A key as a field K says it, with the signature that the score has."""
    mode = _WIDER[key.mode]
    place = key.fifths + _ABOVE[mode]
    sharps, letter = divmod(place + 1, 7)
    return f"{_LINE[letter]}{'#' * sharps if sharps > 0 else 'b' * -sharps}{mode}"


def metre_of(said: str) -> tuple[int, int] | None:
    """Beats and unit of a field M; None for none that makes a bar."""
    if said.startswith("C|"):
        return 2, 2
    if said.startswith("C"):
        return 4, 4
    match = re.fullmatch(r"\(?\s*(\d{1,2}(?:\s*\+\s*\d{1,2}){0,9})\s*\)?\s*/\s*(\d{1,2})", said)
    if not match:
        return None
    beats, unit = sum(map(int, match[1].split("+"))), int(match[2])
    return (beats, unit) if limits.sound_metre(Metre(0, beats, unit)) else None


def length_of(said: str) -> float | None:
    """Places of a field L; None for nonsense."""
    match = re.fullmatch(r"(\d)\s*/\s*(\d{1,3})|(1)", said)
    if not match:
        return None
    if match[3]:
        return 4.0 * GRID
    return 4.0 * GRID * int(match[1]) / int(match[2]) if int(match[2]) and int(match[1]) else None


def usual_length(metre: tuple[int, int] | None) -> float:
    """Places of a note when no field L stands: a sixteenth in metres below 3/4, else an eighth."""
    return GRID / 4 if metre and metre[0] / metre[1] < 0.75 else GRID / 2


def bpm_of(said: str, unit: float) -> float | None:
    """Quarters a minute of a field Q; None where it has no number.

    Args:
        said: ``1/4=120``, ``"Slow" 3/8=40``, or a bare number of unit lengths.
        unit: places of the unit length.
    """
    plain = re.sub(r'"[^"]*"', "", said).strip()
    beats = r"\d{1,2}/\d{1,2}"
    match = re.fullmatch(rf"({beats}(?:\s+{beats}){{0,3}})\s*=\s*(\d{{1,4}})(?:\.\d*)?", plain)
    if match:
        sums = [part.split("/") for part in match[1].split()]
        quarters = sum(4 * int(a) / int(b) for a, b in sums if int(b))
        return quarters * int(match[2]) or None
    bare = re.fullmatch(r"(?:C\d?=)?(\d{1,4})", plain)
    return int(bare[1]) * unit / GRID or None if bare else None


def tempo_of(bpm: float) -> int:
    """A tempo within the range that is read."""
    return int(min(max(bpm, limits.SLOWEST), limits.FASTEST) + 0.5)
