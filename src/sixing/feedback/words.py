"""What a taste says of itself, in Chinese and in English.

Only traits whose direction is hardly in doubt are named (two deviations from nought), the surest
first; the rest is what is not known yet.

Example:
    >>> traits = (Trait("names", ("少用人名", "fewer names"), ("多用人名", "more names")),)
    >>> preferred(traits, np.array([-2.5]), "en")
    ['fewer names']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sixing.feedback.preference import Floats
from sixing.media.trait import Lang, Trait

if TYPE_CHECKING:
    from sixing.feedback.taste import Taste

CLEAR = 2.0
"""Deviations from nought at which a weight's direction counts as known: 39 in 40."""


def preferred(traits: Sequence[Trait], clear: Floats, lang: Lang = "zh") -> list[str]:
    """Name what is clearly preferred, the surest first.

    Args:
        traits: their names.
        clear: how clear each is, in deviations, shape (traits,).
    """
    order = [int(i) for i in np.argsort(-np.abs(clear)) if abs(clear[i]) >= CLEAR]
    return [traits[i].phrase(float(clear[i]), lang) for i in order]


def explain(taste: Taste, lang: Lang = "zh") -> list[str]:
    """Tell all that was learnt, in sentences."""
    return [zh if lang == "zh" else en for zh, en in _told(taste)]


def summary(taste: Taste) -> dict[str, object]:
    """What a taste is, as JSON: verdicts, agreement, weight, and each trait's weight."""
    held = taste.agreement
    low, high = held.interval
    weights = zip(taste.traits, taste.preference.mean, taste.clear, strict=True)
    return {
        "verdicts": taste.verdicts,
        "passed_over": taste.passed_over,
        "contradictions": [[one.better, one.other] for one in taste.contradictions],
        "prefers": {
            "zh": preferred(taste.traits, taste.clear, "zh"),
            "en": preferred(taste.traits, taste.clear, "en"),
        },
        "held_out": {"right": held.right, "of": held.of, "share": round(held.share, 4),
                     "interval": [round(low, 4), round(high, 4)]},
        "weight": taste.weight,
        "traits": {
            trait.name: {"weight": round(float(mean), 4), "deviations": round(float(clear), 2)}
            for trait, mean, clear in weights
        },
    }  # fmt: skip


def _told(taste: Taste) -> Iterator[tuple[str, str]]:
    yield from _liked(taste)
    yield from _agreement(taste)
    both = len(taste.contradictions)
    if both:
        yield (
            f"有 {both} 组作品前后说法相反：相抵之处不计",
            f"pairs answered both ways: {both}; what cancels counts for nothing",
        )
    if taste.passed_over:
        yield (
            f"有 {taste.passed_over} 条意见所说的作品已不在：略过",
            f"verdicts about works that are gone: {taste.passed_over}; passed over",
        )


def _liked(taste: Taste) -> Iterator[tuple[str, str]]:
    zh = preferred(taste.traits, taste.clear, "zh")
    en = preferred(taste.traits, taste.clear, "en")
    if zh:
        yield f"你偏爱：{'、'.join(zh)}", f"you prefer: {', '.join(en)}"
    else:
        yield (
            f"由 {taste.verdicts} 条意见，还看不出明确的偏好",
            f"no clear preference yet, from {taste.verdicts} verdicts",
        )


def _agreement(taste: Taste) -> Iterator[tuple[str, str]]:
    held = taste.agreement
    if not held.of:
        return
    low, high = (f"{100 * edge:.0f} %" for edge in held.interval)
    right, share = f"{held.right:.0f}", f"{100 * held.share:.0f} %"
    zh = f"逐条留出检验：{held.of} 条中说中 {right} 条（{share}，区间 {low} 至 {high}）"
    en = f"held out one at a time, {right} of {held.of} verdicts were foretold"
    yield zh, f"{en} ({share}, between {low} and {high})"
