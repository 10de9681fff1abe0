"""Writes a score as ABC: a voice for each part, lengths in eighths, thirds as tuplets.

Notes of a part that overlap stand in overlays (``&``), bar by bar; marks of loudness where it
changes; a pentatonic mode stands in a line of our own beside the key with its signature. Words are
written below single notes and the highest of chords of a part's first voice; ABC has no others.

Source: "The abc music standard 2.1", C. Walshaw and others, 2011.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from sixing.media.music import limits
from sixing.media.music.abc_key import Signature, key_of, name_of
from sixing.media.music.abc_voice import MARKS
from sixing.media.music.notation import Layer, Sign, layers, signs
from sixing.media.music.score import GRID, TONICS, Bar, Note, Part, Score
from sixing.media.music.xml_writing import spelled

UNIT = GRID // 2
"""Places of the unit length, an eighth."""

BARS = 4
"""Bars of a line."""

_ACCIDENTALS = {2: "^^", 1: "^", 0: "=", -1: "_", -2: "__"}
_CHURCH = frozenset(("major", "minor", "dorian", "mixolydian", "phrygian", "lydian"))
_Said = tuple[Note, str]


def write(score: Score) -> str:
    """The text of a tune.

    Raises:
        BadMusic: the score has no notes or is beyond `limits`.
    """
    limits.within(score)
    lines = [
        "%abc-2.1",
        "X:1",
        f"T:{_escaped(score.title)}",
        f"M:{score.metres[0].name}",
        "L:1/8",
        f"Q:1/4={score.tempos[0].bpm}",
    ]
    if score.key and score.key.mode not in _CHURCH:
        lines.append(f"%%sixing mode {score.key.mode}")
    lines.append(f"K:{name_of(score.key) if score.key else 'none'}")
    bars = score.bars()
    for number, part in enumerate(score.parts, 1):
        lines += _Voice(part, score, bars, number).lines()
    return "\n".join(lines) + "\n"


class _Voice:
    """A part while it is written."""

    def __init__(self, part: Part, score: Score, bars: Sequence[Bar], number: int) -> None:
        self.part, self.score, self.bars, self.number = part, score, bars, number
        self.signature: Signature = key_of(name_of(score.key))[1] if score.key else {}
        self.loud = 5
        #: What the first part says at places: fields and chord symbols.
        self.marks: Mapping[int, str] = _marks(score) if number == 1 else {}
        self.metres = {metre.start: metre.name for metre in score.metres[1:]}

    def lines(self) -> Iterator[str]:
        """The voice's head, then its music, words below."""
        yield f'V:{self.number} name="{_escaped(self.part.name)}"'
        if self.part.drums:
            yield "%%MIDI channel 10"
        yield f"%%MIDI program {self.part.program}"
        lyrics = self.part.lyrics or ("",) * len(self.part.notes)
        notes = list(zip(self.part.notes, lyrics, strict=True))
        voices = layers(notes, alike=lambda note: note.loud)
        begun = [0] * len(voices)
        for first in range(0, len(self.bars), BARS):
            written, words = [], []
            for bar in self.bars[first : first + BARS]:
                stretch = [_inside(v, begun, k, bar) for k, v in enumerate(voices)]
                music, sung = self._bar(stretch, bar)
                written.append(music)
                words.append(sung)
            yield " | ".join(written) + (" |" if first + BARS < len(self.bars) else " |]")
            if any(word not in ("*", "_") for bar_words in words for word in bar_words):
                yield "w: " + " | ".join(" ".join(bar_words) for bar_words in words)

    def _bar(self, voices: list[Layer[_Said]], bar: Bar) -> tuple[str, list[str]]:
        """A bar's music and the words of its first voice."""
        # A voice that is silent in this bar is left out, but for the first.
        written = [signs(v, bar) for k, v in enumerate(voices) if v or not k] or [signs([], bar)]
        marks = {at: m for at, m in self.marks.items() if bar.start <= at < bar.start + bar.length}
        begins = {sign.start for sign in written[0]}
        shown = marks if marks.keys() <= begins else {}
        raised: dict[str, int] = {}
        # A tie keeps its accidental: what else begins where one goes on must say its own.
        begun = Counter(s.start for voice in written for s in voice)
        exact = {s.start for voice in written for s in voice if s.continued}
        exact = {at for at in exact if at == bar.start or begun[at] > 1}
        head = f"[M:{self.metres[bar.start]}] " if bar.start in self.metres else ""
        texts = [
            " ".join(
                self._sign(one, raised, {} if k else shown, one.start in exact) for one in voice
            )
            for k, voice in enumerate(written)
        ]
        if marks and not shown:
            texts.append(_apart(marks, bar))
        return head + " & ".join(texts), list(_words(written[0]))

    def _sign(
        self, sign: Sign[_Said], raised: dict[str, int], marks: Mapping[int, str], exact: bool
    ) -> str:
        """A note, a chord or a rest, and what stands before it."""
        group = f"(3:2:{sign.group}" if sign.group else ""
        before = marks.get(sign.start, "") + self._loudness(sign) + group
        length = _length(sign.length, third=sign.third)
        if not sign.content:
            return f"{before}z{length}"
        names = [self._pitch(note.pitch, raised, exact) for note, _ in sign.content]
        body = names[0] if len(names) == 1 else f"[{''.join(names)}]"
        return f"{before}{body}{length}{'-' if sign.tied else ''}"

    def _loudness(self, sign: Sign[_Said]) -> str:
        if not sign.content or sign.continued or sign.content[0][0].loud == self.loud:
            return ""
        self.loud = sign.content[0][0].loud
        return f"!{MARKS[self.loud]}!"

    def _pitch(self, pitch: int, raised: dict[str, int], exact: bool) -> str:
        """A note's name, with an accidental where the bar does not say it already."""
        step, alter, octave = spelled(pitch, self.score.key)
        sign = ""
        if exact or raised.get(step, self.signature.get(step, 0)) != alter:
            raised[step] = alter
            sign = _ACCIDENTALS[alter]
        letter = step.lower() if octave > 4 else step
        return sign + letter + "'" * (octave - 5) + "," * (4 - octave)


def _inside(layer: Layer[_Said], begun: list[int], k: int, bar: Bar) -> Layer[_Said]:
    """What of a voice sounds in a bar; bars are asked in order."""
    while begun[k] < len(layer) and layer[begun[k]][1] <= bar.start:
        begun[k] += 1
    end = begun[k]
    while end < len(layer) and layer[end][0] < bar.start + bar.length:
        end += 1
    return layer[begun[k] : end]


def _marks(score: Score) -> dict[int, str]:
    found = {tempo.start: f"[Q:1/4={tempo.bpm}]" for tempo in score.tempos[1:]}
    for chord in score.chords:
        name = f'"{TONICS[chord.root]}{chord.quality}"'
        found[chord.start] = found.get(chord.start, "") + name
    return found


def _apart(marks: Mapping[int, str], bar: Bar) -> str:
    """Marks in a silent voice of their own, where nothing of the first begins at them."""
    places = sorted(marks)
    gaps = zip(places, [*places[1:], bar.start + bar.length], strict=True)
    first = f"x{_length(places[0] - bar.start)}" if places[0] > bar.start else ""
    return first + "".join(f"{marks[at]}x{_length(end - at)}" for at, end in gaps)


def _length(places: int, *, third: bool = False) -> str:
    times = Fraction(places * 3, 2 * UNIT) if third else Fraction(places, UNIT)
    if times == 1:
        return ""
    top = "" if times.numerator == 1 else str(times.numerator)
    return top if times.denominator == 1 else f"{top}/{times.denominator}"


def _words(voice: Sequence[Sign[_Said]]) -> Iterator[str]:
    for sign in voice:
        if sign.content:
            said = sign.content[-1][1]
            yield "_" if sign.continued else (_escaped(said).replace(" ", "~") or "*")


def _escaped(text: str) -> str:
    """Text whose signs mean nothing in ABC, as character references of HTML, which it allows."""
    return re.sub(r'[&"%\\|_*~\[\]-]', lambda sign: f"&#{ord(sign[0])};", text)
