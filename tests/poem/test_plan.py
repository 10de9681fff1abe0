"""Reading a brief: what it asks for, and a clear word where it cannot be read."""

from __future__ import annotations

import random

import pytest

from sixing.errors import BadBrief, UnknownForm
from sixing.media.poem import plan
from sixing.media.poem.constraint import alive
from sixing.testing.verse import toy_tokens
from sixing.works import Brief

TOKENS = toy_tokens()


def asked(form: str | None = None, fixed: object = (), **options: str) -> plan.Asked:
    return plan.read(
        Brief("poem", form=form, theme="月", fixed=fixed, options=tuple(options.items()))  # type: ignore[arg-type]
    )


def test_no_form_is_a_quatrain_of_seven() -> None:
    assert {p.name.partition("·")[0] for p in asked().patterns} == {"七绝"}


@pytest.mark.parametrize(
    ("form", "count"), [("七绝", 4), ("五律·平起", 2), ("七律·仄起·首句入韵", 1), ("浣溪沙", 1)]
)
def test_a_name_leaves_open_what_it_does_not_say(form: str, count: int) -> None:
    assert len(asked(form).patterns) == count


def test_traditional_names_are_read() -> None:
    assert asked("七絕").patterns == asked("七绝").patterns


def test_ci_rhyme_by_their_own_book() -> None:
    assert (asked("浣溪沙").book.name, asked("七绝").book.name) == ("cilin", "pingshui")


def test_an_acrostic_opens_the_lines() -> None:
    assert asked("五绝", acrostic="春夏秋冬").fixed == (
        ((1, 1), "春"), ((2, 1), "夏"), ((3, 1), "秋"), ((4, 1), "冬"),
    )  # fmt: skip


def test_a_tail_ends_the_lines() -> None:
    assert [place for place, _ in asked("五绝", tail="春夏秋冬").fixed] == [
        (1, 5), (2, 5), (3, 5), (4, 5),
    ]  # fmt: skip


def test_fixed_characters_are_read_in_simplified_hanzi() -> None:
    assert asked("五绝", fixed=(((2, 3), "風"),)).fixed == (((2, 3), "风"),)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"form": "七绝句"}, "no form is called"),
        ({"form": "五绝", "acrostic": "春夏秋"}, "3 characters, but 五绝.* has 4 lines"),
        ({"form": "五绝", "acrostic": "spring"}, '"s" is no hanzi'),
        ({"form": "五绝", "tail": "春夏秋😀"}, '"😀" is no hanzi'),
        ({"form": "五绝", "fixed": (((5, 1), "月"),)}, "no line 5, place 1"),
        ({"form": "五绝", "fixed": (((1, 6), "月"),)}, "no line 1, place 6"),
        ({"form": "五绝", "fixed": (((0, 1), "月"),)}, "no line 0, place 1"),
        ({"form": "五绝", "fixed": (((1, 1), "明月"),)}, "not one hanzi"),
        ({"form": "五绝", "fixed": (((1, 1), ""),)}, "not one hanzi"),
        ({"form": "五绝", "fixed": (((1, 1), "月"),), "acrostic": "春夏秋冬"}, "cannot be both"),
        ({"form": "五绝", "rhyme": "第三十七"}, "no rhyme group of pingshui"),
        ({"form": "五绝", "rhyme": "平"}, "no rhyme group"),
        ({"form": "五绝", "book": "guangyun"}, "no rhyme book"),
        ({"form": "五绝", "policy": "loose"}, "no policy"),
        ({"upper": "明月"}, "couplets here have 5 or 7"),
        ({"upper": "明月 moon"}, "no hanzi"),
        ({"form": "七联", "upper": "明月照高楼"}, "5 characters, but 七联.* has 7"),
    ],
)
def test_a_brief_that_cannot_be_read_is_refused_by_its_part(
    wanted: dict[str, object], message: str
) -> None:
    with pytest.raises(BadBrief, match=message):
        asked(**wanted)  # type: ignore[arg-type]


def test_a_refusal_speaks_chinese_too() -> None:
    with pytest.raises(BadBrief) as raised:
        asked("五绝", acrostic="春夏秋")
    assert "藏头有 3 字" in raised.value.zh


def test_a_form_that_is_nearly_one_names_its_neighbours() -> None:
    with pytest.raises(UnknownForm, match="浣溪沙"):
        asked("浣纱溪")


def test_a_rhyme_may_be_named_in_part() -> None:
    assert asked("五绝", rhyme="七阳").rhyme == "下平七阳"


def test_an_upper_line_makes_a_couplet_of_its_length() -> None:
    found = asked(upper="白日照江路")
    assert {p.name.partition("·")[0] for p in found.patterns} == {"五联"}
    assert "".join(char for _, char in found.fixed) == "白日照江路"
    assert found.policy == "lenient"


def test_a_lower_line_exists_for_an_upper_one_of_sound_tones() -> None:
    found = asked(upper="白日落寒水")  # 仄仄仄平仄
    drawn = found.draw(random.Random(0), {}, toy_tokens([*TOKENS.hanzi]), 10)
    assert any(alive(one, TOKENS) for one in drawn)


def test_only_the_middle_couplets_want_parallel_words() -> None:
    found = asked("五律")
    assert found.constraint(found.patterns[0], ("下平七阳",)).parallel == (3, 5)


def test_a_couplet_wants_parallel_words() -> None:
    found = asked("五联")
    assert found.constraint(found.patterns[0], ()).parallel == (1,)


def test_draws_are_of_chance_and_the_seed_alone() -> None:
    draws = [asked("七绝").draw(random.Random(seed), {}, TOKENS, 20) for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


def test_a_rhyme_asked_for_is_the_only_one_drawn() -> None:
    drawn = asked("七绝", rhyme="七阳").draw(random.Random(0), {}, TOKENS, 20)
    assert {one.rhymes for one in drawn} == {("下平七阳",)}


def test_common_rhymes_come_sooner() -> None:
    weights = {"下平七阳": 1.0}
    firsts = [
        asked("七绝").draw(random.Random(seed), weights, TOKENS, 1)[0].rhymes for seed in range(20)
    ]
    assert firsts.count(("下平七阳",)) > 15


def test_a_change_of_rhyme_is_a_change() -> None:
    drawn = asked("菩萨蛮").draw(random.Random(0), {}, toy_tokens_of_cilin(), 5)
    assert drawn
    for one in drawn:
        assert len(set(one.rhymes)) == len(one.rhymes)


def toy_tokens_of_cilin() -> object:
    from sixing.media.poem.prosody import book

    cilin = book("cilin")
    chars = (
        char
        for group in cilin.groups
        for level in (True, False)
        for char in cilin.members(group, level=level)[:16]
    )
    return toy_tokens(chars)


def test_a_control_says_what_the_constraint_is() -> None:
    found = asked("七绝·仄起·首句入韵")
    one = found.constraint(found.patterns[0], ("下平七阳",))
    told = plan.control(one, "", "秋思", ("秋风",))
    assert (told.form, told.opening, told.rhyme) == ("七绝", "仄起入韵", "下平七阳")
    assert (told.title, told.words) == ("秋思", ("秋风",))
