"""The folder in which Sixing keeps everything, and nothing outside it.

`SIXING_HOME` names it; otherwise it follows the XDG Base Directory Specification (0.8).

>>> home({"SIXING_HOME": "/data/sixing"})
PosixPath('/data/sixing')
>>> home({"XDG_DATA_HOME": "/home/li/.data"})
PosixPath('/home/li/.data/sixing')
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """Name the folder; it need not exist yet."""
    if own := environment.get("SIXING_HOME"):
        return Path(own).expanduser()
    shared = environment.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "sixing"
