"""Moods are read from the text alone, and a style's moods must fit its vocabulary."""

from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadBrief, BadStyle
from sixing.media.poem.tokens import SPECIAL, STOPS, Control, PoemTokens
from sixing.models import adapters
from sixing.models.adapters import Adapter
from sixing.models.transformer import TransformerConfig
from sixing.patterns.moods import FILE, LEANING, Feeling, Moods, document
from sixing.works import MOODS, Work
from sixing.works.mood import HANZI, mood, named

TOKENS = PoemTokens([*SPECIAL, *STOPS, "<五绝>", "<词>", *"喜哀思孤志闲山水风月花"])
CONFIG = TransformerConfig(len(TOKENS), width=16, layers=1, heads=2, hidden=24)
LINES = ("山水风月花", "喜哀思孤志", "花月风水山", "闲山水风月")
POEM = Work("poem", "五绝·仄起·首句不入韵", "喜", LINES)


def weights() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(3)
    return {
        name: chance.normal(0, 0.3, shape).astype(np.float32)
        for name, shape in CONFIG.shapes().items()
    }


def adapter(tokens: int = len(TOKENS)) -> Adapter:
    chance = np.random.default_rng(4)
    heads = {
        "moods.weight": chance.normal(0, 1, (6, CONFIG.width)).astype(np.float32),
        "moods.bias": np.zeros(6, np.float32),
        "polarity.weight": chance.normal(0, 1, (3, CONFIG.width)).astype(np.float32),
        "polarity.bias": np.zeros(3, np.float32),
        LEANING: np.arange(6 * tokens, dtype=np.float32).reshape(6, tokens) / 100,
    }
    return Adapter({}, heads)


def moods() -> Moods:
    return Moods(TOKENS, CONFIG, weights(), adapter())


def test_odds_of_moods_and_polarities_add_up() -> None:
    (felt,) = moods()([POEM])
    assert sum(felt.moods) == pytest.approx(1, abs=1e-5)
    assert sum(felt.polarity) == pytest.approx(1, abs=1e-5)
    assert felt.of(felt.mood) == max(felt.moods)
    assert -1 <= felt.valence <= 1
    assert moods()([]) == []


def test_a_title_is_read_only_when_asked() -> None:
    other = Work(POEM.medium, POEM.form, "哀", POEM.content)
    reader = moods()
    assert reader([POEM]) == reader([other])
    assert reader([POEM], titled=True) != reader([other], titled=True)


def test_lines_are_read_after_those_before_them() -> None:
    reader = moods()
    found = reader.lines(POEM)
    turned = reader.lines(Work("poem", POEM.form, "", (LINES[3], *LINES[1:])))
    assert len(found) == 4
    assert found[1] != turned[1]


def test_a_document_says_the_form_and_no_more() -> None:
    ids, start = document(TOKENS, POEM.form, LINES)
    names = [TOKENS.vocabulary[i] for i in ids]
    assert names[:start] == ["<bos>", "<五绝>", "<body>"]
    assert TOKENS.decode(ids) == LINES
    ci, start = document(TOKENS, "浣溪沙", LINES)
    assert [TOKENS.vocabulary[i] for i in ci[:start]] == ["<bos>", "<词>", "<body>"]


def test_moods_travel_through_a_style_folder(tmp_path: Path) -> None:
    adapters.save(adapter(), tmp_path / FILE)
    opened = Moods.open(tmp_path, TOKENS, CONFIG, weights())
    np.testing.assert_allclose(opened.leaning("sorrow"), adapter().heads[LEANING][1], atol=1e-2)
    assert opened([POEM])[0].mood == moods()([POEM])[0].mood


def test_moods_of_another_vocabulary_are_refused() -> None:
    with pytest.raises(BadStyle, match="another vocabulary"):
        Moods(TOKENS, CONFIG, weights(), adapter(tokens=9))
    heads = {LEANING: adapter().heads[LEANING]}
    with pytest.raises(BadStyle, match="no heads"):
        Moods(TOKENS, CONFIG, weights(), Adapter({}, heads))


def test_a_mood_stands_bare_in_the_prefix() -> None:
    told = TOKENS.prefix(Control("五绝", title="山", mood=HANZI["sorrow"]))
    assert [TOKENS.vocabulary[i] for i in told] == [
        "<bos>",
        "<五绝>",
        "哀",
        "<title>",
        "山",
        "<body>",
    ]


def test_valence_runs_from_negative_to_positive() -> None:
    assert Feeling((1, 0, 0, 0, 0, 0), (0.1, 0.2, 0.7)).valence == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("喜悦", "joy"), ("Nostalgia", "longing"), ("鄉愁", "longing"), ("豪放", "ambition"),
     ("zen", "serenity"), (" lonely ", "solitude"), ("离别之情", "longing"), ("悲", "sorrow")],
)  # fmt: skip
def test_words_ask_for_moods(word: str, meant: str) -> None:
    assert mood(word) == meant


def test_an_unknown_mood_is_told_what_is_known() -> None:
    with pytest.raises(BadBrief, match="did you mean sorrow") as raised:
        mood("sorow")
    assert "哀愁" in raised.value.zh
    with pytest.raises(BadBrief, match="There are joy, sorrow"):
        mood("table")


def test_every_mood_has_a_hanzi_and_a_name() -> None:
    assert len({HANZI[name] for name in MOODS}) == len(MOODS)
    assert all(mood(named(name)) == mood(HANZI[name]) == name for name in MOODS)
