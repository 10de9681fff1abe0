"""The report on a collection of pictures, as text and as a page, in Chinese and English.

It knows the words and where they stand, not how anything was found.

>>> from sixing.media.picture.collection import examined
>>> from sixing.media.picture.reading import Item
>>> from sixing.testing.pictures import quilt
>>> found = examined("mine", [Item("a.png", quilt(1)), Item("b.png", quilt(1))])
>>> print(text(found, "en"))
# mine: 2 pictures, 1 of them distinct
64 × 64 pixels
<BLANKLINE>
## near-duplicates: 1
- a.png, b.png
<BLANKLINE>
All are one picture to the eye: it can be varied, and no more be learnt from it.
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

import numpy as np

from sixing.media.picture.collection import FAR, TINY, Collection, Finding, Kind
from sixing.media.picture.document import Both, Language, both, data_uri, document, figure
from sixing.media.picture.sheet import contact_sheet

TITLES: Final[dict[Kind, Both]] = {
    "broken": ("无法读取", "cannot be read"),
    "blank": ("空白（一色）", "blank: of one colour"),
    "tiny": (f"过小（短边不足 {TINY} 像素）", f"tiny: less than {TINY} pixels across"),
    "alike": ("近似重复", "near-duplicates"),
    "mirrored": ("互为镜像", "near-duplicates in a mirror"),
    "labels": ("近似而分属不同标签", "near-duplicates under several labels"),
    "outlier": ("与众不同", "unlike all others"),
}
LISTED: Final = 50
"""Findings of a kind that are listed; the others are counted."""
_SHOWN, _IN_GROUP, _ON_SHEET = 24, 8, 96


def text(found: Collection, language: Language = "en") -> str:
    """The report as Markdown."""
    at = 0 if language == "zh" else 1
    lines = [f"# {_head(found)[at]}", *(line[at] for line in _facts(found))]
    for kind, title in TITLES.items():
        findings = found.of(kind)
        if findings:
            lines += ["", f"## {title[at]}: {len(findings)}"]
            lines += [f"- {_line(one, at)}" for one in findings[:LISTED]]
            lines += ["- …"] * (len(findings) > LISTED)
    lines += [line[at] for one in _remarks(found) for line in (("", ""), one)]
    return "\n".join(lines) + "\n"


def page(found: Collection, language: Language = "en") -> str:
    """The report as one page of HTML, with the pictures that it speaks of and a contact sheet."""
    body = [f"<p>{both(*line)}</p>" for line in (*_facts(found), *_remarks(found))]
    for kind, title in TITLES.items():
        findings = found.of(kind)
        if findings:
            body.append(f"<h2>{both(*title)} · {len(findings)}</h2>")
            body += _shown(found, findings)
    names = list(found.small)[:_ON_SHEET]
    sheet = contact_sheet([found.small[name] for name in names], size=80)
    body.append(f"<h2>{both('样张', 'Contact sheet')}</h2>")
    source = data_uri("image/png", sheet.png())
    body.append(f'<p class="work"><img src="{source}" alt=""></p>')
    return document(_head(found), body, language=language)


def _head(found: Collection) -> Both:
    count, distinct = len(found.sizes), len(found.distinct())
    return (
        f"{found.name}：{count} 幅图画，其中不重复者 {distinct} 幅",
        f"{found.name}: {count} pictures, {distinct} of them distinct",
    )


def _facts(found: Collection) -> Iterator[Both]:
    low, middle, high = (
        np.percentile(found.sizes, share, axis=0, method="nearest") for share in (0, 50, 100)
    )
    usual = f"{middle[0]} × {middle[1]}"
    if (low == high).all():
        yield f"{usual} 像素", f"{usual} pixels"
    else:
        ends = f"{low[0]}–{high[0]} × {low[1]}–{high[1]}"
        yield f"{ends} 像素，中位 {usual}", f"{ends} pixels, the median {usual}"
    if len(found.labels) > 1:
        counts = [(label or ".", count) for label, count in found.labels.items()]
        yield (
            "标签：" + "、".join(f"{label} {count}" for label, count in counts),
            "labels: " + ", ".join(f"{label} {count}" for label, count in counts),
        )
    for (zh, en), count in found.notes.items():
        yield f"{count} 幅：{zh}", f"{count} pictures: {en}"
    if found.of("outlier"):
        yield (
            f"与众不同：以{found.by[0]}计，偏离中位逾 {FAR:g} 倍离差",
            f"unlike all others: by {found.by[1]}, more than {FAR:g} deviations off the median",
        )


def _remarks(found: Collection) -> Iterator[Both]:
    """What follows for learning from them."""
    distinct = len(found.distinct())
    if distinct <= 1 < len(found.sizes):
        yield (
            "所有图画看去实为一幅：可作变体，别无可学。",
            "All are one picture to the eye: it can be varied, and no more be learnt from it.",
        )
    elif len(found.sizes) == 1:
        yield "只有一幅图画：可作变体。", "It is one picture: it can be varied."
    counts = list(found.labels.values())
    if len(counts) > 1 and max(counts) > 10 * min(counts):
        yield (
            "各标签多寡悬殊（逾十倍）：少者难学。",
            "Some labels have ten times the pictures of others: the few will be learnt badly.",
        )


def _line(one: Finding, at: int) -> str:
    said = (one.zh, one.en)[at]
    names = ("、", ", ")[at].join(one.names)
    if said and said.startswith(one.names[0]):
        return said
    return f"{names}{('（' + said + '）', f' ({said})')[at]}" if said else names


def _shown(found: Collection, findings: list[Finding]) -> Iterator[str]:
    """Groups in rows of their own, single pictures in one, and in words what cannot be shown."""
    shown = findings[:_SHOWN]
    single = [one for one in shown if len(one.names) == 1 and one.names[0] in found.small]
    if single:
        pictures = "".join(_figure(found, one, one.names[0]) for one in single)
        yield f'<div class="row">{pictures}</div>'
    for one in shown:
        if one not in single:
            names = [name for name in one.names if name in found.small][:_IN_GROUP]
            pictures = "".join(_figure(found, one, name) for name in names)
            words = both(_line(one, 0), _line(one, 1))
            yield f'<div class="row">{pictures}</div>' if names else f"<p>{words}</p>"
    if len(findings) > _SHOWN:
        more = len(findings) - _SHOWN
        yield f"<p>{both(f'另有 {more} 项', f'and {more} more')}</p>"


def _figure(found: Collection, one: Finding, name: str) -> str:
    said = f"<br>{both(one.zh, one.en)}" if one.en else ""
    return figure(found.small[name], escape(name) + said)
