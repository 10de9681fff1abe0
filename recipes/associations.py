"""Count which words keep company in verse: `python recipes/associations.py CORPUS`, a minute.

Counts, over the training split only, how often image words, single hanzi and rhyme words share
four lines, and keeps for each the companions it has oftener than chance: pointwise mutual
information (Church and Hanks, 1990), shrunk towards 0 where little was seen; and of words those
that poets set against each other in the middle couplets of eight-line poems (对仗). Writes
`associations.safetensors` into the shipped style: words and counts, no text.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from sixing.corpus import Corpus
from sixing.ideas.associations import FILE, SCALE, VERSION
from sixing.media.poem.word_classes import WordClasses

STYLE = Path(__file__).parents[1] / "src/sixing/styles/classical"
ALLUSIONS = Path(__file__).with_name("allusions.txt")
WORDS, HANZI, ENDS = 4000, 3000, 1600
KEPT = {"words": 24, "hanzi": 24, "ends": 16, "facing": 12}
BLOCK = 4  # lines that count as company: a quatrain, or half a poem of eight lines
SHRINK = 5.0  # sightings that are imagined at the rate of chance
LEAST, LEAST_ALLUSIVE = 60, 25  # sightings of a word
ROOM = {"words": 16, "hanzi": 32, "ends": 4}  # of one block

#: A word paints when its last hanzi is of these classes or one of these hanzi, and its first
#: clings to it by at least so many nats.
PAINTED = {"天文", "地理", "草木", "鸟兽", "宫室", "器物", "衣食"}
ALSO = set("色声香涯影梦魂乡村发鬓颜眉泪眼心袖客翁僧樵渔孙女童夕秋春宵晓暮昏阳月日夜晨")
BOND = {"名": 0.9, "色": 0.7, "形": 1.0, "动": 1.9, "数": 1.6}
#: What counts time or points, paints nothing.
PALE = set(
    "今昨当此何谁无有不未其他如似使令几每从至自底即当为与相以之者所可能得见知事物处时年岁古"
    "昔前后上下中里外间旁边初正在是非又亦已常同多少数第余诸众各半再一二两四六七八尽终连竟整平生"
)
FAR = {"数": set("一三五九十百千万两半孤四")}  # numbers that measure a thing one can see

Ids = NDArray[np.int64]
Poem = list[str]


def places(line: str) -> Iterable[int]:
    """Where words of two hanzi begin: 2-2-1 and 2-2-3, anywhere in lines of other lengths."""
    return {5: (0, 2, 3), 7: (0, 2, 4, 5)}.get(len(line), range(len(line) - 1))


class Census:
    """How often hanzi and pairs of hanzi occur, and how well a pair holds together."""

    def __init__(self, poems: Iterable[Poem]) -> None:
        self.single, self.pairs = Counter[str](), Counter[str]()
        for poem in poems:
            for line in poem:
                self.single.update(line)
                self.pairs.update(line[i : i + 2] for i in places(line))
        self.total, self.places = self.single.total(), self.pairs.total()

    def bond(self, word: str) -> float:
        """How much oftener than chance two hanzi stand together, in nats."""
        if not self.pairs[word]:
            return -math.inf
        chance = self.single[word[0]] * self.single[word[1]] / self.total**2
        return math.log(self.pairs[word] / self.places / chance)


def words_of(line: str, bond: Callable[[str], float]) -> Iterator[str]:
    """The words of a line; of the two ways to part its last three hanzi the firmer one."""
    starts = list(places(line))
    if len(line) in (5, 7):
        *starts, a, b = starts
        starts.append(a if bond(line[a : a + 2]) >= bond(line[b : b + 2]) else b)
    for i in starts:
        yield line[i : i + 2]


def painting(census: Census, seen: Counter[str]) -> list[str]:
    """Words that paint, the commonest first."""
    classes = WordClasses.open()

    def paints(word: str) -> bool:
        if word[0] == word[1] or set(word) & PALE - FAR["数"] or word[1] in PALE:
            return False
        first, last = classes.of(word)
        speech = first.partition("·")[0]
        if speech == "数" and word[0] not in FAR["数"]:
            return False
        known = last.partition("·")[2] in PAINTED or word[1] in ALSO
        return known and census.bond(word) >= BOND.get(speech, math.inf)

    return [w for w, n in seen.most_common() if n >= LEAST and paints(w)]


def allusive(seen: Counter[str]) -> list[str]:
    """The listed words that the corpus uses, the commonest first."""
    rows = ALLUSIONS.read_text(encoding="utf-8").splitlines()
    listed = [word for row in rows if not row.startswith("#") for word in row.split()]
    return sorted((w for w in listed if seen[w] >= LEAST_ALLUSIVE), key=lambda w: -seen[w])


def rhymed(poem: Poem, tune: str) -> list[str]:
    """The hanzi that end the rhymed lines: the even ones of shi, all of a ci."""
    return [line[-1] for line in (poem if tune else poem[1::2])]


class Blocks:
    """Numbers of what each four lines hold, (blocks, room), padded with -1."""

    def __init__(self, kind: str, names: Sequence[str], found: Iterable[Iterable[str]]) -> None:
        number = {name: i for i, name in enumerate(names)}
        room = ROOM[kind]
        rows = [
            list(dict.fromkeys(number[n] for n in each if n in number))[:room] for each in found
        ]
        self.size = len(names)
        self.ids: Ids = np.full((len(rows), room), -1, np.int64)
        for row, ids in zip(self.ids, rows, strict=True):
            row[: len(ids)] = ids

    def count(self) -> Ids:
        """Blocks that hold each thing."""
        return np.bincount(self.ids[self.ids >= 0], minlength=self.size)

    def together(self, other: Blocks) -> Ids:
        """Blocks that hold two things, (things, things of the other)."""
        found = np.zeros(self.size * other.size, np.int64)
        for mine in self.ids.T:
            keys = mine[:, None] * other.size + other.ids
            keys = keys[(mine[:, None] >= 0) & (other.ids >= 0)]
            found += np.bincount(keys, minlength=len(found))
        return found.reshape(self.size, other.size)


def companions(kind: str, names: Sequence[str], words: Sequence[str], mine: Blocks, all_: Blocks
               ) -> dict[str, np.ndarray]:  # fmt: skip
    """The words that stand beside each thing oftener than chance, closest first."""
    expected = np.outer(mine.count(), all_.count()) / len(all_.ids)
    pmi = np.log((mine.together(all_) + SHRINK) / (expected + SHRINK))
    for i, name in enumerate(names):  # a word does not accompany itself, nor one that overlaps it
        for j in _holding(words, name):
            pmi[i, j] = 0
    return closest(kind, pmi)


def closest(kind: str, pmi: np.ndarray) -> dict[str, np.ndarray]:
    """The companions of highest nats, as they are kept."""
    near = np.argsort(-pmi, axis=1, kind="stable")[:, : KEPT[kind]]
    nats = np.take_along_axis(pmi, near, axis=1)
    return {
        f"{kind}.near": near.astype(np.uint16),
        f"{kind}.pmi": np.round(nats.clip(0, 255 / SCALE) * SCALE).astype(np.uint8),
    }


def _holding(words: Sequence[str], name: str) -> list[int]:
    index = _index(tuple(words))
    return [j for hanzi in name for j in index.get(hanzi, [])]


@cache
def _index(words: tuple[str, ...]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for j, word in enumerate(words):
        for hanzi in word:
            index.setdefault(hanzi, []).append(j)
    return index


def facing(split: Sequence[list[list[str]]], words: Sequence[str]) -> dict[str, np.ndarray]:
    """The words that poets set against each word in middle couplets oftener than chance."""
    number = {word: i for i, word in enumerate(words)}
    pairs = np.array(
        [
            (number[a], number[b])
            for poem in split
            if len(poem) == 8
            for upper, lower in ((poem[2], poem[3]), (poem[4], poem[5]))
            for a, b in zip(upper, lower, strict=False)
            if a in number and b in number
        ]
    )
    met = np.zeros((len(words), len(words)))
    np.add.at(met, (pairs[:, 0], pairs[:, 1]), 1)
    met += met.T
    expected = np.outer(met.sum(axis=1), met.sum(axis=0)) / met.sum()
    return closest("facing", np.log((met + SHRINK) / (expected + SHRINK)))


def standing(poems: Sequence[Poem], split: Sequence[list[list[str]]], words: Sequence[str]
             ) -> np.ndarray:  # fmt: skip
    """Where in a poem of 4 or 8 lines each word stands on average, 0 to 1 in 255 steps."""
    number = {word: i for i, word in enumerate(words)}
    total, seen = np.zeros(len(words)), np.zeros(len(words))
    for poem, lines in zip(poems, split, strict=True):
        if len(poem) in (4, 8):
            for i, line in enumerate(lines):
                for word in line:
                    if word in number:
                        total[number[word]] += i / (len(poem) - 1)
                        seen[number[word]] += 1
    mean = (total + 5) / (seen + 10)
    return np.round(mean * 255).astype(np.uint8)


def main() -> None:
    """Count and write."""
    corpus = Corpus.open(sys.argv[1])
    columns = (corpus.column(name) for name in ("lines", "tune", "split"))
    rows = [
        (text.split("\n"), tune) for text, tune, s in zip(*columns, strict=True) if s == "train"
    ]
    poems = [poem for poem, _ in rows]
    census = Census(poems)
    bond = cache(census.bond)
    split = [[list(words_of(line, bond)) for line in poem] for poem in poems]
    seen = Counter(word for poem in split for line in poem for word in line)
    uses = Counter(end for poem, tune in rows for end in rhymed(poem, tune))
    named = allusive(seen)
    names = {
        "words": list(dict.fromkeys([*named, *painting(census, seen)]))[:WORDS],
        "hanzi": [hanzi for hanzi, _ in census.single.most_common(HANZI)],
        "ends": [hanzi for hanzi, _ in uses.most_common(ENDS)],
    }
    found = {
        "words": _in_blocks(split, lambda lines: (w for line in lines for w in line)),
        "hanzi": _in_blocks(poems, "".join),
        "ends": (
            end
            for poem, tune in rows
            for end in _in_blocks([poem], lambda lines, t=tune: rhymed(lines, t))
        ),
    }
    blocks = {kind: Blocks(kind, names[kind], found[kind]) for kind in names}
    arrays = {"words.place": standing(poems, split, names["words"])}
    arrays |= facing(split, names["words"])
    for kind, of in names.items():
        arrays |= companions(kind, of, names["words"], blocks[kind], blocks["words"])
        counts = [uses[n] for n in of] if kind == "ends" else blocks[kind].count()
        arrays[f"{kind}.count"] = np.array(counts, np.uint32)
    facts = {"version": VERSION, "words": " ".join(names["words"]), "allusive": " ".join(named)}
    facts |= {kind: "".join(names[kind]) for kind in ("hanzi", "ends")}
    save_file(arrays, STYLE / FILE, {"facts": json.dumps(facts, ensure_ascii=False)})
    (STYLE / FILE).chmod(0o644)
    print(
        f"{len(names['words'])} words, {len(named)} allusive; {(STYLE / FILE).stat().st_size} bytes"
    )


def _in_blocks(poems: Iterable[Sequence[Any]], of: Callable[..., Any]) -> Iterator[Any]:
    for poem in poems:
        for start in range(0, len(poem), BLOCK):
            yield of(poem[start : start + BLOCK])


if __name__ == "__main__":
    main()
