"""What comes back is found, moved or not, and what does not is not."""

from __future__ import annotations

from sixing.media.music.score import Note, Part, Score
from sixing.media.music.structure import Section, indicator, repeated, sections, self_similarity

BARS = {
    "a": (60, 62, 64, 65), "b": (67, 67, 64, 60), "c": (72, 71, 69, 67), "d": (65, 62, 59, 55),
    "e": (60, 67, 60, 48), "f": (71, 66, 64, 61), "g": (50, 57, 61, 58), "h": (79, 70, 73, 76),
}  # fmt: skip


def tune(letters: str, moved: int = 0) -> Score:
    pitches = [p + moved for letter in letters for p in BARS[letter]]
    return Score((Part("", 73, tuple(Note(12 * n, 12, p) for n, p in enumerate(pitches))),))


def test_a_phrase_that_comes_back_is_a_section() -> None:
    assert sections(tune("abcdabcd"))[0] == Section(1, 5, 4, 0, 1.0)
    assert repeated(tune("abcdabcd")) == {2: 1.0, 4: 1.0, 8: 0.0}
    assert indicator(tune("abcdabcd")) == 1.0


def test_a_phrase_that_comes_back_later_is_found_behind_others() -> None:
    found = sections(tune("abcdefab"))
    assert found == [Section(1, 7, 2, 0, 1.0)]
    assert repeated(tune("abcdefab"))[2] == 0.5


def test_a_sequence_is_a_repeat_moved() -> None:
    one, other = tune("ab").parts[0].notes, tune("ab", moved=-3).parts[0].notes
    later = tuple(Note(n.start + 96, n.length, n.pitch) for n in other)
    assert sections(Score((Part("", 73, one + later),))) == [Section(1, 3, 2, -3, 1.0)]


def test_a_piece_without_return_has_no_structure() -> None:
    assert sections(tune("abcdefgh")) == []
    assert indicator(tune("abcdefgh")) == 0.0


def test_transposing_a_piece_changes_nothing() -> None:
    first, second = self_similarity(tune("abcabd")), self_similarity(tune("abcabd", 4))
    assert (first.table == second.table).all()
    assert first.table[0, 3] == 1.0


def test_a_piece_of_no_notes_or_one_bar_is_measured() -> None:
    assert indicator(Score((Part("", 0, ()),))) == 0.0
    assert sections(tune("a")) == []


def test_drums_do_not_transpose() -> None:
    beat = tuple(Note(12 * n, 12, 36 + 2 * (n >= 4)) for n in range(8))
    assert sections(Score((Part("", 0, beat, drums=True),)), least=1) == []
