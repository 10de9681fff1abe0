"""A training's state as one safetensors file: weights, optimisers, the place and the curve.

One file replaced at once is always whole, so a run that dies at any moment goes on from the
last state written. Loading it never runs code.

>>> from tempfile import TemporaryDirectory
>>> net = nn.Linear(2, 2)
>>> with TemporaryDirectory() as folder:
...     save(Path(folder) / "state", net, [], Place(step=10, curve=((10, 4.2),)))
...     load(Path(folder) / "state", net, []).step
10
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.optim import Optimizer

from sixing.errors import BadStyle

#: What reading a truncated, altered or foreign file may raise.
_DAMAGE = (SafetensorError, OSError, RuntimeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a training has come.

    Attributes:
        step: the next step.
        tokens: places learnt from so far.
        seconds: time spent so far.
        curve: (step, mean loss in nats since the point before).
        recent: the losses of the steps since the last point, so that a curve goes on unbroken.
    """

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    curve: tuple[tuple[int, float], ...] = ()
    recent: tuple[float, ...] = ()


def save(path: Path, net: nn.Module, optimisers: Sequence[Optimizer], place: Place) -> None:
    """Writes the whole state in one atomic step."""
    tensors = {f"net.{name}": value.detach() for name, value in net.state_dict().items()}
    for i, optimiser in enumerate(optimisers):
        for j, weight in enumerate(_weights(optimiser)):
            for key, value in optimiser.state.get(weight, {}).items():
                tensors[f"optimiser.{i}.{j}.{key}"] = torch.as_tensor(value)
    fresh = path.with_suffix(".part")
    contiguous = {name: value.contiguous() for name, value in tensors.items()}
    save_file(contiguous, fresh, metadata={"place": json.dumps(asdict(place))})
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    fresh.replace(path)


def load(path: Path, net: nn.Module, optimisers: Sequence[Optimizer]) -> Place:
    """Puts a saved state back and says how far it had come.

    Raises:
        BadStyle: the file is truncated, or belongs to a net of another shape.
    """
    try:
        with safe_open(path, framework="pt") as stored:
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
            place = json.loads((stored.metadata() or {})["place"])
        net.load_state_dict({k[4:]: v for k, v in tensors.items() if k.startswith("net.")})
        for i, optimiser in enumerate(optimisers):
            _load_optimiser(optimiser, f"optimiser.{i}.", tensors)
        curve = tuple((int(step), float(loss)) for step, loss in place.pop("curve"))
        return Place(curve=curve, recent=tuple(place.pop("recent", ())), **place)
    except _DAMAGE as fault:
        raise BadStyle(
            f"{path} is no checkpoint of this net ({fault}); delete it to begin anew."
        ) from fault


def _weights(optimiser: Optimizer) -> list[Tensor]:
    return [weight for group in optimiser.param_groups for weight in group["params"]]


def _load_optimiser(optimiser: Optimizer, prefix: str, tensors: dict[str, Tensor]) -> None:
    weights = _weights(optimiser)
    for name, value in tensors.items():
        if name.startswith(prefix):
            number, key = name[len(prefix) :].split(".")
            optimiser.state[weights[int(number)]][key] = value
