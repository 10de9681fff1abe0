"""What judges of music say, in Chinese and in English, from what they measured.

Knows no judge's method: it reads the `detail` of a judgement.

>>> next(SAY["groove"]({"value": 0.9, "percentile": 0.4, "median": 0.91, "shape": "typical"}))[1]
'the rhythms of its bars are alike by 90 %; human pieces of its style by 91 %'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sixing.media.music.diagnosis import WORDINGS, key_name

Detail = Mapping[str, Any]
Sentences = Iterator[tuple[str, str]]

SHOWN = 6
"""Faults that are named one by one."""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def key_names(tonic: int, mode: str) -> tuple[str, str]:
    """A key in Chinese and in English."""
    return key_name(tonic, mode, "zh"), key_name(tonic, mode, "en")


def _where(line: int, bar: int) -> tuple[str, str]:
    part = (f"第{line}声部", f"part {line}, ") if line else ("", "")
    return f"{part[0]}第{bar}小节", f"{part[1]}bar {bar}"


def _listed(faults: list[tuple[int, int, str]]) -> Sentences:
    for line, bar, rule in faults[:SHOWN]:
        zh, en = _where(line, bar) if bar else ("全曲", "the piece")
        yield f"{zh}：{rule}", f"{en}: {WORDINGS[rule].rule}"
    if len(faults) > SHOWN:
        yield f"另有{len(faults) - SHOWN}处", f"and {len(faults) - SHOWN} more"


def _rules(detail: Detail) -> Sentences:
    if not detail["grave"]:
        yield "小节、音域、指法无误", "bars, ranges and hands: every rule is kept"
    yield from _listed(detail["grave"])
    names = list(dict.fromkeys(rule for _, _, rule in detail["advice"]))
    if names:
        en = ", ".join(WORDINGS[rule].rule for rule in names)
        yield f"可斟酌：{'、'.join(names)}", f"to consider: {en}"


def _likelihood(detail: Detail) -> Sentences:
    share = _percent(detail["above"])
    yield (
        f"比{share}的同风格人作更合模型所学",
        f"the model finds it likelier than {share} of human pieces of its style",
    )


def _leading(detail: Detail) -> Sentences:
    if not detail["faults"]:
        yield (
            f"{detail['chords']}个和弦，声部进行无误",
            f"no fault of voice leading in {detail['chords']} chords",
        )
        return
    rate, share = f"{detail['hundred']:.1f}", _percent(detail["worse"])
    yield (
        f"每百和弦{rate}处声部进行之误；{share}的人作更多",
        f"{rate} faults of voice leading in a hundred chords; {share} of human pieces have more",
    )
    yield from _listed(detail["faults"])


def _key(detail: Detail) -> Sentences:
    asked, found = (key_names(*detail[which]) for which in ("asked", "found"))
    zh, en = found
    if asked == found:
        yield f"听来是{zh}，合所求", f"sounds in {en}, as it should"
    else:
        yield f"听来是{zh}，而应为{asked[0]}", f"sounds in {en} where it should be in {asked[1]}"
    whole = key_names(*detail["whole"])
    if whole != found:
        yield f"不论结尾，通篇更像{whole[0]}", f"its end apart, it sounds rather in {whole[1]}"
    share = _percent(detail["in_scale"])
    yield f"音在调内{share}", f"{share} of what sounds is in the scale"


def _metre(detail: Detail) -> Sentences:
    value, median = _percent(detail["value"]), _percent(detail["median"])
    yield (
        f"小节线胜过{value}的其他位置；同风格人作{median}",
        f"the bar lines fit better than {value} of other places; in human pieces than {median}",
    )


def _groove(detail: Detail) -> Sentences:
    value, median = _percent(detail["value"]), _percent(detail["median"])
    yield (
        f"各小节节奏相似{value}；同风格人作{median}",
        f"the rhythms of its bars are alike by {value}; human pieces of its style by {median}",
    )


def _structure(detail: Detail) -> Sentences:
    value, median = _percent(detail["value"]), _percent(detail["median"])
    yield (
        f"重现之度{value}；同风格人作{median}",
        f"comes back to itself by {value}; human pieces of its style by {median}",
    )
    for first, again, bars, moved in detail.get("sections", ())[:3]:
        up = (f"，移{moved:+d}个半音", f", moved by {moved:+d} semitones") if moved else ("", "")
        yield (
            f"第{first}–{first + bars - 1}小节在第{again}小节重现{up[0]}",
            f"bars {first} to {first + bars - 1} come back at bar {again}{up[1]}",
        )


def _novelty(detail: Detail) -> Sentences:
    run = detail["run"]
    if not run:
        yield "未见与曲库相同的长句", "shares no long run with the corpus"
    else:
        notes, bars = run["notes"], f"{run['bars']:.1f}"
        zh, en = _where(run["part"], run["bar"])
        yield (
            f"{zh}起{notes}个音（{bars}小节）同于《{run['source']}》",
            f"{en}: {notes} notes ({bars} bars) as in “{run['source']}”",
        )
    if detail["windows"]:
        known = _percent(detail["known"] / detail["windows"])
        yield (
            f"四声部两小节片段见于曲库者{known}",
            f"{known} of its four-voice windows of two bars are in the corpus",
        )


SAY: dict[str, Callable[[Detail], Sentences]] = {
    "rules": _rules,
    "likelihood": _likelihood,
    "leading": _leading,
    "key": _key,
    "metre": _metre,
    "groove": _groove,
    "structure": _structure,
    "novelty": _novelty,
}
