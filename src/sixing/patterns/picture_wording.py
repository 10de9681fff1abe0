"""A profile of pictures in words, Chinese and English.

>>> shown(0.1234, "width"), shown(-2.1, "slope"), shown(3.0, "pieces")
('12.3%', '-2.10', '3')
"""

from __future__ import annotations

from collections.abc import Iterator

from sixing.patterns.pictures import FEW, MARKED, Habit, Lang, Profile

SAYINGS = {
    "title": ("画风", "a profile"),
    "size": (
        "{size} 张图，多为 {width}×{height} 像素。",
        "{size} pictures, mostly {width} × {height} pixels.",
    ),
    "few": (
        "不足 {few} 张：四分位与类别仅供参考。",
        "Fewer than {few}: quartiles and kinds mean little.",
    ),
    "palette": ("色", "Colours"),
    "palette.how": (
        "Oklab 空间聚类，每张图同等计。",
        "Gathered in Oklab; every picture counts alike.",
    ),
    "habits": ("特征", "Traits"),
    "habits.how": (
        "与各类图（表情、绘画、书法）相比，单位为标准差；点为均值，线为离散。",
        "Beside emoji, paintings and brush-work, in standard deviations; a line: how they vary.",
    ),
    "figures": ("纹理、边缘、笔画", "Texture, edges, strokes"),
    "figures.how": (
        "中位数与四分位；笔画只在墨与底分明之图中量。",
        "Medians and quartiles; strokes are measured where ink and ground part clearly.",
    ),
    "ways": ("边缘走向", "Which way edges run"),
    "weights": ("笔墨所在", "Where edges lie"),
    "kinds": ("类别", "Kinds"),
    "kinds.how": (
        "按所见聚类；名取其中更常见的标签，无标签则取特征。",
        "Gathered by what is seen; named by the labels commoner in each, or else by traits.",
    ),
    "heads": ("|中位|四分位|图数", "|median|quartiles|pictures"),
    "nothing": ("各特征皆平常", "every trait is usual"),
}  # fmt: skip
"""What is said, in Chinese and in English."""


def said(name: str, lang: Lang, **facts: object) -> str:
    """One saying, its blanks filled."""
    return SAYINGS[name][lang == "en"].format(**facts)


def headline(profile: Profile, lang: Lang) -> str:
    """The title of a profile."""
    name = profile.name or ("图集" if lang == "zh" else "pictures")
    return f"{name} · {said('title', lang)}"


def size(profile: Profile, lang: Lang) -> str:
    """How many pictures, of what size, and whether they are enough."""
    width, height = profile.sides
    told = said("size", lang, size=f"{profile.size:,}", width=width, height=height)
    return told if profile.trusted else f"{told} {said('few', lang, few=FEW)}"


def marked(profile: Profile) -> list[Habit]:
    """The traits that are worth saying."""
    return [one for one in profile.habits if abs(one.mean) >= MARKED]


def summary(profile: Profile, lang: Lang) -> Iterator[str]:
    """A screenful of lines."""
    colon = "：" if lang == "zh" else ": "
    yield headline(profile, lang)
    yield size(profile, lang)
    colours = (f"{getattr(one, lang)} {one.share:.0%} {one.colour}" for one in profile.palette)
    yield said("palette", lang) + colon + "  ".join(colours)
    habits = [f"{getattr(one, lang)} {one.mean:+.1f}" for one in marked(profile)]
    yield said("habits", lang) + colon + ("  ".join(habits) or said("nothing", lang))
    yield said("figures", lang) + colon.rstrip()
    for one in profile.figures:
        low, median, high = (shown(value, one.name) for value in (one.low, one.median, one.high))
        yield f"  {getattr(one, lang)}  {median} ({low} – {high})"
    yield said("kinds", lang) + colon.rstrip()
    for kind, names in zip(profile.clusters, profile.kinds, strict=True):
        like = ("、" if lang == "zh" else ", ").join(profile.names[at] for at in kind.members[:3])
        yield f"  {kind.share:.0%}  {names[lang == 'en']}  {like}"


def shown(value: float, name: str) -> str:
    """A statistic as it is read: a share in percent, an exponent or a count as it is."""
    if name in ("slope", "swell"):
        return f"{value:.2f}"
    return f"{value:.0f}" if name == "pieces" else f"{value:.1%}"
