"""The model on held-out poems: nats per body token and bits per hanzi, baselines beside it.

    python -m benchmarks.model LESSONS [--fp32 STATE] [--lstm STATE] [-n POEMS]

`LESSONS` is the working folder of `sixing fit` (train.jsonl, test.jsonl). Each model is given form,
opening and title, and scored on the same poems, drawn at random from the grouped test split.
Kneser–Ney counts the whole train split with the same prefixes. Rows 5 and 12 of the acceptance
table.
"""

from __future__ import annotations

import math
import random
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.tables import table, verdict
from sixing.making.make import nats
from sixing.media.poem import lessons as school
from sixing.media.poem import shi
from sixing.media.poem.lessons import Lesson
from sixing.media.poem.tokens import PoemTokens
from sixing.models import weights
from sixing.models.ngram import NGram
from sixing.models.transformer import TransformerConfig, TransformerRunner
from sixing.studio import Studio

FORMS = ("五绝", "七绝", "五律", "七律")
RECIPES = Path(__file__).parents[1] / "recipes"
Document = tuple[Sequence[int], int]
Losses = list[list[float]]

SHIPPED, WHOLE, KN, KN_STOPS, LSTM = (
    "transformer, int8 (shipped)", "transformer, fp32", "Kneser–Ney 5-gram",
    "Kneser–Ney 5-gram, told where lines end", "LSTM-512",
)  # fmt: skip


def read_state(path: Path, config: TransformerConfig) -> TransformerRunner:
    """The runner of a training's checkpoint, in full precision."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as stored:
        found = {name: stored.get_tensor(f"net.{name}") for name in config.shapes()}
    return TransformerRunner(config, found)


def same_weights(whole: TransformerRunner, shipped: TransformerRunner) -> bool:
    """Whether the shipped weights are the rounded whole ones."""
    rounded = weights.dequantise(*weights.quantise(whole.embedding))
    return bool(np.allclose(rounded, shipped.embedding, atol=1e-6))


def lstm_nats(path: Path, tokens: PoemTokens, documents: Sequence[Document]) -> Losses:
    """What a trained LSTM gives."""
    from sixing.training import sequence
    from sixing.training.checkpoint import load
    from sixing.training.recipe import read

    recipe = read(RECIPES / "lstm.toml").model_copy(update={"vocabulary": len(tokens)})
    net = sequence.build(recipe)
    load(path, net, [])
    return list(sequence.nats(net, documents))


def given_stops(model: NGram, tokens: PoemTokens, documents: Sequence[Document]) -> Losses:
    """Kneser–Ney told where lines end: hanzi share the mass that it gives to stops and the end.

    Five tokens do not reach back to the last stop, so this is the kinder reading of the baseline.
    """
    stops = [tokens.end, *(tokens.number[s] for s in school.STOPS)]
    found = []
    for (ids, start), plain in zip(documents, model.nats(documents), strict=True):
        size = model.order - 1
        padded = [ids[0]] * size + list(ids)
        at = [padded[k : k + size] for k in range(start, len(ids))]
        mass = sum(model.score(np.array(at), np.full(len(at), s)) for s in stops)
        hanzi = [k not in stops for k in ids[start:]]
        left = np.log1p(-np.minimum(mass, 1 - 1e-9))
        found.append([a + b if h else 0.0 for a, b, h in zip(plain, left, hanzi, strict=True)])
    return found


def score(tokens: PoemTokens, documents: Sequence[Document], asked: Namespace) -> dict[str, Losses]:
    """Every model's nats of every token of the documents."""
    studio = Studio.open(asked.style)
    runner = studio.runner
    found = {SHIPPED: nats(runner, documents)}
    if asked.fp32:
        whole = read_state(asked.fp32, runner.config)
        if not same_weights(whole, runner):
            sys.exit(f"{asked.fp32} is not the checkpoint from which the style was made")
        found[WHOLE] = nats(whole, documents)
    train = school.load(asked.lessons / "train.jsonl")[: asked.train]
    model = NGram.fit((school.document(tokens, one) for one in train), len(tokens))
    found[KN] = model.nats(documents)
    found[KN_STOPS] = given_stops(model, tokens, documents)
    if asked.lstm:
        found[LSTM] = lstm_nats(asked.lstm, tokens, documents)
    return found


def figures(
    losses: Losses, documents: Sequence[Document], members: Sequence[int], rest: set[int]
) -> tuple[float, float]:
    """Nats per body token and bits per hanzi over some of the documents."""
    every = [loss for i in members for loss in losses[i]]
    hanzi = [
        loss
        for i in members
        for loss, token in zip(losses[i], documents[i][0][documents[i][1] :], strict=True)
        if token not in rest
    ]
    return math.fsum(every) / len(every), math.fsum(hanzi) / len(hanzi) / math.log(2)


def groups(poems: Sequence[Lesson]) -> dict[str, list[int]]:
    """The poems that are told apart in the table, by number."""
    keeping = [i for i, one in enumerate(poems) if one.conforms]
    found = {
        "keep their form (any reading)": keeping,
        "keep it by every living reading": [
            i for i in keeping if shi.conforms(poems[i].lines, policy="strict")
        ],
        "all of regulated shape": list(range(len(poems))),
    }
    for form in FORMS:
        found[f"{form}, keep their form"] = [i for i in keeping if poems[i].control.form == form]
    return {name: members for name, members in found.items() if members}


def report(
    scores: Mapping[str, Losses], documents: Sequence[Document], poems: Sequence[Lesson],
    tokens: PoemTokens,
) -> int:  # fmt: skip
    """Prints the tables; the exit status."""
    rest = {tokens.end, *(tokens.number[s] for s in school.STOPS)}
    parts = groups(poems)
    found = {
        (model, part): figures(losses, documents, members, rest)
        for model, losses in scores.items()
        for part, members in parts.items()
    }

    def cell(model: str, part: str) -> str:
        token, bits = found[model, part]
        return f"{bits:.2f} b" if model == KN_STOPS else f"{token:.3f} · {bits:.2f} b"

    print(
        "Nats per body token (hanzi, stops, end) · bits per hanzi; form, opening and title given.\n"
    )
    rows = [
        [part, len(members), *(cell(model, part) for model in scores)]
        for part, members in parts.items()
    ]
    print(table(["test poems that", "poems", *scores], rows))
    headline = next(iter(parts))
    token, bits = found[SHIPPED, headline]
    below = found[KN, headline][1] - bits
    bars = [
        ("≤ 4.10 nats per body token", f"{token:.3f}", token <= 4.10),
        ("≥ 1.2 bits per hanzi below Kneser–Ney", f"{below:.2f}", below >= 1.2),
    ]
    if WHOLE in scores:
        worse = token - found[WHOLE, headline][0]
        bars.append(("int8 ≤ 0.005 nat worse than fp32", f"{worse:+.4f}", worse <= 0.005))
    return verdict(bars)


def main() -> int:
    """Print the tables."""
    parser = ArgumentParser(description="nats of held-out poems")
    parser.add_argument("lessons", type=Path, help="working folder of sixing fit")
    parser.add_argument("--style", default="default")
    parser.add_argument("--fp32", type=Path, help="checkpoint that the style was made from")
    parser.add_argument("--lstm", type=Path, help="checkpoint of recipes/lstm.toml")
    parser.add_argument("-n", type=int, default=1200, help="poems")
    parser.add_argument("--train", type=int, help="lessons that Kneser–Ney counts (all)")
    asked = parser.parse_args()
    for option, name in (("fp32", "classical"), ("lstm", "lstm")):
        path = asked.lessons / name / "state.safetensors"
        if getattr(asked, option) is None and path.exists():
            setattr(asked, option, path)
    tokens = Studio.open(asked.style).tokens
    test = [o for o in school.load(asked.lessons / "test.jsonl") if o.control.form in FORMS]
    poems = random.Random(5).sample(test, min(asked.n, len(test)))
    documents = [school.document(tokens, one) for one in poems]
    return report(score(tokens, documents, asked), documents, poems, tokens)


if __name__ == "__main__":
    sys.exit(main())
