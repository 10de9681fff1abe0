"""Scores engraved and drawn as piano rolls."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest

from sixing.errors import BadWork
from sixing.media.music import roll_png, roll_svg
from sixing.media.music.roll import INKS, hollow, roll
from sixing.media.music.score import Key, Note, Part, Score
from sixing.media.palette import DAY, NIGHT

TUNE = Score(
    (
        Part("女声", 53, (Note(0, 12, 67), Note(12, 36, 71), Note(48, 24, 74))),
        Part("", 0, (Note(0, 6, 36), Note(24, 6, 38)), drums=True),
    ),
    key=Key(7),
    title="一 <曲>",
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0"><work><work-title>静夜思 &lt;script&gt;</work-title></work>
<part-list><score-part id="P1"><part-name>Voice</part-name></score-part></part-list><part id="P1">
<measure number="1"><attributes><divisions>1</divisions><time><beats>2</beats>
<beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>
<note><pitch><step>G</step><octave>4</octave></pitch><duration>1</duration><type>quarter</type>
<lyric><syllabic>single</syllabic><text>床</text></lyric></note>
<note><pitch><step>A</step><octave>4</octave></pitch><duration>1</duration><type>quarter</type>
<lyric><syllabic>single</syllabic><text>前</text></lyric></note></measure></part></score-partwise>"""


def test_a_roll_has_a_row_of_its_own_for_each_pitch_and_drum() -> None:
    notes = [shape for shape in roll(TUNE).shapes if shape.kind == "note"]
    assert len(notes) == TUNE.notes()
    high, low = notes[2], notes[0]
    assert high.top < low.top
    assert {shape.top for shape in notes if shape.part == 1}.isdisjoint(
        shape.top for shape in notes if shape.part == 0
    )


def test_a_roll_shades_the_scale_and_marks_the_tonic() -> None:
    rows = [shape.kind for shape in roll(TUNE).shapes if shape.kind in ("scale", "tonic")]
    assert rows.count("tonic") == 1
    assert len(rows) < 12


def test_parts_are_told_apart_by_more_than_colour() -> None:
    words = [word.text for word in roll(TUNE).words]
    assert words[-2:] == ["1 女声", "2 drums"]
    assert words.count("1") >= 1
    assert words.count("2") >= 1
    assert not hollow(len(INKS) - 1)
    assert hollow(len(INKS))


@pytest.mark.parametrize("palette", [DAY, NIGHT, None])
def test_the_svg_is_well_formed_and_escapes_titles(palette: object) -> None:
    drawn = roll_svg.draw(roll(TUNE), "一 <曲>", palette=palette)  # type: ignore[arg-type]
    ET.fromstring(drawn)
    assert "<曲>" not in drawn
    assert ("var(--roll-paper)" in drawn) == (palette is None)


def test_the_png_needs_no_font_and_is_twice_as_sharp() -> None:
    from PIL import Image

    picture = roll(TUNE)
    image = Image.open(BytesIO(roll_png.draw(picture, palette=NIGHT)))
    assert image.size == (round(picture.wide * 2), round(picture.tall * 2))


@pytest.mark.parametrize("score", [Score(()), Score((Part("", 0, ()),))])
def test_without_notes_there_is_no_roll(score: Score) -> None:
    with pytest.raises(BadWork, match="notes"):
        roll(score)


def test_a_score_is_engraved_with_its_words_and_nothing_is_fetched() -> None:
    pytest.importorskip("verovio", reason="engraving needs the music extra")
    from sixing.media.music.engraving import engrave

    drawn = engrave(XML)
    ET.fromstring(drawn)
    assert "床" in drawn
    assert "静夜思" in drawn
    assert "<script" not in drawn
    assert not re.search(r"(src|href)\s*[=:]\s*[\"'(]?https?:", drawn)
    assert engrave(XML) == drawn


def test_a_score_follows_the_page_around_it_or_its_own_paper() -> None:
    pytest.importorskip("verovio", reason="engraving needs the music extra")
    from sixing.media.music.engraving import engrave

    assert NIGHT.paper in engrave(XML, ink=NIGHT)
    assert "currentColor" in engrave(XML, ink=None)
    assert DAY.paper not in engrave(XML, ink=None)


def test_a_long_score_takes_several_pages() -> None:
    pytest.importorskip("verovio", reason="engraving needs the music extra")
    from sixing.media.music.engraving import engrave, pages

    bar = XML[XML.index("<measure") : XML.index("</part>")]
    plain = re.sub(r"<attributes>.*?</attributes>", "", bar, flags=re.DOTALL)
    long = XML.replace("</part>", plain * 300 + "</part>")
    assert len(pages(long)) > 1
    ET.fromstring(engrave(long))


def test_what_is_no_score_is_refused_without_a_word_on_stderr(
    capfd: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("verovio", reason="engraving needs the music extra")
    from sixing.media.music.engraving import engrave

    with pytest.raises(BadWork, match="MusicXML"):
        engrave("<garbage")
    assert capfd.readouterr().err == ""


def test_flags_of_a_beat_are_beamed_in_writing() -> None:
    from sixing.media.music import musicxml
    from sixing.testing.tunes import JIG

    written = musicxml.write(JIG).decode()
    kinds = re.findall(r'<beam number="1">(\w+)</beam>', written)
    assert kinds[:3] == ["begin", "continue", "end"]
    assert kinds.count("begin") == kinds.count("end")


def test_a_dotted_pair_has_a_hook() -> None:
    from sixing.media.music import musicxml

    dotted = Score((Part("", 73, (Note(0, 9, 67), Note(9, 3, 69), Note(12, 36, 67))),))
    assert "backward hook" in musicxml.write(dotted).decode()
