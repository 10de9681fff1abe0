"""Toy tunes, written by hand for tests, and strategies that draw scores.

`JIG`, `CHORALE`, `AIR` and `BAND` are nobody's music: scales, triads, a drum beat. `scores` draws
pieces in the normal form that every reader returns: parts tidy, metres stated where they change or
a bar was cut short, nothing written after the last bar. It needs hypothesis, the tunes do not.

>>> [(len(tune.parts), tune.notes(), len(tune.bars())) for tune in (JIG, CHORALE, AIR, BAND)]
[(1, 40, 9), (4, 60, 5), (1, 29, 8), (4, 108, 4)]
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sixing.media.music.grid import METRES, QUALITIES
from sixing.media.music.score import (
    GRID,
    MODES,
    Chord,
    Key,
    Metre,
    Note,
    Part,
    Score,
    Tempo,
    tidy,
)

if TYPE_CHECKING:
    from hypothesis import strategies as st

WORDS = "山高水长月明风清花开春来日出江流云白天青雨过竹深秋夜好人归"
#: Names with what a file format must mind: spaces, hanzi, quotes, ampersands, signs.
NAMES = ("", "flute", "Violin I", "二胡", 'the "old" one', "a & b <c>", "100% | x\\y")
SYLLABLES = ("", "la", "月", "don't", "a-b", "x_y", "*", "~", "|", "é", "&amp;", "a b")


def line(spelled: str, *, start: int = 0) -> tuple[Note, ...]:
    """Notes one after another, each ``pitch*places`` or ``.*places`` for silence.

    >>> line("67*12 .*6 71*6")
    (Note(start=0, length=12, pitch=67, loud=5), Note(start=18, length=6, pitch=71, loud=5))
    """
    notes, at = [], start
    for word in spelled.split():
        pitch, _, places = word.partition("*")
        if pitch != ".":
            notes.append(Note(at, int(places), int(pitch)))
        at += int(places)
    return tuple(notes)


def even(pitches: str, places: int, *, start: int = 0) -> tuple[Note, ...]:
    """Notes of one length after another."""
    return line(" ".join(f"{pitch}*{places}" for pitch in pitches.split()), start=start)


_RUN = "74 78 81 78 74 69 71 74 78 76 73 69"
JIG = Score(
    (
        Part(
            "flute",
            73,
            (
                *even(f"69 {_RUN}", 6),
                *line("74*12 78*6 81*12 78*6 76*12 73*6 69*18", start=78),
                *even(_RUN, 6, start=150),
                *line("74*6 76*6 78*6 76*6 73*6 69*6 74*18 78*12", start=222),
            ),
        ),
    ),
    (Metre(0, 6, 8),),
    (Tempo(0, 168),),
    Key(2),
    pickup=6,
    title="The Ladder",
)
"""A jig of eight bars with an upbeat."""

_VOICES = {
    "soprano": "67 67 69 71 72 74 72 71 69 67 67 66 71 69",
    "alto": "62 62 64 62 64 62 64 62 60 59 64 62 62 60",
    "tenor": "59 59 60 59 57 59 57 59 57 55 60 57 55 54",
    "bass": "55 55 48 55 52 47 52 43 50 52 48 50 43 50",
}
_CLOSE = {"soprano": 67, "alto": 59, "tenor": 55, "bass": 43}
CHORALE = Score(
    tuple(
        Part(name, 52, (*even(pitches, GRID), Note(14 * GRID, 3 * GRID, _CLOSE[name])))
        for name, pitches in _VOICES.items()
    ),
    tempos=(Tempo(0, 80),),
    key=Key(7),
    pickup=GRID,
    title="Four Steps",
)
"""Four voices in G major, four bars and an upbeat."""

_AIR = (
    "67*12 69*6 72*6 74*24 72*12 69*12 67*24 64*12 67*6 69*6 72*18 69*6 67*12 64*12 62*24 "
    "67*12 69*6 72*6 74*24 72*6 69*6 67*12 64*12 62*6 64*6 67*24 64*24 62*24 60*24"
)
AIR = Score(
    (Part("voice", 73, line(_AIR), lyrics=tuple(WORDS[: len(line(_AIR))])),),
    tempos=(Tempo(0, 72),),
    key=Key(0, "gong"),
    title="竹",
)
"""A pentatonic air, a syllable for each note."""

_TRIADS = ((60, 64, 67), (62, 65, 69), (59, 62, 67), (60, 64, 67))
_STROKES = ((0, 36), (12, 38), (24, 36), (36, 38), *((6 * n, 42) for n in range(8)))
BAND = Score(
    (
        Part("trumpet", 56, even("72 76 79 76 74 77 81 77 71 74 79 74 72 67 64 60", GRID)),
        Part(
            "piano",
            0,
            tuple(
                Note(48 * bar, 48, pitch, 3)
                for bar, chord in enumerate(
                    ((60, 64, 67), (62, 65, 69), (59, 62, 67), (60, 64, 67))
                )
                for pitch in chord
            ),
        ),
        Part("bass", 33, even("36 43 36 43 38 45 38 45 43 38 43 38 36 43 36 40", GRID)),
        tidy(
            Part(
                "drums",
                0,
                tuple(
                    Note(48 * bar + at, 3, drum, 6 if drum == 36 else 4)
                    for bar in range(4)
                    for at, drum in (*_STROKES, *((at + 3, 44) for at, _ in _STROKES[:5]))
                ),
                drums=True,
            )
        ),
    ),
    key=Key(0),
    title="Four Bars",
    chords=(Chord(0, 0), Chord(48, 2, "m"), Chord(96, 7, "7"), Chord(144, 0)),
)
"""A small band: tune, chords, bass and drums."""

TUNES = (JIG, CHORALE, AIR, BAND)


def scores(
    *,
    parts: int = 3,
    drums: bool = True,
    lyrics: bool = True,
    together: bool = True,
    thirds: bool = True,
) -> st.SearchStrategy[Score]:
    """Draws scores in normal form, of at least one note.

    Args:
        parts: the most parts.
        drums: whether parts may be drums.
        lyrics: whether notes may be sung.
        together: whether a part may sound several notes at once.
        thirds: whether notes may lie off the grid of sixteenths.
    """
    from hypothesis import strategies as st

    step = 1 if thirds else 3

    @st.composite
    def draw_score(draw: st.DrawFn) -> Score:
        metres, pickup, length = draw(_bars(step))
        part = _part(length, step, drums=drums, lyrics=lyrics, together=together)
        played = tuple(draw(st.lists(part, min_size=1, max_size=parts)))
        places = st.integers(1, length - 1)
        tempos = draw(st.lists(st.tuples(places, st.integers(20, 320)), max_size=2))
        chord = st.builds(
            Chord, places, st.integers(0, 11), st.sampled_from((*QUALITIES, "13", "7#9"))
        )
        chords = {c.start: c for c in draw(st.lists(chord, max_size=3))}
        key = draw(st.none() | st.builds(Key, st.integers(0, 11), st.sampled_from(sorted(MODES))))
        first = Tempo(0, draw(st.integers(20, 320)))
        drawn = Score(
            played,
            metres,
            (first, *(Tempo(*said) for said in sorted(dict(tempos).items()))),
            key,
            pickup,
            draw(st.sampled_from(NAMES)),
            tuple(chords[start] for start in sorted(chords)),
        )
        return normal(drawn)

    return draw_score()


def _bars(step: int) -> st.SearchStrategy[tuple[tuple[Metre, ...], int, int]]:
    """Metres, an upbeat and the length of all bars."""
    from hypothesis import strategies as st

    usual = [m for m in METRES if m.name in ("2/4", "3/4", "4/4", "6/8", "9/8", "2/2", "5/8")]
    metre = st.sampled_from(usual) | st.sampled_from(METRES)

    @st.composite
    def draw_bars(draw: st.DrawFn) -> tuple[tuple[Metre, ...], int, int]:
        metres: list[Metre] = []
        at = pickup = 0
        for section in range(draw(st.integers(1, 3))):
            stated = draw(metre)
            cut = draw(st.booleans()) and stated.length > step
            short = draw(st.integers(1, (stated.length - 1) // step)) * step if cut else 0
            bars = draw(st.integers(1, 3))
            metres.append(replace(stated, start=at))
            if section == 0:
                pickup = short
                at += short + bars * stated.length
            else:
                at += bars * stated.length + short
        return tuple(metres), pickup, at

    return draw_bars()


def _part(
    length: int, step: int, *, drums: bool, lyrics: bool, together: bool
) -> st.SearchStrategy[Part]:
    from hypothesis import strategies as st

    @st.composite
    def draw_part(draw: st.DrawFn) -> Part:
        drummed = drums and draw(st.integers(0, 3)) == 0
        note = st.builds(
            lambda at, places, pitch, loud: Note(at * step, places * step, pitch, loud),
            st.integers(0, (length - step) // step),
            st.integers(1, 24) | st.integers(1, 100),
            st.integers(40, 84) | st.integers(1, 126),
            st.integers(5, 5) | st.integers(0, 7),
        )
        notes = draw(st.lists(note, min_size=1, max_size=10))
        kept = [replace(n, length=min(n.length, length - n.start)) for n in notes]
        if not together:
            kept = _one_at_a_time(kept)
        sung = lyrics and not drummed and draw(st.booleans())
        said = draw(st.tuples(*(st.sampled_from(SYLLABLES) for _ in kept))) if sung else ()
        name, program = draw(st.sampled_from(NAMES)), draw(st.integers(0, 127))
        return tidy(Part(name, 0 if drummed else program, tuple(kept), drummed, said))

    return draw_part()


def _one_at_a_time(notes: list[Note]) -> list[Note]:
    first = sorted({note.start: note for note in notes}.values())
    ends = [*(note.start for note in first[1:]), first[-1].end]
    return [
        replace(note, length=min(note.length, end - note.start))
        for note, end in zip(first, ends, strict=True)
    ]


def normal(score: Score) -> Score:
    """The score with no metre, tempo or chord after its last bar, and none stated twice."""
    bars = score.bars()
    upbeat_alone = score.pickup and len(bars) == 1
    end = bars[-1].start + (score.pickup if upbeat_alone else bars[-1].metre.length)
    metres: list[Metre] = []
    for before, bar in zip((None, *bars), bars, strict=False):
        cut = before and before.start and before.length != before.metre.length
        if not metres or cut or bar.metre.name != metres[-1].name:
            metres.append(replace(bar.metre, start=bar.start))
    tempos: list[Tempo] = []
    for tempo in score.tempos:
        if tempo.start < end and (not tempos or tempo.bpm != tempos[-1].bpm):
            tempos.append(tempo)
    chords = tuple(chord for chord in score.chords if chord.start < end)
    return replace(score, metres=tuple(metres), tempos=tuple(tempos), chords=chords)
