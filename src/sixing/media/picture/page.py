"""A picture as one page of HTML: the work, what was found in it, how it was made, its files.

>>> from sixing.works import Work
>>> dot = Work("picture", "scene", "Dot", ('<svg xmlns="http://www.w3.org/2000/svg"/>',))
>>> "data:image/svg+xml;base64," in draw(dot)
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sixing.errors import BadInput
from sixing.media.picture import forms
from sixing.media.picture.document import Both, Language, both, data_uri, document
from sixing.media.picture.drawing import clean, render
from sixing.media.picture.picture import Picture
from sixing.media.picture.spelling import read
from sixing.works import Candidate, Work, thaw

_SMALL = 160
"""Pixels of a side below which a picture is shown with its pixels enlarged."""


JUDGES: Mapping[str, Both] = {
    "kind": ("合规", "Rules"), "elements": ("如题", "Things named"),
    "sharpness": ("清晰", "Sharpness"), "contrast": ("反差", "Contrast"),
    "balance": ("布局", "Balance"), "copies": ("不袭", "Newness"), "nudity": ("安全", "Safety"),
    "taste": ("口味", "Taste"), "choice": ("择优", "Choice"),
}  # fmt: skip
"""What the judges of pictures are called, in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one judge says of a picture, in both languages.

    Attributes:
        judge: its name in Chinese and in English.
        score: in [0, 1].
        zh, en: its reasons.
        like: pictures that it points to, each with words (the nearest of the training set).
    """

    judge: Both
    score: float
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    like: tuple[tuple[Picture, str], ...] = ()


def said_of(one: Work | Candidate) -> tuple[Said, ...]:
    """What a candidate's judgements say, in the language they were written in."""
    judged = one.judgements if isinstance(one, Candidate) else ()
    return tuple(Said((j.judge, j.judge), j.score, j.reasons, j.reasons) for j in judged)


def draw(work: Work, said: Sequence[Said] = (), *, language: Language = "en") -> str:
    """Write a whole HTML document; ``language`` is how its switch stands.

    Raises:
        BadWork: the work holds no picture.
        BadPicture: its drawing is no drawing.
    """
    content = read(work.content)
    kind = _kind(work)
    title = (work.title or kind[0], work.title or kind[1])
    body = [*_picture(content, title[1]), *_why(said), *_made(work), *_files(work, content)]
    return document(title, body, about=_about(kind, content), language=language)


def _kind(work: Work) -> Both:
    try:
        kind = forms.find(work.form)
    except BadInput:
        return "图画", "picture"
    return kind.zh, kind.name


def _about(kind: Both, content: Picture | str) -> str:
    if isinstance(content, str):
        return both(f"{kind[0]} · 矢量图", f"{kind[1]} · drawing")
    size = f"{content.width} × {content.height}"
    return both(f"{kind[0]} · {size} 像素", f"{kind[1]} · {size} pixels")


def _picture(content: Picture | str, title: str) -> Iterator[str]:
    if isinstance(content, str):
        # As an image, not in the page: a drawing so shown can neither run nor fetch.
        source, small = data_uri("image/svg+xml", clean(content).text.encode()), ""
    else:
        source = data_uri("image/png", content.png())
        small = ' class="small"' if max(content.width, content.height) <= _SMALL else ""
    yield f'<p class="work"><img{small} src="{source}" alt="{escape(title)}"></p>'


def _why(said: Sequence[Said]) -> Iterator[str]:
    if not said:
        return
    yield f"<h2>{both('评语', 'What was found')}</h2><div class='wide'><table>"
    for one in said:
        reasons = both("；".join(one.zh), "; ".join(one.en))
        yield (
            f'<tr><th>{both(*one.judge)}</th><td class="score"><meter value="{one.score:.3f}">'
            f"</meter> {one.score:.2f}</td><td>{reasons}{_like(one)}</td></tr>"
        )
    yield "</table></div>"


def _like(one: Said) -> str:
    from sixing.media.picture.document import figure

    shown = "".join(figure(picture, escape(words)) for picture, words in one.like)
    return f'<div class="row">{shown}</div>' if shown else ""


def _made(work: Work) -> Iterator[str]:
    facts = [(name, value) for name, value in thaw(work.recipe).items() if _plain(value)]
    if not facts and not work.parents:
        return
    yield f"<h2>{both('制作', 'How it was made')}</h2><table>"
    for name, value in facts:
        yield f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
    if work.parents:
        parents = escape(", ".join(work.parents))
        yield f"<tr><th>{both('出自', 'from')}</th><td>{parents}</td></tr>"
    yield "</table>"


def _plain(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not (isinstance(value, str) and not value)


def _files(work: Work, content: Picture | str) -> Iterator[str]:
    yield f'<h2>{both("文件", "Files")}</h2><p class="files">'
    if isinstance(content, str):
        yield _link(work, "svg", "image/svg+xml", clean(content).text.encode())
        try:
            content = render(content)
        except BadInput as fault:
            yield f'<span class="quiet">{both(fault.zh, str(fault))}</span></p>'
            return
    yield _link(work, "png", "image/png", content.png()) + "</p>"


def _link(work: Work, kind: str, mime: str, data: bytes) -> str:
    name = f"{work.id}.{kind}"
    return f'<a download="{name}" href="{data_uri(mime, data)}">{kind.upper()}</a>'
