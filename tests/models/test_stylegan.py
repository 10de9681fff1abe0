"""A StyleGAN says without torch what its net says, and a seed fixes the picture."""

import json
from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput, BadStyle
from sixing.models.stylegan import CONFIG, SYNTHESIS, StyleGan
from sixing.models.stylegan_config import StyleConfig

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from sixing.models.stylegan_torch import Generator  # noqa: E402
from sixing.training.gan_export import export  # noqa: E402

SHAPE = StyleConfig(size=16, channels=3, width=4, most=8, latent=8)


@pytest.fixture(scope="module")
def maker() -> Generator:
    torch.manual_seed(3)
    made = Generator(SHAPE)
    with torch.no_grad():
        for layer in made.synthesis.layers:
            layer.strength += 0.1  # as trained: noise counts
    return made


@pytest.fixture
def folder(tmp_path: Path, maker: Generator) -> Path:
    (tmp_path / CONFIG).write_text(json.dumps(export(maker, tmp_path)))
    return tmp_path


@pytest.fixture
def net(folder: Path) -> StyleGan:
    return StyleGan.open(folder)


def test_onnx_says_what_torch_says(net: StyleGan, maker: Generator) -> None:
    draws = [np.random.default_rng(seed).standard_normal(SHAPE.latent) for seed in (5, 6)]
    noises = [torch.from_numpy(noise) for noise in net.noises([5, 6])]
    with torch.no_grad():
        wanted = maker(torch.tensor(np.array(draws), dtype=torch.float32), noises=noises)
    assert np.abs(net.make([5, 6], truncation=1.0) - wanted.clamp(-1, 1).numpy()).max() < 0.01


def test_a_seed_fixes_the_picture_whatever_is_made_beside_it(net: StyleGan) -> None:
    alone, among = net.make([7])[0], net.make([1, 7, 2])[1]
    assert np.allclose(alone, among, atol=1e-5)
    assert np.abs(alone - net.make([8])[0]).max() > 0.01


def test_truncation_draws_styles_to_the_mean(net: StyleGan) -> None:
    far = [np.abs(net.styles([1, 2, 3], truncation=t) - net.mean).mean() for t in (0, 0.5, 1)]
    assert far[0] == 0
    assert far[1] == pytest.approx(far[2] / 2, rel=1e-4)


def test_mixing_at_either_end_is_one_of_the_two(net: StyleGan) -> None:
    first = net.make([1])[0]
    assert np.allclose(net.mix(1, 2, SHAPE.places), first, atol=1e-5)
    second_style = net.paint(net.styles([2], truncation=0.8), [1])[0]
    assert np.allclose(net.mix(1, 2, 0), second_style, atol=1e-5)
    between = net.mix(1, 2, SHAPE.places // 2)
    assert np.abs(between - first).max() > 1e-3


@pytest.mark.parametrize("loop", [True, False])
def test_a_film_begins_at_its_first_seed_and_has_no_jump(net: StyleGan, loop: bool) -> None:
    film = net.film([1, 2], 24, loop=loop)
    assert film.shape == (24, 3, 16, 16)
    assert np.allclose(film[0], net.make([1])[0], atol=1e-5)
    around = np.concatenate((film, film[:1])) if loop else film
    steps = np.sqrt(np.square(np.diff(around, axis=0)).mean((1, 2, 3)))
    assert steps.max() / steps.mean() <= 3


@pytest.mark.parametrize("wrong", [-0.1, 2.0, float("nan")])
def test_a_truncation_that_is_none_is_refused(net: StyleGan, wrong: float) -> None:
    with pytest.raises(BadInput, match="truncation"):
        net.make([1], truncation=wrong)


def test_what_cannot_be_made_is_said(net: StyleGan) -> None:
    with pytest.raises(BadInput, match="a seed is 0"):
        net.make([-1])
    with pytest.raises(BadInput, match="layer 99"):
        net.mix(1, 2, 99)
    with pytest.raises(BadInput, match="two seeds"):
        net.film([1], 5)


def test_a_damaged_model_is_said(folder: Path) -> None:
    (folder / SYNTHESIS).write_bytes(b"no net")
    with pytest.raises(BadStyle, match="synthesis"):
        StyleGan.open(folder)
    (folder / CONFIG).write_text('{"shape": {"size": 7}, "mean": []}')
    with pytest.raises(BadStyle, match="holds no StyleGAN"):
        StyleGan.open(folder)
