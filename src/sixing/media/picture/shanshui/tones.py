"""The colours of a landscape by season, hour and weather: ink, paper and a few mineral washes.

Ink is of five tones (墨分五色); colour is a thin wash over it (浅绛, 青绿). It knows no shape.

>>> tones_of(Plan({"moon": 1}, season="autumn", hour="night")).paper
'#dcd8cb'
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sixing.media.picture.shanshui.plan import Plan


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours as ``#rrggbb``, washes from 0 (none) to 1.

    Attributes:
        paper: the ground, which is also mist, water and snow.
        ink, grey: burnt ink and pale ink.
        far: the wash of what is far away.
        near, flank: the washes on mountains, towards the foot and towards the crest.
        colour: how strong those are.
        leaf, leaf2: foliage.
        flower: blossom, red leaves.
        sky, glow: the sky above, and the light at its foot.
        sky_depth, glow_depth: how strong these are.
        dim: how much of the ink is left (mist, night and rain take some).
    """

    paper: str = "#f2ead8"
    ink: str = "#1d1b1a"
    grey: str = "#59564f"
    far: str = "#7f93a0"
    near: str = "#b08a55"
    flank: str = "#6f8f7c"
    colour: float = 0.4
    leaf: str = "#3d5a45"
    leaf2: str = "#6d8a55"
    flower: str = "#c4574d"
    sky: str = "#8fa3ad"
    glow: str = "#e8d3ae"
    sky_depth: float = 0.16
    glow_depth: float = 0.0
    dim: float = 1.0


_SEASON = {
    "": Tones(),
    "spring": Tones(paper="#f4eddb", far="#86a3a6", near="#b9a567", flank="#6a9a80", colour=0.45,
                    leaf="#5d7f4a", leaf2="#8fae5c", flower="#d9808a", sky="#9db8b8"),
    "summer": Tones(paper="#f1ecdb", far="#6f929c", near="#9a8f58", flank="#3f7d6b", colour=0.55,
                    leaf="#2f5a45", leaf2="#54824f", flower="#d27786", sky="#86a6ae"),
    "autumn": Tones(paper="#f3e7cf", far="#8b97a0", near="#b97a3e", flank="#a08a58", colour=0.5,
                    leaf="#6b5a35", leaf2="#a9803a", flower="#b8432f", sky="#a3a69f",
                    glow="#e9c48f"),
    "winter": Tones(paper="#eceae2", far="#8e9aa6", near="#a49c8c", flank="#8a979b", colour=0.22,
                    leaf="#3c4a45", leaf2="#6a7468", flower="#b8434b", sky="#7f8d98",
                    sky_depth=0.34),
}  # fmt: skip


def tones_of(plan: Plan) -> Tones:
    """The colours that a plan asks for."""
    tones = _SEASON[plan.season]
    if plan.has("snow") or plan.weather == "snow":
        tones = replace(_SEASON["winter"], sky="#6b7883", sky_depth=0.62, colour=0.12)
    if plan.weather in ("rain", "mist"):
        tones = replace(tones, sky="#7c8a8f", sky_depth=0.42 if plan.weather == "rain" else 0.2,
                        dim=0.8, colour=tones.colour * 0.7)  # fmt: skip
    return _felt(_lit(tones, plan), plan)


def _lit(tones: Tones, plan: Plan) -> Tones:
    """Under the light of the hour."""
    if plan.hour == "night":
        return replace(tones, paper="#dcd8cb", sky="#39485a", sky_depth=max(0.62, tones.sky_depth),
                       far="#66788a", colour=tones.colour * 0.55, glow="#e9dfc0")  # fmt: skip
    if plan.hour == "dusk":
        return replace(tones, sky="#8d8496", sky_depth=0.3, glow="#e39a62", glow_depth=0.55,
                       far="#8f8795")  # fmt: skip
    if plan.hour == "dawn":
        return replace(tones, sky="#9fb0bd", sky_depth=0.25, glow="#f0b9a0", glow_depth=0.5,
                       far="#8fa1b0")  # fmt: skip
    return tones


def _felt(tones: Tones, plan: Plan) -> Tones:
    """As the mood has it: sorrow and solitude thin the colour, joy and ambition feed it."""
    thin = {"sorrow": 0.6, "solitude": 0.45, "longing": 0.85, "serenity": 0.9, "joy": 1.25,
            "ambition": 1.1}  # fmt: skip
    dim = {"sorrow": 0.92, "solitude": 0.85, "ambition": 1.1}
    return replace(tones, colour=tones.colour * thin.get(plan.mood, 1.0),
                   dim=tones.dim * dim.get(plan.mood, 1.0))  # fmt: skip


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, ``share`` of the way to the other.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    a, b = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (one, other))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))
