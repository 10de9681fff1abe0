"""The words of the music model: bars, onsets, pitches and lengths as integers.

A sequence reads::

    <bos> [<midway>] [<unended>] [<style:s>] [<density:d>] [<valence:v>] [<energy:e>]
    <metre:b/u> <tempo:t> <mode:m> [<tonic:k>] then each player: <program:n> or <drums> [<loud:l>]
    [<solo>] <body> bars <end>

A bar says how many bars are left, itself among them, so that a piece knows where its end is
(``<bar:more>`` above 32): ``<bar:n> [<metre:b/u>] [<tempo:t>] [<short:p>]`` and its notes. What
is written of lengths and loudness holds within a bar only: bars that are alike are spelled alike.

- Of several players or voices: each onset is ``<at:p>`` (places from the bar's start), perhaps a
  chord ``<root:r> <quality:q>``, then notes by part and upwards. Part 0 is meant until
  ``<part:k>``, within an onset. ``[<loud:l>] [<for:d>] <pitch:p>``: loudness and length of a part
  stand until changed; at a bar's start loudness is the player's own, and the length must be said.
  A drum is ``[<loud:l>] <drum:p>``.
- ``<solo>``, one voice that never sounds two notes at once (and has no chords): a note begins
  where the last one ended, or the bar did, unless ``<at:p>`` says later.

It knows spelling only; `sixing.media.music.grid` says what can be spelled.

>>> tokens = MusicTokens()
>>> tune = Score((Part("", 73, (Note(0, 12, 67), Note(12, 12, 71), Note(24, 24, 74))),))
>>> ids = tokens.encode(tune, Control(style="irish"))
>>> [tokens.vocabulary[i] for i in ids[-6:]]
['<for:12>', '<pitch:67>', '<pitch:71>', '<for:24>', '<pitch:74>', '<end>']
>>> tokens.decode(ids) == on_grid(tune)
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from sixing.errors import BadInput
from sixing.media.music.grid import DRUM, LENGTHS, METRES, PARTS, QUALITIES, TEMPOS, on_grid
from sixing.media.music.grid import tempo as nearest_tempo
from sixing.media.music.score import (
    LOUD,
    MODES,
    TONICS,
    Bar,
    Chord,
    Key,
    Metre,
    Note,
    Part,
    Score,
    Tempo,
    tidy,
)

STYLES = (
    "bach", "irish", "fiddle", "quartet", "madrigal", "rag", "metal", "swing", "bossa", "chinese",
)  # fmt: skip
DENSITIES, VALENCES, ENERGIES = 4, 3, 3
BARS = 32
"""Bars left that have a token of their own."""


@dataclass(frozen=True, slots=True)
class Control:
    """What a prefix may say; what is empty or None is left out.

    Attributes:
        style: a style of the vocabulary; one that it does not know is left out.
        density: how many notes, 0 (few) to 3.
        valence: 0 dark to 2 bright.
        energy: 0 calm to 2 driven.
        opening: False for an excerpt that does not begin where its piece does.
        closing: False for an excerpt that does not end where its piece does.
    """

    style: str = ""
    density: int | None = None
    valence: int | None = None
    energy: int | None = None
    opening: bool = True
    closing: bool = True


@dataclass(frozen=True, slots=True)
class Player:
    """One part's instrument and its usual loudness."""

    program: int = 0
    drums: bool = False
    loud: int = 5


@dataclass(frozen=True, slots=True)
class Header:
    """What stands between controls and body; None where it is left to the model.

    Attributes:
        keyless: that the piece shall have no key, when ``key`` is None.
        solo: one voice that never sounds two notes at once.
    """

    metre: Metre | None = None
    tempo: int | None = None
    key: Key | None = None
    players: tuple[Player, ...] | None = None
    solo: bool | None = None
    keyless: bool = False


def vocabulary(styles: Sequence[str] = STYLES) -> tuple[str, ...]:
    """Every token's name in the order of its number: facts of notation, none of any corpus."""
    special = ("pad", "bos", "end", "body", "solo", "midway", "unended", "drums")
    ranges: tuple[tuple[str, Sequence[object]], ...] = (
        ("style", styles),
        ("density", range(DENSITIES)), ("valence", range(VALENCES)), ("energy", range(ENERGIES)),
        ("metre", [metre.name for metre in METRES]), ("tempo", TEMPOS),
        ("mode", ["none", *MODES]), ("tonic", range(len(TONICS))), ("program", range(128)),
        ("bar", [*range(1, BARS + 1), "more"]), ("short", range(1, 96)), ("at", range(96)),
        ("part", range(1, PARTS)), ("loud", range(LOUD)), ("for", LENGTHS),
        ("root", range(12)), ("quality", QUALITIES), ("pitch", range(128)), ("drum", range(128)),
    )  # fmt: skip
    named = (f"<{kind}:{value}>" for kind, values in ranges for value in values)
    return (*(f"<{name}>" for name in special), *named)


class MusicTokens:
    """Spells scores as token numbers and back.

    Args:
        vocabulary: token names in the order of their numbers.
    """

    def __init__(self, vocabulary: Sequence[str] = vocabulary()) -> None:
        self.vocabulary = tuple(vocabulary)
        self.number = {name: i for i, name in enumerate(self.vocabulary)}
        self.end = self.number["<end>"]
        #: Of each token its kind and what it says: ``("pitch", "60")``, ``("end", "")``.
        self.parts = tuple(_split(name) for name in self.vocabulary)

    def __len__(self) -> int:
        return len(self.vocabulary)

    def encode(self, score: Score, control: Control = Control()) -> list[int]:
        """A score as a whole sequence, from ``<bos>`` to ``<end>``, as `on_grid` has it.

        Raises:
            BadInput: the grid cannot hold it.
        """
        plain = on_grid(score)
        header = header_of(plain)
        names = [*_controls(control), *_header(header), "body", *_bars(plain, header), "end"]
        known = self.number
        return [known[word] for word in (f"<{name}>" for name in names) if word in known]

    def prefix(self, control: Control, header: Header = Header()) -> list[int]:
        """Controls, then the header as far as it is known from its beginning on.

        A whole header brings the prefix up to ``<body>``.
        """
        names = [*_controls(control), *_header(header)]
        if header.players is not None and header.solo is not None and _complete(header):
            names.append("body")
        return [self.number[f"<{n}>"] for n in names if f"<{n}>" in self.number]

    def learnt_from(self, ids: Sequence[int]) -> int:
        """Where the header begins: controls are given, the rest is learnt."""
        return next(i for i, token in enumerate(ids) if self.parts[token][0] == "metre")

    def decode(self, ids: Sequence[int]) -> Score:
        """The score that a sequence spells; what stands before ``<metre>`` is skipped.

        Raises:
            BadInput: it is not written so; the message names the place.
        """
        reader = _Reader()
        for place, token in enumerate(ids, 1):
            kind, said = self.parts[token]
            if kind == "end":
                break
            try:
                reader.take(kind, said)
            except (ValueError, IndexError, KeyError) as fault:
                raise BadInput(
                    f"token {place}, <{kind}:{said}>, cannot stand where it does",
                    zh=f"第 {place} 个记号 <{kind}:{said}> 不能在此处",
                ) from fault
        return reader.score()


def header_of(score: Score) -> Header:
    """The whole header of a score on the grid."""
    players = tuple(Player(p.program, p.drums, _usual_loudness(p)) for p in score.parts)
    first = replace(score.metres[0], start=0)
    return Header(first, score.tempos[0].bpm, score.key, players, is_solo(score), not score.key)


def is_solo(score: Score) -> bool:
    """Whether it is one voice that never sounds two notes at once, without chords."""
    if len(score.parts) != 1 or score.parts[0].drums or score.chords:
        return False
    notes = score.parts[0].notes
    return all(a.end <= b.start for a, b in pairwise(notes))


def _usual_loudness(part: Part) -> int:
    counts = [0] * LOUD
    for note in part.notes:
        counts[note.loud] += 1
    return max(range(LOUD), key=counts.__getitem__) if part.notes else 5


def _controls(control: Control) -> Iterator[str]:
    yield "bos"
    if not control.opening:
        yield "midway"
    if not control.closing:
        yield "unended"
    if control.style:
        yield f"style:{control.style}"
    for name in ("density", "valence", "energy"):
        level = getattr(control, name)
        if level is not None:
            yield f"{name}:{level}"


def _complete(header: Header) -> bool:
    key = header.key is not None or header.keyless
    return key and None not in (header.metre, header.tempo)


def _header(header: Header) -> Iterator[str]:
    """Names of the header's tokens up to the first that is not known."""
    if header.metre is None:
        return
    yield f"metre:{header.metre.name}"
    if header.tempo is None:
        return
    yield f"tempo:{nearest_tempo(header.tempo)}"
    if header.key is not None:
        yield from (f"mode:{header.key.mode}", f"tonic:{header.key.tonic}")
    elif header.keyless:
        yield "mode:none"
    else:
        return
    for player in header.players or ():
        yield "drums" if player.drums else f"program:{player.program}"
        if player.loud != 5:
            yield f"loud:{player.loud}"
    if header.solo:
        yield "solo"


_Event = tuple[int, int, Note]


def _bars(score: Score, header: Header) -> Iterator[str]:
    """Names of the body's tokens."""
    events = sorted(
        ((note.start, k, note) for k, part in enumerate(score.parts) for note in part.notes),
        key=lambda event: (event[0], event[1], event[2].pitch),
    )
    chords = {chord.start: chord for chord in score.chords}
    tempos = {tempo.start: tempo.bpm for tempo in score.tempos[1:]}
    bars, at, cursor = score.bars(), 0, 0
    for i, bar in enumerate(bars):
        left = len(bars) - i
        yield f"bar:{left if left <= BARS else 'more'}"
        yield from _changes(bars, i, tempos)
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


def _split(name: str) -> tuple[str, str]:
    kind, _, said = name[1:-1].partition(":")
    return kind, said


@dataclass
class _Reader:
    """Reads names of tokens one by one; a wrong one raises ValueError, IndexError or KeyError."""

    metres: list[Metre] = field(default_factory=list)
    tempos: list[Tempo] = field(default_factory=list)
    key: Key | None = None
    mode: str = ""
    players: list[Player] = field(default_factory=list)
    notes: list[list[Note]] = field(default_factory=list)
    chords: list[Chord] = field(default_factory=list)
    solo: bool = False
    body: bool = False
    bars: int = 0
    start: int = 0
    length: int = 0
    cut: bool = False
    pickup: int = 0
    cursor: int = 0
    part: int = 0
    root: int = -1
    loud: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def take(self, kind: str, said: str) -> None:
        """Goes on over a token."""
        match kind:
            case "drums":
                self._player(Player(0, drums=True))
            case "solo":
                self.solo = True
            case "body":
                self.body = True
            case "bar":
                self._bar()
            case _:
                getattr(self, f"_{kind}", _nothing)(said)

    def score(self) -> Score:
        """What was read."""
        if not self.metres or not self.tempos or not self.players:
            raise BadInput(
                "a sequence without metre, tempo or players is no score",
                zh="缺拍号、速度或乐器的序列不成乐谱",
            )
        parts = tuple(
            tidy(Part("", 0 if player.drums else player.program, tuple(notes), player.drums))
            for player, notes in zip(self.players, self.notes, strict=True)
        )
        return Score(
            parts, tuple(self.metres), tuple(self.tempos), self.key, self.pickup,
            chords=tuple(self.chords),
        )  # fmt: skip

    def _metre(self, said: str) -> None:
        beats, unit = map(int, said.split("/"))
        if self.cut:
            self.metres.pop()
        self.metres.append(Metre(self.start, beats, unit))
        self.length = self.metres[-1].length

    def _tempo(self, said: str) -> None:
        self.tempos.append(Tempo(self.start, int(said)))

    def _mode(self, said: str) -> None:
        self.mode = said

    def _tonic(self, said: str) -> None:
        self.key = Key(int(said), self.mode)

    def _program(self, said: str) -> None:
        self._player(Player(int(said)))

    def _player(self, player: Player) -> None:
        if self.body or len(self.players) == PARTS:
            raise ValueError("players stand in the header")
        self.players.append(player)
        self.notes.append([])

    def _bar(self) -> None:
        if not self.body or not self.metres:
            raise ValueError("a bar stands in the body")
        if self.bars:
            self.start += self.length
        # After a bar cut short the metre is said anew, though it be the same.
        whole = self.metres[-1].length
        self.cut = self.bars > 1 and self.length != whole
        if self.cut:
            self.metres.append(replace(self.metres[-1], start=self.start))
        self.length, self.bars = whole, self.bars + 1
        self.cursor, self.part = max(self.cursor, self.start), 0
        self.loud = [player.loud for player in self.players]
        self.lengths = [0] * len(self.players)

    def _short(self, said: str) -> None:
        self.length = int(said)
        if self.bars == 1:
            self.pickup = self.length

    def _at(self, said: str) -> None:
        if not self.bars:
            raise ValueError("an onset stands in a bar")
        self.cursor, self.part = self.start + int(said), 0

    def _part(self, said: str) -> None:
        self.part = int(said)

    def _root(self, said: str) -> None:
        self.root = int(said)

    def _quality(self, said: str) -> None:
        self.chords.append(Chord(self.cursor, self.root, said))

    def _loud(self, said: str) -> None:
        if self.body:
            self.loud[self.part] = int(said)
        else:
            self.players[-1] = replace(self.players[-1], loud=int(said))

    def _for(self, said: str) -> None:
        self.lengths[self.part] = int(said)

    def _pitch(self, said: str) -> None:
        length = self.lengths[self.part]
        if not length or self.players[self.part].drums:
            raise ValueError("a pitch has a length and a player")
        self.notes[self.part].append(Note(self.cursor, length, int(said), self.loud[self.part]))
        if self.solo:
            self.cursor += length

    def _drum(self, said: str) -> None:
        if not self.players[self.part].drums:
            raise ValueError("a drum is struck by a drummer")
        self.notes[self.part].append(Note(self.cursor, DRUM, int(said), self.loud[self.part]))


def _nothing(said: str) -> None:
    """What says nothing of the score itself."""
