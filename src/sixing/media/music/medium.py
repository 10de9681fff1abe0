"""Music as a medium: read, spell, state its forms, check and show.

Puts the modules of this folder behind the protocol `sixing.media.medium.Medium` and holds no rule
itself.

>>> from sixing.works import Work
>>> lines = ("metre 0:2/4; tempo 0:88; key 7 major", "flute (73) | B4:0+12 A4:12+12 | G4:24+24")
>>> tune = Work("music", "air", "", lines)
>>> Music().check(tune), Music().decode(Music().encode(tune)) == tune
([], True)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sixing.errors import BadCorpus, BadMusic
from sixing.media.medium import Tokens
from sixing.media.music import check, genres
from sixing.media.music.genres import Genre
from sixing.media.music.score import Score
from sixing.media.music.show import score_of, show
from sixing.media.music.spelling import read, spell
from sixing.media.music.tokens import MusicTokens
from sixing.works import Brief, Fault, Work, thaw

#: Forms of works that no genre is asked by: what a file held, words that were set.
_PLAIN = ("", "piece", "song")


class Music:
    """Scores of any instruments.

    Args:
        tokens: the vocabulary to spell with; by default that of the shipped styles.
    """

    name = "music"

    def __init__(self, tokens: MusicTokens | None = None) -> None:
        self._tokens = tokens or MusicTokens()

    def read(self, path: Path) -> Iterator[Work]:
        """Read the pieces of a file or folder: text as `show` writes it, or files of music.

        Raises:
            BadCorpus: no piece is there.
        """
        from sixing.media.music.reading import read_score

        try:
            yield from (Work("music", "", s.title, spell(s)) for s in read_score(path))
        except BadMusic as fault:
            raise BadCorpus(str(fault), zh=fault.zh) from fault

    def encode(self, work: Work) -> Tokens:
        """Spell a piece for a model; what tokens round or leave out stands in the facts, exactly.

        Raises:
            BadInput: its bars or metres are beyond what tokens can say (`grid`).
        """
        ids = tuple(self._tokens.encode(read(work.content)))
        plain = spell(self._tokens.decode(ids))
        exact = {
            str(number): line
            for number, line in enumerate(work.content)
            if number >= len(plain) or plain[number] != line
        }
        facts: dict[str, Any] = {
            "form": work.form,
            "title": work.title,
            "recipe": thaw(work.recipe),
            "parents": list(work.parents),
            "lines": len(work.content),
            "exact": exact,
        }
        return Tokens(ids, facts)

    def decode(self, carrier: Tokens) -> Work:
        """Read a piece back: ``decode(encode(work)) == work``."""
        plain = spell(self._tokens.decode(carrier.ids))
        facts = carrier.facts
        if not facts:
            return Work("music", "", "", plain)
        exact = facts["exact"]
        lines = tuple(
            exact[str(number)] if str(number) in exact else plain[number]
            for number in range(facts["lines"])
        )
        return Work(
            "music", facts["form"], facts["title"], lines, facts["recipe"], tuple(facts["parents"])
        )

    def form(self, brief: Brief) -> Genre:
        """State the kind of piece that a brief asks for: style, metre, bars and plan.

        Raises:
            UnknownForm: none is called so.
        """
        return genres.find(brief.form) if brief.form else genres.of_style(brief.style)

    def check(self, work: Work) -> list[Fault]:
        """Find every broken rule: bars, ranges, what hands can reach, voice leading.

        Raises:
            UnknownForm: the work says it is of a form that there is not.
        """
        if work.form not in _PLAIN:
            genres.find(work.form)
        return check.check(work)

    def show(self, work: Work, kind: str) -> bytes:
        """Show a piece; `sixing.media.music.show` has more to set.

        Raises:
            BadWork: an unknown kind, or nothing to show.
            BadInput: a library of the extra `music` or a soundfont is missing.
        """
        return show(work, kind)

    def score(self, work: Work) -> Score:
        """The score of a work, with its title."""
        return score_of(work)
