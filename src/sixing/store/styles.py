"""Styles on disk: folders with weights, vocabulary, config and a card; nothing in them is code.

``classical`` (verse) and ``music`` are the styles that ship and never change. Styles of one's own
lie in the home's ``styles`` folder; such a style may stand on another (``"base"`` in its config),
whose files serve where it has none of its own. ``default`` is a person's own style of that name
where there is one, and the shipped one otherwise.

A style may change: every state before a change is kept byte for byte under ``before`` until
`undo` brings it back. It knows files and names; what is in them is learnt elsewhere.

>>> find("classical").name
'classical'
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sixing.errors import BadInput, BadStyle
from sixing.store.atomic import cannot_write, write_whole
from sixing.store.home import home
from sixing.works import Record, Style

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "sixing.style.v1"
SHIPPED = "classical"
MUSIC = "music"
SHIPS = (SHIPPED, MUSIC)
CONFIG = "config.json"
BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a style.

    Attributes:
        number: from 1, the oldest.
        learnt_from: ``pieces``, ``verdicts``, or empty where that was not noted.
        adapters: the files it adds to its base.
        current: whether it is the one in use.
    """

    number: int
    learnt_from: str
    adapters: tuple[str, ...]
    current: bool


def find(name: str) -> Style:
    """Opens a style by name.

    Raises:
        BadStyle: there is none of this name, or its config is damaged or of another version.
    """
    folder = own(name)
    if name == MUSIC:
        folder = _shipped(MUSIC)
    if name == SHIPPED or (name == "default" and not (folder / CONFIG).exists()):
        name, folder = SHIPPED, _shipped()
    if not folder.is_dir() or _strange(name):
        raise BadStyle(
            f'no style is called "{name}"; the one that ships is "default"',
            zh=f"没有叫“{name}”的风格；自带的叫“default”",
        )
    return Style(name, folder, config(folder))


def identity(style: Style) -> str:
    """Eight hexadecimal digits that change with all that a style has learnt; a recipe keeps them.

    >>> identity(Style("mine", Path("mine"), {"adapters": ["adapter-5f.safetensors"]}))
    'f41a20dd'
    """
    return sha256(Record(style.config).text.encode()).hexdigest()[:8]


def version_of(style: Style) -> dict[str, str]:
    """What a recipe says of the state of a style of one's own; a shipped one goes by the program's.

    >>> version_of(find("music"))
    {}
    """
    return {} if style.name in SHIPS else {"style_version": identity(style)}


def config(folder: Path) -> dict[str, Any]:
    """Reads a style's config.

    Raises:
        BadStyle: it is missing, damaged or of another version.
    """
    path = folder / CONFIG
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


def own(name: str) -> Path:
    """Where a style of one's own lies, whether it is there or not."""
    return home() / "styles" / name


def names() -> list[str]:
    """The styles that there are, the shipped ones first."""
    here = home() / "styles"
    found = sorted(path.parent.name for path in here.glob(f"*/{CONFIG}"))
    return [*SHIPS, *(name for name in found if not _strange(name))]


def require_free(name: str) -> None:
    """Refuse a name that cannot be given to a new style.

    Raises:
        BadInput: it is taken, or no name.
    """
    if _strange(name) or name in (*SHIPS, "default"):
        raise BadInput(
            f'"{name}" cannot be a style\'s name: choose another, without / and without a dot '
            "at its head",
            zh=f"“{name}”不能作风格名：请另取一个，不含“/”，不以点开头",
        )
    if own(name).exists():
        raise BadInput(
            f'a style called "{name}" is there already: choose another name, or remove {own(name)}',
            zh=f"已有叫“{name}”的风格：请另取一名，或先删去 {own(name)}",
        )


@contextmanager
def fresh(name: str) -> Iterator[Path]:
    """A hidden folder that becomes the style when the block ends well, and stays hidden otherwise.

    Raises:
        StoreError: it cannot be written.
    """
    place = own(name).with_name(f".{name}.part")
    try:
        place.mkdir(parents=True, exist_ok=True)
        yield place
        place.rename(own(name))
    except OSError as fault:
        raise cannot_write(place, fault) from fault


def write_config(folder: Path, said: Mapping[str, Any]) -> None:
    """Writes a config, whole or not at all."""
    text = json.dumps({**said, "version": VERSION}, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(folder / CONFIG, text.encode())


def change(name: str, adapter: bytes, said: Mapping[str, Any]) -> Style:
    """Adds an adapter to a style of one's own and keeps the state before.

    ``default`` is made, standing on the shipped style, when there is none yet. Whatever stops it,
    the style is as it was or as it shall be.

    Args:
        said: what the config says anew, beside ``adapters``.

    Raises:
        BadInput: the style is the one that ships.
        StoreError: it cannot be written.
    """
    if name in SHIPS:
        raise BadInput(
            "the style that ships does not change: adapt default, or a style of your own",
            zh="自带的风格不改动：请对 default 或自己的风格进行",
        )
    folder = own(name)
    file = f"adapter-{sha256(adapter).hexdigest()[:12]}.safetensors"
    if not (folder / CONFIG).exists():
        with fresh(name) as place:
            write_whole(place / file, adapter)
            write_config(place, {"base": SHIPPED, "adapters": [file], **said})
        return find(name)
    before = folder / BEFORE
    try:
        before.mkdir(exist_ok=True)
    except OSError as fault:
        raise cannot_write(before, fault) from fault
    old = config(folder)
    write_whole(folder / file, adapter)
    write_whole(before / f"{len(_states(folder)) + 1:04}.json", (folder / CONFIG).read_bytes())
    write_config(folder, {**old, "adapters": [*old.get("adapters", ()), file], **said})
    return find(name)


def undo(name: str) -> Version:
    """Brings back the state before the last change, byte for byte; says which was taken back.

    A ``default`` that its first change made is gone after it.

    Raises:
        BadInput: there is nothing to undo.
        StoreError: it cannot be written.
    """
    folder = own(name)
    all_ = versions(name) if (folder / CONFIG).exists() else []
    states = _states(folder)
    if not all_ or (not states and all_[-1].learnt_from != "verdicts"):
        raise BadInput(
            f'there is nothing to undo in the style "{name}"',
            zh=f"风格“{name}”没有可撤销的改动",
        )
    try:
        _step_back(folder, states)
    except OSError as fault:
        raise cannot_write(folder, fault) from fault
    return all_[-1]


def _step_back(folder: Path, states: list[Path]) -> None:
    if not states:
        shutil.rmtree(folder)
        return
    now = set(config(folder).get("adapters", ()))
    write_whole(folder / CONFIG, states[-1].read_bytes())
    states[-1].unlink()
    for file in now - set(config(folder).get("adapters", ())):
        (folder / file).unlink(missing_ok=True)
    if len(states) == 1:
        (folder / BEFORE).rmdir()


def forget(source: str) -> list[str]:
    """Takes back, in every style of one's own, what was learnt from a source; names the styles.

    Raises:
        StoreError: one cannot be written.
    """
    touched = []
    for name in names()[len(SHIPS) :]:
        while (own(name) / CONFIG).exists() and any(
            one.learnt_from == source for one in versions(name)
        ):
            undo(name)
            touched.append(name)
    return sorted(set(touched))


def versions(name: str) -> list[Version]:
    """The states of a style of one's own that are kept, the oldest first."""
    folder = own(name)
    found = [*_states(folder), folder / CONFIG]
    said = [json.loads(path.read_text(encoding="utf-8")) for path in found]
    return [
        Version(
            number,
            str(one.get("learnt_from", "")),
            tuple(one.get("adapters", ())),
            number == len(said),
        )
        for number, one in enumerate(said, 1)
    ]


def _states(folder: Path) -> list[Path]:
    found = sorted((folder / BEFORE).glob("*.json"))
    # a change that was stopped had kept the state, but not changed it
    if found and found[-1].read_bytes() == (folder / CONFIG).read_bytes():
        found.pop()
    return found


def _shipped(name: str = SHIPPED) -> Path:
    return Path(str(files("sixing") / "styles")) / name


def _strange(name: str) -> bool:
    return not name or "/" in name or "\\" in name or name.startswith(".") or len(name) > 100
