"""What a landscape needs beyond what was asked: ground to stand on, water to float in, its season.

`settled` fills a plan, so that the painter paints the plan and nothing else. It draws nothing.

>>> full = settled(Plan({"boat": 1}), 7)
>>> full.count("boat"), full.has("water"), full.has("mountain")
(1, True, True)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sixing.media.picture.shanshui.noise import Chance, chance
from sixing.media.picture.shanshui.plan import Plan

TREES = ("pine", "willow", "plum", "blossom", "maple", "bare-tree", "tree")
PEOPLE = ("fisher", "figure", "horse", "ox")
BIRDS = ("geese", "crane", "swallow", "gull", "crow")
BUILDINGS = ("pavilion", "tower", "cottage", "temple", "pagoda", "wall")
AFLOAT = ("boat", "sail", "fisher")

_OF_SEASON = {
    "": ("pine", "tree"),
    "spring": ("willow", "blossom", "willow"),
    "summer": ("tree", "pine", "willow"),
    "autumn": ("maple", "bare-tree", "tree"),
    "winter": ("bare-tree", "pine", "plum"),
}
_LIFE = {
    "": ("boat", "geese", "pavilion", "figure"),
    "joy": ("swallow", "sail", "pavilion"),
    "sorrow": ("boat", "geese", "crow"),
    "longing": ("geese", "boat", "sail"),
    "solitude": ("fisher", "boat"),
    "ambition": ("sail", "crane", "tower"),
    "serenity": ("pavilion", "gull", "figure", "boat"),
}
_HIGH = ("waterfall", "cliff", "temple", "pagoda")
_WIDE = ("sail", "geese", "island", "lotus", "reed", "gull", "waves")


def settled(plan: Plan, seed: int) -> Plan:
    """The plan with what it needs; the same plan and seed, the same needs."""
    fate = chance(seed, "plan")
    many = dict(plan.elements)
    for name in _needs(plan, fate):
        many.setdefault(name, 1)
    distance = plan.distance or _distance(plan, fate)
    many.setdefault("far-mountain", {"high": 2, "deep": 3, "level": 3}[distance])
    many.setdefault("mountain", {"high": 2, "deep": 3, "level": 2}[distance])
    many.setdefault("mist", 2 if distance != "level" else 1)
    many.setdefault("rock", 2)
    return replace(
        plan, elements=many, distance=distance, texture=plan.texture or _texture(plan, fate)
    )


def _needs(plan: Plan, fate: Chance) -> Iterable[str]:
    yield from ("water", "shore")
    yield from {"rain": ("rain",), "snow": ("snow",), "wind": ("wind",)}.get(plan.weather, ())
    dim = plan.has("rain", "snow") or plan.weather in ("rain", "snow", "mist")
    if plan.hour == "night" and not dim and not plan.has("sun", "moon", "stars"):
        yield "moon"
    if plan.hour in ("dusk", "dawn") and not dim and not plan.has("sun", "moon", "stars"):
        yield "sun"
    if plan.has("smoke", "banner", "lantern") and not plan.has("cottage", "tower", "temple"):
        yield "cottage"
    if not plan.has(*TREES, "bamboo"):
        yield str(fate.choice(_OF_SEASON["winter" if plan.has("snow") else plan.season]))
    if not plan.has(*PEOPLE, *BIRDS, *BUILDINGS, *AFLOAT):
        yield str(fate.choice(_LIFE[plan.mood]))
    yield "grass" if plan.season != "winter" else "rock"


def _distance(plan: Plan, fate: Chance) -> str:
    high = 1.0 + 2 * plan.has(*_HIGH) + 2 * (plan.mood == "ambition") + (plan.count("mountain") > 2)
    level = 1.0 + 1.5 * plan.has(*_WIDE) + 2 * (plan.mood in ("longing", "solitude"))
    deep = 1.0 + (plan.mood in ("serenity", "joy")) + plan.has("mist", "woods", "path")
    odds = [high, deep, level]
    return str(fate.choice(("high", "deep", "level"), p=[one / sum(odds) for one in odds]))


def _texture(plan: Plan, fate: Chance) -> str:
    """Mi's dots for rain and mist, the axe for heights of the mind, hemp for all else."""
    if plan.weather in ("rain", "mist") or plan.has("rain"):
        return str(fate.choice(("dots", "hemp"), p=(0.75, 0.25)))
    sharp = 0.75 if plan.mood in ("ambition", "solitude") or plan.has("cliff") else 0.3
    return str(fate.choice(("axe", "hemp"), p=(sharp, 1 - sharp)))
