"""The judge of safety: policies, masks, disguises, classical usage; phrases stand in the table."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadBrief, BadStyle
from sixing.features.blocklist import CATEGORIES, HARMLESS, Blocklist, masked, shipped
from sixing.judging.safety import Safety, policy_of, require_safe_theme, tell_drops
from sixing.judging.wording import UNSAFE, reasons
from sixing.works import Brief, Judgement, Work

PROBES = Path(__file__).parents[1] / "data/safety_probes.tsv"

# Harmless words stand in for those that are not.
TOY = Blocklist.of(
    {
        "turnip": "abuse", "cat": "hate", "plum tree": "drugs", "leek soup": HARMLESS,
        "leek": "sexual",
        "萝卜": "abuse", "折柳": "violence", "青梅": "drugs", "采青梅": HARMLESS,
    },
    modern=["折柳"],
    inside=["turnip"],
)  # fmt: skip


def poem(*lines: str, title: str = "") -> Work:
    return Work("poem", "", title, lines)


def told(policy: str, *works: Work, theme: str = "") -> list[Judgement]:
    return [said for said in Safety(policy, TOY, theme)(works) if said is not None]


def probes(name: str, *, harmless: bool) -> list[str]:
    with PROBES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [r["text"] for r in rows if r["set"] == name and (r["category"] == "none") == harmless]


def test_off_does_not_look() -> None:
    assert Safety("off", TOY)([poem("山中萝卜熟")]) == [None]
    require_safe_theme("萝卜", "off", TOY)


def test_warn_says_it_and_lets_it_pass() -> None:
    (said,) = told("warn", poem("白日依山尽", "山中萝卜熟"))
    assert (said.score, said.passed) == (0.0, True)
    assert said.detail["hits"] == ((2, 3, "abuse", "萝*"),)
    assert said.reasons == ("第2句第3字：辱骂（萝*）",)


def test_block_does_not_let_it_pass_and_says_why_in_both_languages() -> None:
    clean, bad = told("block", poem("白日依山尽"), poem("萝卜满山", title="萝卜"))
    assert (clean.score, clean.passed, clean.reasons) == (1.0, True, ("未见禁词",))
    assert (bad.score, bad.passed) == (0.0, False)
    assert [hit[0] for hit in bad.detail["hits"]] == [0, 1]
    assert "title, character 1: abuse (萝*), does not pass" in reasons("safety", bad.detail, "en")


def test_a_word_does_not_run_over_a_line_or_from_work_to_work() -> None:
    assert all(said.passed for said in told("block", poem("山萝", "卜居"), poem("萝"), poem("卜")))


def test_a_theme_is_reported_under_warn_and_refused_under_block() -> None:
    (said,) = told("warn", poem("白日依山尽"), theme="夜半萝*卜")
    assert said.score == 1.0
    assert said.reasons == ("主题第3字：辱骂（萝**）",)
    require_safe_theme("夜半萝*卜", "warn", TOY)
    with pytest.raises(BadBrief, match=r"character 3: abuse \(萝\*\*\)") as caught:
        require_safe_theme("夜半萝*卜", "block", TOY)
    assert "第3字：辱骂" in caught.value.zh
    assert "萝卜" not in str(caught.value) + caught.value.zh


@pytest.mark.parametrize("title", ["萝卜", "萝*卜", "种萝卜 其二", "turn1p"])
def test_titles_are_read_for_disguises_too(title: str) -> None:
    (said,) = told("block", poem("白日依山尽", title=title))
    assert [hit[0] for hit in said.detail["hits"]] == [0]


def test_drops_are_told_beside_what_is_shown() -> None:
    kept, dropped = told("block", poem("白日依山尽"), poem("萝卜满山"))
    said = tell_drops(kept, [dropped, kept])
    assert (said.passed, said.detail["works_dropped"]) == (True, 1)
    assert any("1件不予通过" in reason for reason in said.reasons)
    assert "1 more did not pass: abuse (萝*)" in reasons("safety", said.detail, "en")


def test_the_brief_overrides_the_style_and_warn_is_usual() -> None:
    brief = Brief("poem", theme="秋", options=(("safety", "block"),))
    assert policy_of(brief, {"safety": "off"}) == "block"
    assert policy_of(Brief("poem", theme="秋"), {"safety": "off"}) == "off"
    assert policy_of(Brief("poem", theme="秋"), {}) == "warn"


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(BadBrief, match="off, warn, block") as caught:
        policy_of(Brief("poem", theme="秋", options=(("safety", "maybe"),)), {})
    assert caught.value.zh != str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "turnip", "TURNIP!", "ｔｕｒｎｉｐ", "turnips", "t.u.r.n.i.p", "t u r n i p", "tur-nip",
        "turn1p",
        "tuuuurnip", "t*rnip", "t**nip", "túrnip", "turnіp", "my turnip's",
        "Plum Tree",
        "p1um tree", "c@t", "萝卜", "蘿卜", "萝*卜", "萝 卜", "萝。卜",
        "大-萝-卜",
        "不要 萝 卜 了",
    ],
)  # fmt: skip
def test_disguises_are_seen_through(text: str) -> None:
    assert TOY.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "catalogue", "education", "scat", "leek soup", "plum", "plum. A tree", "2 1 0", "!!!",
        "", " ",
        "他种萝。卜算子", "种萝，卜居", "采青梅", "山萝\n卜居",
    ],
)  # fmt: skip
def test_harmless_words_pass(text: str) -> None:
    assert TOY.find(text) == []


def test_classical_usage_counts_in_modern_wording_only() -> None:
    assert [hit.category for hit in TOY.find("折柳")] == ["violence"]
    assert told("block", poem("灞桥折柳人"))[0].passed
    assert TOY.find("灞桥折柳人", classical=True) == []


def test_a_hit_says_where_it_stands_in_the_text_as_given() -> None:
    text = "ﬁne, a t.u.r.n.i.p here"
    (hit,) = TOY.find(text)
    assert text[hit.start : hit.end] == "t.u.r.n.i.p"
    assert masked("turnip") == "t*****"


def test_a_list_is_written_and_read_back(tmp_path: Path) -> None:
    TOY.save(tmp_path / "toy.safetensors")
    again = Blocklist.open(tmp_path / "toy.safetensors")
    assert again.find("萝卜 turnip") == TOY.find("萝卜 turnip")
    assert len(again) == len(TOY) == sum(TOY.counts().values())
    assert b"turnip" not in (tmp_path / "toy.safetensors").read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no list"),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.unlink(),
    ],
)
def test_a_damaged_list_is_named(damage: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "toy.safetensors"
    TOY.save(path)
    damage(path)
    with pytest.raises(BadStyle):
        Blocklist.open(path)


def test_keys_without_order_are_refused() -> None:
    with pytest.raises(BadStyle, match="damaged"):
        Blocklist(np.array([2, 1], np.uint64), np.zeros(2, np.uint8))


def test_every_category_has_its_chinese() -> None:
    assert set(UNSAFE) == set(CATEGORIES)


def test_the_shipped_list_catches_what_hurts() -> None:
    phrases = probes("first", harmless=False)
    caught = sum(bool(shipped().find(text)) for text in phrases)
    assert len(phrases) == 200
    assert caught >= 190


def test_the_shipped_list_lets_look_alikes_pass() -> None:
    phrases = probes("first", harmless=True)
    assert len(phrases) == 100
    assert [text for text in phrases if shipped().find(text)] == []


@pytest.mark.parametrize(
    "town", ["Scunthorpe", "Penistone", "Essex", "classic", "Sussex", "Lightwater"]
)
def test_towns_keep_their_names(town: str) -> None:
    assert shipped().find(town) == []


@pytest.mark.parametrize(
    "line", ["歌妓唱新词", "奸臣误国时", "壮志饥餐胡虏肉", "杀气三时作阵云", "死去元知万事空"]
)
def test_classical_lines_pass(line: str) -> None:
    assert Safety("block")([poem(line)])[0].passed  # type: ignore[union-attr]


def test_a_poem_takes_less_than_a_few_milliseconds() -> None:
    works, judge = [poem(*["白日依山尽黄河"] * 8)] * 20, Safety("warn")
    judge(works)
    clock = time.perf_counter()
    judge(works)
    assert (time.perf_counter() - clock) / 20 < 0.01  # a tenth of that on an idle machine
