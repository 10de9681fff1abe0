"""The npm package ``chinese-poetry``: Tang and Song shi, Song ci, Five Dynasties ci, 納蘭性德.

Its ``yudingquantangshi`` (御定全唐詩) and anthologies repeat poems of ``quantangshi``, the former
with text lost at page ends, so they are not read; neither are 曲, classics and primers.
It does not clean: see :mod:`sixing.corpus.clean`.

>>> root(Path("no such folder")) is None
True
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from sixing.corpus.record import Collection, Lost, Record
from sixing.errors import BadCorpus

NAME: Final = "chinese-poetry"
VERSION: Final = "2.0.1"  # the version whose counts the documentation states

_KINDS: Final = (  # files, source, era; the first folder decides that it is this package
    ("quantangshi/poet.tang.*.json", "tang", "唐"),
    ("quantangshi/poet.song.*.json", "song", "宋"),
    ("songci/ci.song.*.json", "ci", "宋"),
    ("wudaishici/huajianji/*juan.json", "wudai", "五代"),
    ("wudaishici/nantang/poetrys.json", "wudai", "五代"),
    ("nalanxingde/*.json", "nalan", "清"),
)
_LOST_TUNE: Final = "失调名"


def pack(folder: Path, spec: str = NAME) -> Path:
    """Fetch the package through the npm client into ``folder`` and return the tarball.

    Raises:
        BadCorpus: npm is missing, or could not fetch it.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise BadCorpus(
            f"npm is not installed, so {spec} cannot be fetched. Install Node.js, "
            "or give a folder or tarball of the package.",
            zh=f"未安装 npm,无法获取 {spec}。请安装 Node.js,或给出该包的文件夹或压缩包。",
        )
    wanted = spec if "@" in spec else f"{spec}@{VERSION}"
    done = subprocess.run(  # noqa: S603 - a fixed program with a checked package name
        [npm, "pack", wanted, "--silent"], cwd=folder, capture_output=True, text=True, check=False
    )
    tarballs = list(folder.glob("*.tgz"))
    if done.returncode or not tarballs:
        why = (done.stderr or done.stdout).strip().splitlines()
        raise BadCorpus(
            f"npm could not fetch {wanted}: {why[-1] if why else 'no reason given'}. "
            "Check the connection, or give a folder or tarball of the package.",
            zh=f"npm 无法获取 {wanted}。请检查网络,或给出该包的文件夹或压缩包。",
        )
    return tarballs[0]


def root(folder: Path) -> Path | None:
    """The folder that holds ``quantangshi``: the unpacked package, its ``dist``, or None."""
    for inner in ("", "dist", "package/dist"):
        if any((folder / inner / "quantangshi").glob("poet.*.json")):
            return folder / inner
    return None


def collection(dist: Path) -> Collection:
    """The files of the package below ``dist``, Tang first, each kind in its own order."""
    kinds = {
        path: (source, era)
        for pattern, source, era in _KINDS
        for path in sorted(dist.glob(pattern), key=_natural)
    }
    return Collection(NAME, tuple(kinds), partial(_parse, kinds, _tunes(dist)))


def _natural(path: Path) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path.name)]


def _tunes(dist: Path) -> frozenset[str]:
    """Names of tunes in the Song ci: they tell 納蘭性德's ci from his shi."""
    entries = (entry for path in dist.glob(_KINDS[2][0]) for entry in _load(path) or ())
    return frozenset(name for entry in entries for name in _names(entry.get("rhythmic")))


def _names(tune: object) -> list[str]:
    """Names of a tune, ``望江南・忆江南``: as titled first, the usual one last."""
    names = [name.strip() for name in str(tune or "").split("・")]
    return [name for name in names if name and name != _LOST_TUNE]


def _load(path: Path) -> list[dict[str, Any]] | None:
    try:
        entries = json.loads(path.read_bytes())
    except (ValueError, UnicodeDecodeError):
        return None
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else None


def _parse(
    kinds: dict[Path, tuple[str, str]], tunes: frozenset[str], path: Path
) -> Iterator[Record | Lost]:
    source, era = kinds[path]
    entries = _load(path)
    if entries is None:
        yield Lost(path.name, "file is not readable JSON")
        return
    for number, entry in enumerate(entries, start=1):
        yield _record(entry, source, era, tunes, f"{path.name}:{number}")


def _record(
    entry: dict[str, Any], source: str, era: str, tunes: frozenset[str], place: str
) -> Record:
    title = str(entry.get("title") or "")
    names = _names(entry.get("rhythmic"))
    if source == "nalan":
        names = [name for name in title.split("·")[:1] if name in tunes]
    return Record(
        text=_text(entry.get("paragraphs") or entry.get("para")),
        source=source,
        place=place,
        title=title or (names[0] if names else str(entry.get("rhythmic") or "")),
        author=str(entry.get("author") or ""),
        era=era,
        tune=names[-1] if names else "",
        id=str(entry.get("id") or ""),
        cut="ci" if names or source in ("ci", "wudai") else "shi",
    )


def _text(paragraphs: object) -> str:
    if isinstance(paragraphs, str):
        return paragraphs
    lines = paragraphs if isinstance(paragraphs, list) else []
    return "\n".join(line for line in lines if isinstance(line, str))
