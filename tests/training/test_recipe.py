"""Recipes: every number in one file, and a wrong one named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sixing.errors import BadInput
from sixing.training.recipe import read


def written(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_short_recipe_takes_the_rest_from_the_defaults(tmp_path: Path) -> None:
    found = read(written(tmp_path, 'name = "toy"\nmedium = "poem"\nsteps = 7'))
    assert (found.steps, found.width, found.model) == (7, 256, "transformer")


def test_the_shipped_recipe_can_be_read() -> None:
    assert read(Path(__file__).parents[2] / "recipes" / "classical.toml").medium == "poem"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('name = "toy"\nmedium = "poem"', "steps"),
        ('name = "toy"\nmedium = "poem"\nsteps = 0', "steps"),
        ('name = "toy"\nmedium = "poem"\nsteps = 7\nstepps = 8', "stepps"),
        ('name = "toy"\nmedium = "poem"\nsteps = 7\nmodel = "mamba"', "model"),
        ('name = "toy"\nmedium = "poem"\nsteps = 7\nwidth = 20\nheads = 4', "even heads"),
        ("name = ", "recipe.toml"),
    ],
)
def test_a_wrong_recipe_is_refused_by_its_field(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        read(written(tmp_path, text))


def test_a_recipe_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no recipe"):
        read(tmp_path / "none.toml")


def test_noise_is_no_recipe(tmp_path: Path) -> None:
    (tmp_path / "noise.toml").write_bytes(bytes(range(256)))
    with pytest.raises(BadInput, match="is no recipe"):
        read(tmp_path / "noise.toml")
