"""Made-up personal data planted among poems, and decoys: part of `benchmarks.safety`.

Nobody's: names, numbers and addresses are drawn by a fixed seed and given right check figures. The
generators are written from the published rules and share no code with `sixing.corpus.privacy`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.tables import table
from sixing.corpus import read
from sixing.corpus.privacy import KINDS, find

PLANTED = 40
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def show(rows: Sequence[Mapping[str, str]]) -> tuple[str, str, bool]:
    """Print what is found in a planted folder, and false alarms; the bar of row 9."""
    chance = random.Random(5)
    texts = [(kind, _letter(kind, chance)) for kind in KINDS for _ in range(PLANTED)]
    decoys = [_decoy(chance) for _ in range(PLANTED * len(KINDS))]
    with TemporaryDirectory() as place:
        pieces = [text for _, text in texts] + [_clean(row) for row in rows[:100]]
        chance.shuffle(pieces)
        (Path(place) / "planted.txt").write_text("\n\n".join(pieces), encoding="utf-8")
        report = read(place).report
    assert report is not None
    found = {kind: report.personal[kind].number if kind in report.personal else 0 for kind in KINDS}
    print(
        "\n" + table(["personal data", "planted", "found"], [[k, PLANTED, found[k]] for k in KINDS])
    )
    alarms = sum(bool(find(text)) for text in decoys)
    clean = sum(bool(find(f"{row['title']}\n{row['original']}")) for row in rows)
    print(f"\nfalse alarms: {alarms} of {len(decoys)} decoys, {clean} of {len(rows):,} poems")
    kinds = sum(number > 0 for number in found.values())
    return f"kinds of personal data found, of {len(KINDS)}", str(kinds), kinds == len(KINDS)


def _clean(row: Mapping[str, str]) -> str:
    return "，\n".join(row["lines"].split("\n")) + "。"


def _letter(kind: str, chance: random.Random) -> str:
    """Two lines of a letter, with one thing that is somebody's."""
    said = dict(zip(KINDS, (_name, _phone, _identity, _mail, _card), strict=True))[kind](chance)
    return f"月下寄书，一封千里。\n{said}，山水相逢。"


def _name(chance: random.Random) -> str:
    given = "".join(chance.sample("明华伟芳娜静丽强磊洋艳勇军杰娟涛超秀霞平", chance.randint(1, 2)))
    zh = f"{chance.choice('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗')}{given}"
    en = f"{chance.choice(['Mary', 'John', 'Alice'])} {chance.choice(['Miller', 'Jones'])}"
    return chance.choice([f"姓名：{zh}", f"我叫{zh}", f"联系人 {zh}", f"Dear {en}", f"name: {en}"])


def _phone(chance: random.Random) -> str:
    number = f"1{chance.randint(3, 9)}{chance.randrange(10**9):09}"
    spaced = f"{number[:3]}-{number[3:7]}-{number[7:]}"
    area = chance.choice(["10", "21", "755", "571"])
    land = f"0{area}-{chance.randint(2, 8)}{chance.randrange(10**7):07}"
    return chance.choice(["电话", "手机:", "call "]) + chance.choice(
        [number, spaced, f"+86 {number}", land]
    )


def _identity(chance: random.Random) -> str:
    day = f"{chance.randint(1940, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    body = (
        f"{chance.choice(['110105', '310101', '440305', '510107'])}{day}{chance.randrange(1000):03}"
    )
    check = "10X98765432"[sum(w * int(f) for w, f in zip(WEIGHTS, body, strict=True)) % 11]
    return f"身份证{body}{check}"


def _mail(chance: random.Random) -> str:
    user = "".join(chance.choices("abcdefghijklmnop", k=7))
    return f"邮箱{user}{chance.randint(1, 99)}@{chance.choice(['example.com', 'mail.example.cn'])}"


def _card(chance: random.Random) -> str:
    body = f"{chance.choice(['622202', '621700', '411111', '520000'])}{chance.randrange(10**9):09}"
    total = sum(sum(divmod(int(f) * (2 - at % 2), 10)) for at, f in enumerate(reversed(body)))
    number = f"{body}{-total % 10}"
    return "卡号" + chance.choice([number, " ".join(number[at : at + 4] for at in range(0, 16, 4))])


def _decoy(chance: random.Random) -> str:
    """Numbers and words that look personal and are not."""
    book = f"{chance.randrange(100):02}-{chance.randrange(10**6):06}-{chance.randrange(10)}"
    day = f"{chance.randint(1900, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return chance.choice(
        [
            f"ISBN 978-7-{book}",
            f"{day} 12:30:{chance.randint(10, 59)}",
            f"订单号{chance.randrange(2 * 10**12, 10**13)}",
            f"收入 {chance.randrange(10**6, 10**8):,} 元",
            f"姓名高挂，{chance.choice('王李张')}生何处",
            f"寄{chance.choice('王李张刘陈')}十{chance.choice('二三四五')}郎",
        ]
    )
