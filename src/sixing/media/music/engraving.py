"""A score engraved as SVG by Verovio: one tall sheet, or pages of A4; by day, by night, in a page.

It draws MusicXML and knows no `Score`. The notes are drawn as paths and their text (lyrics, title,
names of parts) is left to the reader's own fonts, so that nothing is fetched and hanzi show
wherever there are any.

    sheet = engrave(xml)              # black on paper, as a file
    part = engrave(xml, ink=None)     # in the colour of the page around it

Verovio: L. Pugin, R. Zitellini, P. Roland, "Verovio: A library for engraving MEI music notation
into SVG", ISMIR 2014.
"""

from __future__ import annotations

import re
from typing import Any
from zlib import crc32

from sixing.errors import BadWork
from sixing.media.music.extra import library
from sixing.media.palette import DAY, Palette

FONTS = (
    "'Iowan Old Style', Palatino, Georgia, 'Noto Serif', 'DejaVu Serif', 'Noto Serif CJK SC', "
    "'Source Han Serif SC', 'Songti SC', STSong, SimSun, 'AR PL UMing CN', serif"
)
WIDTH = 2100
"""Of a page, in tenths of a millimetre (A4)."""

HEIGHT = 2970
_TALLEST = 60_000  # the longest page that Verovio draws
_OPTIONS = {
    "adjustPageHeight": True,
    "breaks": "auto",
    "breaksNoWidow": True,
    "font": "Leland",
    "footer": "none",
    "lyricSize": 4.8,
    "lyricTopMinMargin": 7.0,
    "pageMarginBottom": 80,
    "pageMarginLeft": 90,
    "pageMarginRight": 90,
    "pageMarginTop": 80,
    "pageWidth": WIDTH,
    "removeIds": True,
    # The mark of a tempo is a note among letters; its font comes inside the picture.
    "smuflTextFont": "embedded",
    "spacingSystem": 8,
    "svgViewBox": True,
}
_HANZI_SUNG = re.compile(r"<text>[\u2e80-\u9fff]")
_VIEW = re.compile(r'<svg viewBox="0 0 (\d+) (\d+)"')


def engrave(xml: str, *, ink: Palette | None = DAY, scale: int = 45) -> str:
    """The whole score on one sheet, as tall as it needs.

    Args:
        xml: MusicXML.
        ink: paper and ink; None draws in the colour of the page around it, on no paper.
        scale: percent; 100 has staves of 7.2 mm.

    Raises:
        BadInput: Verovio is not installed.
        BadWork: this is no MusicXML that Verovio reads.
    """
    sheets = _drawn(xml, _TALLEST, ink, scale)
    return sheets[0] if len(sheets) == 1 else _stacked(sheets)


def pages(xml: str, *, ink: Palette | None = DAY, scale: int = 45) -> tuple[str, ...]:
    """The score on pages of A4; arguments and errors as of `engrave`."""
    return tuple(_drawn(xml, HEIGHT, ink, scale))


def _drawn(xml: str, height: int, ink: Palette | None, scale: int) -> list[str]:
    verovio = library("verovio", ("engraving", "制谱"))
    # It writes what it finds odd to stderr, which is a person's terminal.
    verovio.enableLog(verovio.LOG_OFF)
    kit = verovio.toolkit()
    # Names inside the picture follow from the music: several pictures on one page do not clash.
    seed = crc32(xml.encode()) % 2**31 or 1
    # It does not know how wide hanzi are: between syllables of them it leaves more room.
    room = {"lyricWordSpace": 3.4} if _HANZI_SUNG.search(xml) else {}
    page = {"pageHeight": height, "scale": scale, "xmlIdSeed": seed}
    kit.setOptions({**_OPTIONS, **page, **room})
    if not kit.loadData(xml) or not kit.getPageCount():
        raise BadWork(
            "the score cannot be engraved: it is no MusicXML", zh="无法制谱：不是 MusicXML"
        )
    return [_dressed(kit.renderToSVG(number), ink) for number in range(1, kit.getPageCount() + 1)]


def _dressed(svg: str, ink: Palette | None) -> str:
    """In our fonts and colours."""
    colour = ink.ink if ink else "currentColor"
    svg = svg.replace('color="black"', f'color="{colour}" fill="{colour}"', 1)
    svg = svg.replace("Times, serif", FONTS)
    if ink is None:
        return svg
    wide, tall = _size(svg)
    paper = f'<rect width="{wide}" height="{tall}" fill="{ink.paper}" style="stroke:none"/>'
    return svg.replace("<defs>", f"{paper}\n   <defs>", 1)


def _stacked(sheets: list[str]) -> str:
    """One picture of several, one below the other."""
    sizes = [_size(sheet) for sheet in sheets]
    tops = [sum(tall for _, tall in sizes[:n]) for n in range(len(sizes))]
    inner = "\n".join(
        sheet.replace("<svg ", f'<svg y="{top}" width="{wide}" height="{tall}" ', 1)
        for sheet, top, (wide, tall) in zip(sheets, tops, sizes, strict=True)
    )
    total = tops[-1] + sizes[-1][1]
    return (
        f'<svg viewBox="0 0 {sizes[0][0]} {total}" xmlns="http://www.w3.org/2000/svg">\n'
        f"{inner}\n</svg>\n"
    )


def _size(svg: str) -> tuple[int, int]:
    match: Any = _VIEW.search(svg)
    return int(match[1]), int(match[2])
