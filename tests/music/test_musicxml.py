"""MusicXML: our own comes back exactly; strangers' is understood or refused in words."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings

from sixing.errors import BadMusic
from sixing.media.music.musicxml import read, write
from sixing.media.music.score import Metre, Note, Part, Score
from sixing.testing.tunes import JIG, TUNES, scores


@given(scores())
@settings(max_examples=15, deadline=None)
def test_what_is_written_is_read_back(score: Score) -> None:
    assert read(write(score)) == score


@pytest.mark.parametrize("tune", TUNES, ids=lambda tune: tune.title)
def test_tunes_come_back(tune: Score) -> None:
    assert read(write(tune)) == tune


def test_a_piece_that_is_an_upbeat_only_stays_one() -> None:
    score = Score((Part("", 0, (Note(0, 12, 60),)),), (Metre(0, 3, 4),), pickup=12)
    assert read(write(score)) == score


def note(step: str, extra: str = "") -> str:
    pitch = f"<pitch><step>{step}</step><octave>4</octave></pitch>"
    return f"<note>{pitch}<duration>4</duration>{extra}</note>"


def piece(*measures: str) -> bytes:
    body = "".join(f"<measure>{measure}</measure>" for measure in measures)
    listed = '<part-list><score-part id="a"><part-name>x</part-name></score-part></part-list>'
    said = "<attributes><divisions>1</divisions></attributes>"
    body = body.replace("<measure>", f"<measure>{said}", 1)
    return f'<score-partwise>{listed}<part id="a">{body}</part></score-partwise>'.encode()


def test_repeats_are_played_out() -> None:
    back = '<barline location="right"><repeat direction="backward"/></barline>'
    (part,) = read(piece(note("C"), note("D") + back, note("E"))).parts
    assert [one.pitch for one in part.notes] == [60, 62, 60, 62, 64]


def test_ties_and_chords() -> None:
    data = piece(note("C", '<tie type="start"/>'), note("C", '<tie type="stop"/>') + note("E"))
    assert read(data).parts[0].notes[0].length == 96
    chord = piece(note("C") + note("E").replace("<pitch>", "<chord/><pitch>"))
    assert [one.start for one in read(chord).parts[0].notes] == [0, 0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        b"<score-timewise/>",
        b"<score-partwise/>",
        write(JIG)[:-20],
        b'<?xml version="1.0" encoding="UTF3"?><a/>',
        b"PK\3\4",
        piece(note("H")),
        piece(note("C").replace("4</duration>", "1e400</duration>")),
    ],
)
def test_what_is_damaged_is_refused(data: bytes) -> None:
    with pytest.raises(BadMusic):
        read(data)


def test_a_damaged_archive_is_refused() -> None:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", write(JIG))
    data = bytearray(whole.getvalue())
    data[60:200] = bytes(140)
    with pytest.raises(BadMusic):
        read(bytes(data))
