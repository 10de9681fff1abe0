"""Which training pictures a picture is nearest to: an index of fingerprints, never of pictures.

Of each training picture it keeps its name and two short rows of int8: where its edges run
(`layout`, which no change of colour alters) and what a net sees in it (`Backbone`), each in the
leading directions of a `Basis`. No picture can be drawn from them beyond a rough blur of outlines.

A picture that is asked about is laid on every entry in 72 ways (mirrored, zoomed, moved), on the
best ones in finer ways too, and what the net sees is compared plain, mirrored and as laid.
Distances are 1 − cosine, in logarithms. Whether the nearest is *copied* is for a `CopyRule` to say.

It finds no small detail lifted out of a picture, nothing turned by more than a few degrees, and
knows nothing of what was not indexed.

>>> rng = np.random.default_rng(0)
>>> blocks = rng.integers(0, 256, (6, 4, 4, 3), np.uint8).repeat(16, 1).repeat(16, 2)
>>> pictures = [Picture(one) for one in blocks]
>>> def see(some): return np.stack([one.pixels[::16, ::16].ravel() / 255 for one in some])
>>> axes = Basis.of(layout.sample(layout.maps(blocks), Placing()), see(pictures), (5, 5))
>>> rule = CopyRule((-1.0, -2.0, 1.0, 2.0), -4.0, (-1.0, 1.0), 0)
>>> index = PictureIndex.of("abcdef", pictures, see, axes, rule)
>>> said = index.nearest([Picture(blocks[2][:, ::-1].copy())], see)[0]
>>> said.names[0], said.copied
('c', True)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.features import layout
from sixing.features.basis import Basis, Floats, unit
from sixing.features.copy_rule import CopyRule
from sixing.features.layout import PLACINGS, SIDE, Placing
from sixing.media.picture.picture import Picture

See = Callable[[Sequence[Picture]], Floats]
"""Features of pictures, (pictures, features): `Backbone.features`."""

FILE: Final = "fingerprints.safetensors"
VERSION: Final = "sixing.picture-index.v1"
COLUMNS: Final = (96, 64)
"""Numbers that are kept of a picture: of its layout, of what a net sees."""
TWIN: Final = 0.9
"""Likeness in both rows from which two training pictures count as one: of twins (a man and a woman
of one profession, a clock at one and at two) neither is a copy of the other."""
LEAST: Final = 1e-3
"""Added to every distance: below it lies what int8 rounds away."""
FINE: Final = 20
"""Entries on which a picture is laid more finely."""
SHOWN: Final = 3

Logs = NDArray[np.float64]
Row = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Near:
    """What a picture is nearest to.

    Attributes:
        names: of the nearest training pictures, the nearest first.
        closeness: by the rule; more is nearer.
        people: share of people's pictures, held out, that came at least as near to the others.
        copied: whether the rule calls the nearest one copied.
    """

    names: tuple[str, ...]
    closeness: float
    people: float
    copied: bool


@dataclass(frozen=True)
class PictureIndex:
    """Names and fingerprints of training pictures.

    Attributes:
        names: (n,)
        layouts, kinds: rows of unit length times 127, (n, columns).
        basis: that the rows are in.
        rule: when the nearest counts as copied.
    """

    names: tuple[str, ...]
    layouts: Row
    kinds: Row
    basis: Basis
    rule: CopyRule

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        pictures: Sequence[Picture],
        see: See,
        basis: Basis,
        rule: CopyRule,
        columns: tuple[int, int] = COLUMNS,
    ) -> PictureIndex:
        """Index pictures, `columns` numbers of layout and kind for each.

        Raises:
            ValueError: no picture, or not as many names.
        """
        if not pictures or len(names) != len(pictures):
            raise ValueError(f"{len(names)} names of {len(pictures)} pictures")
        seen = pressed(pictures)
        layouts = basis.layout(layout.sample(layout.maps(seen), Placing()), columns[0])
        kinds = basis.kind(see(drawn(layout.blurred(seen))), columns[1])
        return cls(tuple(names), _short(layouts), _short(kinds), basis, rule)

    def __post_init__(self) -> None:
        if not len(self.names) == len(self.layouts) == len(self.kinds):
            raise ValueError("names and rows are not of one number")

    def __len__(self) -> int:
        return len(self.names)

    def among(self, rows: NDArray[np.integer]) -> PictureIndex:
        """The index of some of its pictures only."""
        names = tuple(self.names[row] for row in rows)
        return PictureIndex(names, self.layouts[rows], self.kinds[rows], self.basis, self.rule)

    def twins(self, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Which entries are as good as the same picture as those of the rows, (rows, n)."""
        alike = [long(some)[rows] @ long(some).T >= TWIN for some in (self.layouts, self.kinds)]
        found: NDArray[np.bool_] = alike[0] & alike[1]
        found[np.arange(len(rows)), rows] = True
        return found

    def compare(self, pictures: Sequence[Picture], see: See) -> tuple[Logs, Logs]:
        """Log distances of layout and of kind to every entry, (pictures, n) each."""
        seen = pressed(pictures)
        edges, soft = layout.maps(seen), layout.blurred(seen)
        rows = [self._laid(edges[n : n + 1]) for n in range(len(seen))]
        views = [
            view
            for one, (_, placing) in zip(soft, rows, strict=True)
            for view in (one, one[:, ::-1], layout.laid(one, placing))
        ]
        kinds = self.basis.kind(see(drawn(views)), self.kinds.shape[1]) @ long(self.kinds).T
        return (
            logs(np.stack([likeness for likeness, _ in rows])),
            logs(kinds.reshape(len(seen), 3, -1).max(1)),
        )

    def _laid(self, edges: Floats) -> tuple[Floats, Placing]:
        """Likeness of layout to every entry, in its best placing, and the best placing of all."""
        entries = long(self.layouts)
        coarse = self._placed(edges, PLACINGS) @ entries.T
        found = coarse.max(0)
        best = PLACINGS[int(coarse[:, found.argmax()].argmax())]
        top = np.argsort(-found)[:FINE]
        fine = self._placed(edges, best.near()) @ entries[top].T
        if fine.max() > found.max():
            best = best.near()[int(fine.max(1).argmax())]
        found[top] = np.maximum(found[top], fine.max(0))
        return found, best

    def _placed(self, edges: Floats, placings: Sequence[Placing]) -> Floats:
        rows = np.concatenate([layout.sample(edges, placing) for placing in placings])
        return self.basis.layout(rows, self.layouts.shape[1])

    def nearest(self, pictures: Sequence[Picture], see: See) -> list[Near]:
        """What each picture is nearest to, and whether that is a copy."""
        layouts, kinds = self.compare(pictures, see)
        order = np.argsort(layouts + 2 * kinds, axis=1)
        closeness = self.rule.closeness(self.clues(layouts, kinds)[0])
        return [
            Near(
                tuple(self.names[i] for i in row[:SHOWN]),
                round(float(close), 4),
                self.rule.people(float(close)),
                bool(close > self.rule.threshold),
            )
            for row, close in zip(order, closeness, strict=True)
        ]

    def clues(self, layouts: Logs, kinds: Logs) -> tuple[Logs, NDArray[np.integer]]:
        """What a rule judges by, (pictures, 4), and the nearest entry of each, (pictures,).

        Log distances of the nearest entry in layout and kind, and those of the nearest entry that
        is no twin of it: a copy is far nearer to one picture than to all others (the ratio test of
        Lowe, 2004), while one more face among faces is as near to several.
        """
        first = np.argmin(layouts + 2 * kinds, axis=1)
        twins, at = self.twins(first), np.arange(len(first))
        others = [np.where(twins, 0.0, some).min(1) for some in (layouts, kinds)]
        return np.stack([layouts[at, first], kinds[at, first], *others], axis=1), first

    @classmethod
    def open(cls, path: Path, basis: Basis) -> PictureIndex:
        """Read an index.

        Raises:
            BadStyle: the file is missing, damaged or of another version or basis.
        """
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, framework="numpy") as stored:
                facts = stored.metadata() or {}
                layouts, kinds = stored.get_tensor("layouts"), stored.get_tensor("kinds")
            names = tuple(map(str, json.loads(facts["names"])))
            if (facts.get("version"), facts.get("basis")) != (VERSION, basis.identity):
                raise BadStyle(
                    f"{path} belongs to another version; make its index anew",
                    zh=f"{path} 属于另一版本；请重建索引",
                )
            return cls(names, layouts, kinds, basis, CopyRule.read(facts["rule"]))
        except (SafetensorError, OSError, KeyError, ValueError, TypeError) as fault:
            raise BadStyle(
                f"{path} cannot be read ({fault}); install the style anew",
                zh=f"{path} 读不出（{fault}）；请重新安装此风格",
            ) from fault

    def save(self, path: Path) -> None:
        """Write the index, whole or not at all."""
        from safetensors.numpy import save

        from sixing.store.atomic import write_whole

        facts = {
            "version": VERSION,
            "basis": self.basis.identity,
            "names": json.dumps(self.names, ensure_ascii=False, separators=(",", ":")),
            "rule": self.rule.text(),
        }
        write_whole(path, save({"layouts": self.layouts, "kinds": self.kinds}, metadata=facts))


def pressed(pictures: Sequence[Picture]) -> NDArray[np.uint8]:
    """Pictures pressed to squares, (n, `SIDE`, `SIDE`, 3)."""
    return np.stack([picture.resized(SIDE, SIDE).pixels for picture in pictures])


def logs(likeness: Floats) -> Logs:
    """Log distances of likenesses."""
    found: Logs = np.log(np.maximum(1 - likeness.astype(np.float64), 0) + LEAST)
    return found


def long(rows: Row) -> Floats:
    """Rows of unit length out of int8."""
    return unit(rows.astype(np.float32))


def _short(rows: Floats) -> Row:
    found: Row = np.rint(127 * rows).astype(np.int8)
    return found


def drawn(values: Sequence[Floats] | Floats) -> list[Picture]:
    """Values of 0 to 255 as pictures."""
    return [Picture(np.clip(np.rint(one), 0, 255).astype(np.uint8)) for one in values]
