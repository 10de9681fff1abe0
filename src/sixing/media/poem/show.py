"""A poem shown: as text, JSON, an HTML card, or its page set vertically as SVG or PNG.

Chooses who draws, and in which script; the drawing is done by `card`, `svg` and `png`. Prosody is
looked up when marks are wanted and nobody gave them.

>>> from sixing.works import Work
>>> print(show(Work("poem", "五绝", "月", ("一二三四五",) * 4), "text").decode().split()[-1])
一二三四五。
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, cast, get_args

from sixing.errors import BadWork
from sixing.media.palette import DAY, NIGHT
from sixing.media.poem import card, png, svg
from sixing.media.poem.annotate import annotate, plain
from sixing.media.poem.explanation import AnnotatedLine, Annotations, Explanation
from sixing.media.poem.fonts import find_face
from sixing.media.poem.heading import heading
from sixing.media.poem.scripts import Script, in_script
from sixing.media.poem.setting import Page, set_page
from sixing.works import Work, thaw

Kind = Literal["text", "json", "html", "svg", "png"]
KINDS: tuple[str, ...] = get_args(Kind)
_SIGNS = {"平": "○", "仄": "●", "通": "◐", "": "　"}


def show(
    work: Work,
    kind: str,
    explanation: Explanation | None = None,
    *,
    script: Script = "simplified",
    font: Path | None = None,
    marks: bool | None = None,
    language: card.Language = "zh",
    dark: bool = False,
) -> bytes:
    """Show a poem; the same arguments (and for PNG the same font) give the same bytes.

    Args:
        work: the poem.
        kind: text, json, html, svg or png.
        explanation: what is known of it; prosody is looked up when it has no annotations.
        script: simplified or traditional hanzi.
        font: a font file for PNG; otherwise one is looked for on this machine.
        marks: whether tone and rhyme marks are drawn; by default only on the HTML card.
        language: of the HTML card's labels, to begin with.
        dark: ivory on black, for SVG and PNG (HTML follows the reader's system).

    Raises:
        BadWork: an unknown kind, an empty poem, or a PNG without a font for its hanzi.
    """
    if kind not in KINDS:
        listed = ", ".join(KINDS)
        raise BadWork(
            f'a poem cannot be shown as "{kind}": ask for {listed}',
            zh=f"诗不能显示为“{kind}”，可选：{listed}",
        )
    if not any(work.content):
        raise BadWork(f"the poem {work.id} has no lines to show", zh=f"{work.id} 是一首空诗")
    told = explanation or {}
    shown_marks = kind == "html" if marks is None else marks
    notes = in_script(_notes(work, kind, told, marks=shown_marks), script)
    if kind == "text":
        return _text(notes, marks=shown_marks).encode()
    if kind == "json":
        return _json(work, notes, told).encode()
    if kind == "html":
        return card.draw(work, notes, told, marks=shown_marks, language=language).encode()
    page = set_page(notes, marks=shown_marks)
    ink = NIGHT if dark else DAY
    if kind == "svg":
        return svg.draw(page, notes["title"] or notes["form"], ink=ink).encode()
    return png.draw(page, find_face(_written(page), font, script=script), ink=ink)


def _notes(work: Work, kind: str, told: Explanation, *, marks: bool) -> Annotations:
    if "annotations" in told:
        return told["annotations"]
    if marks or kind in {"json", "html"}:
        return annotate(work)
    return plain(work.content, work.form, work.title)


def _written(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


def _text(notes: Annotations, *, marks: bool) -> str:
    head = "　".join(part for part in heading(notes["form"], notes["title"]) if part)
    rows = [f"　　{head}", ""] if head else []
    stanza = 1
    for line in notes["lines"]:
        rows += [""] if line["stanza"] != stanza else []
        stanza = line["stanza"]
        rows.append(line["text"] + line["stop"])
        rows += [_signs(line)] if marks else []
    return "\n".join([*rows, ""])


def _signs(line: AnnotatedLine) -> str:
    rhymed = "韵" if any(place["rhyme"] for place in line["places"]) else ""
    return "".join(_SIGNS[place["tone"]] for place in line["places"]) + rhymed


def _json(work: Work, notes: Annotations, told: Explanation) -> str:
    shown: dict[str, Any] = {
        "id": work.id,
        "medium": work.medium,
        "form": notes["form"],
        "title": notes["title"],
        "lines": [line["text"] for line in notes["lines"]],
        "recipe": thaw(work.recipe),
        "parents": list(work.parents),
        **cast(dict[str, Any], told),
        "annotations": notes,
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
