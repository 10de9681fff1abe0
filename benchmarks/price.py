"""What the constraint costs: the model's own likelihood of made poems against its free ones.

    python -m benchmarks.price LESSONS [-n POEMS]

Held-out poems that keep their form by every living reading lend their form, opening, rhyme group
and title; from each such prefix the model writes freely, under plain masking and under the
look-ahead sampler, with and without leave to copy runs of the corpus, and with the first hanzi of
the poem's lines fixed (藏头), all at temperature 1. Every text is then read by the bare model after
the same prefix. The price is in nats per hanzi, the mean of paired differences over prefixes. Row 6
of the acceptance table.
"""

from __future__ import annotations

import math
import random
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.tables import table, verdict
from sixing.making.make import make, nats
from sixing.making.sampler import Plan, Sampler
from sixing.media.poem import lessons as school
from sixing.media.poem.check import check
from sixing.media.poem.constraint import Constraint, clashes
from sixing.media.poem.lessons import Lesson
from sixing.media.poem.pattern import shi_pattern
from sixing.media.poem.prosody import book
from sixing.media.poem.tokens import STOPS, Control, shi_stops
from sixing.studio import Studio

FORMS = ("五绝", "七绝", "五律", "七律")
#: Rows of one prefix: what the look-ahead sampler weighs against each other.
ROWS = 16
#: How many prefixes are written on at once.
TOGETHER = 8
HUMAN, FREE, PLAIN, AHEAD = "human", "free", "plain masking", "look-ahead"
#: What is asked beyond the form.
FORM, UNCOPIED, ACROSTIC = "form", "form, no copied run", "form, no copied run, 藏头"


@dataclass(frozen=True)
class Prompt:
    """What all ways of writing are told: the prefix of a held-out poem, and its constraint."""

    human: tuple[str, ...]
    prefix: tuple[int, ...]
    constraint: Constraint

    @property
    def acrostic(self) -> Constraint:
        """The same with the first hanzi of the poem's lines fixed."""
        first = tuple(((i, 1), line[0]) for i, line in enumerate(self.human, 1))
        return replace(self.constraint, fixed=first)


@dataclass(frozen=True)
class Text:
    """A text with what the bare model thinks of it.

    Attributes:
        hanzi: nats per hanzi.
        whole: nats of the body, stops included.
        drawn: nats that the sampler gave its choices; 0 where there was none.
        keeps: whether the checker passes it.
    """

    hanzi: float
    whole: float
    drawn: float
    keeps: bool


def prompts(studio: Studio, lessons: Sequence[Lesson], count: int) -> list[Prompt]:
    """Prefixes of held-out poems that keep their form strictly, the four forms by turns."""
    found: dict[str, list[Prompt]] = {form: [] for form in FORMS}
    order = list(lessons)
    random.Random(6).shuffle(order)
    for one in order:
        told = one.control
        full = found.get(told.form)
        if full is None or len(full) >= -(-count // len(FORMS)):
            continue
        if one.conforms and told.rhyme and told.title:
            prompt = _prompt(studio, one)
            broken = check(one.lines, prompt.constraint.name, policy="strict").broken
            if not broken and not clashes(prompt.acrostic, studio.tokens):
                full.append(prompt)
    return [one for turn in zip(*found.values(), strict=False) for one in turn][:count]


def _prompt(studio: Studio, one: Lesson) -> Prompt:
    told = one.control
    kind = told.opening.replace("不入", "·首句不入韵").replace("起入韵", "起·首句入韵")
    constraint = Constraint(shi_pattern(f"{told.form}·{kind}"), (told.rhyme,), book("pingshui"))
    control = Control(told.form, opening=told.opening, rhyme=told.rhyme, title=told.title)
    return Prompt(one.lines, tuple(studio.tokens.prefix(control)), constraint)


def free(studio: Studio, asked: Sequence[Prompt], seed: int) -> list[list[tuple[str, ...]]]:
    """Texts that the model writes after each prefix with nothing in its way, (prompts, rows)."""
    runner, tokens = studio.runner, studio.tokens
    chance = np.random.default_rng(seed)
    room = max(sum(len(line) + 1 for line in one.human) for one in asked)
    hidden, cache = runner.read([one.prefix for one in asked])
    cache = cache.repeat([ROWS] * len(asked), room)
    hidden = np.repeat(hidden, ROWS, axis=0)
    written = np.empty((len(hidden), room), np.int64)
    for place in range(room):
        scores = runner.logits(hidden)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        sums = np.cumsum(odds, axis=1, dtype=np.float64)
        point = chance.random(len(sums)) * sums[:, -1]
        written[:, place] = (sums <= point[:, None]).sum(axis=1)
        if place + 1 < room:
            hidden = runner.step(written[:, place : place + 1], cache)[:, -1]
    lines = [tokens.decode(row) for row in written]
    return [lines[i : i + ROWS] for i in range(0, len(lines), ROWS)]


def made(
    studio: Studio, asked: Sequence[Prompt], lookahead: bool, wanted: str, seed: int
) -> list[list[tuple[tuple[str, ...], float]]]:
    """Texts under the constraint with the nats of their choices, (prompts, rows)."""
    known = None if wanted == FORM else studio.fingerprints
    sampler = Sampler(studio.runner, studio.spelling, known, lookahead)
    constraints = [one.acrostic if wanted == ACROSTIC else one.constraint for one in asked]
    plans = [
        Plan(one.prefix, constraint.automaton(studio.tokens), ROWS)
        for one, constraint in zip(asked, constraints, strict=True)
    ]
    found: list[list[tuple[tuple[str, ...], float]]] = [[] for _ in asked]
    for sample in make(sampler, plans, seed, temperature=1.0):
        text = "".join(studio.tokens.vocabulary[token] for token in sample.tokens)
        width = len(asked[sample.plan].human[0])
        lines = tuple(text[i : i + width] for i in range(0, len(text), width))
        found[sample.plan].append((lines, sample.logprob))
    return found


def read(studio: Studio, one: Prompt, texts: Sequence[tuple[tuple[str, ...], float]]) -> list[Text]:
    """What the bare model thinks of texts of the right shape."""
    tokens, name = studio.tokens, one.constraint.pattern.name
    rest = {tokens.number[stop] for stop in STOPS}
    bodies = [tokens.body(lines, shi_stops(len(lines))) for lines, _ in texts]
    losses = nats(studio.runner, [([*one.prefix, *body], len(one.prefix)) for body in bodies])
    found = []
    for (lines, drawn), body, loss in zip(texts, bodies, losses, strict=True):
        hanzi = [v for v, token in zip(loss, body, strict=True) if token not in rest]
        keeps = not check(lines, name, policy="strict").broken
        found.append(Text(math.fsum(hanzi) / len(hanzi), math.fsum(loss), drawn, keeps))
    return found


Way = tuple[str, str]


def write(studio: Studio, asked: Sequence[Prompt]) -> dict[Way, list[list[Text]]]:
    """For each way of writing the texts of each prompt; `human` holds the poems themselves."""
    found: dict[Way, list[list[Text]]] = {(HUMAN, ""): []}
    for one in asked:
        found[HUMAN, ""].append(read(studio, one, [(one.human, 0.0)]))
    for form in FORMS:
        same = [one for one in asked if one.constraint.name.startswith(form)]
        for a in range(0, len(same), TOGETHER):
            _write(studio, same[a : a + TOGETHER], a, found)
    return found


def _write(
    studio: Studio, part: Sequence[Prompt], seed: int, found: dict[Way, list[list[Text]]]
) -> None:
    shapes = [tuple(map(len, one.human)) for one in part]
    whole = [
        [
            (text, 0.0)
            for text in texts
            if tuple(map(len, text)) == shape and "〓" not in "".join(text)
        ]
        for texts, shape in zip(free(studio, part, seed), shapes, strict=True)
    ]
    ways: dict[Way, list[list[tuple[tuple[str, ...], float]]]] = {(FREE, ""): whole}
    for wanted in (FORM, UNCOPIED, ACROSTIC):
        for name in (PLAIN, AHEAD):
            ways[name, wanted] = made(studio, part, name == AHEAD, wanted, seed)
    for way, texts in ways.items():
        rows = found.setdefault(way, [])
        rows += [read(studio, one, these) for one, these in zip(part, texts, strict=True)]


def mean(texts: Sequence[Text]) -> float:
    """Mean nats per hanzi."""
    return math.fsum(t.hanzi for t in texts) / len(texts)


def paired(left: Sequence[Sequence[Text]], right: Sequence[Sequence[Text]]) -> tuple[float, float]:
    """Mean difference over prompts and its standard error, where both have texts."""
    apart = [mean(a) - mean(b) for a, b in zip(left, right, strict=True) if a and b]
    return float(np.mean(apart)), float(np.std(apart) / math.sqrt(len(apart)))


def spread(groups: Sequence[Sequence[Text]]) -> tuple[float, float]:
    """Of plain masking: nats per poem that masks took away, and the effective share of rows.

    The weight of a row is the model's odds over the sampler's: the product of the masses allowed.
    """
    logs = [np.array([-t.whole - t.drawn for t in texts]) for texts in groups]
    shares = []
    for one in logs:
        weight = np.exp(one - one.max())
        shares.append(weight.sum() ** 2 / (np.square(weight).sum() * len(weight)))
    return float(-np.concatenate(logs).mean()), float(np.mean(shares))


def report(found: Mapping[Way, Sequence[Sequence[Text]]]) -> int:
    """Prints the tables; the exit status."""
    rows, prices = [], {}
    for (name, wanted), groups in found.items():
        texts = [t for group in groups for t in group]
        price, error = (0.0, 0.0) if name == FREE else paired(groups, found[FREE, ""])
        prices[name, wanted] = price
        rows.append([
            name, wanted or "—", len(texts), f"{mean(texts):.3f}",
            f"{sum(t.keeps for t in texts) / len(texts):.1%}",
            "—" if name == FREE else f"{price:+.3f} ± {error:.3f}",
        ])  # fmt: skip
    heads = ["written by", "under", "poems", "nats per hanzi", "pass strictly", "price"]
    print(table(heads, rows))
    taken, share = spread(found[PLAIN, FORM])
    print(
        f"\nPlain masking takes {taken:.1f} nats from a poem; weighed by that, {share:.0%} of "
        f"{ROWS} rows would count. A copied run is five hanzi of one line of the corpus."
    )
    bars = [
        ("price of masking ≤ 0.05 nat per hanzi", f"{prices[PLAIN, FORM]:+.3f}",
         prices[PLAIN, FORM] <= 0.05),
    ]  # fmt: skip
    for wanted in (FORM, UNCOPIED, ACROSTIC):
        gain, error = paired(found[AHEAD, wanted], found[PLAIN, wanted])
        told = f"{gain:+.3f} ± {error:.3f}"
        # Where the two differ by chance alone, chance must not decide: two standard errors.
        name = f"look-ahead at or below plain masking (within 2 s.e.): {wanted}"
        bars.append((name, told, gain <= 2 * error))
    return verdict(bars)


def main() -> int:
    """Write, read, and print the tables."""
    parser = ArgumentParser(description="the price of the constraint")
    parser.add_argument("lessons", type=Path, help="working folder of sixing fit")
    parser.add_argument("--style", default="default")
    parser.add_argument("-n", type=int, default=512, help="poems of each way of writing")
    asked = parser.parse_args()
    studio = Studio.open(asked.style)
    lessons = school.load(asked.lessons / "test.jsonl")
    return report(write(studio, _by_form(prompts(studio, lessons, -(-asked.n // ROWS)))))


def _by_form(found: list[Prompt]) -> list[Prompt]:
    """In the order in which they are written."""
    return sorted(found, key=lambda one: FORMS.index(one.constraint.name.partition("·")[0]))


if __name__ == "__main__":
    sys.exit(main())
