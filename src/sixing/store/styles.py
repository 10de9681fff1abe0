"""Styles on disk: folders with weights, vocabulary, config and a card; nothing in them is code.

Styles of one's own lie in the home's ``styles`` folder; the one that ships is called ``default``.

>>> find("default").name
'classical'
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from sixing.errors import BadStyle
from sixing.store.home import home
from sixing.works import Style

VERSION = "sixing.style.v1"
SHIPPED = "classical"


def find(name: str) -> Style:
    """Opens a style by name.

    Raises:
        BadStyle: there is none of this name, or its config is damaged or of another version.
    """
    shipped = Path(str(files("sixing") / "styles"))
    folder = home() / "styles" / name
    if name in ("default", SHIPPED):
        name, folder = SHIPPED, shipped / SHIPPED
    if not folder.is_dir() or "/" in name:
        raise BadStyle(
            f'no style is called "{name}"; the one that ships is "default"',
            zh=f"没有叫“{name}”的风格；自带的叫“default”",
        )
    return Style(name, folder, config(folder))


def config(folder: Path) -> dict[str, object]:
    """Reads a style's config.

    Raises:
        BadStyle: it is missing, damaged or of another version.
    """
    path = folder / "config.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise BadStyle(
            f"{path} cannot be read ({fault}); install Sixing or the style anew",
            zh=f"读不出 {path}；请重新安装思行或这一风格",
        ) from fault
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise BadStyle(f"{path} is of another version; this Sixing reads {VERSION}")
    return found
