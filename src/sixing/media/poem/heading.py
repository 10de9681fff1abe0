"""What stands before a poem: title and form of a shi, tune and title of a ci.

Knows how a heading is worded and turned upright, not where it stands.

>>> heading("浣溪沙·2", "春晚")
('浣溪沙', '春晚')
"""

from __future__ import annotations

import re

_REGULATED = re.compile(r"[五七](绝|絕|律|排\d*|联|聯)$")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.,:]*|\S")
# Brackets and dashes turn with the column; their upright forms have code points of their own.
_UPRIGHT = str.maketrans("《》〈〉（）()「」『』—…-", "︽︾︿﹀︵︶︵︶﹁﹂﹃﹄︱︙︱")

Run = tuple[str, bool, float]
"""Text, whether it lies on its side, its length down the column in hanzi."""


def heading(form: str, title: str) -> tuple[str, str]:
    """Word what stands large and what stands small before the poem; either may be empty."""
    head = form.partition("·")[0]
    if not head or _REGULATED.match(head):
        name = head.rstrip("0123456789")
        return (title, name) if title else (name, "")
    return head, title.removeprefix(head).lstrip("·・ ")


def upright_runs(text: str) -> list[Run]:
    """Take a heading apart into hanzi, which stand, and Latin words, which lie on their side.

    >>> upright_runs("《月》 moon")
    [('︽', False, 1.0), ('月', False, 1.0), ('︾', False, 1.0), ('moon', True, 2.7)]
    """
    return [_run(found) for found in _LATIN.findall(text)]


def _run(text: str) -> Run:
    if len(text) > 1 or (text.isascii() and text.isalnum()):
        return text, True, round(0.55 * len(text) + 0.5, 2)
    return text.translate(_UPRIGHT), False, 1.0
