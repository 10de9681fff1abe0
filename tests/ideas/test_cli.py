"""Plans on the screen, in both languages."""

from __future__ import annotations

import pytest

from sixing.apps.cli.language import Language, Words
from sixing.apps.cli.think import listing
from sixing.ideas.wording import said, told
from sixing.works import Brief, Idea

IDEA = Idea(
    Brief("poem", theme="秋思"), "五绝·仄起·首句不入韵", "秋思", ("秋风", "落叶"), ("下平七阳",), 7,
    (said("images", "取意象"), "my own reason"), moods=("joy", "", "", "serenity"),
    line_images=(("秋风",), (), ("落叶",), ()), rhyme_words=("霜", ""), avoided=("月",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "says", "not_says"),
    [("zh", ["意象", "取意象", "喜悦"], "serenity"), ("en", ["images", "joy", "serenity"], "闲适")],
)
def test_a_plan_reads_line_by_line(language: Language, says: list[str], not_says: str) -> None:
    text = listing([IDEA, IDEA], Words(language))
    assert text.count("五绝·仄起·首句不入韵  下平七阳") == 2
    for part in (*says, "秋风、落叶", "霜、…", "   1  秋风", "   2  …", "月", "my own reason"):
        assert part in text
    assert not_says not in text


def test_a_reason_is_told_in_one_language() -> None:
    both = said("a (b)", "甲（乙）")
    assert (told(both, "en"), told(both, "zh"), told("丙（丁）", "zh")) == (
        "a (b)", "甲（乙）", "丙（丁）",
    )  # fmt: skip
