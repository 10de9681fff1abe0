"""The bars of a score as names of tokens; see `sixing.media.music.tokens` for what they say.

>>> from sixing.media.music.score import Part
>>> from sixing.media.music.token_prefix import header_of
>>> tune = Score((Part("", 73, (Note(0, 12, 67), Note(12, 36, 71))),))
>>> list(bars(tune, header_of(tune)))
['bar:1', 'for:12', 'pitch:67', 'for:36', 'pitch:71']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sixing.media.music.score import Bar, Chord, Note, Score
from sixing.media.music.token_prefix import Header, Player

BARS = 32
"""Bars left that have a token of their own."""

_Event = tuple[int, int, Note]


def bars(score: Score, header: Header) -> Iterator[str]:
    """Names of the body's tokens."""
    events = sorted(
        ((note.start, k, note) for k, part in enumerate(score.parts) for note in part.notes),
        key=lambda event: (event[0], event[1], event[2].pitch),
    )
    chords = {chord.start: chord for chord in score.chords}
    tempos = {tempo.start: tempo.bpm for tempo in score.tempos[1:]}
    lines, at, cursor = score.bars(), 0, 0
    for i, bar in enumerate(lines):
        left = len(lines) - i
        yield f"bar:{left if left <= BARS else 'more'}"
        yield from _changes(lines, i, tempos)
        end = at
        while end < len(events) and events[end][0] < bar.start + bar.length:
            end += 1
        if header.solo:
            yield from _solo_bar(events[at:end], bar, max(cursor, bar.start), header)
            cursor = events[end - 1][2].end if end else 0
        else:
            yield from _bar(events[at:end], chords, bar, header)
        at = end


def _changes(bars: Sequence[Bar], i: int, tempos: dict[int, int]) -> Iterator[str]:
    bar = bars[i]
    if i and bar.metre.name != bars[i - 1].metre.name:
        yield f"metre:{bar.metre.name}"
    if bar.start in tempos:
        yield f"tempo:{tempos[bar.start]}"
    if bar.length != bar.metre.length and (i == 0 or i < len(bars) - 1):
        yield f"short:{bar.length}"


def _solo_bar(events: Sequence[_Event], bar: Bar, cursor: int, header: Header) -> Iterator[str]:
    said = _Said(header.players or ())
    for start, part, note in events:
        if start != cursor:
            yield f"at:{start - bar.start}"
        yield from said.note(part, note)
        cursor = note.end


def _bar(
    events: Sequence[_Event], chords: dict[int, Chord], bar: Bar, header: Header
) -> Iterator[str]:
    said = _Said(header.players or ())
    onsets = {start: list(these) for start, these in groupby(events, key=lambda event: event[0])}
    named = {start for start in chords if bar.start <= start < bar.start + bar.length}
    for start in sorted(onsets.keys() | named):
        yield f"at:{start - bar.start}"
        if start in chords:
            yield from (f"root:{chords[start].root}", f"quality:{chords[start].quality}")
        current = 0
        for _, part, note in onsets.get(start, ()):
            if part != current:
                current = part
                yield f"part:{part}"
            yield from said.note(part, note)


class _Said:
    """What was said of lengths and loudness since the bar began."""

    def __init__(self, players: Sequence[Player]) -> None:
        self.players = players
        self.loud = [player.loud for player in players]
        self.length = [0] * len(players)

    def note(self, part: int, note: Note) -> Iterator[str]:
        """The tokens of a note, what still holds left out."""
        if note.loud != self.loud[part]:
            self.loud[part] = note.loud
            yield f"loud:{note.loud}"
        if self.players[part].drums:
            yield f"drum:{note.pitch}"
            return
        if note.length != self.length[part]:
            self.length[part] = note.length
            yield f"for:{note.length}"
        yield f"pitch:{note.pitch}"
