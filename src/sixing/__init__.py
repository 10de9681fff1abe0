"""Sixing (思行): a creativity engine that people own. Thinking, then acting, on your own computer.

This module is the curated front door; everything behind it loads when it is first used, so that
`import sixing` costs nothing. It knows no medium and holds no logic.

    import sixing

    for poem in sixing.create("poem", form="七绝", theme="秋思", n=3, seed=7):
        print(poem["title"], *poem["lines"])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sixing.apps.python import check, create, explore, think
    from sixing.errors import (
        BadBrief,
        BadCorpus,
        BadInput,
        BadStyle,
        BadWork,
        ImpossibleBrief,
        SixingError,
        StoreError,
        UnknownForm,
    )
    from sixing.feedback.telling import tell
    from sixing.works import Brief, Candidate, Fault, Idea, Judgement, Style, Verdict, Work

__version__ = "0.4.0"

_ROOMS = {
    "sixing.apps.python": ("check", "create", "explore", "think"),
    "sixing.feedback.telling": ("tell",),
    "sixing.errors": (
        "BadBrief",
        "BadCorpus",
        "BadInput",
        "BadStyle",
        "BadWork",
        "ImpossibleBrief",
        "SixingError",
        "StoreError",
        "UnknownForm",
    ),
    "sixing.works": (
        "Brief",
        "Candidate",
        "Fault",
        "Idea",
        "Judgement",
        "Style",
        "Verdict",
        "Work",
    ),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "BadBrief",
    "BadCorpus",
    "BadInput",
    "BadStyle",
    "BadWork",
    "Brief",
    "Candidate",
    "Fault",
    "Idea",
    "ImpossibleBrief",
    "Judgement",
    "SixingError",
    "StoreError",
    "Style",
    "UnknownForm",
    "Verdict",
    "Work",
    "__version__",
    "check",
    "create",
    "explore",
    "tell",
    "think",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sixing' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
