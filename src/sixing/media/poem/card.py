"""A poem as a card in HTML: one file, no script, nothing fetched from anywhere.

The page is set like `setting`, down or across; three switches (down or across, marks, language)
are check boxes that the style sheet reads. Below it stand why the poem was chosen, what it shares
with the corpus, and its recipe. Knows no rule of verse: it writes what it is given.

>>> from sixing.media.poem.annotate import plain
>>> from sixing.works import Work
>>> draw(Work("poem", "五绝", "月", ("一二三四五",) * 4), plain(("一二三四五",) * 4))[:15]
'<!doctype html>'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from sixing.media.poem.card_notes import both, notes_of
from sixing.media.poem.columns import Column, height, set_columns
from sixing.media.poem.explanation import AnnotatedLine, Annotations, Explanation, Place
from sixing.media.poem.heading import heading
from sixing.media.poem.setting import SEAL
from sixing.works import Work

Language = Literal["zh", "en"]
BOOKS = {
    "pingshui": ("平水韵", "Pingshui rhymes"),
    "cilin": ("词林正韵", "Cilin rhymes"),
    "xinyun": ("中华新韵", "New rhymes"),
    "tongyun": ("中华通韵", "Standard rhymes"),
}
# No script, no image, no font and no request: only the style sheet written into the page.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TONES = {"平": "level", "仄": "oblique", "通": "either", "": "untold"}
_LEGEND = (
    ("○", "平", "level"),
    ("●", "仄", "oblique"),
    ("◐", "平仄两读", "both readings"),
    ("▲", "韵", "rhyme"),
)


def draw(
    work: Work,
    notes: Annotations,
    explanation: Explanation | None = None,
    *,
    marks: bool = True,
    language: Language = "zh",
) -> str:
    """Write a whole HTML document; ``marks`` and ``language`` are how the switches stand."""
    title = escape(notes["title"] or notes["form"] or SEAL)
    style = (files("sixing.media.poem") / "card.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{"zh-Hans" if language == "zh" else "en"}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{title}</title><style>body {{ margin: 0; }}\n{style}</style></head><body>",
            *fragment(work, notes, explanation, marks=marks, language=language),
            "</body></html>\n",
        ]
    )


def fragment(
    work: Work,
    notes: Annotations,
    explanation: Explanation | None = None,
    *,
    marks: bool = True,
    language: Language = "zh",
) -> Iterator[str]:
    """Write the card alone, to stand with others on a page that has ``card.css``."""
    yield '<div class="sixing">'
    yield from (
        f'<input type="checkbox" id="{name}-{work.id}" class="{name}"{" checked" if on else ""}>'
        for name, on in (("flat", False), ("tones", marks), ("english", language == "en"))
    )
    yield f'<main class="card">{_switches(work.id)}'
    yield from _sheet(notes)
    yield from _caption(notes)
    yield from notes_of(work, notes, explanation or {})
    yield "</main></div>"


def _switches(key: str) -> str:
    down, across = both("横排", "Across"), both("竖排", "Down")
    hide, show = both("隐去平仄", "Hide marks"), both("标出平仄", "Show marks")
    return (
        f'<nav><label class="for-flat" for="flat-{key}"><span class="on">{down}</span>'
        f'<span class="off">{across}</span></label>'
        f'<label class="for-tones" for="tones-{key}"><span class="on">{hide}</span>'
        f'<span class="off">{show}</span></label>'
        f'<label class="for-english" for="english-{key}">{both("English", "中文")}</label></nav>'
    )


def _sheet(notes: Annotations) -> Iterator[str]:
    lines = notes["lines"]
    lengths = [len(line["text"]) for line in lines]
    stanzas = [line["stanza"] for line in lines]
    columns = set_columns(lengths, [line["stop"] for line in lines], stanzas)
    deep = max(5.0, *(height(column, lengths) for column in columns))
    wide = len(columns) + 2 + (len(set(stanzas)) - 1) / 2
    yield f'<div class="sheet" style="--deep:{deep:g};--columns:{wide:g}"><div class="page">'
    large, small = (escape(text) for text in heading(notes["form"], notes["title"]))
    yield f'<header class="column head"><h1>{large}</h1><p>{small}</p></header>'
    yield _column(columns[0], lines, "column")
    for before, column in pairwise(columns):
        new = lines[before[0]]["stanza"] != lines[column[0]]["stanza"]
        yield _column(column, lines, "column stanza" if new else "column")
    yield f'<p class="column foot"><span class="seal">{SEAL}</span></p></div></div>'


def _column(members: Column, lines: Sequence[AnnotatedLine], kind: str) -> str:
    return f'<p class="{kind}">{"".join(_line(lines[i]) for i in members)}</p>'


def _line(line: AnnotatedLine) -> str:
    places = "".join(_place(place) for place in line["places"])
    return f'<span class="line">{places}<i class="stop">{line["stop"]}</i></span>'


def _place(place: Place) -> str:
    kinds = ["c", _TONES[place["tone"]]]
    kinds += ["rhyme"] if place["rhyme"] is not None else []
    kinds += ["fault"] if place["flags"] else []
    wanted = f"谱 {place['required']}" if place["required"] else ""
    said = [place["tone"], wanted, place["rhyme"] or "", *place["flags"]]
    told = escape(" · ".join(filter(None, said)))
    return f'<span class="{" ".join(kinds)}" title="{told}">{escape(place["char"])}</span>'


def _caption(notes: Annotations) -> Iterator[str]:
    parts = [escape(notes["form"])] if notes["form"] else []
    if notes["book"]:
        zh, en = BOOKS[notes["book"]]
        groups = escape(" ".join(notes["rhymes"]))
        parts.append(f"{both(zh, en)} {groups}".strip())
    yield f'<p class="caption">{"&ensp;|&ensp;".join(parts)}</p>'
    if notes["book"]:
        legend = "".join(
            f"<i>{f'<b>{sign}</b>' if sign == '▲' else sign} {both(zh, en)}</i>"
            for sign, zh, en in _LEGEND
        )
        yield f'<p class="caption legend">{legend}</p>'
