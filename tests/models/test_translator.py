"""A translator says the same as its net, at any size, and writes any font's glyph."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput, BadStyle
from sixing.models.translator import Glyphs, Shape, Translator, fitted

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from sixing.models.translator_torch import Generator, onnx_bytes  # noqa: E402

SHAPE = Shape(inputs=1, outputs=1, width=4, blocks=2)


@pytest.fixture(scope="module")
def net() -> Generator:
    torch.manual_seed(3)
    return Generator(SHAPE)


@pytest.fixture
def folder(tmp_path: Path, net: Generator) -> Path:
    (tmp_path / "net.onnx").write_bytes(onnx_bytes(net))
    told = {"shape": asdict(SHAPE), "glyphs": asdict(Glyphs(side=32, inner=26, most=40.0))}
    (tmp_path / "config.json").write_text(json.dumps(told))
    return tmp_path


def test_onnx_says_what_torch_says(folder: Path, net: Generator) -> None:
    picture = np.random.default_rng(0).uniform(-1, 1, (2, 1, 32, 48)).astype(np.float32)
    with torch.no_grad():
        wanted = net(torch.from_numpy(picture)).numpy()
    assert np.abs(Translator.open(folder).translate(picture) - wanted).max() < 0.01


@pytest.mark.parametrize(("height", "width"), [(1, 1), (17, 33), (64, 20)])
def test_any_size_comes_back(folder: Path, height: int, width: int) -> None:
    made = Translator.open(folder).translate(np.zeros((1, height, width), np.float32))
    assert made.shape == (1, height, width)
    assert np.isfinite(made).all()


def test_where_and_how_large_a_glyph_stands_does_not_matter(folder: Path) -> None:
    small, large = np.ones((40, 40), np.float32), np.ones((80, 80), np.float32)
    small[5:25, 3:23] = -1
    large[20:60, 34:74] = -1
    one, other = Translator.open(folder).write([small, large])
    assert one.shape == (32, 32)
    assert np.abs(one - other).mean() < 0.01


def test_a_glyph_without_ink_is_paper() -> None:
    assert (fitted(np.ones((9, 7), np.float32), 16, 12, 20.0) == 1).all()


def test_wrong_channels_and_sizes_are_told(folder: Path) -> None:
    net = Translator.open(folder)
    for bad in (np.zeros((3, 8, 8)), np.zeros((8, 8)), np.zeros((1, 0, 8))):
        with pytest.raises(BadInput):
            net.translate(bad.astype(np.float32))


def test_a_translator_of_pictures_writes_no_glyph(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"shape": asdict(SHAPE)}))
    with pytest.raises(BadInput, match="not for glyphs"):
        Translator.open(folder).write([])


def test_tinted_lines_stay_where_they_were(tmp_path: Path) -> None:
    torch.manual_seed(3)
    shape = Shape(inputs=1, outputs=3, width=4, blocks=1)
    (tmp_path / "net.onnx").write_bytes(onnx_bytes(Generator(shape)))
    (tmp_path / "config.json").write_text(json.dumps({"shape": asdict(shape), "side": 32}))
    lines = np.ones((1, 90, 130), np.float32)
    lines[0, 40:44, 10:120] = -1
    made = Translator.open(tmp_path).tint(lines)
    assert made.shape == (3, 90, 130)
    assert (made[:, 41, 20:110] == -1).all()
    assert (made[:, 5] == 1).all()


def test_what_colours_no_lines_says_so(folder: Path) -> None:
    with pytest.raises(BadInput, match="no lines"):
        Translator.open(folder).tint(np.ones((1, 8, 8), np.float32))


def test_a_damaged_folder_is_told(folder: Path) -> None:
    (folder / "net.onnx").write_bytes((folder / "net.onnx").read_bytes()[:100])
    with pytest.raises(BadStyle):
        Translator.open(folder)
    (folder / "config.json").write_text("{}")
    with pytest.raises(BadStyle):
        Translator.open(folder)
