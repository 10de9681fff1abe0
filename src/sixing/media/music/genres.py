"""Kinds of pieces by name, English and Chinese: what style, metre and plan each has.

The plan's letters are sections of four or eight bars (`forms`). Facts of the field; what a style's
pieces really do is counted when it is fitted.

>>> find("jig").metre, find("众赞歌").style, find("reel").name
('6/8', 'bach', 'reel')
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from sixing.errors import UnknownForm


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of piece.

    Attributes:
        style: the tradition that a piece of this kind is made in, when nobody says.
        metre: as written, "" where the style's habits decide.
        plan: sections in order, "" for one without return.
    """

    name: str
    zh: str
    style: str
    metre: str = ""
    plan: str = ""
    bars: int = 16


GENRES = (
    Genre("chorale", "众赞歌", "bach", "4/4", bars=8),
    Genre("jig", "吉格舞曲", "irish", "6/8", "AB"),
    Genre("slip jig", "滑步吉格", "irish", "9/8", "AB"),
    Genre("reel", "里尔舞曲", "irish", "4/4", "AB"),
    Genre("polka", "波尔卡", "irish", "2/4", "AB"),
    Genre("tune", "爱尔兰曲调", "irish", "", "AB"),
    Genre("hornpipe", "号笛舞曲", "fiddle", "4/4", "AB"),
    Genre("clog", "木屐舞曲", "fiddle", "4/4", "AB"),
    Genre("quartet", "弦乐四重奏", "quartet"),
    Genre("madrigal", "牧歌", "madrigal", "4/4"),
    Genre("rag", "散拍乐", "rag", "2/4", "AABB"),
    Genre("metal", "金属乐", "metal", "4/4", "AABA"),
    Genre("swing", "摇摆乐", "swing", "4/4", "AABA"),
    Genre("bossa", "巴萨诺瓦", "bossa", "4/4", "AABA"),
    Genre("air", "中国小调", "chinese", "2/4", "ABAB"),
)
_BY_NAME = {word: genre for genre in GENRES for word in (genre.name, genre.zh)}
#: What each style's pieces are when nobody says.
_USUAL = {
    "bach": "chorale", "irish": "tune", "fiddle": "hornpipe", "chinese": "air",
    **{name: name for name in ("quartet", "madrigal", "rag", "metal", "swing", "bossa")},
}  # fmt: skip


def find(name: str) -> Genre:
    """A kind of piece by its name.

    Raises:
        UnknownForm: none is called so.
    """
    said = name.strip().lower()
    if said not in _BY_NAME:
        raise UnknownForm(name, difflib.get_close_matches(said, _BY_NAME, 3) or ["jig", "众赞歌"])
    return _BY_NAME[said]


def of_style(style: str) -> Genre:
    """What a style's pieces are when nobody says; of a style of one's own, just pieces."""
    return _BY_NAME[_USUAL[style]] if style in _USUAL else Genre("piece", "乐曲", style)
