"""What modern words are called in classical verse: 算法 is 棋局 and 天机, a train 驿路 and 征车.

A small thesaurus, written for Sixing; no word of it is quoted. It knows single words and set
phrases, no grammar and no sense of context: what it does not know, a sentence encoder answers
(`sixing.features.embedding`).

>>> classical("算法")
('棋局', '天机', '帷幄', '阴阳')
>>> classical("rain on the train")
('夜雨', '驿路', '雨声', '征车')
>>> classical("rain on the saxophone")
()
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Final

MOST: Final = 4
"""Classical words for one theme."""

_SMALL: Final = """
    a an and at by for from i in into is it my of off on or our over the their this to under up
    upon when where while with without your me you we they are was be as that s
"""
_SMALL_HANZI: Final = frozenset("的了在着和与之在是我你他她们这那个一里上下中有")
_HANZI = re.compile("[㐀-鿿]+")


def classical(theme: str) -> tuple[str, ...]:
    """Classical words for a theme of which every telling word is known; empty for any other.

    The words of several terms take turns, so that each term is heard.
    """
    terms = [*_english(theme), *_chinese(theme)]
    if not terms or not all(terms):
        return ()
    turns = zip_longest(*(_table()[term] for term in dict.fromkeys(terms)))
    words = dict.fromkeys(word for turn in turns for word in turn if word)
    return tuple(words)[:MOST]


def _english(theme: str) -> list[str]:
    """The known terms among the Latin words, "" for each telling one that is unknown."""
    words = re.findall("[a-z]+", theme.casefold())
    found, i = [], 0
    while i < len(words):
        pair = "-".join(words[i : i + 2])
        if pair in _table() and i + 1 < len(words):
            found.append(pair)
            i += 1
        elif words[i] not in _SMALL.split():
            found.append(words[i] if words[i] in _table() else "")
        i += 1
    return found


def _chinese(theme: str) -> list[str]:
    """The known terms among the hanzi, the longest first match; "" for what is left over."""
    found = []
    for run in _HANZI.findall(theme):
        i = 0
        while i < len(run):
            term = next((run[i:j] for j in range(len(run), i, -1) if run[i:j] in _table()), "")
            if term or run[i] not in _SMALL_HANZI:
                found.append(term)
            i += len(term) or 1
    return found


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = (files(__package__ or "") / "data" / "modern.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {
        term: tuple(words.split())
        for chinese, english, words in rows
        for term in (*chinese.split(), *english.split())
    }
