"""A bar with the time left, for anything that takes a person's patience.

It shows on a terminal only, on standard error, and only once a second has passed: what is quicker
needs none, and rich need not load for it.

    with bar() as progress:
        create(..., progress=progress)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from sixing.progress import Progress, silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0
"""Seconds before a bar appears."""


@contextmanager
def bar() -> Iterator[Progress]:
    """Give a `Progress` that draws itself while the block runs."""
    if not sys.stderr.isatty():
        yield silent
        return
    begun = monotonic()
    with ExitStack() as stack:
        drawn: list[Bar] = []

        def progress(fraction: float, message: str) -> None:
            if not drawn and monotonic() - begun > PATIENCE:
                drawn.append(stack.enter_context(_bar()))
                drawn[0].add_task(message, total=1.0)
            for one in drawn:
                one.update(one.task_ids[0], completed=fraction, description=message)

        yield progress


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
