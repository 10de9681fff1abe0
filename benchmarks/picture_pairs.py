"""Pictures and manners for the benches of style transfer: pairs to calibrate on, pairs to test.

Photos and paintings are GCompris', landscapes and patterns our own. No picture and no manner is in
both sets (Van Gogh is, with different paintings).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks.picture_data import folder
from benchmarks.picture_rcc import ROOMS, pictures
from sixing.making.archive import evolve
from sixing.media.picture.drawing import render
from sixing.media.picture.picture import Picture
from sixing.media.picture.shanshui import Plan, paint

SIDE = 288
"""Longest side of a photo in pixels; that of a manner is `READ`."""
READ = 512
EVOLVED = 2000
SEASONS = ("spring", "summer", "autumn", "winter")


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture, and one whose manner it takes."""

    name: str
    picture: Picture
    style: Picture


def pairs() -> tuple[list[Pair], list[Pair]]:
    """20 pairs to calibrate on and 40 others to test."""
    rooms = folder(*ROOMS.split("/"))
    houses = pictures(rooms, "explore_monuments", "*/resource/*.webp", SIDE)
    beasts = pictures(rooms, "erase", "*/resource/*.webp", SIDE)
    both = [*houses.items(), *beasts.items()]
    photos = [both[i * 29 % len(both)] for i in range(60)]
    whole = _paintings("details", rooms, "*Gogh*", "*Tanguy*", "*Auvers*")
    parts = _paintings("paintings", rooms, "*gogh_auvert*", "*summertime*", "*galette-[12]*")
    first = _paired(photos[:20], [*parts, *_made(0, 4)])
    return first, _paired(photos[20:], [*whole, *_made(1, 6)])


def _paintings(room: str, rooms: Path, *patterns: str) -> list[tuple[str, Picture]]:
    found = [pictures(rooms, room, f"*/image/{one}.webp", READ) for one in patterns]
    return [named for one in found for named in one.items()]


def _made(seed: int, count: int) -> list[tuple[str, Picture]]:
    """Landscapes of ink and evolved patterns, ``count`` of each."""
    found = []
    for number, kept in enumerate(evolve(seed, EVOLVED).pick(count, seed=seed)):
        plan = Plan({"pine": 1, "water": 1}, season=SEASONS[number % len(SEASONS)])
        ink = render(paint(plan, 100 * seed + number, READ, READ), READ)
        pattern = Picture.of_grid(kept.pattern.drawn(READ, READ))
        found += [(f"landscape {seed}.{number}", ink), (f"pattern {seed}.{number}", pattern)]
    return found


def _paired(photos: list[tuple[str, Picture]], styles: list[tuple[str, Picture]]) -> list[Pair]:
    rows = zip(photos, islice(cycle(styles), len(photos)), strict=True)
    return [Pair(f"{a} + {b}", photo, style) for (a, photo), (b, style) in rows]
