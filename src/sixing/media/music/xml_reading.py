"""Reads MusicXML, plain or zipped (.mxl), into a score; repeats are played out.

Nothing of the file is trusted: entities are refused, sizes bounded, and whatever is missing or
wrong ends in one sentence. Ornaments, slurs, dynamics in words and layout are left.

>>> read(b"<score-partwise/>")
Traceback (most recent call last):
sixing.errors.BadMusic: this MusicXML holds no notes
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from sixing.errors import BadMusic
from sixing.media.music.score import (
    GRID,
    LOUD,
    MODES,
    Chord,
    Key,
    Metre,
    Note,
    Part,
    Score,
    Tempo,
    tidy,
)
from sixing.media.music.xml_writing import KEY_FIELD, KINDS

LARGEST = 16 * 2**20
"""Bytes of an unzipped document."""
MOST_TAGS, MOST_ATTRIBUTES = 1_000_000, 400_000
"""What a document of 8 MB has at most if it is music; a tree of more would fill the memory."""

MOST_NOTES, MOST_MEASURES, MOST_PARTS = 200_000, 20_000, 64
#: Twelfths of a quarter in an hour of the fastest music.
LATEST = 60 * 320 * GRID
#: What the libraries below raise on broken files.
_FAULTS = (
    ET.ParseError, ValueError, LookupError, ArithmeticError, zipfile.BadZipFile, RuntimeError,
    EOFError, OSError, zlib.error,
)  # fmt: skip
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_QUALITIES = {kind: quality for quality, kind in KINDS.items()}
_ALIASES = {"ionian": "major", "aeolian": "minor"}


def read(data: bytes) -> Score:
    """The piece of a MusicXML document.

    Raises:
        BadMusic: it is no MusicXML, too large, or has no notes.
    """
    try:
        return _score(_document(data))
    except _FAULTS as fault:
        raise _bad(
            f"this is no MusicXML that can be read ({fault})", "这不是可读的 MusicXML"
        ) from fault


def _bad(en: str, zh: str) -> BadMusic:
    return BadMusic(en, zh=zh)


def _document(data: bytes) -> Element:
    if data[:2] == b"PK":
        data = _unzipped(data)
    if len(data) > LARGEST:
        raise _bad(
            f"this MusicXML is larger than {LARGEST >> 20} MB", f"MusicXML 超过 {LARGEST >> 20} MB"
        )
    _refuse_bombs(data)
    return ET.fromstring(data)  # noqa: S314 - entities were refused, the size is bounded


def _refuse_bombs(data: bytes) -> None:
    """Refuses what would grow beyond measure; it looks at bytes, before anything is built."""
    # Entities can grow a line into gigabytes; no score needs them.
    if any("<!ENTITY".encode(code) in data for code in ("ascii", "utf-16-le", "utf-16-be")):
        raise _bad(
            "this MusicXML defines entities, which are refused", "MusicXML 含实体定义，不予读取"
        )
    if data.count(b"<") > MOST_TAGS or data.count(b"=") > MOST_ATTRIBUTES:
        raise _bad(
            f"this MusicXML has more than {MOST_TAGS:,} tags or {MOST_ATTRIBUTES:,} attributes: "
            "split the piece, or save it without its layout",
            f"标签多于 {MOST_TAGS:,} 个或属性多于 {MOST_ATTRIBUTES:,} 个：请拆分乐曲",
        )


def _unzipped(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [info for info in archive.infolist() if not info.filename.startswith("META-INF/")]
        scores = [i for i in names if i.filename.lower().endswith((".xml", ".musicxml"))]
        if not scores:
            raise _bad("this archive holds no MusicXML", "压缩包里没有 MusicXML")
        if scores[0].file_size > LARGEST:
            raise _bad("the score in this archive is too large", "压缩包里的乐谱太大")
        with archive.open(scores[0]) as opened:
            return opened.read(LARGEST + 1)


@dataclass
class _Measure:
    """What one measure of a part says; places count from its start."""

    length: int = 0
    notes: list[tuple[Note, str, bool]] = field(default_factory=list)
    metre: tuple[int, int] | None = None
    tempos: list[tuple[int, int]] = field(default_factory=list)
    chords: list[Chord] = field(default_factory=list)
    key: Key | None = None
    opens: bool = False
    closes: int = 0
    endings: tuple[int, ...] = ()
    implicit: bool = False


@dataclass
class _Voice:
    """What a part remembers from measure to measure."""

    programs: dict[str, int] = field(default_factory=dict)
    drums: dict[str, int] = field(default_factory=dict)
    divisions: Fraction = Fraction(1)
    transpose: int = 0


def _score(root: Element) -> Score:
    if root.tag != "score-partwise":
        raise _bad(
            f"this XML is a <{root.tag}>, no <score-partwise>: save it as partwise MusicXML",
            f"这是 <{root.tag}>，不是 <score-partwise>：请存为 partwise MusicXML",
        )
    parts = root.findall("part")
    if len(parts) > MOST_PARTS:
        raise _bad(
            f"{len(parts)} parts: at most {MOST_PARTS} are read", f"声部超过 {MOST_PARTS} 个"
        )
    listed = {one.get("id", ""): one for one in root.iterfind("part-list/score-part")}
    read_parts = []
    for one in parts:
        about = listed.get(one.get("id", ""))
        voice = _about(about)
        measures = one.findall("measure")
        if len(measures) > MOST_MEASURES:
            raise _bad("this MusicXML has too many measures", "小节太多")
        name = (about.findtext("part-name") or "").strip() if about is not None else ""
        read_parts.append((name, voice, [_measure(m, voice) for m in measures]))
    return _together(root, read_parts)


def _about(part: Element | None) -> _Voice:
    voice = _Voice()
    for midi in part.iterfind("midi-instrument") if part is not None else ():
        number = midi.get("id", "")
        if midi.findtext("midi-unpitched"):
            voice.drums[number] = _within(midi.findtext("midi-unpitched"), 1, 128) - 1
        elif midi.findtext("midi-channel") == "10":
            voice.drums[number] = 0
        else:
            voice.programs[number] = _within(midi.findtext("midi-program"), 1, 128) - 1
    return voice


def _within(text: str | None, least: int, most: int) -> int:
    return min(most, max(least, int(text or least)))


def _measure(measure: Element, voice: _Voice) -> _Measure:
    found, cursor, last = _Measure(), Fraction(0), Fraction(0)
    end = Fraction(0)
    for item in measure:
        match item.tag:
            case "attributes":
                _attributes(item, voice, found)
            case "note" if item.find("grace") is None:
                length = _duration(item, voice)
                start = last if item.find("chord") is not None else cursor
                if item.find("chord") is None:
                    last, cursor = cursor, cursor + length
                _note(item, voice, found, start, length)
            case "backup":
                cursor = max(Fraction(0), cursor - _duration(item, voice))
            case "forward":
                cursor += _duration(item, voice)
            case "direction" | "sound":
                _tempo(item, found, cursor + _offset(item, voice))
            case "harmony":
                _harmony(item, found, cursor + _offset(item, voice))
            case "barline":
                _barline(item, found)
        end = max(end, cursor)
        if end > LATEST:
            raise _bad("a measure lasts for more than an hour", "有小节长过一小时")
    found.length = round(end)
    found.implicit = measure.get("implicit") == "yes"
    return found


def _duration(item: Element, voice: _Voice) -> Fraction:
    text = item.findtext("duration", "0").strip()
    if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text):
        raise ValueError(f"a duration is {text[:20]!r}")
    return Fraction(text) * GRID / voice.divisions


def _offset(item: Element, voice: _Voice) -> Fraction:
    text = item.findtext("offset", "0").strip()
    return Fraction(text if re.fullmatch(r"-?\d{1,9}", text) else 0) * GRID / voice.divisions


def _attributes(item: Element, voice: _Voice, found: _Measure) -> None:
    if (divisions := item.findtext("divisions")) is not None:
        voice.divisions = Fraction(_within(divisions.strip(), 1, 2**24))
    if (chromatic := item.findtext("transpose/chromatic")) is not None:
        octaves = int(item.findtext("transpose/octave-change") or 0)
        voice.transpose = max(-60, min(60, int(chromatic) + 12 * octaves))
    if item.find("time/beats") is not None:
        beats = sum(int(part) for part in (item.findtext("time/beats") or "4").split("+"))
        unit = int(item.findtext("time/beat-type") or 4)
        if beats > 0 and unit in (1, 2, 4, 8, 16, 32) and not beats * 4 * GRID % unit:
            found.metre = beats, unit
    fifths = item.findtext("key/fifths")
    if fifths is not None and re.fullmatch(r"\s*-?\d\s*", fifths):
        found.key = _key(int(fifths), (item.findtext("key/mode") or "major").strip().lower())


def _key(fifths: int, mode: str) -> Key:
    mode = _ALIASES.get(mode, mode)
    major = fifths * 7 % 12
    for tonic in range(12):
        if mode in MODES and (Key(tonic, mode).fifths * 7) % 12 == major:
            return Key(tonic, mode)
    return Key(major, "major")


def _note(item: Element, voice: _Voice, found: _Measure, start: Fraction, length: Fraction) -> None:
    if item.find("rest") is not None or item.find("cue") is not None:
        return
    pitch = _pitch(item, voice)
    if pitch is None:
        return
    first, last = round(start), round(start + length)
    tied = any(tie.get("type") == "stop" for tie in item.iterfind("tie"))
    syllable = "".join(lyric.text or "" for lyric in item.iterfind("lyric/text"))
    note = Note(first, max(1, last - first), pitch, _loud(item.get("dynamics")))
    found.notes.append((note, syllable, tied))


def _pitch(item: Element, voice: _Voice) -> int | None:
    step = item.findtext("pitch/step")
    if step is not None:
        alter = round(float(item.findtext("pitch/alter") or 0))
        octave = int(item.findtext("pitch/octave") or 4)
        pitch = 12 * octave + 12 + _STEPS[step.strip()] + alter + voice.transpose
        return pitch if 0 <= pitch <= 127 else None
    if item.find("unpitched") is None:
        return None
    instrument = item.find("instrument")
    drum = voice.drums.get(instrument.get("id", "") if instrument is not None else "")
    if drum is None:
        drum = next(iter(voice.drums.values()), 38)
    voice.drums.setdefault("", drum)
    return drum


def _loud(dynamics: str | None) -> int:
    """Loudness from a share of forte (velocity 90)."""
    if dynamics is None:
        return 5
    return max(0, min(LOUD - 1, round((float(dynamics) * 0.9 - 15) / 16)))


def _tempo(item: Element, found: _Measure, place: Fraction) -> None:
    sound = item if item.tag == "sound" else item.find("sound")
    said = sound.get("tempo") if sound is not None else None
    if said is None:
        return
    bpm = round(float(said))
    if 1 <= bpm <= 1000:
        found.tempos.append((max(0, round(place)), bpm))


def _harmony(item: Element, found: _Measure, place: Fraction) -> None:
    step = item.findtext("root/root-step")
    kind = item.find("kind")
    if step is None or kind is None:
        return
    root = (_STEPS[step.strip()] + round(float(item.findtext("root/root-alter") or 0))) % 12
    quality = kind.get("text")
    if quality is None or not re.fullmatch(r"[A-Za-z0-9+#-]{0,8}", quality):
        quality = _QUALITIES.get((kind.text or "").strip(), "")
    found.chords.append(Chord(max(0, round(place)), root, quality))


def _barline(item: Element, found: _Measure) -> None:
    repeat, ending = item.find("repeat"), item.find("ending")
    if repeat is not None and repeat.get("direction") == "forward":
        found.opens = True
    if repeat is not None and repeat.get("direction") == "backward":
        found.closes = _within(repeat.get("times") or "2", 2, 4)
    if ending is not None and ending.get("type") == "start":
        numbers = re.findall(r"\d{1,2}", ending.get("number", "1"))
        found.endings = tuple(int(number) for number in numbers[:8]) or (1,)


def played(measures: Sequence[_Measure]) -> list[int]:
    """The order in which measures sound: repeats taken, each time with its ending."""
    order: list[int] = []
    opened, time, at = 0, 1, 0
    brackets = _brackets(measures)
    while at < len(measures) and len(order) <= MOST_MEASURES:
        if measures[at].opens and at != opened:
            opened, time = at, 1
        if brackets[at] and time not in brackets[at]:
            at += 1
            continue
        order.append(at)
        closes = measures[at].closes
        if closes and brackets[at]:
            closes = max(closes, max(brackets[at]) + 1)
        if closes and time < closes:
            time, at = time + 1, opened
        elif closes:
            opened, time, at = at + 1, 1, at + 1
        else:
            at += 1
    return order


def _brackets(measures: Sequence[_Measure]) -> list[tuple[int, ...]]:
    """For each measure the times at which it is played; empty for always."""
    found: list[tuple[int, ...]] = []
    current: tuple[int, ...] = ()
    for measure in measures:
        current = measure.endings or current
        found.append(current)
        if measure.closes:
            current = ()
    # The last bracket has no sign of its end but the music's: it holds one measure.
    after = [i for i, one in enumerate(measures) if one.endings and not one.closes]
    for i in after:
        if all(not m.closes for m in measures[i:]):
            found[i + 1 :] = [m.endings for m in measures[i + 1 :]]
    return found


def _together(root: Element, parts: Sequence[tuple[str, _Voice, list[_Measure]]]) -> Score:
    if not parts or not any(m.notes for _, _, measures in parts for m in measures):
        raise _bad("this MusicXML holds no notes", "MusicXML 里没有音符")
    longest = max((measures for _, _, measures in parts), key=len)
    lengths = _lengths(parts, len(longest))
    order = played(longest)
    starts, place = [], 0
    for number in order:
        starts.append(place)
        place += lengths[number]
    if place > LATEST or sum(len(m.notes) for _, _, ms in parts for m in ms) > MOST_NOTES:
        raise _bad(
            "this MusicXML is longer than an hour or has too many notes", "乐曲过长或音符过多"
        )
    head = parts[0][2]
    metres, pickup = _metres(head, order, starts, lengths)
    tempos = [
        Tempo(start + at, bpm)
        for number, start in zip(order, starts, strict=True) if number < len(head)
        for at, bpm in head[number].tempos
    ]  # fmt: skip
    chords = [
        replace(chord, start=start + chord.start)
        for number, start in zip(order, starts, strict=True) if number < len(head)
        for chord in head[number].chords
    ]  # fmt: skip
    return Score(
        tuple(_part(name, voice, ms, order, starts) for name, voice, ms in parts),
        metres,
        _tempos(tempos),
        _said_key(root, head),
        pickup,
        (root.findtext("work/work-title") or root.findtext("movement-title") or "").strip(),
        tuple(sorted(chords, key=lambda chord: chord.start)),
    )


def _lengths(parts: Sequence[tuple[str, _Voice, list[_Measure]]], count: int) -> list[int]:
    """The length of every measure: what sounds longest, or the metre where all is silent."""
    found, metre = [], Metre()
    for number in range(count):
        here = [measures[number] for _, _, measures in parts if number < len(measures)]
        said = next((m.metre for m in here if m.metre), None)
        metre = Metre(0, *said) if said else metre
        found.append(max((m.length for m in here), default=0) or metre.length)
    return found


def _metres(
    head: Sequence[_Measure], order: Sequence[int], starts: Sequence[int], lengths: Sequence[int]
) -> tuple[tuple[Metre, ...], int]:
    """Time signatures where they are said or a bar was cut short; the upbeat."""
    first = next((m.metre for m in head if m.metre), (4, 4))
    metres, cut = [Metre(0, *first)], False
    # A piece that is one short bar has an upbeat only if it says so.
    upbeat = len(order) > 1 or any(m.implicit for m in head[:1])
    pickup = lengths[order[0]] if lengths[order[0]] < metres[0].length and upbeat else 0
    for place, (number, start) in enumerate(zip(order, starts, strict=True)):
        said = head[number].metre if number < len(head) else None
        now = said or (metres[-1].beats, metres[-1].unit)
        if place and (said or cut):
            metres.append(Metre(start, *now))
        whole = metres[-1].length
        cut = lengths[number] != whole and not (place == 0 and pickup)
        if cut and lengths[number] > whole:
            metres[-1] = _longer(metres[-1], lengths[number], start)
    return tuple(metres), pickup


def _longer(metre: Metre, length: int, start: int) -> Metre:
    """A metre whose bar is as long as a measure that holds more than it should."""
    unit = next((u for u in (4, 8, 16) if length * u % (4 * GRID) == 0), 0)
    return Metre(start, length * unit // (4 * GRID), unit) if unit else metre


def _tempos(tempos: Sequence[Tempo]) -> tuple[Tempo, ...]:
    found = {0: tempos[0].bpm if tempos and tempos[0].start == 0 else 120}
    found |= {tempo.start: tempo.bpm for tempo in tempos}
    return tuple(Tempo(start, bpm) for start, bpm in sorted(found.items()))


def _said_key(root: Element, head: Sequence[_Measure]) -> Key | None:
    for noted in root.iterfind("identification/miscellaneous/miscellaneous-field"):
        match = re.fullmatch(r"(\d{1,2}) (\w+)", noted.text or "")
        if noted.get("name") == KEY_FIELD and match and match[2] in MODES:
            return Key(int(match[1]) % 12, match[2])
    return next((measure.key for measure in head if measure.key), None)


def _part(
    name: str, voice: _Voice, measures: Sequence[_Measure], order: Sequence[int],
    starts: Sequence[int],
) -> Part:  # fmt: skip
    """A part in the order in which it is played, ties joined."""
    notes: list[Note] = []
    lyrics: list[str] = []
    open_: dict[tuple[int, int], int] = {}
    for note, syllable, tied in _sounding(measures, order, starts):
        before = open_.pop((note.pitch, note.start), None) if tied else None
        if before is None:
            before = len(notes)
            notes.append(note)
            lyrics.append(syllable)
        else:
            held = notes[before]
            notes[before] = replace(held, length=note.end - held.start)
        open_[note.pitch, notes[before].end] = before
    drums = bool(voice.drums) and not voice.programs
    program = 0 if drums else next(iter(voice.programs.values()), 0)
    sung = tuple(lyrics) if any(lyrics) else ()
    return tidy(Part(name, program, tuple(notes), drums, sung))


def _sounding(
    measures: Sequence[_Measure], order: Sequence[int], starts: Sequence[int]
) -> Iterator[tuple[Note, str, bool]]:
    for number, start in zip(order, starts, strict=True):
        if number < len(measures):
            for note, syllable, tied in sorted(
                measures[number].notes, key=lambda one: (one[0].start, one[0].pitch)
            ):
                yield replace(note, start=start + note.start), syllable, tied
