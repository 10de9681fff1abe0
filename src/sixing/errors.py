"""Everything that Sixing raises on purpose, in one tree.

    SixingError
    ├── BadInput             what was asked for cannot be done (exit status 2)
    │   ├── BadBrief         the brief itself is malformed: no theme, a thousand too many
    │   │   ├── UnknownForm      no form or tune has this name
    │   │   └── ImpossibleBrief  no work can satisfy the form and the fixed places together
    │   ├── BadCorpus        nothing to learn from: noise, one poem, unreadable encodings
    │   ├── BadStyle         weights truncated, altered or of another version
    │   ├── BadMusic         a file holds no music that can be read, or more than can be held
    │   ├── BadPicture       a file holds no picture that can be read, or more than can be held
    │   └── BadWork          no such work, or it cannot be read or shown this way
    └── StoreError           the store cannot be read or written (exit status 2)

It knows no medium. An error's message names the place, the rule and the way out, because it is
all that a person at a terminal will read:

>>> str(UnknownForm("七绝句", near=("七绝", "七律")))
'no form is called "七绝句"; did you mean 七绝, 七律?'
"""

from __future__ import annotations

from collections.abc import Sequence


class SixingError(Exception):
    """The root of the tree: catch this to catch all that Sixing raises on purpose.

    Args:
        message: the place, the rule and the way out, in English.
        zh: the same in Chinese; a terminal set to Chinese shows it.
    """

    def __init__(self, message: str, *, zh: str = "") -> None:
        self.zh = zh or message
        super().__init__(message)


class BadInput(SixingError):  # noqa: N818 - the tree is named for what is wrong, as in its docstring
    """What was given cannot be worked with; the message says which part and what would do."""


class BadBrief(BadInput):
    """The brief is malformed before any form is looked at."""


class UnknownForm(BadBrief):
    """No form or tune has this name.

    Args:
        name: the name as it was given.
        near: names that exist and look alike, best first.
    """

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        self.name = name
        self.near = tuple(near)
        hint = f"; did you mean {', '.join(self.near)}?" if self.near else ""
        zh_hint = f"；是否想写：{'、'.join(self.near)}？" if self.near else ""
        super().__init__(f'no form is called "{name}"{hint}', zh=f"没有叫“{name}”的体裁{zh_hint}")


class ImpossibleBrief(BadBrief):
    """No work can satisfy the form and the fixed places together.

    Args:
        message: what cannot be had, in one sentence.
        clashes: the rules that exclude one another, each naming its place.
        zh: the sentence in Chinese.
    """

    def __init__(self, message: str, clashes: Sequence[str] = (), *, zh: str = "") -> None:
        self.clashes = tuple(clashes)
        listed = [f"  - {clash}" for clash in self.clashes]
        super().__init__("\n".join((message, *listed)), zh="\n".join((zh or message, *listed)))


class BadCorpus(BadInput):
    """A collection holds nothing that can be learned from."""


class BadStyle(BadInput):
    """A style folder is damaged, incomplete or was written by another version."""


class BadWork(BadInput):
    """A work does not exist, or cannot be read or shown in the way asked for."""


class BadMusic(BadInput):
    """A file of music is broken, empty, or larger than Sixing reads."""


class BadPicture(BadInput):
    """A file holds no picture that can be read, or more than can be held."""


class StoreError(SixingError):
    """The store cannot be read or written: read-only, full, locked or damaged."""
