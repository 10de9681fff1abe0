"""A profile of pictures as one page: swatches, plots, kinds with typical pictures.

Plots are plain SVG; the page is in both languages and fetches nothing.

>>> from sixing.patterns.pictures import profile
>>> grey = Picture(np.full((16, 16, 3), 90, np.uint8))
>>> told = page(profile([grey] * 3, ["a", "b", "c"]), "en", [grey] * 3)
>>> "深灰" in told, "dark grey" in told, told.count("<svg")
(True, True, 5)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import cos, pi, sin

import numpy as np

from sixing.media.picture.document import both, document, figure
from sixing.media.picture.picture import Picture
from sixing.media.picture.sheet import fit
from sixing.patterns.picture_wording import SAYINGS, headline, shown, size
from sixing.patterns.pictures import Habit, Profile
from sixing.patterns.pictures import Lang as Language

TYPICAL, SHOWN = 6, 112
"""Pictures shown of a kind, and pixels of their longer side."""
WIDE, ROW, MOST = 640, 24, 3.0
"""Pixels of a plot and of a row of it; deviations that a plot of traits reaches to."""


def page(profile: Profile, language: Language = "zh", pictures: Sequence[Picture] = ()) -> str:
    """A whole HTML document; see `Profile.html`."""
    title = headline(profile, "zh"), headline(profile, "en")
    body = [
        *_head("palette"), palette(profile),
        *_head("habits"), _wide(habits(profile.habits)),
        *_head("figures"), *_figures(profile),
        f'<div class="row">{_plot("ways", rose(profile))}{_plot("weights", heat(profile))}</div>',
        *_head("kinds"), *_kinds(profile, pictures),
    ]  # fmt: skip
    about = both(size(profile, "zh"), size(profile, "en"))
    return document(title, body, about=about, language=language)


def _head(name: str) -> Iterator[str]:
    yield f"<h2>{both(*SAYINGS[name])}</h2>"
    yield f'<p class="quiet">{both(*SAYINGS[name + ".how"])}</p>'


def _wide(drawn: str) -> str:
    return f'<div class="wide">{drawn}</div>'


def _plot(name: str, drawn: str) -> str:
    return f'<div><p class="quiet">{both(*SAYINGS[name])}</p>{drawn}</div>'


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-size="12" fill="currentColor">{"".join(parts)}</svg>'
    )


def palette(profile: Profile) -> str:
    """Swatches as wide as their shares, and their names."""
    parts, left = [], 0.0
    total = sum(one.share for one in profile.palette) or 1.0
    for one in profile.palette:
        wide = WIDE * one.share / total
        parts.append(
            f'<rect x="{left:.1f}" width="{wide:.1f}" height="56" fill="{one.colour}">'
            f"<title>{one.colour}</title></rect>"
        )
        left += wide
    names = "".join(
        f'<td><svg width="14" height="14" viewBox="0 0 1 1" style="vertical-align:middle">'
        f'<rect width="1" height="1" fill="{one.colour}"/></svg> '
        f"{both(one.zh, one.en)} {one.share:.0%}</td>"
        for one in profile.palette
    )
    strip = _svg(WIDE, 56, parts)
    return _wide(f"{strip}<table><tr>{names}</tr></table>")


def habits(rows: Sequence[Habit]) -> str:
    """Traits as dots on a line of deviations, with how far pictures differ."""
    middle = WIDE / 2
    unit = (WIDE / 2 - 170) / MOST
    parts = [_upright(middle + step * unit, ROW * len(rows), step == 0) for step in range(-3, 4)]
    for at, one in enumerate(rows):
        y, x = ROW * at + ROW / 2, middle + unit * max(-MOST, min(MOST, one.mean))
        low, high = (
            middle + unit * max(-MOST, min(MOST, one.mean + sign * one.spread)) for sign in (-1, 1)
        )
        # The words stand on the side to which the trait leans.
        side, anchor = (WIDE, "end") if one.mean >= 0 else (0, "start")
        parts.append(
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="#a5321f" '
            f'stroke-width="2" stroke-opacity=".45"/><circle cx="{x:.1f}" cy="{y}" r="5" '
            f'fill="#a5321f"/><text x="{side}" y="{y + 4}" text-anchor="{anchor}">'
            f"{_spans(one.zh, one.en)} {one.mean:+.1f}</text>"
        )
    return _svg(WIDE, ROW * len(rows), parts)


def _upright(x: float, tall: int, strong: bool) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{tall}" stroke="currentColor" '
        f'stroke-opacity="{0.5 if strong else 0.12}"/>'
    )


def _spans(zh: str, en: str) -> str:
    return f'<tspan class="zh">{escape(zh)}</tspan><tspan class="en">{escape(en)}</tspan>'


def rose(profile: Profile) -> str:
    """Directions of edges as petals; both ends of a direction are one."""
    radius, most, count = 90.0, max(profile.ways), len(profile.ways)
    ring = f'<circle cx="100" cy="100" r="{radius}" fill="none" stroke="currentColor" '
    parts = [ring + 'stroke-opacity=".2"/>']
    for at, share in enumerate(profile.ways):
        for turned in (0.0, pi):
            angles = (pi * (at + half) / count + turned for half in (-0.45, 0.45))
            far = radius * share / most
            points = " ".join(f"{100 + far * cos(a):.1f},{100 - far * sin(a):.1f}" for a in angles)
            parts.append(f'<polygon points="100,100 {points}" fill="#4d6a7c" fill-opacity=".8"/>')
    return _svg(200, 200, parts)


def heat(profile: Profile) -> str:
    """Where edges lie: the darker, the more of them."""
    side, most = 200 / len(profile.weights), max(map(max, profile.weights))
    parts = [
        f'<rect x="{side * column:.1f}" y="{side * row:.1f}" width="{side:.1f}" '
        f'height="{side:.1f}" fill="#a5321f" fill-opacity="{value / most:.2f}"/>'
        for row, values in enumerate(profile.weights)
        for column, value in enumerate(values)
    ]
    frame = '<rect width="200" height="200" fill="none" stroke="currentColor" stroke-opacity=".3"/>'
    return _svg(200, 200, [*parts, frame])


def _figures(profile: Profile) -> Iterator[str]:
    heads = zip(*(words.split("|") for words in SAYINGS["heads"]), strict=True)
    head = "".join(f"<th>{both(zh, en)}</th>" for zh, en in heads)
    rows = (
        f"<tr><td>{both(one.zh, one.en)}</td><td>{shown(one.median, one.name)}</td>"
        f"<td>{shown(one.low, one.name)} – {shown(one.high, one.name)}</td>"
        f"<td>{one.counted}</td></tr>"
        for one in profile.figures
    )
    yield _wide(f"<table><tr>{head}</tr>{''.join(rows)}</table>")


def _kinds(profile: Profile, pictures: Sequence[Picture]) -> Iterator[str]:
    for kind, (zh, en) in zip(profile.clusters, profile.kinds, strict=True):
        yield f"<p><b>{both(zh, en)}</b> {len(kind.members)} ({kind.share:.0%})</p>"
        if kind.labels:
            told = ", ".join(f"{name} {here:.0%}" for name, here, _ in kind.labels[:4])
            yield f'<p class="quiet">{escape(told)}</p>'
        shown_ = kind.members[:TYPICAL] if pictures else ()
        figures = (figure(_small(pictures[at]), escape(profile.names[at])) for at in shown_)
        yield f'<div class="row">{"".join(figures)}</div>'


def _small(picture: Picture) -> Picture:
    found = fit(picture, SHOWN)
    return Picture(np.ascontiguousarray(found.pixels))
