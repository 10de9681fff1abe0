"""A style of pictures of one's own, from a folder: read, proposed, learnt, installed.

Pictures that are the same to the eye count once. A handful is kept as it is, for its patches are
the style; of more a small StyleGAN is trained, the middle square of each at 64 pixels, and the
pictures are not kept. Beside either stands an index of fingerprints, so that every work can be
shown with what it is nearest to. Everything is kept in a hidden folder until it is whole; stopped
anywhere, the same call goes on.

$ sixing fit FOLDER --medium picture --name mine
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput, BadPicture
from sixing.features.picture_index import FILE as INDEX
from sixing.features.picture_index import PictureIndex
from sixing.fitting.pictures.generator import TRIED, copied, learn, require_training
from sixing.fitting.pictures.propose import SIDE, Proposal, forecast, propose
from sixing.judging.picture_copies import index_of
from sixing.judging.picture_measures import write_usual
from sixing.making.patches import LEAST_SIDE, MOST_SIDE
from sixing.media.picture.hashing import distances, hashed, thumbnail
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import Item, read_pictures
from sixing.models.stylegan import StyleGan
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.store.atomic import write_whole
from sixing.works import Style

Floats = NDArray[np.float32]

SOURCES = "sources"
"""The folder of a style that keeps its few pictures."""
SAME_BITS, SAME_COLOURS = 4, 0.04
"""Two pictures are the same to the eye when their hashes differ in at most so many bits and their
thumbnails by so much (of 0..1, on average)."""
KEPT_SIDE = 256
"""Pixels of a longer side that is read; nothing here works larger."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is about to be done.

    Attributes:
        proposal: the way, and why.
        seconds: until the net has learnt, or that one work by patches takes.
        left: why pictures were left out, and how many.
    """

    proposal: Proposal
    seconds: float
    left: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tailored:
    """A style of one's own, as it was fitted.

    Attributes:
        way: ``patches`` or ``gan``.
        pictures: that it was learnt from.
        left: why pictures were left out, and how many.
        indexed: whether works can be shown beside what they are nearest to.
        copied: how many of `TRIED` pictures by the net count as copies; None where it is not known.
    """

    style: Style
    way: str
    pictures: int
    left: dict[str, int]
    indexed: bool
    copied: int | None = None


def tailor(
    source: Path,
    name: str,
    *,
    way: str | None = None,
    told: Callable[[Forecast], None] = lambda _: None,
    progress: Progress = silent,
) -> Tailored:
    """Learns a style from a folder, a zip or a font, and installs it.

    Args:
        way: ``patches`` or ``gan``; left out, as the number of pictures proposes.
        told: hears what is about to be done, before it is.

    Raises:
        BadInput: the name is taken or no name; the way is unknown or wants more pictures; a net
            wants the extra ``train``.
        BadPicture: nothing there can be read.
        StoreError: the style cannot be written.
    """
    styles.require_free(name)
    items, left = gathered(source)
    progress(0.05, f"{len(items)} pictures 图")
    proposal = propose(len(items), way)
    _require_way(proposal)
    pictures = [item.picture for item in items]
    values = squared(pictures if proposal.way == "gan" else pictures[:3], proposal.side)
    told(Forecast(proposal, forecast(proposal, values), left))
    with styles.fresh(name) as place:
        facts = _learnt(proposal, values, pictures, place, within(progress, 0.05, 0.9))
        if proposal.way == "gan":
            write_usual(place, [Picture.of_grid(one) for one in values])
        index = _indexed(items, place)
        facts |= _tried(proposal, index, facts, place)
        styles.write_config(place, {**facts, **_facts(proposal, left, indexed=index is not None)})
    progress(1.0, "done 成")
    style = styles.find(name)
    return Tailored(
        style, proposal.way, len(items), left, index is not None, style.config.get("copied")
    )


def gathered(source: Path) -> tuple[list[Item], dict[str, int]]:
    """The pictures of a place that differ to the eye, and why others were left out.

    Raises:
        BadInput: there is no such place.
        BadPicture: not one picture can be learnt from.
    """
    left: dict[str, int] = {}

    def leave(why: str) -> None:
        left[why] = left.get(why, 0) + 1

    found: list[Item] = []
    for item in read_pictures(source, side=KEPT_SIDE, broken=lambda *_: leave("unreadable 读不出")):
        if min(item.picture.height, item.picture.width) < LEAST_SIDE:
            leave("too small 太小")
        elif item.picture.pixels.std() < 1:
            leave("blank 空白")
        else:
            found.append(item)
    kept = different([item.picture for item in found])
    if len(kept) < len(found):
        left["the same 重复"] = len(found) - len(kept)
    if not kept:
        raise BadPicture(
            f"{source} holds no picture to learn from: {', '.join(left)}",
            zh=f"{source} 中没有可学的图：{'、'.join(left)}",
        )
    return [found[number] for number in kept], left


def different(pictures: Sequence[Picture]) -> list[int]:
    """Which pictures to keep so that no two are the same to the eye; of each the first."""
    if not pictures:
        return []
    bits = distances(hashed(pictures), hashed(pictures))
    colours = np.stack([thumbnail(one) for one in pictures])
    kept: list[int] = []
    for number in range(len(pictures)):
        near = [other for other in kept if bits[number, other] <= SAME_BITS]
        apart = np.abs(colours[near] - colours[number]).mean(1) if near else np.ones(1)
        if apart.min() > SAME_COLOURS:
            kept.append(number)
    return kept


def squared(pictures: Sequence[Picture], side: int) -> Floats:
    """(n, 3, side, side), −1 to 1: the middle square of each."""
    return np.stack([_middle(one).resized(side, side).grid().values for one in pictures])


def _middle(picture: Picture) -> Picture:
    side = min(picture.height, picture.width)
    top, left = (picture.height - side) // 2, (picture.width - side) // 2
    return Picture(np.ascontiguousarray(picture.pixels[top : top + side, left : left + side]))


def _require_way(proposal: Proposal) -> None:
    if proposal.way == "procedural":
        raise BadInput(
            "procedural pictures are not learnt: sixing create picture makes them at once",
            zh="程序化的图画不用学习：sixing create picture 即可作画",
        )
    if proposal.way == "gan":
        require_training()


def _learnt(
    proposal: Proposal, values: Floats, pictures: Sequence[Picture], place: Path,
    progress: Progress,
) -> dict[str, object]:  # fmt: skip
    if proposal.way == "gan":
        return learn(values, proposal.recipe("own"), place, progress)
    return _kept(pictures, place)


def _tried(
    proposal: Proposal, index: PictureIndex | None, facts: Mapping[str, object], place: Path
) -> dict[str, object]:
    """How often the net copies; what is shown with a work is looked up anew each time."""
    if proposal.way != "gan" or index is None:
        return {}
    write_whole(place / styles.CONFIG, json.dumps(facts).encode())  # what the runner reads
    return {"copied": copied(StyleGan.open(place), index), "of_tried": TRIED}


def _kept(pictures: Sequence[Picture], place: Path) -> dict[str, object]:
    (place / SOURCES).mkdir(exist_ok=True)
    for number, picture in enumerate(pictures, 1):
        write_whole(place / SOURCES / f"{number:04}.png", fitted(picture).png())
    return {"side": SIDE}


def fitted(picture: Picture) -> Picture:
    """A picture with a shorter side of `SIDE`, and the longer within what variations allow."""
    scale = min(SIDE / min(picture.height, picture.width), MOST_SIDE / max(picture.pixels.shape))
    width, height = (max(LEAST_SIDE, round(one * scale)) for one in (picture.width, picture.height))
    return picture.resized(width, height)


def _indexed(items: Sequence[Item], place: Path) -> PictureIndex | None:
    """Writes fingerprints of the pictures; None where what they need is not installed."""
    try:
        index = index_of([item.name for item in items], [item.picture for item in items])
    except BadInput as missing:
        log.warning("works of this style will not be compared with its pictures: %s", missing)
        return None
    index.save(place / INDEX)
    return index


def _facts(proposal: Proposal, left: dict[str, int], *, indexed: bool) -> dict[str, object]:
    return {
        "medium": "picture",
        "way": proposal.way,
        "learnt_from": "pictures",
        "pictures": proposal.count,
        "left_out": left,
        "indexed": indexed,
    }
