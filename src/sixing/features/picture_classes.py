"""Which of a person's own classes a picture belongs to, by a backbone that was tuned on folders.

It runs without torch what `sixing.fitting.pictures.classifier` learnt: a net and the names of its
classes in a style's folder. It knows only these classes: whatever it is shown, it names one of
them, and how sure it is of it is its own opinion.

    Classifier.open(style.folder).guesses([picture])[0][0].label
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput, BadStyle
from sixing.features.pictures import SIZE, Backbone
from sixing.media.picture.picture import Picture
from sixing.store import styles

Floats = NDArray[np.float32]
WAY: Final = "classes"
"""What the config of such a style says under ``way``."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A class, and how sure the net is: its share of the softmax."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """Names the class of a picture.

    Attributes:
        backbone: the tuned net.
        labels: names of the classes, in the order of its scores.
        size: side in pixels at which it sees.
    """

    backbone: Backbone
    labels: tuple[str, ...]
    size: int = SIZE

    @classmethod
    def open(cls, folder: Path) -> Classifier:
        """That of a style's folder.

        Raises:
            BadInput: the style tells no classes apart, or the extra ``picture`` is not installed.
            BadStyle: it is damaged.
        """
        facts = styles.config(folder)
        if facts.get("way") != WAY:
            raise BadInput(
                f"the style {folder.name} was not taught to tell classes apart: "
                "teach one from a folder with a subfolder for each class",
                zh=f"风格 {folder.name} 未学过分类：请以每类一个子文件夹的文件夹来学",
            )
        try:
            labels, size = tuple(map(str, facts["labels"])), int(facts["side"])
        except (KeyError, TypeError, ValueError) as fault:
            raise BadStyle(
                f"{folder} does not say its classes ({fault}); teach it anew",
                zh=f"{folder} 未写明类别；请重新学习",
            ) from fault
        return cls(Backbone.open(folder), labels, size)

    def probabilities(self, pictures: Sequence[Picture]) -> Floats:
        """(pictures, classes); each row adds up to 1."""
        scores = self.backbone.scores(pictures, self.size)
        powers = np.exp(scores - scores.max(1, keepdims=True))
        found: Floats = powers / powers.sum(1, keepdims=True)
        return found

    def guesses(self, pictures: Sequence[Picture], most: int = 3) -> list[tuple[Guess, ...]]:
        """Of each picture the likeliest classes, the likeliest first."""
        found = []
        for row in self.probabilities(pictures):
            order = np.argsort(-row, kind="stable")[:most]
            found.append(tuple(Guess(self.labels[at], float(row[at])) for at in order))
        return found
