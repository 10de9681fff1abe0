"""Making: samples rows for plans, in batches that fit a laptop, and reads how fluent they are.

Knows tokens and plans; knows no medium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from sixing.making.sampler import Plan, Sample, Sampler
from sixing.models.transformer import Floats, TransformerRunner
from sixing.progress import Progress, silent

#: Rows and places that are held at once: 128 rows of 60 places, or fewer of longer works.
HELD = 128 * 60


def make(
    sampler: Sampler,
    plans: Sequence[Plan],
    seed: int,
    temperature: float,
    progress: Progress = silent,
) -> list[Sample]:
    """Samples all rows of all plans; plans of one layout are written together.

    Returns:
        samples whose ``plan`` counts through ``plans``.
    """
    done: list[Sample] = []
    parts = list(_batches(plans))
    for number, part in enumerate(parts):
        progress(number / len(parts), "making 行")
        batch = [plans[i] for i, _ in part]
        batch = [replace(p, rows=rows) for p, (_, rows) in zip(batch, part, strict=True)]
        samples = sampler.sample(
            batch, int(np.random.default_rng((seed, number)).integers(2**31)), temperature
        )
        done += [Sample(part[s.plan][0], s.tokens, s.logprob) for s in samples]
    progress(1.0, "making 行")
    return done


def _batches(plans: Sequence[Plan]) -> Iterator[list[tuple[int, int]]]:
    """Cuts (plan, rows) into batches of one layout that are small enough to hold."""
    layouts: dict[tuple[tuple[int, ...], ...], list[int]] = {}
    for i, plan in enumerate(plans):
        layouts.setdefault(plan.automaton.glue, []).append(i)
    for glue, members in layouts.items():
        room = max(1, HELD // (len(glue) + 16))
        batch: list[tuple[int, int]] = []
        left = room
        for i in members:
            rows = plans[i].rows
            while rows:
                taken = min(rows, left)
                batch.append((i, taken))
                rows, left = rows - taken, left - taken
                if not left:
                    yield batch
                    batch, left = [], room
        if batch:
            yield batch


def nats(
    runner: TransformerRunner, documents: Sequence[tuple[Sequence[int], int]], rows: int = 16
) -> list[list[float]]:
    """Nats of each token from a document's given place on, without any mask.

    Args:
        documents: token numbers, and the place where what is judged begins (at least 1).
    """
    found: list[list[float]] = []
    for a in range(0, len(documents), rows):
        part = documents[a : a + rows]
        longest = max(len(ids) for ids, _ in part)
        ids = np.zeros((len(part), longest), np.int64)
        for row, (numbers, _) in enumerate(part):
            ids[row, : len(numbers)] = numbers
        hidden = runner.hidden(ids[:, :-1])
        for row, (numbers, start) in enumerate(part):
            scores = runner.logits(hidden[row, start - 1 : len(numbers) - 1])
            top = scores.max(axis=1)
            total = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
            chosen = scores[np.arange(len(scores)), numbers[start:]]
            found.append((total - chosen).tolist())
    return found


def odds(
    runner: TransformerRunner, documents: Sequence[tuple[Sequence[int], int]]
) -> Iterator[Floats]:
    """For each document the probability of every token at the places that are judged.

    Yields:
        (places, vocabulary) from a document's given place on.
    """
    for ids, start in documents:
        scores = runner.logits(runner.hidden(np.array([ids[:-1]]))[0, start - 1 :])
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        yield scores / scores.sum(axis=1, keepdims=True)
