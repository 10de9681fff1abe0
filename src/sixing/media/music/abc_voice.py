"""One voice of an ABC tune while its lines are read: bars, and what holds until something changes.

It knows the notation of a line of music; headers, and what becomes of the voices, are
`abc_reading`'s.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace

from sixing.errors import BadMusic
from sixing.media.music import limits
from sixing.media.music.abc_key import (
    ALTER,
    Signature,
    bpm_of,
    key_of,
    length_of,
    metre_of,
    tempo_of,
    usual_length,
)
from sixing.media.music.barring import MOST_BARS, Signs
from sixing.media.music.score import Chord, Key, Metre, Note


def _long(name: str) -> str:
    return rf"(?P<{name}>\d{{0,4}}(?:/{{1,4}}\d{{0,4}})?)"


_TIMES = r"\d{1,2}(?:[,-]\d{1,2}){0,8}"
#: Every quantity is bounded, so that no line costs more than its length. The name of what matched
#: is the outermost group's, which closes last.
_TOKEN = re.compile(
    r"(?P<note>(?P<sign>\^{1,2}|_{1,2}|=)?(?P<letter>[A-Ga-g])(?P<octave>[,']{0,8})"
    rf"{_long('noted')})"
    rf"|(?P<rest>[zx]{_long('rested')})"
    r"|(?P<bars>[ZX](?P<many>\d{0,3}))"
    r'|(?P<text>"(?P<words>[^"]{0,200})")'
    r"|(?P<field>\[(?P<name>[A-Za-z]):(?P<said>[^\]]{0,200})\])"
    rf"|(?P<ending>\[(?P<first>{_TIMES}))"
    r"|(?P<bar>(?P<line>\.?\[?(?:\|[|:]{0,8}|:[|:]{1,8})\]?)" + rf"(?: ?\[?(?P<times>{_TIMES}))?)"
    r"|(?P<decoration>[!+](?P<mark>[^!+\s|]{1,30})[!+])"
    r"|(?P<grace>\{[^}]{0,200}\})"
    r"|(?P<tuplet>\((?P<p>\d)(?::(?P<q>\d?)(?::(?P<r>\d?\d?))?)?)"
    rf"|(?P<open>\[)|(?P<close>\]{_long('closed')})"
    r"|(?P<broken>>{1,3}|<{1,3})|(?P<tie>-)|(?P<overlay>&)"
)
_SYMBOL = re.compile(
    r"([A-G])([#b♯♭]?)((?:maj|min|dim|aug|sus|add|alt|mi|ma|m|M|[#b]?\d{1,2}|[-+o°øΔ()^,])*)"
    r"(?:/[A-Ga-g][#b]?)?"
)
_QUALITY = {
    "maj": "", "M": "", "min": "m", "mi": "m", "-": "m", "M7": "maj7", "min7": "m7", "-7": "m7",
    "+": "aug", "o": "dim", "°": "dim", "o7": "dim7", "°7": "dim7", "ø": "m7b5", "Δ": "maj7",
}  # fmt: skip
_WORD = re.compile(r"[|_*-]|(?:\\-|[^\s|_*-])+")
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
MARKS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")
"""Marks of loudness, level 0 to 7: MIDI velocities 15 to 127 by sixteens."""

_LOUD = {mark: level for level, mark in enumerate(MARKS)} | {"pppp": 0, "ffff": 7}
#: p notes in the time of q; those that hang on the metre take 3 in compound time, else 2.
_TUPLETS = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
LONGEST_NAME = 200
"""Letters of a syllable, a name or a title that are kept."""

_Place = tuple[str, int]
"""A letter and its octave: a line or a space of the staff."""


@dataclass(slots=True)
class Sung:
    """A note as written: its place counts from its bar's start."""

    note: Note
    place: _Place
    tied: bool = False
    syllable: str = ""


@dataclass(slots=True)
class Bar:
    """A bar as written."""

    metre: tuple[int, int]
    length: int = 0
    notes: list[Sung] = field(default_factory=list)
    tempos: dict[int, int] = field(default_factory=dict)
    chords: dict[int, Chord] = field(default_factory=dict)
    signs: Signs = field(default_factory=Signs)


@dataclass
class Voice:
    """What holds in a voice, and the bars that it has.

    Attributes:
        unit: places of the unit length, 0 where no field L stood.
        shift: semitones that all notes are moved by.
    """

    name: str = ""
    program: int = 0
    drums: bool = False
    key: Key | None = None
    signature: Signature = field(default_factory=dict)
    metre: tuple[int, int] = (4, 4)
    unit: float = 0.0
    shift: int = 0
    loud: int = 5
    bars: list[Bar] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.begin = Signs()
        self.verse: list[tuple[int, Sung]] = []
        self.first_bar = 0
        self.chord: list[Sung] | None = None
        self.own: list[float] = []
        self.held: dict[_Place, tuple[int, int]] = {}
        self._open()

    def _open(self) -> None:
        """Begins a bar; a note tied over the line keeps its accidental."""
        self.bar = Bar(self.metre)
        self.at = self.longest = 0.0
        self.raised: dict[str, int] = {}
        self.layer = 0
        self._forget()

    def _forget(self) -> None:
        """What was last is no longer before what comes."""
        self.last: list[Sung] = []
        self.last_at, self.lasted, self.factor = 0.0, 0.0, 1.0
        self.left, self.ratio = 0, 1.0

    def another(self) -> Voice:
        """A fresh voice for which the same holds."""
        fresh = replace(self, bars=[], signature=dict(self.signature))
        fresh.bar.tempos.update(self.bar.tempos)
        return fresh

    def describe(self, said: str) -> None:
        """Takes what a field V says of the voice: name, octave, transposition."""
        name = re.search(r'\b(?:name|nm)="([^"]{0,500})"', said)
        if name:
            self.name = plain(name[1])
        self._shifted(said)

    def _shifted(self, said: str) -> None:
        octave = re.search(r"\boctave=(-?\d)\b", said)
        moved = re.search(r"\btranspose=(-?\d{1,2})\b", said)
        if octave or moved:
            self.shift = 12 * int(octave[1] if octave else 0) + int(moved[1] if moved else 0)

    def set(self, name: str, said: str) -> None:
        """Takes a field K, L, M or Q; another field says nothing here."""
        match name:
            case "K":
                self.key, self.signature = key_of(said)
                self._shifted(said)
            case "L":
                self.unit = length_of(said) or self.unit
            case "M":
                self.metre = metre_of(said) or self.metre
                if not self.at:
                    self.bar.metre = self.metre
            case "Q":
                bpm = bpm_of(said, self.unit or usual_length(self.metre))
                if bpm:
                    self.bar.tempos[_whole(self.at)] = tempo_of(bpm)

    def music(self, line: str) -> None:
        """Reads a line of music.

        Raises:
            BadMusic: there are more notes or bars than may be.
        """
        self.unit = self.unit or usual_length(self.metre)
        self.verse, self.chord, self.first_bar = [], None, len(self.bars)
        for token in _TOKEN.finditer(line):
            match token.lastgroup:
                case "note":
                    self._note(token)
                case "rest":
                    self._advance(_times(token["rested"]), [])
                case "bar":
                    self._barline(token["line"], token["times"])
                case "tie":
                    self._tie()
                case "text":
                    self._symbol(token["words"])
                case "broken":
                    self._break(token["broken"])
                case "tuplet":
                    self._tuplet(int(token["p"]), token["q"], token["r"])
                case "open":
                    self.chord, self.own = [], []
                case "close":
                    self._close_chord(_times(token["closed"]))
                case "field":
                    self.set(token["name"], token["said"].strip())
                case "decoration":
                    self.loud = _LOUD.get(token["mark"], self.loud)
                case "ending":
                    self.close_bar()
                    self.begin = replace(self.begin, endings=_numbers(token["first"]))
                case "overlay":
                    self.longest, self.at = max(self.longest, self.at), 0.0
                    self.layer += 1
                    self._forget()
                case "bars":
                    self._rest_bars(int(token["many"] or 1))

    def _note(self, token: re.Match[str]) -> None:
        pitch, place = self._pitch(token)
        self.count += 1
        limits.refuse_notes(self.count)
        if not 0 <= pitch <= 127:
            pitch = 60 + pitch % 12
        # Its length is set when it is known whether a chord stretches it.
        sung = Sung(Note(0, 1, pitch, self.loud), place)
        times = _times(token["noted"])
        if self.chord is None:
            self._advance(times, [(sung, times)])
        else:
            self.chord.append(sung)
            self.own.append(times)

    def _pitch(self, token: re.Match[str]) -> tuple[int, _Place]:
        letter, marks = token["letter"], token["octave"]
        step = letter.upper()
        octave = (5 if letter.islower() else 4) + marks.count("'") - marks.count(",")
        place = step, octave
        natural = 12 * octave + 12 + STEPS[step] + self.shift
        # A tie is for the note that comes next there, not for another in an overlay.
        end, tied = self.held.get(place, (-1, 0))
        if end == _whole(self.at):
            del self.held[place]
        if token["sign"]:
            self.raised[step] = ALTER[token["sign"]]
        elif end == _whole(self.at):
            return tied, place
        return natural + self.raised.get(step, self.signature.get(step, 0)), place

    def _advance(self, times: float, notes: list[tuple[Sung, float]]) -> None:
        """Goes on by a note, a chord or a rest; each of its notes has its own length."""
        scale = self.unit * self.factor
        if self.left:
            self.left -= 1
            scale *= self.ratio
        self.factor = 1.0
        self.last_at, self.lasted = self.at, times * scale
        self.last = [sung for sung, _ in notes]
        for sung, own in notes:
            self._stretch(sung, own * scale)
        self.bar.notes += self.last
        if notes and not self.layer:
            self.verse.append((len(self.bars), notes[-1][0]))
        self.at += self.lasted

    def _stretch(self, sung: Sung, length: float) -> None:
        start = _whole(self.last_at)
        end = _whole(self.last_at + length)
        note = sung.note
        sung.note = Note(start, max(1, end - start), note.pitch, note.loud)

    def _close_chord(self, times: float) -> None:
        chord, self.chord = self.chord, None
        if chord:
            self._advance(
                self.own[0] * times,
                [(sung, own * times) for sung, own in zip(chord, self.own, strict=True)],
            )
            for sung in chord:
                if sung.tied:
                    self._hold(sung)

    def _tie(self) -> None:
        if self.chord:
            self.chord[-1].tied = True
        for sung in () if self.chord else self.last:
            sung.tied = True
            self._hold(sung)

    def _hold(self, sung: Sung) -> None:
        self.held[sung.place] = sung.note.end, sung.note.pitch

    def _break(self, sign: str) -> None:
        """Dotted rhythm: one of two notes takes from the other, once."""
        if self.factor != 1.0:
            return
        short = 0.5 ** len(sign)
        mine, self.factor = (2 - short, short) if sign[0] == ">" else (short, 2 - short)
        self.lasted *= mine
        for sung in self.last:
            self._stretch(sung, self.lasted)
        self.at = self.last_at + self.lasted

    def _tuplet(self, p: int, q: str | None, r: str | None) -> None:
        compound = self.metre[1] >= 8 and self.metre[0] % 3 == 0
        usual = _TUPLETS.get(p, 3 if compound else 2)
        self.ratio = int(q or usual) / p if p else 1.0
        self.left = int(r or p)

    def _symbol(self, words: str) -> None:
        symbol = _SYMBOL.fullmatch(words.strip())
        if symbol:
            root = STEPS[symbol[1]] + {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(symbol[2], 0)
            at = _whole(self.at)
            self.bar.chords[at] = Chord(at, root % 12, _QUALITY.get(symbol[3], symbol[3]))

    def _barline(self, line: str, times: str | None) -> None:
        repeats = len(line) - len(line.lstrip(".[:")) - line.startswith((".", "["))
        both = "|" not in line
        closes = 2 if both else (repeats + 1 if repeats > 0 else 0)
        empty = self.close_bar(closes, parted=len(line.lstrip(".")) > 1)
        opens = both or line.endswith(":")
        before = self.begin if empty else Signs()
        endings = _numbers(times) if times else before.endings
        self.begin = Signs(opens or before.opens, endings=endings)

    def close_bar(self, closes: int = 0, *, parted: bool = False) -> bool:
        """Ends the bar; whether there was nothing in it.

        Raises:
            BadMusic: there are more bars than may be.
        """
        length = max(self.longest, self.at)
        if not self.bar.notes and _whole(length) < 1:
            if self.bars and (closes or parted):
                said = self.bars[-1].signs
                self.bars[-1].signs = replace(
                    said, closes=max(said.closes, closes), parted=said.parted or parted
                )
            return True
        if len(self.bars) >= MOST_BARS:
            raise BadMusic(
                f"it has more than {MOST_BARS:,} bars: split it",
                zh=f"小节多于 {MOST_BARS:,}：请拆分",
            )
        bar = self.bar
        bar.length = max(_whole(length), 1)
        bar.signs = Signs(self.begin.opens, closes, self.begin.endings, parted)
        self.bars.append(bar)
        over = {place: (0, p) for place, (end, p) in self.held.items() if end == bar.length}
        self.begin, self.held = Signs(), over
        self._open()
        return False

    def _rest_bars(self, many: int) -> None:
        self.close_bar()
        for _ in range(many):
            self.at = float(Metre(0, *self.metre).length)
            self.close_bar()

    def words(self, said: str) -> None:
        """Sets words below the line of music before; of several verses the first."""
        at, open_word, bar = 0, False, self.first_bar
        for word in _WORD.findall(said):
            if at >= len(self.verse):
                break
            if word == "|":
                bar += 1
                while at < len(self.verse) and self.verse[at][0] < bar:
                    at += 1
            elif word == "-" and open_word:
                open_word = False
            else:
                open_word = word[0] not in "_*-"
                if open_word:
                    self.verse[at][1].syllable = plain(word.replace("\\-", "-").replace("~", " "))
                at += 1
        self.verse = []


def _whole(places: float) -> int:
    """The nearest place; sums of thirds are a hair off."""
    return int(places + 0.5 + 1e-6)


def _times(said: str) -> float:
    """A length as written after a note: ``2``, ``/``, ``3/4``."""
    if not said:
        return 1.0
    many, slash, parts = said.partition("/")
    times = float(many or 1)
    if not slash:
        return times
    below = parts.lstrip("/")
    return times / (int(below or 0) or 2 ** (1 + len(parts) - len(below)))


def _numbers(said: str) -> tuple[int, ...]:
    """The times that a bracket names: ``1,3`` and ``1-3``."""
    found: list[int] = []
    for part in said.split(","):
        first, *rest = map(int, part.split("-"))
        found += range(first, (rest[-1] if rest else first) + 1)
    return tuple(found)


def plain(text: str) -> str:
    """Words as they may stand on one line."""
    said = html.unescape(text[:2000])[:LONGEST_NAME]
    return "".join(char if char.isprintable() else " " for char in said).strip()
