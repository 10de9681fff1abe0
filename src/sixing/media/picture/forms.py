"""The kinds of pictures that can be asked for, and what each is made by.

Only names and sizes: how a kind is made is known elsewhere.

>>> find("山水").name, find("emoji").drawn
('shanshui', False)
"""

from __future__ import annotations

from dataclasses import dataclass

from sixing.errors import UnknownForm


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of picture.

    Attributes:
        name, zh: what a brief calls it.
        drawn: whether it is a drawing (SVG) rather than pixels.
        given: whether a person brings something that it is made from (a picture, a poem).
        said: what it is, in English and Chinese.
    """

    name: str
    zh: str
    drawn: bool
    given: bool
    said: tuple[str, str]


KINDS = (
    Kind("shanshui", "山水", True, False, ("a landscape in ink", "水墨山水")),
    Kind("scene", "小景", True, False, ("things named, set in a scene", "所说之物，合成小景")),
    Kind("abstract", "抽象", False, False, ("a pattern that evolved", "演化出的图案")),
    Kind("emoji", "表情", False, False, ("an invented emoji", "新造的表情")),
    Kind("brush", "墨迹", False, False, ("an invented character in ink", "新造的墨字")),
    Kind("piece", "画作", False, False, ("after a collection of one's own", "仿自己的画集")),
    Kind("variation", "变奏", False, True, ("a variation of a picture", "一幅画的变奏")),
    Kind("styled", "仿作", False, True, ("a picture in the manner of another", "以他画笔法重绘")),
    Kind("translated", "转译", False, True, ("a picture carried over", "转作另一类画")),
    Kind("projected", "投影", False, True, ("a picture as a model sees it", "模型眼中之画")),
    Kind("scroll", "立轴", True, True, ("a poem beside its painting", "诗画立轴")),
)
"""Every kind, the usual ones first."""


def find(name: str) -> Kind:
    """The kind of this name, in either language.

    Raises:
        UnknownForm: there is none.
    """
    for kind in KINDS:
        if name.strip().lower() in (kind.name, kind.zh):
            return kind
    raise UnknownForm(name, near=tuple(kind.name for kind in KINDS))
