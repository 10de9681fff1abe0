"""What the music model learns from: pieces with their style and source, and excerpts of them.

A lesson is a whole piece. What the model reads is an excerpt of it that fits in a row, in any of
the keys that its instruments can play, a little faster or slower, with some of what may be said of
it: so it learns to do with any part of a brief. Knows nothing of nets.

>>> tune = Score((Part("", 73, tuple(Note(12 * i, 12, 60 + i) for i in range(16))),))
>>> [note.pitch for note in excerpt(tune, 1, 2).parts[0].notes]
[64, 65, 66, 67]
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from sixing.media.music import analysis, keys
from sixing.media.music.grid import on_grid
from sixing.media.music.ranges import compass
from sixing.media.music.score import Metre, Note, Part, Score, Tempo
from sixing.media.music.spelling import read, spell
from sixing.media.music.tokens import Control, MusicTokens

#: How often each part of the prefix is left out.
DROPOUT = {"style": 0.1, "density": 0.5, "valence": 0.5, "energy": 0.5}
#: Bars of an excerpt.
SHORTEST, LONGEST = 4, 32
#: How often a piece that fits comes whole.
WHOLE = 0.75
#: Power of a style's size that says how often it is drawn: 1 as often as there is of it, 0 as
#: often as any other.
EVENNESS = 0.5
#: Players that tunes of one voice are as well played by, with how often; the first is the usual.
PLAYERS: Mapping[str, tuple[tuple[int, float], ...]] = {
    "irish": ((73, 0.4), (110, 0.25), (78, 0.15), (21, 0.1), (109, 0.1)),
    "fiddle": ((110, 0.5), (40, 0.2), (73, 0.1), (105, 0.1), (22, 0.1)),
    "chinese": ((73, 0.3), (110, 0.3), (107, 0.2), (106, 0.1), (77, 0.1)),
}


@dataclass(frozen=True)
class Lesson:
    """One piece to learn.

    Attributes:
        id: its name within its source.
        style: what it teaches.
        source, licence: where it is from, and what one may do with it.
        group: pieces of one group are of one split.
        split: ``train``, ``valid`` or ``test``.
    """

    id: str
    style: str
    source: str
    licence: str
    group: str
    split: str
    title: str
    score: Score

    @cached_property
    def costs(self) -> tuple[int, tuple[int, ...]]:
        """Tokens of the header with its controls, and of each bar."""
        tokens = _TOKENS
        ids = tokens.encode(self.score, Control(self.style, 0, 0, 0))
        places = [i for i, token in enumerate(ids) if tokens.parts[token][0] == "bar"]
        ends = [*places[1:], len(ids)]
        return places[0] + 4, tuple(b - a for a, b in zip(places, ends, strict=True))


_TOKENS = MusicTokens()
C = TypeVar("C", Metre, Tempo)


def excerpt(score: Score, first: int, last: int) -> Score:
    """Bars from ``first`` up to, without, ``last``; counted from 0, an upbeat among them.

    A note that began before is left out; one that lasts longer is cut.
    """
    bars = score.bars()
    a, b = bars[first].start, bars[last - 1].start + bars[last - 1].length
    parts = tuple(_part(part, a, b) for part in score.parts)
    metre = bars[first].metre
    return replace(
        score,
        parts=parts,
        metres=(replace(metre, start=0), *_later(score.metres, a, b)),
        tempos=(replace(_at(score.tempos, a), start=0), *_later(score.tempos, a, b)),
        pickup=bars[first].length % metre.length,
        chords=tuple(replace(c, start=c.start - a) for c in score.chords if a <= c.start < b),
    )


def _part(part: Part, a: int, b: int) -> Part:
    kept = [i for i, note in enumerate(part.notes) if a <= note.start < b]
    notes = tuple(_cut(part.notes[i], a, b) for i in kept)
    return replace(part, notes=notes, lyrics=tuple(part.lyrics[i] for i in kept if part.lyrics))


def _cut(note: Note, a: int, b: int) -> Note:
    return replace(note, start=note.start - a, length=min(note.length, b - note.start))


def _at(tempos: Sequence[Tempo], place: int) -> Tempo:
    return [tempos[0], *(tempo for tempo in tempos if tempo.start <= place)][-1]


def _later(changes: Sequence[C], a: int, b: int) -> Iterator[C]:
    return (replace(one, start=one.start - a) for one in changes if a < one.start < b)


DECLARED = ("irish", "fiddle", "chinese")
"""Styles whose pieces say their keys rightly; of others each excerpt's is found."""


def document(
    tokens: MusicTokens, one: Lesson, length: int, chance: random.Random | None = None
) -> tuple[list[int], int]:
    """An excerpt as token numbers, and the place where its header begins.

    Args:
        length: places of a row that it must fit in.
        chance: draws excerpt, key, tempo, players and what the prefix leaves out; None takes the
            piece's opening as it is and says its style only, as in tests.
    """
    return _document(tokens, one, _span(one, length, chance), chance)


def passages(
    tokens: MusicTokens, one: Lesson, length: int, most: int = 8
) -> list[tuple[list[int], int]]:
    """The piece's first passages one behind another, as they fit in a row, as `document`s."""
    head, costs = one.costs
    found: list[tuple[list[int], int]] = []
    first = 0
    while first < len(costs) and len(found) < most:
        last = _last(costs, first, length - head - 1, LONGEST)
        if last - first >= SHORTEST or not found:
            found.append(_document(tokens, one, (first, last), None))
        first = last
    return found


def _document(
    tokens: MusicTokens, one: Lesson, span: tuple[int, int], chance: random.Random | None
) -> tuple[list[int], int]:
    first, last = span
    score = excerpt(one.score, first, last)
    if one.style not in DECLARED and any(p.notes and not p.drums for p in score.parts):
        # Old signatures name other keys than are heard, and long pieces leave theirs.
        score = replace(score, key=keys.find(score, keys.TONAL).key)
    ends = Control(one.style, opening=first == 0, closing=last == len(one.costs[1]))
    if chance is None:
        ids = tokens.encode(score, ends)
    else:
        score = _varied(score, one.style, chance)
        ids = tokens.encode(score, _partly(score, ends, chance))
    return ids, tokens.learnt_from(ids)


def _span(one: Lesson, length: int, chance: random.Random | None) -> tuple[int, int]:
    """Bars of an excerpt that fits."""
    head, costs = one.costs
    room = length - head - 1
    if chance is None:
        return 0, _last(costs, 0, room, len(costs))
    if sum(costs) <= room and (len(costs) <= SHORTEST or chance.random() < WHOLE):
        return 0, len(costs)
    bars = chance.choice((SHORTEST, 8, 8, 16, 16, 32, 32))
    if chance.random() < 0.35:
        # The end is heard as often as the beginning: where a piece closes is hard to learn.
        first = _first(costs, room, bars)
    elif chance.random() < 0.5:
        first = 0
    else:
        first = chance.randrange(max(1, len(costs) - SHORTEST))
    return first, _last(costs, first, room, bars)


def _last(costs: Sequence[int], first: int, room: int, bars: int) -> int:
    sums = accumulate(costs[first : first + bars])
    return first + max(1, sum(total <= room for total in sums))


def _first(costs: Sequence[int], room: int, bars: int) -> int:
    sums = accumulate(reversed(costs[-bars:]))
    return len(costs) - max(1, sum(total <= room for total in sums))


def _varied(score: Score, style: str, chance: random.Random) -> Score:
    """In another key, at a tempo of its own, perhaps by other players."""
    if style in PLAYERS and len(score.parts) == 1:
        programs, odds = zip(*PLAYERS[style], strict=True)
        part = replace(score.parts[0], program=chance.choices(programs, odds)[0])
        score = replace(score, parts=(part,))
    score = score.moved(chance.choice(shifts(score)))
    faster = 2 ** chance.uniform(-0.2, 0.2)
    tempos = tuple(replace(t, bpm=max(1, round(t.bpm * faster))) for t in score.tempos)
    return replace(score, tempos=tempos)


def shifts(score: Score) -> list[int]:
    """Semitones by which it can be moved and still be played; an octave where no other fits."""
    room = [(-6, 6)]
    for part in score.parts:
        if part.notes and not part.drums:
            low, high = compass(part.program)
            pitches = [note.pitch for note in part.notes]
            room.append((min(0, low - min(pitches)), max(0, high - max(pitches))))
    low, high = max(a for a, _ in room), min(b for _, b in room)
    return list(range(low, high + 1))[: 12 if high - low == 12 else None]


def _partly(score: Score, control: Control, chance: random.Random) -> Control:
    said = {name: chance.random() >= share for name, share in DROPOUT.items()}
    return replace(
        control,
        style=control.style if said["style"] else "",
        density=analysis.density(score) if said["density"] else None,
        valence=analysis.valence(score) if said["valence"] else None,
        energy=analysis.energy(score) if said["energy"] else None,
    )


def epoch(
    tokens: MusicTokens, lessons: Sequence[Lesson], seed: int, length: int
) -> Iterator[tuple[list[int], int]]:
    """As many excerpts as there are lessons, styles drawn evenly (`EVENNESS`); seed says all."""
    chance = random.Random(seed)
    styles: dict[str, list[Lesson]] = defaultdict(list)
    for one in lessons:
        styles[one.style].append(one)
    names = sorted(styles)
    sizes = [_share(styles[name], length) for name in names]
    decks: dict[str, list[Lesson]] = {name: [] for name in names}
    for name in chance.choices(names, sizes, k=len(lessons)):
        if not decks[name]:
            # A piece long enough for several rows comes that often.
            decks[name] = [
                one for one in styles[name] for _ in range(1 + sum(one.costs[1]) // length)
            ]
            chance.shuffle(decks[name])
        yield document(tokens, decks[name].pop(), length, chance)


def _share(lessons: Sequence[Lesson], length: int) -> float:
    """How often a style is drawn, so that its tokens, not its excerpts, are heard evenly."""
    sizes = [sum(one.costs[1]) for one in lessons]
    row = sum(min(size, length) for size in sizes) / len(sizes)
    return float(sum(sizes) ** EVENNESS / row)


def save(lessons: Iterable[Lesson], path: Path) -> None:
    """Writes lessons as JSON lines, whole or not at all."""
    fresh = path.with_suffix(".part")
    with fresh.open("w", encoding="utf-8") as file:
        for one in lessons:
            said = {**_plain(one), "score": spell(one.score)}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
    fresh.replace(path)


def _plain(one: Lesson) -> dict[str, str]:
    return {name: getattr(one, name) for name in NAMES}


NAMES = ("id", "style", "source", "licence", "group", "split", "title")


def load(path: Path) -> list[Lesson]:
    """Reads what :func:`save` wrote, on the grid."""
    with path.open(encoding="utf-8") as file:
        return [_read(json.loads(text)) for text in file]


def _read(value: Mapping[str, object]) -> Lesson:
    score = on_grid(read(value["score"]))  # type: ignore[arg-type]
    return Lesson(**{name: str(value[name]) for name in NAMES}, score=score)
