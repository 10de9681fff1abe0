"""A style moves to a person's taste, only if it is better, and back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("torch")

from sixing.apps.adapting import adapt
from sixing.errors import BadInput
from sixing.feedback.recall import recall
from sixing.fitting import adapting
from sixing.store import styles
from sixing.store.database import Store
from sixing.studio import Studio
from sixing.works import Brief, Candidate, Verdict, Work

SPRING, OTHER = "春夏秋冬", "山水云烟江风花竹石路"


def poem(chance: random.Random, *, seasons: int) -> Work:
    """A poem of chance that names so many seasons."""
    text = [*chance.choices(SPRING, k=seasons), *chance.choices(OTHER, k=20 - seasons)]
    chance.shuffle(text)
    lines = tuple("".join(text[a : a + 5]) for a in range(0, 20, 5))
    return Work("poem", "五绝", "山中", lines)


def said(home: Path, count: int, *, every: str = "seasons") -> None:
    """So many pairs of which the person prefers the one with seasons, or the first whatever."""
    chance = random.Random(0)
    with Store.at(home) as store:
        for number in range(count):
            pair = [poem(chance, seasons=5), poem(chance, seasons=0)]
            if every != "seasons" and number % 2:
                pair.reverse()
            store.save([Candidate(work) for work in pair])
            store.say([Verdict("pair", (pair[0].id, pair[1].id))])


def draft(_: Studio, brief: Brief, rows: int) -> Sequence[Work]:
    """Drafts without a model."""
    chance = random.Random(f"{brief.theme} {brief.seed}")
    return [poem(chance, seasons=chance.randint(0, 5)) for _ in range(rows)]


def moved(home: Path, name: str = "default") -> adapting.Adapted:
    with Store.at(home, reading=True) as store:
        memory = recall(store)
        works = [one.work for one in store.latest(1000)]
    return adapting.adapt(name, memory, works, draft)


def test_too_few_verdicts_are_named(home: Path) -> None:
    said(home, 12)
    with pytest.raises(BadInput, match="12 verdicts so far; a style moves from 30 on"):
        adapt("default")


def test_the_shipped_style_is_not_moved(home: Path) -> None:
    said(home, 30)
    with pytest.raises(BadInput, match="does not change"):
        adapt("classical")


def test_verdicts_that_foretell_nothing_move_nothing(home: Path) -> None:
    said(home, 30, every="at random")
    with pytest.raises(BadInput, match="do not say yet what you prefer"):
        moved(home)
    assert styles.names() == ["classical", "music"]


@pytest.mark.parametrize(("wins", "installed"), [(0.9, True), (0.4, False)])
def test_a_style_is_installed_only_if_it_is_better(
    wins: float, installed: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapting, "THEMES", 2)
    monkeypatch.setattr(adapting, "UNSEEN", 1)
    monkeypatch.setattr(adapting._Task, "compare", lambda *_: (wins, (4.0, 4.0)))
    said(home, 30)
    done = moved(home)
    assert done.installed is installed
    assert done.pairs[0] == 24
    assert done.held == 6
    assert done.kl <= adapting.LIMIT * 30
    if installed:
        assert styles.find("default").config["learnt_from"] == "verdicts"
        assert styles.undo("default").learnt_from == "verdicts"
    assert styles.names() == ["classical", "music"]
