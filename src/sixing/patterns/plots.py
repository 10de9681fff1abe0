"""A profile drawn: what sets it apart, habits, the network of images, moods, themes.

Each figure is an SVG with its letters as outlines, so that a page needs no font of its reader.
Wants matplotlib (the extra `charts`) and a Chinese font of this machine (`media.poem.fonts`).
Draws nothing that a profile does not hold.

    draw(found, "zh")["images"]         # '<svg …'
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from sixing.errors import BadInput
from sixing.media.palette import DAY
from sixing.media.poem.fonts import find_face
from sixing.patterns.poem_names import KINDS
from sixing.patterns.profile import Habit, Profile
from sixing.patterns.selection import Finding
from sixing.works.mood import HANZI

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Lang = Literal["zh", "en"]
MORE, LESS = "#a5321f", "#4d6a7c"  # cinnabar and ink-blue
SOFT: Final = "#b9ad9a"
_HUES = ("#a5321f", "#4d6a7c", "#7a8b4f", "#b98632", "#7c5a86", "#5c7f78", "#8a6a52", "#60606a")
_WANTED = ("form", "rhyme", "occasion", "class")


def draw(profile: Profile, lang: Lang = "zh") -> dict[str, str]:
    """Every figure that the profile has something for, as SVG, by name.

    Raises:
        BadInput: matplotlib is not there.
        BadWork: this machine has no Chinese font.
    """
    if find_spec("matplotlib") is None:
        raise BadInput(
            "drawing needs matplotlib, which the light install leaves out: "
            "pip install 'sixing[charts]' (or leave out --out: --json needs none)",
            zh="绘图需要 matplotlib，轻量安装不含它：pip install 'sixing[charts]'（或改用 --json）",
        )
    figures: dict[str, Callable[[Profile, Lang], Figure]] = {"habits": habits}
    if profile.selection.findings:
        figures = {"apart": apart, **figures}
    if profile.images.edges:
        figures["images"] = images
    if profile.moods:
        figures["moods"] = moods
    if profile.themes:
        figures["themes"] = themes
    with _styled(_letters(profile)):
        return {name: _svg(figure(profile, lang)) for name, figure in figures.items()}


def apart(profile: Profile, lang: Lang) -> Figure:
    """The features that set it apart, as bars of how many times oftener or rarer."""
    rows = [*profile.selection.more(20), *reversed(profile.selection.less(12))]
    figure, axes = _page(9.0, 0.3 * len(rows) + 1.3)
    values = [one.log_odds / np.log(2) for one in rows]
    bars = np.clip(values, -5, 5)
    colours = [MORE if one.more else LESS for one in rows]
    axes.barh(range(len(rows)), bars, color=colours, height=0.72)
    axes.set_yticks(range(len(rows)), [_name(one, lang) for one in rows])
    axes.set_ylim(len(rows) - 0.3, -0.7)
    for i, one in enumerate(rows):
        said = f"×{one.times:.1f}" if one.more else f"×{one.times:.2f}"
        side = 1 if one.more else -1
        mark = "" if one.stable else " ?"
        axes.text(bars[i] + 0.08 * side, i, said + mark, va="center",
                  ha="left" if one.more else "right", fontsize=9)  # fmt: skip
    axes.axvline(0, color=DAY.frame, lw=0.8)
    reach = float(np.abs(bars).max(initial=1.0)) + 1.0
    axes.set_xlim(-reach if any(b < 0 for b in bars) else -0.2, reach)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    return figure


def habits(profile: Profile, lang: Lang) -> Figure:
    """Forms, rhymes, occasions and classes beside the other collection's."""
    from matplotlib.pyplot import subplots

    figure, grid = subplots(2, 2, figsize=(10.0, 8.6), layout="constrained")
    for axes, kind in zip(grid.ravel(), _WANTED, strict=True):
        rows = sorted((h for h in profile.habits if h.kind == kind), key=lambda h: -h.share)[:12]
        _pairs(axes, rows, lang, bool(profile.other_size))
        axes.set_title(KINDS[kind][0] if lang == "zh" else KINDS[kind][1], loc="left")
    if profile.other_size:
        handles, labels = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper right", ncols=2, frameon=False)
    return figure


def _pairs(axes: Axes, rows: list[Habit], lang: Lang, both: bool) -> None:
    at = np.arange(len(rows))
    own, other = ("此集", "相较") if lang == "zh" else ("these poems", "compared with")
    axes.barh(at - 0.19 * both, [100 * h.share for h in rows], 0.38 * (1 + (not both)),
              color=MORE, label=own)  # fmt: skip
    if both:
        axes.barh(at + 0.19, [100 * h.other for h in rows], 0.38, color=SOFT, label=other)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(at, [_plain(h, lang) for h in rows])
    axes.xaxis.set_major_formatter("{x:g} %")
    axes.tick_params(axis="y", length=0)


def images(profile: Profile, lang: Lang) -> Figure:  # noqa: ARG001 - hanzi in either language
    """The network of images: size by frequency, colour by community, lines by bond."""
    figure, axes = _page(9.0, 8.0)
    at = np.array(profile.images.places)
    bonds = [edge.bond for edge in profile.images.edges]
    joined = sorted({i for edge in profile.images.edges for i in (edge.a, edge.b)})
    for edge, bond in zip(profile.images.edges, bonds, strict=True):
        x, y = at[[edge.a, edge.b]].T
        axes.plot(x, y, color=SOFT, lw=0.6 + 2.2 * bond / max(bonds), alpha=0.75, zorder=1)
    counts = np.array(profile.images.counts, float)
    sizes = 180 + 900 * np.sqrt(counts / counts.max())
    groups = list(dict.fromkeys(profile.images.community[i] for i in joined))
    for i in joined:
        hue = _HUES[groups.index(profile.images.community[i]) % len(_HUES)]
        axes.scatter(
            at[i, 0], at[i, 1], s=sizes[i], color=hue, zorder=2, edgecolor=DAY.paper, lw=1.5
        )
        axes.text(at[i, 0], at[i, 1], profile.nodes[i], color=DAY.carved, ha="center", va="center",
                  fontsize=8 + sizes[i] / 130, zorder=3)  # fmt: skip
    axes.set_axis_off()
    axes.margins(0.06)
    return figure


def moods(profile: Profile, lang: Lang) -> Figure:
    """Mean probability of each mood, in all poems and by form and age."""
    assert profile.moods is not None  # noqa: S101 - drawn only when there
    rows, names = profile.moods.rows, profile.moods.names
    table = 100 * np.array([values for *_, values in rows])
    figure, axes = _page(8.0, 0.42 * len(rows) + 1.2)
    axes.imshow(table, cmap="OrRd", aspect="auto", vmin=0, vmax=max(50.0, float(table.max())))
    axes.set_xticks(range(len(names)), [HANZI[n] if lang == "zh" else n for n in names])
    whole = "全部" if lang == "zh" else "all"
    axes.set_yticks(range(len(rows)), [f"{name or whole}  ({n})" for _, name, n, _ in rows])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for i, row in enumerate(table):
        for j, value in enumerate(row):
            ink = DAY.carved if value > 0.6 * max(50.0, float(table.max())) else DAY.ink
            axes.text(j, i, f"{value:.0f}", ha="center", va="center", color=ink, fontsize=10)
    for side in axes.spines.values():
        side.set_visible(False)
    return figure


def themes(profile: Profile, lang: Lang) -> Figure:
    """The commonest themes beside verse at large."""
    rows = [Habit("theme", n, n, n, share, usual) for n, share, usual in profile.themes[:14]]
    figure, axes = _page(8.0, 0.42 * len(rows) + 1.0)
    _pairs(axes, rows, lang, both=True)
    axes.legend(frameon=False, loc="lower right")
    return figure


def _page(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.pyplot import subplots

    figure, axes = subplots(figsize=(width, height), layout="constrained")
    return figure, axes


def _name(one: Finding, lang: Lang) -> str:
    return _short(one.feature.zh.partition("·")[2] if lang == "zh" else one.feature.en, 46)


def _plain(habit: Habit, lang: Lang) -> str:
    """A habit without its kind, which stands above the figure."""
    if habit.kind == "theme":
        return habit.zh
    return _short(habit.zh.partition("·")[2] if lang == "zh" else habit.en.partition(": ")[2], 30)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _letters(profile: Profile) -> str:
    """Every hanzi that a figure may want."""
    names = [h.zh + h.en for h in profile.habits if h.kind in _WANTED]
    names += [one.feature.zh for one in profile.selection.findings]
    names += [*profile.nodes, "此集相较全部", *HANZI.values()]
    names += [name for name, *_ in profile.themes]
    return "".join(sorted({c for name in names for c in name if c >= "\u3400"}))


@contextmanager
def _styled(letters: str) -> Iterator[None]:
    """Matplotlib with the machine's Chinese font behind its own, on paper, in no window."""
    import matplotlib as mpl
    from matplotlib import font_manager

    path = str(find_face(letters).path)
    font_manager.fontManager.addfont(path)
    family = font_manager.FontProperties(fname=path).get_name()
    settings: Any = {
        "font.family": ["DejaVu Sans", family], "font.size": 11, "svg.hashsalt": "sixing",
        "figure.facecolor": DAY.paper, "axes.facecolor": DAY.paper, "savefig.facecolor": DAY.paper,
        "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": DAY.rule,
        "text.color": DAY.ink, "axes.labelcolor": DAY.ink, "xtick.color": DAY.soft,
        "ytick.color": DAY.ink, "axes.titlesize": 13,
    }  # fmt: skip
    before = mpl.get_backend()
    mpl.use("svg")
    try:
        with mpl.rc_context(settings):
            yield
    finally:
        mpl.use(before)


def _svg(figure: Figure) -> str:
    from matplotlib.pyplot import close

    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    close(figure)
    return out.getvalue()[out.getvalue().index("<svg") :]
