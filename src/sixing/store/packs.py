"""Packs: weights too heavy for the light install, each a package of its own beside this one.

``packages/pictures`` of the repository holds those of pictures. A pack is data only: it is found
by name and never run.

>>> pack("nothing")  # doctest: +ELLIPSIS
Traceback (most recent call last):
sixing.errors.BadInput: the weights of nothing are not installed...
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sixing.errors import BadInput

PICTURES = "pictures"


def pack(name: str) -> Path:
    """The folder of a pack.

    Raises:
        BadInput: it is not installed.
    """
    found = find_spec(f"sixing_{name}")
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise BadInput(
            f"the weights of {name} are not installed: in Sixing's own folder, "
            f"pip install ./packages/{name}",
            zh=f"还没有安装 {name} 的权重：请在思行的目录里执行 pip install ./packages/{name}",
        )
    return Path(places[0])
