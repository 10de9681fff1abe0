"""Scores sounded: loudness, true peaks, soundfonts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput, BadWork
from sixing.media.music import soundfonts
from sixing.media.music.loudness import levelled, measure, true_peak
from sixing.media.music.score import Note, Part, Score, Tempo
from sixing.media.music.sound import RATE, rendered, seconds, sounded
from sixing.media.music.soundfonts import find_soundfont

for needed in ("symusic", "soundfile", "pyloudnorm", "scipy"):
    pytest.importorskip(needed, reason="sound needs the music extra")


def tune(program: int = 0, drums: bool = False) -> Score:
    notes = tuple(Note(12 * n, 12, pitch) for n, pitch in enumerate((60, 64, 67, 72)))
    return Score((Part("", program, notes, drums),), tempos=(Tempo(0, 120),))


def read(data: bytes) -> tuple[np.ndarray, int]:
    import soundfile

    return soundfile.read(BytesIO(data), dtype="float32")


@pytest.mark.parametrize("program", [0, 19, 13])
def test_a_file_is_as_loud_as_promised_and_does_not_clip(program: int) -> None:
    for kind in ("wav", "ogg"):
        sound, rate = read(sounded(tune(program), kind))  # type: ignore[arg-type]
        assert (rate, sound.shape[1]) == (RATE, 2)
        level = measure(sound, rate)
        assert level.lufs == pytest.approx(-16, abs=1)
        assert level.peak <= -1


def test_a_lone_woodblock_stays_softer_rather_than_clip() -> None:
    sound, rate = read(sounded(tune(115), "ogg"))
    level = measure(sound, rate)
    assert -19 < level.lufs < -15
    assert level.peak <= -1


def test_the_same_score_gives_the_same_samples() -> None:
    assert sounded(tune(), "wav") == sounded(tune(), "wav")


def test_the_last_note_dies_away_and_silence_is_cut() -> None:
    sound = rendered(tune(0))
    assert 2.0 < len(sound) / RATE < 4.5
    assert np.abs(sound[-1]).max() == 0


def test_parts_stand_apart_and_the_bass_in_the_middle() -> None:
    notes = tune().parts[0].notes
    lonely = Score((Part("", 0, ()), Part("", 0, notes)))
    left, right = np.abs(rendered(lonely)).mean(axis=0)
    assert left > 1.2 * right


def test_a_limiter_keeps_true_peaks_under_the_ceiling() -> None:
    clicks = np.zeros((RATE, 2), np.float32)
    clicks[::4000] = 0.9
    clicks += np.float32(0.002) * np.sin(np.arange(RATE) / 9)[:, None].astype(np.float32)
    loud = levelled(clicks, RATE)
    assert true_peak(loud) <= -1
    assert np.isfinite(measure(loud, RATE).lufs)


def test_a_true_peak_lies_between_samples() -> None:
    wave = np.sin(np.pi * np.arange(RATE) / 2 + np.pi / 4).astype(np.float32)
    assert np.abs(wave).max() == pytest.approx(0.707, abs=0.01)
    assert true_peak(np.stack([wave, wave], 1)) == pytest.approx(0, abs=0.3)


def test_seconds_follow_every_change_of_tempo() -> None:
    score = Score(tune().parts, tempos=(Tempo(0, 60), Tempo(24, 120)))
    assert seconds(score) == pytest.approx(2 + 1)


def test_minutes_are_written_in_pieces() -> None:
    import soundfile

    from sixing.media.music.sound import _written

    silence = np.zeros((240 * RATE, 2), np.float32)
    assert soundfile.info(BytesIO(_written(silence, "ogg"))).frames == len(silence)


def test_silence_and_an_hour_are_refused() -> None:
    with pytest.raises(BadWork, match="no notes"):
        sounded(Score((Part("", 0, ()),)), "wav")
    with pytest.raises(BadWork, match="60 minutes"):
        rendered(Score((Part("", 0, (Note(0, 86400, 60),)),)))


def test_a_missing_or_broken_soundfont_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="--soundfont"):
        find_soundfont(tmp_path / "none.sf2")
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"RIFFnothing")
    with pytest.raises(BadInput, match="no soundfont"):
        rendered(tune(), broken)
    monkeypatch.setattr(soundfonts, "_known", lambda: iter(()))
    with pytest.raises(BadInput, match="apt install"):
        find_soundfont(environment={})


def test_the_environment_and_the_home_come_before_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIXING_HOME", str(tmp_path))
    (tmp_path / "soundfonts").mkdir()
    own = tmp_path / "soundfonts" / "own.sf3"
    other = tmp_path / "other.sf2"
    own.touch()
    other.touch()
    assert find_soundfont(environment={}) == own
    assert find_soundfont(environment={"SIXING_SOUNDFONT": str(other)}) == other
