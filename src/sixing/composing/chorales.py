"""Four voices made in any order: a melody harmonised, bars filled, a voice set against another.

The net guesses hidden cells of a table of voices, blocked Gibbs sampling draws them, and the rules
of part writing are walls (`strict`) or costs between which it weighs (free). What is given is never
changed: a melody comes back note for note.

>>> from sixing.media.music.score import Note, Part
>>> tune = (67, 69, 71, 72, 74, 72, 71, 69, 67)
>>> part = Part("tune", 0, tuple(Note(12 * i, 12, p) for i, p in enumerate(tune)))
>>> score = harmonise(Score((part,), key=Key(7)), seed=1)  # doctest: +SKIP
>>> [p.name for p in score.parts], score.parts[0].notes == part.notes  # doctest: +SKIP
(['tune', 'alto', 'tenor', 'bass'], True)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sixing.composing.choir import HIDDEN, Desk
from sixing.errors import BadInput
from sixing.media.music import cantus, keys
from sixing.media.music.score import Key, Metre, Part, Score, Tempo
from sixing.media.music.table import STEP, facts, from_symbols, melody, symbols, to_score, to_table
from sixing.media.music.voices import CADENCE, FINAL, PHRASE, VOICES, WITHIN, Leading

Ids = NDArray[np.integer]


def harmonise(
    tune: Score, *, ends: Iterable[int] | None = None, barred: bool = True, strict: bool = True,
    seed: int = 0, desk: Desk | None = None,
) -> Score:  # fmt: skip
    """Alto, tenor and bass under a soprano, which stays note for note.

    Args:
        tune: a score of one part that sings one note at a time; any rhythm, any metre whose beat
            is a sixteenth or longer. Where it rests, all rest.
        ends: bars in which a phrase ends; None hears them from long notes and rests.
        barred: whether its bars are to be believed; if not, only its beats are.
        strict: keep every rule of part writing; else faults only cost, as to Bach.

    Raises:
        BadInput: no melody, several, or one that a soprano cannot sing; names the notes.
    """
    desk = desk or Desk(strict=strict, seed=seed)
    part = cantus.sung(tune)
    rows = -(-tune.length // STEP)
    above, lowest = melody(part, rows)
    bars = cantus.bar_of_rows(tune, rows)
    stops = cantus.phrase_ends(above, bars, ends)
    table = np.full((rows, 4), HIDDEN)
    table[:, 0] = symbols(above)[:, 0]
    table[table[:, 0] == 0] = 0
    key = tune.key or keys.key_of(tune)
    rules = Leading(
        lowest, cantus.endings(stops, rows), cantus.home(key, above), strict=desk.strict,
        still=cantus.stillness(part, stops, rows),
    )  # fmt: skip
    told = _told(replace(tune, key=key), rows, stops, sure=ends is not None, barred=barred)
    made = desk.fill(table, table == HIDDEN, told, rules, bars)
    lower = to_score(from_symbols(made[:, 1:]), replace(tune, parts=()), VOICES[1:], part.program)
    parts = (tune.parts[tune.parts.index(part)], *(_cut(p, tune.length) for p in lower.parts))
    return replace(tune, parts=parts, key=key, chords=())


def counter(
    tune: Score, voice: str = "alto", *, strict: bool = True, seed: int = 0,
    desk: Desk | None = None,
) -> Score:  # fmt: skip
    """One voice against a melody, which stays note for note.

    Args:
        voice: alto, tenor or bass.

    Raises:
        BadInput: as `harmonise`, or no such voice.
    """
    if voice not in VOICES[1:]:
        raise BadInput(
            f'no voice below a melody is called "{voice}": alto, tenor or bass',
            zh=f"旋律之下没有叫“{voice}”的声部：alto、tenor 或 bass",
        )
    desk = desk or Desk(strict=strict, seed=seed)
    part, which = cantus.sung(tune), VOICES.index(voice)
    rows = -(-tune.length // STEP)
    above, lowest = melody(part, rows)
    bars = cantus.bar_of_rows(tune, rows)
    stops = cantus.phrase_ends(above, bars, None)
    table = np.full((rows, 4), HIDDEN)
    table[:, 0] = symbols(above)[:, 0]
    free = np.zeros(table.shape, bool)
    free[:, which] = table[:, 0] != 0
    table[table[:, 0] == 0] = 0
    key = tune.key or keys.key_of(tune)
    rules = Leading(
        lowest,
        cantus.endings(stops, rows),
        None,
        strict=desk.strict,
        still=cantus.stillness(part, stops, rows),
    )
    told = _told(replace(tune, key=key), rows, stops, sure=False)
    made = desk.fill(table, free, told, rules, bars)[:, [which]]
    lower = to_score(from_symbols(made), replace(tune, parts=()), [voice], part.program)
    parts = (part, *(_cut(p, tune.length) for p in lower.parts))
    return replace(tune, parts=parts, key=key, chords=())


def infill(
    score: Score, bars: Iterable[int], *, voices: Iterable[int] = (1, 2, 3, 4),
    strict: bool = True, seed: int = 0, desk: Desk | None = None,
) -> Score:  # fmt: skip
    """Bars of a four-voice score written anew; everything else stays.

    Args:
        bars: numbers from 1.
        voices: of which voices, from 1.

    Raises:
        BadInput: not four voices, or no such bar or voice.
    """
    desk = desk or Desk(strict=strict, seed=seed)
    pitched = [part for part in score.parts if not part.drums]
    if len(pitched) != 4:
        raise BadInput(
            f"{len(pitched)} pitched parts: filling bars wants four voices, soprano to bass",
            zh=f"有 {len(pitched)} 个声部：填充需要四个声部（女高至男低）",
        )
    whole = replace(score, parts=tuple(pitched))
    wanted, which = sorted(set(bars)), sorted({voice - 1 for voice in voices})
    count = len(score.bars())
    if not wanted or wanted[0] < 1 or wanted[-1] > count:
        raise BadInput(
            f"bars {wanted}: the piece has bars 1 to {count}",
            zh=f"小节 {wanted}：全曲只有 1 至 {count} 小节",
        )
    if not which or which[0] < 0 or which[-1] > 3:
        raise BadInput("voices are 1 (soprano) to 4 (bass)", zh="声部为 1（女高）至 4（男低）")
    table = to_table(whole)
    cantus.limit(table.rows)
    of_row = cantus.bar_of_rows(score, table.rows)
    free = np.zeros((table.rows, 4), bool)
    free[:, which] = np.isin(of_row, wanted)[:, None]
    ends = np.zeros(table.rows, int)
    key = score.key or keys.key_of(score)
    rules = Leading(
        np.full(table.rows, 127),
        ends,
        given=frozenset({0, 1, 2, 3} - set(which)),
        strict=desk.strict,
    )
    told = _told(replace(whole, key=key), table.rows, [], sure=False)
    made = from_symbols(desk.fill(symbols(table), free, told, rules, of_row))
    fresh = to_score(made, whole)
    parts = {id(old): new for old, new in zip(pitched, fresh.parts, strict=True)}
    kept = [
        _as_loud(parts[id(p)], p) if id(p) in parts and pitched.index(p) in which else p
        for p in score.parts
    ]
    return replace(score, parts=tuple(kept), key=key)


def chorale(
    key: Key, metre: Metre | None = None, bars: int = 8, *, strict: bool = True, seed: int = 0,
    desk: Desk | None = None,
) -> Score:  # fmt: skip
    """A chorale from nothing: phrases of two bars, each ending in a cadence, the last on the tonic.

    Raises:
        BadInput: fewer than one bar or too many, or a bar not made of sixteenths.
    """
    desk = desk or Desk(strict=strict, seed=seed)
    metre = metre or Metre()
    frame = Score((), (replace(metre, start=0),), (Tempo(0, 80),), key)
    if bars < 1:
        raise BadInput(f"{bars} bars: a chorale has at least one", zh="至少要一小节")
    rows = bars * metre.length // STEP
    cantus.limit(rows)
    size = metre.length // STEP
    stops = []
    for last in sorted({*range(2, bars + 1, 2), bars}):
        # A phrase ends on the second half of its last bar, or on a bar that has no half.
        half = size // 2 if metre.beats % 2 == 0 and size // 2 >= 4 else size
        stops.append((last * size - half, last * size))
    ends, still = np.full(rows, WITHIN), np.zeros(rows, bool)
    for a, b in stops:
        ends[a:b], still[a + 1 : b] = PHRASE, True
    ends[:4] = ends[stops[-1][0] :] = FINAL
    ends[stops[-1][0] - 2 : stops[-1][0]] = CADENCE
    begin = np.zeros(rows, bool)
    begin[[a for a, _ in stops]] = True
    scale = key.scale
    if key.mode == "minor":  # with its raised sixth and seventh
        scale = scale | {(key.tonic + 9) % 12, (key.tonic + 11) % 12}
    rules = Leading(np.full(rows, 127), ends, key, scale, frozenset(), desk.strict, still, begin)
    told = _told(frame, rows, stops, sure=True)
    table = np.full((rows, 4), HIDDEN)
    of_row = cantus.bar_of_rows(frame, rows)
    made = desk.fill(table, table == HIDDEN, told, rules, of_row)
    return to_score(from_symbols(made), frame, VOICES)


def _told(
    score: Score, rows: int, stops: Sequence[tuple[int, int]], *, sure: bool, barred: bool = True
) -> Ids:
    """The facts of each row; where nobody said which notes end phrases, only some are known."""
    flags = np.zeros(rows, bool)
    for a, b in stops:
        flags[a:b] = True
    told = facts(score, rows, flags)
    if not sure:
        told[:, 3] = np.where(flags, 2, 0)
    if not barred:
        told[:, 1:3] = 0
    return told


def _cut(part: Part, end: int) -> Part:
    """The part with nothing after the end of the melody."""
    notes = tuple(
        replace(n, length=min(n.length, end - n.start)) for n in part.notes if n.start < end
    )
    return replace(part, notes=notes)


def _as_loud(part: Part, before: Part) -> Part:
    """A part with the loudness that its notes had where they stood before."""
    loud = {(note.start, note.pitch): note.loud for note in before.notes}
    notes = tuple(replace(n, loud=loud.get((n.start, n.pitch), n.loud)) for n in part.notes)
    return replace(part, notes=notes)
