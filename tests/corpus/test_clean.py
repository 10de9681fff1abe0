from hypothesis import given
from hypothesis import strategies as st

from sixing.corpus.clean import Dropped, Verse, clean, clean_title, shape, simplified

HANZI = st.sampled_from("山水月云风花雪夜江春秋来去一人归")
LINES = st.integers(5, 7).flatmap(
    lambda n: st.lists(st.text(HANZI, min_size=n, max_size=n), min_size=2, max_size=8)
)


def lines(text: str, cut: str = "shi") -> tuple[str, ...]:
    verse = clean(text, cut)  # type: ignore[arg-type]
    assert isinstance(verse, Verse), verse
    return verse.lines


def reason(text: str) -> str:
    dropped = clean(text)
    assert isinstance(dropped, Dropped), dropped
    return dropped.reason


@given(LINES)
def test_lines_survive_their_punctuation(poem: list[str]) -> None:
    assert lines("，".join(poem) + "。") == tuple(poem)


@given(LINES)
def test_cleaning_twice_changes_nothing(poem: list[str]) -> None:
    once = lines("。".join(poem))
    assert lines("\n".join(once)) == once


@given(st.text())
def test_any_text_is_kept_or_dropped_with_a_reason(text: str) -> None:
    result = clean(text)
    if isinstance(result, Verse):
        assert list(map(len, result.lines)) == list(map(len, result.original))
        assert all(result.lines)
    else:
        assert result.reason


def test_notes_go_even_when_they_hold_notes() -> None:
    assert lines("山高（一作「山遠」（見本集））月小，水落石出。（下闕）") == (
        "山高月小",
        "水落石出",
    )


def test_a_hanzi_restored_by_an_editor_stays_when_the_line_needs_it() -> None:
    assert lines("[風]來水面時，月到天心處。") == ("风来水面时", "月到天心处")


def test_a_footnote_number_does_not_become_a_word() -> None:
    assert lines("風來水面時[一]，月到天心處。") == ("风来水面时", "月到天心处")


def test_a_pause_ends_a_line_in_ci_and_not_in_shi() -> None:
    assert lines("对潇潇、暮雨洒江天，一番洗清秋。", "ci") == ("对潇潇", "暮雨洒江天", "一番洗清秋")
    assert lines("風、花、雪、月夜，春、夏、秋、冬天。") == ("风花雪月夜", "春夏秋冬天")


def test_each_damage_has_its_own_reason() -> None:
    assert reason("") == "empty"
    assert reason("獨看□□到天明，一夜無人問。") == "gap in the text (□ …)"
    assert reason("{衤劫}衣來，山中去。") == "hanzi described by parts"
    assert reason("山\ue85a水，月下人。") == "private-use character"
    assert reason("山水（见某书，月下人。") == "unbalanced brackets"
    assert reason("悠飏心地け然，生清凉。") == "not hanzi"
    assert reason("月色满空山。") == "fewer than two lines"
    assert reason("詩題：春首句：月色滿空山。") == "catalogue entry without text"
    assert reason("春" * 17 + "，" + "秋" * 5).startswith("prose")


def test_both_scripts_are_kept_and_variants_unified() -> None:
    verse = clean("踈簾淡月，画閣東風。")
    assert isinstance(verse, Verse)
    assert verse.original == ("疏簾淡月", "画閣東風")
    assert verse.lines == ("疏帘淡月", "画阁东风")
    assert verse.changes == {"variants unified", "traditional simplified"}


def test_simplification_reads_phrases_and_avoids_rare_code_points() -> None:
    assert simplified("乾坤 乾衣 皇后 以後") == "乾坤 干衣 皇后 以后"
    assert simplified("絕巘") == "绝巘"  # its simplified form is outside the BMP


def test_titles_lose_notes_and_book_marks() -> None:
    assert clean_title("讀《離騷》（并序）  其二") == "读离骚 其二"
    assert clean_title("題□壁") == ""


def test_shape_names_only_regular_verse() -> None:
    assert shape(("一二三四五六七",) * 4) == "7x4"
    assert shape(("一二三四五",) * 3) == ""
    assert shape(("一二三四五", "一二三四五六")) == ""
    assert shape(()) == ""
