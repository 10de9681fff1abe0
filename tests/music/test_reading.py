"""Files of music by suffix: each reader is found, and what is hostile is refused in words."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sixing.errors import BadInput, BadMusic
from sixing.media.music import limits
from sixing.media.music.reading import read_bytes, read_score
from sixing.media.music.score import Chord, Metre, Note, Part, Score, Tempo
from sixing.media.music.spelling import read, spell
from sixing.media.music.writing import write
from sixing.testing.tunes import AIR, CHORALE, JIG


def zipped(files: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["mid", "musicxml", "abc"])
@pytest.mark.parametrize("tune", [JIG, CHORALE, AIR], ids=lambda tune: tune.title)
def test_each_kind_comes_back(tune: Score, kind: str) -> None:
    assert list(read_bytes(write(tune, kind), kind)) == [tune]


def test_our_spelling_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "jig.txt"
    file.write_text("\n".join(spell(JIG)), encoding="utf-8")
    (score,) = read_score(file)
    assert score.parts == JIG.parts


def test_what_was_spelled_by_hand_is_put_in_order() -> None:
    said = b"metre 0:4/4; tempo 0:120; chords 96:0\nx (1) | E4:12+12 C4:0+24 C4:12+12\ny (2) |"
    (score,) = read_bytes(said, "txt")
    assert score.parts == (Part("x", 1, (Note(0, 12, 60), Note(12, 12, 60), Note(12, 12, 64))),)
    assert not score.chords


def test_a_folder_is_read_in_order_and_what_is_damaged_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.abc").write_bytes(write(AIR, "abc"))
    (tmp_path / "deep" / "a.mid").write_bytes(write(JIG, "mid"))
    (tmp_path / "c.mid").write_bytes(b"MThd")
    (tmp_path / "read.me").write_text("no music", encoding="utf-8")
    assert list(read_score(tmp_path)) == [AIR, JIG]
    assert "c.mid" in caplog.text


def test_a_zip_is_read_file_by_file() -> None:
    data = zipped({"a.mid": write(JIG, "mid"), "b.txt": b"hello", "c.png": b"", "d.zip": b"PK"})
    assert list(read_bytes(data, "zip")) == [JIG]


def test_a_zipped_musicxml_is_read() -> None:
    data = zipped({"META-INF/container.xml": b"<container/>", "a.xml": write(AIR, "musicxml")})
    assert list(read_bytes(data, "mxl")) == [AIR]


_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<score-partwise><part>&b;</part></score-partwise>"""


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("mid", b"", "empty"),
        ("zip", b"PK\3\4", "damaged"),
        ("zip", zipped({"a.png": b""}), "no file of music"),
        ("zip", zipped({"a.mid": bytes(limits.BYTES + 1)}), "MB"),
        ("mxl", zipped({"a.xml": b" " * (40 << 20)}), "too large"),
        ("xml", _LAUGHS, "entities"),
        ("abc", b"X:1\nK:C\n", "no notes"),
        ("txt", b"metre 0:0/4; tempo 0:120\nflute (73) | C4:0+12", "makes no bar"),
        ("txt", b"metre 0:4/4; tempo 0:0\nflute (73) | C4:0+12", "tempo"),
        ("txt", b"metre 0:4/4; tempo 0:120\nflute (73) | C4:0+9999999", "minutes"),
        ("txt", b"metre 0:4/4; tempo 0:120; upbeat 99\nflute (73) | C4:0+12", "upbeat"),
        ("txt", b"metre 1:4/4; tempo 0:120\nflute (73) | C4:0+12", "place 0"),
        ("txt", b"metre 0:4/4; tempo 0:120\nx (1) | C4:0+" + b"9" * 400, "minutes"),
        ("txt", b"metre 0:4/4; tempo 0:120\nx (1) | C4:0+12!9", "loudness 9"),
        ("txt", b"metre 0:4/4; tempo 0:120\nx (1) | B9:0+12", "pitch 131"),
        ("txt", b"metre 0:4/4; tempo 0:120\nx (1) | C4:0+0", "0 places"),
        ("txt", b"metre 0:4/4; tempo 0:120\nx (128) | C4:0+12", "program 128"),
        ("txt", b"metre 0:4/4; tempo 0:120\n", "no notes"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(kind: str, data: bytes, says: str) -> None:
    with pytest.raises(BadMusic, match=says):
        list(read_bytes(data, kind))


def test_a_suffix_that_is_no_music_and_a_file_that_is_not_there_are_bad_input(
    tmp_path: Path,
) -> None:
    for name, says in (("a.png", "suffix"), ("a.mid", "cannot be read")):
        with pytest.raises(BadInput, match=says):
            list(read_score(tmp_path / name))
    with pytest.raises(BadInput, match="png"):
        write(JIG, "png")
    with pytest.raises(BadInput, match="png"):
        list(read_bytes(b"x", "png"))


def test_limits_hold_for_what_is_written_too() -> None:
    note = (Note(0, 12, 60),)
    crowd = Score(tuple(Part("", 0, note) for _ in range(65)))
    long = Score((Part("", 0, (Note(0, 12 * 60 * 130, 60),)),), tempos=(Tempo(0, 120),))
    odd = Score((Part("", 0, note),), metres=(Metre(0, 4, 3),))
    for score, says in ((crowd, "65 parts"), (long, "minutes"), (odd, "metre 4/3")):
        with pytest.raises(BadMusic, match=says):
            write(score, "mid")


KERN = """**kern\t**kern
*M4/4\t*M4/4
*G:\t*G:
4G\t4d
4A\t4e
2B\t2g
=\t=
1G\t1d
==\t==
*-\t*-
"""


def test_kern_is_read_through_music21() -> None:
    pytest.importorskip("music21")
    (score,) = read_bytes(KERN.encode(), "krn")
    assert sorted(note.pitch for part in score.parts for note in part.notes) == [
        55, 55, 57, 59, 62, 62, 64, 67,
    ]  # fmt: skip
    assert score.length == 96


def test_kern_that_is_none_is_refused() -> None:
    pytest.importorskip("music21")
    with pytest.raises(BadMusic):
        list(read_bytes(b"nothing here", "krn"))


def test_every_chord_is_spelled_so_that_it_is_read() -> None:
    chords = tuple(
        Chord(12 * root + n, root, quality)
        for root in range(12)
        for n, quality in enumerate(("", "13", "11", "7", "9", "m7b5", "01"))
    )
    score = Score((Part("", 0, (Note(0, 160, 60),)),), chords=chords)
    assert read(spell(score)) == score
