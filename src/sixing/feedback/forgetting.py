"""Forgetting a person: their verdicts, and everything that was learnt from them.

Removed are all verdicts with their notes, the judgements of the taste, and every style of the home
whose `config.json` says `"learnt_from": "verdicts"`. Works stay, and so do edits, which are works;
the styles that ship are never touched. To forget twice is to forget nothing the second time.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     forget(Path(folder)).verdicts
0
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from sixing.feedback.taste import JUDGE
from sixing.store.atomic import cannot_write
from sixing.store.database import Store

LEARNT_FROM = "verdicts"
"""What the config of a style says under `learnt_from` when a person's verdicts made it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What there is to forget, or was.

    Attributes:
        verdicts: how many.
        judgements: how many judgements by the taste.
        styles: names of the styles learnt from verdicts.
    """

    verdicts: int
    judgements: int
    styles: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing."""
        return not (self.verdicts or self.judgements or self.styles)


def remembered(folder: Path) -> Forgotten:
    """Say what a home holds that `forget` would remove; changes nothing."""
    with Store.at(folder, reading=True) as store:
        verdicts, judgements = len(store.said()), store.count_judgements([JUDGE])
    return Forgotten(verdicts, judgements, tuple(path.name for path in _styles(folder)))


def forget(folder: Path) -> Forgotten:
    """Remove it all, verdicts first.

    Args:
        folder: the home.

    Raises:
        StoreError: the store or a style cannot be written; what was said is then still there, or a
            style is: call it again.
    """
    styles = _styles(folder)
    before = remembered(folder)
    if before.verdicts or before.judgements:
        with Store.at(folder) as store:
            store.forget([JUDGE])
    for path in styles:
        try:
            shutil.rmtree(path)
        except OSError as error:
            raise cannot_write(path, error) from error
    return before


def _styles(folder: Path) -> list[Path]:
    """Folders of styles learnt from verdicts, links apart."""
    found = sorted((folder / "styles").glob("*/config.json"))
    return [path.parent for path in found if not path.parent.is_symlink() and _is_learnt(path)]


def _is_learnt(config: Path) -> bool:
    try:
        told = json.loads(config.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("learnt_from") == LEARNT_FROM
