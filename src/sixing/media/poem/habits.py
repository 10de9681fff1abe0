r"""Habits of rhyme and tone of many poems at once: form, opening, rhyme, licences and slips.

Reads a `Census` by 平水韵, every polyphone by the reading that suits it best; tone rules come from
`metre`, asked once for every tone code that occurs. It does not say where a fault is: that is
`check`. Poems that keep no regulated form are 古体 (old style) by the width of their lines.

>>> found = habits(Census.of(["白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼"]))
>>> print(found.form[0], found.opening[0], found.groups[found.rhyme[0]])
五绝 仄起不入韵 下平十一尤
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sixing.media.poem import shi
from sixing.media.poem.census import Census, Places
from sixing.media.poem.metre import BENT, EITHER, broken_rules, forgiven, resolutions
from sixing.media.poem.prosody import LEVEL, OBLIQUE, book

Flags = NDArray[np.bool_]
Names = NDArray[np.str_]

_CODES = LEVEL + OBLIQUE + EITHER + shi.UNKNOWN
_SLIPS = ("平仄", "三平尾", "孤平", "三仄尾")
SLIP_ZH = {"平仄": "失替", "三平尾": "三平尾", "孤平": "孤平", "三仄尾": "三仄尾"}
_BLOCK = 20_000  # poems scored at once
_TOLERATED = 0.06  # share of lines that may slip in a poem still called regulated


@dataclass(frozen=True)
class Habits:
    """What each poem does, (poems,) each.

    Attributes:
        form: 五绝 … 七排, 五古, 七古, 四言, 六言, 杂言 or 词.
        regulated: whether it is of a regulated form.
        opening: 平起入韵 …; "" where it is not regulated.
        rhyme: number in `groups` of the rhyme that most even lines end on; -1 for none.
        manner: 平韵, 仄韵, or 换韵 where an even line in four or more ends on another rhyme.
        slips: for poems of a regulated shape, whether a line breaks each rule of `SLIPS`.
        shaped: whether it has a regulated shape.
        rescued, bent: whether a line is bent and rescued (拗救), or bent and not.
        special: whether a line has the other form 平平仄平仄.
        groups: names of rhyme groups; oblique ones too.
    """

    form: Names
    regulated: Flags
    opening: Names
    rhyme: Places
    manner: Names
    slips: dict[str, Flags]
    shaped: Flags
    rescued: Flags
    bent: Flags
    special: Flags
    groups: tuple[str, ...]


def habits(census: Census, tunes: Sequence[str] = ()) -> Habits:
    """Reads every poem.

    Args:
        census: the poems.
        tunes: the tune of each poem, "" for shi; all shi when left out.
    """
    ci = np.array([bool(tune) for tune in tunes] or [False] * len(census), np.bool_)
    rhyme, manner, agreed = _rhymes(census, ci)
    tones = _Tones(census, ci)
    regulated = tones.shaped & (tones.share <= _TOLERATED) & (manner == "平韵") & (agreed >= 0.99)
    return Habits(
        form=_forms(census, ci, regulated),
        regulated=regulated,
        opening=np.where(regulated, tones.opening, ""),
        rhyme=rhyme,
        manner=manner,
        slips=tones.slips,
        shaped=tones.shaped,
        rescued=tones.rescued,
        bent=tones.bent,
        special=tones.special,
        groups=book("pingshui").groups,
    )


def _forms(census: Census, ci: Flags, regulated: Flags) -> Names:
    """The name of each poem's form."""
    width, lines = census.shapes
    kinds = np.select([lines == 4, lines == 8, lines > 8], ["绝", "律", "排"], "")
    stem = np.select([width == 5, width == 7], ["五", "七"], "")
    old = np.select(
        [width == 5, width == 7, width == 4, width == 6], ["五古", "七古", "四言", "六言"], "杂言"
    )
    found = np.where(regulated, np.char.add(stem, kinds), old)
    return np.where(ci, "词", found)


def _rhymes(census: Census, ci: Flags) -> tuple[Places, Names, NDArray[np.float64]]:
    """Rhyme group, manner, and the share of even lines that can end on that group."""
    rhymes = book("pingshui")
    groups = {name: i for i, name in enumerate(rhymes.groups)}
    heard = [
        (i, groups[r.group], r.share)
        for i, c in enumerate(census.chars)
        for r in rhymes.readings(c)
    ]
    first = np.searchsorted([i for i, _, _ in heard], np.arange(len(census.chars) + 1))
    group_of = np.array([g for _, g, _ in heard] or [0])
    share_of = np.array([s for _, _, s in heard] or [0.0])
    number = np.arange(len(census.widths)) - census.poems[census.poem_of_line]
    even = np.flatnonzero((number % 2 == 1) & (census.finals >= 0) & ~ci[census.poem_of_line])
    chars, poems = census.finals[even], census.poem_of_line[even]
    times = first[chars + 1] - first[chars]
    entry = np.repeat(first[chars], times) + _steps(times)
    return _best_groups(
        len(census), len(groups), np.repeat(poems, times), group_of[entry], share_of[entry],
        np.bincount(poems, minlength=len(census)), np.array([g[1] == "平" for g in rhymes.groups]),
    )  # fmt: skip


def _steps(times: Places) -> Places:
    """0, 1, … within each run."""
    return np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)


def _best_groups(
    poems: int, groups: int, poem: Places, group: Places, share: NDArray[np.float64],
    lines: Places, level: Flags,
) -> tuple[Places, Names, NDArray[np.float64]]:  # fmt: skip
    best, agreed = np.full(poems, -1), np.zeros(poems)
    for start in range(0, poems, _BLOCK):
        stop = min(poems, start + _BLOCK)
        part = slice(*np.searchsorted(poem, (start, stop)))
        key = (poem[part] - start).astype(np.int64) * groups + group[part]
        count = np.bincount(key, minlength=(stop - start) * groups).reshape(-1, groups)
        liked = np.bincount(key, share[part], (stop - start) * groups).reshape(-1, groups)
        best[start:stop] = np.argmax(count + liked / 1000, axis=1)
        agreed[start:stop] = count.max(axis=1) / np.maximum(1, lines[start:stop])
    rhymed = (lines > 0) & (agreed > 0)
    one = np.where(level[best], "平韵", "仄韵")
    manner = np.where(agreed > 0.75, one, "换韵")
    return np.where(rhymed, best, -1), np.where(rhymed, manner, ""), agreed


class _Tones:
    """Opening, slips and licences of the poems that have a regulated shape."""

    def __init__(self, census: Census, ci: Flags) -> None:
        number = len(census)
        self.shaped = np.zeros(number, np.bool_)
        self.opening = np.zeros(number, "U5")
        self.share = np.ones(number)  # of lines that slip
        self.slips = {name: np.zeros(number, np.bool_) for name in _SLIPS}
        self.rescued, self.bent, self.special = (np.zeros(number, np.bool_) for _ in range(3))
        tones = np.array([_code(c) for c in census.chars] or [0], np.int64)
        width, lines = census.shapes
        for w, n in {(w, n) for w, n in zip(width.tolist(), lines.tolist(), strict=True)}:
            if n >= 4 and shi.shape_name(n, w):
                some = np.flatnonzero((width == w) & (lines == n) & ~ci)
                for part in np.array_split(some, -(-len(some) * n // 400_000)) if len(some) else ():
                    self._read(census, part, tones, w, n)

    def _read(self, census: Census, poems: Places, tones: Places, w: int, n: int) -> None:
        starts = census.lines[census.poems[poems]]
        codes = tones[census.ids[starts[:, None] + np.arange(n * w)]].reshape(-1, n, w)
        chosen, forms = _nearest_form(codes, w, n)
        self.shaped[poems] = True
        names = [f.opening + ("入韵" if f.first_rhymed else "不入韵") for f in forms]
        self.opening[poems] = np.array(names)[chosen]
        second = np.array([[f.second_tone(i) == LEVEL for i in range(n)] for f in forms])[chosen]
        last = np.array([[f.last_tone(i) == LEVEL for i in range(n)] for f in forms])[chosen]
        found = _line_flags(codes, second, last)
        next_c = np.roll(codes[:, :, -3], -1, axis=1)
        heard = (next_c == 0) | (next_c == 2)
        bent = found["bent"]
        bad = found["平仄"] | found["三平尾"] | found["孤平"] | (bent & ~heard)
        self.share[poems] = bad.mean(axis=1)
        self.rescued[poems] = (bent & heard).any(axis=1)
        self.bent[poems] = (bent & ~heard).any(axis=1)
        self.special[poems] = found["special"].any(axis=1)
        for name in _SLIPS:
            self.slips[name][poems] = found[name].any(axis=1)


def _code(char: str) -> int:
    tones = book("pingshui").tones(char, "lenient")
    return 3 if not tones else 2 if len(tones) == 2 else int(OBLIQUE in tones)


def _nearest_form(codes: Places, w: int, n: int) -> tuple[Places, tuple[shi.ShiForm, ...]]:
    """Which of the shape's forms each poem keeps best, as `shi.detect` finds it."""
    forms = shi.forms_of(n, w)
    signed = np.array([1, -1, 0, -1])[codes]  # level is 1
    marks = []
    for form in forms:
        second = np.array([1 if form.second_tone(i) == LEVEL else -1 for i in range(n)])
        fit = (signed[:, :, 1] - signed[:, :, 3] + (signed[:, :, 5] if w == 7 else 0)) @ second
        marks.append(fit + 2 * signed[:, 0, -1] * (1 if form.last_tone(0) == LEVEL else -1))
    return np.argmax(np.stack(marks), axis=0), forms


def _line_flags(codes: Places, second: Flags, last: Flags) -> dict[str, Flags]:
    """What each line does, (poems, lines) each; every different code is looked at once."""
    w = codes.shape[-1]
    key = codes @ (4 ** np.arange(w)) * 4 + second * 2 + last
    seen = np.flatnonzero(np.bincount(key.ravel(), minlength=1))
    table = np.zeros((int(seen[-1]) + 1, 6), np.bool_)
    for one in seen.tolist():
        table[one] = _judged(one, w)
    found = table[key]
    return {name: found[..., i] for i, name in enumerate((*_SLIPS, "bent", "special"))}


@lru_cache(maxsize=1 << 17)
def _judged(key: int, w: int) -> tuple[bool, ...]:
    """Flags of one line code: four slips, bent, the special form."""
    digits = [(key // 4 ** (i + 1)) % 4 for i in range(w)]
    code = "".join(_CODES[d] for d in digits).replace(shi.UNKNOWN, EITHER)
    second, last = (LEVEL if key & bit else OBLIQUE for bit in (2, 1))
    heard = min(
        resolutions(code), key=lambda t: len(forgiven(broken_rules(t, second, last), True, False))
    )
    rules = {rule for _, rule in broken_rules(heard, second, last)}
    plain = bool(rules & {"平仄", "句脚", "拗救"})
    bent = BENT in rules
    special = last == OBLIQUE and heard[-4:-1] == LEVEL + OBLIQUE + LEVEL and "拗救" not in rules
    flat = "三仄尾" in rules and not bent
    return plain, "三平尾" in rules, "孤平" in rules, flat, bent, special and not plain
