"""A mood's way through a work: one mood for each line, from the words of a brief.

`孤独→闲适` or `solitude>serenity` is an arc, walked in even steps. One word is the mood of every
line, but that a long work leaves its turn (转) free and comes back to it in the close (合): to ask
for another mood there was measured to blur the one that was asked for. No word leaves every line
free, so that the form's own 起承转合 shapes it. Knows the names of moods only.

>>> arc("孤独→闲适", 4)
('solitude', 'solitude', 'serenity', 'serenity')
>>> arc("", 4)
()
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sixing.errors import BadBrief
from sixing.works.mood import mood, named

#: A work of so many lines has room to leave its turn (转) free.
LONG: Final = 8
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


def arc(emotion: str | None, lines: int) -> tuple[str, ...]:
    """The mood of each line, "" for one left free; empty when the brief names none.

    Raises:
        BadBrief: an unknown mood, an empty step, or more steps than lines.
    """
    named_ = steps(emotion)
    if len(named_) > lines:
        raise BadBrief(
            f"the arc of moods has {len(named_)} steps and the form {lines} lines: name fewer",
            zh=f"情绪之变有 {len(named_)} 步，而此体只有 {lines} 句：请少写几步",
        )
    if len(named_) == 1 and lines >= LONG:
        turn = range(lines // 2, 3 * lines // 4)
        return tuple("" if i in turn else named_[0] for i in range(lines))
    return tuple(named_[i * len(named_) // lines] for i in range(lines)) if named_ else ()


def drawn(moods: Sequence[str], lang: str) -> str:
    """An arc as a person reads it: 孤寂→闲适."""
    turns = [one for i, one in enumerate(moods) if i == 0 or one != moods[i - 1]]
    return "→".join(named(one, lang) if one else "…" for one in turns)
