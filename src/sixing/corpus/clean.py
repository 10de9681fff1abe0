"""Clean verse: from the text of a record to lines of plain hanzi, or a reason to drop it.

Editors' notes in brackets go, punctuation becomes line ends, variant hanzi are unified, and the
simplified form is made from the traditional one (OpenCC ``t2s``, phrase by phrase: 乾坤 stays,
乾 "dry" becomes 干). It knows no form, tone or rhyme; see :mod:`sixing.media.poem` for those.

>>> clean("床前明月光，疑是地上霜。（一作「看月光」）", cut="shi").original
('床前明月光', '疑是地上霜')
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from sixing.corpus._variants import unify

if TYPE_CHECKING:
    from opencc import OpenCC

Cut = Literal["shi", "ci"]

LONGEST_LINE: Final = 16  # hanzi; in verse only exclamations such as 君不见 make lines over 9

_INNERMOST: Final = re.compile(
    r"（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|〖[^〖〗]*〗|【[^【】]*】|\[[^\[\]]*\]"
)
_SUPPLIED: Final = re.compile(
    r"\[([^\[\]一二三四五六七八九十\d])\]"
)  # a hanzi restored by an editor
_TITLE: Final = re.compile(r"《[^《》]*》")
_BRACKETS: Final = re.compile(r"[（）()〔〕〖〗【】\[\]]")
_ENDS: Final[dict[str, str]] = {"shi": "，。？！；,.?!;\n", "ci": "，。？！；、：,.?!;:\n"}
_SILENT: Final = re.compile(r"[、：:「」『』“”‘’\"'《》〈〉·・\s　—]")
_HANZI: Final = re.compile(r"[〇㐀-䶿一-鿿\U00020000-\U0003ffff]+")
_GAP: Final = re.compile(r"[□○●◎■�…]|\.\.\.")
_TITLE_MARKS: Final = re.compile(r"[《》〈〉「」『』“”]")
_SHAPE_ONLY: Final = re.compile(r"[{}⿰-⿻|=/]")  # a hanzi described by its parts
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CATALOGUE: Final = re.compile(r"^(?:詩題|诗题)[：:]|首句[：:]|原無題|无正文|無正文")


@dataclass(frozen=True, slots=True)
class Verse:
    """Cleaned verse: ``original`` as written, ``lines`` simplified; line by line equally long."""

    lines: tuple[str, ...]
    original: tuple[str, ...]
    changes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why a record is not in the corpus."""

    reason: str


def clean(text: str, cut: Cut = "shi") -> Verse | Dropped:
    """Turn the text of one poem into lines of hanzi, or say why it cannot be kept.

    ``cut="shi"`` ends lines at ，。？！；, and at ：、 only where that makes all lines equal;
    ``cut="ci"`` ends lines at every stop, 逗 (、) included.
    """
    if not text.strip():
        return Dropped("empty")
    if _CATALOGUE.search(text):
        return Dropped("catalogue entry without text")
    bare = _strip_notes(text)
    reason = _unreadable(bare)
    if reason:
        return Dropped(reason)
    lines = next(_regular_first(text, bare, cut))
    if not all(_HANZI.fullmatch(line) for line in lines):
        return Dropped("not hanzi")
    if len(lines) < 2:
        return Dropped("fewer than two lines")
    if max(map(len, lines)) > LONGEST_LINE:
        return Dropped(f"prose (a line of more than {LONGEST_LINE} hanzi)")
    return _verse(text, lines)


def shape(lines: Sequence[str]) -> str:
    """``"7x4"`` for four lines of seven hanzi; ``""`` unless all have 5 or 7 and come in pairs.

    >>> shape(("床前明月光", "疑是地上霜"))
    '5x2'
    """
    width = len(lines[0]) if lines else 0
    regular = width in (5, 7) and len(lines) % 2 == 0 and all(len(x) == width for x in lines)
    return f"{width}x{len(lines)}" if regular else ""


@lru_cache(maxsize=4096)  # an author has hundreds of poems
def clean_title(text: str) -> str:
    """Title (or author) in simplified hanzi, without notes; ``""`` when part of it is unreadable.

    >>> clean_title("遊枋口（并序）  蒙泉")
    '游枋口 蒙泉'
    """
    bare = _TITLE_MARKS.sub("", _strip_notes(text))
    return "" if _unreadable(bare) else simplified(" ".join(bare.split()))


def simplified(text: str) -> str:
    """Simplified form of ``text`` with variants unified, character for character (OpenCC t2s).

    A simplification by analogy outside the Basic Multilingual Plane (巘 → U+2AA58) is not used: few
    fonts have it and printed editions keep the traditional hanzi.
    """
    standard = unify(text)
    converted: str = _opencc().convert(standard)
    if not converted or max(converted) <= "\uffff":
        return converted
    pairs = zip(converted, standard, strict=True)
    return "".join(new if new <= "\uffff" else old for new, old in pairs)


def _verse(text: str, lines: list[str]) -> Verse:
    original = [unify(line) for line in lines]
    simple = simplified("\n".join(original)).split("\n")
    notes = {"notes removed"} if _INNERMOST.search(text) else set()
    variants = {"variants unified"} if original != lines else set()
    script = {"traditional simplified"} if simple != original else set()
    return Verse(tuple(simple), tuple(original), frozenset(notes | variants | script))


def _unreadable(bare: str) -> str:
    if _GAP.search(bare):
        return "gap in the text (□ …)"
    if _SHAPE_ONLY.search(bare):
        return "hanzi described by parts"
    if _PRIVATE.search(bare):
        return "private-use character"
    return "unbalanced brackets" if _BRACKETS.search(bare) else ""


def _strip_notes(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, _INNERMOST.sub("", text)
    return text


def _regular_first(text: str, bare: str, cut: Cut) -> Iterator[list[str]]:
    """Readings of the text whose lines are regular, then the plain reading."""
    plain = _lines(bare, _ENDS[cut])
    readings = [plain]
    if cut == "shi" and not shape(plain):
        readings += [_lines(bare, _ENDS["ci"])]
        readings += [_lines(_TITLE.sub("", bare), _ENDS["shi"])]
        readings += [_lines(_strip_notes(_SUPPLIED.sub(r"\1", text)), _ENDS["shi"])]
    yield from (lines for lines in readings if shape(lines))
    yield plain


def _lines(text: str, ends: str) -> list[str]:
    parts = re.split(f"[{re.escape(ends)}]", text)
    return [line for part in parts if (line := _SILENT.sub("", part))]


@lru_cache(maxsize=1)
def _opencc() -> "OpenCC":
    from opencc import OpenCC  # loads its dictionaries: only when a corpus is read

    return OpenCC("t2s")
