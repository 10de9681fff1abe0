"""A style of music opened for work: its model, its vocabulary, its habits and what it knows.

Everything loads when it is first used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sixing.errors import BadStyle
from sixing.features.runs import Runs
from sixing.judging import music_measures
from sixing.making.make import nats
from sixing.media.music.spelling import read
from sixing.media.music.tokens import Control, MusicTokens
from sixing.models import weights
from sixing.models.transformer import (
    Floats,
    TransformerConfig,
    TransformerRunner,
    described,
)
from sixing.store import styles
from sixing.works import Style, Work


class MusicStudio:
    """One style of music, ready to work.

    Raises:
        BadStyle: on first use of a part whose file is missing, truncated or of another version.
    """

    def __init__(self, style: Style) -> None:
        self.style = style

    def path(self, name: str) -> Path:
        """A file of the style, or of the one that ships where it has none of its own."""
        own = self.style.folder / name
        return own if own.exists() else styles.find(styles.MUSIC).folder / name

    @cached_property
    def tokens(self) -> MusicTokens:
        """The vocabulary."""
        path = self.style.folder / "vocabulary.json"
        try:
            return MusicTokens(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError) as fault:
            raise BadStyle(f"{path} cannot be read ({fault}); install the style anew") from fault

    @cached_property
    def config(self) -> TransformerConfig:
        """The shape of the sequence model."""
        return described(self.style.config.get("model", {}), len(self.tokens), self.style.name)

    @cached_property
    def weights(self) -> dict[str, Floats]:
        """The sequence model's weights."""
        return weights.load(self.style.folder / "weights.safetensors", self.config.shapes())

    @cached_property
    def runner(self) -> TransformerRunner:
        """The sequence model."""
        return TransformerRunner(self.config, self.weights)

    @cached_property
    def habits(self) -> Mapping[str, Mapping[str, Any]]:
        """What pieces of each style do: metres, tempos, keys, ensembles, how often."""
        found: Mapping[str, Mapping[str, Any]] = self.style.config["styles"]
        return found

    @property
    def tradition(self) -> str:
        """The tradition that a style of one's own holds; "" of the one that ships: it has many."""
        if self.style.name in styles.SHIPS:
            return ""
        return self.style.name if self.style.name in self.habits else next(iter(self.habits))

    @property
    def taught(self) -> tuple[str, ...]:
        """The styles that the weights have learnt."""
        return tuple(style for style in self.habits if style in self.usual)

    @property
    def length(self) -> int:
        """Places that the weights were taught to overlook."""
        return int(self.style.config["length"])

    @cached_property
    def usual(self) -> Mapping[str, Sequence[float]]:
        """For each style the 1st to 99th percentile of nats a note of held-out human pieces."""
        found: Mapping[str, Sequence[float]] = self.style.config["fluency"]
        return found

    @cached_property
    def measures(self) -> Mapping[str, Mapping[str, Sequence[float]]]:
        """For each style and measure of a judge the 1st to 99th percentile of human pieces."""
        return music_measures.usual(self.path(music_measures.FILE).parent)

    @cached_property
    def runs(self) -> Runs:
        """Runs of the corpus, by which a piece is told from a copy."""
        return Runs.open(self.path("runs.safetensors"))

    def nats(self, works: Sequence[Work]) -> list[float]:
        """Mean nats a note of each work, told its style only, without any mask."""
        documents, notes = [], []
        for work in works:
            score = read(work.content)
            style = str(work.recipe.get("idea", {}).get("details", {}).get("style", ""))
            ids = self.tokens.encode(score, Control(style=style))
            documents.append((ids, self.tokens.learnt_from(ids)))
            notes.append(max(1, score.notes()))
        found = nats(self.runner, documents, rows=4)
        return [float(np.sum(n)) / count for n, count in zip(found, notes, strict=True)]


def opened(name: str) -> MusicStudio:
    """A style ready to work; it stays open between calls.

    Args:
        name: of a style of one's own, or of a tradition within the style that ships.

    Raises:
        BadStyle: the style's config is damaged.
    """
    folder = styles.own(name) / styles.CONFIG
    mine = name not in ("default", styles.MUSIC) and folder.exists()
    if mine and styles.find(name).config.get("medium") == "music":
        return _opened(styles.find(name))
    return _opened(styles.find(styles.MUSIC))


@lru_cache(maxsize=2)
def _opened(style: Style) -> MusicStudio:
    return MusicStudio(style)
