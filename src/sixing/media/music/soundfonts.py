"""Where this machine keeps a soundfont: the samples of instruments that scores sound with.

Nothing is ever downloaded. The order is: the one named, the environment's, those in Sixing's own
folder, those of the system, and the small General MIDI font that the package pretty_midi carries.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from sixing.errors import BadInput
from sixing.store.home import home

VARIABLE = "SIXING_SOUNDFONT"
_SUFFIXES = (".sf2", ".sf3")
_SYSTEM = (
    "/usr/share/sounds/sf3",
    "/usr/share/sounds/sf2",
    "/usr/share/soundfonts",
    "/usr/local/share/soundfonts",
    "/opt/homebrew/share/soundfonts",
    "~/.local/share/soundfonts",
    "~/Library/Audio/Sounds/Banks",
)
_ADVICE = (
    "pip install 'sixing[music]' brings a small one; Debian: apt install fluid-soundfont-gm; "
    f"or name a file with --soundfont or {VARIABLE}"
)
_ADVICE_ZH = (
    "pip install 'sixing[music]' 附带一个小音色库；Debian：apt install fluid-soundfont-gm；"
    f"或用 --soundfont 或 {VARIABLE} 指定文件"
)


def find_soundfont(named: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """A soundfont file (.sf2, .sf3).

    Args:
        named: the one to use, whatever else there is.

    Raises:
        BadInput: the one named is not there, or there is none at all; the message says what to
            install.
    """
    wanted = named or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if wanted is not None:
        if wanted.expanduser().is_file():
            return wanted.expanduser()
        raise BadInput(
            f"{wanted} is no soundfont: {_ADVICE}", zh=f"{wanted} 不是音色库：{_ADVICE_ZH}"
        )
    found = next(_known(), None)
    if found is None:
        raise BadInput(
            f"sound needs a soundfont, and this machine has none: {_ADVICE}",
            zh=f"发声需要音色库（soundfont），本机没有：{_ADVICE_ZH}",
        )
    return found


def _known() -> Iterator[Path]:
    for folder in (home() / "soundfonts", *(Path(name).expanduser() for name in _SYSTEM)):
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    spec = find_spec("pretty_midi")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from sorted(path for path in Path(place).iterdir() if path.suffix in _SUFFIXES)
