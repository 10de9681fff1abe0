"""What it would cost to draw a drawing, counted before it is drawn: use, patterns, filters, layers.

An element that is used ten times by one that is used ten times … is drawn without end, though the
file is small; so is a filter of a million octaves. It sees a cleaned tree of elements and counts;
it draws nothing.

>>> from xml.etree import ElementTree as ET
>>> root = ET.fromstring('<svg><g id="a"><use href="#a"/></g></svg>')
>>> refuse_costly(root)
Traceback (most recent call last):
sixing.errors.BadPicture: the drawing's element "a" uses itself
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sixing.errors import BadPicture

MOST_DRAWN = 300_000
"""Elements that are drawn in the end, with every use and every tile counted."""
MOST_CHAIN = 32
"""Uses of uses."""
LAYER_BYTES = 256_000_000
"""Of pictures that are drawn apart, one within another, to be laid on."""
#: Largest numbers that a filter may be given, by attribute.
_FILTER = {"numOctaves": 12.0, "radius": 64.0, "order": 15.0, "kernelMatrix": 225.0}
_FILTER_WEIGHT = 200
_REFERENCE = re.compile(r"url\(\s*['\"]?\s*#([^)'\"\s]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NAME = re.compile(r"[.#]?[\w-]+|\*")
_APART = ("opacity", "filter", "mask", "clip-path", "mix-blend-mode", "isolation")
_NUMBER = re.compile(r"-?[0-9.]+(?:e[+-]?\d+)?", re.I)

_Cost = tuple[int, int]
"""Elements drawn, and layers within one another."""


def refuse_costly(root: Element) -> int:
    """Refuse a tree that would take too long to draw; its layers otherwise.

    Raises:
        BadPicture: it is so.
    """
    for element in root.iter():
        _refuse_filter(element)
    drawn, layers = _Counter(root).cost(root, ())
    if drawn > MOST_DRAWN:
        raise _too_much()
    return layers


def refuse_layers(layers: int, side: int) -> None:
    """Refuse to draw so many layers at such a size.

    Raises:
        BadPicture: they would take more than `LAYER_BYTES`.
    """
    if (layers + 2) * side * side * 4 > LAYER_BYTES:
        raise BadPicture(
            f"{layers} layers of {side} × {side} pixels are too many: draw it smaller",
            zh=f"{layers} 层 {side} × {side} 像素过多：请缩小绘制尺寸",
        )


class _Counter:
    """Counts by element; what an id costs is counted once."""

    def __init__(self, root: Element) -> None:
        self._of_id = {element.get("id", ""): element for element in root.iter()}
        self._sheet = _sheet_references(root)
        self._known: dict[str, _Cost] = {}

    def cost(self, element: Element, chain: tuple[str, ...]) -> _Cost:
        """What an element costs where it stands; ``chain`` is by which uses it is reached."""
        drawn, layers = (_FILTER_WEIGHT if element.tag.startswith("fe") else 1), 0
        for child in element:
            more, deeper = self.cost(child, chain)
            drawn, layers = drawn + more, max(layers, deeper)
            if drawn > MOST_DRAWN:
                raise _too_much()
        for name, times in self._references(element):
            more, deeper = self._of(name, chain)
            drawn, layers = drawn + times * more, max(layers, deeper)
        if drawn > MOST_DRAWN:
            raise _too_much()
        style = element.get("style", "")
        return drawn, layers + any(element.get(name) or name in style for name in _APART)

    def _of(self, name: str, chain: tuple[str, ...]) -> _Cost:
        if name in chain:
            raise BadPicture(
                f'the drawing\'s element "{name}" uses itself', zh=f"图画的元素“{name}”引用了自身"
            )
        if name not in self._known:
            if len(chain) > MOST_CHAIN:
                raise _too_much()
            target = self._of_id.get(name)
            self._known[name] = (0, 0) if target is None else self.cost(target, (*chain, name))
        return self._known[name]

    def _references(self, element: Element) -> Iterator[tuple[str, int]]:
        """Ids that an element draws, and how many times."""
        for attribute, value in element.attrib.items():
            if attribute == "href" and value.startswith("#"):
                yield value[1:], 1
            times = max(1, len(element.get("d", "")) // 2) if "marker" in attribute else 1
            yield from ((name, times) for name in _REFERENCE.findall(value))
        selectors = [element.tag, "*", f"#{element.get('id', '')}"]
        selectors += [f".{name}" for name in element.get("class", "").split()]
        for selector in selectors if self._sheet else ():
            yield from ((name, 1) for name in self._sheet.get(selector, ()))


def _sheet_references(root: Element) -> dict[str, list[str]]:
    """Ids that style sheets name, by the last selector of their rules."""
    found: dict[str, list[str]] = defaultdict(list)
    for sheet in root.iter("style"):
        for selectors, body in _RULE.findall(sheet.text or ""):
            names = _REFERENCE.findall(body)
            for selector in selectors.split(",") if names else ():
                last = selector.split()[-1:] or ["*"]
                for simple in _NAME.findall(last[0]) or ["*"]:
                    found[simple] += names
    return found


def _refuse_filter(element: Element) -> None:
    for name, most in _FILTER.items() if element.tag.startswith("fe") else ():
        said = element.get(name, "")
        numbers = _NUMBER.findall(said)
        counted = name == "kernelMatrix"
        if len(numbers) > most if counted else any(_far(number, most) for number in numbers):
            raise BadPicture(
                f'a filter has {name}="{said[:20]}", at most {most:g}: lower it',
                zh=f"图画滤镜的 {name} 过大，至多 {most:g}：请调低",
            )


def _far(said: str, most: float) -> bool:
    try:
        return abs(float(said)) > most
    except ValueError:
        return True


def _too_much() -> BadPicture:
    return BadPicture(
        f"the drawing's elements use one another so that more than {MOST_DRAWN:,} would be drawn",
        zh=f"图画的元素层层引用，需绘制逾 {MOST_DRAWN:,} 个",
    )
