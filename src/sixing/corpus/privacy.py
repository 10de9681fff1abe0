"""Personal data in a collection: names in modern prose, phones, identity cards, e-mail, bank cards.

A corpus is looked through before anything is learnt from it, whatever cleaning keeps later. Figures
may be full width, written in hanzi (一三八…) or held apart by blanks and hyphens. An identity card
(GB 11643-1999) counts only with a real date of birth and the right check character (ISO 7064, MOD
11-2), a bank card only when its last figure is right (Luhn, US patent 2,950,048, 1960). A name is a
surname and a given name after words that announce one (姓名：, 我叫, Dear …): names in verse, of
poets and of those they wrote to, are literature and not looked for. What is found is shown masked.

It knows neither addresses, nor names without such words, nor people by other people's words.

>>> [(found.kind, found.masked) for found in find("我叫王小明，電話 138 0013 8000")]
[('name of a person', '王**'), ('phone number', '13*********')]
>>> find("青鸟殷勤为探看，给李十二白寄书")
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = (
    "name of a person", "phone number", "identity card", "e-mail address", "bank card",
)  # fmt: skip

_SURNAMES: Final = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|宇文|长孙|端木|轩辕|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
    "孔向汤张劉陳楊黃趙吳孫馬羅鄭許韓馮鄧葉蘇魏呂盧鐘譚陸賈韋鄒龍賀顧龔萬錢嚴湯]"
)
_ANNOUNCED: Final = (
    "姓名|联系人|收件人|收货人|寄件人|开户人|持卡人|户名|申请人|聯繫人|聯絡人|收貨人|戶名|申請人"
)
_TOLD: Final = "我叫|我的名字[是叫]|我名叫|名字叫"
_NAME_ZH: Final = re.compile(
    rf"(?:(?:{_TOLD})[ \t　]*[:：]?|(?:{_ANNOUNCED})[ \t　]*(?:[:：是为]|[ \t　]))[ \t　]*"
    rf"((?:{_SURNAMES})·?[㐀-䶿一-鿿]{{1,2}})(?=$|[^㐀-䶿一-鿿]|[的是今在电手身住女男和与来自])",
    re.MULTILINE,
)
_NAME_EN: Final = re.compile(
    r"(?:\b[Dd]ear|\b[Mm]y name is|\b[Nn]ame:|\bNAME:|\b(?:Mr|Mrs|Ms|Dr)\.?)"
    r"[ \t]+((?:(?:Mr|Mrs|Ms|Dr)\.?[ \t]+)?[A-Z][a-z]+(?:[ \t]+[A-Z][a-z'-]+){0,2})"
)
_NOBODY: Final = frozenset({"Sir", "Madam", "All", "Reader", "Readers", "Friend", "Friends", "God"})
_MAIL: Final = re.compile(
    r"[A-Za-z0-9][\w.+-]*\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_FIGURES: Final = re.compile(
    r"(?<![A-Za-z\d.])\+?\d(?:[ \t()-]{0,2}\d){6,22}(?:[ \t-]?[Xx])?(?![A-Za-z\d])"
)
_MOBILE: Final = re.compile(r"(?:(?:\+|00)?86)?1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}")
_ABROAD: Final = re.compile(r"\+(?!86)[1-9]\d{8,13}")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_HANZI_FIGURES: Final = re.compile("[〇零一二三四五六七八九幺]{11,19}")
_AS_FIGURES: Final = str.maketrans("〇零一二三四五六七八九幺", "0012345678" + "91")
_HALF_WIDTH: Final = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_WORTH_A_LOOK: Final = re.compile(
    rf"\d[^\n]{{6}}|@|[〇零一二三四五六七八九幺]{{11}}|{_ANNOUNCED}|{_TOLD}|[Dd]ear|[Nn]ame|NAME|Mr|Ms|Dr"
)


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Personal data from `start` to before `end` of a text; `masked` is how it may be shown."""

    start: int
    end: int
    kind: str
    masked: str


def find(text: str) -> list[Found]:
    """Personal data in a text, in order.

    Args:
        text: any text, as its source has it; a character is a character of the result's places.
    """
    half = text.translate(_HALF_WIDTH)
    if not _WORTH_A_LOOK.search(half):
        return []
    return sorted({*_names(half), *_mails(half), *_numbers(half)})


def hide(text: str) -> str:
    """The text with personal data masked, as a report may show it.

    >>> hide("電話 138 0013 8000")
    '電話 13*********'
    """
    for found in reversed(find(text)):
        text = text[: found.start] + found.masked + text[found.end :]
    return text


def _names(text: str) -> Iterator[Found]:
    for found in _NAME_ZH.finditer(text):
        yield _found(found.span(1), KINDS[0], text)
    for found in _NAME_EN.finditer(text):
        if found[1].split()[0] not in _NOBODY:
            yield _found(found.span(1), KINDS[0], text)


def _mails(text: str) -> Iterator[Found]:
    for found in _MAIL.finditer(text):
        yield _found(found.span(), KINDS[3], text)


def _numbers(text: str) -> Iterator[Found]:
    for found in (*_FIGURES.finditer(text), *_HANZI_FIGURES.finditer(text)):
        figures = re.sub(r"[\s()-]", "", found[0].translate(_AS_FIGURES)).upper()
        kind = kind_of_number(figures)
        if kind:
            yield _found(found.span(), kind, text)


def kind_of_number(figures: str) -> str:
    """What a number is: an identity card, a bank card, a phone, or nothing personal ("").

    >>> kind_of_number("11010519491231002X"), kind_of_number("110105194912310021")
    ('identity card', '')
    """
    if _is_identity(figures):
        return KINDS[2]
    if _MOBILE.fullmatch(figures) or _LANDLINE.fullmatch(figures) or _ABROAD.fullmatch(figures):
        return KINDS[1]
    if figures.isdigit() and 15 <= len(figures) <= 19 and figures[0] in "34569" and _luhn(figures):
        return KINDS[4]
    return ""


def _is_identity(figures: str) -> bool:
    if not re.fullmatch(r"[1-8]\d{16}[\dX]", figures):
        return False
    total = sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, figures[:17], strict=True))
    return _CHECKS[total % 11] == figures[17] and _is_past(figures[6:14])


def _is_past(day: str) -> bool:
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return date(1880, 1, 1) <= born <= date.today()


def _luhn(figures: str) -> bool:
    doubled = [int(f) * (1 + place % 2) for place, f in enumerate(reversed(figures))]
    return sum(figure - 9 * (figure > 9) for figure in doubled) % 10 == 0 and len(set(figures)) > 1


def _found(span: tuple[int, int], kind: str, text: str) -> Found:
    shown = 2 if kind == KINDS[1] else 1
    bare = re.sub(r"[\s()-]", "", text[slice(*span)])
    return Found(*span, kind, bare[:shown] + "*" * (len(bare) - shown))
