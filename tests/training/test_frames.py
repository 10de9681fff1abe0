"""Table models learn through the one loop, go on where they stopped, and are measured honestly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.errors import BadInput  # noqa: E402
from sixing.models.frames_table import Table, read_table  # noqa: E402
from sixing.models.frames_torch import FramesNet  # noqa: E402
from sixing.training import frames as lessons  # noqa: E402
from sixing.training.frames import FramesRecipe  # noqa: E402
from sixing.training.loop import Trainer  # noqa: E402

RECIPE = FramesRecipe(
    name="toy", low=0, high=24, starts=(14, 8), members=2, trunk=16, width=16, heads=2, hidden=16,
    layers=1, rows=2, length=16, steps=60, warmup=2, dropout=0, left_out=0, between=1, seed=1,
    muon_rate=0.05, adam_rate=0.01,
)  # fmt: skip
RECIPES = Path(__file__).parents[2] / "recipes"


@pytest.fixture
def tables() -> list[Table]:
    """Two voices in thirds, up and down a scale, two steps a note; then the same a step higher."""
    scale = [7, 9, 11, 12, 14, 12, 11, 9] * 2
    tunes = [[(h + up + 4, h + up) for h in scale for _ in range(2)] for up in (0, 2)]
    return [read_table(RECIPE.config, tune) for tune in tunes]


def trained(recipe: FramesRecipe, tables: list[Table], folder: Path | None = None) -> FramesNet:
    net = lessons.build(recipe)
    Trainer(
        net, lessons.optimisers(net, recipe), lessons.objective, lessons.batches(tables, recipe),
        lessons.plan(recipe), folder,
    ).fit()  # fmt: skip
    return net.eval()


def mean(net: FramesNet, tables: list[Table]) -> float:
    return float(np.mean([sum(lessons.costs(net, one)).mean() for one in tables]))


def test_it_learns(tables: list[Table]) -> None:
    fresh = mean(lessons.build(RECIPE).eval(), tables)
    assert mean(trained(RECIPE, tables), tables) < fresh / 2


def test_the_parts_make_the_whole_and_keys_average_to_a_distribution(tables: list[Table]) -> None:
    net = lessons.build(RECIPE)
    hold, other = lessons.costs(net, tables[0], shifts=range(-3, 4))
    whole = lessons.expected(net, tables[0], shifts=range(-3, 4))
    np.testing.assert_allclose(np.exp(whole).sum(-1), 1, atol=1e-4)
    wanted = -np.take_along_axis(whole, tables[0].symbols[..., None], -1)[..., 0]
    np.testing.assert_allclose(hold + other, wanted, atol=1e-5)
    assert (other[1::2] < 1e-5).all()  # every second step holds


def test_a_stopped_training_sees_the_batches_it_would_have_seen(tables: list[Table]) -> None:
    stream = lessons.batches(tables, RECIPE)
    whole = stream(0)
    for _ in range(3):
        next(whole)
    again, later = next(stream(3)), next(whole)
    assert torch.equal(again.symbols, later.symbols)
    assert torch.equal(again.weights, later.weights)


def test_every_part_stays_in_range_and_counts_its_steps_once(tables: list[Table]) -> None:
    stream = lessons.batches(tables, RECIPE.model_copy(update={"between": 0.5}))(0)
    total, steps = 0.0, 0
    for _ in range(200):
        made = next(stream)
        assert int(made.symbols.min()) >= 0
        assert int(made.symbols.max()) < RECIPE.config.table.symbols
        total, steps = total + float(made.weights.sum()), steps + made.weights.numel()
    assert total / steps == pytest.approx(1, abs=0.05)


def test_no_tables_are_refused() -> None:
    with pytest.raises(BadInput, match="no tables"):
        lessons.batches([], RECIPE)


def test_the_recipe_of_the_benchmark_reads() -> None:
    recipe = lessons.read(RECIPES / "jsb.toml")
    sizes = [np.prod(shape) for shape in recipe.config.shapes().values()]
    assert sum(sizes) <= 4_000_000


def test_what_is_no_recipe_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("name = 'a'")
    with pytest.raises(BadInput, match="no recipe"):
        lessons.read(tmp_path / "a.toml")
