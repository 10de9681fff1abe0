"""How words are disguised, and how a disguised text may be read: streams of plain characters.

A block list is evaded by writing otherwise: full width, old hanzi, figures for letters, letters
drawn out or spelt one by one, marks between characters or instead of them. Each reading here
undoes some of that and remembers where every character stood. It knows no words: whoever looks
words up (`sixing.features.blocklist`) asks for all readings of a text.

>>> [reading.text for reading in readings("山*高-月小")]
['山高月小']
>>> [reading.text for reading in readings("m00n")]
['m00n', 'moon']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from string import ascii_lowercase

from sixing.media.poem.prosody import simplify

BREAK = "\n"
"""Stands between pieces that no word may span."""

MOST_MASKED = 2
"""Letters of one word that marks may hide: f*g, f**s."""

# Cyrillic, IPA and rare hanzi that pass for others.
_LOOKS_LIKE = str.maketrans("аеорсухіԁɡ毐儍屄", "aeopcyxidg毒傻逼")
_LEET = str.maketrans("013457@$!+€", "oieast" + "asite")
_LEET_L = str.maketrans("1!", "ll")
_HAN = "〇㐀-䶿一-鿿\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}a-z0-9]+")
_HANZI = re.compile(f"[{_HAN}]")
_BARE = re.compile(f"(?:[{_HAN}]+|(?:[{_HAN}]{{2,}} )+[{_HAN}]{{2,}})?")
_TOKEN = re.compile(r"[a-z0-9@$!+€*#]+")
_STOP = re.compile(r"[，。！？；：、…,;:?!\n]")
_MARK = re.compile(r"[^\w\s]|_")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_MASK = re.compile(r"(?<=[a-z])[*#]+(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, or a part of it, as it may be meant.

    Attributes:
        text: simplified hanzi, small letters, figures, spaces and breaks.
        origin: where each of them stood in the text that was read.
        loose: whether words may begin and end anywhere, because letters were spelt one by one.
    """

    text: str
    origin: tuple[int, ...]
    loose: bool = False

    def part(self, start: int, end: int) -> Reading:
        """The characters from `start` to `end`."""
        return Reading(self.text[start:end], self.origin[start:end], self.loose)

    def only(self, keep: Callable[[str], bool]) -> Reading:
        """The characters that are to be kept."""
        kept = [(c, at) for c, at in zip(self.text, self.origin, strict=True) if keep(c)]
        return Reading("".join(c for c, _ in kept), tuple(at for _, at in kept), self.loose)


@cache
def plain(char: str) -> str:
    """One character in half width, small, without accents, simplified; a ligature as several."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return "".join(map(simplify, kept.translate(_LOOKS_LIKE)))


def is_bare(text: str) -> bool:
    """Whether nothing in a text can be a disguise: hanzi, apart only in twos or more.

    >>> is_bare("秋思 其二"), is_bare("秋 思"), is_bare("")
    (True, False, True)
    """
    return bool(_BARE.fullmatch(text))


def verse(text: str) -> Reading:
    """The one reading of lines of hanzi: in verse nothing is put between characters."""
    return Reading("".join([plain(char)[:1] or BREAK for char in text]), tuple(range(len(text))))


def readings(text: str) -> Iterator[Reading]:
    """All readings of a text: of its hanzi, of its words in letters, of what is spelt out."""
    pieces = [(c, at) for at, char in enumerate(text) for c in plain(char)]
    bare = Reading("".join(c for c, _ in pieces), tuple(at for _, at in pieces))
    if _HANZI.search(bare.text):
        yield _hanzi(bare)
    apart = [bare.part(*token.span()) for token in _TOKEN.finditer(bare.text)]
    if any(token.text.isalpha() or _letters(token).text for token in apart):
        yield from _words(bare, apart)
        yield from _spelt_out(bare)


def _hanzi(bare: Reading) -> Reading:
    """The text without what was put between its hanzi."""
    runs = list(_RUN.finditer(bare.text))
    pieces = [bare.part(*runs[0].span())]
    for before, after in pairwise(runs):
        gap = bare.text[before.end() : after.start()]
        if not _hides(before[0], gap, after[0]):
            pieces.append(Reading(BREAK, (bare.origin[before.end()],)))
        pieces.append(bare.part(*after.span()))
    return _joined(pieces, "")


def _hides(before: str, gap: str, after: str) -> bool:
    """Whether what stands between two runs is there to hide a word, not to end a sentence."""
    if before[-1].isascii() and after[0].isascii():
        return False  # words in letters have readings of their own
    if _STOP.search(gap):
        return len(before) == len(after) == 1
    return min(len(before), len(after)) == 1 or not gap.isspace()


def _words(bare: Reading, apart: Sequence[Reading]) -> Iterator[Reading]:
    """Words as written, and with the disguises of letters undone in turn."""
    together = _together(bare)
    seen: set[str] = set()
    for words, table, longest in product((apart, together), (None, _LEET, _LEET_L), (2, 1)):
        reading = _joined([_shortened(_letters(word, table), longest) for word in words], " ")
        if reading.text not in seen:
            seen.add(reading.text)
            yield reading
    guesses = [guess for word in apart for guess in _unmasked(word)]
    if guesses:
        yield _joined(guesses, BREAK)


def _together(bare: Reading) -> list[Reading]:
    """Words with the single marks left out that hold their parts apart: m-oon, mo.on."""
    tokens = list(_TOKEN.finditer(bare.text))
    words = [bare.part(*tokens[0].span())]
    for before, after in pairwise(tokens):
        gap, part = bare.text[before.end() : after.start()], bare.part(*after.span())
        if len(gap) == 1 and _MARK.fullmatch(gap):
            words[-1] = _joined([words[-1], part], "")
        else:
            words.append(part)
    return words


def _letters(word: Reading, table: dict[int, int] | None = None) -> Reading:
    """The word with figures read as letters where at least half of it are letters."""
    known = sum(c.isalpha() for c in word.text)
    inner = len(word.text.strip("!+*#"))
    if table is None or not inner <= 2 * known:
        return word.only(str.isalnum)
    start = word.text.find(word.text.strip("!+*#"))
    core = word.part(start, start + inner)
    text = core.text.translate(table).translate(_LEET)
    return Reading(text, core.origin).only(str.isalpha)


def _shortened(word: Reading, longest: int) -> Reading:
    """Letters drawn out over three or more, shortened to one or two."""
    text, end = "", 0
    origin: list[int] = []
    for found in _DRAWN_OUT.finditer(word.text):
        stop = found.start() + longest
        text += word.text[end:stop]
        origin += word.origin[end:stop]
        end = found.end()
    return Reading(text + word.text[end:], (*origin, *word.origin[end:]))


def _unmasked(word: Reading) -> Iterator[Reading]:
    """Every word that a masked one may be."""
    masks = [at for mask in _MASK.finditer(word.text) for at in range(*mask.span())]
    if not 1 <= len(masks) <= MOST_MASKED:
        return
    for guess in product(ascii_lowercase, repeat=len(masks)):
        letters = list(word.text)
        for at, letter in zip(masks, guess, strict=True):
            letters[at] = letter
        yield Reading("".join(letters), word.origin).only(str.isalnum)


def _spelt_out(bare: Reading) -> Iterator[Reading]:
    """Three or more single letters in a row, as one word."""
    spelt = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:[^a-z0-9]{1,2}[a-z0-9@$](?![a-z0-9])){2,}")
    for found in spelt.finditer(bare.text):
        word = _letters(bare.part(*found.span()).only(lambda c: bool(_TOKEN.match(c))), _LEET)
        yield Reading(word.text, word.origin, loose=True)


def _joined(pieces: Sequence[Reading], between: str) -> Reading:
    full = [piece for piece in pieces if piece.text]
    origin: list[int] = []
    for piece in full:
        if between and origin:
            origin.append(origin[-1])
        origin.extend(piece.origin)
    return Reading(between.join(piece.text for piece in full), tuple(origin))
