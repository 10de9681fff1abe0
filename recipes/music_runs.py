"""What judges of music know: `python recipes/music_runs.py CORPUS.jsonl [--split S] [--out DIR]`.

`CORPUS.jsonl` has a lesson a line: style, split, title, id and the score's lines. Written are
`runs.safetensors`, the index of shared runs (`sixing.features.runs`), and `measures.json`, for each
style the 1st to 99th percentile of what judges measure (`sixing.judging.music.measures`). Without
`--split` every piece is in the index, as it ships; the percentiles are of all human pieces always,
since nothing learns from them.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sixing.features.runs import Runs
from sixing.judging.music import FILE, measures
from sixing.media.music.spelling import read
from sixing.store.atomic import write_whole

TARGET = Path(__file__).parents[1] / "src/sixing/styles/music"


def lessons(path: Path, split: str | None = None) -> Iterator[dict[str, Any]]:
    """The lessons of a split, or of all."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            lesson = json.loads(line)
            if split in (None, lesson["split"]):
                yield lesson


def name(lesson: dict[str, Any]) -> str:
    """What a person would call a piece: its title, and where it is from."""
    stem = Path(lesson["id"]).stem
    return f"{lesson['title'] or stem} ({lesson['style']})"


def percentiles(scores: Sequence[dict[str, float]]) -> dict[str, list[float]]:
    """The 1st to 99th of each measure that enough pieces have."""
    columns: dict[str, list[float]] = defaultdict(list)
    for one in scores:
        for measure, value in one.items():
            columns[measure].append(value)
    return {
        measure: np.percentile(column, np.arange(1, 100)).round(4).tolist()
        for measure, column in columns.items()
        if 2 * len(column) >= len(scores)
    }


def main() -> None:
    """Build and save both; print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--split")
    parser.add_argument("--out", type=Path, default=TARGET)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    index = Runs.of((name(one), read(one["score"])) for one in lessons(asked.corpus, asked.split))
    index.save(asked.out / "runs.safetensors")
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for lesson in lessons(asked.corpus):
        found[lesson["style"]].append(measures(read(lesson["score"])))
    table = {style: percentiles(rows) for style, rows in sorted(found.items())}
    write_whole(asked.out / FILE, (json.dumps(table) + "\n").encode())
    size = (asked.out / "runs.safetensors").stat().st_size / 1e6
    print(f"{len(index.names):,} pieces, {index.size}, {size:.2f} MB; {FILE}: {', '.join(table)}")


if __name__ == "__main__":
    main()
