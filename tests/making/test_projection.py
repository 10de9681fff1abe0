"""A picture is found again among those that a StyleGAN can make."""

import json

import numpy as np
import pytest

from sixing.errors import BadInput
from sixing.making.projection import Floats, project
from sixing.models.stylegan import CONFIG, StyleGan
from sixing.models.stylegan_config import StyleConfig

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from sixing.models.stylegan_torch import Generator  # noqa: E402
from sixing.training.gan_export import export  # noqa: E402

SHAPE = StyleConfig(size=16, channels=3, width=4, most=8, latent=6)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> StyleGan:
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("net")
    (folder / CONFIG).write_text(json.dumps(export(Generator(SHAPE), folder)))
    return StyleGan.open(folder)


def test_what_the_net_made_is_found_again(net: StyleGan) -> None:
    found = project(net, net.make([5000], truncation=1.0)[0])
    assert found.error < 0.5 * found.drawn < found.usual
    assert found.styles.shape == (SHAPE.places, SHAPE.latent)


def test_the_same_seed_finds_the_same(net: StyleGan) -> None:
    target = net.make([5000], truncation=1.0)[0]
    assert (project(net, target).picture == project(net, target).picture).all()


def test_what_it_cannot_make_has_a_larger_error(net: StyleGan) -> None:
    own = project(net, net.make([5000], truncation=1.0)[0])
    checks = np.indices((16, 16)).sum(0) % 2 * 2.0 - 1
    other = project(net, np.repeat(checks[None], 3, 0).astype(np.float32))
    assert other.error > 2 * own.error


def test_features_may_be_heeded_too(net: StyleGan) -> None:
    asked: list[int] = []

    def see(pictures: Floats) -> Floats:
        asked.append(len(pictures))
        found: Floats = pictures.mean((2, 3)) + 2
        return found

    found = project(net, net.make([5000], truncation=1.0)[0], see=see)
    assert found.error < found.drawn
    assert sum(asked) > 100


def test_a_picture_of_another_size_is_refused(net: StyleGan) -> None:
    with pytest.raises(BadInput, match=r"\(3, 16, 16\)"):
        project(net, np.zeros((3, 8, 8), np.float32))
