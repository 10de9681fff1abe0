"""Drawings (SVG) of others made harmless, and drawn: no script runs, nothing else is read.

`clean` keeps the elements and attributes that draw and leaves out the rest: scripts, handlers of
events, foreign objects, animation, and every link but one within the drawing. What was left out is
said. A drawing that would take the machine's time or memory (entities, elements that use one
another without end, enormous filters) is refused before it is drawn. `render` then gives the text
to resvg, whose only other files are the fonts of this machine, and these only for a drawing that
has words.

>>> bad = '<svg xmlns="http://www.w3.org/2000/svg"><script/><rect width="9" height="9"/></svg>'
>>> clean(bad).dropped
('script',)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import numpy as np
from PIL import Image

from sixing.errors import BadPicture
from sixing.media.picture import limits
from sixing.media.picture.drawing_cost import refuse_costly, refuse_layers
from sixing.media.picture.drawing_links import cleaned_attributes, cleaned_sheet
from sixing.media.picture.extra import library
from sixing.media.picture.picture import Picture

SVG = "http://www.w3.org/2000/svg"
SMALLEST, LARGEST = 256, 2048
"""Pixels of the longer side of a drawing that is drawn at its own size."""
MOST_ELEMENTS, MOST_ATTRIBUTES, DEEPEST = 100_000, 600_000, 48
_ENTITY_TEXT = 1_000_000
_QUICK, _ABSURD = 10_000, 1_000  # tags that are read at once; a depth that no comment explains

_SHAPES = (
    "svg", "g", "defs", "symbol", "use", "switch", "a", "title", "desc", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "image", "style",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter",
)  # fmt: skip
_EFFECTS = (
    "Blend", "ColorMatrix", "ComponentTransfer", "Composite", "ConvolveMatrix", "DiffuseLighting",
    "DisplacementMap", "DistantLight", "DropShadow", "Flood", "FuncA", "FuncB", "FuncG", "FuncR",
    "GaussianBlur", "Image", "Merge", "MergeNode", "Morphology", "Offset", "PointLight",
    "SpecularLighting", "SpotLight", "Tile", "Turbulence",
)  # fmt: skip
_DRAWS = frozenset(_SHAPES) | {f"fe{effect}" for effect in _EFFECTS}
_SILENT = frozenset(("metadata", "view", "namedview"))
_WORDS = frozenset(("text", "tspan", "textPath"))
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.:-]+)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>""")
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|)\s*", re.I)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54,
          "in": 96.0, "em": 16.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that may be shown to anybody.

    Attributes:
        text: the SVG document.
        dropped: names of what was left out, each once.
        width, height: its own size in pixels.
        words: whether it has text, for which fonts are needed.
        layers: most groups within one another that are drawn apart and laid on.
    """

    text: str
    dropped: tuple[str, ...]
    width: float
    height: float
    words: bool
    layers: int


def clean(source: str | bytes) -> Drawing:
    """The drawing without whatever is no drawing.

    Raises:
        BadPicture: it is no SVG, or would take too much time or memory.
    """
    root = _parsed(_text(source))
    if _local(root.tag) != "svg":
        raise BadPicture("this XML is no drawing: its root is no svg", zh="此 XML 不是 SVG 图画")
    dropped: dict[str, None] = {}
    _purge(root, dropped)
    width, height = _size(root)
    layers = refuse_costly(root)
    root.attrib = {"xmlns": SVG, **root.attrib}
    words = any(element.tag in _WORDS for element in root.iter())
    return Drawing(ET.tostring(root, "unicode"), tuple(dropped), width, height, words, layers)


def render(
    drawing: str | bytes | Drawing,
    side: int | None = None,
    *,
    ground: tuple[int, int, int] = (255, 255, 255),
) -> Picture:
    """Draw a drawing.

    Args:
        drawing: SVG text; what is not yet `clean` is cleaned.
        side: pixels of the longer side; its own size, within `SMALLEST` and `LARGEST`, by default.
        ground: what shows where it draws nothing, sRGB.

    Raises:
        BadPicture: it cannot be drawn.
        BadInput: the extra `picture` is missing.
    """
    resvg = library("resvg_py", ("Drawing an SVG", "绘制 SVG"))
    one = drawing if isinstance(drawing, Drawing) else clean(drawing)
    longer = max(one.width, one.height)
    side = side or round(min(max(longer, SMALLEST), LARGEST))
    refuse_layers(one.layers, side)
    along = "width" if one.width >= one.height else "height"
    data = _drawn(resvg, one, {along: side})
    with Image.open(BytesIO(data), formats=["PNG"]) as image:
        laid = Image.new("RGBA", image.size, (*ground, 255))
        return Picture.of_image(Image.alpha_composite(laid, image.convert("RGBA")))


def _drawn(resvg: Any, drawing: Drawing, size: dict[str, int]) -> bytes:
    try:
        data: bytes = resvg.svg_to_bytes(
            svg_string=drawing.text, skip_system_fonts=not drawing.words, dpi=96, **size
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # a panic of Rust is no Exception
        raise BadPicture(
            f"this drawing cannot be drawn ({fault})", zh=f"此 SVG 图画绘制失败（{fault}）"
        ) from fault
    return data


def _text(source: str | bytes) -> str:
    """The document without its declaration, entities put in their places."""
    limits.refuse_large(len(source), "the drawing", limits.DRAWING_BYTES)
    text = source if isinstance(source, str) else _decoded(source)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1)
    if text.count("<") > 2 * MOST_ELEMENTS or text.count("=") > MOST_ATTRIBUTES:
        raise BadPicture(
            f"the drawing has more than {MOST_ELEMENTS:,} elements: simplify it",
            zh=f"图画的元素多于 {MOST_ELEMENTS:,} 个：请简化",
        )
    if text.count("<") > _QUICK and _nested(text) > _ABSURD:
        raise _too_deep()
    return _expanded(text) if "<!ENTITY" in text else text


def _nested(text: str) -> int:
    """How deep tags are nested, about, counted without reading them as XML would be."""
    codes = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    less, slash, more = codes == ord("<"), codes == ord("/"), codes == ord(">")
    steps = np.zeros(len(codes), np.int8)
    letters = (codes | 32) - np.uint8(ord("a")) < 26
    steps[:-1] += less[:-1] & letters[1:]
    steps[:-1] -= (less[:-1] & slash[1:]) | (slash[:-1] & more[1:])
    return int(np.cumsum(steps, dtype=np.int32).max(initial=0))


def _too_deep() -> BadPicture:
    return BadPicture(
        f"the drawing is nested more than {DEEPEST} deep: simplify it",
        zh=f"图画嵌套超过 {DEEPEST} 层：请简化",
    )


def _decoded(data: bytes) -> str:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _expanded(text: str) -> str:
    """Short entities of plain text, as old programs write them, in their places; no others."""
    found = {name: one or two for name, one, two in _ENTITY.findall(text)}
    grown = sum(text.count(f"&{name};") * len(value) for name, value in found.items())
    if len(found) != text.count("<!ENTITY") or grown > _ENTITY_TEXT:
        raise BadPicture(
            "the drawing declares entities that grow or that read other files; save it without",
            zh="图画声明了会膨胀或读取其他文件的实体；请另存为不含实体的 SVG",
        )
    text = _ENTITY.sub("", text)
    for name, value in found.items():
        text = text.replace(f"&{name};", value)
    return text


def _parsed(text: str) -> Element:
    try:
        return ET.fromstring(text)  # noqa: S314 - entities are gone, sizes are bounded
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise BadPicture(
            f"the drawing is no XML ({fault})", zh=f"图画不是合规的 XML（{fault}）"
        ) from fault


def _purge(root: Element, dropped: dict[str, None]) -> None:
    """Leave what draws, under names without namespace; collect names of what is left out."""
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > DEEPEST:
            raise _too_deep()
        element.tag = _local(element.tag)
        element.attrib = cleaned_attributes(element.tag, element.attrib, dropped)
        if element.tag == "style":
            element.text = cleaned_sheet(element.text or "", dropped)
        for child in list(element):
            if _local(child.tag) in _DRAWS and _of_svg(child.tag):
                stack.append((child, depth + 1))
                continue
            element.remove(child)
            if _of_svg(child.tag) and _local(child.tag) not in _SILENT:
                dropped[_local(child.tag)] = None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _of_svg(tag: str) -> bool:
    """Whether an element is of SVG; those of a drawing program's own are left out in silence."""
    return not tag.startswith("{") or tag.startswith(
        (f"{{{SVG}}}", "{http://www.w3.org/1999/xhtml}")
    )


def _size(root: Element) -> tuple[float, float]:
    """Width and height in pixels, from the attributes or the view box; 100 where nothing says."""
    box = [float(part) for part in re.findall(r"-?[0-9.]+(?:e[+-]?\d+)?", root.get("viewBox", ""))]
    wide, tall = (box[2], box[3]) if len(box) == 4 else (100.0, 100.0)
    return _length(root.get("width"), wide), _length(root.get("height"), tall)


def _length(said: str | None, otherwise: float) -> float:
    match = _LENGTH.fullmatch(said or "")
    try:
        length = float(match[1]) * _UNITS[match[2].lower()] if match else otherwise
    except ValueError:
        length = otherwise
    return length if 0 < length < 1e9 else 100.0
