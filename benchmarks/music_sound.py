"""Row 8 of music: how long a chorale of 22 seconds takes to sound, how loud it is, where it peaks.

    python -m benchmarks.music_sound [--soundfont FILE]

The chorale is hand-made: four voices, eight bars. It is timed from the score to the bytes of a
file, warm (the quickest of seven, as `timeit` has it: what else runs only adds; processor time
beside it) and cold (a new process, imports and soundfont with it). Loudness
and true peak are then measured on the file, decoded, by others than those who made it: pyloudnorm,
and eight times as many samples by scipy's `resample_poly`. The same for ten ensembles.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table, verdict
from sixing.media.music.score import Key, Note, Part, Score, Tempo
from sixing.media.music.sound import rendered, seconds, sounded

VOICES = {
    "soprano": "67 69 71 72 71 69 67: 71 71 72 74 74 72 71: "
    "71 72 74 76 74 72 71: 72 71 69 67 69 66 67:",
    "alto": "62 64 62 64 62 62 62: 62 67 67 66 67 69 67: "
    "67 67 67 67 67 64 62: 64 62 64 62 64 62 62:",
    "tenor": "59 60 59 60 59 54 59: 59 62 64 62 62 60 62: "
    "62 60 59 60 59 57 59: 57 59 60 59 57 57 59:",
    "bass": "43 48 43 45 50 50 43: 55 52 48 50 47 50 43: "
    "55 52 47 48 43 45 43: 45 47 48 50 50 50 43:",
}
#: Programs of four voices, and what they are called.
ENSEMBLES = {
    "choir": (52, 52, 52, 52),
    "church organ": (19, 19, 19, 19),
    "piano": (0, 0, 0, 0),
    "string quartet": (40, 40, 41, 42),
    "woodwinds": (73, 68, 71, 70),
    "brass": (56, 56, 60, 58),
    "plucked: guzheng, pipa, guitar, bass": (107, 106, 24, 32),
    "mallets: xylophone, marimba": (13, 13, 12, 12),
    "rock: distortion, saw, bass": (30, 81, 29, 33),
    "timpani and harp": (46, 46, 47, 47),
}
SECONDS, LUFS, PEAK = 1.0, -16.0, -1.0
_COLD = (
    "import time; t = time.perf_counter(); from benchmarks.music_sound import chorale;"
    "from sixing.media.music.sound import sounded; sounded(chorale(), 'wav');"
    "print(time.perf_counter() - t)"
)


def chorale(programs: tuple[int, ...] = ENSEMBLES["choir"]) -> Score:
    """Eight bars of 4/4 at 88: 21.8 seconds."""
    parts = tuple(
        Part(name, program, _line(spelled))
        for (name, spelled), program in zip(VOICES.items(), programs, strict=True)
    )
    return Score(parts, tempos=(Tempo(0, 88),), key=Key(7))


def _line(spelled: str) -> tuple[Note, ...]:
    notes, at = [], 0
    for word in spelled.split():
        length = 24 if word.endswith(":") else 12
        notes.append(Note(at, length, int(word.rstrip(":"))))
        at += length
    return tuple(notes)


def measured(data: bytes) -> tuple[float, float]:
    """LUFS and dBTP of a file of sound."""
    import pyloudnorm
    import soundfile
    from scipy.signal import resample_poly

    sound, rate = soundfile.read(BytesIO(data))
    finer: NDArray[np.float64] = resample_poly(sound, 8, 1, axis=0)
    peak = 20 * np.log10(np.abs(finer).max())
    return float(pyloudnorm.Meter(rate).integrated_loudness(sound)), float(peak)


def main() -> int:
    """Time and measure, print, and say whether the bars are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soundfont", type=Path)
    font = parser.parse_args().soundfont
    tune = chorale()
    run = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True)
    raw = _timed(lambda: rendered(tune, font))
    wav = _timed(lambda: sounded(tune, "wav", font))
    ogg = _timed(lambda: sounded(tune, "ogg", font))
    print(
        table(
            ["a chorale of four voices", "seconds", "processor"],
            [
                ["its length", f"{seconds(tune):.1f}", ""],
                ["rendered", *_spans(raw)],
                ["rendered, levelled, written as WAV", *_spans(wav)],
                ["the same as Ogg Vorbis", *_spans(ogg)],
                ["WAV, cold: a new process with its imports", f"{float(run.stdout):.2f}", ""],
            ],
        )
    )
    rows, worst, highest = [], 0.0, -99.0
    for name, programs in ENSEMBLES.items():
        piece = replace(chorale(programs), title=name)
        found = [measured(sounded(piece, kind, font)) for kind in ("wav", "ogg")]
        rows.append([name, *(f"{lufs:.2f} / {peak:.2f}" for lufs, peak in found)])
        worst = max(worst, *(abs(lufs - LUFS) for lufs, _ in found))
        highest = max(highest, *(peak for _, peak in found))
    print("\n" + table(["ensemble", "WAV: LUFS / dBTP", "Ogg: LUFS / dBTP"], rows))
    return verdict(
        [
            (
                f"a chorale of 22 s sounds in ≤ {SECONDS:.0f} s",
                f"{wav[0]:.2f} s",
                wav[0] <= SECONDS,
            ),
            ("-16 ± 1 LUFS, ten ensembles, both files", f"off by ≤ {worst:.2f}", worst <= 1),
            ("true peak ≤ -1 dBTP, all of them", f"≤ {highest:.2f}", highest <= PEAK),
        ]
    )


def _spans(found: tuple[float, float]) -> list[str]:
    return [f"{span:.2f}" for span in found]


def _timed(make: Callable[[], object]) -> tuple[float, float]:
    """The quickest of seven by the clock, and by the processor."""
    spans = []
    for _ in range(7):
        clock, processor = perf_counter(), process_time()
        make()
        spans.append((perf_counter() - clock, process_time() - processor))
    return min(clock for clock, _ in spans), min(spent for _, spent in spans)


if __name__ == "__main__":
    sys.exit(main())
