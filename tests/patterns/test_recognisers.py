"""Labels of poems by what the shipped style learnt; gazetteer, theme, age."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sixing
from sixing.errors import BadStyle
from sixing.media.poem.entities import CLASSES, Gazetteer
from sixing.patterns.labels import FILE, Recognisers, read, tally_facts, tally_of
from sixing.patterns.poems import Verse, bags_of

STYLE = Path(sixing.__file__).parent / "styles" / "classical"


@pytest.fixture(scope="module")
def recognisers() -> Recognisers:
    return Recognisers.open(STYLE)


def test_a_poem_is_labelled(recognisers: Recognisers) -> None:
    label = recognisers.label(["故人西辞黄鹤楼", "烟花三月下扬州"])
    assert label.theme in recognisers.themes.names
    assert label.era in ("唐", "宋")
    assert 0.5 <= label.likelihood <= 1
    assert "扬州" in label.entities["place"]
    assert "三月" in label.entities["season"]


def test_no_poem_has_no_label(recognisers: Recognisers) -> None:
    assert recognisers.labels([]) == []


def test_themes_are_named_by_their_words(recognisers: Recognisers) -> None:
    assert len(set(recognisers.themes.names)) == len(recognisers.themes.centres)
    assert all(2 <= len(word) <= 2 for name in recognisers.themes.names for word in name.split("·"))


def test_the_file_is_small_and_holds_no_line_of_verse() -> None:
    text = (STYLE / FILE).read_text(encoding="utf-8")
    assert len(text.encode()) < 300 * 1024
    facts = json.loads(text)
    keys = [key for table in facts["tally"]["kinds"].values() for key in table["keys"].split("\t")]
    assert max(len(run[0]) for run in facts["profile"]["phrases"]) <= 4
    assert all(len(key) <= 16 for key in keys)


def test_a_tally_survives_its_json() -> None:
    tally = bags_of(Verse(("明月照高楼\n流光正徘徊",) * 3, ("月",) * 3)).tally()
    back = tally_of(tally_facts(tally, {}))
    kept = [f for f, count in zip(tally.features, tally.counts, strict=True) if count]
    assert {f.key for f in back.features} == {f.key for f in kept}
    assert back.size == 3


@pytest.mark.parametrize("content", ["", "{", '{"version": "other"}', '{"version": 1}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(BadStyle, match=r"patterns\.json"):
        read(tmp_path)


def test_a_file_without_themes_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"version": "sixing.patterns.v1"}', encoding="utf-8")
    with pytest.raises(BadStyle, match=r"patterns\.json"):
        Recognisers.open(tmp_path)


def test_every_class_has_members() -> None:
    known = Gazetteer.open()
    assert {*known.hanzi.values(), *known.words.values()} - {"-"} == set(CLASSES)


def test_words_across_a_caesura_are_no_names() -> None:
    known = Gazetteer.open()
    assert "place" not in known.entities(["日长安且静"])
    assert known.entities(["长安一片月"])["place"] == ["长安"]
