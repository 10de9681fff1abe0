"""Personal data in a collection: all five kinds are found and shown masked, verse is left alone."""

import json
import random
from pathlib import Path

import pytest

from sixing.corpus import add, read
from sixing.corpus.privacy import KINDS, find, hide

# Made up: check figures are right, nobody's are meant.
IDENTITY = "11010519491231002X"
CARD = "4111 1111 1111 1111"
MOBILE = "13800138000"


def kinds(text: str) -> list[str]:
    return [found.kind for found in find(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我叫王小明，今年十岁", "name of a person"),
        ("姓名：欧阳娜", "name of a person"),
        ("聯絡人: 陳大文", "name of a person"),
        ("Dear John Smith, the moon is late", "name of a person"),
        ("name: Mary Jones", "name of a person"),
        (f"call {MOBILE}", "phone number"),
        ("＋８６ 138-0013-8000", "phone number"),
        ("010-62345678", "phone number"),
        ("+1 415 555 2671", "phone number"),
        ("一三八零零一三八零零零", "phone number"),
        (f"身份证{IDENTITY}", "identity card"),
        (f"身份证{IDENTITY.lower()}", "identity card"),
        ("moon.lady+verse@example.org", "e-mail address"),
        (f"卡号{CARD}", "bank card"),
    ],
)
def test_each_kind_is_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002" + "1",  # wrong check figure
        "11010519491331002X",  # no thirteenth month
        "4111 1111 1111 1112",  # not Luhn
        "ISBN 978-7-02-000220-7",
        "1949-10-01 12:30",
        "赠汪伦",
        "送王十八归山寄题仙游寺",
        "Dear Sir",
        "姓名高挂\n张生何处",
        "一二三四五六七",
        "",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert kinds(text) == []


def test_places_are_those_of_the_text_and_masks_hide_it() -> None:
    text = f"山月 {MOBILE} 水风 a@b.cn"
    phone, mail = find(text)
    assert text[phone.start : phone.end] == MOBILE
    assert phone.masked == "13" + "*" * 9
    assert MOBILE not in hide(text)
    assert "a@b.cn" not in hide(text)
    assert hide(text).startswith("山月 13*")
    assert mail.kind == "e-mail address"


def test_random_numbers_are_seldom_taken_for_cards() -> None:
    chance = random.Random(3)
    numbers = [str(chance.randrange(10**17, 10**18)) for _ in range(2000)]
    found = [kind for number in numbers for kind in kinds(number)]
    assert found.count("identity card") <= 2
    assert found.count("bank card") < 200  # one in ten is Luhn, half begin as cards do


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    folder = tmp_path / "planted"
    folder.mkdir()
    poems = "\n\n".join(
        f"山中第{n}日，云外一声钟。\n月下{n}更雨，窗前半夜风。" for n in "一二三四五"
    )
    letters = (
        f"联系人：张伟，\n电话{MOBILE}。\n\n身份证{IDENTITY}，\n卡{CARD}。\n\n"
        "我的邮箱，\nm@example.org。"
    )
    (folder / "a.txt").write_text(f"{poems}\n\n{letters}\n", encoding="utf-8")
    return folder


def test_the_report_shows_it_before_anything_is_learnt(planted: Path, tmp_path: Path) -> None:
    report = add(planted, tmp_path / "corpus")
    assert set(report.personal) == set(KINDS)
    assert report.personal_kept == 0
    card = report.to_markdown("en") + report.to_markdown("zh")
    assert "personal data" in card
    assert "个人信息" in card
    saved = (tmp_path / "corpus" / "report.json").read_text(encoding="utf-8")
    for secret in (MOBILE, IDENTITY, CARD, "张伟", "m@example.org"):
        assert secret not in card
        assert secret not in saved


def test_a_kept_poem_from_a_record_with_personal_data_is_counted(tmp_path: Path) -> None:
    poems = [
        {"title": f"电话{MOBILE}", "paragraphs": ["山中无历日，", "寒尽不知年。"]},
        {"title": "春", "paragraphs": ["白日依山远，", "青云入海深。"]},
    ]
    (tmp_path / "a.json").write_text(json.dumps(poems, ensure_ascii=False), encoding="utf-8")
    report = read(tmp_path / "a.json").report
    assert report is not None
    assert report.personal["phone number"].number == 1
    assert report.personal_kept == 1


def test_a_clean_collection_says_nothing(package: Path) -> None:
    report = read(package).report
    assert report is not None
    assert report.personal == {}
    assert "personal" not in report.to_markdown()
