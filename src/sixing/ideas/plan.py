r"""Plans as JSON that a person can read, edit and give back.

A file holds any number of plans for one brief. A person may change words, moods, rhyme words and
what is avoided, take plans away or copy them; whether a plan still fits its form is asked when it
is carried out (`sixing.ideas.poems.carried`).

>>> brief = Brief("poem", theme="秋思")
>>> idea = Idea(brief, "五绝·仄起·首句入韵", "秋思", ("秋风",), ("下平十一尤",), 7, (),
...             line_images=(("秋风",), (), (), ()), rhyme_words=("楼", "愁", "秋"))
>>> read(write([idea])) == [idea]
True
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sixing.errors import BadBrief
from sixing.works import Brief, Idea, require_sound
from sixing.works.mood import mood

VERSION: Final = "plans.v1"
LARGEST: Final = 2**20
"""Bytes; a plan has a few hundred."""


def write(ideas: Sequence[Idea]) -> str:
    """Plans of one brief as JSON, ending in a newline."""
    brief = brief_to_json(ideas[0].brief) if ideas else {}
    plans = ",\n".join(_spread(to_json(idea)) for idea in ideas)
    head = f'"sixing": {_short(VERSION)},\n"brief": {_short(brief)}'
    return f'{{\n{head},\n"plans": [\n{plans}\n]\n}}\n'


def read(source: str | Path) -> list[Idea]:
    """Plans from JSON text, or from a file.

    Raises:
        BadBrief: the file is missing or unreadable, is no plan, or names no known mood; the
            message says which plan and line.
    """
    text = _text(source) if isinstance(source, Path) else source
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise _bad(f"it is not JSON ({fault})", f"不是 JSON（{fault}）") from fault
    if not isinstance(value, dict) or value.get("sixing") != VERSION:
        raise _bad(f'it does not begin with "sixing": "{VERSION}"', f"开头缺 “sixing”: “{VERSION}”")
    brief = _brief(_of(value, "brief", dict))
    entries = _of(value, "plans", list)
    if not entries:
        raise _bad("it holds no plan", "其中没有计划")
    return [from_json(entry, brief, number) for number, entry in enumerate(entries, 1)]


def to_json(idea: Idea) -> dict[str, Any]:
    """A plan without its brief: what a recipe keeps of it, and what a person edits."""
    lines = [
        {"images": list(images), "mood": named}
        for images, named in _zipped(idea.line_images, idea.moods)
    ]
    details = {"details": dict(idea.details)} if idea.details else {}
    return {
        **details,
        "form": idea.form, "title": idea.title, "rhyme": list(idea.rhyme),
        "rhyme_words": list(idea.rhyme_words), "images": list(idea.images), "lines": lines,
        "avoided": list(idea.avoided), "operators": list(idea.operators), "seed": idea.seed,
        "reasons": list(idea.reasons),
    }  # fmt: skip


def from_json(entry: object, brief: Brief, number: int = 1) -> Idea:
    """A plan from what `to_json` wrote.

    Args:
        number: which plan of a file it is, for messages.

    Raises:
        BadBrief: a part is missing, of the wrong kind, or names no known mood.
    """
    at = f"plan {number}"
    if not isinstance(entry, dict):
        raise _bad(f"{at} is no object", f"第 {number} 个计划不成对象")
    lines = [_line(line, f"{at}, line {i}") for i, line in enumerate(_of(entry, "lines", list), 1)]
    images, moods = (tuple(part) for part in zip(*lines, strict=True)) if lines else ((), ())
    return Idea(
        brief, _of(entry, "form", str, at), str(entry.get("title", "")),
        _words(entry, "images", at), _words(entry, "rhyme", at), _of(entry, "seed", int, at),
        _words(entry, "reasons", at),
        moods=moods if any(moods) else (), line_images=images if any(images) else (),
        rhyme_words=_words(entry, "rhyme_words", at), operators=_words(entry, "operators", at),
        avoided=_words(entry, "avoided", at),
    )  # fmt: skip


def _spread(entry: Mapping[str, Any]) -> str:
    """A plan as a person edits it: a part on each line, and each line of verse on its own."""
    parts = []
    for name, value in entry.items():
        text = _short(value)
        if name in ("lines", "reasons") and value:
            rows = ",\n    ".join(map(_short, value))
            text = f"[\n    {rows}\n  ]"
        parts.append(f"  {_short(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}"


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def brief_to_json(brief: Brief) -> dict[str, Any]:
    """A brief as JSON."""
    return {
        "medium": brief.medium, "form": brief.form, "theme": brief.theme,
        "emotion": brief.emotion, "style": brief.style, "seed": brief.seed, "count": brief.count,
        "fixed": [[*place, char] for place, char in brief.fixed],
        "options": dict(brief.options),
    }  # fmt: skip


def _brief(value: Mapping[str, Any]) -> Brief:
    try:
        fixed = tuple(
            ((int(line), int(place)), str(char)) for line, place, char in value.get("fixed", ())
        )
        brief = Brief(
            str(value.get("medium", "poem")), value.get("form"), str(value.get("theme", "")),
            value.get("emotion"), str(value.get("style", "default")), fixed,
            tuple(sorted((str(k), str(v)) for k, v in value.get("options", {}).items())),
            value.get("seed"), int(value.get("count", 1)),
        )  # fmt: skip
    except (TypeError, ValueError, AttributeError) as fault:
        raise _bad(f"its brief is damaged ({fault})", f"其题旨已损坏（{fault}）") from fault
    require_sound(brief)
    return brief


def _line(value: object, at: str) -> tuple[tuple[str, ...], str]:
    if not isinstance(value, dict):
        raise _bad(f"{at} is no object", f"{at}：不成对象")
    named = str(value.get("mood", "") or "")
    return _words(value, "images", at), mood(named) if named else ""


def _words(entry: Mapping[str, Any], name: str, at: str) -> tuple[str, ...]:
    found = entry.get(name, [])
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise _bad(f'{at}: "{name}" must be a list of words', f"{at}：“{name}”应为词语列表")
    return tuple(found)


def _of(entry: Mapping[str, Any], name: str, kind: type[Any], at: str = "") -> Any:
    found = entry.get(name)
    if not isinstance(found, kind) or isinstance(found, bool):
        where = f"{at}: " if at else ""
        names = {dict: "an object", list: "a list", str: "a text", int: "a whole number"}
        raise _bad(f'{where}"{name}" must be {names[kind]}', f"{where}“{name}”缺失或类型不对")
    return found


def _zipped(
    images: Sequence[tuple[str, ...]], moods: Sequence[str]
) -> list[tuple[tuple[str, ...], str]]:
    count = max(len(images), len(moods))
    return list(zip(images or ((),) * count, moods or ("",) * count, strict=True))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            found = file.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise _bad(f"{path} is larger than a megabyte", f"{path} 超过一兆")
        return found.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise _bad(f"{path} cannot be read ({fault})", f"{path} 无法读取（{fault}）") from fault


def _bad(why: str, zh: str) -> BadBrief:
    return BadBrief(
        f"this plan cannot be used: {why}; make one with sixing think poem --out plan.json",
        zh=f"此计划不能用：{zh}；可用 sixing think poem --out plan.json 生成",
    )
