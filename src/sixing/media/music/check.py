"""Checks a piece: names every fault with its part, bar, rule and a way to mend it.

Bars and metre, ranges, what hands can reach, the final, and for four voices of a choir the rules of
voice leading. Nothing here asks how pieces are made.

>>> from sixing.media.music.score import Key, Note, Part, Score
>>> from sixing.media.music.spelling import spell
>>> low = Score((Part("", 73, (Note(0, 24, 48), Note(24, 24, 67))),), key=Key(7))
>>> [said.message for said in check(Work("music", "air", "", spell(low)), lang="en")]
['bar 1, beat 1: C3 is out of the range of part 1, B3 to D7']
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sixing.media.music import leading
from sixing.media.music.diagnosis import Lang, fault, key_name, voice_name
from sixing.media.music.keys import key_of, outer_notes
from sixing.media.music.leading import place
from sixing.media.music.ranges import at_once, compass, playable
from sixing.media.music.score import Key, Metre, Part, Score
from sixing.media.music.spelling import pitch_name, read
from sixing.works import Fault, Work


def check(
    work: Work,
    *,
    lang: Lang = "zh",
    metre: Metre | None = None,
    bars: int | None = None,
    key: Key | None = None,
) -> list[Fault]:
    """Every fault of a piece; `line` is the part and `place` the bar, both from 1.

    Args:
        work: a piece of music.
        lang: the language of messages, "zh" or "en".
        metre, bars, key: what was asked for, if it was.

    Raises:
        BadInput: its lines spell no score.
    """
    return check_score(read(work.content), lang=lang, metre=metre, bars=bars, key=key)


def check_score(
    score: Score,
    *,
    lang: Lang = "zh",
    metre: Metre | None = None,
    bars: int | None = None,
    key: Key | None = None,
) -> list[Fault]:
    """Every fault of a score: see `check`."""
    if not score.notes():
        return [fault("空谱", 0, 0, lang)]
    found = [*_asked(score, metre, bars, lang), *_bars(score, lang)]
    for number, part in enumerate(score.parts, 1):
        name = voice_name(number - 1, len(score.parts), part.name, lang)
        found += _doubled(score, number, name, part, lang)
        if not part.drums:
            found += _range(score, number, name, part, lang)
            found += _hands(score, number, name, part, lang)
    choir = leading.sung(score)
    voices = leading.faults(score, lang, key) if choir else []
    if not choir:  # of a choir the last chord was looked at
        found += _final(score, key or score.key, lang)
    return sorted([*found, *_new(voices, found)], key=lambda f: (f.place, f.line == 0, f.line))


def _new(voices: list[Fault], found: list[Fault]) -> list[Fault]:
    """A note out of a choir's range may be out of the instrument's, too: it is said once."""
    said = {(f.rule, f.line, f.place) for f in found}
    return [f for f in voices if (f.rule, f.line, f.place) not in said]


def _asked(score: Score, metre: Metre | None, bars: int | None, lang: Lang) -> Iterator[Fault]:
    have = len(score.bars())
    if bars is not None and have != bars:
        yield fault("小节数", 0, 0, lang, count=have, want=bars)
    for mark in score.metres if metre else ():
        if metre and mark.name != metre.name:
            number, _ = place(score, mark.start)
            yield fault("拍号不符", 0, number, lang, have=mark.name, want=metre.name)


def _bars(score: Score, lang: Lang) -> Iterator[Fault]:
    """A metre changes at a bar line only; an upbeat is shorter than a bar."""
    for number, bar in enumerate(score.bars(), 1):
        upbeat = number == 1 and score.pickup
        if bar.length != bar.metre.length and not (upbeat and bar.length < bar.metre.length):
            yield fault("拍号", 0, number, lang)


def _doubled(score: Score, number: int, name: str, part: Part, lang: Lang) -> Iterator[Fault]:
    ends_at: dict[int, int] = {}
    for note in part.notes:
        if note.start < ends_at.get(note.pitch, 0):
            bar, _ = place(score, note.start)
            yield fault("同音未停", number, bar, lang, one=name, pitch=pitch_name(note.pitch))
        ends_at[note.pitch] = max(note.end, ends_at.get(note.pitch, 0))


def _range(score: Score, number: int, name: str, part: Part, lang: Lang) -> Iterator[Fault]:
    low, high = compass(part.program)
    bounds = {"low": pitch_name(low), "high": pitch_name(high)}
    for note in part.notes:
        if not low <= note.pitch <= high:
            bar, beat = place(score, note.start)
            pitch = pitch_name(note.pitch)
            yield fault("音域", number, bar, lang, one=name, beat=beat, pitch=pitch, **bounds)


def _hands(score: Score, number: int, name: str, part: Part, lang: Lang) -> Iterator[Fault]:
    """What is struck together, and of what plays one note at a time, what still sounds."""
    single, sounding = at_once(part.program) == 1, 0
    for start, chord in groupby(part.notes, key=lambda note: note.start):
        notes = list(chord)
        pitches = [note.pitch for note in notes]
        bar, beat = place(score, start) if start < sounding or len(notes) > 1 else (0, "")
        if single and (start < sounding or len(notes) > 1):
            yield fault("单音", number, bar, lang, one=name, beat=beat)
        elif not playable(part.program, pitches):
            facts = {"semitones": max(pitches) - min(pitches), "count": len(pitches)}
            yield fault("不可奏", number, bar, lang, one=name, beat=beat, **facts)
        sounding = max(sounding, *(note.end for note in notes))


def _final(score: Score, key: Key | None, lang: Lang) -> Iterator[Fault]:
    """The lowest of the last notes is the tonic; advice, because not every tradition wants it."""
    key = key or key_of(score)
    if key is None:
        return
    _, _, last = outer_notes(score)
    if last.pitch % 12 != key.tonic:
        bar, _ = place(score, last.start)
        named = key_name(key.tonic, key.mode, lang)
        yield fault("结音", 0, bar, lang, pitch=pitch_name(last.pitch), key=named)
