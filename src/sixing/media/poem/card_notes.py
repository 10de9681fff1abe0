"""What stands below the poem on a card: faults, why it was chosen, originality, recipe.

Writes HTML from plain data, each label in both languages; measures nothing itself.

>>> both("来历", "Recipe")
'<span class="zh">来历</span><span class="en">Recipe</span>'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from html import escape
from typing import Any

from sixing.media.poem.explanation import Annotations, Explanation, Near, Originality, Score
from sixing.works import Work

JUDGES = {
    "form": ("格律", "Form"),
    "fluency": ("文从字顺", "Fluency"),
    "theme": ("切题", "Theme"),
    "originality": ("独创", "Originality"),
    "choice": ("取舍", "Choice"),
    "parallelism": ("对仗", "Parallelism"),
    "emotion": ("情感", "Emotion"),
    "safety": ("无害", "Safety"),
    "taste": ("合意", "Taste"),
    "manner": ("笔意", "Manner"),
    "critic": ("似人", "Critic"),
}
_KEYS = {
    "theme": ("主题", "Theme"),
    "seed": ("种子", "Seed"),
    "style": ("风格", "Style"),
    "form": ("体式", "Form"),
    "title": ("题目", "Title"),
    "rhyme": ("韵部", "Rhyme"),
    "images": ("意象", "Images"),
    "version": ("版本", "Version"),
    "book": ("韵书", "Rhyme book"),
    "policy": ("宽严", "Policy"),
    "emotion": ("情绪", "Emotion"),
    "reasons": ("思路", "Reasons"),
}


def both(zh: str, en: str) -> str:
    """A label in both languages, of which the style sheet shows one."""
    return f'<span class="zh">{zh}</span><span class="en">{en}</span>'


def notes_of(work: Work, notes: Annotations, explanation: Explanation) -> Iterator[str]:
    """The sections for which there is anything to say."""
    yield '<div class="notes">'
    if notes["faults"]:
        yield _section("病犯", "Faults", _faults(notes), wide=True)
    scores, reasons = explanation.get("scores", []), explanation.get("reasons", [])
    if scores or reasons:
        yield _section("为何选它", "Why this one", _why(scores, reasons))
    yield _section("来历", "Recipe", _recipe(work))
    if "originality" in explanation:
        yield _section("独创", "Originality", _originality(explanation["originality"]), wide=True)
    yield "</div>"


def _section(zh: str, en: str, body: Iterator[str], *, wide: bool = False) -> str:
    kind = ' class="wide"' if wide else ""
    return f"<section{kind}><h2>{both(zh, en)}</h2>{''.join(body)}</section>"


def _faults(notes: Annotations) -> Iterator[str]:
    yield "<ul>"
    for fault in notes["faults"]:
        rule, said = escape(fault["rule"]), escape(fault["message"])
        remedy = f'<span class="why">→ {escape(fault["remedy"])}</span>'
        yield f"<li>{rule}&emsp;{said}&ensp;{remedy}</li>"
    yield "</ul>"


def _why(scores: list[Score], reasons: list[str]) -> Iterator[str]:
    if reasons:
        yield f"<ul>{''.join(f'<li>{escape(reason)}</li>' for reason in reasons)}</ul>"
    for score in scores:
        zh, en = JUDGES.get(score["judge"], (score["judge"], score["judge"]))
        share = min(1.0, max(0.0, score["score"]))
        yield (
            f'<div class="score{"" if score["passed"] else " failed"}">'
            f"<span>{both(escape(zh), escape(en))}</span>"
            f'<span class="bar"><i style="width:{share:.0%}"></i></span>'
            f'<span class="number">{share:.2f}</span></div>'
        )
        if score["reasons"]:
            yield f'<p class="why">{escape("; ".join(score["reasons"]))}</p>'


def _originality(report: Originality) -> Iterator[str]:
    facts = []
    if "longest_run" in report:
        run = report["longest_run"]
        facts.append(
            both(f"与语料连续相同最长 {run} 字", f"longest run shared with the corpus: {run}")
        )
    if "copied_lines" in report:
        count = len(report["copied_lines"])
        facts.append(both(f"整句相同 {count} 句", f"whole lines copied: {count}"))
    if "overlap" in report:
        share = f"{report['overlap']:.1%}"
        facts.append(both(f"五字连用相同 {share}", f"5-grams shared: {share}"))
    yield f"<p>{'&ensp;·&ensp;'.join(facts)}</p>"
    if report.get("nearest"):
        rows = "".join(_near(near) for near in report["nearest"])
        yield f'<table class="near">{rows}</table>'


def _near(near: Near) -> str:
    """A line and the line it is nearest to, with the longest run they share underlined."""
    line, other = near["line"], near["near"]
    shared = SequenceMatcher(None, line, other, autojunk=False).find_longest_match()
    ours = _underlined(line, shared.a, shared.size)
    theirs = _underlined(other, shared.b, shared.size)
    return f"<tr><td>{ours}</td><td>{theirs}</td><td>{escape(near['source'])}</td></tr>"


def _underlined(text: str, start: int, size: int) -> str:
    if not size:
        return escape(text)
    run = escape(text[start : start + size])
    return f"{escape(text[:start])}<em>{run}</em>{escape(text[start + size :])}"


def _recipe(work: Work) -> Iterator[str]:
    yield "<dl>"
    for key, value in [*_flat(work.recipe), ("id", work.id)]:
        zh, en = _KEYS.get(key, (key, key))
        yield f"<dt>{both(escape(zh), escape(en))}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"


def _flat(recipe: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The leaves of a recipe, each once: the outer word for a thing goes before the inner."""
    told: dict[str, str] = {}
    inner: list[Mapping[str, Any]] = [recipe]
    while inner:
        for key, value in inner.pop(0).items():
            if isinstance(value, Mapping):
                inner.append(value)
            elif value not in (None, "", ()):
                told.setdefault(key, _worded(value))
    yield from told.items()


def _worded(value: object) -> str:
    return " ".join(map(_worded, value)) if isinstance(value, (tuple, list)) else str(value)
