"""The words of the poem model: hanzi, stops and a control prefix, as integers.

A sequence reads ``<bos> form opening era author rhyme mood <tune> tune <theme> words <title> title
<body> text <end>``; every part between the form and the body may be missing, so that a brief may
say as much or as little as it likes. Knows spelling only: which tone a hanzi has, or whether a
poem is good, is decided elsewhere.

>>> tokens = PoemTokens(["<unk>", "<end>", "<body>", "，", "。", "山", "水"])
>>> tokens.decode(tokens.body(["山水", "水山"], ["，", "。"]))
('山水', '水山')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

SPECIAL = ("<pad>", "<unk>", "<bos>", "<end>", "<theme>", "<title>", "<tune>", "<body>")
STOPS = ("，", "。", "、")
TITLE_LENGTH = 10
THEME_WORDS = 3


@dataclass(frozen=True, slots=True)
class Control:
    """What a prefix may say; an empty field is left out.

    Attributes:
        form: the kind of poem (``七绝``, ``词``, ``七联`` …).
        opening: how a regulated poem begins (``仄起入韵`` …), or ``拗`` for an irregular one.
        rhyme: the name of a rhyme group in the book of the form.
        words: images that should occur.
        mood: the hanzi of a mood (`sixing.works.mood.HANZI`), which only adapters that learnt it
            heed; it stands bare, for nothing else does there.
    """

    form: str
    opening: str = ""
    era: str = ""
    author: str = ""
    rhyme: str = ""
    tune: str = ""
    words: tuple[str, ...] = ()
    title: str = ""
    mood: str = ""


class PoemTokens:
    """Spells poems as token numbers and back.

    Args:
        vocabulary: token names in the order of their numbers; control tokens are in angle
            brackets, everything else is one hanzi or one stop.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.number = {name: i for i, name in enumerate(self.vocabulary)}
        self.unknown = self.number["<unk>"]
        self.end = self.number["<end>"]

    def __len__(self) -> int:
        return len(self.vocabulary)

    @cached_property
    def hanzi(self) -> dict[str, int]:
        """Every hanzi the model can write, with its number."""
        return {
            name: i
            for i, name in enumerate(self.vocabulary)
            if len(name) == 1 and name not in STOPS
        }

    def prefix(self, control: Control) -> list[int]:
        """Spells a control prefix, from ``<bos>`` to ``<body>``."""
        ids = [self.number["<bos>"]]
        named = (control.form, control.opening, control.era, control.author, control.rhyme)
        ids += [self.number[f"<{name}>"] for name in named if f"<{name}>" in self.number]
        ids += self._spell(control.mood)
        ids += self._part("<tune>", control.tune)
        ids += self._part("<theme>", "".join(control.words[:THEME_WORDS]))
        ids += self._part("<title>", control.title[:TITLE_LENGTH])
        return [*ids, self.number["<body>"]]

    def body(self, lines: Sequence[str], stops: Sequence[str]) -> list[int]:
        """Spells the text, each line with its stop, without the closing ``<end>``.

        Raises:
            ValueError: the number of stops is not the number of lines.
        """
        text = "".join(line + stop for line, stop in zip(lines, stops, strict=True))
        return self._spell(text)

    def decode(self, ids: Iterable[int]) -> tuple[str, ...]:
        """Reads the lines back from a body; anything before ``<body>`` is skipped."""
        names = [self.vocabulary[i] for i in ids]
        if "<body>" in names:
            names = names[names.index("<body>") + 1 :]
        if "<end>" in names:
            names = names[: names.index("<end>")]
        text = "".join(name if len(name) == 1 else "〓" for name in names)
        for stop in STOPS:
            text = text.replace(stop, "\n")
        return tuple(line for line in text.split("\n") if line)

    def _part(self, marker: str, text: str) -> list[int]:
        return [self.number[marker], *self._spell(text)] if text else []

    def _spell(self, text: str) -> list[int]:
        return [self.number.get(c, self.unknown) for c in text]


def shi_stops(lines: int) -> tuple[str, ...]:
    """The stops of a shi of so many lines: a comma and a full stop by turns."""
    return tuple("。" if i % 2 else "，" for i in range(lines))


def ci_stops(lines: int) -> tuple[str, ...]:
    """The stops of a ci as the model writes it: it sees line ends only, for editors differ."""
    return ("，",) * (lines - 1) + ("。",)


def model_stops(lines: int, tune: str) -> tuple[str, ...]:
    """The stops with which the model writes a poem of so many lines."""
    return ci_stops(lines) if tune else shi_stops(lines)
