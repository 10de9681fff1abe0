"""The libraries of the extra `picture`, brought in when they are first wanted.

A light install reads, checks and shows raster pictures; drawings and fonts need more, and say so.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sixing.errors import BadInput


def library(name: str, purpose: tuple[str, str]) -> Any:
    """A library of the extra.

    Args:
        name: the module's name.
        purpose: what it is wanted for, in English and in Chinese.

    Raises:
        BadInput: it is not installed; the message says how to get it.
    """
    try:
        return import_module(name)
    except ImportError as missing:
        raise BadInput(
            f"{purpose[0]} needs {name}, which the light install leaves out: "
            "pip install 'sixing[picture]'",
            zh=f"{purpose[1]}需要 {name}，轻量运行环境不含它：pip install 'sixing[picture]'",
        ) from missing
