"""Learn what recurs in a corpus: `python recipes/patterns.py CORPUS`, some minutes.

Writes `patterns.json` into the shipped style: counts of features over the training split, theme
clusters named by their own words, weights that tell 唐 from 宋, and the profile of the whole.
Labels, words and counts; no verse. Prints how good the recognisers are on the other half.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.corpus import Corpus
from sixing.features.embedding import ThemeSpace, unit
from sixing.media.poem.imagery import paints
from sixing.patterns.bags import Bags
from sixing.patterns.collection import Poems
from sixing.patterns.labels import FILE, VERSION, Recognisers, tally_facts
from sixing.patterns.poems import Verse, bags_of
from sixing.patterns.profile import profile
from sixing.patterns.selection import Selection, log_odds
from sixing.profiling import feel
from sixing.studio import Studio
from sixing.works.mood import MOODS

STYLE = Path(__file__).parents[1] / "src/sixing/styles/classical"
THEMES, ROUNDS, SAMPLE = 40, 30, 60_000
NAMED_BY = 3  # words that name a theme
KEPT = {"hanzi": 3000, "word": 6000}
ERAS = ("唐", "宋")
TRACES = {"hanzi": 2500, "word": 2500}
STEPS, RATE, DECAY = 80, 0.5, 3e-6

Floats = NDArray[np.float64]


def learn_themes(corpus: Corpus, bags: Bags, chance: np.random.Generator) -> dict[str, Any]:
    """Spherical k-means on poem vectors, and the words that set each cluster apart."""
    space = ThemeSpace.open(STYLE)
    texts = corpus.column("lines")
    some = np.sort(chance.choice(len(texts), min(SAMPLE, len(texts)), replace=False))
    vectors = np.stack([space.embed_poem(texts[i].split("\n")) for i in some])
    centres, own = kmeans(vectors, THEMES, chance)
    shares = np.bincount(own, minlength=THEMES) / len(own)
    order = np.argsort(-shares)
    names = theme_names(bags, some, own)
    scaled = np.round(127 * centres[order] / np.abs(centres[order]).max(1, keepdims=True))
    return {
        "names": [names[i] for i in order],
        "shares": [round(float(shares[i]), 4) for i in order],
        "centres": scaled.astype(int).tolist(),
    }


def kmeans(
    vectors: NDArray[np.float32], count: int, chance: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Unit centres and the centre of each vector; begun far apart (k-means++, 2007)."""
    first = [int(chance.integers(len(vectors)))]
    far = 1 - vectors @ vectors[first[0]]
    while len(first) < count:
        odds = np.maximum(far, 0) ** 1.0
        first.append(int(chance.choice(len(vectors), p=odds / odds.sum())))
        far = np.minimum(far, 1 - vectors @ vectors[first[-1]])
    centres = vectors[first]
    for _ in range(ROUNDS):
        own = np.argmax(vectors @ centres.T, axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, own, vectors)
        centres = unit(sums)
    return centres, np.argmax(vectors @ centres.T, axis=1)


def theme_names(bags: Bags, some: NDArray[np.int64], own: NDArray[np.intp]) -> list[str]:
    """Of each cluster the words that it has more of than the others, by log-odds."""
    words = np.array([f.kind == "word" and paints(f.key) for f in bags.features])
    cluster = np.full(bags.size, -1)
    cluster[some] = own
    entries = words[bags.feature] & (cluster[bags.piece] >= 0)
    width = len(bags.features)
    key = cluster[bags.piece[entries]] * width + bags.feature[entries]
    # a poem that says a word ten times says it once here: refrains name no theme
    table = np.bincount(key, minlength=THEMES * width).reshape(THEMES, width)[:, words] + 0.0
    keys = [f.key for f, kept in zip(bags.features, words, strict=True) if kept]
    room = table.sum(1, keepdims=True)
    odds, deviation = log_odds(table, room, table.sum(0) - table, table.sum() - room)
    ranked = np.argsort(-(odds / deviation), axis=1)
    return ["·".join(_differing([keys[i] for i in row])) for row in ranked]


def _differing(words: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        if len(kept) < NAMED_BY and not any(set(word) & set(other) for other in kept):
            kept.append(word)
    return kept


def learn_eras(corpus: Corpus, bags: Bags) -> dict[str, Any]:
    """Logistic regression on what one half of the groups has; accuracy on the other half."""
    eras, tunes, groups = (corpus.column(n) for n in ("era", "tune", "group"))
    pairs = zip(eras, tunes, strict=True)
    label = np.array([ERAS.index(e) if e in ERAS and not t else -1 for e, t in pairs])
    half = np.array([hash_of(group) for group in groups]) % 2 == 0
    wanted = np.zeros(len(bags.features), bool)
    for kind, count in TRACES.items():
        wanted[[i for i, f in enumerate(bags.features) if f.kind == kind][:count]] = True
    small = bags.only(wanted)
    weights, bias = regress(small, label, half & (label >= 0))
    scores = np.bincount(small.piece, weights[small.feature], small.size) + bias
    held = ~half & (label >= 0)
    right = (scores > 0) == (label == 1)
    each = [float(right[held & (label == k)].mean()) for k in (0, 1)]
    long = held & (bags.room["hanzi"] >= 40)
    print(f"era, held-out half: {ERAS[0]} {each[0]:.1%}, {ERAS[1]} {each[1]:.1%}")
    print(f"balanced {np.mean(each):.1%}; poems of 40 hanzi or more:", end=" ")
    print(f"{np.mean([right[long & (label == k)].mean() for k in (0, 1)]):.1%}")
    keys = [f.key for f in small.features]
    order = sorted(range(len(keys)), key=lambda i: len(keys[i]))
    singles = "".join(keys[i] for i in order if len(keys[i]) == 1)
    return {
        "names": ERAS,
        "keys": singles + " " + "".join(keys[i] for i in order if len(keys[i]) > 1),
        "weights": [round(100 * weights[i]) for i in order],
        "bias": round(bias, 4),
        "taught": 0,  # the half of groups whose `hash_of` is even
        "held_out": {"balanced": round(float(np.mean(each)), 4)},
    }


def hash_of(group: str) -> int:
    """A number that is the same on every machine."""
    return sum(ord(char) * (i + 1) for i, char in enumerate(group))


def regress(
    bags: Bags, label: NDArray[np.int64], taught: NDArray[np.bool_]
) -> tuple[Floats, float]:
    """Weights and bias for presence of features, both classes counting the same (Adam)."""
    entries = taught[bags.piece]
    piece, feature = bags.piece[entries], bags.feature[entries]
    share = np.array([(label[taught] == k).mean() for k in (0, 1)])
    each = np.where(taught, 0.5 / share[np.maximum(label, 0)], 0.0) / taught.sum()
    weights, bias = np.zeros(len(bags.features)), 0.0
    mean, square = np.zeros(len(weights) + 1), np.zeros(len(weights) + 1)
    for step in range(1, STEPS + 1):
        scores = np.bincount(piece, weights[feature], bags.size) + bias
        error = each * (1 / (1 + np.exp(-scores)) - (label == 1))
        slope = np.bincount(feature, error[piece], len(weights)) + DECAY * weights
        slope = np.append(slope, error.sum())
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        move = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        rate = RATE * 0.3 * (1 - step / (STEPS + 1))
        weights, bias = weights - rate * move[:-1], bias - rate * float(move[-1])
    return weights, bias


def main() -> None:
    """Learn and write."""
    corpus = Corpus.open(sys.argv[1])
    verse = Verse(*(tuple(corpus.column(n)) for n in ("lines", "title", "tune")))
    bags = bags_of(verse)
    train = np.array(corpus.column("split")) == "train"
    print(f"{len(corpus)} poems, {len(bags.features)} features", flush=True)
    facts: dict[str, Any] = {"version": VERSION}
    facts["tally"] = tally_facts(bags.some(train).tally(), KEPT)
    facts["eras"] = learn_eras(corpus, bags)
    facts["themes"] = learn_themes(corpus, bags, np.random.default_rng(0))
    for name, share in zip(facts["themes"]["names"], facts["themes"]["shares"], strict=True):
        print(f"{share:.1%} {name}")
    save(facts)
    facts["profile"] = learn_profile(corpus, train)
    whole = facts["profile"]["vocabulary"]  # a tenth was read, but counted was everything
    whole["hanzi"] = facts["tally"]["kinds"]["hanzi"]["room"]
    whole["types"] = len(verse.census.chars)
    save(facts)


def learn_profile(corpus: Corpus, train: NDArray[np.bool_]) -> dict[str, Any]:
    """The profile of what was learnt from, without a line of it; a tenth of it stands for all."""
    recognisers, studio = Recognisers.open(STYLE), Studio.open("default")
    some = train & (np.arange(len(train)) % 10 == 0)
    found = profile(
        Poems.of(corpus, some), None, recognisers, feel(studio), MOODS, ("classical", "")
    )
    facts = replace(found, selection=Selection((), 0, 0, 0, True), examples={}).to_json()
    facts["other_size"], facts["against"] = 0, ""
    facts["size"] = int(train.sum())
    del facts["selection"], facts["examples"], facts["trusted"]
    return facts


def save(facts: dict[str, Any]) -> None:
    """Write the file."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    (STYLE / FILE).write_text(text, encoding="utf-8")
    print(f"{len(text.encode()) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
