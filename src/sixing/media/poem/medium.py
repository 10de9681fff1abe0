"""Classical Chinese verse as a medium: read, spell, state its forms, check and show.

Puts the modules of this folder behind the protocol `sixing.media.medium.Medium` and holds no rule
itself. Checking and showing need nothing else; spelling needs the vocabulary of a style.

>>> from sixing.works import Work
>>> lines = ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼")
>>> Poems().check(Work("poem", "五绝", "", lines))
[]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sixing.errors import BadStyle
from sixing.media.medium import Tokens
from sixing.media.poem import check, plan, reading
from sixing.media.poem.annotate import options_of
from sixing.media.poem.pattern import Pattern
from sixing.media.poem.show import show
from sixing.media.poem.spelling import decode, encode
from sixing.media.poem.tokens import PoemTokens
from sixing.works import Brief, Fault, Work


class Poems:
    """Shi, ci and couplets.

    Args:
        tokens: the vocabulary of a style, to spell with; not needed to read, check or show.
    """

    name = "poem"

    def __init__(self, tokens: PoemTokens | None = None) -> None:
        self._tokens = tokens

    def read(self, path: Path) -> Iterator[Work]:
        """Read the poems of a file or folder (txt, md, json, jsonl, csv).

        Raises:
            BadCorpus: no poem is there.
        """
        return reading.read(path)

    def encode(self, work: Work) -> Tokens:
        """Spell a poem with the style's vocabulary, its form and title before it.

        Raises:
            BadWork: a hanzi is not in the vocabulary.
            BadStyle: there is no vocabulary.
        """
        return encode(work, self._vocabulary())

    def decode(self, carrier: Tokens) -> Work:
        """Read a poem back: ``decode(encode(work)) == work``."""
        return decode(carrier, self._vocabulary())

    def form(self, brief: Brief) -> tuple[Pattern, ...]:
        """State the patterns that a brief's form leaves open (七绝 has four).

        Raises:
            UnknownForm: no form has this name.
            BadBrief: a fixed place or an option makes no sense in this form.
        """
        return plan.read(brief).patterns

    def check(self, work: Work) -> list[Fault]:
        """Find every broken rule; the form is found when the work names none.

        Raises:
            UnknownForm: no form has this name.
        """
        options = options_of(work)
        chosen = {name: options[name] for name in ("book", "policy", "lang") if name in options}
        lines = work.recipe.get("original", work.content)
        return list(check.check(lines, work.form or None, **chosen).faults)

    def show(self, work: Work, kind: str) -> bytes:
        """Show a poem as text, json, html, svg or png; `sixing.media.poem.show` has more to set.

        Raises:
            BadWork: an unknown kind, an empty poem, or a PNG without a Chinese font.
        """
        return show(work, kind)

    def _vocabulary(self) -> PoemTokens:
        if self._tokens is None:
            raise BadStyle(
                "a poem is spelled with a style's vocabulary: open a style first",
                zh="诗要按风格的字表拼写：请先打开一种风格",
            )
        return self._tokens
