"""The grid that tokens can say: a score made plain, so that it is spelled and read back exactly.

What a token sequence cannot say is settled here and nowhere else (`on_grid`):

- names, lyrics and the title go; no pitch of a part sounds twice at once (`score.tidy`);
- a note lasts at most 8 quarters exactly, up to 32 by steps of 2, never more; a drum lasts a
  sixteenth, or less where it is struck again;
- tempos are the nearest of `TEMPOS` and change where a bar begins;
- a chord is one of `QUALITIES`, the longest that its name begins with;
- bars are those of `Score.bars`; the last one is whole; an upbeat is shorter than a bar.

>>> tune = Score((Part("flute", 73, (Note(0, 12, 67),)),), tempos=(Tempo(0, 121),))
>>> on_grid(tune).tempos, tempo(60)
((Tempo(start=0, bpm=120),), 60)
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sixing.errors import BadInput
from sixing.media.music.score import GRID, Bar, Chord, Metre, Note, Part, Score, Tempo, tidy

TEMPOS: tuple[int, ...] = (
    20, 24, 28, 32, 36, 40, 44, 48, 54, 60, 66, 72, 80, 88, 96, 104, 112, 120, 132, 144, 160, 176,
    192, 208, 224, 240, 264, 288, 320,
)  # fmt: skip
"""Quarter notes a minute: the marks of a metronome, thinned to steps of about a tenth."""

METRES = tuple(
    Metre(0, beats, unit) for unit in (1, 2, 4, 8, 16) for beats in range(1, 2 * unit + 1)
)
"""Every time signature whose bar is at most 8 quarters."""

LONGEST_BAR = 8 * GRID
LENGTHS: tuple[int, ...] = (*range(1, 8 * GRID + 1), *range(10 * GRID, 32 * GRID + 1, 2 * GRID))
"""Places that a note may last."""

QUALITIES: tuple[str, ...] = (
    "", "m", "7", "m7", "maj7", "6", "m6", "9", "dim", "dim7", "m7b5", "aug", "sus4", "7b9",
)  # fmt: skip
"""Qualities of chords; the first is a major triad."""

PARTS = 16
DRUM = GRID // 4
"""Places that a drum lasts."""

_METRE_NAMES = frozenset(metre.name for metre in METRES)


def on_grid(score: Score) -> Score:
    """The score as tokens can say it; doing it twice changes nothing.

    Raises:
        BadInput: more than `PARTS` parts, none at all, or a bar longer than 8 quarters.
    """
    if not 1 <= len(score.parts) <= PARTS:
        raise BadInput(
            f"{len(score.parts)} parts: a score for the model has 1 to {PARTS}",
            zh=f"{len(score.parts)} 个声部：模型所用乐谱须有 1 到 {PARTS} 个",
        )
    _refuse_strange_metres(score)
    plain = replace(
        score,
        parts=tuple(_part(part) for part in score.parts),
        pickup=score.pickup % score.metres[0].length,
        title="",
        chords=(),
    )
    bars = plain.bars()
    metres, pickup = _metres(bars)
    return replace(
        plain,
        metres=metres,
        pickup=pickup,
        tempos=_tempos(score, bars),
        chords=_chords(score, bars),
    )


def tempo(bpm: int) -> int:
    """The nearest of `TEMPOS`."""
    return min(TEMPOS, key=lambda level: abs(level - bpm))


def length(places: int) -> int:
    """The longest of `LENGTHS` that is no longer."""
    return LENGTHS[bisect_right(LENGTHS, places) - 1]


def quality(name: str) -> str:
    """The longest of `QUALITIES` that a chord's name begins with."""
    return max((q for q in QUALITIES if name.startswith(q)), key=len)


def _refuse_strange_metres(score: Score) -> None:
    for metre in score.metres:
        if metre.name not in _METRE_NAMES:
            raise BadInput(
                f"the metre {metre.name} has no place on the grid: its bar may be of 8 quarters "
                "at most, its unit 1 to 16",
                zh=f"拍号 {metre.name} 不在网格上：小节至多八个四分音符，单位为 1 到 16",
            )


def _part(part: Part) -> Part:
    """Its notes as tokens can say them."""
    notes = tuple(
        replace(note, length=DRUM if part.drums else length(note.length)) for note in part.notes
    )
    plain = tidy(Part("", 0 if part.drums else part.program, notes, part.drums))
    # Cut short by its next stroke a note may have left the grid of long lengths.
    return replace(plain, notes=tuple(_cut(note) for note in plain.notes))


def _cut(note: Note) -> Note:
    return replace(note, length=length(note.length))


def _metres(bars: tuple[Bar, ...]) -> tuple[tuple[Metre, ...], int]:
    """Time signatures where they change or a bar was cut short; the upbeat's length."""
    first = bars[0]
    metres = [replace(first.metre, start=0)]
    for i, bar in enumerate(bars[1:], 1):
        before = bars[i - 1]
        cut = i > 1 and before.length != before.metre.length
        if cut or bar.metre.name != before.metre.name:
            metres.append(replace(bar.metre, start=bar.start))
    return tuple(metres), first.length if first.length != first.metre.length else 0


def _tempos(score: Score, bars: tuple[Bar, ...]) -> tuple[Tempo, ...]:
    """Levels of tempo, each from the start of the bar that lies nearest."""
    levels: dict[int, int] = {}
    for said in score.tempos:
        nearest = min(bars, key=lambda bar: (abs(bar.start - said.start), bar.start))
        if said.start < bars[-1].start + bars[-1].length:
            levels[nearest.start] = tempo(said.bpm)
    levels.setdefault(0, tempo(score.tempos[0].bpm))
    found: list[Tempo] = []
    for start, bpm in sorted(levels.items()):
        if not found or found[-1].bpm != bpm:
            found.append(Tempo(start, bpm))
    return tuple(found)


def _chords(score: Score, bars: tuple[Bar, ...]) -> tuple[Chord, ...]:
    end = bars[-1].start + bars[-1].length
    named = {c.start: Chord(c.start, c.root, quality(c.quality)) for c in score.chords}
    return tuple(chord for start, chord in sorted(named.items()) if start < end)
