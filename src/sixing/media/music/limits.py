"""How large a piece of music may be, in one place; every reader asks here.

The limits keep a hostile file from taking the machine's memory, and are far above any music that
the models were made for. What breaks them is refused in words; nothing is cut silently.

>>> refuse_large(bytes(10), "a.mid")
>>> within(Score(()))
Traceback (most recent call last):
    ...
sixing.errors.BadMusic: there are no notes in it
"""

from __future__ import annotations

from itertools import pairwise

from sixing.errors import BadMusic
from sixing.media.music.score import GRID, LOUD, Metre, Score

BYTES = 8_000_000
"""Of a file, and of all that a compressed one holds."""
NOTES = 200_000
SECONDS = 3600
PARTS = 64
"""Parts with notes."""
TRACKS = 256
"""Tracks or voices that a file may declare, silent ones too."""
SLOWEST, FASTEST = 4, 999
"""Quarter notes a minute."""
LONGEST_BAR = 64 * GRID
"""Places."""


def refuse_large(data: bytes, name: str = "the file") -> None:
    """Refuses an empty file and one of more than `BYTES`.

    Raises:
        BadMusic: it is so.
    """
    if not data:
        raise BadMusic(f"{name} is empty", zh=f"{name} 是空文件")
    if len(data) > BYTES:
        raise too_large(name, len(data))


def too_large(name: str, size: int) -> BadMusic:
    """What to say of a file that is larger than `BYTES`."""
    return BadMusic(
        f"{name} holds {size / 1e6:.1f} MB; a file of music may hold {BYTES // 10**6} MB",
        zh=f"{name} 有 {size / 1e6:.1f} MB；乐谱文件至多 {BYTES // 10**6} MB",
    )


def refuse_notes(count: int) -> None:
    """Refuses more than `NOTES` notes.

    Raises:
        BadMusic: there are more.
    """
    if count > NOTES:
        raise BadMusic(
            f"it has more than {NOTES:,} notes; split the piece",
            zh=f"音符多于 {NOTES:,} 个；请拆分乐曲",
        )


def refuse_tracks(count: int) -> None:
    """Refuses more than `TRACKS` tracks.

    Raises:
        BadMusic: there are more.
    """
    if count > TRACKS:
        raise BadMusic(
            f"it has {count:,} tracks; a file may have {TRACKS}",
            zh=f"有 {count:,} 个音轨；至多 {TRACKS} 个",
        )


def sound_metre(metre: Metre) -> bool:
    """Whether its bar is a whole number of places, and of a length that can be counted."""
    return metre.unit in (1, 2, 4, 8, 16) and metre.beats > 0 and metre.length <= LONGEST_BAR


def within(score: Score) -> Score:
    """The score itself, when it is within the limits and its bars can be counted.

    Raises:
        BadMusic: it has no notes or too many, too many parts, lasts too long, or a note, metre,
            tempo or upbeat is nonsense.
    """
    notes = score.notes()
    if not notes:
        raise BadMusic("there are no notes in it", zh="其中没有音符")
    refuse_notes(notes)
    _refuse_sounds(score)
    _refuse_parts(sum(bool(part.notes) for part in score.parts), len(score.parts))
    refuse_times(score)
    _refuse_length(score)
    return score


def _refuse_sounds(score: Score) -> None:
    """Notes and players that MIDI has no number for."""
    for part in score.parts:
        for note in part.notes:
            known = 0 <= note.pitch < 128 and 0 <= note.loud < LOUD
            if not known or note.length < 1 or note.start < 0:
                raise BadMusic(
                    f"no note is of pitch {note.pitch}, loudness {note.loud} and "
                    f"{note.length} places: 0 to 127, 0 to {LOUD - 1}, at least 1",
                    zh=f"没有音高 {note.pitch}、力度 {note.loud}、时值 {note.length} 的音",
                )
        if not 0 <= part.program < 128:
            raise BadMusic(
                f"no instrument is of program {part.program}: 0 to 127",
                zh=f"没有编号 {part.program} 的乐器：应为 0 到 127",
            )


def _refuse_parts(sounding: int, declared: int) -> None:
    refuse_tracks(declared)
    if sounding > PARTS:
        raise BadMusic(
            f"{sounding} parts sound; a score may have {PARTS}",
            zh=f"有 {sounding} 个声部发声；至多 {PARTS} 个",
        )


def refuse_times(score: Score) -> None:
    """Refuses metres, tempos and an upbeat that make no bars.

    Raises:
        BadMusic: they are so.
    """
    for metre in score.metres:
        if not sound_metre(metre):
            raise BadMusic(
                f"the metre {metre.name} makes no bar: its unit may be 1, 2, 4, 8 or 16, "
                "its bar at most 16 whole notes",
                zh=f"拍号 {metre.name} 不能成小节：单位应为 1、2、4、8 或 16，小节至多十六个全音符",
            )
    if any(not SLOWEST <= tempo.bpm <= FASTEST for tempo in score.tempos):
        raise BadMusic(
            f"a tempo is {SLOWEST} to {FASTEST} quarter notes a minute",
            zh=f"速度应为每分钟 {SLOWEST} 到 {FASTEST} 个四分音符",
        )
    for starts in ([m.start for m in score.metres], [t.start for t in score.tempos]):
        if not starts or starts[0] or any(a >= b for a, b in pairwise(starts)):
            raise BadMusic(
                "metres and tempos begin at place 0 and go forward",
                zh="拍号与速度须从位置 0 起依次向前",
            )
    if not 0 <= score.pickup < score.metres[0].length:
        raise BadMusic("an upbeat is shorter than a bar", zh="弱起须短于一小节")


def _refuse_length(score: Score) -> None:
    if score.length > SECONDS * FASTEST * GRID:  # more than any tempo makes up for
        raise _too_long("thousands of")
    ends = [*(min(tempo.start, score.length) for tempo in score.tempos[1:]), score.length]
    seconds = start = 0.0
    for tempo, end in zip(score.tempos, ends, strict=True):
        seconds += (end - start) / GRID * 60 / tempo.bpm
        start = end
    if seconds > SECONDS:
        raise _too_long(f"{seconds / 60:,.0f}")


def _too_long(minutes: str) -> BadMusic:
    return BadMusic(
        f"it lasts {minutes} minutes; a piece may last {SECONDS // 60}",
        zh=f"长 {minutes} 分钟；至多 {SECONDS // 60} 分钟",
    )
