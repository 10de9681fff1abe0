"""A StyleGAN of one's own pictures: trained, written for the runner, tried for copies.

The training lives in a folder named after the pictures and the recipe: stopped anywhere, even by
`kill -9`, the same call goes on from its last checkpoint, and other pictures begin anew. It needs
the extra ``train``; what it writes does not.

    facts = learn(values, propose(len(values)).recipe("mine"), folder)
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput
from sixing.features.picture_index import PictureIndex
from sixing.features.pictures import Backbone
from sixing.media.picture.picture import Picture
from sixing.models.stylegan import StyleGan
from sixing.progress import Progress, silent

if TYPE_CHECKING:
    from sixing.training.gan import GanRecipe

Floats = NDArray[np.float32]
TRIED = 100
"""Pictures that are made to see how many count as copies."""


def require_training() -> None:
    """Refuse where torch or what writes a net is missing.

    Raises:
        BadInput: the extra ``train`` is not installed.
    """
    if find_spec("torch") is None or find_spec("onnx") is None:
        raise BadInput(
            "training a net needs torch, which the light install leaves out: "
            "pip install 'sixing[train]', or choose --way patches",
            zh="训练网络需要 torch，轻量安装不含它：pip install 'sixing[train]'，"
            "或选 --way patches",
        )


def learn(
    values: Floats, recipe: GanRecipe, folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Trains a maker and writes its two nets into a folder.

    Args:
        values: (n, channels, size, size) of the recipe, −1 to 1.

    Returns:
        what the folder's config must hold: `StyleGan.open` reads it.

    Raises:
        BadInput: the extra ``train`` is not installed.
        BadCorpus: fewer than two pictures.
        BadStyle: the checkpoint is damaged.
    """
    require_training()
    from sixing.training.gan import Gan
    from sixing.training.gan_export import export

    work = folder / f"work-{_key(values, recipe)}"
    gan = Gan(recipe, values, work)
    place = gan.fit(progress)
    facts = export(gan.mean_maker(), folder)
    for old in folder.glob("work-*"):
        shutil.rmtree(old)
    told = recipe.model_dump(mode="json")
    return {**facts, "recipe": told, "steps": place.step, "seconds": round(place.seconds)}


def copied(net: StyleGan, index: PictureIndex, tried: int = TRIED) -> int:
    """How many of so many pictures, as they are made by default, count as copies.

    Raises:
        BadInput: the extra ``picture`` or the pack is missing.
    """
    made = [Picture.of_grid(one) for one in net.make(range(tried))]
    near = index.nearest(made, Backbone.open().features)
    return sum(one.copied for one in near)


def _key(values: Floats, recipe: GanRecipe) -> str:
    """What a training belongs to."""
    told = recipe.model_dump_json().encode()
    return sha256(np.ascontiguousarray(values).tobytes() + told).hexdigest()[:12]
