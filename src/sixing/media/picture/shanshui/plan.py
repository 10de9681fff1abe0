"""What a landscape is to hold: its elements, its season, weather, hour and mood, with reasons.

The elements are a closed list: what the painter can paint. It knows no words; `sixing.ideas.
pictures` makes a plan of a poem or an idea.

>>> plan = Plan({"moon": 1, "boat": 2}, season="autumn", hour="night")
>>> plan.count("boat"), plan.count("crane")
(2, 0)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sixing.errors import BadBrief

ELEMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mountain": "山",
        "far-mountain": "远山",
        "cliff": "崖",
        "waterfall": "瀑",
        "rock": "石",
        "water": "水",
        "waves": "浪",
        "shore": "岸",
        "island": "洲",
        "mist": "雾",
        "cloud": "云",
        "moon": "月",
        "sun": "日",
        "stars": "星",
        "rain": "雨",
        "snow": "雪",
        "wind": "风",
        "pine": "松",
        "willow": "柳",
        "bamboo": "竹",
        "plum": "梅",
        "blossom": "桃花",
        "maple": "枫",
        "bare-tree": "枯木",
        "tree": "树",
        "woods": "林",
        "reed": "芦",
        "lotus": "荷",
        "grass": "草",
        "chrysanthemum": "菊",
        "falling": "落花落叶",
        "boat": "舟",
        "sail": "帆",
        "fisher": "渔人",
        "figure": "人",
        "horse": "马",
        "ox": "牛",
        "pavilion": "亭",
        "tower": "楼",
        "cottage": "茅舍",
        "temple": "寺",
        "pagoda": "塔",
        "wall": "城",
        "bridge": "桥",
        "path": "路",
        "smoke": "炊烟",
        "lantern": "灯",
        "banner": "酒旗",
        "geese": "雁",
        "crane": "鹤",
        "swallow": "燕",
        "gull": "鸥",
        "crow": "鸦",
    }
)
"""Every element that can be painted, with its name in Chinese."""

SEASONS: Final = {"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
WEATHERS: Final = {"clear": "晴", "mist": "烟", "rain": "雨", "snow": "雪", "wind": "风"}
HOURS: Final = {"day": "昼", "dawn": "晓", "dusk": "暮", "night": "夜"}
DISTANCES: Final = {"high": "高远", "deep": "深远", "level": "平远"}
"""The three distances of Guo Xi (林泉高致, about 1080): up a mountain, into it, away over it."""

TEXTURES: Final = {"hemp": "披麻皴", "axe": "斧劈皴", "dots": "米点皴"}
"""Ways of texturing rock: long fibres of hemp, cuts of an axe, the dots of Mi Fu."""

MOST = 9
"""Of one element; a landscape with more is a pattern."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A landscape to be.

    Attributes:
        elements: how many of each of `ELEMENTS`.
        season, weather, hour, mood: "" where nothing is said; moods as in `sixing.works`.
        distance: one of `DISTANCES`, "" for the painter to choose.
        texture: one of `TEXTURES`, "" for the painter to choose.
        title: what the picture is called.
        reasons: why each is there, in sentences a person can read.
        unknown: what was asked for that cannot be painted.
    """

    elements: Mapping[str, int] = field(default_factory=dict)
    season: str = ""
    weather: str = ""
    hour: str = ""
    mood: str = ""
    distance: str = ""
    texture: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, many in self.elements.items():
            _require(name, ELEMENTS, "element", "景物")
            if not 1 <= many <= MOST:
                raise BadBrief(
                    f"{many} of {name}: a landscape takes 1 to {MOST} of an element",
                    zh=f"{ELEMENTS[name]} {many} 处：一幅之中每样可有 1 至 {MOST} 处",
                )
        _require(self.season, SEASONS, "season", "季节")
        _require(self.weather, WEATHERS, "weather", "天气")
        _require(self.hour, HOURS, "hour", "时辰")
        _require(self.distance, DISTANCES, "distance", "远法")
        _require(self.texture, TEXTURES, "texture", "皴法")
        object.__setattr__(self, "elements", MappingProxyType(dict(self.elements)))

    def count(self, element: str) -> int:
        """How many of an element."""
        return self.elements.get(element, 0)

    def has(self, *elements: str) -> bool:
        """Whether any of these is in it."""
        return any(name in self.elements for name in elements)


def _require(name: str, known: Mapping[str, str], what: str, zh: str) -> None:
    if name and name not in known:
        raise BadBrief(
            f'no {what} is called "{name}"; there are {", ".join(known)}',
            zh=f"没有叫“{name}”的{zh}；可用：{'、'.join(known.values())}",
        )
