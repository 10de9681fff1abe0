"""Words that hurt, by their hashes: where in a text are they, and of which kind?

The shipped list (`data/blocklist.safetensors`, made by `recipes/blocklist.py`) holds 64-bit hashes
of terms and a label for each, no term itself; see the card beside it for sources and licences. A
hash hides a word from eyes, not from somebody who tries all words. Every reading of a text (see
`sixing.features.disguises`) is cut into all its substrings, and those are looked up at once.

A term of letters must stand as a word of its own, so that Scunthorpe passes, unless it is one that
no harmless word contains. A term that stands in classical verse counts in modern wording only. The
list knows no context: it cannot tell an insult from a dictionary that explains it.

>>> toy = Blocklist.of({"bad word": "abuse", "坏话": "abuse"})
>>> [(hit.start, hit.end, hit.category) for hit in toy.find("no b@d w0rd")]
[(3, 11, 'abuse')]
>>> toy.find("说坏*话")[0].category, toy.find("badword"), toy.find("坏了，话说")
('abuse', [], [])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadStyle
from sixing.features.disguises import Reading, plain, readings, verse
from sixing.features.fingerprints import Codepoints, Hashes, codepoints, finish, fold

CATEGORIES: Final = ("sexual", "abuse", "violence", "drugs", "hate")
"""What is looked for; violence is to others or to oneself. Political terms are not."""

HARMLESS: Final = "harmless"
"""The kind of a term that excuses those within it."""

LONGEST, LONGEST_VERSE = 24, 8
"""Characters of a term, and of one in hanzi."""

LEAST_SPELT = 4
"""Letters of a term that may be found in the middle of letters spelt one by one."""

VERSION = "sixing.blocklist.v1"
_KINDS: Final = (*CATEGORIES, HARMLESS)
_KIND, _MODERN, _INSIDE = 0x07, 0x08, 0x10


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A term in a text: from `start` to before `end`, counted from 0, and its category."""

    start: int
    end: int
    category: str


class Blocklist:
    """A set of hashed terms.

    Args:
        keys: ascending hashes, shape (terms,).
        labels: of each its category, and whether it counts in modern wording only or within words.

    Raises:
        BadStyle: the two do not belong together.
    """

    def __init__(self, keys: Hashes, labels: NDArray[np.uint8]) -> None:
        sound = keys.shape == labels.shape and len(keys) and bool((keys[1:] > keys[:-1]).all())
        if not sound or int((labels & _KIND).max()) >= len(_KINDS):
            raise BadStyle(
                "the block list is damaged: install Sixing anew or run recipes/blocklist.py",
                zh="禁词表已损坏：请重新安装思行，或运行 recipes/blocklist.py",
            )
        self._keys, self._labels = keys, labels

    @classmethod
    def of(
        cls,
        terms: Mapping[str, str],
        modern: Iterable[str] = (),
        inside: Iterable[str] = (),
    ) -> Blocklist:
        """A list of terms.

        Args:
            terms: the category of each, or `HARMLESS` for one that excuses those within it.
            modern: those that are harmless in verse.
            inside: those of letters that count within longer words as well.
        """
        later, within = set(modern), set(inside)
        labelled = {
            _hash(term): _KINDS.index(kind) | _MODERN * (term in later) | _INSIDE * (term in within)
            for term, kind in terms.items()
        }
        keys = sorted(labelled)
        return cls(np.array(keys, np.uint64), np.array([labelled[k] for k in keys], np.uint8))

    @classmethod
    def open(cls, path: Path | None = None) -> Blocklist:
        """The list of a file; the shipped one when none is named.

        Raises:
            BadStyle: the file is missing, damaged or of another version.
        """
        from safetensors import SafetensorError, safe_open

        file = path or Path(str(files("sixing") / "features" / "data" / "blocklist.safetensors"))
        try:
            with safe_open(file, framework="numpy") as stored:
                version = (stored.metadata() or {}).get("version")
                keys, labels = stored.get_tensor("keys"), stored.get_tensor("labels")
        except (OSError, SafetensorError) as error:
            raise BadStyle(f"the block list {file} cannot be read ({error})") from error
        if version != VERSION or keys.dtype != np.uint64 or labels.dtype != np.uint8:
            raise BadStyle(f"{file} is no block list that this Sixing reads ({VERSION})")
        return cls(keys, labels)

    def save(self, path: Path) -> None:
        """Write the list, whole or not at all."""
        from safetensors.numpy import save

        from sixing.store.atomic import write_whole

        arrays: dict[str, NDArray[Any]] = {"keys": self._keys, "labels": self._labels}
        write_whole(path, save(arrays, metadata={"version": VERSION}))

    def __len__(self) -> int:
        return len(self._keys)

    def counts(self) -> dict[str, int]:
        """Terms of each category, and those that excuse."""
        found = np.bincount(self._labels & _KIND, minlength=len(_KINDS))
        return dict(zip(_KINDS, map(int, found), strict=True))

    def find(self, text: str, *, classical: bool = False, disguised: bool = True) -> list[Hit]:
        """All terms in a text, in their order; of those within one another the longest.

        Args:
            text: a line, several with line ends between, or any wording.
            classical: whether to leave out the terms that classical poets use harmlessly.
            disguised: whether to look behind disguises; verse is hanzi that stand as they are.
        """
        without = _MODERN if classical else 0
        if not disguised:
            return _longest(self._look_up(verse(text), LONGEST_VERSE, without))
        found = (hit for read in readings(text) for hit in self._look_up(read, LONGEST, without))
        return _longest(found)

    def _look_up(self, reading: Reading, longest: int, without: int) -> Iterator[Hit]:
        for length, hashes in _windows(codepoints([reading.text])[0], longest):
            places = np.minimum(np.searchsorted(self._keys, hashes), len(self) - 1)
            for start in np.flatnonzero(self._keys[places] == hashes):
                label = int(self._labels[places[start]])
                if label & without or not _stands(reading, int(start), length, label):
                    continue
                where = reading.origin[start : start + length]
                yield Hit(where[0], where[-1] + 1, _KINDS[label & _KIND])


def masked(term: str) -> str:
    """A term as it may be shown: its first character, and a mark for each other.

    >>> masked("words")
    'w****'
    """
    return term[:1] + "*" * (len(term) - 1)


@cache
def shipped() -> Blocklist:
    """The list that ships, opened once."""
    return Blocklist.open()


def _windows(codes: Codepoints, longest: int) -> Iterator[tuple[int, Hashes]]:
    """Hashes of all substrings of two to `longest` characters, by length."""
    state = fold(codes[:, None])
    for length in range(2, min(longest, len(codes)) + 1):
        last = codes[length - 1 :]
        state = state[: len(last)]
        yield length, finish(state, last)
        state = fold(last[:, None], state)


def _stands(reading: Reading, start: int, length: int, label: int) -> bool:
    """Whether a term of letters stands as a word, or need not."""
    if reading.loose:
        return length >= min(LEAST_SPELT, len(reading.text))
    if label & _INSIDE:
        return True
    text, end = reading.text, start + length
    cut_before = start > 0 and _is_letter(text[start - 1]) and _is_letter(text[start])
    return not (
        cut_before or (end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end]))
    )


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that no other one contains, each once, in order; without those that are excused."""
    kept: list[Hit] = []
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.category)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return [hit for hit in kept if hit.category != HARMLESS]


def _hash(term: str) -> int:
    spelt = " ".join("".join(map(plain, word)) for word in term.split())
    points = codepoints([spelt])[0]
    return int(finish(fold(points[:-1]), points[-1]))
