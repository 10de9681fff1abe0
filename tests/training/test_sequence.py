"""Sequence models in training: the same stream from any step, the same figure by either half."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

torch = pytest.importorskip("torch")

from sixing.errors import BadInput  # noqa: E402
from sixing.making.make import nats as runner_nats  # noqa: E402
from sixing.models.transformer import TransformerRunner  # noqa: E402
from sixing.training import sequence  # noqa: E402
from sixing.training.packing import Document  # noqa: E402
from sixing.training.recipe import Recipe  # noqa: E402

RECIPE = Recipe(
    name="toy", medium="toy", steps=4, vocabulary=16, width=16, layers=1, heads=2, hidden=24,
    rows=2, length=16,
)  # fmt: skip


def epoch(number: int) -> Iterator[Document]:
    chance = Random(number)
    for _ in range(20):
        yield [chance.randrange(16) for _ in range(chance.randint(3, 9))], 1


def test_a_stream_goes_on_from_any_step() -> None:
    stream = sequence.batches(epoch, RECIPE)
    whole, later = list(islice(stream(0), 12)), list(islice(stream(5), 7))
    assert [b.ids.tolist() for b in whole[5:]] == [b.ids.tolist() for b in later]


def test_a_stream_has_no_end() -> None:
    assert len(list(islice(sequence.batches(epoch, RECIPE)(0), 40))) == 40


def test_rows_too_short_for_any_document_are_refused() -> None:
    short = RECIPE.model_copy(update={"length": 1})
    with pytest.raises(BadInput, match="length of at least 2"):
        next(sequence.batches(epoch, short)(0))


def test_a_seed_decides_a_net() -> None:
    one, same, other = (
        sequence.build(RECIPE.model_copy(update={"seed": seed})) for seed in (1, 1, 2)
    )
    assert torch.equal(one.embedding.weight, same.embedding.weight)
    assert not torch.equal(one.embedding.weight, other.embedding.weight)


@pytest.mark.parametrize("model", ["transformer", "lstm"])
def test_every_weight_has_one_optimiser(model: str) -> None:
    recipe = RECIPE.model_copy(update={"model": model})
    net = sequence.build(recipe)
    held = [
        id(weight)
        for optimiser in sequence.optimisers(net, recipe)
        for group in optimiser.param_groups
        for weight in group["params"]
    ]
    assert sorted(held) == sorted(id(weight) for weight in net.parameters())


def test_a_fresh_net_knows_nothing() -> None:
    documents = list(epoch(0))
    found = sequence.mean_nats(sequence.nats(sequence.build(RECIPE), documents))
    assert found == pytest.approx(math.log(16), abs=0.05)


def test_torch_and_numpy_read_the_same_nats() -> None:
    net = sequence.build(RECIPE)
    with torch.no_grad():
        for weight in net.parameters():
            weight.add_(torch.randn_like(weight) * 0.2)
    documents = [([1, 2, 3, 4, 5], 2), ([7, 8], 1), ([3, 3, 3, 9, 1, 2, 0], 4)]
    config = net.config
    runner = TransformerRunner(config, {k: v.numpy() for k, v in net.state_dict().items()})
    for ours, theirs in zip(
        sequence.nats(net, documents), runner_nats(runner, documents), strict=True
    ):
        assert ours == pytest.approx(theirs, abs=1e-4)
