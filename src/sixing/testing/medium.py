"""The conformance suite of media: `check_medium`.

It tests what models, judges and screens rely on and knows no medium.

>>> from tempfile import TemporaryDirectory
>>> from sixing.testing.toys import Echo
>>> good, bad = (Work("echo", "2x3", "", lines) for lines in (("abc", "xyc"), ("abc", "abd")))
>>> with TemporaryDirectory() as folder:
...     check_medium(Echo(), sound=[good], broken=[bad], folder=Path(folder))
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sixing.errors import BadCorpus, BadInput, UnknownForm
from sixing.media.medium import Grid, Medium, Tokens
from sixing.testing.conformance import NotConformant, require
from sixing.works import Brief, Fault, Work


def check_medium(
    medium: Medium[Any], *, sound: Sequence[Work], broken: Sequence[Work], folder: Path
) -> None:
    """Hold a medium to its protocol.

    Args:
        medium: the medium.
        sound: works that keep their form; at least one.
        broken: works that break it; at least one.
        folder: an empty folder to write files in.

    Raises:
        NotConformant: naming what was expected and of which work.
    """
    require(bool(sound and broken), "check_medium needs sound and broken works to try")
    for work in (*sound, *broken):
        _codec(medium, work)
        _faults(medium, work)
        _shows(medium, work)
    for work in sound:
        require(not _grave(medium, work), f"{work.content} keeps its form, yet faults are found")
        _reads(medium, work, folder)
    for work in broken:
        require(
            bool(_grave(medium, work)), f"{work.content} breaks its form, yet no fault is found"
        )
    _refusals(medium, sound[0], folder)


def _codec(medium: Medium[Any], work: Work) -> None:
    carrier: Any = medium.encode(work)  # `Tokens` or `Grid`, as the medium has it
    require(medium.decode(carrier) == work, f"decode(encode(work)) is not {work}")
    twice = medium.encode(work)
    require(_same(twice, carrier), f"encoding {work.content} twice gives two carriers")
    if isinstance(carrier, Grid):
        _grid(carrier, work)
    else:
        require(all(number >= 0 for number in carrier.ids), f"{work.content} has a negative token")


def _same(a: Tokens | Grid, b: Tokens | Grid) -> bool:
    if isinstance(a, Grid) and isinstance(b, Grid):
        return a.facts == b.facts and np.array_equal(a.values, b.values)
    return a == b


def _grid(carrier: Grid, work: Work) -> None:
    values = carrier.values
    sound = values.dtype == np.float32 and values.ndim == 3 and 0 not in values.shape
    require(sound, f"{work.id} is carried by {values.dtype} of {values.shape}, not by (c, h, w)")
    inside = bool(np.isfinite(values).all()) and float(np.abs(values).max()) <= 1
    require(inside, f"{work.id} is carried by values that are not within -1 to 1")


def _faults(medium: Medium[Any], work: Work) -> None:
    faults = medium.check(work)
    require(medium.check(work) == faults, f"checking {work.content} twice finds two things")
    for fault in faults:
        require(0 <= fault.line <= len(work.content), f"{fault} is at a line that is not there")
        # A fault of the whole may have a place too: a bar, in which all parts are meant.
        lines = work.content[fault.line - 1 : fault.line] if fault.line else work.content
        width = max(map(len, lines), default=0)
        require(0 <= fault.place <= width, f"{fault} is at a place that is not there")
        require(
            bool(fault.rule and fault.message and fault.remedy),
            f"{fault} must name its rule, what is wrong, and a way to mend it",
        )


def _grave(medium: Medium[Any], work: Work) -> list[Fault]:
    return [fault for fault in medium.check(work) if fault.grave]


def _shows(medium: Medium[Any], work: Work) -> None:
    for kind in ("text", "json"):
        shown = medium.show(work, kind)
        require(bool(shown), f"{work.content} shown as {kind} is empty")
        require(
            medium.show(work, kind) == shown, f"{kind} of {work.content} differs at a second look"
        )
    require("lines" in json.loads(medium.show(work, "json")), "a work's JSON has no lines")


def _reads(medium: Medium[Any], work: Work, folder: Path) -> None:
    path = folder / f"{work.id}.txt"
    path.write_bytes(medium.show(work, "text"))
    found = [read.content for read in medium.read(path)]
    require(found == [work.content], f"the text of {work.content} reads back as {found}")


def _refusals(medium: Medium[Any], work: Work, folder: Path) -> None:
    nothing = folder / "nothing.txt"
    nothing.write_bytes(b"")
    nameless = replace(work, form="no form is called so")
    _refuses(BadInput, lambda: medium.show(work, "no such kind"), "an unknown kind")
    _refuses(UnknownForm, lambda: medium.form(Brief(medium.name, form=nameless.form)), "its form")
    _refuses(UnknownForm, lambda: medium.check(nameless), "a work of an unknown form")
    _refuses(BadCorpus, lambda: list(medium.read(nothing)), "an empty file")


def _refuses(kind: type[Exception], attempt: Any, what: str) -> None:
    try:
        attempt()
    except kind:
        return
    raise NotConformant(f"{what} must be refused with {kind.__name__}")
