"""A style opened for work: its model, vocabulary, theme space and what it must not copy.

Everything loads when it is first used. Where works are kept is the store's affair.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.making.make import nats
from sixing.making.sampler import Sampler
from sixing.media.poem.medium import Poems
from sixing.media.poem.tokens import STOPS, PoemTokens
from sixing.models import weights
from sixing.models.transformer import TransformerConfig, TransformerRunner
from sixing.store import styles
from sixing.works import Style, Work

if TYPE_CHECKING:
    from sixing.features.embedding import ThemeSpace
    from sixing.features.fingerprints import Fingerprints
    from sixing.media.poem.word_classes import WordClasses


class Studio:
    """One style, ready to work.

    Raises:
        BadStyle: on first use of a part whose file is missing, truncated or of another version.
    """

    def __init__(self, style: Style) -> None:
        self.style = style

    @classmethod
    def open(cls, name: str) -> Studio:
        """Opens a style by name."""
        return cls(styles.find(name))

    @cached_property
    def tokens(self) -> PoemTokens:
        """The vocabulary."""
        path = self.style.folder / "vocabulary.json"
        try:
            return PoemTokens(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError) as fault:
            raise BadStyle(f"{path} cannot be read ({fault}); install the style anew") from fault

    @cached_property
    def runner(self) -> TransformerRunner:
        """The language model."""
        try:
            config = TransformerConfig(**self.style.config["model"])
        except (KeyError, TypeError) as fault:
            raise BadStyle(
                f"the config of style {self.style.name} says no shape of its model ({fault})"
            ) from fault
        if config.vocabulary != len(self.tokens):
            raise BadStyle(
                f"style {self.style.name} has a vocabulary of {len(self.tokens)} tokens and a "
                f"model of {config.vocabulary}; install the style anew"
            )
        return TransformerRunner(
            config, weights.load(self.style.folder / "weights.safetensors", config.shapes())
        )

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """What the corpus has already said."""
        from sixing.features.fingerprints import Fingerprints

        return Fingerprints.open(self.style.folder / "fingerprints.npy")

    @cached_property
    def space(self) -> ThemeSpace:
        """Where themes lie near poems and images."""
        from sixing.features.embedding import ThemeSpace

        return ThemeSpace.open(self.style.folder)

    @cached_property
    def word_classes(self) -> WordClasses:
        """The word classes of hanzi, for 对仗."""
        from sixing.media.poem.word_classes import WordClasses

        return WordClasses.open()

    @cached_property
    def spelling(self) -> NDArray[np.uint32]:
        """Code point of each token, 0 for those that are no character, (vocabulary,)."""
        names = self.tokens.vocabulary
        return np.array([ord(n) if len(n) == 1 else 0 for n in names], np.uint32)

    @cached_property
    def medium(self) -> Poems:
        """The medium, with this style's vocabulary."""
        return Poems(self.tokens)

    def nats(self, works: Sequence[Work]) -> list[float]:
        """Mean nats per hanzi of each work, told its form and title only, without any mask."""
        tokens = self.tokens
        body = tokens.number["<body>"]
        spelt = [self.medium.encode(work).ids for work in works]
        documents = [(ids, ids.index(body) + 1) for ids in spelt]
        rest = {tokens.end, *(tokens.number[stop] for stop in STOPS)}
        return [
            float(np.mean([v for v, t in zip(found, ids[a:], strict=True) if t not in rest]))
            for found, (ids, a) in zip(nats(self.runner, documents), documents, strict=True)
        ]

    def sampler(self) -> Sampler:
        """A sampler that copies nothing."""
        return Sampler(self.runner, self.spelling, self.fingerprints)

    def rhyme_shares(self, book: str) -> Mapping[str, float]:
        """How often poets use each rhyme group of a book; empty where that was not counted."""
        shares: Mapping[str, float] = self.style.config["rhymes"].get(book, {})
        return shares
