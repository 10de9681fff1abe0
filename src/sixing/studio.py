"""A style opened for work: its model, vocabulary, theme space and what it must not copy.

Everything loads when it is first used. Where works are kept is the store's affair.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.making.make import nats
from sixing.making.sampler import Sampler
from sixing.media.poem.medium import Poems
from sixing.media.poem.tokens import STOPS, PoemTokens
from sixing.models import adapters, weights
from sixing.models.transformer import (
    Floats,
    TransformerConfig,
    TransformerRunner,
    described,
)
from sixing.store import styles
from sixing.works import MOODS, Style, Work

if TYPE_CHECKING:
    from sixing.features.embedding import ThemeSpace
    from sixing.features.fingerprints import Fingerprints
    from sixing.features.manner import Manner
    from sixing.ideas.associations import Associations
    from sixing.judging.critic import Critic
    from sixing.media.poem.word_classes import WordClasses
    from sixing.patterns.moods import Moods


PIECES = "pieces.npy"
"""Fingerprints of a person's own pieces."""


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
    def base(self) -> Style:
        """The style whose files stand in for those that this one lacks: itself, or its base."""
        name = self.style.config.get("base")
        return styles.find(name) if name else self.style

    def path(self, name: str) -> Path:
        """A file of the style, or of its base where it has none of its own."""
        own = self.style.folder / name
        return own if own.exists() else self.base.folder / name

    def fact(self, name: str) -> Any:
        """A fact of the style's config, or of its base's."""
        config = self.style.config
        return config[name] if name in config else self.base.config[name]

    @cached_property
    def tokens(self) -> PoemTokens:
        """The vocabulary."""
        path = self.path("vocabulary.json")
        try:
            return PoemTokens(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError) as fault:
            raise BadStyle(f"{path} cannot be read ({fault}); install the style anew") from fault

    @cached_property
    def config(self) -> TransformerConfig:
        """The shape of the language model."""
        said = {**self.base.config.get("model", {}), **self.style.config.get("model", {})}
        return described(said, len(self.tokens), self.style.name)

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """The base's weights, which everything learnt later was made for."""
        return weights.load(self.path("weights.safetensors"), self.config.shapes())

    @cached_property
    def learnt(self) -> dict[str, Floats]:
        """The base's weights with what the style has learnt since."""
        found = self.weights
        for name in self.style.config.get("adapters", ()):
            found = adapters.load(self.style.folder / name).merged(found)
        return found

    @cached_property
    def reference(self) -> TransformerRunner:
        """The base's language model: what fluency is measured by, whoever wrote."""
        return TransformerRunner(self.config, self.weights)

    @cached_property
    def runner(self) -> TransformerRunner:
        """The style's language model."""
        if self.learnt is self.weights:
            return self.reference
        return TransformerRunner(self.config, self.learnt)

    @cached_property
    def mood_runner(self) -> TransformerRunner:
        """The language model that can be told a mood."""
        control = adapters.load(self.path("mood_control.safetensors"))
        return TransformerRunner(self.config, control.merged(self.learnt))

    @cached_property
    def moods(self) -> Moods:
        """Recognises what poems feel like."""
        from sixing.patterns.moods import FILE, Moods

        return Moods.open(self.path(FILE).parent, self.tokens, self.config, self.weights)

    @cached_property
    def mood_leanings(self) -> Floats:
        """How far every token leans to each mood, in nats, (moods, vocabulary)."""
        return np.stack([self.moods.leaning(mood) for mood in MOODS])

    @cached_property
    def critic(self) -> Critic:
        """Tells made works from human ones; it reads the base's model, whoever wrote."""
        from sixing.judging.critic import Critic
        from sixing.models.reader import Reader

        adapter = adapters.load(self.path("critic.safetensors"))
        return Critic.of(Reader(self.config, self.weights, adapter), self.tokens)

    @cached_property
    def associations(self) -> Associations:
        """Which words keep company in the corpus."""
        from sixing.ideas.associations import FILE, Associations

        return Associations.open(self.path(FILE).parent)

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """What must not be copied: the corpus, and the pieces that the style was fitted to."""
        from sixing.features.fingerprints import Fingerprints, Joined

        found, own = Fingerprints.open(self.path("fingerprints.npy")), self.style.folder / PIECES
        return Joined([found, Fingerprints.open(own)]) if own.exists() else found

    @cached_property
    def manner(self) -> Manner | None:
        """How the person writes to whose pieces the style was fitted; None when there was none."""
        from sixing.features.manner import FILE, Manner

        return Manner.open(self.style.folder) if (self.style.folder / FILE).exists() else None

    @cached_property
    def space(self) -> ThemeSpace:
        """Where themes lie near poems and images."""
        from sixing.features.embedding import FILE, ThemeSpace

        return ThemeSpace.open(self.path(FILE).parent)

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
            for found, (ids, a) in zip(nats(self.reference, documents), documents, strict=True)
        ]

    def sampler(self, moods: bool = False) -> Sampler:
        """A sampler that copies nothing, of the model that can be told moods or the plain one."""
        runner = self.mood_runner if moods else self.runner
        return Sampler(runner, self.spelling, self.fingerprints)

    def rhyme_shares(self, book: str) -> Mapping[str, float]:
        """How often poets use each rhyme group of a book; empty where that was not counted."""
        shares: Mapping[str, float] = self.fact("rhymes").get(book, {})
        return shares
