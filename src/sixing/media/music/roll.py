"""A score as a piano roll: time across, pitch up, a colour for each part; laid out once.

The layout is shapes and words; `roll_svg` and `roll_png` paint it. Rows of the key's scale are
lighter than the rest (without a key, the white keys of a piano), the tonic's has its name. Colours
are Okabe and Ito's, told apart by every kind of colour vision ("Color Universal Design", 2008), and
a part's number stands at its first note as in the legend, so that nothing hangs on colour alone.

>>> from sixing.media.music.score import Note, Part, Score
>>> tune = Score((Part("flute", 73, (Note(0, 12, 67), Note(12, 36, 71))),))
>>> found = roll(tune)
>>> [shape.kind for shape in found.shapes].count("note"), found.words[-1].text
(2, '1 flute')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sixing.errors import BadWork
from sixing.media.music.instruments import name
from sixing.media.music.score import GRID, Part, Score
from sixing.media.music.spelling import pitch_name

INKS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c")
"""Of the parts; the eighth part begins anew with hollow notes."""

MOST = 20_000
"""Notes that a picture shows; in one with more no note would be seen."""
_WIDEST = 8_000.0
_MARGIN, _LEFT, _TOP, _FOOT = 14.0, 56.0, 46.0, 34.0
_PLAIN = frozenset({0, 2, 4, 5, 7, 9, 11})
_GAP = -1  # the row between the pitches and the drums, which lie on rows below it
_DRUM = -1000

Kind = Literal["paper", "ground", "scale", "tonic", "beat", "bar", "note"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle in pixels; of a note also its part (from 0) and its loudness."""

    kind: Kind
    left: float
    top: float
    wide: float
    tall: float
    part: int = 0
    loud: int = 5


@dataclass(frozen=True, slots=True)
class Word:
    """Writing whose middle is at a height; ``plain`` is the same in ASCII."""

    text: str
    plain: str
    left: float
    middle: float
    size: float
    anchor: Anchor = "start"
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where times and pitches lie, in pixels."""

    pitches: tuple[int, ...]  # from the top down
    place: float  # pixels of a place of the grid
    row: float
    length: int

    @property
    def left(self) -> float:
        """Where the first bar begins."""
        return _LEFT

    def x(self, place: float) -> float:
        """Where a place of the score lies."""
        return _LEFT + place * self.place

    def y(self, pitch: int) -> float:
        """The top of a pitch's row."""
        return _TOP + self.pitches.index(pitch) * self.row

    @property
    def bottom(self) -> float:
        """The foot of the lowest row."""
        return _TOP + len(self.pitches) * self.row


@dataclass(frozen=True, slots=True)
class Roll:
    """A picture to be painted: its size, and what is on it in the order of painting."""

    wide: float
    tall: float
    grid: Frame
    shapes: tuple[Shape, ...]
    words: tuple[Word, ...]


def roll(score: Score, *, width: float | None = None) -> Roll:
    """Lay a score out.

    Args:
        score: at least one note, at most `MOST`.
        width: pixels; by default as much as the music wants (a quarter note about 24).

    Raises:
        BadWork: there are no notes to draw, or too many to be seen.
    """
    if not 0 < score.notes() <= MOST:
        raise BadWork(
            f"a piano roll shows 1 to {MOST} notes; this piece has {score.notes()}",
            zh=f"钢琴卷帘可显示 1 至 {MOST} 个音，这首有 {score.notes()} 个",
        )
    frame = _frame(score, width)
    shapes = (*_ground(score, frame), *_grid(score, frame), *_notes(score, frame))
    words = (*_scale_words(score, frame), *_bar_words(score, frame), *_title(score, frame))
    legend = tuple(_legend(score, frame))
    wide = max(frame.x(frame.length), legend[-1].left + _across(legend[-1])) + _MARGIN
    tall = max(word.middle for word in legend) + _FOOT / 2
    paper = Shape("paper", 0, 0, wide, tall)
    return Roll(wide, tall, frame, (paper, *shapes), (*words, *_numbers(score, frame), *legend))


def _frame(score: Score, width: float | None) -> Frame:
    sung = {n.pitch for part in score.parts if not part.drums for n in part.notes}
    struck = {n.pitch for part in score.parts if part.drums for n in part.notes}
    rows = list(range(max(sung) + 2, min(sung) - 3, -1)) if sung else []
    rows += [_GAP] if sung and struck else []
    rows += [_DRUM - p for p in sorted(struck, reverse=True)]
    bars = score.bars()
    length = bars[-1].start + bars[-1].length
    room = (width - _LEFT - _MARGIN) if width else min(_WIDEST, max(560.0, length * 24 / GRID))
    return Frame(tuple(rows), room / length, 7.0 if len(rows) > 30 else 9.0, length)


def _row(part: Part, pitch: int) -> int:
    return _DRUM - pitch if part.drums else pitch


def _ground(score: Score, frame: Frame) -> Iterator[Shape]:
    scale = score.key.scale if score.key else _PLAIN
    wide = frame.length * frame.place
    yield Shape("ground", _LEFT, _TOP, wide, frame.bottom - _TOP)
    for pitch in frame.pitches:
        if pitch >= 0 and pitch % 12 in scale:
            tonic = score.key is not None and pitch % 12 == score.key.tonic
            kind: Kind = "tonic" if tonic else "scale"
            yield Shape(kind, _LEFT, frame.y(pitch), wide, frame.row)


def _grid(score: Score, frame: Frame) -> Iterator[Shape]:
    tall = frame.bottom - _TOP
    for bar in score.bars():
        step = 4 * GRID // bar.metre.unit
        # Beats of 6/8, 9/8 and 12/8 are dotted quarters.
        if bar.metre.unit == 8 and bar.metre.beats % 3 == 0:
            step *= 3
        if step * frame.place > 5:
            for place in range(bar.start + step, bar.start + bar.length, step):
                yield Shape("beat", frame.x(place), _TOP, 0.5, tall)
        yield Shape("bar", frame.x(bar.start), _TOP, 1.0, tall)
    yield Shape("bar", frame.x(frame.length), _TOP, 1.0, tall)


def _notes(score: Score, frame: Frame) -> Iterator[Shape]:
    for number, part in enumerate(score.parts):
        for note in part.notes:
            wide = max(1.5, note.length * frame.place - 1)
            top = frame.y(_row(part, note.pitch))
            yield Shape(
                "note", frame.x(note.start), top + 0.5, wide, frame.row - 1, number, note.loud
            )


def _scale_words(score: Score, frame: Frame) -> Iterator[Word]:
    tonic = score.key.tonic if score.key else 0
    for pitch in frame.pitches:
        if pitch >= 0 and pitch % 12 == tonic:
            said = pitch_name(pitch)
            yield Word(said, said, _LEFT - 16, frame.y(pitch) + frame.row / 2, 10, "end")
    struck = [pitch for pitch in frame.pitches if pitch <= _DRUM]
    if struck:
        middle = (frame.y(struck[0]) + frame.bottom) / 2
        yield Word("drums", "drums", _LEFT - 16, middle, 10, "end")


def _bar_words(score: Score, frame: Frame) -> Iterator[Word]:
    bars = score.bars()
    step = next(n for n in (1, 2, 4, 8, 16, 32, 64, 128, 10**9) if _apart(frame, n) > 26)
    first = 0 if score.pickup else 1
    for number, bar in enumerate(bars, first):
        if number == 1 or (number > 1 and (number - 1) % step == 0):
            yield Word(str(number), str(number), frame.x(bar.start) + 2, _TOP - 8, 10)


def _apart(frame: Frame, bars: int) -> float:
    return bars * 4 * GRID * frame.place


def _title(score: Score, frame: Frame) -> Iterator[Word]:
    key = score.key.name if score.key else ""
    facts = " · ".join(filter(None, (key, score.metres[0].name, f"{score.tempos[0].bpm}/min")))
    plain = facts.replace(" · ", "  ")
    if score.title:
        yield Word(score.title, _ascii(score.title), _LEFT, 18, 15)
    yield Word(facts, plain, frame.x(frame.length), 18, 11, "end")


def _numbers(score: Score, frame: Frame) -> Iterator[Word]:
    """A part's number before its first note, where there is more than one part."""
    if len(score.parts) < 2:
        return
    for number, part in enumerate(score.parts):
        if part.notes:
            note = part.notes[0]
            middle = frame.y(_row(part, note.pitch)) + frame.row / 2
            said = str(number + 1)
            yield Word(said, said, frame.x(note.start) - 2, middle, 9, "end", number)


def _legend(score: Score, frame: Frame) -> Iterator[Word]:
    left, middle = _LEFT, frame.bottom + _FOOT / 2 + 2
    for number, part in enumerate(score.parts):
        usual = "drums" if part.drums else name(part.program)
        said = f"{number + 1} {part.name or usual}"
        plain = f"{number + 1} {_ascii(part.name) or usual}"
        word = Word(said, plain, left + 16, middle, 11, part=number)
        if number and word.left + _across(word) > frame.x(frame.length):
            left, middle = _LEFT, middle + 18
            word = Word(said, plain, left + 16, middle, 11, part=number)
        yield word
        left = word.left + _across(word) + 14


def _across(word: Word) -> float:
    """About how wide a word is."""
    return sum(word.size * (1.0 if ord(c) > 0x2E80 else 0.6) for c in word.text)


def _ascii(text: str) -> str:
    """As much of a text as any font can write."""
    return "".join(mark for mark in text if mark.isascii()).strip()


def hollow(part: int) -> bool:
    """Whether a part's notes are outlines: its colour is taken already."""
    return part // len(INKS) % 2 == 1


def ink(part: int) -> str:
    """A part's colour."""
    return INKS[part % len(INKS)]


def shades(words: Sequence[Word]) -> Iterator[tuple[Word, Shape | None]]:
    """Words, those of the legend with the note drawn before them."""
    for word in words:
        legend = word.part is not None and word.anchor == "start"
        shown = Shape("note", word.left - 16, word.middle - 4, 12, 8, word.part or 0, 6)
        yield word, shown if legend else None
