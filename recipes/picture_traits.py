"""Mean and deviation of the traits of pictures over pictures of many kinds, into the package.

    python recipes/picture_traits.py SOURCE ... [--each 400]

A source is a folder, a zip or a font; each counts alike.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from recipes.picture_index import gather

from sixing.media.picture.measures import SIDE, TRAITS, measures
from sixing.store.atomic import write_whole

PLACE = Path(__file__).parents[1] / "src/sixing/media/picture/data/traits.json"


def main() -> None:
    """Count, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=400)
    asked = parser.parse_args()
    rows = [measures(one) for one in gather(asked.sources, "1f3f[b-f]", SIDE, asked.each)[1]]
    facts = {
        trait.name: [
            round(float(np.mean([row[trait.name] for row in rows])), 5),
            round(float(max(np.std([row[trait.name] for row in rows]), 1e-3)), 5),
        ]
        for trait in TRAITS
    }
    PLACE.parent.mkdir(exist_ok=True)
    write_whole(PLACE, (json.dumps(facts, indent=1) + "\n").encode())
    print(f"{len(rows)} pictures: {facts}")


if __name__ == "__main__":
    main()
