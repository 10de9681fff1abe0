"""What a picture is, in a line: its kind, its size, and of a drawing what is in it.

>>> lines = ('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">',
...          '<g data-element="moon"/><g data-element="boat"/><g data-element="boat"/></svg>')
>>> summary(Work("picture", "scene", "", lines), "en")
'scene, 40 × 30: boat 2, moon'
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from sixing.media.picture.forms import KINDS
from sixing.media.picture.picture import Picture
from sixing.media.picture.spelling import read
from sixing.works import Work

_ELEMENT = re.compile(r'data-element="([a-z-]+)"')


def summary(work: Work, lang: Literal["zh", "en"] = "zh") -> str:
    """What a picture is.

    Raises:
        BadWork: it holds no picture.
    """
    content = read(work.content)
    kind = _kind(work.form, lang)
    if isinstance(content, Picture):
        return f"{kind}{_comma(lang)}{content.width} × {content.height}"
    counts = Counter(_ELEMENT.findall(content))
    held = [name if n == 1 else f"{name} {n}" for name, n in sorted(counts.items())]
    size = " × ".join(_sides(content))
    head = f"{kind}{_comma(lang)}{size}" if size else kind
    return head + (("：" if lang == "zh" else ": ") + _comma(lang).join(held) if held else "")


def _sides(svg: str) -> list[str]:
    head = svg[: svg.find(">") + 1]
    found = dict(re.findall(r'\s(width|height)="([\d.]+)', head))
    return [found[side] for side in ("width", "height") if side in found]


def _kind(form: str, lang: Literal["zh", "en"]) -> str:
    for kind in KINDS:
        if kind.name == form:
            return kind.zh if lang == "zh" else kind.name
    return "图画" if lang == "zh" else "picture"


def _comma(lang: Literal["zh", "en"]) -> str:
    return "，" if lang == "zh" else ", "
