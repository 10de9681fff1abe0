"""Row 4, pieces as others read them: `python -m benchmarks.music_works CORPUS.jsonl MADE.json`.

    [--human 100] [-n ALL]

`MADE.json` is what `python -m benchmarks.music_pieces MADE.json -n 500` wrote, over all styles.
Each is written as MIDI and MusicXML. symusic reads the MIDI and music21 both; music21 hears the key
(Aarden-Essen weights: not our finder, not our profiles); a forest taught on human pieces
(`benchmarks.music_styles`) says the style. Human pieces, held out, stand beside as what can be
expected of a key finder and of the forest.
"""

from __future__ import annotations

import sys
import warnings
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.music_pieces import STYLES, Made, Piece, corpus, made
from benchmarks.music_styles import Styles, balanced, cross, learn
from benchmarks.tables import table, verdict
from sixing.errors import SixingError
from sixing.media.music import midi, musicxml
from sixing.media.music.keys import find
from sixing.media.music.score import GRID, Key, Score

Notes = Counter[tuple[int, int, int]]
GOES_ON = ("continue", "stop")
READERS = ("symusic, MIDI", "music21, MIDI", "music21, MusicXML")


def notes_of(score: Score) -> Notes:
    """Start, length and pitch of every note."""
    return Counter((n.start, n.length, n.pitch) for part in score.parts for n in part.notes)


def by_symusic(data: bytes) -> tuple[Notes, list[tuple[int, int]]]:
    """Notes, in places, and time signatures of a MIDI file, as symusic reads it."""
    import symusic

    read = symusic.Score.from_midi(data)
    unit = Fraction(GRID, read.ticks_per_quarter)
    notes: Notes = Counter()
    for track in read.tracks:
        for note in track.notes:
            start, length = note.time * unit, note.duration * unit
            if start.denominator * length.denominator != 1:
                raise ValueError(f"off the grid at {note.time}")
            notes[int(start), int(length), note.pitch] += 1
    return notes, [(mark.numerator, mark.denominator) for mark in read.time_signatures]


def by_music21(data: bytes | str, kind: str) -> Any:
    """A stream, as music21 reads it."""
    from music21 import converter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return converter.parseData(data, format=kind)


def bars_kept(stream: Any, score: Score) -> bool:
    """Whether every measure that music21 read is filled exactly, the metres and the bars ours."""
    want = [(bar.length, bar.metre.beats, bar.metre.unit) for bar in score.bars()]
    for part in stream.parts:
        now, found = (0, 0), []
        for measure in part.getElementsByClass("Measure"):
            if measure.timeSignature is not None:
                now = (measure.timeSignature.numerator, measure.timeSignature.denominator)
            found.append((int(Fraction(measure.duration.quarterLength) * GRID), *now))
        if found != want:
            return False
    return True


def notes21(stream: Any) -> Notes:
    """Start, length and pitch of every note that music21 read.

    Tied notes are joined here: music21's own `stripTies` mixes voices up.
    """
    found: Notes = Counter()
    for part in stream.parts:
        held: dict[tuple[int, int], int] = {}  # (pitch, where its last piece ends): its start
        for note in part.flatten().notes:
            start = int(Fraction(note.offset) * GRID)
            end = start + int(Fraction(note.duration.quarterLength) * GRID)
            for one in getattr(note, "notes", (note,)):
                tie = one.tie.type if one.tie else ""
                first = held.pop((one.pitch.midi, start), start) if tie in GOES_ON else start
                if tie in ("start", "continue"):
                    held[one.pitch.midi, end] = first
                else:
                    found[first, end - first, one.pitch.midi] += 1
    return found


def pitched(score: Score) -> Score:
    """Without drums, of which MusicXML knows instruments, not pitches."""
    return Score(tuple(p for p in score.parts if not p.drums), score.metres, score.tempos,
                 score.key, score.pickup)  # fmt: skip


#: music21's key finders by their profiles; the first is its default.
PROFILES = ("AardenEssen", "KrumhanslSchmuckler", "TemperleyKostkaPayne", "BellmanBudge")


def heard(stream: Any, profile: str = PROFILES[0]) -> Key:
    """The key that a finder of music21 hears in the whole piece."""
    from music21.analysis import discrete

    found = getattr(discrete, profile)().getSolution(stream)
    return Key(found.tonic.pitchClass, found.mode)


class Sums:
    """What was counted, by style."""

    def __init__(self) -> None:
        self.right: Counter[tuple[str, str]] = Counter()
        self.all: Counter[tuple[str, str]] = Counter()
        self.said: list[str] = []

    def add(self, style: str, what: str, *, good: bool, said: str = "") -> None:
        """One answer."""
        self.all[style, what] += 1
        self.right[style, what] += good
        if not good and said:
            self.said.append(f"{style}, {what}: {said}")

    def share(self, what: str, style: str = "") -> float:
        """Of a style, or of all."""
        keys = [key for key in self.all if key[1] == what and style in ("", key[0])]
        return sum(self.right[k] for k in keys) / max(1, sum(self.all[k] for k in keys))


def look(one: Made, styles: Styles, sums: Sums) -> None:
    """Everything that is asked of one made piece."""
    sums.add(one.style, "made", good=bool(one.lines), said=one.said)
    if not one.lines:
        return
    score = one.score
    read(score, one.style, sums, one.asked)
    wanted = one.bars + bool(score.pickup)
    sums.add(one.style, "bars", good=len(score.bars()) == wanted, said=str(len(score.bars())))
    sums.add(one.style, "our key", good=find(score, ("major", "minor")).key == one.asked)
    said = styles.said(score)
    sums.add(one.style, "style", good=said == one.style, said=f"taken for {said}")


def read(score: Score, style: str, sums: Sums, key: Key) -> None:
    """What the three readers find in a piece, and the key that music21 hears."""
    metres = [(m.beats, m.unit) for m in score.metres]
    try:
        notes, marks = by_symusic(midi.write(score))
        sums.add(style, READERS[0], good=notes == notes_of(score), said="other notes")
        # An upbeat is a short bar of its own in MIDI.
        exact = marks[bool(score.pickup) :] == metres or marks == metres
        sums.add(style, "metre", good=exact, said=f"MIDI {marks}")
    except (SixingError, ValueError, RuntimeError) as fault:
        sums.add(style, READERS[0], good=False, said=repr(fault))
    try:
        stream = by_music21(midi.write(score), "midi")
        sums.add(style, READERS[1], good=bool(stream.parts), said="no parts")
    except Exception as fault:
        sums.add(style, READERS[1], good=False, said=repr(fault))
    try:
        stream = by_music21(musicxml.write(score).decode(), "musicxml")
        same = notes21(by_music21(musicxml.write(pitched(score)).decode(), "musicxml"))
        sums.add(style, READERS[2], good=same == notes_of(pitched(score)), said="other notes")
        sums.add(style, "metre", good=bars_kept(stream, score), said="MusicXML")
        sums.add(style, "key", good=heard(stream) == key, said=f"{key.name} {heard(stream).name}")
        for profile in PROFILES:
            sums.add(style, profile, good=heard(stream, profile) == key)
    except Exception as fault:
        sums.add(style, READERS[2], good=False, said=repr(fault))


def human(pieces: Sequence[Piece], count: int) -> Sums:
    """What music21 hears of human pieces that say a key, the same number of each style."""
    sums = Sums()
    each: Counter[str] = Counter()
    for piece in pieces:
        key = piece.score.key
        if key and key.mode in ("major", "minor") and each[piece.style] < count // len(STYLES):
            each[piece.style] += 1
            stream = by_music21(musicxml.write(pitched(piece.score)).decode(), "musicxml")
            sums.add(piece.style, "key", good=heard(stream) == key)
            for profile in PROFILES:
                sums.add(piece.style, profile, good=heard(stream, profile) == key)
    return sums


def main() -> int:
    """Print the tables and the verdict."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("made", type=Path)
    parser.add_argument("--human", type=int, default=80)
    parser.add_argument("-n", type=int)
    asked = parser.parse_args()
    pieces = list(corpus(asked.corpus, *STYLES))
    styles, sums = learn(pieces), Sums()
    for one in made(asked.made)[: asked.n]:
        look(one, styles, sums)
    people = human([piece for piece in pieces if piece.split != "train"], asked.human)
    crossed = cross(pieces)
    names = [style for style in STYLES if sums.all[style, "made"]]
    heads = ["style", "pieces", *READERS, "metre", "bars", "key", "our key", "style said",
             "human key", "human style"]  # fmt: skip
    rows = [
        [style, sums.all[style, "made"],
         *(f"{sums.share(what, style):.1%}" for what in (*READERS, "metre", "bars", "key",
                                                         "our key", "style")),
         f"{people.share('key', style):.0%}" if people.all[style, "key"] else "–",
         "{}/{}".format(*crossed.get(style, (0, 0)))]
        for style in names
    ]  # fmt: skip
    print(table(heads, rows))
    shares = [
        [profile, f"{sums.share(profile):.1%}", f"{people.share(profile):.1%}"]
        for profile in PROFILES
    ]
    print("\n" + table(["asked key, by music21's profile", "made", "human, declared"], shares))
    print(f"\nThe forest, of human spans held out: {balanced(styles.held_out):.1%} (mean over "
          f"{len(styles.held_out)} styles); by folds {balanced(crossed):.1%}.")  # fmt: skip
    print("\n".join(f"- {said}" for said in sums.said[:12]))
    exact, key, style = min(map(sums.share, READERS)), sums.share("key"), sums.share("style")
    return verdict([
        ("pieces made", f"{sums.share('made'):.1%}", sums.share("made") == 1),
        ("valid MIDI and MusicXML, re-read: 100 %", f"{exact:.1%}", exact == 1),
        ("metre exact: 100 %", f"{sums.share('metre'):.1%}", sums.share("metre") == 1),
        ("asked key heard by music21 ≥ 85 %", f"{key:.1%}", key >= 0.85),
        ("asked style said ≥ 70 %", f"{style:.1%}", style >= 0.7),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
