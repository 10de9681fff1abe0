"""A picture shown: its exact text, JSON, PNG, JPEG, WebP, SVG, PDF, or a page.

Chooses who writes or draws; each does its own work elsewhere.

>>> from sixing.works import Work
>>> dot = Work("picture", "scene", "Dot", ('<svg xmlns="http://www.w3.org/2000/svg"/>',))
>>> show(dot, "text").decode().splitlines()
['# Dot', '<svg xmlns="http://www.w3.org/2000/svg"/>']
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, get_args

from sixing.errors import BadWork
from sixing.media.picture.picture import Picture
from sixing.media.picture.spelling import read
from sixing.works import Candidate, Work

if TYPE_CHECKING:
    from sixing.media.picture.page import Said

Kind = Literal["text", "json", "png", "jpg", "webp", "svg", "pdf", "html"]
KINDS: tuple[str, ...] = get_args(Kind)
Language = Literal["zh", "en"]
_PRINTED = 2048
"""Pixels of the longer side of a drawing in a PDF."""
#: How Pillow writes; the same pixels give the same bytes.
_WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "jpg": ("JPEG", {"quality": 92, "subsampling": 0, "optimize": True}),
    "webp": ("WEBP", {"lossless": True, "method": 4}),
}


def show(
    one: Work | Candidate,
    kind: str,
    *,
    side: int | None = None,
    language: Language = "en",
    told: Sequence[Said] | None = None,
) -> bytes:
    """Show a picture.

    Args:
        one: the picture; a candidate brings its judgements to the page.
        kind: text and json (exact), png, jpg, webp, svg (of drawings), pdf (one page of pixels),
            html (one file).
        side: pixels of the longer side for png, jpg, webp and pdf; its own by default, for a
            drawing in a pdf 2048.
        language: of the page, to begin with.
        told: what the page says of the picture; by default a candidate's judgements.

    Raises:
        BadWork: an unknown kind, there is nothing to show, or pixels are asked for as svg.
        BadPicture: the drawing cannot be drawn.
        BadInput: drawing needs the extra `picture`.
    """
    if kind not in KINDS:
        listed = ", ".join(KINDS)
        raise BadWork(
            f'a picture cannot be shown as "{kind}": ask for {listed}',
            zh=f"图画不能显示为“{kind}”，可选：{listed}",
        )
    work = one.work if isinstance(one, Candidate) else one
    if kind == "text":
        # The title is a line that the reader of text knows to be one.
        head = [f"# {' '.join(work.title.split())}"] if work.title else []
        return "\n".join([*head, *work.content, ""]).encode()
    if kind == "json":
        return _json(one, work).encode()
    if kind == "html":
        from sixing.media.picture import page

        said = told if told is not None else page.said_of(one)
        return page.draw(work, said, language=language).encode()
    if kind == "pdf":
        return _pdf(work, side)
    return _svg(work) if kind == "svg" else _pixels(picture_of(work, side), kind)


def picture_of(work: Work, side: int | None = None) -> Picture:
    """The pixels of a work, drawn where it is a drawing.

    Args:
        work: a picture.
        side: pixels of the longer side; its own by default.

    Raises:
        BadWork: it holds no picture.
        BadPicture: the drawing cannot be drawn.
        BadInput: drawing needs the extra `picture`.
    """
    content = read(work.content)
    if isinstance(content, str):
        from sixing.media.picture.drawing import render

        return render(content, side)
    if side is None or side == max(content.width, content.height):
        return content
    share = side / max(content.width, content.height)
    return content.resized(
        max(1, round(content.width * share)), max(1, round(content.height * share))
    )


def _svg(work: Work) -> bytes:
    from sixing.media.picture.drawing import clean

    content = read(work.content)
    if isinstance(content, Picture):
        raise BadWork(
            f"{work.id} is made of pixels, which svg would only wrap: ask for png",
            zh=f"{work.id} 是像素图，存为 svg 并无益处：请用 png",
        )
    return clean(content).text.encode()


def _pdf(work: Work, side: int | None) -> bytes:
    from sixing.media.picture.printing import pdf

    drawn = isinstance(read(work.content), str)
    return pdf(picture_of(work, side or (_PRINTED if drawn else None)), title=work.title)


def _pixels(picture: Picture, kind: str) -> bytes:
    if kind == "png":
        return picture.png()
    format_, how = _WRITTEN[kind]
    out = BytesIO()
    picture.image().save(out, format_, **how)
    return out.getvalue()


def _json(one: Work | Candidate, work: Work) -> str:
    """The work as a candidate's record has it, with its size."""
    record = one.to_json() if isinstance(one, Candidate) else Candidate(work).to_json()
    return json.dumps({**record, "picture": _facts(work)}, ensure_ascii=False, indent=2) + "\n"


def _facts(work: Work) -> dict[str, Any]:
    from sixing.media.picture.drawing import clean

    content = read(work.content)
    if isinstance(content, Picture):
        return {"kind": "pixels", "width": content.width, "height": content.height}
    drawing = clean(content)
    return {"kind": "drawing", "width": drawing.width, "height": drawing.height}
