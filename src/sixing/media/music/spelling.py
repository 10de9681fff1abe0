"""A score as the lines of a work: readable text, exact, and the same for the same music.

The first line tells metres, tempos, key, upbeat and chords; each further line is a part. Bars are
set apart by ``|`` for the eye only. A note is ``pitch:start+length`` with ``!loud`` where it is
not 5 and ``"syllable"`` where something is sung.

>>> tune = Score((Part("flute", 73, (Note(0, 12, 67), Note(12, 36, 71, 6))),), key=Key(7))
>>> spell(tune)
('metre 0:4/4; tempo 0:120; key 7 major', 'flute (73) | G4:0+12 B4:12+36!6')
>>> read(spell(tune)) == tune
True
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence

from sixing.errors import BadInput
from sixing.media.music.score import MODES, Chord, Key, Metre, Note, Part, Score, Tempo

NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
_PITCH = {
    f"{name}{octave}": 12 * octave + 12 + n
    for octave in range(-1, 10)
    for n, name in enumerate(NAMES)
}
_NOTE = re.compile(r'([A-G][#b]?-?\d+):(\d+)\+(\d+)(?:!(\d))?("(?:[^"\\]|\\.)*")?')


def pitch_name(pitch: int) -> str:
    """A pitch's name: 60 is ``C4``."""
    return f"{NAMES[pitch % 12]}{pitch // 12 - 1}"


def spell(score: Score) -> tuple[str, ...]:
    """The lines of a score."""
    head = [
        "metre " + " ".join(f"{m.start}:{m.name}" for m in score.metres),
        "tempo " + " ".join(f"{t.start}:{t.bpm}" for t in score.tempos),
    ]
    if score.key:
        head.append(f"key {score.key.tonic} {score.key.mode}")
    if score.pickup:
        head.append(f"upbeat {score.pickup}")
    if score.chords:
        head.append("chords " + " ".join(_chord_word(chord) for chord in score.chords))
    starts = [bar.start for bar in score.bars()]
    return ("; ".join(head), *(_part_line(part, starts) for part in score.parts))


def _chord_word(chord: Chord) -> str:
    # Root 1 before a quality such as 13 would be read as root 11.
    apart = "." if chord.root == 1 and chord.quality[:1] in ("0", "1", ".") else ""
    return f"{chord.start}:{chord.root}{apart}{chord.quality}"


def _part_line(part: Part, starts: Sequence[int]) -> str:
    words, bar = [], 0
    lyrics = part.lyrics or ("",) * len(part.notes)
    for note, said in zip(part.notes, lyrics, strict=True):
        now = bisect_right(starts, note.start)
        if bar and now != bar:
            words.append("|")
        bar = now
        loud = "" if note.loud == 5 else f"!{note.loud}"
        sung = json.dumps(said, ensure_ascii=False) if said else ""
        words.append(f"{pitch_name(note.pitch)}:{note.start}+{note.length}{loud}{sung}")
    name = re.sub(r'[("\n\r)|]', " ", part.name).strip()
    program = "drums" if part.drums else str(part.program)
    return f"{name} ({program}) | {' '.join(words)}".strip()


def read(lines: Sequence[str]) -> Score:
    """The score that lines spell; its title is the work's.

    Raises:
        BadInput: a line is not written so.
    """
    if not lines:
        raise BadInput("a score needs a line of facts and its parts", zh="乐谱缺少首行与声部")
    try:
        said = dict(part.partition(" ")[::2] for part in lines[0].split("; "))
        return Score(
            tuple(_part(line) for line in lines[1:]),
            tuple(_metre(word) for word in said["metre"].split()),
            tuple(Tempo(*map(int, word.split(":"))) for word in said["tempo"].split()),
            _key(said["key"]) if "key" in said else None,
            int(said.get("upbeat", 0)),
            chords=tuple(_chord(word) for word in said.get("chords", "").split()),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise BadInput(
            f"these lines spell no score ({fault!r}): see sixing.media.music.spelling",
            zh=f"这些行读不成乐谱（{fault!r}）",
        ) from fault


def _metre(word: str) -> Metre:
    start, beats, unit = map(int, re.fullmatch(r"(\d+):(\d+)/(\d+)", word).groups())  # type: ignore[union-attr]
    return Metre(start, beats, unit)


def _key(words: str) -> Key:
    tonic, mode = words.split()
    if mode not in MODES or not 0 <= int(tonic) < 12:
        raise ValueError(f"no key is called {words}")
    return Key(int(tonic), mode)


def _chord(word: str) -> Chord:
    match = re.fullmatch(r"(\d+):(1[01]|\d)\.?(.*)", word)
    if match is None:
        raise ValueError(f"no chord is written {word}")
    return Chord(int(match[1]), int(match[2]), match[3])


def _part(line: str) -> Part:
    head, found, body = line.partition(" |")
    match = re.fullmatch(r"(.*?) ?\((\d+|drums)\)", head)
    if not found or match is None:
        raise ValueError(f"no part is written {line[:40]}")
    notes, lyrics = [], []
    for note in _NOTE.finditer(body):
        notes.append(Note(int(note[2]), int(note[3]), _PITCH[note[1]], int(note[4] or 5)))
        lyrics.append(json.loads(note[5]) if note[5] else "")
    rest = _NOTE.sub("", body).replace("|", "").strip()
    if rest:
        raise ValueError(f"no note is written {rest[:20]}")
    drums = match[2] == "drums"
    return Part(
        match[1], 0 if drums else int(match[2]), tuple(notes), drums,
        tuple(lyrics) if any(lyrics) else (),
    )  # fmt: skip
