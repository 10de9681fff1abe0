"""Lessons: what is known of a poem, a random part of it told, and none of it lost."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from sixing.media.poem import lessons
from sixing.media.poem.lessons import Lesson
from sixing.media.poem.tokens import Control
from sixing.testing.verse import VERSE, toy_tokens

# Of our own making: 仄起, the first line unrhymed, in 阳.
LINES = ("白日落寒水", "江风满客床", "夜深人不见", "孤月入秋霜")
ROW = {
    "era": "唐", "author": "某", "title": "秋夜 其二", "tune": "", "lines": "\n".join(LINES),
    "shape": "5x4",
}  # fmt: skip
CI = {
    "era": "宋", "author": "某", "title": "如梦令 春晚", "tune": "如梦令", "shape": "",
    "lines": "\n".join(["山月", "江风", "秋水", "夜雪"]),
}  # fmt: skip


def read(**changed: str) -> Lesson | None:
    return lessons.lesson({**ROW, **changed})


def test_a_regulated_poem_knows_its_form_opening_and_rhyme() -> None:
    found = read()
    assert found is not None
    assert found.conforms
    assert found.control == Control(
        "五绝", "仄起不入", era="唐", author="某", rhyme="下平七阳", title="秋夜"
    )


def test_a_poem_that_breaks_the_rules_is_learnt_as_irregular() -> None:
    found = read(lines="\n".join([LINES[0], LINES[0], *LINES[2:]]))
    assert found is not None
    assert (found.conforms, found.control.opening) == (False, "拗")


@pytest.mark.parametrize("shape", ["", "6x4", "5x3", "5x26", "7x6"])
def test_other_shapes_are_not_learnt(shape: str) -> None:
    assert read(shape=shape) is None


def test_a_ci_knows_its_tune_and_what_it_is_about() -> None:
    found = lessons.lesson(CI)
    assert found is not None
    assert (found.control.form, found.control.tune, found.control.title) == ("词", "如梦令", "春晚")
    assert found.stops == ("，", "，", "，", "。")


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("秋夜 其二", "秋夜"),
        ("送人（之一）", "送人"),
        ("杂诗十二首", "杂诗"),
        ("Moon", ""),
        ("月", "月"),
    ],
)
def test_a_title_is_what_a_poem_is_about(full: str, short: str) -> None:
    assert lessons.title(full) == short


@pytest.fixture
def known() -> list[Lesson]:
    one = read()
    assert one is not None
    odd = Lesson(LINES, one.stops, Control("五绝", "拗"), (), conforms=False)
    return [one] * 30 + [odd] * 30


def test_lessons_come_back_from_a_file(known: list[Lesson], tmp_path: Path) -> None:
    lessons.save(known, tmp_path / "train.jsonl")
    assert lessons.load(tmp_path / "train.jsonl") == known


def test_an_epoch_hangs_on_its_seed_alone(known: list[Lesson]) -> None:
    one, same, other = (list(lessons.epoch(toy_tokens(), known, seed)) for seed in (1, 1, 2))
    assert one == same != other


def test_regular_poems_come_once_and_irregular_ones_half_as_often(known: list[Lesson]) -> None:
    found = list(lessons.epoch(toy_tokens(), known, 0))
    assert 35 < len(found) < 55


def test_a_body_is_the_whole_poem(known: list[Lesson]) -> None:
    tokens = toy_tokens()
    for ids, start in lessons.epoch(tokens, known, 3):
        assert ids[start - 1] == tokens.number["<body>"]
        assert ids[-1] == tokens.end
        assert len(tokens.decode(ids[start:])) == 4


def test_any_part_of_the_prefix_may_be_missing(known: list[Lesson]) -> None:
    prefixes = {tuple(ids[:start]) for ids, start in lessons.epoch(toy_tokens(), known, 0)}
    assert len(prefixes) > 1


def test_a_test_says_form_opening_and_title_only(known: list[Lesson]) -> None:
    tokens = toy_tokens()
    ids, start = lessons.document(tokens, known[0])
    told = [tokens.vocabulary[i] for i in ids[:start]]
    assert told == ["<bos>", "<五绝>", "<title>", "秋", "夜", "<body>"]


def test_a_vocabulary_is_controls_and_the_commonest_hanzi(known: list[Lesson]) -> None:
    found = lessons.vocabulary(known, 30)
    assert len(found) == 30
    assert {"<五绝>", "<仄起不入>", "<唐>", "<下平七阳>", "<某>"} <= set(found)
    assert sum(len(name) == 1 for name in found) > 10


def test_images_are_pairs_that_seek_each_other() -> None:
    chance = random.Random(0)

    others = VERSE.replace("山", "").replace("月", "")

    def poem() -> Lesson:
        lines = ("山月" + _some(chance, others, 3), _some(chance, others, 5))
        return Lesson(lines, ("，", "。"), Control("五联"), (), conforms=True)

    poems = [poem() for _ in range(60)]
    found = Counter(image for one in lessons.with_images(poems) for image in one.images)
    assert set(found) == {"山月"}


def _some(chance: random.Random, hanzi: str, count: int) -> str:
    return "".join(chance.sample(hanzi, count))
