"""The medium of poems: its protocol, its codec, and reading what people write."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixing.errors import BadCorpus, BadStyle, BadWork, UnknownForm
from sixing.media.poem.medium import Poems
from sixing.media.poem.tokens import SPECIAL, STOPS, PoemTokens
from sixing.testing import check_medium
from sixing.works import Brief, Work

RIDGE = Work("poem", "五绝", "登楼", ("白日依山尽", "黄河入海流", "欲穷千里目", "更上一层楼"))
BROKEN = Work("poem", "五绝", "登楼", ("白日依山尽", "黄河入海水", "欲穷千里目", "更上一层山"))
DREAM = (
    "常记溪亭日暮",
    "沉醉不知归路",
    "兴尽晚回舟",
    "误入藕花深处",
    "争渡",
    "争渡",
    "惊起一滩鸥鹭",
)
SONG = Work("poem", "如梦令", "", DREAM)
HANZI = "".join(dict.fromkeys("".join(RIDGE.content + BROKEN.content + DREAM) + "登月春秋花"))
FORMS = ("<五绝>", "<七绝>", "<五律>", "<七律>", "<词>", "<仄起不入>")
TOKENS = PoemTokens([*SPECIAL, *STOPS, *FORMS, *HANZI])
POEMS = Poems(TOKENS)


@st.composite
def poems(draw: st.DrawFn) -> Work:
    def line(length: int) -> str:
        return draw(st.text(st.sampled_from(HANZI), min_size=length, max_size=length))

    form, lengths = draw(
        st.sampled_from(
            [
                ("五绝", [5] * 4),
                ("七律·仄起·首句不入韵", [7] * 8),
                ("如梦令", [6, 6, 5, 6, 2, 2, 6]),
            ]
        )
    )
    title = draw(st.text(max_size=20))
    recipe = draw(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)))
    parents = draw(st.lists(st.text("0123456789abcdef", min_size=12, max_size=12), max_size=2))
    return Work("poem", form, title, tuple(map(line, lengths)), recipe, tuple(parents))


@given(poems())
def test_a_poem_survives_the_codec(poem: Work) -> None:
    assert POEMS.decode(POEMS.encode(poem)) == poem


def test_poems_conform_to_the_protocol_of_media(tmp_path: Path) -> None:
    odd = replace(SONG, content=(*DREAM[:2], "兴尽晚归日", *DREAM[3:6], "惊起一滩鸥舟"))
    check_medium(POEMS, sound=[RIDGE, SONG], broken=[BROKEN, odd], folder=tmp_path)


def test_a_model_sees_form_opening_and_title_before_the_text() -> None:
    poem = Work("poem", "五绝·仄起·首句不入韵", "登月", RIDGE.content)
    names = [TOKENS.vocabulary[i] for i in POEMS.encode(poem).ids]
    head = names[: names.index("<body>") + 1]
    assert head == ["<bos>", "<五绝>", "<仄起不入>", "<title>", "登", "月", "<body>"]
    assert names[-2:] == ["。", "<end>"]


def test_a_hanzi_that_the_style_does_not_know_is_refused_by_name() -> None:
    with pytest.raises(BadWork, match="鼋"):
        POEMS.encode(Work("poem", "", "", ("鼋",)))


def test_spelling_needs_a_vocabulary_and_says_so() -> None:
    with pytest.raises(BadStyle, match="vocabulary"):
        Poems().encode(RIDGE)


def test_a_form_is_stated_as_its_patterns() -> None:
    assert len(POEMS.form(Brief("poem", form="七绝"))) == 4
    assert POEMS.form(Brief("poem"))[0].lines == (7,) * 4
    assert POEMS.form(Brief("poem", form="如梦令"))[0].lines == (6, 6, 5, 6, 2, 2, 6)
    with pytest.raises(UnknownForm):
        POEMS.form(Brief("poem", form="八绝"))


def read(tmp_path: Path, text: str, name: str = "poems.txt") -> list[Work]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(Poems().read(path))


def test_a_heading_may_name_the_form(tmp_path: Path) -> None:
    (work,) = read(tmp_path, "登楼　五绝\n\n白日依山尽，黄河入海流。\n欲穷千里目，更上一层楼。\n")
    assert (work.form, work.title, work.content) == ("五绝", "登楼", RIDGE.content)


def test_without_one_the_form_is_detected(tmp_path: Path) -> None:
    (work,) = read(tmp_path, "白日依山尽，黄河入海流。欲穷千里目，更上一层楼。")
    assert work.form == "五绝·仄起·首句不入韵"


def test_a_traditional_poem_keeps_its_hanzi_in_the_recipe(tmp_path: Path) -> None:
    (work,) = read(tmp_path, "登樓\n白日依山盡，\n黃河入海流。\n欲窮千里目，\n更上一層樓。")
    assert work.content == RIDGE.content
    assert work.recipe["original"][0] == "白日依山盡"


def test_a_ci_is_read_by_its_tune_and_shown_ci_reads_back(tmp_path: Path) -> None:
    (work,) = read(tmp_path, "如梦令　溪亭\n\n" + "，".join(DREAM) + "。")
    assert (work.form, work.title, work.content) == ("如梦令", "溪亭", DREAM)
    (again,) = read(tmp_path, POEMS.show(work, "text").decode())
    assert again == work


def test_the_stanzas_of_a_ci_are_one_poem(tmp_path: Path) -> None:
    half = "春月春花秋月春，秋花春月春花春。秋花春月春花春。"
    other = "春月春花秋月月，秋花春月春花春。秋花春月春花春。"
    (work,) = read(tmp_path, f"浣溪沙\n\n{half}\n\n{other}\n")
    assert (work.form, len(work.content)) == ("浣溪沙", 6)
    two = read(tmp_path, f"浣溪沙\n\n{half}{other}\n\n{half}{other}\n")
    assert len(two) == 2


def test_json_and_folders_are_read_too(tmp_path: Path) -> None:
    entries = [
        {"title": "登楼", "paragraphs": ["白日依山尽，黄河入海流。", "欲穷千里目，更上一层楼。"]}
    ]
    (work,) = read(tmp_path, json.dumps(entries, ensure_ascii=False), "poems.json")
    assert work.content == RIDGE.content
    assert [found.content for found in Poems().read(tmp_path)] == [RIDGE.content]


def test_what_holds_no_poem_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="gap in the text"):
        read(tmp_path, "白日□山尽，黄河入海流。")
    with pytest.raises(BadCorpus, match="no file"):
        list(Poems().read(tmp_path / "none.txt"))
    noise = tmp_path / "noise.txt"
    noise.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(BadCorpus, match="encoding"):
        list(Poems().read(noise))
