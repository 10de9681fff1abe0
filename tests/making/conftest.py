"""A toy studio: two hundred hanzi, a net of random weights, and the checker to say what holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np
import pytest

from sixing.features.fingerprints import Fingerprints
from sixing.making.sampler import Plan, Sample, Sampler
from sixing.media.poem.constraint import Constraint
from sixing.media.poem.tokens import PoemTokens
from sixing.models.transformer import TransformerRunner
from sixing.testing.verse import toy_runner, toy_tokens

Write = Callable[..., list[tuple[str, ...]]]


@pytest.fixture(scope="session")
def tokens() -> PoemTokens:
    return toy_tokens()


@pytest.fixture(scope="session")
def runner(tokens: PoemTokens) -> TransformerRunner:
    return toy_runner(len(tokens), spread=3)


@pytest.fixture(scope="session")
def sampler(tokens: PoemTokens, runner: TransformerRunner) -> Callable[..., Sampler]:
    spelling = np.array([ord(n) if len(n) == 1 else 0 for n in tokens.vocabulary], np.uint32)

    def make(known: Sequence[str] = (), lookahead: bool = True) -> Sampler:
        prints = Fingerprints.of_lines(known) if known else None
        return Sampler(runner, spelling, prints, lookahead)

    return make


@pytest.fixture(scope="session")
def write(tokens: PoemTokens, sampler: Callable[..., Sampler]) -> Write:
    """Poems under a constraint, as lines."""

    def lines(constraint: Constraint, sample: Sample) -> tuple[str, ...]:
        text = "".join(tokens.vocabulary[token] for token in sample.tokens)
        widths = constraint.pattern.lines
        return tuple(text[b - n : b] for b, n in zip(accumulate(widths), widths, strict=True))

    def call(
        constraint: Constraint, rows: int = 4, seed: int = 0, known: Sequence[str] = ()
    ) -> list[tuple[str, ...]]:
        prefix = (tokens.number["<bos>"], tokens.number["<body>"])
        plan = Plan(prefix, constraint.automaton(tokens), rows)
        return [lines(constraint, one) for one in sampler(known).sample([plan], seed, 0.9)]

    return call
