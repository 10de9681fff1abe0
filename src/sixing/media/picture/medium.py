"""Pictures as a medium: read, carry, state their kinds, check and show.

Puts the modules of this folder behind the protocol `sixing.media.medium.Medium`, with `Grid` for
a carrier, and holds no rule itself.

>>> import numpy as np
>>> red = Work("picture", "", "", spell(Picture(np.full((4, 4, 3), (255, 0, 0), np.uint8))))
>>> Pictures().decode(Pictures().encode(red)) == red
True
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sixing.errors import BadCorpus, BadPicture, BadWork
from sixing.media.medium import Grid
from sixing.media.picture import check, forms
from sixing.media.picture.forms import Kind
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import file_bytes, is_drawing, read_picture, read_pictures
from sixing.media.picture.show import picture_of, show
from sixing.media.picture.spelling import read, spell
from sixing.works import Brief, Fault, Work, thaw

#: What a brief that names no kind gets.
_USUAL = "shanshui"


class Pictures:
    """Raster pictures and drawings."""

    name = "picture"

    def read(self, path: Path) -> Iterator[Work]:
        """Read the pictures of a file or folder: text as `show` writes it, or files of pictures.

        A drawing stays a drawing, made harmless; all else becomes pixels.

        Raises:
            BadCorpus: no picture is there.
        """
        try:
            if path.suffix.lower() == ".txt":
                yield _of_text(file_bytes(path).decode("utf-8"))
            elif path.suffix.lower() == ".svg":
                yield Work("picture", "", path.stem, spell(_drawing(path)))
            else:
                for item in read_pictures(path):
                    yield Work("picture", "", Path(item.name).stem, spell(item.picture))
        except (BadPicture, BadWork, UnicodeDecodeError) as fault:
            zh = getattr(fault, "zh", f"{path.name} 不是文本")
            raise BadCorpus(str(fault), zh=zh) from fault

    def encode(self, work: Work) -> Grid:
        """The work's pixels; of a drawing, as drawn. What pixels do not say stands in the facts.

        Raises:
            BadInput: it holds no picture, or drawing it needs the extra `picture`.
        """
        content = read(work.content)
        picture = content if isinstance(content, Picture) else picture_of(work)
        facts = {
            "form": work.form,
            "title": work.title,
            "recipe": thaw(work.recipe),
            "parents": list(work.parents),
        }
        # Another library may have packed the same pixels otherwise: then its text is kept.
        exact = isinstance(content, str) or spell(content) != work.content
        return Grid(picture.grid().values, {**facts, "lines": list(work.content) if exact else []})

    def decode(self, carrier: Grid) -> Work:
        """Read a work back: ``decode(encode(work)) == work``."""
        facts = carrier.facts
        lines = tuple(facts.get("lines", ())) or spell(Picture.of_grid(carrier))
        return Work(
            "picture",
            facts.get("form", ""),
            facts.get("title", ""),
            lines,
            facts.get("recipe", {}),
            tuple(facts.get("parents", ())),
        )

    def form(self, brief: Brief) -> Kind:
        """State the kind of picture that a brief asks for.

        Raises:
            UnknownForm: none is called so.
        """
        return forms.find(brief.form or _USUAL)

    def check(self, work: Work) -> list[Fault]:
        """Find every broken rule: unreadable, harmful, blank, of another nature than its kind.

        Raises:
            UnknownForm: the work says it is of a kind that there is not.
        """
        return check.check(work)

    def show(self, work: Work, kind: str) -> bytes:
        """Show a picture; `sixing.media.picture.show` has more to set.

        Raises:
            BadWork: an unknown kind, or nothing to show.
            BadInput: drawing needs the extra `picture`.
        """
        return show(work, kind)


def _of_text(text: str) -> Work:
    lines = text.splitlines()
    titled = bool(lines) and lines[0].startswith("# ")
    work = Work("picture", "", lines[0][2:] if titled else "", tuple(lines[titled:]))
    read(work.content)
    return work


def _drawing(path: Path) -> str:
    from sixing.media.picture.drawing import clean

    data = file_bytes(path)
    if not is_drawing(data):
        read_picture(data)  # says what is wrong, or that it is no drawing
        raise BadPicture(f"{path.name} is no drawing", zh=f"{path.name} 不是 SVG 图画")
    return clean(data).text
