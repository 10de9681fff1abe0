"""Whether a picture copies one that its model has learnt from, and which it is nearest to.

The index holds names and fingerprints, never pictures; who has the folder of training pictures is
shown them beside the work (`beside`).

    judge = Copies(PictureIndex.open(folder / FILE, Basis.open()), Backbone.open().features)
    judge(works)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sixing.features.basis import Basis
from sixing.features.copy_rule import ALLOWED, CopyRule
from sixing.features.copy_trials import with_rule
from sixing.features.picture_index import FILE, PictureIndex, See
from sixing.features.pictures import Backbone
from sixing.judging.wording import reasons
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import SUFFIXES, read_picture
from sixing.media.picture.sheet import contact_sheet
from sixing.media.picture.show import picture_of
from sixing.progress import Progress, silent
from sixing.works import Candidate, Judgement, Work

SIDE = 256
"""Pixels at which a drawing is looked at, and of a picture shown beside it."""
NAME = "copies"


@dataclass(frozen=True)
class Copies:
    """How near a picture comes to its model's training pictures.

    One that counts as copied does not pass. The score is the share of people's pictures, held out
    of the index, that came nearer than it, up to a half, doubled: as new as people's is enough.

    Args:
        index: of the training pictures.
        see: features of pictures, `Backbone.features`.
    """

    index: PictureIndex
    see: See
    name = NAME

    def __call__(self, works: Sequence[Work]) -> list[Judgement]:
        """Look up each work's nearest training pictures."""
        found = self.index.nearest([picture_of(work, SIDE) for work in works], self.see)
        return [self._one(near.names, near.people, near.copied) for near in found]

    def _one(self, names: tuple[str, ...], people: float, copied: bool) -> Judgement:
        detail = {
            "nearest": list(names), "people": people, "copied": copied, "of": len(self.index),
            "allowed": ALLOWED,
        }  # fmt: skip
        score = 0.0 if copied else round(min(1.0, 2 * people), 4)
        return Judgement(self.name, score, not copied, detail, reasons(self.name, detail))


def copies(folder: Path) -> Copies | None:
    """The judge of a model's folder; None where it has no index.

    Raises:
        BadInput: the pack or the extra is not installed.
        BadStyle: the index is damaged.
    """
    path = folder / FILE
    if not path.exists():
        return None
    return Copies(PictureIndex.open(path, Basis.open()), Backbone.open().features)


def index_of(
    names: Sequence[str], pictures: Sequence[Picture], *, progress: Progress = silent
) -> PictureIndex:
    """An index of pictures, with a rule of its own where they are enough for one.

    Raises:
        BadInput: the pack or the extra is not installed.
    """
    see = Backbone.open().features
    index = PictureIndex.of(names, pictures, see, Basis.open(), CopyRule.shipped())
    return with_rule(index, pictures, see, progress=progress)


def beside(candidate: Candidate, folder: Path) -> Picture | None:
    """A work and the training pictures it is nearest to, side by side, out of a person's folder.

    None where nothing is known of nearest ones or the folder has none of them.
    """
    said = candidate.judgement(NAME)
    names = list(said.detail["nearest"]) if said else []
    found = [(name, file) for name in names if (file := _file(folder, name))]
    if not found:
        return None
    shown = [picture_of(candidate.work, SIDE), *(read_picture(f, side=SIDE) for _, f in found)]
    return contact_sheet(shown, len(shown), ["", *(name for name, _ in found)])


def _file(folder: Path, name: str) -> Path | None:
    """The picture of this name, anywhere in the folder."""
    fitting = (
        file
        for file in sorted(folder.rglob("*"))
        if file.stem == name and file.suffix[1:].lower() in SUFFIXES
    )
    return next(fitting, None)
