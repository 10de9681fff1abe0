"""A score heard: rendered with a soundfont, levelled to -16 LUFS, as WAV or Ogg Vorbis.

Each part is rendered by symusic and set in its place before the listener: melody in the middle, the
others to both sides, basses and drums in the middle. Stereo at 44.1 kHz. The same score and the
same font give the same samples.

    data = sounded(score, "ogg")
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sixing.errors import BadInput, BadWork
from sixing.media.music.extra import library
from sixing.media.music.loudness import PEAK, Sound, levelled, true_peak
from sixing.media.music.score import GRID, Part, Score
from sixing.media.music.soundfonts import find_soundfont

RATE = 44_100
MINUTES = 10
"""The longest piece that is sounded; levelling it takes about 1.4 GB."""
_TAIL = 2.0  # seconds that the last notes have to die away in
_FADE = 0.05
_QUIET = 1e-4  # of full scale: what is softer, at the end, is left out
#: Where parts stand, from left (-1) to right (1), in their order.
_PLACES = (0.0, -0.35, 0.35, -0.55, 0.55, -0.15, 0.15, -0.7, 0.7)
_BASSES = range(32, 40)
#: Vorbis draws peaks a little higher than they were; how much is known when it has been read back.
_MARGIN = {"wav": 0.1, "ogg": 0.5}
_FORMATS = {"wav": ("WAV", "PCM_16"), "ogg": ("OGG", "VORBIS")}
_TRIES = 4


def seconds(score: Score) -> float:
    """How long a score lasts, by its tempos."""
    ends = [*(tempo.start for tempo in score.tempos[1:]), max(score.length, 1)]
    marks = pairwise([0, *(min(end, score.length) for end in ends)])
    spans = zip(marks, score.tempos, strict=True)
    return sum((end - start) / GRID * 60 / tempo.bpm for (start, end), tempo in spans)


def sounded(score: Score, kind: Literal["wav", "ogg"], soundfont: Path | None = None) -> bytes:
    """The score as a file of sound.

    Raises:
        BadInput: symusic, soundfile or pyloudnorm is not installed, or there is no soundfont.
        BadWork: it has no notes, or lasts longer than `MINUTES`.
    """
    raw, peak = rendered(score, soundfont), PEAK - _MARGIN[kind]
    for _ in range(_TRIES):
        sound = levelled(raw, RATE, peak=peak)
        data = _written(sound, kind)
        over = _overshoot(sound, data) if kind == "ogg" else 0.0
        if over <= 0:
            break
        peak -= over + 0.1
    return data


def _written(sound: Sound, kind: str) -> bytes:
    out = BytesIO()
    container, coding = _FORMATS[kind]
    soundfile = library("soundfile", ("sound", "声音"))
    with soundfile.SoundFile(out, "w", RATE, 2, coding, format=container) as file:
        # Minutes of Vorbis in one piece overflow libsndfile's stack.
        for start in range(0, len(sound), RATE):
            file.write(sound[start : start + RATE])
    return out.getvalue()


def _overshoot(sound: Sound, data: bytes) -> float:
    """By how many dB the file's true peak is over the ceiling."""
    if np.abs(sound).max() < 0.7:  # 2 dB under the ceiling it never comes near it
        return 0.0
    read, _ = library("soundfile", ("sound", "声音")).read(BytesIO(data), dtype="float32")
    return true_peak(read) - PEAK


def rendered(score: Score, soundfont: Path | None = None) -> Sound:
    """The score as samples ``(samples, 2)``, not yet levelled; errors as of `sounded`."""
    if not score.notes():
        raise BadWork("the piece has no notes to sound", zh="这首乐曲没有可发声的音")
    lasts = seconds(score) / 60
    if lasts > MINUTES:
        raise BadWork(
            f"the piece lasts {lasts:.0f} minutes; sound is made of at most {MINUTES}: "
            "take a part of it, or write MIDI",
            zh=f"乐曲长 {lasts:.0f} 分钟，发声至多 {MINUTES} 分钟：请截取一段，或写成 MIDI",
        )
    synth = _synth(find_soundfont(soundfont))
    mixed = np.zeros((int((seconds(score) + _TAIL) * RATE) + RATE, 2), np.float32)
    for part, place in zip(score.parts, _placed(score), strict=True):
        if part.notes:
            one = synth.render(_midi(score, part), True)[:, : len(mixed)]
            angle = (place + 1) * np.pi / 4
            mixed[: one.shape[1], 0] += one[0] * np.float32(np.sqrt(2) * np.cos(angle))
            mixed[: one.shape[1], 1] += one[1] * np.float32(np.sqrt(2) * np.sin(angle))
    return _ended(mixed)


@lru_cache(maxsize=2)
def _synth(path: Path) -> Any:
    symusic = library("symusic", ("sound", "声音"))
    try:
        return symusic.Synthesizer(str(path), RATE, 0)
    except RuntimeError as fault:
        raise BadInput(
            f"{path} is no soundfont ({fault})", zh=f"{path} 不是音色库（{fault}）"
        ) from fault


def _placed(score: Score) -> list[float]:
    """Where each part stands."""
    aside = [not part.drums and part.program not in _BASSES for part in score.parts]
    numbers = np.cumsum(aside) - 1
    return [
        _PLACES[number % len(_PLACES)] if moved else 0.0
        for number, moved in zip(numbers, aside, strict=True)
    ]


def _midi(score: Score, part: Part) -> Any:
    """One part as symusic has it, with a last note too soft to be heard that holds the end open."""
    symusic = library("symusic", ("sound", "声音"))
    found = symusic.Score(GRID)
    for tempo in score.tempos:
        found.tempos.append(symusic.Tempo(tempo.start, float(tempo.bpm)))
    track = symusic.Track(part.name, part.program, part.drums)
    for note in part.notes:
        track.notes.append(symusic.Note(note.start, note.length, note.pitch, 16 * note.loud + 15))
    tail = max(1, round(_TAIL * score.tempos[-1].bpm / 60 * GRID))
    track.notes.append(symusic.Note(score.length + tail - 1, 1, 0, 1))
    found.tracks.append(track)
    return found


def _ended(sound: Sound) -> Sound:
    """Without the silence at the end, and faded there."""
    heard = np.flatnonzero(np.abs(sound).max(axis=1) > _QUIET)
    if not len(heard):
        raise BadWork("the soundfont has no sound for this piece", zh="此音色库对这首乐曲没有声音")
    fade = int(_FADE * RATE)
    sound = sound[: heard[-1] + 1 + fade].copy()
    sound[-fade:] *= np.linspace(1, 0, len(sound[-fade:]), dtype=np.float32)[:, None]
    return sound
