"""How often each reading of a character lives in verse, counted on poems that keep their form.

A regulated poem says at places 2, 4, 6 and at line ends which tone it hears in a polyphone, and
its rhyme words say which group: 看 is level in 寒 and oblique in 翰, both often; 中 is nearly
always level, 不 never is. Poems are first tested with every reading of the books allowed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from prosody_sources import Rhyme, Spoken, Weights, syllables
from pypinyin import Style, pinyin

from sixing.media.poem import shi

TONE_PRIOR = 2.0  # imagined tonal places, shared by a character's readings before any is seen
RHYME_PRIOR = 2.0  # imagined rhymes, likewise
FINALS = 3  # rhymes a poem needs before it says anything of one of them
COMPANY = 0.75  # of its rhymes that must agree


@dataclass(frozen=True, slots=True)
class Poem:
    """A poem in simplified characters and as written, line by line equally long."""

    lines: tuple[str, ...]
    original: tuple[str, ...]


@dataclass(slots=True)
class Heard:
    """What poems said of characters as written."""

    tones: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    groups: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    poems: int = 0


def poems(path: Path) -> list[Poem]:
    """The training poems of a corpus store that are there in both scripts."""
    table = pq.read_table(path, columns=["lines", "original", "split", "source"]).to_pydict()
    found = []
    for lines, original, split, source in zip(*table.values(), strict=True):
        if split == "train" and source in ("tang", "song") and len(lines) == len(original):
            found.append(Poem(tuple(lines.split("\n")), tuple(original.split("\n"))))
    return found


def written_forms(verse: Iterable[Poem]) -> dict[str, Counter[str]]:
    """Of each simplified character how often verse writes each traditional form for it."""
    pairs: Counter[tuple[str, str]] = Counter()
    for poem in verse:
        pairs.update(zip("".join(poem.lines), "".join(poem.original), strict=True))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for (simple, written), n in pairs.items():
        forms[simple][written] = n
    return forms


def listen(verse: Iterable[Poem], rhymes: Weights) -> Heard:
    """Count tones at tonal places, and rhyme groups, of the poems that keep their form."""
    heard = Heard()
    for poem in verse:
        if not shi.conforms(poem.lines):
            continue
        form = shi.detect(poem.lines)
        assert form is not None
        heard.poems += 1
        for char, level in _tonal_places(poem.original, form):
            heard.tones[char][level] += 1
        for char, group in _rhyme_company(poem.original, form, rhymes):
            heard.groups[char][group] += 1
    return heard


def _tonal_places(lines: Sequence[str], form: shi.ShiForm) -> Iterator[tuple[str, bool]]:
    """(character, level) where the form leaves no choice: not place 4 of an oblique end, 拗救."""
    for i, line in enumerate(lines):
        second = form.second_tone(i) == "平"
        bent = form.last_tone(i) == "仄"
        yield line[1], second
        if form.width == 7:
            yield line[3], not second
        if not bent:
            yield line[-2], second == (form.width == 7)
        yield line[-1], not bent


def _rhyme_company(
    lines: Sequence[str], form: shi.ShiForm, rhymes: Weights
) -> Iterator[tuple[str, int]]:
    """(character, group) of each rhyme word that shares the group most of the others have."""
    finals = [line[-1] for i, line in enumerate(lines) if form.rhymed(i)]
    votes = Counter(g for c in finals for g, level in rhymes.get(c, {}) if level)
    (best, n), *rest = [*votes.most_common(2), (None, 0)]
    if best is None or len(finals) < FINALS or n < COMPANY * len(finals) or rest[0][1] == n:
        return
    yield from ((c, best) for c in finals if (best, True) in rhymes.get(c, {}))


def living(rhymes: Weights, heard: Heard) -> Weights:
    """The share of each reading: of its tone by tonal places, in its tone by rhyme company."""
    return {
        char: _shares(mine, heard.tones.get(char, Counter()), heard.groups.get(char, Counter()))
        for char, mine in rhymes.items()
    }


def _shares(
    mine: dict[Rhyme, float], tones: Counter[bool], groups: Counter[int]
) -> dict[Rhyme, float]:
    total = sum(mine.values())
    prior = {level: sum(w for (_, v), w in mine.items() if v == level) for level in (True, False)}
    shares = {}
    for (group, level), weight in mine.items():
        tone = tones[level] + TONE_PRIOR * prior[level] / total
        tone /= tones.total() + TONE_PRIOR
        company = sum(groups[g] for g, v in mine if v == level)
        within = groups[group] + RHYME_PRIOR * weight / prior[level]
        shares[group, level] = tone * within / (company + RHYME_PRIOR)
    return shares


def spoken(chars: Iterable[str], verse: Sequence[Poem], step: int = 8) -> Spoken:
    """The share of each modern reading, by pypinyin's phrases on every `step`-th poem."""

    def apart(run: str) -> Any:  # one by one, which pypinyin's stubs do not foresee
        return list(run)

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for poem in verse[::step]:
        for line in poem.lines:
            said = pinyin(line, Style.TONE3, errors=apart, neutral_tone_with_five=True)
            for char, (syllable,) in zip(line, said, strict=True):
                counts[char][syllable] += 1
    return {char: _spoken(syllables(char), counts[char]) for char in chars}


def _spoken(readings: list[str], counts: Counter[str]) -> dict[str, float]:
    """The usual reading has two of the imagined hearings, each other one shares two."""
    least = 2.0 / max(len(readings), 1)
    shares = {r: counts[r] + (least if i else 2.0) for i, r in enumerate(readings)}
    total = sum(shares.values())
    return {r: n / total for r, n in shares.items()}
