"""A score read from names of tokens, one by one; see `sixing.media.music.tokens`.

>>> reader = Reader()
>>> for word in "metre:4/4 tempo:120 mode:none program:73 solo body bar:1 for:12 pitch:67".split():
...     reader.take(*word.partition(":")[::2])
>>> reader.score().parts[0].notes
(Note(start=0, length=12, pitch=67, loud=5),)
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sixing.errors import BadInput
from sixing.media.music.grid import DRUM, PARTS
from sixing.media.music.score import Chord, Key, Metre, Note, Part, Score, Tempo, tidy
from sixing.media.music.token_prefix import Player


@dataclass
class Reader:
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
