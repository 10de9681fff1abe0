"""Classes of one's own: a folder with a subfolder for each, and a net that tells them apart.

What ships sees in general (`sixing.features.pictures`); here its late blocks learn what one person
sorts by. A fourth of every class is held out, so that it can be said how well it does, class by
class, on pictures it has not seen; of few pictures all are learnt in the end. Pictures that are
the same to the eye count once, or what is held out would have been learnt.

    learn_classes(Path("my pictures"), "mine").right
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sixing.errors import BadInput
from sixing.features.picture_classes import WAY
from sixing.features.pictures import FILE, SIZE
from sixing.fitting.pictures.own import gathered
from sixing.fitting.pictures.views import Views
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import Item
from sixing.models.efficientnet import LITE0, onnx_bytes, weights_of
from sixing.models.efficientnet_torch import EfficientNet
from sixing.patterns.confusion import Confusion
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.store.atomic import write_whole
from sixing.store.packs import PICTURES, pack
from sixing.training.finetuning import Finetuning, Mask, finetune
from sixing.training.probe import Numbers
from sixing.works import Style

FEWEST = 4
"""Pictures of a class below which none can be held out and the rest still teach."""
HELD = 0.25
"""Share of every class that is held out."""
MOST = 3000
"""Pictures that are learnt from; of more, these are drawn by chance."""
PICTURE = "confusion.svg"
_DEFAULT = Finetuning()


@dataclass(frozen=True, slots=True)
class Sorted:
    """A style that tells classes apart, as it was taught.

    Attributes:
        pictures: of each class.
        left: why pictures were left out, and how many.
        confusion: what the held-out pictures were taken for.
        tuned: whether tuning helped; otherwise a probe on the backbone as it ships was kept.
    """

    style: Style
    pictures: Mapping[str, int]
    left: dict[str, int]
    confusion: Confusion
    tuned: bool

    @property
    def right(self) -> float:
        """Share of held-out pictures that were told right, every class counting alike."""
        return self.confusion.right


def learn_classes(
    source: Path,
    name: str,
    *,
    mirrored: bool = True,
    plan: Finetuning = _DEFAULT,
    progress: Progress = silent,
) -> Sorted:
    """Teaches classes from a folder or a zip with a subfolder for each, and installs the style.

    Args:
        mirrored: whether a picture in a mirror is of the same class; of writing it is not.

    Raises:
        BadInput: the name is taken or no name; there are no two classes, or a class has fewer
            pictures than `FEWEST`; the extra ``train`` or the pack is not installed.
        BadPicture: nothing there can be read.
        StoreError: the style cannot be written.
    """
    styles.require_free(name)
    items, left = gathered(source)
    shown, labels, names = labelled(items, left, plan.seed)
    progress(0.1, f"{len(shown)} pictures, {len(names)} classes {len(shown)} 图 {len(names)} 类")
    net = fresh_net(len(names))
    held = parted(labels, plan.seed)
    found = finetune(
        net, Views(shown, mirrored, plan.seed), labels, held, plan, within(progress, 0.1, 0.95)
    )
    told = Confusion.of(names, labels[held], found.scores.argmax(1))
    with styles.fresh(name) as place:
        write_whole(place / FILE, onnx_bytes(net.arrays(), net.config))
        write_whole(place / PICTURE, told.svg().encode())
        counts = {label: int((labels == number).sum()) for number, label in enumerate(names)}
        styles.write_config(place, _facts(counts, left, told, found.best))
    progress(1.0, "done 成")
    return Sorted(styles.find(name), counts, left, told, found.best > 0)


def labelled(
    items: Sequence[Item], left: dict[str, int], seed: int = 0
) -> tuple[list[Picture], Numbers, tuple[str, ...]]:
    """Pictures with the numbers and names of their classes; adds to ``left`` what has none.

    Raises:
        BadInput: there are no two classes, or one has too few pictures.
    """
    known = [
        (item.picture, label) for item, label in zip(items, _labels(items), strict=True) if label
    ]
    if len(known) < len(items):
        left["in no subfolder 不在子文件夹中"] = len(items) - len(known)
    if len(known) > MOST:
        left["more than are learnt 超出可学之数"] = len(known) - MOST
        drawn = np.random.default_rng(seed).choice(len(known), MOST, replace=False)
        known = [known[at] for at in sorted(drawn)]
    counts = Counter(label for _, label in known)
    _refuse_few(counts)
    names = tuple(sorted(counts))
    return [one for one, _ in known], np.array([names.index(label) for _, label in known]), names


def _labels(items: Sequence[Item]) -> list[str]:
    """The first folder by which paths differ; "" for what lies beside such folders."""
    paths = [item.label.split("/") if item.label else [] for item in items]
    while paths and all(path for path in paths) and len({path[0] for path in paths}) == 1:
        paths = [path[1:] for path in paths]
    return [path[0] if path else "" for path in paths]


def _refuse_few(counts: Mapping[str, int]) -> None:
    if len(counts) < 2:
        raise BadInput(
            "classes are learnt from a folder with a subfolder for each, two or more: "
            f"here is {len(counts)}",
            zh=f"学分类须为每类备一个子文件夹，至少两类：此处有 {len(counts)} 类",
        )
    few = [f"{label} ({count})" for label, count in sorted(counts.items()) if count < FEWEST]
    if few:
        raise BadInput(
            f"a class wants {FEWEST} different pictures or more: {', '.join(few)}",
            zh=f"每类至少要 {FEWEST} 张不同的图：{'、'.join(few)}",
        )


def fresh_net(classes: int) -> EfficientNet:
    """The backbone of the pack with a head for so many classes.

    Raises:
        BadInput: the pack or the extra ``train`` is not installed.
    """
    net = EfficientNet(replace(LITE0, classes=classes))
    net.load(weights_of(pack(PICTURES) / "backbone" / FILE))
    return net


def parted(labels: Numbers, seed: int = 0, share: float = HELD) -> Mask:
    """Which pictures are held out: of every class this share, one at least."""
    chance = np.random.default_rng(seed)
    held = np.zeros(len(labels), bool)
    for number in range(int(labels.max()) + 1):
        rows = chance.permutation(np.flatnonzero(labels == number))
        held[rows[: max(1, round(share * len(rows)))]] = True
    return held


def _facts(
    counts: Mapping[str, int], left: dict[str, int], told: Confusion, best: int
) -> dict[str, object]:
    return {
        "medium": "picture",
        "way": WAY,
        "learnt_from": "pictures",
        "labels": list(counts),
        "side": SIZE,
        "pictures": dict(counts),
        "left_out": left,
        "steps": best,
        "held_out_right": round(told.right, 4),
        "confusion": [list(row) for row in told.counts],
    }
