"""A toy poet: a vocabulary of some two hundred hanzi, and nets that write at random or by bigrams.

For tests of everything that writes verse without a style at hand. It knows no poem.

>>> tokens = toy_tokens()
>>> runner = toy_runner(len(tokens))
>>> hidden, _ = runner.read([tokens.body(["山月"], ["，"])])
>>> runner.logits(hidden).shape == (1, len(tokens))
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem.tokens import SPECIAL, STOPS, PoemTokens
from sixing.models.transformer import Floats, TransformerConfig, TransformerRunner

#: Two rhyme groups of 平水韵 (阳, 真), further level and oblique hanzi, and polyphones.
RHYMING_YANG = "光方香将黄阳霜堂苍乡芳忘章藏郎凉狂梁肠湘房墙囊羊塘唐床妆裳康"
RHYMING_ZHEN = "人春新身真因民贫邻臣秦陈频晨银轮仁巾津珍辰鳞滨宾"
LEVEL = "秋山江风花天云烟舟楼门寒清孤归来飞流"
OBLIQUE = "白日月水石雪路客酒梦树鸟雨色夜草木落去入玉竹马不有我子海岸浦晓暮独寂野影笛剑火柳叶井碧赤"
POLYPHONES = "看过思望重应教胜更相"
VERSE = RHYMING_YANG + RHYMING_ZHEN + LEVEL + OBLIQUE + POLYPHONES


def toy_tokens(hanzi: Iterable[str] = VERSE) -> PoemTokens:
    """A vocabulary of these hanzi, with the stops and the names of a few forms."""
    forms = ("五绝", "七绝", "五律", "七律", "五联", "七联", "词")
    return PoemTokens([*SPECIAL, *STOPS, *(f"<{form}>" for form in forms), *dict.fromkeys(hanzi)])


def toy_runner(vocabulary: int, *, seed: int = 0, spread: float = 0.3) -> TransformerRunner:
    """A small transformer of random weights; its scores lie some ``spread`` nats apart."""
    config = TransformerConfig(vocabulary, width=16, layers=1, heads=2, hidden=32)
    chance = np.random.default_rng(seed)
    weights = {
        name: chance.normal(0, spread / 4 if len(shape) == 2 else 0.1, shape).astype(np.float32)
        + np.float32(len(shape) == 1)
        for name, shape in config.shapes().items()
    }
    return TransformerRunner(config, weights)


@dataclass
class Rows:
    """The cache of a model that remembers nothing."""

    rows: int

    def repeat(self, counts: Sequence[int] | NDArray[np.integer], room: int) -> Rows:  # noqa: ARG002
        """Each row as many times as asked."""
        return Rows(int(np.sum(counts)))

    def take(self, rows: NDArray[np.integer], room: int = 0) -> Rows:  # noqa: ARG002
        """The given rows."""
        return Rows(len(rows))


class Bigram:
    """A model whose every probability is known: the next token hangs on the last one alone.

    Args:
        probabilities: (vocabulary, vocabulary), each row what follows a token.
    """

    def __init__(self, probabilities: NDArray[np.float64]) -> None:
        # A place's hidden state is its token, so that scoring looks a row up.
        self.embedding: Floats = np.log(probabilities.T).astype(np.float32)

    def read(self, prefixes: Sequence[Sequence[int]], room: int = 0) -> tuple[Floats, Rows]:  # noqa: ARG002
        """Reads prefixes."""
        return self._hidden(np.array([prefix[-1] for prefix in prefixes])), Rows(len(prefixes))

    def step(self, ids: NDArray[np.integer], cache: Rows) -> Floats:  # noqa: ARG002
        """Reads further places, (rows, places)."""
        return self._hidden(ids)

    def logits(self, hidden: Floats, choices: Floats | None = None) -> Floats:
        """Log-probabilities of every token, or of some rows of the embedding."""
        scores: Floats = hidden @ (self.embedding if choices is None else choices).T
        return scores

    def _hidden(self, ids: NDArray[np.integer]) -> Floats:
        hidden: Floats = np.eye(len(self.embedding), dtype=np.float32)[ids]
        return hidden
