"""Trains a translator from a font of type to a font of a hand, and writes it for the pack.

    python -m recipes.cursive recipes/cursive.toml TYPE.ttc HAND.ttf --work DIR --into PACK/cursive

A killed run goes on from its checkpoint in ``--work``. ``--now`` trains no further and writes the
running mean of the last checkpoint.
"""

from __future__ import annotations

from dataclasses import asdict

import torch
from recipes.translators import arguments, recipe, trained, written

from sixing.fitting.pictures.hand import part, read_face, swayed

SCORED = 500
"""Hidden characters that only the benchmark sees; the others are for choosing by."""


def main() -> None:
    """Trains and writes."""
    asked = arguments(__doc__, "typed", "hand")
    told = recipe(asked.recipe)
    (typed, how), (hand, _) = read_face(asked.typed), read_face(asked.hand)
    parts = part(typed.keys() & hand.keys(), told["hidden"])
    a, b = swayed(typed, parts.typed), swayed(hand, parts.written)
    way, place = trained(told, a, b, how.side, asked)
    more = {
        "glyphs": asdict(how),
        "hidden": "".join(parts.hidden[:SCORED]),
        "valid": "".join(parts.hidden[SCORED:]),
    }
    written(way, place, told, asked.into, more)
    print(f"{len(parts.typed)} seen in type, {len(parts.written)} by hand, {place.seconds:.0f} s")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
