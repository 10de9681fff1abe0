"""Where this machine keeps a Chinese font, and whether it holds every hanzi of a poem.

Looks through the folders where systems keep fonts and asks FreeType; needs no fontconfig. Kai
faces come before Song, Song before Hei, since a poem reads best as if it were written.

>>> _rank(Path("ukai.ttc")) < _rank(Path("uming.ttc")) < _rank(Path("DejaVuSans.ttf"))
True
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sixing.errors import BadWork

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_KINDS = (
    re.compile(r"wenkai|kai", re.I),
    re.compile(r"serif.*(cjk|sc|tc)|song|simsun|sun(-ext)?b?|fang", re.I),
    re.compile(r"ming|mincho", re.I),
    re.compile(r"cjk|hei|wqy|yahei|pingfang|droid.*fallback|gothic|hans|hant", re.I),
)
_SMALLEST = 400_000  # bytes; no font with hanzi in it is smaller
_ADVICE = (
    "install one (Debian: apt install fonts-arphic-ukai; macOS and Windows have one), name a file "
    "with --font, or show the poem as text, html or svg, which need none"
)
_ADVICE_ZH = (
    "请安装一种（Debian：apt install fonts-arphic-ukai；macOS 与 Windows 自带），"
    "或用 --font 指定字体文件，或改以 text、html、svg 显示"
)


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, and which of the faces in it."""

    path: Path
    index: int = 0

    def at(self, size: float) -> FreeTypeFont:
        """Open the face at a size in pixels."""
        from PIL import ImageFont

        return ImageFont.truetype(self.path, size, self.index, layout_engine=ImageFont.Layout.BASIC)


def find_face(text: str, named: Path | None = None, *, script: str = "simplified") -> Face:
    """Find a face that holds every character of ``text``.

    Args:
        text: what will be drawn.
        named: a font file to use instead of looking for one.
        script: "simplified" or "traditional"; which face of a collection is preferred.

    Raises:
        BadWork: no such face; the message says how to get one.
    """
    if named is not None:
        return _named(named, text, script)
    for path in sorted(_files(), key=lambda path: (_rank(path), path.name)):
        face = _face(path, script)
        if face is not None and not missing(face, text):
            return face
    raise BadWork(
        f"no font on this machine holds the characters of this poem: {_ADVICE}",
        zh=f"本机没有含这首诗全部汉字的字体：{_ADVICE_ZH}",
    )


def missing(face: Face, text: str) -> str:
    """The characters of ``text`` that a face lacks."""
    font = face.at(24)
    lacking = bytes(font.getmask("\U0010fffe"))  # what the face draws for what it has not
    return "".join(
        char
        for char in sorted(set(text))
        if not char.isspace() and bytes(font.getmask(char)) == lacking
    )


def folders() -> list[Path]:
    """Where Linux, macOS and Windows keep fonts."""
    home = Path.home()
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    own = os.environ.get("XDG_DATA_HOME", str(home / ".local/share"))
    found = [Path(folder) / "fonts" for folder in [own, *shared] if folder]
    found += [home / ".fonts", home / "Library/Fonts", Path("/Library/Fonts")]
    found += [Path("/System/Library/Fonts"), Path("/System/Library/AssetsV2")]
    found += [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    return list(dict.fromkeys(found))


def _files() -> Iterator[Path]:
    for folder in folders():
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.suffix.lower() in _SUFFIXES and path.stat().st_size >= _SMALLEST:
                yield path


def _rank(path: Path) -> int:
    return next((i for i, kind in enumerate(_KINDS) if kind.search(path.stem)), len(_KINDS))


def _named(path: Path, text: str, script: str) -> Face:
    face = _face(path, script)
    if face is None:
        raise BadWork(
            f'"{path}" is not a font that can be read: {_ADVICE}',
            zh=f"“{path}”不是可读的字体文件：{_ADVICE_ZH}",
        )
    lacking = missing(face, text)
    if lacking:
        raise BadWork(
            f'the font "{path.name}" lacks {" ".join(lacking)}: {_ADVICE}',
            zh=f"字体“{path.name}”缺字：{'、'.join(lacking)}。{_ADVICE_ZH}",
        )
    return face


def _face(path: Path, script: str) -> Face | None:
    """The first face of a file, or of a collection the one made for the script."""
    wanted = re.compile(r"\b(SC|CN|GB)\b" if script == "simplified" else r"\b(TC|TW|HK)\b")
    faces = list(_faces(path))
    return next(
        (face for face, name in faces if wanted.search(name)), faces[0][0] if faces else None
    )


def _faces(path: Path) -> Iterator[tuple[Face, str]]:
    for index in range(16 if path.suffix.lower() in {".ttc", ".otc"} else 1):
        face = Face(path, index)
        try:
            family = face.at(24).getname()[0] or ""
        except (OSError, ValueError):  # past the last face, or a bitmap font without this size
            return
        yield face, family
