"""Pieces for the benches of music: human ones of a corpus, and made ones, a JSON list.

    python -m benchmarks.music_pieces OUT.json [-n 500] [--bars 16] [--from 0]

Makes pieces through the engine (`sixing.composing`), every style in turn, in keys of all tonics,
two thirds major; one of each brief, uncurated but for what the engine itself chooses. Where it
refuses, the list says why, and who reads it counts that.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sixing.composing.loop import create
from sixing.errors import SixingError
from sixing.media.music.asking import key as key_named
from sixing.media.music.score import TONICS, Key, Score
from sixing.media.music.spelling import read
from sixing.works import Brief

STYLES = ("bach", "irish", "quartet", "madrigal", "rag", "metal", "swing", "bossa")


@dataclass(frozen=True)
class Piece:
    """A human piece."""

    style: str
    title: str
    group: str
    split: str
    score: Score


@dataclass(frozen=True)
class Made:
    """A made piece, or why there is none.

    Attributes:
        key: that was asked for, in words.
        bars: that were asked for.
        metre: that the engine's plan names, "" where it names none.
        lines: of the score; empty where none was made.
        said: the error, "" for none.
        seconds: that it took.
    """

    style: str
    key: str
    bars: int
    metre: str
    lines: tuple[str, ...]
    said: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> Score:
        """The score."""
        return read(self.lines)

    @property
    def asked(self) -> Key:
        """The key that was asked for."""
        return key_named(self.key)


def corpus(path: Path, *styles: str) -> Iterator[Piece]:
    """The pieces of a corpus of lessons, of some styles or all."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            if not styles or one["style"] in styles:
                title = one["title"] or one["id"]
                yield Piece(one["style"], title, one["group"], one["split"], read(one["score"]))


def made(path: Path) -> list[Made]:
    """The pieces of a list that `main` wrote."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Made(**{**row, "lines": tuple(row["lines"])}) for row in rows]


def briefs(count: int, bars: int, first: int = 0) -> Iterator[tuple[str, str, Brief]]:
    """Style, key and brief of so many pieces: each style comes in all keys."""
    for number in range(first, first + count):
        style = STYLES[number % len(STYLES)]
        turn = number // len(STYLES)
        key = f"{TONICS[turn * 7 % 12]} {'minor' if turn % 3 == 2 else 'major'}"
        options = (("key", key), ("bars", str(bars)))
        yield style, key, Brief("music", style=style, options=options, seed=number)


def make(style: str, key: str, brief: Brief) -> Made:
    """One piece, by the whole engine."""
    bars, start = int(brief.option("bars")), time.perf_counter()
    try:
        (one,) = create(brief)
    except (SixingError, ValueError) as fault:
        said = str(fault) or type(fault).__name__
        return Made(style, key, bars, "", (), said, round(time.perf_counter() - start, 2))
    details = one.work.recipe["idea"].get("details", {})
    seconds = round(time.perf_counter() - start, 2)
    return Made(style, key, bars, str(details.get("metre", "")), one.work.content, "", seconds)


def main() -> int:
    """Make pieces and write the list after each, so that it can be read meanwhile."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("--bars", type=int, default=16)
    parser.add_argument("--from", dest="first", type=int, default=0)
    asked = parser.parse_args()
    found: list[Made] = []
    for number, brief in enumerate(briefs(asked.n, asked.bars, asked.first), 1):
        found.append(make(*brief))
        if number % 8 == 0 or number == asked.n:
            asked.out.write_text(json.dumps([asdict(one) for one in found]), encoding="utf-8")
            seconds = sum(one.seconds for one in found) / number
            none = sum(not one.lines for one in found)
            print(f"{number} of {asked.n}, {seconds:.1f} s each, {none} not made", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
