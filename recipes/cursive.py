"""Trains a translator from a font of type to a font of a hand, and writes it for the pack.

    python recipes/cursive.py recipes/cursive.toml TYPE.ttc HAND.ttf --work DIR --into PACK/cursive

A killed run goes on from its checkpoint in ``--work``. ``--now`` trains no further and writes the
running mean of the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from dataclasses import asdict, replace
from pathlib import Path

import torch

from sixing.fitting.pictures.hand import part, read_face, swayed
from sixing.models.translator import Shape
from sixing.models.translator_torch import onnx_bytes
from sixing.store.atomic import write_whole
from sixing.training import contrast, cycle
from sixing.training.average import Average
from sixing.training.checkpoint import load
from sixing.training.translation import Schedule, Translation, fit_translation

SCORED = 500
"""Hidden characters that only the benchmark sees; the others are for choosing by."""


def main() -> None:
    """Trains and writes."""
    asked = _arguments()
    told = tomllib.loads(asked.recipe.read_text(encoding="utf-8"))
    (typed, how), (written, _) = read_face(asked.typed), read_face(asked.hand)
    parts = part(typed.keys() & written.keys(), told["hidden"])
    shape, plan = Shape(**told["shape"]), Schedule(**told["schedule"])
    torch.manual_seed(plan.seed)
    way: Translation
    size = (shape.outputs, how.side, how.side)
    if told["way"] == "cycle":
        way = cycle.Cycle(shape, size, cycle.Weights(**told["weights"]))
    else:
        way = contrast.Contrast(shape, size, contrast.Weights(**told["weights"]))
    way = way.to(memory_format=torch.channels_last)
    if asked.now:
        plan = replace(plan, steps=_steps(way, asked.work / "translation.safetensors"))
    a, b = swayed(typed, parts.typed), swayed(written, parts.written)
    place = fit_translation(
        way, a, b, plan, folder=asked.work, progress=lambda _, line: print(line, flush=True)
    )
    asked.into.mkdir(parents=True, exist_ok=True)
    write_whole(asked.into / "net.onnx", onnx_bytes(way.translator))
    config = {
        "shape": asdict(shape),
        "glyphs": asdict(how),
        "way": told["way"],
        "steps": place.step,
        "seconds": round(place.seconds),
        "hidden": "".join(parts.hidden[:SCORED]),
        "valid": "".join(parts.hidden[SCORED:]),
    }
    text = json.dumps(config, ensure_ascii=False, indent=1) + "\n"
    write_whole(asked.into / "config.json", text.encode())


def _steps(way: Translation, path: Path) -> int:
    """Where the checkpoint stands."""
    adams = [torch.optim.Adam(p.parameters()) for p in (way.makers, way.critics)]
    return load(path, way, [*adams, Average(way.translator.parameters())]).step


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    for name in ("recipe", "typed", "hand"):
        reader.add_argument(name, type=Path)
    reader.add_argument("--work", type=Path, required=True)
    reader.add_argument("--into", type=Path, required=True)
    reader.add_argument("--now", action="store_true")
    return reader.parse_args()


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
