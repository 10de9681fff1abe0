"""A picture for print: PNG, and PDF of one page.

The page holds a drawing as pixels, drawn at a width of one's choice: soft washes have no
counterpart among the shapes of PDF that all printers draw alike.

>>> square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
>>> png(square)[1:4], pdf(square)[:5]
(b'PNG', b'%PDF-')
"""

from __future__ import annotations

from io import BytesIO
from time import gmtime

from sixing.media.picture.drawing import render
from sixing.media.picture.picture import Picture

DPI = 150
"""Pixels to an inch of paper."""


def png(svg: str, side: int | None = None) -> bytes:
    """The drawing as PNG.

    Args:
        side: pixels of the longer side; its own size by default.

    Raises:
        BadPicture: it cannot be drawn.
        BadInput: the extra `picture` is missing.
    """
    return render(svg, side).png()


def pdf(source: str | Picture, side: int | None = 2048, *, title: str = "") -> bytes:
    """A PDF of one page; the same picture gives the same bytes.

    Args:
        source: a drawing as SVG text, or pixels, which stay as they are.
        side: pixels of a drawing's longer side; None for its own.
        title: of the document.

    Raises:
        BadPicture: it cannot be drawn.
        BadInput: the extra `picture` is missing.
    """
    out, when = BytesIO(), gmtime(0)
    picture = render(source, side) if isinstance(source, str) else source
    picture.image().save(
        out,
        "PDF",
        resolution=DPI,
        quality=95,
        title=title or "Sixing",
        creationDate=when,
        modDate=when,
    )
    return out.getvalue()
