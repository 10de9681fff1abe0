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

>>> from sixing.media.music.score import Note, Part
>>> tokens = MusicTokens()
>>> tune = Score((Part("", 73, (Note(0, 12, 67), Note(12, 12, 71), Note(24, 24, 74))),))
>>> ids = tokens.encode(tune, Control(style="irish"))
>>> [tokens.vocabulary[i] for i in ids[-6:]]
['<for:12>', '<pitch:67>', '<pitch:71>', '<for:24>', '<pitch:74>', '<end>']
>>> tokens.decode(ids) == on_grid(tune)
True
"""

from __future__ import annotations

from collections.abc import Sequence

from sixing.errors import BadInput
from sixing.media.music.grid import LENGTHS, METRES, PARTS, QUALITIES, TEMPOS, on_grid
from sixing.media.music.score import LOUD, MODES, TONICS, Score
from sixing.media.music.token_body import BARS, bars
from sixing.media.music.token_prefix import (
    Control,
    Header,
    Player,
    controls,
    header_of,
    is_complete,
    is_solo,
)
from sixing.media.music.token_prefix import header as header_names
from sixing.media.music.token_reader import Reader

__all__ = [
    "BARS",
    "DENSITIES",
    "ENERGIES",
    "STYLES",
    "VALENCES",
    "Control",
    "Header",
    "MusicTokens",
    "Player",
    "header_of",
    "is_solo",
    "vocabulary",
]

STYLES = (
    "bach", "irish", "fiddle", "quartet", "madrigal", "rag", "metal", "swing", "bossa", "chinese",
)  # fmt: skip
DENSITIES, VALENCES, ENERGIES = 4, 3, 3
#: A prefix that says nothing, and a header left to the model.
NOTHING, UNKNOWN = Control(), Header()


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

    def encode(self, score: Score, control: Control = NOTHING) -> list[int]:
        """A score as a whole sequence, from ``<bos>`` to ``<end>``, as `on_grid` has it.

        Raises:
            BadInput: the grid cannot hold it.
        """
        plain = on_grid(score)
        header = header_of(plain)
        names = [*controls(control), *header_names(header), "body", *bars(plain, header), "end"]
        known = self.number
        return [known[word] for word in (f"<{name}>" for name in names) if word in known]

    def prefix(self, control: Control, header: Header = UNKNOWN) -> list[int]:
        """Controls, then the header as far as it is known from its beginning on.

        A whole header brings the prefix up to ``<body>``.
        """
        names = [*controls(control), *header_names(header)]
        if is_complete(header):
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
        reader = Reader()
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


def _split(name: str) -> tuple[str, str]:
    kind, _, said = name[1:-1].partition(":")
    return kind, said
