r"""Standard MIDI files as bytes: chunks, running status, lengths; what a score needs, no more.

It reads a track as a stream of notes, programs and meta events and never holds more than the file,
whatever lengths the file claims. It knows no `Score`; `sixing.media.music.midi` does.

Source: "Standard MIDI Files 1.0", MIDI Manufacturers Association, 1988 (RP-001 v1.0).

>>> note = [(0, b"\xff\x03\x02ab"), (0, b"\x90\x3c\x50"), (480, b"\x80\x3c\x00")]
>>> file = read(written(480, [note]))
>>> file.division, list(events(file.tracks[0], "track 1"))
(480, [(0, 255, 3, b'ab'), (0, 144, 60, 80), (480, 128, 60, 0), (480, 255, 47, b'')])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sixing.errors import BadMusic

TEXT, NAME, LYRIC, END, TEMPO, METRE, KEY = 0x01, 0x03, 0x05, 0x2F, 0x51, 0x58, 0x59
"""Types of meta events."""

META, NOTE_ON, NOTE_OFF, PROGRAM = 0xFF, 0x90, 0x80, 0xC0

Event = tuple[int, int, int, int | bytes]
"""Tick, status (channel in its low bits, or `META`), first data byte or meta type, the rest."""


@dataclass(frozen=True, slots=True)
class MidiFile:
    """What lies in the chunks.

    Attributes:
        division: ticks of a quarter note.
        tracks: the events of each track, as bytes.
    """

    division: int
    tracks: tuple[bytes, ...]


def read(data: bytes) -> MidiFile:
    """The chunks of a file.

    Raises:
        BadMusic: it is no MIDI file, or one of a kind that plays no piece.
    """
    at = data.find(b"MThd") if data[:4] == b"RIFF" else 0
    if at < 0 or data[at : at + 4] != b"MThd" or len(data) < at + 14:
        raise BadMusic(
            "this is no MIDI file: it does not begin with a header (MThd)",
            zh="这不是 MIDI 文件：开头没有文件头（MThd）",
        )
    size = int.from_bytes(data[at + 4 : at + 8], "big")
    kind = int.from_bytes(data[at + 8 : at + 10], "big")
    if kind > 1:
        raise BadMusic(
            f"a MIDI file of format {kind} is no one piece: save it as format 0 or 1",
            zh=f"格式 {kind} 的 MIDI 文件不是一首曲子：请存为格式 0 或 1",
        )
    division = _division(data[at + 12 : at + 14])
    return MidiFile(division, tuple(_tracks(data, at + 8 + max(size, 6))))


def _division(said: bytes) -> int:
    """Ticks of a quarter; time code counts as 120 quarters a minute."""
    if said[0] & 0x80:
        return max(1, (256 - said[0]) * said[1] // 2)
    return max(1, int.from_bytes(said, "big"))


def _tracks(data: bytes, at: int) -> Iterator[bytes]:
    number = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        if data[at : at + 4] == b"MTrk":
            number += 1
            if at + 8 + size > len(data):
                raise _broken(f"track {number}")
            yield data[at + 8 : at + 8 + size]
        at += 8 + size


def _broken(where: str) -> BadMusic:
    return BadMusic(
        f"{where} of the MIDI file breaks off or is damaged: fetch or export the file again",
        zh=f"MIDI 文件的 {where} 不完整或已损坏：请重新下载或导出",
    )


def events(track: bytes, where: str) -> Iterator[Event]:
    """Notes, programs and meta events of a track, in order.

    Args:
        track: its bytes.
        where: what to call it when it is damaged.

    Raises:
        BadMusic: a length or a status is wrong.
    """
    try:
        yield from _events(track)
    except (IndexError, ValueError) as fault:
        raise _broken(where) from fault


def _events(track: bytes) -> Iterator[Event]:
    # One loop without calls for what occurs most: this is where reading spends its time.
    at, end, tick, status = 0, len(track), 0, 0
    while at < end:
        delta, at = _number(track, at)
        tick += delta
        byte = track[at]
        if byte & 0x80:
            status, at = byte, at + 1
        elif not 0x80 <= status < 0xF0:
            raise ValueError("data without a status")
        if status >= 0xF0:
            kind = track[at] if status == META else 0
            size, at = _number(track, at + 1 if status == META else at)
            if at + size > end:
                raise ValueError("longer than its track")
            if status == META:
                yield tick, META, kind, track[at : at + size]
                if kind == END:
                    return
            at, status = at + size, 0
            continue
        high = status & 0xF0
        first = track[at]
        if high in (PROGRAM, 0xD0):
            at += 1
            if high == PROGRAM:
                yield tick, status, first & 0x7F, 0
            continue
        second = track[at + 1]
        at += 2
        if high <= NOTE_ON:
            yield tick, status, first & 0x7F, second & 0x7F


def _number(track: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where it has ended."""
    byte = track[at]
    if byte < 0x80:
        return byte, at + 1
    value = 0
    for _ in range(4):
        byte = track[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    raise ValueError("a number of more than four bytes")


def number(value: int) -> bytes:
    """A number in variable length."""
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(value & 0x7F | 0x80)
    return bytes(reversed(found))


def meta(kind: int, said: bytes) -> bytes:
    """A meta event."""
    return bytes((META, kind)) + number(len(said)) + said


def written(division: int, tracks: Sequence[Iterable[tuple[int, bytes]]]) -> bytes:
    """A file of format 1; of each track its events by tick."""
    chunks = [b"MThd", (6).to_bytes(4, "big"), b"\0\1", len(tracks).to_bytes(2, "big")]
    chunks.append(division.to_bytes(2, "big"))
    for track in tracks:
        said, now = bytearray(), 0
        for tick, event in track:
            said += number(tick - now) + event
            now = tick
        said += b"\0" + meta(END, b"")
        chunks += [b"MTrk", len(said).to_bytes(4, "big"), bytes(said)]
    return b"".join(chunks)
