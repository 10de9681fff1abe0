"""Trains the LSTM that stands beside the model: `python -m benchmarks.lstm LESSONS`.

`LESSONS` is the working folder of `sixing fit`; the checkpoint goes to its subfolder `lstm`, where
`benchmarks.model` finds it. Stopped anywhere, it goes on from there. A few minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sixing.fitting import trainer_of
from sixing.training.recipe import read

RECIPE = Path(__file__).parents[1] / "recipes" / "lstm.toml"


def main(lessons: Path) -> None:
    """Train until the recipe is done."""
    _, trainer = trainer_of(read(RECIPE), lessons)
    trainer.fit(lambda share, message: print(f"{share:4.0%}  {message}", file=sys.stderr))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
