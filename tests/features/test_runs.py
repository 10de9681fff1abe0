"""A borrowed run is found wherever it was moved to, with whose it is; a new one is not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sixing.errors import BadStyle
from sixing.features.runs import GRAM, WINNOW, Runs, longest
from sixing.media.music.score import Note, Part, Score


def tune(seed: int, notes: int = 64, step: int = 6) -> list[Note]:
    chance, pitch, at, made = random.Random(seed), 67, 0, []
    for _ in range(notes):
        length = step * chance.choice((1, 1, 2))
        made.append(Note(at, length, pitch))
        at += length
        pitch += chance.choice((-5, -2, -1, 1, 2, 5)) if 55 < pitch < 84 else (67 - pitch) // 2
    return made


def alone(notes: list[Note]) -> Score:
    return Score((Part("", 73, tuple(notes)),))


def after(first: list[Note], second: list[Note], moved: int = 0) -> list[Note]:
    end = first[-1].end
    return [*first, *(Note(n.start + end, n.length, n.pitch + moved) for n in second)]


KNOWN = Runs.of([(f"tune {seed}", alone(tune(seed))) for seed in range(20)])


@pytest.mark.parametrize("moved", [-7, 0, 4])
def test_a_borrowed_phrase_is_found_with_its_source(moved: int) -> None:
    borrowed = tune(7)[16:48]
    first = borrowed[0].start
    borrowed = [Note(n.start - first, n.length, n.pitch) for n in borrowed]
    found = KNOWN.nearest(alone(after(tune(1000, 16), borrowed, moved)))
    assert found is not None
    assert found.source == "tune 7"
    assert len(borrowed) - 2 * (WINNOW - 1) <= found.notes <= len(borrowed)


def test_other_note_values_hide_nothing() -> None:
    slow = [Note(2 * n.start, 2 * n.length, n.pitch) for n in tune(3)]
    found = KNOWN.nearest(alone(slow))
    assert found is not None
    assert found.source == "tune 3"
    assert found.notes >= 64 - 2 * WINNOW


def test_a_new_tune_shares_no_long_run() -> None:
    runs = [KNOWN.nearest(alone(tune(seed))) for seed in range(100, 120)]
    assert max((run.notes for run in runs if run), default=0) < 2 * (GRAM + 1)


def test_a_given_part_is_not_counted() -> None:
    assert KNOWN.nearest(alone(tune(3)), frozenset({1})) is None


def test_a_drone_is_nobodys() -> None:
    drone = alone([Note(6 * n, 6, 60 + n % 2) for n in range(64)])
    assert Runs.of([("drone", drone)]).nearest(drone) is None


def four(seed: int, chords: int = 40) -> Score:
    chance = random.Random(seed)
    voices = [[pitch + chance.randint(-4, 4) for _ in range(chords)] for pitch in (72, 65, 60, 48)]
    return Score(
        tuple(Part("", 52, tuple(Note(12 * n, 12, p) for n, p in enumerate(v))) for v in voices)
    )


def test_four_voices_are_read_together() -> None:
    known = Runs.of([("first", four(1)), ("second", four(2))])
    assert known.known(four(2).moved(3)) == (65, 65)
    assert known.known(four(3)) == (0, 65)
    together = known.together(four(2))
    assert together is not None
    assert (together.source, together.bars, together.notes) == ("second", 10.0, 160)
    assert known.together(four(3)) is None


def test_one_voice_changed_is_another_piece() -> None:
    known, piece = Runs.of([("first", four(1))]), four(1)
    alto = Part("", 52, tuple(Note(n.start, n.length, n.pitch + 1) for n in piece.parts[1].notes))
    changed = Score((piece.parts[0], alto, *piece.parts[2:]))
    assert known.known(changed) == (0, 65)
    # Its other voices are still somebody's.
    found = known.nearest(changed)
    assert found is not None
    assert found.source == "first"


def test_an_index_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "runs.safetensors"
    KNOWN.save(path)
    again = Runs.open(path)
    assert again.names == KNOWN.names
    assert again.size == KNOWN.size
    assert again.nearest(alone(tune(5))) == KNOWN.nearest(alone(tune(5)))


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x00" * 64])
def test_a_damaged_index_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "runs.safetensors"
    path.write_bytes(content)
    with pytest.raises(BadStyle, match="install the style anew"):
        Runs.open(path)


def test_chains_do_not_mix_pieces() -> None:
    import numpy as np

    found = longest(np.array([0, 4, 8]), np.array([0, 1, 0]))
    assert (0, 0, 0) not in found
    assert all(last - first == 0 for first, last, _ in found)


def test_an_empty_piece_and_an_empty_index() -> None:
    empty = Score((Part("", 0, ()),))
    assert Runs.of([]).nearest(alone(tune(1))) is None
    assert KNOWN.nearest(empty) is None
    assert KNOWN.known(empty) == (0, 0)
    assert KNOWN.together(empty) is None
