"""A page of HTML in which pictures stand: one file, by day and by night, in both languages.

Nothing is fetched and no script runs: the page's own policy forbids it. It knows no work and no
collection; `page` and `collection_page` fill it.

>>> "你好" in document(("你好", "hello"), ["<p>1</p>"], language="en")
True
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Literal

from sixing.media.picture.picture import Picture

Language = Literal["zh", "en"]
Both = tuple[str, str]
"""A text in Chinese and in English."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def document(
    title: Both, body: Iterable[str], *, about: str = "", language: Language = "en"
) -> str:
    """Write a whole HTML document.

    Args:
        title: of the page.
        body: its HTML, piece by piece.
        about: HTML beside the title.
        language: how its switch stands.
    """
    lang = "zh-Hans" if language == "zh" else "en"
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{lang}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(title[language == 'en'])}</title>",
            f"<style>body {{ margin: 0; }}\n{_sheet()}</style></head><body>",
            f'<div class="sheet"><input type="checkbox" id="en"{_checked(language)}><main>',
            f"<header><h1>{both(*title)}</h1><p>{about}</p>",
            f'<label for="en">{both("English", "中文")}</label></header>',
            *body,
            "</main></div></body></html>\n",
        ]
    )


def both(zh: str, en: str) -> str:
    """A text in both languages, of which the style sheet shows one."""
    if zh == en:
        return escape(zh)
    return f'<span class="zh">{escape(zh)}</span><span class="en">{escape(en)}</span>'


def figure(picture: Picture, caption: str) -> str:
    """A small picture with words under it, which are HTML already."""
    source = data_uri("image/png", picture.png())
    return f'<figure><img src="{source}" alt=""><figcaption>{caption}</figcaption></figure>'


def data_uri(kind: str, data: bytes) -> str:
    """A file as a link that holds it."""
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"


def _checked(language: Language) -> str:
    return " checked" if language == "en" else ""


@cache
def _sheet() -> str:
    return (files("sixing.media.picture") / "page.css").read_text(encoding="utf-8")
