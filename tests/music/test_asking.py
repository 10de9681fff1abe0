"""What a person asks of a piece is read, or refused with a word that would do."""

from __future__ import annotations

import pytest

from sixing.errors import BadBrief, UnknownForm
from sixing.ideas.music import plans
from sixing.media.music import asking, genres
from sixing.media.music.instruments import NAMES, name, program
from sixing.media.music.score import Key
from sixing.works import Brief

HABITS = {
    "bach": {"keys": {"7 major": 1}, "metres": {"4/4": 1}, "tempos": {"100": 1}, "ensembles": {}},
    "irish": {"keys": {"2 major": 3, "4 dorian": 1}, "metres": {"6/8": 1}, "tempos": {"110": 1}},
    "chinese": {"keys": {"0 zhi": 1}, "metres": {"2/4": 1}, "tempos": {"80": 1}},
}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("G", Key(7)), ("Bb", Key(10)), ("b", Key(11)), ("Am", Key(9, "minor")),
        ("F# minor", Key(6, "minor")), ("D dorian", Key(2, "dorian")), ("C宫", Key(0, "gong")),
        ("d小调", Key(2, "minor")), ("G 徵调式", Key(7, "zhi")),
    ],
)  # fmt: skip
def test_keys_are_read_in_both_writings(said: str, meant: Key) -> None:
    assert asking.key(said) == meant


@pytest.mark.parametrize("said", ["H", "", "G blues", "G##", "七"])
def test_what_is_no_key_is_refused(said: str) -> None:
    with pytest.raises(BadBrief, match="write for example"):
        asking.key(said)


@pytest.mark.parametrize("said", ["4", "0/4", "3/5", "17/4", "4/0", "99/99", "a/b"])
def test_what_is_no_metre_is_refused(said: str) -> None:
    with pytest.raises(BadBrief, match="metre"):
        asking.metre(said)


@pytest.mark.parametrize("said", ["0", "129", "-3", "many", "1e9"])
def test_a_number_of_bars_out_of_range_is_refused(said: str) -> None:
    with pytest.raises(BadBrief, match="1 to 128"):
        asking.bars(said)


def test_every_instrument_is_found_by_both_its_names() -> None:
    for number in range(128):
        assert program(name(number)) == number
        assert program(name(number, "zh")) == number
    assert len(NAMES) == 128


def test_an_unknown_instrument_names_those_that_look_alike() -> None:
    with pytest.raises(BadBrief, match="violin"):
        asking.players("violn")


def test_an_unknown_kind_of_piece_names_those_that_look_alike() -> None:
    with pytest.raises(UnknownForm, match="jig"):
        genres.find("jigg")


def test_a_plan_keeps_what_was_asked() -> None:
    brief = Brief(
        "music", form="jig", seed=3,
        options=(("bars", "8"), ("instruments", "笛子，古筝"), ("key", "Em"), ("tempo", "90")),
    )  # fmt: skip
    idea = plans(brief, HABITS, 1)[0]
    assert [idea.detail(n) for n in ("key", "metre", "tempo", "bars", "programs", "plan")] == [
        "4 minor", "6/8", "90", "8", "73,107", "AB",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mood", "mode", "tempo"), [("joy", "major", "132"), ("哀", ("minor", "dorian"), "88")]
)
def test_a_mood_chooses_mode_and_pace(mood: str, mode: str | tuple[str, ...], tempo: str) -> None:
    for idea in plans(Brief("music", style="irish", emotion=mood, seed=1), HABITS, 8):
        assert idea.detail("key").endswith(mode)
        assert idea.detail("tempo") == tempo


def test_a_sad_chinese_air_stays_pentatonic() -> None:
    idea = plans(Brief("music", style="chinese", emotion="忧伤", seed=1), HABITS, 1)[0]
    assert idea.detail("key").split()[1] in ("yu", "shang", "jue")


def test_the_same_seed_plans_the_same() -> None:
    brief = Brief("music", style="irish", seed=5)
    assert plans(brief, HABITS, 4) == plans(brief, HABITS, 4)


def test_an_unknown_style_names_those_that_there_are() -> None:
    with pytest.raises(BadBrief, match="bach, irish, chinese"):
        plans(Brief("music", style="polka-dot"), HABITS, 1)
