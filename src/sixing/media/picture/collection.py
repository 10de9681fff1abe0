"""What is in a collection of pictures, before anything is learnt from it.

Broken files, blank and tiny pictures, near-duplicates (also in a mirror, also under two labels) and
pictures unlike all others are found and named; nothing is thrown away. Near-duplicates are pictures
whose perceptual hashes differ in few bits and whose colours agree at 8 × 8 pixels. Outliers need
features, which the caller brings; without them colours at 8 × 8 serve, and the report says so. It
knows no model.

>>> from sixing.testing.pictures import quarters, quilt
>>> items = [Item("a.png", quilt(1)), Item("b.png", quilt(1)), Item("c.png", quarters(64, 64))]
>>> [(one.kind, one.names) for one in examined("mine", items).findings]
[('alike', ('a.png', 'b.png'))]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput, BadPicture
from sixing.media.picture.check import blank
from sixing.media.picture.decoding import shrunk
from sixing.media.picture.hashing import distances, hashed, mirrored, thumbnail
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import Item, read_pictures

Floats = NDArray[np.float32]
Features = Callable[[Sequence[Picture]], Floats]
"""(n, d) of n pictures."""
Kind = Literal["broken", "blank", "tiny", "alike", "mirrored", "labels", "outlier"]
MOST: Final = 10_000
"""Pictures of a report."""
TINY: Final = 32
"""Pixels of the shorter side."""
NEAR_BITS, NEAR_COLOURS = 10, 0.03
"""Near-duplicates: bits of the hash that differ, and colours (0 to 1) on average."""
FAR: Final = 3.5
"""Deviations, by the median, above the usual distance to the nearest others: an outlier."""
_NEIGHBOURS, _FEWEST = 3, 12  # of which the distance counts; pictures below which none is far
_KEPT, _SEEN, _BATCH = 96, 256, 64


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know of some pictures.

    Attributes:
        kind: what it is.
        names: of the pictures.
        zh, en: why, where there is more to say than the kind.
    """

    kind: Kind
    names: tuple[str, ...]
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """What was found in a collection.

    Attributes:
        name: of the folder or file.
        sizes: (n, 2) width and height of every picture that was read.
        labels: how many pictures each subfolder has.
        notes: what had to be done to read them, in Chinese and English, and how often.
        findings: what a person should look at.
        small: the pictures by name, small.
        by: what outliers were told by.
    """

    name: str
    sizes: NDArray[np.int64]
    labels: dict[str, int]
    notes: dict[tuple[str, str], int]
    findings: tuple[Finding, ...]
    small: dict[str, Picture]
    by: tuple[str, str]

    def of(self, kind: Kind) -> list[Finding]:
        """The findings of a kind."""
        return [one for one in self.findings if one.kind == kind]

    def distinct(self) -> list[str]:
        """Names of pictures neither blank nor tiny; of those that look alike, the first."""
        out = {name for kind in ("blank", "tiny") for one in self.of(kind) for name in one.names}
        out |= {name for one in self.of("alike") for name in one.names[1:]}
        return [name for name in self.small if name not in out]


@dataclass(slots=True)
class _Seen:
    """What is kept of pictures as they go by."""

    names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    small: list[Picture] = field(default_factory=list)
    colours: list[Floats] = field(default_factory=list)
    features: list[Floats] = field(default_factory=list)
    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    blank: list[str] = field(default_factory=list)


def examine(path: Path, *, features: Features | None = None) -> Collection:
    """Look at all pictures of a folder, a zip or a font.

    Args:
        path: where they are.
        features: tells pictures apart by what they show; for outliers.

    Raises:
        BadPicture: not one can be read, or there are more than `MOST`.
        BadInput: there is no such file.
    """
    broken: list[Finding] = []

    def told(name: str, fault: BadPicture) -> None:
        broken.append(Finding("broken", (name,), fault.zh, str(fault)))

    items = read_pictures(path, broken=told)
    return examined(path.name, items, features=features, broken=broken)


def examined(
    name: str,
    items: Iterable[Item],
    *,
    features: Features | None = None,
    broken: Sequence[Finding] = (),
) -> Collection:
    """Look at pictures as they come; ``broken`` may grow while they do.

    Raises:
        BadPicture: there is none, or there are more than `MOST`.
    """
    seen = _look(items, features)
    if not seen.names:
        raise BadPicture(f"there is no picture in {name}", zh=f"{name} 中没有图画")
    found = [*broken, *(Finding("blank", (one,)) for one in seen.blank), *_tiny(seen)]
    same, turned = _alike(seen)
    found += [_group(group, seen) for group in same]
    found += [Finding("mirrored", (seen.names[a], seen.names[b])) for a, b in turned]
    found += _labels(same, seen)
    described = np.concatenate(seen.features) if features else np.stack(seen.colours)
    found += _outliers(described, seen, {at for group in same for at in group[1:]})
    by = ("骨干网络特征", "features of a net") if features else ("缩略色彩", "colours at 8 × 8")
    return Collection(
        name,
        np.array(seen.sizes),
        dict(sorted(Counter(seen.labels).items())),
        dict(seen.notes.most_common()),
        tuple(found),
        dict(zip(seen.names, seen.small, strict=True)),
        by,
    )


def _look(items: Iterable[Item], features: Features | None) -> _Seen:
    seen, batch = _Seen(), list[Picture]()
    for item in items:
        if len(seen.names) == MOST:
            raise BadInput(
                f"more than {MOST:,} pictures: look at them folder by folder",
                zh=f"图画多于 {MOST:,} 幅：请逐个文件夹检视",
            )
        picture = item.picture
        seen.names.append(item.name)
        seen.labels.append(item.label)
        seen.sizes.append((picture.width, picture.height))
        seen.notes.update((note.zh, note.en) for note in item.notes)
        if blank(picture):
            seen.blank.append(item.name)
        seen.small.append(shrunk(picture, _KEPT))
        seen.colours.append(thumbnail(picture))
        batch += [shrunk(picture, _SEEN)] if features else []
        if features and len(batch) == _BATCH:
            seen.features.append(features(batch))
            batch = []
    if features and batch:
        seen.features.append(features(batch))
    return seen


def _tiny(seen: _Seen) -> list[Finding]:
    return [
        Finding("tiny", (name,), f"{wide} × {high} 像素", f"{wide} × {high} pixels")
        for name, (wide, high) in zip(seen.names, seen.sizes, strict=True)
        if min(wide, high) < TINY
    ]


def _alike(seen: _Seen) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """Groups of near-duplicates, and pairs that are so in a mirror; blank ones apart."""
    empty = set(seen.blank)
    there = [at for at, name in enumerate(seen.names) if name not in empty]
    if len(there) < 2:
        return [], []
    pictures = [seen.small[at] for at in there]
    straight, turned = hashed(pictures), mirrored(pictures)
    colours = np.stack([seen.colours[at] for at in there])
    backwards = colours.reshape(-1, 8, 8, 3)[:, :, ::-1].reshape(len(there), -1)
    same = _pairs(straight, straight, colours, colours)
    groups = _joined(same, len(there))
    group_of = {at: number for number, group in enumerate(groups) for at in group}
    seen_in: set[tuple[int, int]] = set()
    mirror = []
    for a, b in _pairs(straight, turned, colours, backwards):
        one, two = sorted((group_of.get(a, ~a), group_of.get(b, ~b)))
        # Of two groups one pair is enough, and what is its own mirror image is no news.
        if one != two and (one, two) not in seen_in:
            seen_in.add((one, two))
            mirror.append((there[a], there[b]))
    return [[there[at] for at in group] for group in groups], mirror


def _pairs(a: NDArray[np.uint64], b: NDArray[np.uint64], left: Floats, right: Floats) -> list[
    tuple[int, int]
]:  # fmt: skip
    """Pairs (first < second) whose hashes and colours are near."""
    found = []
    for start in range(0, len(a), 256):
        near = np.argwhere(distances(a[start : start + 256], b) <= NEAR_BITS)
        near = near[near[:, 0] + start < near[:, 1]]
        off = np.abs(left[near[:, 0] + start] - right[near[:, 1]]).mean(1)
        found += [(int(x) + start, int(y)) for x, y in near[off <= NEAR_COLOURS]]
    return found


def _joined(pairs: Iterable[tuple[int, int]], count: int) -> list[list[int]]:
    """Groups of two and more that the pairs join."""
    head = list(range(count))

    def first(at: int) -> int:
        while head[at] != at:
            head[at] = head[head[at]]
            at = head[at]
        return at

    for a, b in pairs:
        one, two = sorted((first(a), first(b)))
        head[two] = one
    groups: dict[int, list[int]] = {}
    for at in range(count):
        groups.setdefault(first(at), []).append(at)
    return [group for group in groups.values() if len(group) > 1]


def _group(group: Sequence[int], seen: _Seen) -> Finding:
    return Finding("alike", tuple(seen.names[at] for at in group))


def _labels(groups: Iterable[Sequence[int]], seen: _Seen) -> list[Finding]:
    """Groups whose pictures lie in several subfolders."""
    found = []
    for group in groups:
        labels = sorted({seen.labels[at] for at in group})
        if len(labels) > 1:
            names = tuple(seen.names[at] for at in group)
            listed = [label or "." for label in labels]
            found.append(Finding("labels", names, "、".join(listed), ", ".join(listed)))
    return found


def _outliers(described: Floats, seen: _Seen, copies: set[int]) -> list[Finding]:
    """Pictures much farther from their nearest others than is usual, the farthest first.

    The distance to the third nearest, against the median and 1.4826 times the median of absolute
    deviations (Iglewicz & Hoaglin 1993, whose 3.5 is `FAR`); rows are brought to length 1, and
    copies are left aside, for they would be near at once.
    """
    empty = set(seen.blank)
    there = [at for at, name in enumerate(seen.names) if at not in copies and name not in empty]
    if len(there) < _FEWEST:
        return []
    rows = described[there].astype(np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    far = np.empty(len(rows))
    for start in range(0, len(rows), 512):
        part = slice(start, start + 512)
        off = 2 - 2 * rows[part] @ rows.T
        far[part] = np.sqrt(np.maximum(np.partition(off, _NEIGHBOURS, axis=1)[:, _NEIGHBOURS], 0))
    middle = np.median(far)
    spread = 1.4826 * np.median(np.abs(far - middle))
    score = (far - middle) / max(spread, 1e-3 * middle, 1e-9)
    order = [at for at in np.argsort(-score).tolist() if score[at] > FAR]
    return [
        Finding(
            "outlier", (seen.names[there[at]],),
            f"与最近者之距为常值的 {far[at] / middle:.1f} 倍",
            f"{far[at] / middle:.1f} times as far from its nearest as is usual",
        )
        for at in order
    ]  # fmt: skip
