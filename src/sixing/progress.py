"""How long work reports how far it has come, without printing.

The library calls a `Progress` with a fraction in [0, 1] and a short message; who listens (a bar on
a terminal, a page, a test) is not known here.

>>> seen = []
>>> within(lambda fraction, message: seen.append(fraction), 0.5, 1.0)(0.5, "halfway")
>>> seen
[0.75]
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]


def silent(fraction: float, message: str) -> None:
    """Listen to nothing: the default of every call that takes a `Progress`."""


def within(progress: Progress, start: float, end: float) -> Progress:
    """Give a part of the work its own 0..1, shown as `start`..`end` of the whole."""
    return lambda fraction, message: progress(start + (end - start) * fraction, message)
