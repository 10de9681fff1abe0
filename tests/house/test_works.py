"""The nouns are values: frozen, equal by content, the same for ever."""

from __future__ import annotations

import json
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.errors import BadBrief, ImpossibleBrief, SixingError, StoreError, UnknownForm
from sixing.works import Brief, Candidate, Judgement, Record, Work, canonical, require_sound

WORDS = st.text(st.characters(codec="utf-8"), max_size=4)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
MOON = Work("poem", "五绝", "月", ("一", "二"), {"seed": 7})


@given(st.dictionaries(WORDS, JSON, max_size=4))
def test_a_record_holds_its_json_and_is_equal_by_it(items: dict[str, object]) -> None:
    record = Record(items)
    assert record.thaw() == items
    assert record == Record(dict(reversed(items.items()))) == items
    assert hash(record) == hash(Record(items))
    assert json.loads(canonical(record)) == items
    assert pickle.loads(pickle.dumps(record)) == record


def test_a_record_cannot_be_changed() -> None:
    record = Record({"seed": 7, "rhyme": ["尤"], "book": {"name": "平水"}})
    with pytest.raises(AttributeError):
        record.text = ""
    with pytest.raises(TypeError):
        record["seed"] = 8  # type: ignore[index]
    with pytest.raises(AttributeError):
        record["rhyme"].append("侯")
    record.thaw()["seed"] = 8
    assert record["seed"] == 7


@pytest.mark.parametrize("value", [float("nan"), object(), b"bytes"])
def test_a_record_holds_nothing_but_json(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Record({"x": value})


def test_values_are_frozen_and_hashable() -> None:
    candidate = Candidate(MOON, (Judgement("form", 1.0, True, {"faults": []}),))
    assert len({candidate, pickle.loads(pickle.dumps(candidate))}) == 1
    with pytest.raises(FrozenInstanceError):
        MOON.title = "霜"  # type: ignore[misc]


def test_an_id_is_the_content_and_survives_versions() -> None:
    assert MOON.id == "997ac2f39ba1"
    assert replace(MOON, title="霜").id != MOON.id
    assert replace(MOON, recipe={"seed": 8}).id != MOON.id


def test_a_candidate_reads_like_its_json() -> None:
    candidate = Candidate(MOON, (Judgement("form", 1.0, True, {}, ("合律",)),))
    assert dict(candidate) == candidate.to_json() == json.loads(json.dumps(candidate.to_json()))
    assert candidate["lines"] == ["一", "二"]
    assert candidate["judgements"]["form"]["reasons"] == ["合律"]
    assert candidate.judgement("form") is candidate.judgements[0]
    assert candidate.judgement("theme") is None


@pytest.mark.parametrize(
    "brief",
    [
        Brief("poem", theme=""),
        Brief("poem", theme=" \n\t　"),
        Brief("poem", theme="🍂🌕🦆"),
        Brief("poem", theme="!?……"),
        Brief("poem", theme="秋" * 3500),
        Brief("poem", theme="秋\udcff"),
        Brief("poem", theme="秋", count=0),
        Brief("poem", theme="秋", count=-1),
        Brief("poem", theme="秋", count=100_000),
    ],
    ids=lambda brief: f"{brief.theme[:5]!a} x{brief.count}",
)
def test_a_brief_that_nobody_could_answer_is_refused_in_both_languages(brief: Brief) -> None:
    with pytest.raises(BadBrief) as refused:
        require_sound(brief)
    assert refused.value.zh != str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "theme", ["秋思", "autumn", "l'été à la mer", "秋天🍂的夜", "A", "0 degrees"]
)
def test_any_word_is_a_theme(theme: str) -> None:
    require_sound(Brief("poem", theme=theme))


def test_errors_say_what_to_do() -> None:
    assert "七绝" in str(UnknownForm("七决", near=("七绝",)))
    assert "七绝" in UnknownForm("七决", near=("七绝",)).zh
    clash = ImpossibleBrief("no poem can do this", ("line 1: 月 is oblique",))
    assert str(clash).splitlines() == ["no poem can do this", "  - line 1: 月 is oblique"]
    assert isinstance(clash, BadBrief)
    assert isinstance(StoreError("x"), SixingError)
