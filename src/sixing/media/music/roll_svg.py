"""A piano roll painted as SVG, by day, by night, or in the colours of the page around it.

>>> from sixing.media.music.roll import roll
>>> from sixing.media.music.score import Note, Part, Score
>>> draw(roll(Score((Part("", 73, (Note(0, 12, 67),)),))), "moon")[:5]
'<svg '
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from sixing.media.music.engraving import FONTS
from sixing.media.music.roll import Roll, Shape, Word, hollow, ink, shades
from sixing.media.palette import DAY, NIGHT, Palette

#: Of the ground, the rows of the scale, the tonic's row, beats and bars: by day, by night.
_FILLS = {
    DAY: ("#e9dfca", "#f8f3e7", "#f1dcc4", "#ddd0b8", "#a8967f"),
    NIGHT: ("#161513", "#24211e", "#3b2c22", "#332e29", "#6d6152"),
}
_KINDS = ("ground", "scale", "tonic", "beat", "bar")


def fills(palette: Palette) -> dict[str, str]:
    """The colour of each kind of shape but notes, and of ink."""
    colours = dict(zip(_KINDS, _FILLS[palette], strict=True))
    return {"paper": palette.paper, "ink": palette.ink, **colours}


def style(palette: Palette) -> str:
    """The same as properties of a style sheet, for rolls drawn without a palette."""
    return "".join(f"--roll-{kind}:{colour};" for kind, colour in fills(palette).items())


def draw(picture: Roll, title: str, *, palette: Palette | None = DAY, extra: str = "") -> str:
    """The picture as a document of its own; its notes are grouped by part.

    Args:
        title: for those who listen to a page.
        palette: `DAY` or `NIGHT`; None takes the properties of `style` from the page around it.
        extra: more SVG, on top.
    """
    kinds = fills(DAY)
    colours = fills(palette) if palette else {kind: f"var(--roll-{kind})" for kind in kinds}
    body = "\n".join([*_shapes(picture, colours), *_words(picture, colours), extra])
    return (
        f'<svg viewBox="0 0 {picture.wide:g} {picture.tall:g}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>\n{body}\n</svg>\n'
    )


def _shapes(picture: Roll, colours: Mapping[str, str]) -> Iterator[str]:
    for (kind, part), shapes in groupby(picture.shapes, lambda s: (s.kind, s.part)):
        painted = "".join(map(_rect, shapes))
        look = _note_look(part, colours) if kind == "note" else f"fill:{colours[kind]}"
        yield f'<g style="{look}">{painted}</g>'


def _note_look(part: int, colours: Mapping[str, str]) -> str:
    if hollow(part):
        return f"fill:{colours['paper']};stroke:{ink(part)};stroke-width:1.6"
    return f"fill:{ink(part)};stroke:{colours['ink']};stroke-width:.4"


def _rect(shape: Shape) -> str:
    faint = f' opacity="{0.55 + 0.065 * shape.loud:.2f}"' if shape.kind == "note" else ""
    rounded = ' rx="1.5"' if shape.kind == "note" else ""
    return (
        f'<rect x="{shape.left:.5g}" y="{shape.top:.5g}" width="{shape.wide:.5g}" '
        f'height="{shape.tall:.5g}"{rounded}{faint}/>'
    )


def _words(picture: Roll, colours: Mapping[str, str]) -> Iterator[str]:
    look = f"fill:{colours['ink']};font-family:{FONTS};dominant-baseline:central"
    yield f'<g style="{look}">'
    for word, shown in shades(picture.words):
        if shown:
            yield f'<g style="{_note_look(shown.part, colours)}">{_rect(shown)}</g>'
        yield _word(word)
    yield "</g>"


def _word(word: Word) -> str:
    anchor = "" if word.anchor == "start" else f' text-anchor="{word.anchor}"'
    return (
        f'<text x="{word.left:.5g}" y="{word.middle:.5g}" font-size="{word.size:g}"{anchor}>'
        f"{escape(word.text)}</text>"
    )
