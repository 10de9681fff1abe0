"""What judges say, in Chinese and in English, from what they measured.

A judgement's reasons are written from its `detail` alone, so that a work judged once can be
explained in either language later. Knows no judge's method.

Example:
    >>> reasons("theme", {"theme": "秋思", "words": "秋思", "relevance": 0.93}, "en")
    ('is about 秋思 with a probability of 93 %',)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from sixing.judging import music_wording, picture_wording
from sixing.works.mood import named

Lang = Literal["zh", "en"]
Detail = Mapping[str, Any]


def reasons(judge: str, detail: Detail, lang: Lang = "zh") -> tuple[str, ...]:
    """Sentences for what a judge measured; none for a judge that is not known here."""
    say = _SAY.get(judge)
    return tuple(zh if lang == "zh" else en for zh, en in say(detail)) if say else ()


Sentences = Iterator[tuple[str, str]]


def _form(detail: Detail) -> Sentences:
    broken = detail["grave"]
    name = detail["form"] or "—"
    if not broken:
        yield f"{name}：格律无误", f"{name}: every rule is kept"
    for line, place, rule in broken:
        yield f"第{line}句第{place}字：{rule}", f"line {line}, character {place}: {rule}"
    rules = list(dict.fromkeys(rule for _, _, rule in detail["advice"]))
    if rules:
        yield f"可斟酌：{'、'.join(rules)}", f"to consider: {', '.join(rules)}"


def _fluency(detail: Detail) -> Sentences:
    share = _percent(detail["above"])
    yield (
        f"比{share}的同体古人诗更顺",
        f"reads more fluently than {share} of human poems of its form",
    )


def _theme(detail: Detail) -> Sentences:
    theme, share = detail["theme"], _percent(detail["relevance"])
    yield f"切题“{theme}”的概率{share}", f"is about {theme} with a probability of {share}"
    if detail["words"] != theme:
        yield f"题意取古语：{detail['words']}", f"the theme in classical words: {detail['words']}"


def _originality(detail: Detail) -> Sentences:
    if not detail["runs"]:
        yield "无一处与古人连续五字相同", "shares no run of five characters with the corpus"
    for line, place, run in detail["runs"]:
        yield (
            f"第{line}句第{place}字起“{run}”见于古人",
            f"line {line}, from character {place}: “{run}” is in the corpus",
        )
    for line in detail["copied_lines"]:
        yield f"整句见于古人：{line}", f"a whole line of the corpus: {line}"


def _parallelism(detail: Detail) -> Sentences:
    share = _percent(detail["share"])
    yield f"对仗：词类相应者{share}", f"word classes match at {share} of the parallel places"


def _emotion(detail: Detail) -> Sentences:
    asked, moods = detail["asked"], detail["moods"]
    if asked:
        share = _percent(moods[asked])
        yield (
            f"情绪读作{named(asked)}的概率{share}",
            f"reads as {asked} with a probability of {share}",
        )
    likest = max(moods, key=moods.__getitem__)
    if likest != asked:
        share = _percent(moods[likest])
        yield f"最近于{named(likest)}（{share}）", f"is nearest to {likest} ({share})"
    tone = max(detail["polarity"], key=detail["polarity"].__getitem__)
    share = _percent(detail["polarity"][tone])
    yield f"基调{_TONES[tone]}（{share}）", f"its tone is {tone} ({share})"
    if detail.get("arc"):
        kept = [number for number, (_, near) in enumerate(detail["arc"], 1) if near >= ARC_KEPT]
        yield (
            f"情绪起伏：{len(detail['arc'])}句中{len(kept)}句合所求",
            f"arc of moods: {len(kept)} of {len(detail['arc'])} lines follow it",
        )


def _critic(detail: Detail) -> Sentences:
    share, above = _percent(detail["human"]), _percent(detail["above"])
    yield f"评者以为出自人手的概率{share}", f"a critic takes it for human with a chance of {share}"
    yield (
        f"比{above}的同体古人诗更像人作",
        f"seems more human than {above} of human poems of its form",
    )


def _taste(detail: Detail) -> Sentences:
    share = _percent(detail["probability"])
    yield (
        f"你更喜欢它而非近作中等者的概率{share}",
        f"you would like it better than the middling recent work with a probability of {share}",
    )
    for side, head in (("for", "合意"), ("against", "不合意")):
        zh = "、".join(phrase for phrase, _, _ in detail[side])
        en = ", ".join(phrase for _, phrase, _ in detail[side])
        if zh:
            yield f"{head}：{zh}", f"speaks {side} it: {en}"
    held = _percent(detail["agreement"])
    yield (
        f"所据：{detail['verdicts']}条意见，留出检验说中{held}",
        f"learnt from {detail['verdicts']} verdicts; of those held out {held} were foretold",
    )


def _safety(detail: Detail) -> Sentences:
    kept_back = detail["policy"] == "block"
    ends = ("，不予通过", ", does not pass") if kept_back else ("", "")
    for line, place, kind, word in detail["hits"]:
        zh, en = (f"第{line}句", f"line {line}") if line else ("题目", "title")
        yield (
            f"{zh}第{place}字：{UNSAFE[kind]}（{word}）{ends[0]}",
            f"{en}, character {place}: {kind} ({word}){ends[1]}",
        )
    for _, place, kind, word in detail["theme"]:
        yield (
            f"主题第{place}字：{UNSAFE[kind]}（{word}）",
            f"theme, character {place}: {kind} ({word})",
        )
    if not (detail["hits"] or detail["theme"]):
        yield "未见禁词", "no word of the block list"
    if detail["works_dropped"]:
        listed = [(UNSAFE[kind], kind, word) for _, _, kind, word in detail["dropped"]]
        yield (
            f"另有{detail['works_dropped']}件不予通过："
            + "、".join(f"{zh}（{word}）" for zh, _, word in listed),
            f"{detail['works_dropped']} more did not pass: "
            + ", ".join(f"{en} ({word})" for _, en, word in listed),
        )


def _manner(detail: Detail) -> Sentences:
    share, words = _percent(max(0.0, detail["share"])), "、".join(detail["telling"])
    yield (
        f"用字近于所学之作，及其自身的{share}" + (f"：{words}" if words else ""),
        f"leans to the manner of the pieces {share} as far as they do"
        + (f": {words}" if words else ""),
    )


def _choice(detail: Detail) -> Sentences:
    verdict = detail["verdict"]
    yield choice_reason(verdict, detail, "zh"), choice_reason(verdict, detail, "en")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


UNSAFE = {
    "sexual": "色情", "abuse": "辱骂", "violence": "暴力自伤", "drugs": "毒品", "hate": "仇恨"
}  # fmt: skip
"""The categories of the block list in Chinese."""

_TONES = {"negative": "偏悲", "neutral": "平和", "positive": "偏喜"}
ARC_KEPT = 0.5
"""A line follows an arc when its mood is at least so likely as this share of its likeliest."""

_SAY: dict[str, Callable[[Detail], Sentences]] = {
    "form": _form,
    "fluency": _fluency,
    "theme": _theme,
    "originality": _originality,
    "parallelism": _parallelism,
    "emotion": _emotion,
    "mood": _emotion,
    "critic": _critic,
    "taste": _taste,
    "safety": _safety,
    "manner": _manner,
    "choice": _choice,
    **music_wording.SAY,
    **picture_wording.SAY,
}

_KEPT = {
    "best": ("所有候选中最佳（{quality:.2f}）", "the best of all ({quality:.2f})"),
    "kept": (
        "佳（{quality:.2f}）而与已选者不同（相似{likeness:.2f}）",
        "good ({quality:.2f}) and unlike those already chosen (likeness {likeness:.2f})",
    ),
    "failed": ("未通过：{judges}", "did not pass: {judges}"),
    "line": ("与已选者同句：{line}", "has a line of one already chosen: {line}"),
    "beaten": (
        "已够数；佳度{quality:.2f}，与已选者相似{likeness:.2f}",
        "enough were better: quality {quality:.2f}, likeness {likeness:.2f} to those chosen",
    ),
}


def choice_reason(verdict: str, facts: Mapping[str, object], lang: Lang = "zh") -> str:
    """Why a work was kept or left: `best`, `kept`, `failed`, `line` or `beaten`."""
    zh, en = _KEPT[verdict]
    return (zh if lang == "zh" else en).format(**facts)
