"""Bands to learn from: chords of common progressions, played by mma in its grooves.

MMA (Bob van der Poel, Debian's package ``mma``) turns chords and a groove into bass, chords, drums
and more, as an arranger keyboard does. The progressions are common property of jazz; which groove
plays which, in which key and how fast is drawn once, by a seed. Melodies it has none.

>>> chords("2m7 57 1maj7/67", tonic=0)
[[(2, 'm7')], [(7, '7')], [(0, 'maj7'), (9, '7')]]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sixing.errors import BadCorpus
from sixing.media.music.score import GRID, TONICS, Chord, Key
from sixing.progress import Progress, silent

SWING = (
    "Swing", "SwingWalk", "SwingPlus", "SwingWalkPlus", "Swing1", "Swing1Walk", "Swing1Plus",
    "Swing1WalkPlus", "Swing2", "Swing2Plus", "EasySwing", "EasySwingWalk", "EasySwing2",
    "EasySwing42Walk", "FastSwing", "FastSwingWalk", "FastSwingSus", "SwingSus", "SwingWalkSus",
    "Swing1WalkSus",
)  # fmt: skip
BOSSA = (
    "BossaNova", "BossaNovaPlus", "BossaNovaSus", "BossaNovaSusPlus", "BossaNova1Sus",
    "BossaNova1SusPlus", "BossaNova2Sus", "BossaNova2SusPlus", "kbossaA", "kbossaB", "kbossaC",
    "JazzBossaA", "JazzBossaB",
)  # fmt: skip
#: A bar a word, two chords set apart by a stroke; degrees of the major scale, qualities of `grid`.
PLANS = {
    "turnaround": "1maj7/6m7 2m7/57 3m7/67 2m7/57 1maj7/6m7 2m7/57 3m7/67 2m7/57",
    "two-five": "2m7 57 1maj7 67 2m7 57 1maj7 1maj7",
    "rhythm": "16/67 2m7/57 3m7/67 2m7/57 17 46/4m6 16/57 16",
    "bridge": "37 37 67 67 27 27 57 57",
    "blues": "17 47 17 17 47 47 17 67 2m7 57 17/67 2m7/57",
    "minor blues": "1m7 1m7 1m7 1m7 4m7 4m7 1m7 1m7 b67 57 1m7 57",
    "minor two-five": "2m7b5 57 1m6 1m6 4m7 b77 b3maj7 b6maj7 2m7b5 57 1m6 1m6",
    "falling fifths": "1m7 4m7 b77 b3maj7 b6maj7 2m7b5 57 1m6",
    "side step": "1maj7 1maj7 27 27 2m7 b27 1maj7 b27",
    "minor bossa": "1m6 1m6 4m7 4m7 2m7b5 57 1m6 1m6 b3m7 b67 b2maj7 b2maj7 2m7b5 57 1m6 2m7b5/57",
    "descent": "1maj7 1maj7 7m7b5/37 6m7 5m7/17 4maj7 4m7/b77 3m7/67 2m7 57",
    "cycle": "1maj7 4maj7 7m7b5 37 6m7 27 2m7 57",
    "climbing": "2m7/57 2m7/57 3m7/67 3m7/67 27 b27 1maj7 1maj7",
    "vamp": "1m7 47 1m7 47 1m7 47 1m7 57",
    "plagal": "1maj7 17 4maj7 4m6 1maj7 67 27 57 1maj7 17 4maj7 4m6 1maj7/67 27/57 16 16",
}
#: How many progressions each groove plays.
PLAYED = {"swing": 9, "bossa": 12}
_TEMPOS = {"swing": (120, 132, 144, 160, 176, 192), "bossa": (104, 112, 120, 132, 144)}
_DEGREES = {"1": 0, "2": 2, "3": 4, "4": 5, "5": 7, "6": 9, "7": 11}
_SEED = 7
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Band:
    """A band's recording, and what it played from."""

    name: str
    style: str
    plan: str
    key: Key
    chords: tuple[Chord, ...]
    midi: bytes


def chords(plan: str, tonic: int) -> list[list[tuple[int, str]]]:
    """Bars of a progression as roots and qualities."""
    return [[_chord(word, tonic) for word in bar.split("/")] for bar in plan.split()]


def _chord(word: str, tonic: int) -> tuple[int, str]:
    flat = word.startswith("b")
    word = word[flat:]
    return (_DEGREES[word[0]] - flat + tonic) % 12, word[1:]


def play(mma: Path, progress: Progress = silent) -> Iterator[Band]:
    """Every groove over some of the progressions.

    Args:
        mma: the folder ``share/mma`` of the package.

    Raises:
        BadCorpus: mma is not there or fails.
    """
    chance = Random(_SEED)
    work = [
        (style, groove, plan)
        for style, grooves in (("swing", SWING), ("bossa", BOSSA))
        for groove in grooves
        for plan in chance.sample(sorted(PLANS), PLAYED[style])
    ]
    with TemporaryDirectory() as folder:
        for number, (style, groove, plan) in enumerate(work):
            progress(number / len(work), f"playing 奏 {groove}")
            yield _band(mma, Path(folder), style, groove, plan, chance)


def _band(mma: Path, folder: Path, style: str, groove: str, plan: str, chance: Random) -> Band:
    words = PLANS[plan]
    minor = words.startswith(("1m7", "1m6", "2m7b5"))
    tonic, tempo = chance.randrange(12), chance.choice(_TEMPOS[style])
    times = 1 if len(words.split()) > 8 else chance.choice((1, 2))
    bars = chords(" ".join([words] * times + ["1m6" if minor else "16"]), tonic)
    source, target = folder / "band.mma", folder / "band.mid"
    source.write_text(_written(bars, groove, tempo), encoding="utf-8")
    _run(mma, source, target)
    named = tuple(
        Chord((4 * i + 2 * half) * GRID, root, quality)
        for i, bar in enumerate(bars)
        for half, (root, quality) in enumerate(bar)
    )
    key = Key(tonic, "minor" if minor else "major")
    return Band(f"{style}-{groove}-{plan}", style, plan, key, named, target.read_bytes())


def _written(bars: list[list[tuple[int, str]]], groove: str, tempo: int) -> str:
    lines = [f"Tempo {tempo}", "Time 4", "TimeSig 4/4", f"Groove {groove}"]
    for number, bar in enumerate(bars, 1):
        names = (TONICS[root] + quality.replace("maj", "M") for root, quality in bar)
        lines.append(f"{number} " + " / ".join(names))
    return "\n".join(lines) + "\n"


def _run(mma: Path, source: Path, target: Path) -> None:
    program = mma / "mma.py" if (mma / "mma.py").exists() else mma.parent.parent / "bin" / "mma"
    # It finds its library beside itself, and writes messages that nobody needs.
    code = "import sys, runpy; sys.path.insert(0, sys.argv[1]); sys.argv = sys.argv[2:]; "
    code += "runpy.run_path(sys.argv[0], run_name='__main__')"
    said = [sys.executable, "-c", code, str(mma), str(program), "-f", str(target), str(source)]
    target.unlink(missing_ok=True)
    try:
        done = subprocess.run(  # noqa: S603 - our own words to a program that the person named
            said, cwd=mma, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise BadCorpus(f"mma does not run: {fault}", zh=f"mma 无法运行：{fault}") from fault
    if not target.exists():
        raise BadCorpus(f"mma failed: {done.stdout[-300:]}", zh=f"mma 出错：{done.stdout[-300:]}")
