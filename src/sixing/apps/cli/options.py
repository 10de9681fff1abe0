"""Options that several commands share, put on as one.

>>> import click
>>> @click.command()
... @together(click.option("-a"), click.option("-b"))
... def both(a, b): ...
>>> [one.name for one in both.params]
['a', 'b']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one, in their order."""

    def put(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return put
