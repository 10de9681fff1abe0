"""What a profile says, in Chinese and in English: its headline, warnings, and a short summary.

>>> said("images", "en")
'Images that keep company'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sixing.patterns.poem_names import KINDS
from sixing.patterns.profile import Profile
from sixing.patterns.selection import FEW, Finding

Lang = Literal["zh", "en"]

_SAYINGS: dict[str, tuple[str, str]] = {
    "size": (
        "{size} 首，{hanzi} 字，用字 {types} 种；每五百字有 {ratio} 互不相同。",
        "{size} poems, {hanzi} hanzi of {types} kinds; {ratio} of five hundred are different.",
    ),
    "rarity": (
        "平均罕度 {rarity} 比特（诗中常度 {usual}）。相较：{against}，{other} 首。",
        "Mean rarity {rarity} bits (verse at large {usual}). Beside: {against}, {other} poems.",
    ),
    "few": (
        "只有 {size} 首：重抽样不可信，下列差异仅供参考（至少 {few} 首才可信）。",
        "Only {size} poems: no bootstrap is to be trusted, the rest is a guess ({few} would do).",
    ),
    "apart": ("何以不同", "What sets it apart"),
    "apart.how": (
        "横条为所较优势比之倍数（已按先验收缩）；“?”表示重抽样中不稳。",
        "Bars: how many times the other's odds, shrunk by a prior; “?”: not stable in bootstraps.",
    ),
    "habits": ("体裁·用韵·题材·物类", "Forms, rhymes, occasions, things"),
    "habits.how": (
        "各项占其单位之比：体裁与题材按首，物类按字。",
        "Shares of their units: forms and occasions of poems, classes of hanzi.",
    ),
    "images": ("意象相伴", "Images that keep company"),
    "images.how": (
        "同联相逢多于偶然者相连；大小为频度，颜色为所属之群。",
        "Joined when they share couplets beyond chance; size is frequency, colour the community.",
    ),
    "themes": ("主题", "Themes"),
    "themes.how": (
        "主题空间中的聚类，以各自最显著之词为名；旁为诗中常度。",
        "Clusters of the theme space, named by their own words; beside them verse at large.",
    ),
    "moods": ("情绪", "Moods"),
    "moods.how": (
        "模型所读平均概率（%），括号中为所读首数。",
        "Mean probability by the style's reader, in percent; in brackets the poems read.",
    ),
    "heads": (
        "特征|倍数|此集 / 相较|稳定|诗例",
        "feature|times|share / other|stable|examples",
    ),
    "phrases": ("习语", "Phrases"),
    "phrases.how": (
        "三四字相连而屡见者，数字为所见首数。",
        "Runs of three and four hanzi that hold together, with the poems that have them.",
    ),
    "words": ("连用之词", "Words that follow each other"),
    "words.how": ("同句相接多于偶然者（G²）。", "Neighbours in a line beyond chance (G²)."),
    "named": ("所咏之人、地、物", "What is named"),
    "more": ("多于相较者", "More than the other"),
    "less": ("少于相较者", "Less than the other"),
    "reads": ("读来似 {era}：{share}", "reads like {era}: {share}"),
}


def said(name: str, lang: Lang, **facts: object) -> str:
    """One saying, its blanks filled."""
    return _SAYINGS[name][lang == "en"].format(**facts)


def headline(profile: Profile, lang: Lang) -> str:
    """The title of a profile."""
    name = profile.name or ("诗集" if lang == "zh" else "a collection")
    return f"{name} · {'诗风' if lang == 'zh' else 'a profile'}"


def measures(profile: Profile, lang: Lang) -> Iterator[str]:
    """How many poems, how rich, how rare, compared with what."""
    v = profile.vocabulary
    hanzi, types = f"{v.hanzi:,}", f"{v.types:,}"
    ratio = f"{v.ratio:.0%}"
    yield said("size", lang, size=f"{profile.size:,}", hanzi=hanzi, types=types, ratio=ratio)
    if profile.other_size:
        rarity, usual = f"{v.rarity:.2f}", f"{v.usual:.2f}"
        other, against = f"{profile.other_size:,}", profile.against or "—"
        yield said("rarity", lang, rarity=rarity, usual=usual, other=other, against=against)


def warning(profile: Profile, lang: Lang) -> str:
    """What a person should know before believing it; "" when nothing."""
    if profile.trusted or (not profile.selection.findings and profile.size >= FEW):
        return ""
    return said("few", lang, size=profile.size, few=FEW)


def summary(profile: Profile, lang: Lang) -> Iterator[str]:
    """A screenful of lines."""
    yield headline(profile, lang)
    yield from measures(profile, lang)
    if told := warning(profile, lang):
        yield told
    for name, rows in (
        ("more", profile.selection.more(20)),
        ("less", profile.selection.less(10)),
    ):
        if rows:
            yield ""
            yield said(name, lang)
            yield from (_finding(one, lang) for one in rows)
    yield ""
    yield from _habits(profile, lang)
    if profile.themes:
        shares = "  ".join(f"{name} {share:.0%}" for name, share, _ in profile.themes[:5])
        yield f"{said('themes', lang)}{':：'[lang == 'zh']} {shares}"
    yield from (
        said("reads", lang, era=e, share=f"{s:.0%}") for e, s in profile.era.items() if s > 0.5
    )


def _habits(profile: Profile, lang: Lang) -> Iterator[str]:
    """The commonest of each habit, a line a kind."""
    for kind in ("form", "rhyme", "occasion", "class"):
        rows = sorted((h for h in profile.habits if h.kind == kind), key=lambda h: -h.share)[:6]
        names = (
            (h.zh.partition("·")[2] if lang == "zh" else h.en.partition(": ")[2]) for h in rows
        )
        told = "  ".join(f"{n} {h.share:.1%}" for n, h in zip(names, rows, strict=True))
        yield f"{KINDS[kind][lang == 'en']}{':：'[lang == 'zh']} {told}"


def _finding(one: Finding, lang: Lang) -> str:
    name = one.feature.zh if lang == "zh" else one.feature.en
    stable = f"{'稳' if lang == 'zh' else 'stable'} {one.stability:.0%}"
    also = " ".join(f.key for f in one.also[:4])
    times = f"×{one.times:.1f}" if one.more else f"×{one.times:.2f}"
    return f"  {times:>7}  {name}  {one.share:.2%} / {one.other:.2%}  {stable}  {also}".rstrip()
