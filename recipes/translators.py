"""What the recipes of translators share: training by a recipe's words, and writing for the pack."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from sixing.models.translator import Shape
from sixing.models.translator_torch import onnx_bytes
from sixing.store.atomic import write_whole
from sixing.training import contrast, cycle
from sixing.training.average import Average
from sixing.training.checkpoint import Place, load
from sixing.training.translation import Schedule, Source, Translation, fit_translation


def recipe(path: Path) -> dict[str, Any]:
    """What a recipe says."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def trained(
    told: Mapping[str, Any], a: Source, b: Source, side: int, asked: argparse.Namespace
) -> tuple[Translation, Place]:
    """A translator from kind ``a`` to kind ``b``, trained on squares of this side.

    Args:
        asked: ``work``, the folder of the checkpoint; ``now``, to train no further.
    """
    shape, stages = Shape(**told["shape"]), list(_stages(told))
    torch.manual_seed(stages[0][1].seed)
    way = _way(told["way"], shape, side, stages[0][0]).to(memory_format=torch.channels_last)
    if asked.now:
        steps = _steps(way, asked.work / "translation.safetensors")
        stages = [(stages[0][0], replace(stages[0][1], steps=steps))]
    for weights, plan in stages:
        way.weights = weights
        place = fit_translation(
            way, a, b, plan, folder=asked.work, progress=lambda _, line: print(line, flush=True)
        )
    return way, place


def _stages(told: Mapping[str, Any]) -> Iterator[tuple[Any, Schedule]]:
    """Weights and schedule: those of the recipe, and then what each table ``then`` changes."""
    kind = cycle.Weights if told["way"] == "cycle" else contrast.Weights
    weights, schedule = told["weights"], told["schedule"]
    yield kind(**weights), Schedule(**schedule)
    for then in told.get("then", ()):
        weights = {**weights, **then.get("weights", {})}
        yield kind(**weights), Schedule(**{**schedule, "steps": then["steps"]})


def _way(name: str, shape: Shape, side: int, weights: Any) -> Any:
    picture = (shape.outputs, side, side)
    return (cycle.Cycle if name == "cycle" else contrast.Contrast)(shape, picture, weights)


def written(
    way: Translation, place: Place, told: Mapping[str, Any], into: Path, more: Mapping[str, Any]
) -> None:
    """The net and its config, with ``more`` in it, for `sixing.models.translator.Translator`."""
    into.mkdir(parents=True, exist_ok=True)
    write_whole(into / "net.onnx", onnx_bytes(way.translator))
    config = {
        "shape": asdict(way.translator.shape),
        "way": told["way"],
        "steps": place.step,
        "seconds": round(place.seconds),
        **more,
    }
    text = json.dumps(config, ensure_ascii=False, indent=1) + "\n"
    write_whole(into / "config.json", text.encode())


def _steps(way: Translation, path: Path) -> int:
    """Where the checkpoint stands."""
    adams = [torch.optim.Adam(p.parameters()) for p in (way.makers, way.critics)]
    return load(path, way, [*adams, Average(way.translator.parameters())]).step


def arguments(text: str | None, *sources: str) -> argparse.Namespace:
    """The command line of such a recipe: the recipe, its sources, and where to."""
    reader = argparse.ArgumentParser(description=text)
    for name in ("recipe", *sources):
        reader.add_argument(name, type=Path)
    reader.add_argument("--work", type=Path, required=True)
    reader.add_argument("--into", type=Path, required=True)
    reader.add_argument("--now", action="store_true")
    return reader.parse_args()
