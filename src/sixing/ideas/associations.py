"""Which words keep company in verse: what a theme calls up by what poets wrote beside it.

Counted by `recipes/associations.py` over the corpus: for words, single hanzi and rhyme words the
companions they have oftener than chance, in pointwise mutual information (Church and Hanks, 1990)
shrunk towards 0. It holds counts and no text, reads classical Chinese in simplified hanzi only,
and knows nothing of what a word means.

Example:
    >>> found = Associations.open(style.folder)                             # doctest: +SKIP
    >>> found.words.names[found.beside("东篱").argmax()]                     # doctest: +SKIP
    '黄花'
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle

FILE: Final = "associations.safetensors"
VERSION: Final = "associations.v1"
SCALE: Final = 50
"""Stored steps of one nat; a byte reaches 5.1 nats."""
KINDS: Final = ("words", "hanzi", "ends")

Counts = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Company:
    """Things of one kind and the words found beside them.

    Attributes:
        names: the things: words of two hanzi, hanzi, or hanzi that rhyme.
        near: numbers of words, the closest first, (things, companions).
        pmi: for each companion `SCALE` times its nats, (things, companions); 0 where none is.
        count: how often each thing was seen, (things,).
    """

    names: tuple[str, ...]
    near: NDArray[np.uint16]
    pmi: NDArray[np.uint8]
    count: Counts

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each name."""
        return {name: i for i, name in enumerate(self.names)}


@dataclass(frozen=True, eq=False)
class Associations:
    """The companions of words, of hanzi and of rhyme words.

    Attributes:
        words: image words and allusive words; all companions are among them.
        hanzi: single hanzi anywhere in a line.
        ends: hanzi at the end of a rhymed line, with how often.
        facing: for each word those that poets set against it in couplets (对仗).
        allusive: the words that call up a story, a poem or a person.
        place: where in a poem each word tends to stand, 0 (first line) to 1, (words,).
    """

    words: Company
    hanzi: Company
    ends: Company
    facing: Company
    allusive: frozenset[str]
    place: NDArray[np.float32]

    @classmethod
    def open(cls, folder: Path) -> Associations:
        """Reads the associations of a style.

        Raises:
            BadStyle: the file is missing, damaged or of another version.
        """
        path = folder / FILE
        try:
            return cls._of(*_read(path))
        except (OSError, ValueError, KeyError) as fault:
            raise BadStyle(
                f"{path} cannot be read ({fault}); install the style anew",
                zh=f"{path} 无法读取（{fault}）；请重新安装此风格",
            ) from fault

    @classmethod
    def _of(cls, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> Associations:
        if facts["version"] != VERSION:
            raise ValueError(f"version {facts['version']}, not {VERSION}")
        words, hanzi, ends = (_company(arrays, facts, kind) for kind in KINDS)
        facing = Company(words.names, arrays["facing.near"], arrays["facing.pmi"], words.count)
        for one in (words, hanzi, ends, facing):
            if not len(one.names) == len(one.near) == len(one.pmi) == len(one.count):
                raise ValueError(f"{len(one.names)} names, {len(one.near)} rows")
            if one.near.shape != one.pmi.shape or one.near.max(initial=0) >= len(words.names):
                raise ValueError("companions beyond the words")
        place = arrays["words.place"].astype(np.float32) / np.float32(255)
        return cls(words, hanzi, ends, facing, frozenset(facts["allusive"].split()), place)

    def beside(self, text: str) -> NDArray[np.float32]:
        """Nats by which each word stands beside a word or hanzi, (words,); 0 where unknown."""
        return _row(self.hanzi if len(text) == 1 else self.words, text, len(self.words.names))

    def against(self, word: str) -> NDArray[np.float32]:
        """Nats by which poets set each word against a word in couplets, (words,)."""
        return _row(self.facing, word, len(self.words.names))

    def uses(self, hanzi: str) -> int:
        """How often a hanzi ended a rhymed line."""
        number = self.ends.number.get(hanzi)
        return 0 if number is None else int(self.ends.count[number])


def _row(company: Company, name: str, size: int) -> NDArray[np.float32]:
    row = np.zeros(size, np.float32)
    number = company.number.get(name)
    if number is not None:
        # A row that is not full repeats a companion with 0 nats: the larger counts.
        np.maximum.at(row, company.near[number], company.pmi[number].astype(np.float32) / SCALE)
    return row


def _company(arrays: Mapping[str, Any], facts: Mapping[str, Any], kind: str) -> Company:
    names = tuple(facts[kind].split() if kind == "words" else facts[kind])
    near, pmi, count = (arrays[f"{kind}.{part}"] for part in ("near", "pmi", "count"))
    return Company(names, near, pmi, count)


def _read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            facts = json.loads((file.metadata() or {})["facts"])
            return {name: file.get_tensor(name) for name in file.keys()}, facts  # noqa: SIM118
    except SafetensorError as fault:
        raise ValueError(fault) from fault
