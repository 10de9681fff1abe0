from hypothesis import given
from hypothesis import strategies as st

from sixing.corpus.near import FORMULA_LINE, groups, split

POEMS = st.lists(
    st.lists(
        st.text("山水月云风花雪夜江春", min_size=5, max_size=5), min_size=2, max_size=4, unique=True
    ).map("\n".join),
    max_size=12,
)


@given(POEMS)
def test_a_group_is_named_by_its_first_poem(poems: list[str]) -> None:
    found = groups(poems)
    assert all(first <= index and found[first] == first for index, first in enumerate(found))


@given(POEMS)
def test_poems_that_share_two_lines_are_together(poems: list[str]) -> None:
    found = groups(poems)
    for i, a in enumerate(poems):
        for j, b in enumerate(poems):
            if len(set(a.split("\n")) & set(b.split("\n"))) >= 2:
                assert found[i] == found[j]


def test_a_poem_with_one_hanzi_changed_in_every_line_is_found() -> None:
    poem = "渡口无人草自肥\n白鸥飞尽夕阳微"
    assert groups([poem, "渡头无人草自肥\n白鸥飞尽夕阳迟", "山高月小\n水落石出"]) == [0, 0, 2]


def test_a_fragment_belongs_to_its_poem() -> None:
    poem = "渡口无人草自肥\n白鸥飞尽夕阳微\n一声渔笛来何处\n吹得芦花满客衣"
    assert groups([poem, "一声渔笛来何处\n吹得芦花满客衣"]) == [0, 0]


def test_formulas_join_nothing() -> None:
    own = [f"{chr(0x4E00 + i) * 5}\n{chr(0x5E00 + i) * 5}" for i in range(FORMULA_LINE + 1)]
    poems = [f"一年三百六十日\n归去来兮归去来\n{text}" for text in own]
    assert groups(poems) == list(range(len(poems)))


def test_one_group_in_fifty_is_held_out_for_each_purpose() -> None:
    parts = [split(f"poem-{i}") for i in range(20_000)]
    assert abs(parts.count("test") / len(parts) - 0.02) < 0.004
    assert abs(parts.count("valid") / len(parts) - 0.02) < 0.004
    assert split("tang-1") == split("tang-1")


def test_nothing_has_no_groups() -> None:
    assert groups([]) == []
