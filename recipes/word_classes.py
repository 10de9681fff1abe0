"""Count word classes over tagged verse: `python recipes/word_classes.py CORPUS`.

Needs `udkanbun` and a corpus made by `sixing corpus add`. Writes the facts table
`src/sixing/media/poem/data/word_classes.tsv`: for each character of the corpus its most frequent
class, the words of two characters whose class their characters do not show, and how often human
poets set one class under another in the middle couplets of 律诗 (training split only).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from sixing.corpus import Corpus

TARGET = Path(__file__).parents[1] / "src/sixing/media/poem/data/word_classes.tsv"
RARE_CHAR, RARE_WORD = 3, 30
EACH = 8  # every eighth poem is enough to count by: 800,000 characters

# UD-Kanbun's tags (Japanese) as the classes of couplet writing; the longest match counts.
CLASSES = {
    "名詞,天象": "名·天文",
    "名詞,時": "名·时令",
    "名詞,固定物,地形": "名·地理",
    "名詞,固定物,建造物": "名·宫室",
    "名詞,固定物,樹木": "名·草木",
    "名詞,固定物,地名": "名·地名",
    "名詞,固定物,関係": "名·方位",
    "名詞,主体,動物": "名·鸟兽",
    "名詞,主体,国名": "名·地名",
    "名詞,主体,書物": "名·文事",
    "名詞,主体": "名·人伦",
    "名詞,人,名": "名·人名",
    "名詞,人,姓氏": "名·人名",
    "名詞,人,その他の人名": "名·人名",
    "名詞,人": "名·人伦",
    "名詞,可搬,道具": "名·器物",
    "名詞,可搬,乗り物": "名·器物",
    "名詞,可搬,糧食": "名·衣食",
    "名詞,可搬,成果物": "名·衣食",
    "名詞,可搬,伝達": "名·文事",
    "名詞,不可譲,身体": "名·形体",
    "名詞,不可譲,疾病": "名·形体",
    "名詞,数量": "数",
    "名詞": "名·人事",
    "数詞": "数",
    "代名詞": "代",
    "動詞,描写": "形",
    "動詞,行為,移動": "动·移动",
    "動詞,行為,態度": "动·情态",
    "動詞,行為,伝達": "动·言语",
    "動詞,行為,交流": "动·交接",
    "動詞,存在": "动·存在",
    "動詞": "动",
    "助動詞": "副",
    "副詞": "副",
    "前置詞": "虚",
    "助詞": "虚",
    "感嘆詞": "虚",
    "接続": "虚",
}
COLOURS = "红黄青绿白黑紫碧翠苍丹朱赤素玄绛缁皓"  # 颜色 answers 颜色 in every handbook of couplets


def class_of(tag: str) -> str | None:
    """The class of a tag such as `n,名詞,固定物,地形`."""
    parts = tag.split(",")[1:4]
    prefixes = (",".join(parts[:n]) for n in (3, 2, 1))
    return next((CLASSES[prefix] for prefix in prefixes if prefix in CLASSES), None)


def speech(name: str) -> str:
    """The part of speech of a class."""
    return name.partition("·")[0]


def tagger() -> Any:
    """UD-Kanbun's MeCab, without its parser."""
    from MeCab import Tagger

    home = files("udkanbun")
    # a word that its dictionary lacks it would guess to be a noun: better to hear nothing
    return Tagger(f"-r {home / 'mecabrc'} -d {home / 'mecab-kanbun'} -U%m\\t-\\n")


def tagged(lines: Iterable[str], mecab: Any) -> Iterator[tuple[int, int, str]]:
    """(start, length, class) of every word of each line; start counts from the first line on."""
    start = 0
    for line in lines:
        for row in mecab.parse(line).splitlines()[:-1]:
            word, _, tag = row.partition("\t")
            name = class_of(tag)
            if name:
                yield start, len(word), name
            start += len(word)


class Counts:
    """What was seen of each character and of each pair of neighbours in one word or foot."""

    def __init__(self) -> None:
        self.chars: dict[str, Counter[str]] = defaultdict(Counter)
        self.words: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, simplified: str, words: Iterable[tuple[int, int, str]]) -> None:
        """Count the words of a poem under their simplified characters."""
        for start, length, name in words:
            form = simplified[start : start + length]
            if length == 1:
                self.chars[form][name] += 1
            elif length == 2:
                self.words[form][name] += 1

    def char_table(self) -> dict[str, str]:
        """The most frequent class of each character; the class of its words when it has none."""
        for form, names in self.words.items():
            for char in form:
                if sum(self.chars[char].values()) < RARE_CHAR:
                    self.chars[char] += names
        table = {c: n.most_common(1)[0][0] for c, n in self.chars.items() if n.total() >= RARE_CHAR}
        return table | dict.fromkeys(COLOURS, "色")

    def word_table(self, chars: dict[str, str]) -> dict[str, str]:
        """Frequent words of which some character has another part of speech by itself."""
        found = {w: n.most_common(1)[0][0] for w, n in self.words.items() if n.total() >= RARE_WORD}

        def differs(word: str, name: str) -> bool:
            return any(speech(chars.get(char, "")) != speech(name) for char in word)

        # 万里 and 千秋 were people too: names of persons are left out
        return {w: n for w, n in found.items() if n != "名·人名" and differs(w, n)}


class Affinity:
    """How often class j stands under class i in the couplets that must be parallel."""

    def __init__(self, couplets: list[tuple[str, str]], chars: dict[str, str]) -> None:
        self.names = sorted(set(chars.values()))
        self.number = {name: i for i, name in enumerate(self.names)}
        self.aligned = Counter(
            aligned
            for upper, lower in couplets
            for aligned in zip(upper, lower, strict=True)
            if aligned[0] != aligned[1]
        )
        count = np.full((len(self.names), len(self.names)), 5.0)
        for (a, b), times in self.aligned.items():
            if a in chars and b in chars:
                count[self.number[chars[a]], self.number[chars[b]]] += times
        share = count / count.sum()
        chance = share.sum(1, keepdims=True) * share.sum(0, keepdims=True)
        self.odds = np.log(share / chance)

    def guess(self, chars: dict[str, str]) -> dict[str, str]:
        """The likeliest class of each character that the tagger does not know, by its company."""
        scores: dict[str, Any] = defaultdict(lambda: np.zeros(len(self.names)))
        seen: Counter[str] = Counter()
        for (a, b), times in self.aligned.items():
            for char, other, odds in ((a, b, self.odds), (b, a, self.odds.T)):
                if char not in chars and other in chars:
                    scores[char] += times * odds[:, self.number[chars[other]]]
                    seen[char] += times
        return {c: self.names[s.argmax()] for c, s in scores.items() if seen[c] >= RARE_CHAR}


def middle_couplets(shape: str, text: str) -> list[tuple[str, str]]:
    """The second and third couplet of a 律诗, which must be parallel."""
    lines = text.split("\n")
    return [(lines[2], lines[3]), (lines[4], lines[5])] if shape in ("5x8", "7x8") else []


def table(counts: Counts, couplets: list[tuple[str, str]]) -> str:
    """The facts table as text: see `sixing.media.poem.word_classes.WordClasses.parse`."""
    chars = counts.char_table()
    words = counts.word_table(chars)
    company = Affinity(couplets, chars)
    chars |= company.guess(chars)
    odds = np.round(100 * Affinity(couplets, chars).odds).astype(int)
    rows = ["# Word classes by count: see recipes/word_classes.py. Facts, no text of anybody."]
    for kind, found, space in (("字", chars, ""), ("词", words, " ")):
        for name in company.names:
            members = sorted(form for form in found if found[form] == name)
            rows.append(f"{kind}\t{name}\t{space.join(members)}")
    rows += [f"对\t{n}\t{' '.join(map(str, odds[i]))}" for i, n in enumerate(company.names)]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Tag some of the corpus's shi in their traditional form and write the table."""
    corpus = Corpus.open(sys.argv[1])
    names = ("source", "split", "shape", "lines", "original")
    rows = [
        (shape, lines, original)
        for source, split, shape, lines, original in zip(*map(corpus.column, names), strict=True)
        if source in ("tang", "song") and split == "train" and shape
    ]
    counts, mecab = Counts(), tagger()
    for _, lines, original in rows[::EACH]:
        counts.add(lines.replace("\n", ""), tagged(original.split("\n"), mecab))
    couplets = [couplet for shape, lines, _ in rows for couplet in middle_couplets(shape, lines)]
    TARGET.write_text(table(counts, couplets), encoding="utf-8")


if __name__ == "__main__":
    main()
