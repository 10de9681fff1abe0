from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from sixing.errors import BadStyle
from sixing.models.efficientnet import LITE0, EfficientNetConfig, onnx_bytes, weights_of
from sixing.models.efficientnet_torch import EfficientNet
from sixing.models.onnx import session

STAGES = ((1, 3, 1, 1, 8), (2, 3, 2, 2, 8), (1, 5, 2, 2, 12), (1, 3, 2, 2, 8), (2, 5, 2, 2, 12))
TOY = EfficientNetConfig(8, STAGES, 16, 5)


def toy() -> EfficientNet:
    torch.manual_seed(1)
    net = EfficientNet(TOY).eval()
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.3, 0.3)
            torch.nn.init.uniform_(module.running_var, 0.5, 2)
            torch.nn.init.uniform_(module.bias, -0.3, 0.3)
    return net


def test_without_torch_it_says_the_same(tmp_path: Path) -> None:
    net, path = toy(), tmp_path / "net.onnx"
    path.write_bytes(onnx_bytes(net.arrays(), TOY))
    net.load(weights_of(path))  # in half precision, as stored
    seen = np.random.default_rng(1).uniform(-1, 1, (2, 3, 64, 96)).astype(np.float32)
    scores, features, *maps = session(path).run(
        ["scores", "features", "stride4", "stride8", "stride16"], {"picture": seen}
    )
    with torch.no_grad():
        wanted = net(torch.from_numpy(seen)).numpy()
        early = net.early(torch.from_numpy(seen), TOY.maps["stride4"] + 1).numpy()
        pooled = net.late(torch.from_numpy(early), TOY.maps["stride4"] + 1).numpy()
    np.testing.assert_allclose(scores, wanted, atol=1e-5)
    np.testing.assert_allclose(features, pooled, atol=1e-5)
    np.testing.assert_allclose(maps[0], early, atol=1e-5)
    assert [one.shape[2:] for one in maps] == [(16, 24), (8, 12), (4, 6)]


def test_the_plan_has_as_many_weights_as_the_source() -> None:
    with torch.device("meta"):
        net = EfficientNet(LITE0)
    assert sum(one.numel() for one in net.parameters()) == 4_652_008
    assert LITE0.maps == {"stride4": 2, "stride8": 4, "stride16": 10}


def test_a_head_of_other_classes_stays_fresh() -> None:
    own = EfficientNet(EfficientNetConfig(8, STAGES, 16, 3))
    before = own.head.weight.detach().clone()
    weights = toy().arrays()
    own.load(weights)
    assert torch.equal(own.head.weight, before)
    assert np.array_equal(own.arrays()["stem.conv.weight"], weights["stem.conv.weight"])
    with pytest.raises(ValueError, match="no weights of this shape for stem"):
        own.load({})


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(onnx_bytes(toy().arrays(), TOY)[:1000])
    with pytest.raises(BadStyle, match="not whole"):
        weights_of(path)
