"""Beams of a MusicXML bar: flags of one beat are joined, as engravers write them.

A beat is a quarter, in compound metres a dotted one. A rest or a longer note ends a beam. It reads
and amends the elements of a bar and knows no score.

>>> from xml.etree.ElementTree import fromstring
>>> note = "<note><duration>6</duration><voice>1</voice><type>eighth</type></note>"
>>> bar = fromstring(f"<measure>{note * 2}</measure>")
>>> beam(bar, 12, 0)
>>> [one.text for one in bar.iter("beam")]
['begin', 'end']
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

#: How many beams a sign has.
_BEAMS = {"eighth": 1, "16th": 2, "32nd": 3}
#: What stands behind a beam in a note.
_BEHIND = ("notations", "lyric")


def beam(measure: Element, beat: int, short: int) -> None:
    """Joins the notes of each beat of a bar.

    Args:
        measure: a bar, its notes written.
        beat: divisions of a beat.
        short: divisions by which the bar begins late (an upbeat), so that beats are where they are
            felt.
    """
    for _, group in groupby(_signs(measure, short), lambda s: (s[1], s[0] // beat, s[3] is None)):
        run = [note for *_, note in group if note is not None]
        if len(run) > 1:
            _join(run)


def _signs(measure: Element, short: int) -> Iterator[tuple[int, str, int, Element | None]]:
    """Each sign: where it begins, its voice, its length, and the note if it can bear a beam."""
    cursor = short
    for one in measure:
        length = int(one.findtext("duration", "0"))
        if one.tag == "backup":
            cursor -= length
        elif one.tag == "forward":
            cursor += length
        elif one.tag == "note" and one.find("chord") is None:
            bears = one.find("rest") is None and one.findtext("type") in _BEAMS
            yield cursor, one.findtext("voice", ""), length, one if bears else None
            cursor += length


def _join(run: list[Element]) -> None:
    depths = [_BEAMS[note.findtext("type", "")] for note in run]
    for place, note in enumerate(run):
        before = depths[place - 1] if place else 0
        after = depths[place + 1] if place + 1 < len(run) else 0
        for level in range(1, depths[place] + 1):
            _add(note, level, _kind(level <= before, level <= after, first=place == 0))


def _kind(before: bool, after: bool, *, first: bool) -> str:
    if before and after:
        return "continue"
    if before or after:
        return "end" if before else "begin"
    return "forward hook" if first else "backward hook"


def _add(note: Element, level: int, kind: str) -> None:
    said = Element("beam", number=str(level))
    said.text = kind
    place = next((n for n, child in enumerate(note) if child.tag in _BEHIND), len(note))
    note.insert(place, said)
