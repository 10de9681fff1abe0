from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sixing.features.pictures import FILE, Backbone, stack
from sixing.media.picture.picture import Picture
from sixing.models.efficientnet import EfficientNetConfig, onnx_bytes
from sixing.models.efficientnet_torch import EfficientNet

TOY = EfficientNetConfig(
    8, ((1, 3, 1, 1, 8), (1, 3, 2, 2, 8), (1, 3, 2, 2, 8), (1, 3, 2, 2, 8)), 16, 5
)


@pytest.fixture
def backbone(tmp_path: Path) -> Backbone:
    torch.manual_seed(2)
    (tmp_path / FILE).write_bytes(onnx_bytes(EfficientNet(TOY).arrays(), TOY))
    return Backbone.open(tmp_path)


def pictures(n: int) -> list[Picture]:
    rng = np.random.default_rng(n)
    return [Picture(rng.integers(0, 256, (20 + k, 30, 3), np.uint8)) for k in range(n)]


def test_features_do_not_depend_on_who_else_is_looked_at(backbone: Backbone) -> None:
    many = pictures(35)
    whole = backbone.features(many, 32)
    assert whole.shape == (35, 16)
    np.testing.assert_allclose(whole[33:], backbone.features(many[33:], 32), atol=1e-5)


def test_arrays_and_pictures_give_the_same(backbone: Backbone) -> None:
    few = pictures(3)
    np.testing.assert_array_equal(backbone.features_of(stack(few, 64)), backbone.both(few, 64)[0])


def test_maps_are_named_by_their_strides(backbone: Backbone) -> None:
    assert {k: v.shape for k, v in backbone.maps(pictures(2), 64).items()} == {
        "stride4": (2, 8, 16, 16),
        "stride8": (2, 8, 8, 8),
        "stride16": (2, 8, 4, 4),
    }


def test_sides_are_multiples_of_32() -> None:
    with pytest.raises(ValueError, match="multiple of 32"):
        stack(pictures(1), 100)
