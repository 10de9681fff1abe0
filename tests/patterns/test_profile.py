"""Profiles count what poems do, say when they cannot be believed, and refuse what is no verse."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sixing.corpus import Corpus, Poem
from sixing.errors import BadCorpus
from sixing.media.poem.census import Census
from sixing.media.poem.habits import habits
from sixing.media.poem.imagery import Words, paints
from sixing.patterns.collection import Poems
from sixing.patterns.page import page
from sixing.patterns.poem_names import feature
from sixing.patterns.poems import Verse, bags_of, same
from sixing.patterns.profile import Profile, profile
from sixing.patterns.wording import summary, warning

QUATRAIN = "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼"
OLD = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡"


def poems(text: str, count: int) -> Poems:
    return Poems((text,) * count, ("送友",) * count, eras=("唐",) * count)


@pytest.fixture(scope="module")
def found() -> Profile:
    return profile(poems(QUATRAIN, 40), poems(OLD, 40), samples=40)


def test_a_census_keeps_every_line() -> None:
    census = Census.of([QUATRAIN, "山\n水"])
    assert [census.text(i) for i in census.lines_of(1)] == ["山", "水"]
    assert census.shapes[0].tolist() == [5, 1]


def test_an_empty_census_has_no_poem() -> None:
    assert len(Census.of([])) == 0
    assert bags_of(Verse(())).size == 0


def test_habits_tell_regulated_from_old_style() -> None:
    read = habits(Census.of([QUATRAIN, OLD, "关关雎鸠\n在河之洲"]), ["", "", ""])
    assert read.form.tolist() == ["五绝", "五古", "四言"]
    assert read.manner.tolist()[:2] == ["平韵", "平韵"]


def test_a_tune_makes_a_ci() -> None:
    assert habits(Census.of([OLD]), ["生查子"]).form.tolist() == ["词"]


def test_lines_are_parted_where_the_firmer_word_is() -> None:
    lines = [f"孤舟明月{c}\n明月{c}孤舟\n{c}夜" for c in "照在夜里中"]
    at, which = Words(("明月", "孤舟", "月夜")).find(Census.of(lines))
    assert len(at) == 20
    assert set(which.tolist()) == {0, 1}


def test_some_words_paint_and_some_do_not() -> None:
    assert paints("明月")
    assert not paints("何处")


def test_what_differs_is_found_with_examples(found: Profile) -> None:
    assert found.share("form", "五绝") == 1.0
    told = found.selection.more(30)
    more = {feature.key for one in told for feature in (one.feature, *one.also)}
    assert "五绝" in more
    assert any(example.line for shown in found.examples.values() for example in shown)


def test_a_profile_is_plain_json(found: Profile) -> None:
    facts = json.loads(json.dumps(found.to_json(), ensure_ascii=False))
    back = Profile.of_json(facts)
    assert back.habits == found.habits
    assert back.images == found.images


def test_a_page_holds_no_markup_of_a_title() -> None:
    evil = Poems((QUATRAIN,) * 3, ("<script>",) * 3)
    assert "<script>" not in page(profile(evil, poems(OLD, 3), samples=20), {}, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_summary_says_what_is_more_and_less(found: Profile, lang: str) -> None:
    text = "\n".join(summary(found, lang))  # type: ignore[arg-type]
    assert "五绝" in text
    assert "×" in text


def test_five_poems_come_with_a_warning() -> None:
    few = profile(poems(QUATRAIN, 5), poems(OLD, 40), samples=20)
    assert not few.trusted
    assert "5" in warning(few, "en")
    assert "不可信" in warning(few, "zh")


def test_an_empty_collection_is_refused() -> None:
    with pytest.raises(BadCorpus, match="holds no poem"):
        profile(Poems(()), None)


def test_another_language_is_refused() -> None:
    english = Poems(("Shall I compare thee to a summer's day",) * 30)
    with pytest.raises(BadCorpus, match="not Chinese verse"):
        profile(english, None)


def test_of_near_duplicates_only_the_first_counts() -> None:
    rows = [Poem(str(i), "mine", author="甲", lines=("山高月小",), group="g") for i in range(3)]
    assert len(Poems.of(Corpus.of(rows))) == 1


def test_moods_are_told_by_form() -> None:
    def feel(read: object) -> np.ndarray:
        return np.tile([0.75, 0.25], (len(read), 1))  # type: ignore[arg-type]

    both = Poems((QUATRAIN,) * 6 + (OLD,) * 6)
    moods = profile(both, None, feel=feel, moods=("joy", "sorrow")).moods
    assert moods is not None
    assert {name for _, name, _, _ in moods.rows} == {"", "五绝", "五古"}
    assert moods.rows[0][3] == (0.75, 0.25)


def test_figures_are_drawn(found: Profile) -> None:
    pytest.importorskip("matplotlib", reason="comes with the charts extra")
    from sixing.errors import BadWork
    from sixing.patterns.plots import draw

    try:
        figures = draw(found, "en")
    except BadWork:
        pytest.skip("no Chinese font on this machine")
    assert {"apart", "habits"} <= set(figures)
    assert all(figure.startswith("<svg") for figure in figures.values())


def test_a_hanzi_and_its_word_say_one_thing() -> None:
    assert same(feature("hanzi", "月"), feature("word", "明月"))
    assert not same(feature("hanzi", "月"), feature("form", "五绝"))
