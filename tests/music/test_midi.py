"""MIDI files: all that a score says comes back; strangers' files are understood or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sixing.errors import BadMusic
from sixing.media.music import limits, smf
from sixing.media.music.midi import read, write
from sixing.media.music.score import Key, Metre, Note, Part, Score, Tempo
from sixing.testing.tunes import BAND, JIG, TUNES, scores


def midi(*tracks: list[tuple[int, bytes]], division: int = 96) -> bytes:
    return smf.written(division, tracks)


def struck(pitch: int, velocity: int = 80, channel: int = 0) -> bytes:
    return bytes((smf.NOTE_ON | channel, pitch, velocity))


def held(pitch: int, channel: int = 0) -> bytes:
    return bytes((smf.NOTE_OFF | channel, pitch, 0))


@given(scores(parts=4))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(score: Score) -> None:
    assert read(write(score)) == score


@pytest.mark.parametrize("tune", TUNES, ids=lambda tune: tune.title)
def test_tunes_come_back(tune: Score) -> None:
    assert read(write(tune)) == tune


def test_twenty_players_keep_their_instruments() -> None:
    parts = tuple(Part(f"p{n}", 5 * n, (Note(0, 12, 40 + n),)) for n in range(20))
    assert read(write(Score(parts))).parts == parts


def test_others_hear_the_same_notes() -> None:
    symusic = pytest.importorskip("symusic")
    heard = symusic.Score.from_midi(write(BAND))
    counted = sorted((track.program, len(track.notes)) for track in heard.tracks)
    assert counted == sorted((part.program, len(part.notes)) for part in BAND.parts)
    assert [(s.numerator, s.denominator) for s in heard.time_signatures] == [(4, 4)]


def test_mido_reads_it_too() -> None:
    mido = pytest.importorskip("mido")
    from io import BytesIO

    file = mido.MidiFile(file=BytesIO(write(JIG)), charset="utf-8")
    assert [track.name for track in file.tracks] == ["The Ladder", "flute"]
    assert sum(message.type == "note_on" for message in file) == JIG.notes()


def test_a_format_0_file_is_parted_by_channel_and_drums_are_known() -> None:
    track = [
        (0, bytes((0xC0, 40))), (0, struck(60)), (0, struck(36, 120, 9)), (0, struck(64, 40, 1)),
        (96, held(60)), (96, held(36, 9)), (96, held(64, 1)),
    ]  # fmt: skip
    data = bytearray(midi(track))
    data[9] = 0
    assert read(bytes(data)).parts == (
        Part("", 40, (Note(0, 12, 60),)),
        Part("", 0, (Note(0, 12, 64, 2),)),
        Part("", 0, (Note(0, 12, 36, 7),), drums=True),
    )


def test_a_program_set_by_another_track_counts() -> None:
    data = midi([(0, bytes((0xC3, 56)))], [(0, struck(60, channel=3)), (96, held(60, 3))])
    assert read(data).parts[0].program == 56


def test_running_status_is_understood() -> None:
    track = b"\x00\x90\x3c\x50\x60\x3c\x00\x00\x40\x50\x60\x40\x00\x00\xff\x2f\x00"
    head = b"MThd\0\0\0\6\0\1\0\1\0\x60"
    data = head + b"MTrk" + len(track).to_bytes(4, "big") + track
    assert read(data).parts[0].notes == (Note(0, 12, 60), Note(12, 12, 64))


def test_notes_never_released_stop_with_the_piece_and_none_is_of_no_length() -> None:
    track = [(0, struck(60)), (48, struck(70)), (48, held(70)), (192, struck(62)), (288, held(62))]
    assert read(midi(track)).parts[0].notes == (
        Note(0, 36, 60), Note(6, 1, 70), Note(24, 12, 62),
    )  # fmt: skip


def test_an_upbeat_is_known_by_its_short_bar() -> None:
    facts = [
        (0, smf.meta(smf.METRE, b"\1\2\x18\x08")), (96, smf.meta(smf.METRE, b"\3\2\x18\x08")),
        (0 + 96, smf.meta(smf.TEMPO, (600_000).to_bytes(3, "big"))),
        (96, smf.meta(smf.KEY, bytes((255, 0)))),
    ]  # fmt: skip
    score = read(midi(facts, [(0, struck(60)), (96, held(60)), (96, struck(62)), (400, held(62))]))
    assert score.pickup == 12
    assert score.metres == (Metre(0, 3, 4),)
    assert score.tempos == (Tempo(0, 120), Tempo(12, 100))
    assert score.key == Key(5)


def test_signatures_that_make_no_bar_are_left_out() -> None:
    facts = [(0, smf.meta(smf.METRE, b"\0\2\x18\x08")), (0, smf.meta(smf.METRE, b"\3\x40\x18\x08"))]
    score = read(midi(facts, [(0, struck(60)), (96, held(60))]))
    assert score.metres == (Metre(0, 4, 4),)


def test_a_changed_signature_beats_what_we_once_wrote() -> None:
    data = write(JIG).replace(
        smf.meta(smf.METRE, b"\6\3\x18\x08"), smf.meta(smf.METRE, b"\3\2\x18\x08")
    )
    assert read(data).metres == (Metre(0, 3, 4),)


def test_facts_of_ours_that_were_damaged_are_left_out() -> None:
    data = write(JIG)
    for damaged in (b"metre 9:6/8", b"metre 0:6/0", b"metre 0:6/9", b"metre 0-6/8"):
        assert read(data.replace(b"metre 0:6/8", damaged)).parts == JIG.parts


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"RIFF....", "no MIDI file"),
        (b"MThd\0\0\0\6\0\2\0\1\0\x60", "format 2"),
        (write(JIG)[:-9], "breaks off"),
        (midi([(0, b"\xff\x01\x00")]), "no notes"),
        (midi(*([[(0, struck(60))]] * 300)), "300 tracks"),
        (midi([(0, struck(60)), (10**8, held(60))]), "minutes"),
        (bytes(limits.BYTES + 1), "MB"),
        (midi([(0, struck(n % 128, channel=c)) for n in range(100) for c in range(16)]), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data: bytes, says: str) -> None:
    if not says:
        assert len(read(data).parts) == 16
        return
    with pytest.raises(BadMusic, match=says) as fault:
        read(data)
    assert fault.value.zh != str(fault.value)


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=150, deadline=None)
def test_noise_is_read_or_refused(noise: bytes, place: int) -> None:
    whole = write(JIG)
    for data in (noise, b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk\0\0\0\xff" + noise,
                 whole[:place] + noise + whole[place + len(noise):]):  # fmt: skip
        try:
            assert read(data).notes()
        except BadMusic:
            continue
