"""A set page as SVG: text that can be selected, in whatever Chinese font the reader has.

Draws what `setting` placed; decides nothing. The file asks for nothing from elsewhere.

>>> from sixing.media.poem.annotate import plain
>>> from sixing.media.poem.setting import set_page
>>> draw(set_page(plain(("一二三四五",) * 4, "五绝", "月")))[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sixing.media.palette import DAY, Palette
from sixing.media.poem.setting import BODY, BOLDER, Glyph, Mark, Page, seal_outline

FAMILIES = (
    "LXGW WenKai, LXGW WenKai GB, Kaiti SC, STKaiti, KaiTi, BiauKai, TW-Kai, AR PL UKai CN, "
    "Noto Serif CJK SC, Source Han Serif SC, Songti SC, STSong, SimSun, AR PL UMing CN, serif"
)
_INKS = {"body": "ink", "title": "ink", "small": "soft", "seal": "carved"}


def draw(page: Page, label: str = "", *, ink: Palette = DAY) -> str:
    """Write a page as one SVG element; ``label`` is read out to who cannot see it."""
    size = f'viewBox="0 0 {page.width:g} {page.height:g}" width="{page.width:g}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} height="{page.height:g}" '
        f'role="img" font-family="{FAMILIES}" text-anchor="middle">'
    )
    shapes = [*_ground(page, ink), *_seal(page, ink), *(_mark(m, ink) for m in page.marks)]
    glyphs = [_glyph(g, ink) for g in page.glyphs]
    return "\n".join([head, f"<title>{escape(label)}</title>", *shapes, *glyphs, "</svg>\n"])


def _ground(page: Page, ink: Palette) -> Iterator[str]:
    yield f'<rect width="{page.width:g}" height="{page.height:g}" fill="{ink.paper}"/>'
    frame = page.frame
    for x in page.rules:
        yield (
            f'<path d="M{x:.1f} {frame.top:g}V{frame.bottom:g}" '
            f'stroke="{ink.rule}" stroke-width="1.2"/>'
        )
    for outside, thick in ((0.0, 1.2), (7.0, 4.0)):
        wide = frame.right - frame.left + 2 * outside
        high = frame.bottom - frame.top + 2 * outside
        yield (
            f'<rect x="{frame.left - outside:g}" y="{frame.top - outside:g}" width="{wide:g}" '
            f'height="{high:g}" fill="none" stroke="{ink.frame}" stroke-width="{thick:g}"/>'
        )


def _seal(page: Page, ink: Palette) -> Iterator[str]:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in seal_outline(page.seal))
    yield f'<polygon points="{points}" fill="{ink.seal}"/>'


def _glyph(glyph: Glyph, ink: Palette) -> str:
    colour = ink.red if glyph.rhyme else getattr(ink, _INKS[glyph.role])
    # A hanzi's ink is centred 0.38 em above its baseline in the common Kai and Song faces.
    place = f'x="{glyph.x:.1f}" y="{glyph.y + 0.36 * glyph.size:.1f}"'
    turn = f' transform="rotate(90 {glyph.x:.1f} {glyph.y:.1f})"' if glyph.turned else ""
    style = f'font-size="{glyph.size:.1f}" fill="{colour}"'
    if glyph.role == "seal":
        style += f' stroke="{colour}" stroke-width="{2 * BOLDER * glyph.size:.1f}"'
    return f"<text {place} {style}{turn}>{escape(glyph.text)}</text>"


def _mark(mark: Mark, ink: Palette) -> str:
    x, y, r = mark.x, mark.y, mark.size / 2
    thin = f'stroke="{ink.soft}" stroke-width="{BODY / 40:g}"'
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"'
    if mark.kind == "平":
        return f'{ring} fill="none" {thin}/>'
    if mark.kind == "仄":
        return f'{ring} fill="{ink.soft}" {thin}/>'
    if mark.kind == "通":
        half = f'<path d="M{x:.1f} {y - r:.1f}a{r:.1f} {r:.1f} 0 0 0 0 {2 * r:.1f}z"'
        return f'{ring} fill="none" {thin}/>{half} fill="{ink.soft}"/>'
    if mark.kind == "韵":
        points = f"{x:.1f},{y - r:.1f} {x + r:.1f},{y + r * 0.8:.1f} {x - r:.1f},{y + r * 0.8:.1f}"
        return f'<polygon points="{points}" fill="{ink.red}"/>'
    cross = (
        f"M{x - r:.1f} {y - r:.1f}l{2 * r:.1f} {2 * r:.1f}m0 {-2 * r:.1f}l{-2 * r:.1f} {2 * r:.1f}"
    )
    return f'<path d="{cross}" stroke="{ink.red}" stroke-width="{BODY / 20:g}"/>'
