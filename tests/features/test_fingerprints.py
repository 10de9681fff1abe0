"""The index of what a corpus has said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.errors import BadStyle
from sixing.features.fingerprints import (
    Fingerprints,
    codepoints,
    finish,
    fold,
    hash_grams,
    line_hashes,
)

LINES = ["白日依山尽", "黄河入海流", "故人西辞黄鹤楼", "烟花三月下扬州"]
hanzi = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


def random_hashes(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**64, count, dtype=np.uint64)


def test_runs_of_the_corpus_are_found_where_they_stand() -> None:
    known = Fingerprints.of_lines(LINES)
    assert known.known_runs("白日依山尽") == [(0, 5)]
    assert known.known_runs("又见白日依山尽") == [(2, 5)]
    assert known.known_runs("故人西辞黄鹤楼") == [(0, 7)]
    assert known.known_runs("故人西辞黄鹤去") == [(0, 6)]
    assert known.known_runs("白日依水尽") == known.known_runs("月下") == []


def test_a_whole_line_is_known_only_when_all_of_it_stands_in_one_line() -> None:
    known = Fingerprints.of_lines(LINES)
    assert known.has_line("白日依山尽")
    assert known.has_line("烟花三月下扬州")
    assert not known.has_line("烟花三月下苏州")
    assert not known.has_line("烟花")


@given(st.lists(st.text(hanzi, min_size=5, max_size=9), max_size=20))
def test_nothing_of_the_corpus_is_ever_missed(lines: list[str]) -> None:
    known = Fingerprints.of_lines(lines)
    assert all(known.has_line(line) for line in lines)
    assert known.contains(line_hashes(lines)).all()


def test_false_positives_are_as_rare_as_stated() -> None:
    known = Fingerprints.of_hashes(random_hashes(200_000, 1))
    rate = known.contains(random_hashes(2_000_000, 2)).mean()
    assert known.false_positive_rate < 1e-4
    assert rate == pytest.approx(known.false_positive_rate, rel=0.4)


def test_a_prefix_and_many_candidates_hash_like_whole_grams() -> None:
    points = codepoints(["白日依山尽"])
    last = np.arange(0x4E00, 0x5E00)
    grams = np.concatenate([np.repeat(points[:, :4], len(last), 0), last[:, None]], axis=1)
    state = fold(points[0, 2:4], fold(points[0, :2]))
    assert np.array_equal(finish(state, last), hash_grams(grams))
    assert Fingerprints.of_lines(LINES).contains(finish(state, last)).sum() == 1


def test_the_file_is_mapped_and_says_the_same(tmp_path: Path) -> None:
    hashes = random_hashes(50_000, 3)
    built = Fingerprints.of_hashes(hashes)
    built.save(tmp_path / "f.npy")
    opened = Fingerprints.open(tmp_path / "f.npy")
    assert opened.size == built.size
    assert opened.contains(hashes).all()
    assert (tmp_path / "f.npy").stat().st_size < 4 * len(hashes)


@pytest.mark.parametrize("damage", ["missing", "cut", "other", "text"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "f.npy"
    words = np.asarray(Fingerprints.of_lines(LINES)._words)
    if damage == "cut":
        np.save(path, words[:-1])
    elif damage == "other":
        np.save(path, np.zeros(9))
    elif damage == "text":
        path.write_text("not an index", encoding="utf-8")
    with pytest.raises(BadStyle):
        Fingerprints.open(path)


def test_an_empty_corpus_knows_nothing() -> None:
    known = Fingerprints.of_lines([])
    assert not known.has_line("白日依山尽")
    assert known.size == 0
