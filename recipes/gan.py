"""Trains a StyleGAN by a recipe and writes it for the pack, with its index and its card.

    python recipes/gan.py recipes/emoji.toml SOURCE ... --work DIR --into PACK/emoji

A source is a folder, a zip or a font. A killed run goes on from its checkpoint in ``--work``;
``--now`` trains no further and writes the running mean of the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

import torch

from sixing.features.picture_index import FILE, PictureIndex
from sixing.features.pictures import EXTRACTOR
from sixing.fitting.pictures.collecting import Chosen, collect, rows
from sixing.fitting.pictures.measuring import Quality, measure, seen
from sixing.judging.picture_copies import index_of
from sixing.judging.picture_measures import write_usual
from sixing.models.stylegan import CONFIG, MAPPING, SYNTHESIS, StyleGan
from sixing.store.atomic import write_whole
from sixing.training.gan import Gan, GanRecipe
from sixing.training.gan_export import export

CARD = """# {name}: a StyleGAN of {size} × {size} pixels

Makes pictures out of a seed: {net}, without torch.

- **Net**: mapping, modulated convolutions, noise and a path of skips after Karras et al. 2020
  ({millions:.2f} M weights in half precision, {megabytes:.2f} MB); relativistic loss with R1 and R2
  (Huang et al. 2024), changes {augment} to real and made pictures alike (Zhao et al. 2020), the
  running mean of the weights after {kimg:.0f} thousand pictures, {minutes:.0f} minutes on one core.
- **Data**: {what}: {count:,} pictures.
- **Made by**: `python recipes/gan.py recipes/{name}.toml SOURCE --work DIR --into {name}`.
- **Measured**, {made} pictures at truncation 1 against the training pictures, by {extractor}:
  Fréchet {q.frechet:.1f}, kernel {q.kernel:.2f} × 10⁻³, precision {o.precision:.2f}, recall
  {o.recall:.2f}; {q.copied} of {q.tried} count as copies by the rule of its index.
- **Knows not**: words. What it makes it was not told, and much of it is no clear picture.
"""


def main() -> None:
    """Trains and writes."""
    asked = _arguments()
    told = tomllib.loads(asked.recipe.read_text(encoding="utf-8"))
    recipe, chosen = GanRecipe.model_validate(told["gan"]), Chosen.model_validate(told["data"])
    names, pictures = collect(asked.sources, recipe.size, chosen)
    print(f"{len(names):,} pictures", flush=True)
    gan = Gan(recipe, rows(pictures, recipe.channels), asked.work)
    if not asked.now:
        gan.fit(lambda _, line: print(line, flush=True))
    asked.into.mkdir(parents=True, exist_ok=True)
    config = _facts(gan, export(gan.mean_maker(), asked.into), len(names))
    write_whole(asked.into / CONFIG, _json(config))
    index = index_of(names, pictures)
    index.save(asked.into / FILE)
    write_usual(asked.into, pictures)
    quality = measure(StyleGan.open(asked.into), seen(pictures), index)
    write_whole(asked.into / "README.md", _card(gan, chosen, index, quality, asked.into).encode())
    print(quality)


def _facts(gan: Gan, facts: dict[str, Any], count: int) -> dict[str, Any]:
    place, recipe = gan.place, gan.recipe.model_dump(mode="json")
    more = {"recipe": recipe, "steps": place.step, "seconds": round(place.seconds)}
    return {**facts, **more, "pictures": count}


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _card(gan: Gan, chosen: Chosen, index: PictureIndex, quality: Quality, into: Path) -> str:
    recipe, place = gan.recipe, gan.place
    weights = sum(weight.numel() for weight in gan.maker.parameters())
    stored = sum((into / name).stat().st_size for name in (MAPPING, SYNTHESIS))
    return CARD.format(
        name=recipe.name, size=recipe.size, net="`StyleGan.open(folder).make([seed])`",
        millions=weights / 1e6, megabytes=stored / 1e6, augment=", ".join(recipe.augment),
        kimg=place.tokens / 1000, minutes=place.seconds / 60, what=chosen.what, count=len(index),
        made=quality.made, extractor=EXTRACTOR, q=quality, o=quality.overlap,
    )  # fmt: skip


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("recipe", type=Path)
    reader.add_argument("sources", type=Path, nargs="+")
    reader.add_argument("--work", type=Path, required=True)
    reader.add_argument("--into", type=Path, required=True)
    reader.add_argument("--now", action="store_true")
    return reader.parse_args()


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
