"""A melody for verse that follows the tones of its words (依字行腔), one syllable a note.

The mood chooses the mode and the pace, the shape of the verse the rhythm (`verse_rhythm`), the
tones which way each interval goes (`contour`); the line is drawn from all that is wanted of it
(`melody`). Several melodies are drawn and the best is kept. The lines are thought of as 起承转合:
the third rises, the last comes home to the mode's final. The range is at most a tenth.

Modes by mood: 宫 and 徵 are the bright ones, 羽 and 商 the dark ones (黎英海,
《汉族调式及其和声》, 1959).

>>> made = sing(("床前明月光", "疑是地上霜"), ("平平平入平", "平上去去平"), seed=1)
>>> made.score.parts[0].lyrics[:5], len(made.score.parts[0].notes)
(('床', '前', '明', '月', '光'), 10)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import numpy as np

from sixing.errors import BadBrief
from sixing.media.music.accompaniment import accompany
from sixing.media.music.contour import TONES, Step, steps
from sixing.media.music.melody import Want, Worth, draw, intervals
from sixing.media.music.score import GRID, MODES, Key, Metre, Note, Part, Score, Tempo
from sixing.media.music.verse_rhythm import Line, rhythms

LINES = 64
"""The longest verse that is set."""

VOICE, ZHENG = 53, 107
"""Programs: a voice, and the koto that stands for the guzheng."""

TENTH = 16
"""Semitones of the widest range."""
_DRAWN = 16
_LOWEST = 57  # A below middle C: where an ordinary voice is still easy
_TONICS = range(60, 68)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a mood is sung: modes to choose from, quarter notes a minute, beats of a bar."""

    modes: tuple[str, ...]
    tempos: tuple[int, ...]
    beats: int = 4


MANNERS = {
    "joy": Manner(("zhi", "gong"), (96, 104, 112), 2),
    "ambition": Manner(("gong", "zhi"), (92, 100), 2),
    "serenity": Manner(("gong", "shang", "zhi"), (69, 76)),
    "longing": Manner(("yu", "zhi"), (66, 72)),
    "solitude": Manner(("shang", "yu"), (60, 66)),
    "sorrow": Manner(("yu",), (56, 60)),
    "": Manner(("zhi", "gong", "yu"), (76, 84)),
}
"""By the moods of `sixing.works.mood`; "" where nobody says."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many steps between syllables go as their tones want: rules, and rules with leanings."""

    rules: int
    of_rules: int
    steps: int
    of_steps: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Words set to music.

    Attributes:
        score: the voice first, with its words; then what accompanies it.
        kept: how far it follows the tones.
        mood: whose manner it has, "" for the plain one.
    """

    score: Score
    kept: Kept
    mood: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all melodies of one setting share."""

    scale: tuple[int, ...]  # MIDI pitches, upwards
    tonic: int
    mode: str
    beats: tuple[Line, ...]
    steps: tuple[tuple[Step, ...], ...]


def sing(
    lines: Sequence[str],
    tones: Sequence[Sequence[str]],
    *,
    title: str = "",
    mood: str = "",
    key: Key | None = None,
    tempo: int | None = None,
    accompanied: bool = True,
    seed: int = 0,
) -> Setting:
    """Set verse to music; the same arguments give the same melody.

    Args:
        lines: the verse, a character a syllable, without punctuation.
        tones: of each line the tone of each syllable, in one system of `contour`; "" for unknown.
        mood: of `MANNERS`.
        key: any pentatonic mode; by default one of the mood's.
        tempo: quarter notes a minute; by default one of the mood's.

    Raises:
        BadBrief: there are no lines, too many or too long ones, tones that do not fit them, an
            unknown mood, or a key that is not pentatonic.
    """
    _require(lines, tones, mood, key)
    rng = Random(f"{seed} {'/'.join(lines)}")
    manner = MANNERS[mood]
    key = key or _key(manner, rng)
    beats = rhythms([len(line) for line in lines], rng, lively=manner.beats == 2)
    wanted = tuple(steps(row) for row in tones)
    drawn = []
    for _ in range(_DRAWN):
        ground = _ground(key, beats, wanted, rng)
        melody, worth = _melody(ground, rng)
        drawn.append((worth + _whole(ground, melody), ground, melody))
    _, ground, melody = max(drawn, key=lambda one: one[0])
    score = _score(lines, ground, melody, manner, key, tempo or rng.choice(manner.tempos))
    if accompanied:
        score = accompany(score, key, lively=manner.beats == 2)
    return Setting(_titled(score, title), _kept(wanted, melody), mood)


def _require(
    lines: Sequence[str], tones: Sequence[Sequence[str]], mood: str, key: Key | None
) -> None:
    if not lines or len(lines) > LINES:
        raise BadBrief(
            f"{len(lines)} lines cannot be set: give 1 to {LINES}",
            zh=f"{len(lines)} 句无法谱曲：请给 1 至 {LINES} 句",
        )
    if [len(line) for line in lines] != [len(row) for row in tones]:
        raise BadBrief("each syllable wants one tone", zh="每个字须有一个声调")
    unknown = {tone for row in tones for tone in row} - TONES
    if unknown:
        raise BadBrief(f"no tone is written {min(unknown)}", zh=f"没有写作 {min(unknown)} 的声调")
    if mood not in MANNERS:
        raise BadBrief(f'no mood is called "{mood}"', zh=f"没有叫“{mood}”的情绪")
    if key and len(MODES[key.mode]) != 5:
        raise BadBrief(
            f"verse is sung in a pentatonic mode, and {key.name} is none: "
            "gong, shang, jue, zhi or yu",
            zh=f"谱诗用五声调式，{key.name} 不是：请用宫、商、角、徵、羽",
        )


def _key(manner: Manner, rng: Random) -> Key:
    mode = rng.choice(manner.modes)
    near = [t % 12 for t in _TONICS if abs(Key(t % 12, mode).fifths) <= 3]
    return Key(rng.choice(near), mode)


def _ground(
    key: Key, beats: tuple[Line, ...], wanted: tuple[tuple[Step, ...], ...], rng: Random
) -> _Ground:
    """The scale around a tonic that an ordinary voice reaches both ways from."""
    tonic = next(t for t in range(60, 72) if t % 12 == key.tonic)
    low = max(_LOWEST, tonic - rng.choice((5, 3, 2)))
    tonic = tonic if tonic - low <= 7 else tonic - 12
    scale = tuple(p for p in range(low, low + TENTH + 1) if p % 12 in key.scale)
    return _Ground(scale, tonic, key.mode, beats, wanted)


def _melody(ground: _Ground, rng: Random) -> tuple[list[tuple[int, ...]], float]:
    """A melody line by line, as places of the scale, and its worth."""
    found: list[tuple[int, ...]] = []
    total = 0.0
    for place, beats in enumerate(ground.beats):
        # Each line takes up the one before the last; the third of four less, for it turns.
        model = found[place - 2] if place >= 2 else ()
        want = Want(
            _alone(ground, place, beats),
            ground.steps[place],
            _before(found),
            intervals(model),
            0.4 if place % 4 == 2 else 1.0,
        )
        line, worth = draw(want, rng)
        found.append(line)
        total += worth
    return found, total


def _before(found: list[tuple[int, ...]]) -> tuple[int, int] | None:
    sung = [pitch for line in found for pitch in line][-2:]
    return (sung[0], sung[-1]) if sung else None


#: How much higher or lower than the middle the four lines of a quatrain lie, in steps.
_HEIGHTS = (0.0, -0.4, 1.6, -0.6)
_ARCH = 1.3
_PULL = 0.14


def _alone(ground: _Ground, place: int, beats: Line) -> Worth:
    """What each pitch is worth at each syllable: the arch, rest on stable degrees, the cadence."""
    scale = np.array(ground.scale)
    middle = (len(scale) - 1) / 2
    count = len(beats)
    along = (np.arange(count) + 0.5) / count
    target = middle + _HEIGHTS[place % 4] + _ARCH * (np.sin(np.pi * along) - 0.5)
    found = -_PULL * (np.arange(len(scale))[None, :] - target[:, None]) ** 2
    stable = np.isin(scale % 12, [ground.tonic % 12, _support(ground)])
    long = np.clip(np.array(beats) - 1, 0, 1)[:, None]
    found += 0.5 * long * stable[None, :]
    found[-1] += _cadence(ground, place)
    if place == 0:
        found[0] += 0.6 * stable
    return np.asarray(found)


def _support(ground: _Ground) -> int:
    """The degree that holds the final: its fifth where the mode has one, else its fourth."""
    above = 7 if 7 in MODES[ground.mode] else 5
    return (ground.tonic + above) % 12


def _cadence(ground: _Ground, place: int) -> Worth:
    """What each pitch is worth at a line's end."""
    scale = np.array(ground.scale)
    home = scale % 12 == ground.tonic % 12
    support = scale % 12 == _support(ground)
    if place == len(ground.beats) - 1:
        return np.where(scale == ground.tonic, 0.0, -40.0)
    if place % 4 == 3:
        return np.where(home, 1.2, np.where(support, 0.8, -2.0))
    if place % 2:
        return np.where(support, 1.4, np.where(home, 0.2, -1.5))
    return np.where(home, -1.5, np.where(support, 0.4, 0.0))


def _whole(ground: _Ground, melody: list[tuple[int, ...]]) -> float:
    """What only the whole melody shows: how far it ranges, one highest place, lines that differ."""
    sung = [place for line in melody for place in line]
    ranged = ground.scale[max(sung)] - ground.scale[min(sung)]
    lacking = max(0, 9 - ranged) / 3
    tops = sum(place == max(sung) for place in sung)
    again = len(melody) - len(set(melody))
    return -lacking - 0.4 * max(0, tops - 2) - 1.5 * again


def _score(
    lines: Sequence[str], ground: _Ground, melody: list[tuple[int, ...]], manner: Manner,
    key: Key, tempo: int,
) -> Score:  # fmt: skip
    lengths = [round(beat * GRID * manner.beats / 4) for line in ground.beats for beat in line]
    starts = [0, *accumulate(lengths)]
    places = [place for line in melody for place in line]
    top = max(places)
    notes = tuple(
        Note(start, length, ground.scale[place], 6 if place == top else 5)
        for start, length, place in zip(starts, lengths, places, strict=False)
    )
    part = Part("人声", VOICE, notes, lyrics=tuple("".join(lines)))
    return Score((part,), (Metre(0, manner.beats, 4),), (Tempo(0, tempo),), key)


def _titled(score: Score, title: str) -> Score:
    return Score(score.parts, score.metres, score.tempos, score.key, title=title)


def _kept(wanted: Sequence[Sequence[Step]], melody: Sequence[Sequence[int]]) -> Kept:
    rules: list[bool] = []
    leanings: list[bool] = []
    for row, line in zip(wanted, melody, strict=True):
        for step, moved in zip(row, intervals(line), strict=True):
            if step.direction:
                kept = moved * step.direction > 0
                (rules if step.strong else leanings).append(kept)
    both = rules + leanings
    return Kept(sum(rules), len(rules), sum(both), len(both))
