"""Sound brought to one loudness without clipping: -16 LUFS, true peaks at most -1 dBTP.

Loudness is ITU-R BS.1770-4's, measured by pyloudnorm (C. Steinmetz and J. Reiss, 2021); a true peak
is the largest of four times as many samples (its Annex 2). Where the gain would push peaks over the
ceiling, a limiter that looks ahead turns the sound down around them and the rest is turned up until
the loudness is met again. Sound is ``(samples, 2)``, float32.

    loud = levelled(sound, 44100)
    found = measure(loud, 44100)       # found.lufs == -16.0, found.peak <= -1.0
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadWork
from sixing.media.music.extra import library

Sound = NDArray[np.float32]

LUFS = -16.0
PEAK = -1.0
"""The highest true peak, dBTP."""
_OVER, _TAPS = 4, 49
_BLOCK = 1 << 18
_SMALL = 1 << 12
_EDGE = 64  # samples around a block, so that its edges are measured as if there were none
_AHEAD = 0.004  # seconds that the limiter looks ahead
_NEAR = 0.1  # dB by which loudness may miss before the limiter works again
_STRIDE = 12.0  # dB by which the gain may move in a round
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a sound is: integrated loudness in LUFS, true peak in dBTP."""

    lufs: float
    peak: float


def measure(sound: Sound, rate: int) -> Level:
    """Loudness and true peak; -inf for silence."""
    return Level(_loudness(sound, rate), true_peak(sound))


def true_peak(sound: Sound) -> float:
    """The largest true peak, dBTP; -180 for silence."""
    return float(20 * np.log10(max(*(crest.max() for crest in _crests(sound)), 1e-9)))


def levelled(sound: Sound, rate: int, *, lufs: float = LUFS, peak: float = PEAK) -> Sound:
    """The sound at a loudness, its true peaks kept under a ceiling.

    The ceiling is kept whatever comes. A sound of nothing but clicks (a lone woodblock) may stay a
    decibel or two softer than asked, since only distortion would make it louder.

    Args:
        sound: ``(samples, 2)``.
        rate: samples a second.
        lufs: the integrated loudness wanted.
        peak: the ceiling, dBTP.

    Raises:
        BadInput: pyloudnorm or scipy is not installed.
        BadWork: it is silent.
    """
    found = _loudness(sound, rate)
    if not np.isfinite(found):
        raise BadWork(
            "the sound is silence: there is nothing to level", zh="声音为静音，无法定响度"
        )
    ceiling = 10 ** (peak / 20)
    gain = 10 ** ((lufs - found) / 20)
    if not _over(sound, ceiling / gain):
        return sound * np.float32(gain)
    crest = _crest(sound)
    reached, step = lufs, 0.0
    for _ in range(_ROUNDS):
        limited = _limited(sound, crest, gain, ceiling, rate)
        before, reached = reached, _loudness(limited, rate)
        if abs(lufs - reached) < _NEAR or (step and abs(reached - before) < _NEAR / 4):
            break
        # What is limited grows slower than its gain; how much slower, the last two rounds tell.
        slope = np.clip((reached - before) / step, 0.2, 1.0) if step else 0.6
        step = float(np.clip((lufs - reached) / slope, -_STRIDE, _STRIDE))
        gain *= 10 ** (step / 20)
    return limited


def _loudness(sound: Sound, rate: int) -> float:
    """Integrated loudness; what is shorter than one gating block is measured with silence after."""
    meter = library("pyloudnorm", ("sound", "声音")).Meter(rate)
    missing = int(0.4 * rate) + 1 - len(sound)
    if missing > 0:
        sound = np.concatenate([sound, np.zeros((missing, 2), np.float32)])
    with np.errstate(divide="ignore"):
        return float(meter.integrated_loudness(sound.astype(np.float64)))


def _crest(sound: Sound) -> Sound:
    """Of each sample the largest of the four that it becomes, in both channels."""
    return np.concatenate(list(_crests(sound)))


def _crests(sound: Sound) -> Iterator[Sound]:
    for start in range(0, len(sound), _BLOCK):
        yield _finer(sound, start, _BLOCK)


def _over(sound: Sound, ceiling: float) -> bool:
    """Whether a true peak is over the ceiling; only blocks in which one may be are looked at."""
    # No filter makes more of samples than their largest times the sum of its taps.
    most = max(float(np.abs(_taps()[phase::_OVER]).sum()) for phase in range(_OVER))
    loudest = np.maximum.reduceat(np.abs(sound).max(axis=1), range(0, len(sound), _SMALL))
    near = np.maximum(loudest, np.maximum(np.roll(loudest, 1), np.roll(loudest, -1)))
    return any(
        _finer(sound, int(block) * _SMALL, _SMALL).max() > ceiling
        for block in np.flatnonzero(near * most > ceiling)
    )


@cache
def _taps() -> Sound:
    """Twelve taps a phase, as Annex 2 has them; the middle one of 49 is a whole sample late."""
    signal = library("scipy.signal", ("sound", "声音"))
    taps = _OVER * signal.firwin(_TAPS, 1 / _OVER, window=("kaiser", 5.0))
    return np.asarray(taps, np.float32)


def _finer(sound: Sound, start: int, length: int) -> Sound:
    """The crest of a block: of each sample the largest of the four that it becomes."""
    signal = library("scipy.signal", ("sound", "声音"))
    before = min(_EDGE, start)
    block = sound[start - before : start + length + _EDGE]
    finer: Any = np.abs(signal.upfirdn(_taps(), block.T, _OVER)[:, _TAPS // 2 :]).max(axis=0)
    crest = finer[: len(block) * _OVER].reshape(-1, _OVER).max(axis=1)
    return np.asarray(crest[before : before + length], np.float32)


def _limited(sound: Sound, crest: Sound, gain: float, ceiling: float, rate: int) -> Sound:
    """The sound after the gain, turned down around each peak.

    The gain that each sample wants is held over the time looked ahead and then smoothed over the
    same time, so that it is never above what any peak wants.
    """
    ndimage = library("scipy.ndimage", ("sound", "声音"))
    # A hair under the ceiling: between two samples the gain itself moves.
    wanted = np.minimum(1.0, 0.995 * ceiling / np.maximum(crest * gain, 1e-9))
    reach = max(2, int(_AHEAD * rate)) // 2 * 2
    held = ndimage.minimum_filter1d(wanted, 2 * reach + 1)
    smooth = ndimage.uniform_filter1d(ndimage.uniform_filter1d(held, reach + 1), reach + 1)
    return np.asarray(sound * (smooth * gain)[:, None], np.float32)
