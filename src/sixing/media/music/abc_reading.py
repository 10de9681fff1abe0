"""Reads ABC, the notation in which tunes are collected, as scores; repeats are played out.

Read are keys with modes and accidentals, the memory of accidentals within a bar (for all octaves,
as the standard has it), lengths, broken rhythm, tuplets, ties, chords, overlays, chord symbols,
marks of loudness, voices, words below notes (w:, first verse), changes of metre, key, length and
tempo, %%MIDI program and channel. Slurs, grace notes and ornaments are left.

Source: "The abc music standard 2.1", C. Walshaw and others, 2011.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sixing.errors import BadMusic
from sixing.media.music import limits
from sixing.media.music.abc_voice import Voice, plain
from sixing.media.music.barring import ended, joined, metres_of, unfold
from sixing.media.music.score import MODES, Chord, Key, Note, Part, Score, Tempo, tidy

MOST_TUNES = 20_000
"""Of a file."""

_log = logging.getLogger(__name__)
_FIELD = re.compile(r"([A-Za-z+]):(?![|:])[ \t]*(.*)")
_DIRECTIVE = re.compile(r"(?:%%|I:)[ \t]*(?:MIDI|midi|sixing)[ \t]+(\w+)[ \t]*(.*)")
_COMMENT = re.compile(r"(?<!\\)%.*")
_INLINE_VOICE = re.compile(r"\[V:[ \t]*([^\]]{1,200})\]")


def read(text: str) -> Iterator[Score]:
    """Every tune of a collection; one that cannot be read is left out and logged.

    Raises:
        BadMusic: no tune can be read, and it says why of the first; or there are too many.
    """
    first: BadMusic | None = None
    found = False
    for number, lines in enumerate(_blocks(text), 1):
        if number > MOST_TUNES:
            raise BadMusic(
                f"it holds more than {MOST_TUNES:,} tunes: split the file",
                zh=f"曲子多于 {MOST_TUNES:,} 首：请拆分文件",
            )
        try:
            score = _Tune().read(lines)
        except BadMusic as fault:
            first = first or fault
            _log.warning("tune %d: %s", number, fault)
            continue
        found = True
        yield score
    if not found:
        raise first or BadMusic(
            "this is no ABC: a tune begins with a line X:1 and has a line K: with its key",
            zh="这不是 ABC：每首曲子以 X:1 一行开始，并有写明调的 K: 一行",
        )


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each tune; before them what the file's own header says of all."""
    header: list[str] = []
    block: list[str] = []
    for line in text.splitlines():
        if line.startswith("X:") or not line.strip():
            if block:
                yield [*header, *block]
            block = [line] if line.strip() else []
        elif block:
            block.append(line)
        elif line.startswith(("M:", "L:", "Q:")) and len(header) < 20:
            header.append(line)
    if block:
        yield [*header, *block]


@dataclass
class _Tune:
    """A tune while its lines are read.

    Attributes:
        head: what the header says of every voice.
        said: what it says of one: fields V and lines for players.
    """

    title: str = ""
    mode: str = ""
    body: bool = False
    head: Voice = field(default_factory=Voice)
    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)
    name: str = ""

    def read(self, lines: Sequence[str]) -> Score:
        """The tune of these lines.

        Raises:
            BadMusic: it has no key or no notes, or is beyond `limits`.
        """
        for line in lines:
            self._line(line)
        if not self.body:
            raise BadMusic(
                "a tune without a line K: cannot be read: its key is not said",
                zh="没有 K: 一行的曲子读不了：未写明调",
            )
        for voice in self.voices.values():
            voice.close_bar()
        played = [voice for voice in self.voices.values() if voice.bars]
        if not any(voice.count for voice in played):
            raise BadMusic("there are no notes in it", zh="其中没有音符")
        key = self.head.key
        if key and self.mode:
            key = Key(key.tonic, self.mode)
        # Within the limits first: what breaks them need not have bars that can be counted.
        return ended(limits.within(_together(played, key, self.title)))

    def _line(self, line: str) -> None:
        directive = _DIRECTIVE.match(line)
        if directive:
            self._direct(directive[1], directive[2].strip())
            return
        line = _COMMENT.sub("", line)
        said = _FIELD.match(line)
        if said:
            self._field(said[1], said[2].strip())
        elif self.body:
            # Every second piece is the name of the voice that goes on.
            for number, piece in enumerate(_INLINE_VOICE.split(line)):
                if number % 2:
                    self._switch(piece)
                elif piece.strip():
                    self._voice().music(piece)

    def _direct(self, what: str, rest: str) -> None:
        if what == "mode" and rest in MODES:
            self.mode = rest
        elif self.body:
            _play(self._voice(), what, rest)
        elif self.name:
            self.said[self.name].append((what, rest))
        else:
            _play(self.head, what, rest)

    def _field(self, name: str, said: str) -> None:
        match name:
            case "T":
                self.title = self.title or plain(said)
            case "V":
                self._switch(said)
            case "w" if self.body:
                self._voice().words(said)
            case "K" | "M" | "L" | "Q":
                (self._voice() if self.body else self.head).set(name, said)
                if name == "K":
                    self.name, self.body = self.name if self.body else "", True

    def _switch(self, said: str) -> None:
        """Goes on in another voice; in the header it is only described."""
        name, _, rest = said.strip().partition(" ")
        self.name = name or "1"
        limits.refuse_tracks(max(len(self.said), len(self.voices)))
        self.said.setdefault(self.name, [])
        if self.body:
            self._voice().describe(rest)
        else:
            self.said[self.name].append(("", rest))

    def _voice(self) -> Voice:
        """The voice that music goes on in; a new one begins as the header says."""
        self.name = self.name or "1"
        if self.name not in self.voices:
            voice = self.voices[self.name] = self.head.another()
            for what, rest in self.said.get(self.name, ()):
                if what:
                    _play(voice, what, rest)
                else:
                    voice.describe(rest)
        return self.voices[self.name]


def _play(voice: Voice, what: str, rest: str) -> None:
    """A line for players: the instrument of a voice."""
    numbers = [int(number) for number in re.findall(r"\b\d{1,3}\b", rest)]
    if what == "program" and numbers and numbers[-1] < 128:
        voice.program = numbers[-1]
    elif what == "channel" and numbers:
        voice.drums = numbers[0] == 10


def _together(voices: Sequence[Voice], key: Key | None, title: str) -> Score:
    """The score of voices, each with its repeats played out."""
    first = voices[0]
    order = unfold([bar.signs for bar in first.bars])
    played = [first.bars[number] for number in order]
    written = [(bar.length, bar.metre) for bar in played]
    metres, pickup = metres_of(joined(written, [bar.signs.parted for bar in played]))
    tempos = {0: 120}
    for start, number in _starts(first, order):
        tempos |= {start + at: bpm for at, bpm in first.bars[number].tempos.items()}
    return Score(
        tuple(_part(voice, _order(voice, first, order)) for voice in voices),
        metres,
        tuple(Tempo(start, bpm) for start, bpm in sorted(tempos.items())),
        key,
        pickup,
        title,
        next(filter(None, (_chords(v, _order(v, first, order)) for v in voices)), ()),
    )


def _order(voice: Voice, first: Voice, order: Sequence[int]) -> Sequence[int]:
    """A voice of as many bars as the first repeats as the first does."""
    if len(voice.bars) == len(first.bars):
        return order
    return unfold([bar.signs for bar in voice.bars])


def _starts(voice: Voice, order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each bar begins when it sounds, and its number."""
    start = 0
    for number in order:
        yield start, number
        start += voice.bars[number].length


def _chords(voice: Voice, order: Sequence[int]) -> tuple[Chord, ...]:
    return tuple(
        replace(chord, start=start + at)
        for start, number in _starts(voice, order)
        for at, chord in sorted(voice.bars[number].chords.items())
    )


def _part(voice: Voice, order: Sequence[int]) -> Part:
    """A voice as a part, ties joined."""
    notes: list[Note] = []
    lyrics: list[str] = []
    held: dict[int, int] = {}
    for start, number in _starts(voice, order):
        for sung in sorted(voice.bars[number].notes, key=lambda sung: sung.note.start):
            note = replace(sung.note, start=start + sung.note.start)
            at = held.pop(note.pitch, -1)
            if at >= 0 and notes[at].end == note.start:
                notes[at] = replace(notes[at], length=note.end - notes[at].start)
            else:
                at = len(notes)
                notes.append(note)
                lyrics.append(sung.syllable)
            if sung.tied:
                held[note.pitch] = at
            limits.refuse_notes(len(notes))
    sung_at_all = tuple(lyrics) if any(lyrics) else ()
    return tidy(Part(voice.name, voice.program, tuple(notes), voice.drums, sung_at_all))
