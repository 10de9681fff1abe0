"""JSON that cannot change: the recipes and details that values carry.

A `Record` is a read-only mapping, equal and hashable by content, whose canonical text (sorted keys,
no spaces, UTF-8) is what gets hashed and stored. It holds what JSON holds and nothing else.

>>> Record({"seed": 7, "rhyme": ["尤"]}) == Record({"rhyme": ("尤",), "seed": 7})
True
>>> Record({"seed": 7}).text
'{"seed":7}'
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


class Record(Mapping[str, Any]):
    """A frozen JSON object.

    Raises:
        TypeError: a value is not JSON (a numpy scalar, say: give a `float`).
        ValueError: a number is not finite.
    """

    __slots__ = ("_items", "text")

    text: str
    _items: dict[str, Any]

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        text = canonical(items or {})
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "_items", {k: _freeze(v) for k, v in json.loads(text).items()})

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Record is frozen: cannot set {name!r}")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Record):
            return self.text == other.text
        return isinstance(other, Mapping) and self.thaw() == thaw(other)

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Record({self.text})"

    def __reduce__(self) -> tuple[type[Record], tuple[dict[str, Any]]]:
        return Record, (self.thaw(),)

    def thaw(self) -> dict[str, Any]:
        """Return plain dicts and lists, free to change."""
        thawed: dict[str, Any] = json.loads(self.text)
        return thawed


def canonical(value: object) -> str:
    """Write `value` as the one JSON text that its content has."""
    return json.dumps(
        thaw(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def thaw(value: object) -> Any:
    """Turn mappings and sequences into plain dicts and lists, all the way down."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [thaw(item) for item in value]
    return value


def _freeze(value: object) -> object:
    if isinstance(value, dict):
        return Record(value)
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return value


EMPTY = Record()
