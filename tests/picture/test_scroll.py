from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sixing.errors import BadInput, BadWork
from sixing.media.picture.calligraphy import Hand, hand
from sixing.media.picture.printing import pdf, png
from sixing.media.picture.scroll import scroll
from sixing.media.picture.shanshui import Plan, counted, paint
from sixing.works import Work

POEM = Work("poem", "五绝", "一", ("一二一二一",) * 4)


@pytest.fixture
def font(tmp_path: Path) -> Path:
    """A font of two strokes, and of a ■ for what it lacks."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    def glyph(*boxes: tuple[int, int, int, int]) -> object:
        pen = TTGlyphPen(None)
        for left, low, right, top in boxes:
            pen.moveTo((left, low))
            for point in ((left, top), (right, top), (right, low)):
                pen.lineTo(point)
            pen.closePath()
        return pen.glyph()

    names = {".notdef": glyph(), "one": glyph((50, 400, 950, 500)),
             "two": glyph((200, 600, 800, 700), (50, 200, 950, 300)),
             "block": glyph((0, 0, 900, 900))}  # fmt: skip
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(list(names))
    made.setupCharacterMap({ord("一"): "one", ord("二"): "two", ord("三"): "block"})
    made.setupGlyf(names)
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupPost()
    made.save(tmp_path / "toy.ttf")
    return tmp_path / "toy.ttf"


@pytest.mark.parametrize("layout", ["hand", "hanging"])
def test_every_hanzi_is_written_and_the_painting_keeps_its_layers(font: Path, layout: str) -> None:
    painting = paint(Plan({"moon": 1}), 3, 300, 200)
    made = scroll(POEM, painting, name="二", layout=layout, hand=Hand((font,)))
    ET.fromstring(made.svg)
    assert "<text" not in made.svg
    assert made.svg.count("scale(") >= 22
    assert set(counted(painting)) | {"title", "poem", "seal"} == set(counted(made.svg))


def test_without_a_font_the_poem_is_text_and_that_is_said() -> None:
    made = scroll(POEM, paint(Plan(), 3, 300, 200), name="二", hand=Hand())
    assert made.svg.count("<text") == 22
    assert "own font" in made.reasons[0]


def test_a_block_for_what_a_font_lacks_is_no_hanzi(font: Path) -> None:
    assert Hand((font,)).write("二") is not None
    assert Hand((font,)).write("三") is None


def test_what_is_no_font_or_poem_or_painting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.ttf").write_bytes(b"no font")
    with pytest.raises(BadInput, match="not a font"):
        hand(tmp_path / "bad.ttf")
    with pytest.raises(BadWork, match="no line"):
        scroll(Work("poem", "", "", ("",)), "<svg/>", hand=Hand())
    with pytest.raises(BadWork, match="width and a height"):
        scroll(POEM, "<svg/>", hand=Hand())


def test_a_scroll_prints() -> None:
    made = scroll(POEM, paint(Plan(), 3, 300, 200), hand=Hand()).svg
    assert png(made, 300).startswith(b"\x89PNG")
    assert pdf(made, 300) == pdf(made, 300)
