"""A style of music that knows nothing: random weights, so that tests need none that were trained.

It is written as any style of one's own; what it makes keeps every rule, for rules are not learnt.

    write(home / "styles" / "toy")
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from sixing.features.runs import Runs
from sixing.media.music.tokens import STYLES, MusicTokens
from sixing.models import weights
from sixing.models.transformer import TransformerConfig
from sixing.store.styles import VERSION
from sixing.testing.tunes import AIR, JIG

WIDTH = 32


def write(folder: Path, seed: int = 0) -> Path:
    """Writes the style into a folder that may not exist yet."""
    tokens = MusicTokens()
    shape = TransformerConfig(len(tokens), WIDTH, 1, 2, 48)
    chance = np.random.default_rng(seed)
    arrays = {
        name: (chance.standard_normal(size) * WIDTH**-0.5).astype(np.float32)
        for name, size in shape.shapes().items()
    }
    folder.mkdir(parents=True)
    weights.save(arrays, folder / "weights.safetensors")
    Runs.of([("a jig", JIG), ("an air", AIR)]).save(folder / "runs.safetensors")
    (folder / "vocabulary.json").write_text(json.dumps(tokens.vocabulary), encoding="utf-8")
    config = {
        "version": VERSION,
        "medium": "music",
        "model": asdict(shape),
        "styles": dict.fromkeys(STYLES, HABITS),
        "length": 640,
        "fluency": {},
    }
    (folder / "measures.json").write_text("{}", encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


HABITS = {
    "keys": {"7 major": 2, "9 minor": 1},
    "metres": {"4/4": 1, "3/4": 1},
    "tempos": {"96": 1},
    "ensembles": {"73": 1},
}
