"""MIDI files as scores and back.

What a MIDI file cannot say (upbeat, mode, chord symbols, bars cut short) stands in a text event of
its first track, in the words of `sixing.media.music.spelling`, and holds while the signatures
beside it still agree; so ``read(write(score)) == score``.

Of a stranger's file: notes are rounded to the grid of twelfths, a track is parted by channel and
program, channel 10 is drums, what is never released stops with the piece, the pedal and bends are
not heard, a signature that makes no bar is left out, and C major counts as no key, because it is
what programs write when nobody said one. A short bar before a longer metre is taken for an upbeat.

>>> from sixing.testing.tunes import JIG
>>> data = write(JIG)
>>> data[:4], read(data) == JIG
(b'MThd', True)
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from sixing.errors import BadInput
from sixing.media.music import limits, smf, spelling
from sixing.media.music.score import GRID, MODES, Key, Metre, Note, Part, Score, Tempo, tidy

DIVISION = 40 * GRID
"""Ticks of a quarter note in what is written."""

_OURS = "sixing: "
_DRUMS = 9
_PORT = 0x21
#: Channels of a port that melodies may have.
_CHANNELS = tuple(channel for channel in range(16) if channel != _DRUMS)
#: Modes whose third is minor: they are signed as minor keys.
_DARK = frozenset(mode for mode, scale in MODES.items() if 3 in scale and 4 not in scale)
_Voice = tuple[int, int, int]
"""Track, channel (of all ports), program."""
_Stroke = tuple[int, int, int, int, int]
"""Tick, track, channel, pitch, velocity (0: released)."""


def read(data: bytes) -> Score:
    """The score of a file of format 0 or 1.

    Raises:
        BadMusic: it is damaged, empty or beyond `limits`.
    """
    limits.refuse_large(data, "the MIDI file")
    file = smf.read(data)
    limits.refuse_tracks(len(file.tracks))
    return limits.within(_Heard(file).score())


@dataclass
class _Heard:
    """What the tracks say; times in places of the grid."""

    file: smf.MidiFile
    notes: dict[_Voice, list[Note]] = field(default_factory=lambda: defaultdict(list))
    lyrics: dict[int, dict[int, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    names: dict[int, str] = field(default_factory=dict)
    metres: dict[int, tuple[int, int]] = field(default_factory=dict)
    tempos: dict[int, int] = field(default_factory=dict)
    keys: list[tuple[int, bool]] = field(default_factory=list)
    ours: Score | None = None

    def __post_init__(self) -> None:
        changes: dict[int, list[tuple[int, int]]] = defaultdict(list)
        strokes: list[_Stroke] = []
        struck = 0
        for number, track in enumerate(self.file.tracks):
            port = 0
            for tick, status, first, rest in smf.events(track, f"track {number + 1}"):
                if isinstance(rest, bytes):
                    if first == _PORT and rest:
                        port = rest[0] << 4
                    self._meta(number, tick, first, rest)
                elif status >= smf.PROGRAM:
                    changes[port | status & 15].append((tick, first))
                else:
                    loud = rest if status >= smf.NOTE_ON else 0
                    strokes.append((tick, number, port | status & 15, first, loud))
                    struck += loud > 0
                    limits.refuse_notes(struck)
        for told in changes.values():
            told.sort(key=itemgetter(0))
        self._pair(strokes, changes)

    def _place(self, tick: int) -> int:
        return (2 * tick * GRID + self.file.division) // (2 * self.file.division)

    def _meta(self, number: int, tick: int, kind: int, said: bytes) -> None:
        if kind == smf.LYRIC:
            self.lyrics[number].setdefault(self._place(tick), []).append(_text(said))
        elif kind == smf.NAME and number not in self.names:
            self.names[number] = _text(said)
        elif kind == smf.TEMPO and len(said) >= 3:
            micros = max(1, int.from_bytes(said[:3], "big"))
            bpm = min(max(round(60e6 / micros), limits.SLOWEST), limits.FASTEST)
            self.tempos[self._place(tick)] = bpm
        elif kind == smf.METRE and len(said) >= 2 and said[1] < 5:
            if limits.sound_metre(Metre(0, said[0], 1 << said[1])):
                self.metres[self._place(tick)] = said[0], 1 << said[1]
        elif kind == smf.KEY and len(said) >= 2:
            self.keys.append(((said[0] + 128) % 256 - 128, said[1] == 1))
        elif kind == smf.TEXT and said.startswith(_OURS.encode()):
            self.ours = _head(_text(said).removeprefix(_OURS))

    def _pair(
        self, strokes: Sequence[_Stroke], changes: Mapping[int, list[tuple[int, int]]]
    ) -> None:
        """Finds where each note ends: the first to sound is the first to stop."""
        open_: dict[tuple[int, int, int], deque[tuple[int, int]]] = defaultdict(deque)
        last = 0
        for tick, track, channel, pitch, loud in strokes:
            last = max(last, tick)
            held = open_[track, channel, pitch]
            if loud:
                held.append((tick, loud))
            elif held:
                start, struck = held.popleft()
                voice = track, channel, _program(changes.get(channel, ()), start, channel)
                self.notes[voice].append(self._note(start, tick, pitch, struck))
        for (track, channel, pitch), held in open_.items():
            for start, struck in held:
                voice = track, channel, _program(changes.get(channel, ()), start, channel)
                self.notes[voice].append(self._note(start, last, pitch, struck))

    def _note(self, start: int, end: int, pitch: int, velocity: int) -> Note:
        place = self._place(start)
        return Note(place, max(1, self._place(end) - place), pitch, velocity >> 4)

    def score(self) -> Score:
        """All of it."""
        score = Score(
            tuple(self._parts()),
            tuple(Metre(at, *said) for at, said in sorted(({0: (4, 4)} | self.metres).items())),
            tuple(Tempo(at, bpm) for at, bpm in sorted(({0: 120} | self.tempos).items())),
            _key(self.keys),
            title="" if any(track == 0 for track, _, _ in self.notes) else self.names.get(0, ""),
        )
        ours = self.ours
        if ours and _signatures(ours) == self.metres and _key_signatures(ours) == self.keys:
            return replace(
                score, metres=ours.metres, key=ours.key, pickup=ours.pickup, chords=ours.chords
            )
        return _plain(score)

    def _parts(self) -> Iterator[Part]:
        sung: set[int] = set()
        for (track, channel, program), notes in sorted(self.notes.items()):
            drums = channel & 15 == _DRUMS
            part = tidy(
                Part(self.names.get(track, ""), 0 if drums else program, tuple(notes), drums)
            )
            if self.lyrics.get(track) and track not in sung:
                sung.add(track)
                part = replace(part, lyrics=_sung(part, self.lyrics[track]))
            yield part


def _text(said: bytes) -> str:
    """Text in UTF-8, or else in Latin-1, as the standard has it."""
    try:
        text = said.decode()
    except UnicodeDecodeError:
        text = said.decode("latin-1")
    return text.strip(" \t\r\n\0")


def _head(line: str) -> Score | None:
    """The facts that we wrote; None when they can no longer be read."""
    try:
        facts = spelling.read([line])
        limits.refuse_times(facts)
    except BadInput:
        return None
    return facts


def _program(changes: Sequence[tuple[int, int]], tick: int, channel: int) -> int:
    """The program that a channel has when a note begins; before any, its first."""
    if not changes or channel & 15 == _DRUMS:
        return 0
    return changes[max(0, bisect_right(changes, tick, key=itemgetter(0)) - 1)][1]


def _sung(part: Part, said: Mapping[int, list[str]]) -> tuple[str, ...]:
    """A syllable for each note: of those that begin together, the highest sings the first."""
    lyrics = [""] * len(part.notes)
    left = {at: words[::-1] for at, words in said.items()}
    for i in range(len(lyrics) - 1, -1, -1):
        words = left.get(part.notes[i].start)
        if words:
            lyrics[i] = words.pop()
    return tuple(lyrics) if any(lyrics) else ()


def _key(said: Sequence[tuple[int, bool]]) -> Key | None:
    """The first signature, unless it is C major's."""
    if not said or said[0] == (0, False) or not -7 <= said[0][0] <= 7:
        return None
    fifths, minor = said[0]
    return Key((fifths * 7 + 9 * minor) % 12, "minor" if minor else "major")


def _plain(score: Score) -> Score:
    """A stranger's score: nothing after its end, nothing said twice, its upbeat known as such."""
    metres: list[Metre] = []
    for metre in score.metres:
        if not metres or (metre.start < score.length and metre.name != metres[-1].name):
            metres.append(metre)
    tempos: list[Tempo] = []
    for tempo in score.tempos:
        if not tempos or (tempo.start < score.length and tempo.bpm != tempos[-1].bpm):
            tempos.append(tempo)
    pickup = 0
    if len(metres) > 1 and metres[1].start == metres[0].length < metres[1].length:
        pickup = metres[0].length
        metres[:2] = [replace(metres[1], start=0)]
    return replace(score, metres=tuple(metres), tempos=tuple(tempos), pickup=pickup)


def write(score: Score) -> bytes:
    """The score as a MIDI file of format 1: a track of facts, then a track for each part.

    Raises:
        BadMusic: it has no notes, or is beyond `limits`.
    """
    limits.within(score)
    channels = iter(range(score.notes() + len(score.parts)))  # one for each part that has a tune
    tracks = [_facts(score)]
    for part in score.parts:
        port, place = (0, None) if part.drums else divmod(next(channels), len(_CHANNELS))
        tracks.append(_track(part, port, _DRUMS if place is None else _CHANNELS[place]))
    ordered = (sorted(track, key=itemgetter(0, 1)) for track in tracks)
    return smf.written(DIVISION, [[(tick, event) for tick, _, event in t] for t in ordered])


_Written = tuple[int, int, bytes]
"""Tick, rank among what happens at once, event."""


def _facts(score: Score) -> list[_Written]:
    said = [(0, smf.meta(smf.NAME, score.title.encode()))] if score.title else []
    said.append((0, smf.meta(smf.TEXT, (_OURS + spelling.spell(score)[0]).encode())))
    for at, (beats, unit) in _signatures(score).items():
        shape = bytes((beats, unit.bit_length() - 1, 24, 8))
        said.append((at, smf.meta(smf.METRE, shape)))
    for fifths, minor in _key_signatures(score):
        said.append((0, smf.meta(smf.KEY, bytes((fifths % 256, minor)))))
    for tempo in score.tempos:
        micros = round(60e6 / tempo.bpm).to_bytes(3, "big")
        said.append((tempo.start, smf.meta(smf.TEMPO, micros)))
    return [(at * DIVISION // GRID, rank, event) for rank, (at, event) in enumerate(said)]


def _signatures(score: Score) -> dict[int, tuple[int, int]]:
    """Time signatures; an upbeat is a bar of its own where one can be written."""
    found = {metre.start: (metre.beats, metre.unit) for metre in score.metres}
    for unit in (4, 8, 16):
        beats, rest = divmod(score.pickup * unit, 4 * GRID)
        if beats and not rest and score.pickup not in found:
            return found | {0: (beats, unit), score.pickup: found[0]}
    return found


def _key_signatures(score: Score) -> list[tuple[int, bool]]:
    return [(score.key.fifths, score.key.mode in _DARK)] if score.key else []


def _track(part: Part, port: int, channel: int) -> list[_Written]:
    """A part's events; where several fall together: what ends, what is sung, what begins."""
    said: list[_Written] = []
    if part.name:
        said.append((0, -3, smf.meta(smf.NAME, part.name.encode())))
    if port:
        said.append((0, -2, smf.meta(_PORT, bytes((port,)))))
    if not part.drums:
        said.append((0, -1, bytes((smf.PROGRAM | channel, part.program))))
    on, off, scale = smf.NOTE_ON | channel, smf.NOTE_OFF | channel, DIVISION // GRID
    for note in part.notes:
        said.append((note.start * scale, 2, bytes((on, note.pitch, 16 * note.loud + 15))))
        said.append((note.end * scale, 0, bytes((off, note.pitch, 0))))
    for at, words in _words(part).items():
        said += [(at * scale, 1, smf.meta(smf.LYRIC, word.encode())) for word in words]
    return said


def _words(part: Part) -> dict[int, list[str]]:
    """What is sung at each place, by the highest note first; silence after the last is left."""
    found: dict[int, list[str]] = defaultdict(list)
    for note, word in zip(part.notes, part.lyrics, strict=False):
        words = found[note.start]
        if word or words:  # the notes go upwards, so what comes later is sung first
            words.insert(0, word)
    return found
