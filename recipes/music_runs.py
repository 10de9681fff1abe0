"""The index of shared runs: `python recipes/music_runs.py CORPUS.jsonl [--split S] [--out FILE]`.

`CORPUS.jsonl` has a lesson a line: style, split, title, id and the score's lines; the index is
`sixing.features.runs`. Without `--split` every piece is in it, as it ships.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sixing.features.runs import Runs
from sixing.media.music.spelling import read

TARGET = Path(__file__).parents[1] / "src/sixing/styles/music/runs.safetensors"


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


def main() -> None:
    """Build and save the index; print its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--split")
    parser.add_argument("--out", type=Path, default=TARGET)
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    index = Runs.of((name(one), read(one["score"])) for one in lessons(asked.corpus, asked.split))
    index.save(asked.out)
    size = asked.out.stat().st_size / 1e6
    print(f"{len(index.names):,} pieces, {index.size}, {size:.2f} MB")


if __name__ == "__main__":
    main()
