"""A style of pictures opened for work: its models and what it has learnt from.

Everything loads when it is first used, so that a drawing needs no weights. It knows files, not
what is made with them.

>>> opened("default").style.name
'pictures'
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from sixing.errors import BadBrief, BadStyle
from sixing.features.pictures import Backbone
from sixing.media.picture.picture import Picture
from sixing.store import styles
from sixing.store.packs import PICTURES, pack
from sixing.works import Style

if TYPE_CHECKING:
    from sixing.models.fast_style import FastStyle
    from sixing.models.stylegan import StyleGan
    from sixing.models.translator import Translator

GENERATORS = ("emoji", "brush")
"""Models of the pack that make pictures out of nothing; each is a kind, and a style by name."""
SOURCES = "sources"
"""The folder of a style of one's own that keeps its few pictures."""


class PictureStudio:
    """One style of pictures, ready to work.

    Raises:
        BadInput: on first use of what the pack or an extra holds, where it is not installed.
        BadStyle: on first use of a file that is damaged.
    """

    def __init__(self, style: Style) -> None:
        self.style = style

    @property
    def mine(self) -> bool:
        """Whether it was learnt from a person's own pictures."""
        return self.style.name != PICTURES

    @property
    def way(self) -> str:
        """How a style of one's own makes pictures: ``patches`` or ``gan``; "" of the shipped."""
        return str(self.style.config.get("way", ""))

    def model(self, name: str) -> Path:
        """The folder of a model of the pack."""
        return pack(PICTURES) / name

    def generator(self, name: str) -> StyleGan:
        """The generator of a kind, or that of a style of one's own."""
        from sixing.models.stylegan import StyleGan

        return StyleGan.open(self.style.folder if self.mine else self.model(name))

    def translator(self, name: str) -> Translator:
        """A translator of the pack.

        Raises:
            BadBrief: none is called so.
        """
        from sixing.models.translator import Translator

        folder = self.model(name)
        if not (folder / "config.json").exists() or name not in TRANSLATORS:
            raise BadBrief(
                f'no translator is called "{name}"; there are {", ".join(TRANSLATORS)}',
                zh=f"没有叫“{name}”的转译器；现有：{'、'.join(TRANSLATORS)}",
            )
        return Translator.open(folder)

    @cached_property
    def brush(self) -> FastStyle:
        """The nets of fast style transfer."""
        from sixing.models.fast_style import FastStyle

        return FastStyle.open(self.model("styling"))

    @property
    def backbone(self) -> Backbone:
        """The net that judges look through."""
        return Backbone.open()

    def sources(self) -> list[Picture]:
        """The few pictures that a style by patches stands on.

        Raises:
            BadStyle: there are none, or one is damaged.
        """
        found = sorted((self.style.folder / SOURCES).glob("*.png"))
        if not found:
            raise BadStyle(
                f"{self.style.folder} holds no pictures: fit the style anew",
                zh=f"{self.style.folder} 中没有图画：请重新训练这一风格",
            )
        return [_source(path) for path in found]


TRANSLATORS = ("cursive", "colour")
"""Translators that a pack may hold."""


def _source(path: Path) -> Picture:
    try:
        with Image.open(path, formats=["PNG"]) as image:
            return Picture(np.asarray(image.convert("RGB")).copy())
    except (OSError, ValueError, SyntaxError) as fault:
        raise BadStyle(f"{path} cannot be read ({fault}): fit the style anew") from fault


def opened(name: str) -> PictureStudio:
    """A style ready to work; it stays open between calls.

    Args:
        name: of a style of one's own, of a generator of the pack, or ``default``.

    Raises:
        BadBrief: no style of pictures is called so.
        BadStyle: the style's config is damaged.
    """
    if (styles.own(name) / styles.CONFIG).exists():
        style = styles.find(name)
        if style.config.get("medium") == "picture":
            return _opened(style)
    if name not in ("default", PICTURES, *GENERATORS):
        raise BadBrief(
            f'no style of pictures is called "{name}"; there are default, emoji, brush and those '
            "that you fitted",
            zh=f"没有叫“{name}”的图画风格；现有 default、emoji、brush 与自己训练的风格",
        )
    return _opened(Style(PICTURES, Path(), {}))


@lru_cache(maxsize=2)
def _opened(style: Style) -> PictureStudio:
    return PictureStudio(style)
