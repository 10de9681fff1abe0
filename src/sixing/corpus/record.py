"""What is read before it is cleaned: records of a collection, and places without any.

Readers (:mod:`sixing.corpus.package`, :mod:`sixing.corpus.folder`) make these values;
:mod:`sixing.corpus.build` turns them into poems. They know no cleaning rule.

>>> Record("山高月小，水落石出。", source="mine", place="su.txt:1").cut
'shi'
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sixing.corpus.clean import Cut


@dataclass(frozen=True, slots=True)
class Record:
    """One poem as its source has it: any script, with punctuation and notes."""

    text: str
    source: str
    place: str
    title: str = ""
    author: str = ""
    era: str = ""
    tune: str = ""
    id: str = ""
    encoding: str = "utf-8"
    cut: Cut = "shi"


@dataclass(frozen=True, slots=True)
class Lost:
    """A file, or a part of it, from which no record could be read."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Files of one kind and the way to read a file's records."""

    name: str
    files: tuple[Path, ...]
    parse: Callable[[Path], Iterator[Record | Lost]]
