"""Why a plan is as it is, in sentences with their numbers, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from sixing.ideas import arc
from sixing.ideas.deal import fitness
from sixing.ideas.ground import Found, Ground
from sixing.ideas.wording import said


def of_images(ground: Ground, near: Sequence[Found]) -> str:
    """The images with their numbers."""
    if not near:
        return said(f"no image lies near {ground.name}", f"没有近于“{ground.name}”的意象")
    listed = [f"{one.word} ({one.closeness:.2f}, {one.pmi:.1f})" for one in near]
    return said(
        f"images {ground.name} calls up (closeness; company in nats): {', '.join(listed)}",
        f"“{ground.name}”所唤意象（近度；相伴，奈特）：{'、'.join(listed)}",
    )


def of_rhymes(
    ground: Ground, form: str, groups: Sequence[str], images: Sequence[str], rhymes: Sequence[str]
) -> tuple[str, ...]:
    """Why this form, these rhyme groups and these rhyme words."""
    named = " ".join(dict.fromkeys(groups)) or "—"
    drawn = said(
        f"{form}, rhyme {named}: drawn among what the brief leaves open, as often as poets use it",
        f"{form}，韵{named}：按诗人用韵之频而取",
    )
    words = [word for word in rhymes if word]
    told = [
        f"{word} ({ground.associations.uses(word)}; {nats:.1f})"
        for word, nats in zip(words, fitness(ground, words, images) if words else (), strict=True)
    ]
    if not told:
        return (drawn,)
    planned = said(
        f"rhyme words planned first (uses in the corpus; fitness in nats): {', '.join(told)}",
        f"先定韵脚（语料用数；合宜度，奈特）：{'、'.join(told)}",
    )
    return drawn, planned


def of_moods(moods: Sequence[str]) -> tuple[str, ...]:
    """How the mood goes over the lines; nothing where all are free."""
    if not moods:
        return ()
    en, zh = (arc.drawn(moods, lang) for lang in ("en", "zh"))
    return (said(f"the mood goes {en} over the lines", f"情绪随句而行：{zh}"),)
