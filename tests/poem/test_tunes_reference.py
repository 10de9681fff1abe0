"""The table of ci tunes agrees with 钦定词谱, form by form; skipped without the reference."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path

import pytest

from sixing.media.poem import tunes
from sixing.media.poem.tune import Tune

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "cipu.json.gz"
pytestmark = pytest.mark.skipif(
    not REFERENCE.exists(), reason="needs the reference ../shared/data/cipu.json.gz"
)
Shape = tuple[tuple[int, str], ...]


def read_shape(form: dict[str, object]) -> Shape | None:
    """(length, stop) of each line; None where the reference's own lines and tones differ."""
    lines, tones, rhymed = form["lines"], form["tones"], form["rhyme_positions"]
    assert isinstance(lines, list)
    assert isinstance(tones, str)
    assert isinstance(rhymed, list)
    shape, at = [], 0
    plain = re.sub("换[平仄]?", "", "".join(lines))
    for marks, note in re.findall("([平仄中]+)([^平仄中]*)", plain):
        end = at + len(marks) - 1
        # 换仄韵 writes the new rhyme's tone after the marks: a 仄 that stands for no character
        length = len(marks) - (bool(set(note) & set("韵叶")) and end not in rhymed)
        stop = "。" if at + length - 1 in rhymed else "、" if "读" in note else "，"
        if tones[at : at + length] != marks[:length]:
            return None
        shape.append((length, stop))
        at += length
    return tuple(shape) if at == len(tones) else None


@cache
def reference() -> dict[str, list[tuple[Shape, str, frozenset[frozenset[int]]]]]:
    """By name of tune: shape, tones and rhyme groups of each form."""
    found: dict[str, list[tuple[Shape, str, frozenset[frozenset[int]]]]] = {}
    with gzip.open(REFERENCE, "rt", encoding="utf-8") as file:
        for tune in json.load(file):
            for form in tune["forms"]:
                shape = read_shape(form)
                if shape is not None:
                    groups = frozenset(
                        frozenset(map(abs, group)) for group in form["rhyme_groups"].values()
                    )
                    for name in tune["names"]:
                        found.setdefault(name, []).append((shape, form["tones"], groups))
    return found


def groups_of(form: Tune) -> frozenset[frozenset[int]]:
    groups: dict[int, set[int]] = {}
    at = -1
    for length, part in zip(form.lines, form.parts, strict=True):
        at += length
        if part is not None:
            groups.setdefault(part, set()).add(at)
    return frozenset(map(frozenset, groups.values()))


def counterparts(form: Tune) -> list[str]:
    """Tones of the reference's forms with this tune, these lines, stops and rhymes."""
    shape = tuple(zip(form.lines, form.stops, strict=True))
    return [
        tones
        for other, tones, groups in reference().get(form.name, [])
        if other == shape and groups == groups_of(form)
    ]


def contradictions(ours: str, theirs: str) -> int:
    return sum({a, b} == {"平", "仄"} for a, b in zip(ours, theirs, strict=True))


FORMS = [form for name in tunes.names() for form in tunes.forms(name)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.full_name)
def test_a_form_agrees_with_the_reference(form: Tune) -> None:
    ours = "".join(form.marks)
    assert any(contradictions(ours, theirs) == 0 for theirs in counterparts(form))


def test_most_standard_forms_allow_nothing_that_the_reference_forbids() -> None:
    within = [
        any(
            all(b == "中" or a == b for a, b in zip("".join(form.marks), theirs, strict=True))
            for theirs in counterparts(form)
        )
        for form in FORMS
        if form.number == 1
    ]
    assert sum(within) >= 0.8 * len(within)
