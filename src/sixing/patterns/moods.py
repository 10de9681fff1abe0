"""Which mood a poem has: a reader on the style's language model says, and words that lean.

`Moods.open(folder)` opens what a style learnt (`moods.safetensors`). It gives odds of six moods and
of three polarities for whole poems or for each line in its place, and for every hanzi how far it
leans to a mood. It does not know what was asked for.

>>> moods = Moods.open(style.folder, tokens, config, weights)  # doctest: +SKIP
>>> moods([Work("poem", "五绝", "静夜思", lines)])[0].mood  # doctest: +SKIP
'longing'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sixing.errors import BadStyle
from sixing.media.poem.lessons import title as heading
from sixing.media.poem.tokens import Control, PoemTokens, model_stops
from sixing.models import adapters
from sixing.models.adapters import Adapter, Floats
from sixing.models.reader import Document, Reader, softmax
from sixing.models.transformer import TransformerConfig
from sixing.works import MOODS, Work

FILE = "moods.safetensors"
LEANING = "leaning"
"""The array of the adapter that holds log-odds of every token under each mood."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """What a text is felt to be.

    Attributes:
        moods: probability of each of `MOODS`, in their order.
        polarity: probability of each of `POLARITIES`, in their order.
    """

    moods: tuple[float, ...]
    polarity: tuple[float, ...]

    @property
    def mood(self) -> str:
        """The likeliest mood."""
        return MOODS[int(np.argmax(self.moods))]

    @property
    def valence(self) -> float:
        """From -1, all negative, to 1, all positive."""
        return self.polarity[2] - self.polarity[0]

    def of(self, mood: str) -> float:
        """The probability of one mood."""
        return self.moods[MOODS.index(mood)]


class Moods:
    """The recogniser of a style.

    Args:
        tokens: the style's vocabulary.
        config, weights: its language model, without any adapter.
        adapter: what was learnt of moods.

    Raises:
        BadStyle: the adapter has no heads for moods, or its leanings fit another vocabulary.
    """

    def __init__(
        self,
        tokens: PoemTokens,
        config: TransformerConfig,
        weights: Mapping[str, Floats],
        adapter: Adapter,
    ) -> None:
        leaning = adapter.heads.get(LEANING)
        if leaning is None or leaning.shape != (len(MOODS), len(tokens)):
            raise BadStyle(
                "the moods of the style were learnt with another vocabulary; install it anew",
                zh="风格的情绪识别与字表不合；请重新安装",
            )
        self._tokens, self._leaning = tokens, leaning
        self._reader = Reader(config, weights, adapter)
        if not {"moods", "polarity"} <= set(self._reader.heads):
            raise BadStyle(f"{FILE} has no heads for moods and polarity; install the style anew")

    @classmethod
    def open(
        cls,
        folder: Path,
        tokens: PoemTokens,
        config: TransformerConfig,
        weights: Mapping[str, Floats],
    ) -> Moods:
        """Opens a style folder's moods.

        Raises:
            BadStyle: there are none, or they are damaged.
        """
        return cls(tokens, config, weights, adapters.load(folder / FILE))

    def __call__(self, works: Sequence[Work], *, titled: bool = False) -> list[Feeling]:
        """What each poem is felt to be.

        Args:
            titled: whether each is read a second time under its title, and both readings count:
                of a person's poem a title tells much, of a made one only what was asked for.
        """
        plain = [document(self._tokens, w.form, w.content) for w in works]
        if not titled:
            return self._read(plain)
        named = [document(self._tokens, w.form, w.content, heading(w.title)) for w in works]
        both = self._read([*plain, *named])
        return [_mean(a, b) for a, b in zip(both, both[len(works) :], strict=False)]

    def lines(self, work: Work) -> list[Feeling]:
        """What each line is felt to be after those before it."""
        ids, start = document(self._tokens, work.form, work.content)
        ends = start + np.cumsum([len(line) + 1 for line in work.content])
        begins = [start, *ends[:-1]]
        return self._read([(ids[:b], int(a)) for a, b in zip(begins, ends, strict=True)])

    def leaning(self, mood: str) -> Floats:
        """How far each token leans to a mood: nats above its use in all poems, (vocabulary,)."""
        found: Floats = self._leaning[MOODS.index(mood)]
        return found

    def _read(self, documents: Sequence[Document]) -> list[Feeling]:
        if not documents:
            return []
        scores = self._reader.scores(documents)
        moods, polarity = softmax(scores["moods"]), softmax(scores["polarity"])
        return [
            Feeling(tuple(map(float, a)), tuple(map(float, b)))
            for a, b in zip(moods, polarity, strict=True)
        ]


def _mean(a: Feeling, b: Feeling) -> Feeling:
    """Two readings as one: the normalised geometric mean of their odds (a pool of logarithms)."""
    moods, polarity = (
        softmax(np.log(np.array([x, y], np.float32) + 1e-9).mean(axis=0)).tolist()
        for x, y in ((a.moods, b.moods), (a.polarity, b.polarity))
    )
    return Feeling(tuple(moods), tuple(polarity))


def document(tokens: PoemTokens, form: str, lines: Sequence[str], title: str = "") -> Document:
    """A poem as a reader reads it: form, perhaps a title, and text; without author or age."""
    kind = form.partition("·")[0].rstrip("0123456789")
    known = f"<{kind}>" in tokens.number
    prefix = tokens.prefix(Control(kind if known else "词" if kind else "", title=title))
    stops = model_stops(len(lines), "" if known else kind)
    return [*prefix, *tokens.body(lines, stops), tokens.end], len(prefix)
