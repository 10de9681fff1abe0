"""What the attributes and style sheets of a drawing may say: nothing of other files, no script.

It knows one attribute or one sheet at a time. A link may name an element of the same drawing;
pictures set into it (``data:`` in base64) are read by our own reader and written anew as PNG, so
that no other decoder meets bytes of others.

>>> dropped = {}
>>> cleaned_attributes("rect", {"onclick": "x()", "fill": "url(#a)"}, dropped), list(dropped)
({'fill': 'url(#a)'}, ['onclick'])
>>> cleaned_sheet("@import 'http://x.org/a.css'; .a { fill: url(http://x.org/b) }", dropped)
' .a { fill: none }'
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping

from sixing.errors import BadPicture

XLINK = "{http://www.w3.org/1999/xlink}href"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: A link of CSS or of an attribute that leads anywhere but to an element of the drawing.
_OUTSIDE = re.compile(r"url\(\s*(?!['\"]?\s*#)[^)]*\)?", re.I)
_AT_RULE = re.compile(r"@(?:import|namespace|charset)[^;]*;?", re.I)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}?", re.I)
_ACTIVE = re.compile(r"expression\s*\(|javascript:|-moz-binding|behavior\s*:", re.I)
_COMMENT = re.compile(r"/\*.*?(\*/|$)", re.S)
_DATA = re.compile(r"\s*data:image/(png|jpe?g|webp|gif)\s*;\s*base64\s*,", re.I)
_SET_IN = 4_000_000
"""Pixels of a picture that is set into a drawing."""


def cleaned_attributes(
    tag: str, attributes: Mapping[str, str], dropped: dict[str, None]
) -> dict[str, str]:
    """The attributes that draw; names of what is left out that could do harm go to ``dropped``."""
    kept: dict[str, str] = {}
    for name, value in attributes.items():
        if name in ("href", XLINK):
            link = _link(tag, value, dropped)
            if link:
                kept["href"] = link
        elif name.startswith("{"):
            if name == _XML_SPACE:  # the rest are notes of drawing programs
                kept["xml:space"] = value
        elif name.lower().startswith("on"):
            dropped[name] = None
        elif name == "style":
            kept[name] = cleaned_sheet(value, dropped)
        elif _OUTSIDE.search(value) or _ACTIVE.search(value):
            dropped[f"{name}: {_short(value)}"] = None
        else:
            kept[name] = value
    return kept


def cleaned_sheet(sheet: str, dropped: dict[str, None]) -> str:
    """A style sheet, or the attribute ``style``, that names nothing outside the drawing."""
    sheet = _COMMENT.sub("", sheet)
    if "\\" in sheet or _ACTIVE.search(sheet):
        # An escape can spell any of the words that are looked for here.
        dropped["style"] = None
        return ""
    for pattern, instead in ((_FONT_FACE, ""), (_AT_RULE, ""), (_OUTSIDE, "none")):
        for found in pattern.finditer(sheet):
            dropped[_short(found[0])] = None
        sheet = pattern.sub(instead, sheet)
    return sheet


def _link(tag: str, value: str, dropped: dict[str, None]) -> str | None:
    """A link within the drawing, or a picture of its own; None for all others."""
    value = value.strip()
    if value.startswith("#"):
        return value
    match = _DATA.match(value) if tag in ("image", "feImage") else None
    if match:
        return _written_anew(value[match.end() :])
    if tag != "a" or ":" in value.partition("/")[0]:
        dropped[f"{tag}: {_short(value)}"] = None
    return None


def _written_anew(spelled: str) -> str:
    from sixing.media.picture.decoding import decode_rgba

    try:
        data = b64decode("".join(spelled.split()))
    except (binascii.Error, ValueError) as fault:
        raise BadPicture(
            "a picture within the drawing is damaged", zh="图画内嵌的图片已损坏"
        ) from fault
    return "data:image/png;base64," + b64encode(decode_rgba(data, most=_SET_IN)).decode("ascii")


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= 40 else f"{text[:40]}…"
