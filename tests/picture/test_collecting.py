"""Pictures are chosen for a training as its recipe says, and what a net makes is measured."""

from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadCorpus
from sixing.fitting.pictures import measuring
from sixing.fitting.pictures.collecting import Chosen, collect, rows
from sixing.media.picture.picture import Picture
from sixing.testing.picture_style import moon, waves


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        picture = moon(20, at=0.1 * number) if number % 2 else waves(20, times=number + 1)
        (tmp_path / f"{'moon' if number % 2 else 'waves'}-{number}.png").write_bytes(picture.png())
    (tmp_path / "notes.txt").write_text("none of it")
    return tmp_path


def test_names_choose(folder: Path) -> None:
    names, pictures = collect([folder], 16, Chosen(only="^moon"))
    assert names == ["moon-1", "moon-3", "moon-5"]
    assert rows(pictures, 3).shape == (3, 3, 16, 16)
    assert rows(pictures, 1).shape == (3, 1, 16, 16)


def test_no_more_than_asked_for_and_always_the_same(folder: Path) -> None:
    once, again = (collect([folder], 16, Chosen(most=3))[0] for _ in range(2))
    assert once == again
    assert len(once) == 3


def test_nothing_that_fits_is_said(folder: Path) -> None:
    with pytest.raises(BadCorpus, match="not one picture"):
        collect([folder], 16, Chosen(only="sun"))


class _Net:
    """Makes noise of a level that grows with truncation."""

    def make(self, seeds: range, *, truncation: float) -> np.ndarray:
        return np.stack(
            [np.random.default_rng(s).normal(0, truncation / 3, (3, 4, 4)) for s in seeds]
        ).astype(np.float32)


def test_a_crowd_nearer_to_people_is_measured_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(pictures: list[Picture]) -> np.ndarray:
        return np.stack([one.pixels[..., 0].ravel() / 127.5 - 1 for one in pictures])

    monkeypatch.setattr(measuring, "seen", seen)
    people = seen(measuring.made_by(_Net(), 40, 1.0, first=1000))
    like, unlike = (
        measuring.measure(_Net(), people, made=40, truncation=psi) for psi in (1.0, 0.3)
    )
    assert like.frechet < unlike.frechet
    assert like.overlap.recall > unlike.overlap.recall
    assert like.copied is None
