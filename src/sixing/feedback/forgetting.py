"""Forgetting a person: their verdicts, and everything that was learnt from them.

Removed are all verdicts with their notes, the judgements of the taste, and in every style of one's
own whatever was learnt from verdicts, back to the state before. Works stay, and so do edits, which
are works; the style that ships is never touched. To forget twice is to forget nothing the second
time.

>>> remembered().nothing  # doctest: +SKIP
True
"""

from __future__ import annotations

from dataclasses import dataclass

from sixing.feedback.taste import JUDGE
from sixing.store import styles
from sixing.store.database import Store
from sixing.store.home import home

SOURCE = "verdicts"
"""What the config of a style says under `learnt_from` when a person's verdicts changed it."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What there is to forget, or was.

    Attributes:
        verdicts: how many.
        judgements: how many judgements by the taste.
        styles: names of the styles that learnt from verdicts.
    """

    verdicts: int
    judgements: int
    styles: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing."""
        return not (self.verdicts or self.judgements or self.styles)


def remembered() -> Forgotten:
    """Say what the home holds that `forget` would remove; changes nothing."""
    with Store.at(home(), reading=True) as store:
        verdicts, judgements = len(store.said()), store.count_judgements([JUDGE])
    learnt = tuple(
        name
        for name in styles.names()
        if name not in styles.SHIPS
        and any(one.learnt_from == SOURCE for one in styles.versions(name))
    )
    return Forgotten(verdicts, judgements, learnt)


def forget() -> Forgotten:
    """Remove it all, what was said first.

    Raises:
        StoreError: the store or a style cannot be written; call it again to remove the rest.
    """
    there = remembered()
    if there.verdicts or there.judgements:
        with Store.at(home()) as store:
            store.forget([JUDGE])
    if there.styles:
        styles.forget(SOURCE)
    return there
