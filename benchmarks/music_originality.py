"""Row 5, what is somebody's already: `python -m benchmarks.music_originality CORPUS.jsonl MADE`.

Four voices: frames of a sixteenth, all four pitches, moved so that the first bass note is 0; a
window of two bars is 32 frames, of four bars 64, one beginning at each frame. The share of windows
that stand in the corpus is taken of made chorales against the whole corpus, and of people held out
against the training split alone, so that nobody reads himself. `MADE` is a JSON list of
`benchmarks.music_pieces` (its chorales count) or a folder of scores in MIDI or MusicXML.

Lines: the longest run of notes shared with any one piece (`sixing.features.runs`), for every style,
made and people's; and how long the answer takes with the source named, by the index that ships.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sixing
from benchmarks.music_pieces import corpus, made
from benchmarks.tables import table, verdict
from sixing.features.runs import Runs
from sixing.media.music import midi, musicxml
from sixing.media.music.score import GRID, Score

FRAME = GRID // 4
TWO, FOUR = 32, 64
VOICES = 4
INDEX = Path(sixing.__file__).parent / "styles" / "music" / "runs.safetensors"


def frames(score: Score) -> NDArray[np.int16] | None:
    """What four voices sound at each sixteenth, -1 where one rests; None for other pieces."""
    parts = [part for part in score.parts if part.notes and not part.drums]
    if len(parts) != VOICES:
        return None
    table_ = np.full((score.length // FRAME + 1, VOICES), -1, np.int16)
    for voice, part in enumerate(parts):
        for note in part.notes:
            table_[-(-note.start // FRAME) : -(-note.end // FRAME), voice] = note.pitch
    return table_


def windows(score: Score, size: int) -> list[bytes]:
    """Every window of a piece in which all four voices sound, moved to one pitch."""
    sounding = frames(score)
    found = []
    for first in range(len(sounding) - size + 1 if sounding is not None else 0):
        window = sounding[first : first + size]  # type: ignore[index]
        if (window >= 0).all():
            found.append((window - window[0, -1]).tobytes())
    return found


def overlap(scores: Iterable[Score], known: set[bytes], size: int) -> tuple[int, int]:
    """(windows that are known, windows)."""
    counts = np.zeros(2, np.int64)
    for score in scores:
        asked = windows(score, size)
        counts += sum(window in known for window in asked), len(asked)
    return int(counts[0]), int(counts[1])


def read_all(path: Path) -> dict[str, list[Score]]:
    """Made scores by style: of a list, or of a folder (then all are chorales)."""
    found: dict[str, list[Score]] = defaultdict(list)
    if path.is_dir():
        for file in sorted(path.iterdir()):
            reader = midi.read if file.suffix in (".mid", ".midi") else musicxml.read
            found["bach"].append(reader(file.read_bytes()))
    else:
        for one in made(path):
            if one.lines:
                found[one.style].append(one.score)
    return found


def longest(scores: Sequence[Score], known: Runs) -> str:
    """Notes in the longest shared run: median, 95 %, most; and of the most, whose."""
    runs = [known.nearest(score) for score in scores]
    notes = [run.notes if run else 0 for run in runs]
    if not notes:
        return "–"
    half, most = np.percentile(notes, [50, 95])
    top = max((run for run in runs if run), key=lambda run: run.notes, default=None)
    return f"{half:.0f}, {most:.0f}, {max(notes)}" + (f" ({top.source})" if top else "")


def seconds(scores: Sequence[Score], known: Runs) -> list[float]:
    """What it takes to say all that a piece shares, and with whom."""
    found = []
    for score in scores:
        start = time.perf_counter()
        known.nearest(score)
        known.together(score)
        known.known(score)
        found.append(time.perf_counter() - start)
    return found


def main() -> int:
    """Print the tables and the verdict."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("made", type=Path)
    parser.add_argument("--index", type=Path, default=INDEX)
    asked = parser.parse_args()
    pieces, ours = list(corpus(asked.corpus)), read_all(asked.made)
    train = [piece for piece in pieces if piece.split == "train"]
    held = [piece for piece in pieces if piece.split != "train"]
    shares: dict[tuple[str, int], float] = {}
    rows = []
    for size, name in ((TWO, "two bars"), (FOUR, "four bars")):
        bach = {split: {w for p in some if p.style == "bach" for w in windows(p.score, size)}
                for split, some in (("all", pieces), ("train", train))}  # fmt: skip
        made_ = overlap(ours["bach"], bach["all"], size)
        people = overlap((p.score for p in held if p.style == "bach"), bach["train"], size)
        shares["made", size], shares["human", size] = (a / max(1, b) for a, b in (made_, people))
        rows.append([name, *(f"{a} of {b}: {a / max(1, b):.3%}" for a, b in (made_, people))])
    print(table(["four voices, windows known", "made", "human, held out"], rows))
    known, learnt = Runs.open(asked.index), Runs.of((p.title, p.score) for p in train)
    print("\nNotes of the longest run shared by a line with one piece (median, 95 %, most):\n")
    print(table(["style", "made", "human, held out"], [
        [style, longest(ours[style], known),
         longest([piece.score for piece in held if piece.style == style], learnt)]
        for style in sorted(ours)
    ]))  # fmt: skip
    took = seconds([score for some in ours.values() for score in some], known)
    slow = 1000 * float(np.percentile(took, 99))
    print(f"\nWith its source named: median {1000 * np.median(took):.1f} ms, 99 % {slow:.1f} ms.")
    two, four = shares["made", TWO], shares["made", FOUR]
    return verdict([
        ("four-voice two-bar overlap ≤ 0.25 %", f"{two:.3%} (human {shares['human', TWO]:.3%})",
         two <= 0.0025),
        ("four-voice four-bar overlap 0", f"{four:.3%} (human {shares['human', FOUR]:.3%})",
         four == 0),
        ("nearest source within 100 ms", f"{slow:.1f} ms", slow <= 100),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
