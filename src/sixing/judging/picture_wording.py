"""What judges of pictures say, in Chinese and in English, from what they measured.

Knows no judge's method: it reads the `detail` of a judgement.

>>> next(SAY["sharpness"]({"value": -4.0, "percentile": 0.7}))[1]
'sharper than 70 % of the pictures its model learnt from'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Detail = Mapping[str, Any]
Sentences = Iterator[tuple[str, str]]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _copies(detail: Detail) -> Sentences:
    names, share = detail["nearest"], _percent(detail["people"])
    zh, en = (mark.join(names) for mark in ("、", ", "))
    yield (
        f"学过的{detail['of']}幅中最近者：{zh}",
        f"of the {detail['of']:,} pictures learnt from nearest to: {en}",
    )
    if detail["copied"]:
        allowed = _percent(detail["allowed"])
        yield (
            f"近到算作抄袭{names[0]}：人的新作如此近者不到{allowed}",
            f"counts as a copy of {names[0]}: under {allowed} of people's own come so near",
        )
    else:
        yield (
            f"不算抄袭：人的新作有{share}至少同样近",
            f"is no copy: {share} of people's own new pictures come at least as near",
        )


def _beside(zh: str, en: str) -> Callable[[Detail], Sentences]:
    def say(detail: Detail) -> Sentences:
        share = _percent(detail["percentile"])
        learnt = f"{en} than {share} of the pictures its model learnt from"
        yield f"{zh}胜于所学图画的{share}", learnt

    return say


def _balance(detail: Detail) -> Sentences:
    share = _percent(detail["percentile"])
    yield (
        f"重心偏离中央，甚于所学图画的{share}",
        f"its weight lies further from the middle than in {share} of the pictures learnt from",
    )


def _nudity(detail: Detail) -> Sentences:
    share = _percent(detail["probability"])
    kept = detail["policy"] == "block" and detail["probability"] > 0.8
    zh, en = ("，不予通过", ", does not pass") if kept else ("", "")
    yield f"裸露的概率{share}{zh}", f"shows nudity with a probability of {share}{en}"


def _styling(detail: Detail) -> Sentences:
    way, content = _percent(detail["way"]), f"{detail['content']:.2f}"
    yield (
        f"笔法由原作走向范作，已行{way}",
        f"has gone {way} of the way from the picture's manner to the other's",
    )
    yield f"内容变动{content}（1为无关之作）", f"content moved by {content} (1: of another picture)"


def _kind(detail: Detail) -> Sentences:
    if detail["faults"]:
        yield from ((fault, fault) for fault in detail["faults"])
    else:
        yield "合于其类", "keeps the rules of its kind"


def _elements(detail: Detail) -> Sentences:
    planned, lacking = detail["planned"], detail["lacking"]
    if lacking:
        yield f"缺：{'、'.join(lacking)}", f"lacks {', '.join(lacking)}"
    else:
        yield f"所题{len(planned)}物皆在画中", f"everything planned is in it: {len(planned)}"


SAY: dict[str, Callable[[Detail], Sentences]] = {
    "copies": _copies,
    "sharpness": _beside("清晰", "sharper"),
    "contrast": _beside("反差", "of stronger contrast"),
    "balance": _balance,
    "nudity": _nudity,
    "styling": _styling,
    "elements": _elements,
    "kind": _kind,
}
