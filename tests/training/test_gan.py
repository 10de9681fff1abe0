"""A StyleGAN's training: a fair game, changes that let gradients through, a curve that goes on."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadCorpus, BadStyle

torch = pytest.importorskip("torch")

from sixing.training.diffaugment import CHANGES, augmented  # noqa: E402
from sixing.training.gan import Gan, GanRecipe, relativistic, steepness  # noqa: E402

TOY = GanRecipe.model_validate(
    {"name": "toy", "size": 8, "width": 4, "most": 8, "latent": 4, "batch": 4, "kimg": 0.1}
)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Nets as small as these are slower on more."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def discs(count: int = 12) -> np.ndarray:
    chance = np.random.default_rng(0)
    return chance.uniform(-1, 1, (count, 3, 1, 1)).astype(np.float32).repeat(8, 2).repeat(8, 3)


def test_even_scores_cost_the_same_to_both() -> None:
    scores = torch.tensor([0.3, -2.0])
    assert float(relativistic(scores, scores)) == pytest.approx(np.log(2))
    assert float(relativistic(scores + 9, scores)) < 1e-3


def test_the_steepness_of_a_linear_critic_is_its_weights_length() -> None:
    weight = torch.randn(1, 3, 8, 8)
    critic = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(192, 1, bias=False))
    critic[1].weight.data = weight.reshape(1, -1)
    steep = steepness(critic, torch.zeros(2, 3, 8, 8)).detach()
    assert float(steep) == pytest.approx(float(weight.square().sum()), rel=1e-5)


@pytest.mark.parametrize("how", CHANGES)
def test_a_change_lets_a_gradient_through_and_is_fixed_by_its_chance(how: str) -> None:
    x = torch.rand(6, 3, 8, 8, requires_grad=True)
    once, again = (augmented(x, [how], torch.Generator().manual_seed(4)) for _ in range(2))
    assert torch.equal(once, again)
    assert not torch.equal(once, x)
    once.sum().backward()
    assert float(x.grad.abs().sum()) > 0


def test_a_mirrored_picture_is_the_picture_mirrored() -> None:
    x = torch.rand(16, 1, 4, 4)
    made = augmented(x, ["flip"], torch.Generator().manual_seed(1))
    kept = [torch.equal(a, b) for a, b in zip(made, x, strict=True)]
    turned = [torch.equal(a, b.flip(-1)) for a, b in zip(made, x, strict=True)]
    assert all(a != b for a, b in zip(kept, turned, strict=True))
    assert any(kept)
    assert any(turned)


def test_it_learns_the_colour_of_its_pictures() -> None:
    quick = {"kimg": 0.8, "rate": 0.005, "augment": (), "precision": "float32"}
    recipe = TOY.model_copy(update=quick)
    red = np.stack([np.full((8, 8), level, np.float32) for level in (0.9, -0.9, -0.9)])
    gan = Gan(recipe, np.repeat(red[None], 8, 0))
    gan.fit()
    with torch.no_grad():
        made = gan.mean_maker()(torch.randn(8, 4)).mean((0, 2, 3))
    assert float(made[0]) > 0.2 > -0.2 > float(made[1:].max())


def test_a_run_that_was_stopped_has_the_same_curve(tmp_path: Path) -> None:
    whole = Gan(TOY, discs())
    whole.fit()
    often = TOY.model_copy(update={"save_every": 1e-9})

    def stop(gan: Gan) -> None:
        if gan.place.step == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Gan(often, discs(), tmp_path).fit(watch=stop)
    again = Gan(TOY, discs(), tmp_path)
    assert again.place.step == 6
    assert again.fit().curve == whole.place.curve
    pairs = zip(again.mean_maker().parameters(), whole.mean_maker().parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_other_pictures_than_the_recipes_are_refused() -> None:
    for wrong in (discs(1), np.zeros((4, 1, 8, 8), np.float32)):
        with pytest.raises(BadCorpus, match="at least two pictures"):
            Gan(TOY, wrong)


def test_a_damaged_checkpoint_is_said(tmp_path: Path) -> None:
    (tmp_path / "state.safetensors").write_bytes(b"no state")
    with pytest.raises(BadStyle, match="no checkpoint"):
        Gan(TOY, discs(), tmp_path)
