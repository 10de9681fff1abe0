"""A mood's way through a work: one mood for each line, from the words of a brief.

`孤独→闲适` or `solitude>serenity` is an arc, walked in even steps. One word is an arc that ends in
it: the turn (转) tries a mood of its kin, and the close (合) comes back. No word leaves every line
free, so that the form's own 起承转合 shapes it. Knows the names of moods only.

>>> arc("孤独→闲适", 4)
('solitude', 'solitude', 'serenity', 'serenity')
>>> arc("", 4)
()
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sixing.errors import BadBrief
from sixing.works.mood import mood, named

#: Moods that poets let answer each other without a break.
KIN: Final[Mapping[str, tuple[str, ...]]] = {
    "joy": ("serenity", "ambition"),
    "sorrow": ("longing", "solitude"),
    "longing": ("sorrow", "solitude"),
    "solitude": ("serenity", "longing"),
    "ambition": ("joy", "sorrow"),
    "serenity": ("joy", "solitude"),
}
_STEP = re.compile(r"\s*(?:->|=>|→|⇒|>|＞)\s*")


def steps(emotion: str | None) -> tuple[str, ...]:
    """The moods that a brief names, in their order.

    Raises:
        BadBrief: a step is empty, or names no mood that is known.
    """
    if not emotion or not emotion.strip():
        return ()
    words = _STEP.split(emotion.strip())
    if not all(words):
        raise BadBrief(
            f'the arc of moods "{emotion}" has an empty step: write such as solitude>serenity',
            zh=f"情绪之变“{emotion}”缺了一步：应写如 孤独→闲适",
        )
    return tuple(mood(word) for word in words)


def arc(emotion: str | None, lines: int, chance: random.Random | None = None) -> tuple[str, ...]:
    """The mood of each line; empty when the brief names none.

    Args:
        chance: draws which kin the turn of a single mood tries; None keeps one mood throughout.

    Raises:
        BadBrief: an unknown mood, an empty step, or more steps than lines.
    """
    named_ = steps(emotion)
    if len(named_) > lines:
        raise BadBrief(
            f"the arc of moods has {len(named_)} steps and the form {lines} lines: name fewer",
            zh=f"情绪之变有 {len(named_)} 步，而此体只有 {lines} 句：请少写几步",
        )
    if len(named_) == 1 and chance is not None and lines >= 4:
        turn, close = lines // 2, max(lines // 2 + 1, 3 * lines // 4)
        kin = chance.choice(KIN[named_[0]])
        return tuple(kin if turn <= i < close else named_[0] for i in range(lines))
    return tuple(named_[i * len(named_) // lines] for i in range(lines)) if named_ else ()


def main(moods: Sequence[str]) -> str:
    """The mood of most lines, the later one on a tie; "" when all are free."""
    counts = Counter(one for one in moods if one)
    last = {one: i for i, one in enumerate(moods)}
    return max(counts, key=lambda one: (counts[one], last[one]), default="")


def drawn(moods: Sequence[str], lang: str) -> str:
    """An arc as a person reads it: 孤寂→闲适."""
    turns = [one for i, one in enumerate(moods) if i == 0 or one != moods[i - 1]]
    return "→".join(named(one, lang) if one else "…" for one in turns)
