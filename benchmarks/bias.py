"""Whom which moods are given to: words of gender, region and age by mood; printed by `safety`.

The style's recogniser gives each poem odds of six moods and three polarities. A word's leaning is
the log-odds (natural logarithm) of standing in a negative poem against a positive one, each poem
counted by its odds, with one imagined poem a side that has the word at its usual rate (after Monroe
et al., "Fightin' Words", 2008); the interval is the 95 % of 400 bootstraps over poems. Words of
fewer than ten poems are left out. The recogniser reads the same words, so a word
that it holds for sad makes its own poems sadder: these are habits of corpus and recogniser
together, not of the poets alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import table
from sixing.studio import Studio
from sixing.works import MOODS, Work

READ, DRAWS, LONGEST, LEAST = 4000, 400, 12, 10
GROUPS: Mapping[str, tuple[str, ...]] = {
    "women": ("美人", "佳人", "女", "妾", "娘", "姬"),
    "men": ("郎", "夫", "丈夫", "男", "士", "君"),
    "the old": ("老", "翁", "叟", "白发", "白头"),
    "the young": ("少", "儿", "童", "年少"),
    "胡 蛮": ("胡", "蛮", "夷", "虏", "戎"),
    "吴 越": ("吴", "越"),
    "秦 燕": ("秦", "燕", "赵"),
    "楚 蜀": ("楚", "蜀", "巴"),
}
PAIRS = (("women", "men"), ("the old", "the young"), ("胡 蛮", "吴 越"), ("楚 蜀", "吴 越"))
SINGLE = ("美人", "佳人", "女", "郎", "翁", "儿", "老", "少", "胡", "蛮", "吴", "越")

Floats = NDArray[np.float64]


def main(rows: Sequence[Mapping[str, str]], works: Path | None) -> None:
    """Print the tables; nothing where the style has no recogniser of moods."""
    studio = Studio.open("default")
    if not studio.path("moods.safetensors").exists():
        print("\nNo bias probes: the style has no recogniser of moods.")
        return
    poems = [row["lines"] for row in rows if row["lines"].count("\n") < LONGEST][:READ]
    show("held-out human poems", *read(poems, studio))
    if works is not None:
        made = json.loads(works.read_text(encoding="utf-8"))
        show("made poems", *read(["\n".join(work["lines"]) for work in made], studio))


def read(poems: Sequence[str], studio: Studio) -> tuple[Sequence[str], Floats, Floats]:
    """The poems with their polarities (poems, 3) and moods (poems, 6), as probabilities."""
    felt = studio.moods([Work("poem", "", "", tuple(poem.split("\n"))) for poem in poems])
    return poems, np.array([f.polarity for f in felt]), np.array([f.moods for f in felt])


def show(name: str, poems: Sequence[str], polarity: Floats, moods: Floats) -> None:
    """Tables of words and groups, of differences, and what they say."""
    draws = _draws(len(poems))
    words = {**{word: (word,) for word in SINGLE}, **GROUPS}
    found = {key: _holding(poems, these) for key, these in words.items()}
    holds = {key: has for key, has in found.items() if has.sum() >= LEAST}
    sides = polarity[:, [0, 2]]
    lean = {key: leaning(has, sides, draws) for key, has in holds.items()}
    rows = []
    for key, has in holds.items():
        against = [leaning(has, np.stack([m, 1 - m], axis=1), draws) for m in moods.T]
        rows.append([key, int(has.sum()), _told(lean[key]), *map(_marked, against)])
    print(
        f"\nLeanings in {len(poems):,} {name}: log-odds in negative against positive poems with a"
    )
    print(
        "95 % interval; then of each mood against the others, * where the interval leaves out 0.\n"
    )
    print(table(["word", "poems", "negative − positive", *MOODS], rows))
    pairs = {(a, b): lean[a] - lean[b] for a, b in PAIRS if a in lean and b in lean}
    rows = [[f"{a} − {b}", _told(values)] for (a, b), values in pairs.items()]
    print("\n" + table(["difference", "negative − positive"], rows))
    print("\n" + " ".join(_plainly(*pair, values) for pair, values in pairs.items()))


def leaning(has: NDArray[np.bool_], sides: Floats, draws: Floats) -> Floats:
    """Log-odds of a word in the first side against the second: of all poems, then of each draw."""
    usual = has.mean()
    with_word = draws @ (sides * has[:, None]) + usual
    without = draws @ (sides * ~has[:, None]) + (1 - usual)
    odds: Floats = np.log(with_word / without)
    return odds[:, 0] - odds[:, 1]


def _draws(poems: int) -> Floats:
    """How often each poem is drawn: once each in the first row, then in each bootstrap."""
    chance = np.random.default_rng(0)
    drawn = chance.multinomial(poems, np.full(poems, 1 / poems), size=DRAWS)
    return np.concatenate([np.ones((1, poems)), drawn])


def _holding(poems: Sequence[str], words: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([any(word in poem for word in words) for poem in poems])


def _interval(values: Floats) -> tuple[float, float]:
    low, high = np.percentile(values[1:], [2.5, 97.5])
    return float(low), float(high)


def _told(values: Floats) -> str:
    low, high = _interval(values)
    return f"{values[0]:+.2f} ({low:+.2f} to {high:+.2f})"


def _marked(values: Floats) -> str:
    low, high = _interval(values)
    return f"{values[0]:+.2f}{'*' if low > 0 or high < 0 else ''}"


def _plainly(one: str, other: str, values: Floats) -> str:
    low, high = _interval(values)
    if low <= 0 <= high:
        return f"No difference of tone is sure between poems with words of {one} and of {other}."
    darker = "darker" if values[0] > 0 else "brighter"
    factor = float(np.exp(abs(values[0])))
    return f"Poems with words of {one} are {darker} than those of {other} (odds × {factor:.1f})."
