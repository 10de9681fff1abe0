"""How the table of ci tunes was induced from the Song ci: `python recipes/tunes.py SONGCI`.

`SONGCI` is the folder `dist/songci` of the npm package chinese-poetry, whose editor (唐圭璋,
《全宋词》) closes a rhymed line with 。, another with ， and a pause within a line with 、.

1. `recipes/tunes.tsv` names the forms to look for: line lengths, stops, stanzas and which lines
   rhyme (平/仄, letters where the rhyme changes), one outline a row.
2. The works of a tune that have an outline's length, boundaries and rhyme tones are its pool.
3. A place is 平 or 仄 when at least nine works in ten of the pool agree on it (polyphones do
   not vote), else 中; of two regulated types of one line the commoner counts. In a form marked 叠
   (fourth column), places that hold one character in two works of three are echoes.
4. Where a pool is small or a licence is common the 词谱 (钦定词谱, 1715) rules: the third column
   of the outlines holds a mark at each place where it overrides the count, a dot elsewhere.
   Where a large pool often departs from its 平 or 仄 the table writes ○ or ●.

Writes `tunes.tsv` and `tunes.names.tsv` into `src/sixing/media/poem/data` and reports each pool.
Finds no form that is not outlined; the agreement with the 词谱 is tested, not assumed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from sixing.media.poem.prosody import book

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "sixing" / "media" / "poem" / "data"
DEPARTURES = 0.1  # the gap between slips and licence: few places of the 词谱 lie between 4 and 12 %
MANY = 20  # works from which a departure in one of ten is a licence, whatever the 词谱 rules
TURNED = 0.85  # share of lines with opposed even places from which a line has two regulated types
ECHOES = 0.66
ENTERING = 0.75  # share of works on an entering-tone rhyme from which that is the tune's custom
NEAR = 0.7  # shared boundaries, of all boundaries of an outline and of a work, to be its kin
NOTES = re.compile(r"（[^）]*）|《[^》]*》|〔[^〕]*〕")
HANZI = re.compile(r"[㐀-鿿\U00020000-\U0003ffff□]+")
ENTERING_GROUPS = ("第十五部", "第十六部", "第十七部", "第十八部", "第十九部")


@dataclass(frozen=True, slots=True)
class Song:
    """A ci of the corpus: the names it goes by, its text, and the stop at each boundary."""

    names: tuple[str, ...]
    text: str
    stops: dict[int, str]


@dataclass(frozen=True, slots=True)
class Outline:
    """A form to look for: lengths, stops, rhyme tones and parts, stanza ends, rulings."""

    tune: str
    spelling: str
    rulings: str
    echoing: bool
    lines: tuple[tuple[int, str, str, str], ...]  # length, rhyme tone or "", part or "", stop

    @property
    def stops(self) -> dict[int, str]:
        """The stop at each boundary, counted in characters from the beginning."""
        ends, at = {}, 0
        for length, _, _, stop in self.lines:
            at += length
            ends[at] = stop
        return ends

    @property
    def rhymes(self) -> dict[int, tuple[str, str]]:
        """The tone and the part of the rhyme at each rhymed boundary."""
        ends, at = {}, 0
        for length, tone, part, _ in self.lines:
            at += length
            if tone:
                ends[at] = tone, part
        return ends


def read_songs(folder: Path) -> Iterator[Song]:
    """Every distinct ci that is nothing but hanzi, gaps (□) and the three stops."""
    seen = set()
    for path in sorted(folder.glob("ci.song.*.json")):
        for record in json.loads(path.read_text(encoding="utf-8")):
            text = NOTES.sub("", "".join(record["paragraphs"]))
            parts = re.findall(r"([^，。、；？！]+)([，。、；？！])", text)
            plain = "".join(part for part, _ in parts)
            if parts and HANZI.fullmatch(plain) and plain not in seen:
                seen.add(plain)
                names = tuple(dict.fromkeys(reversed(record["rhythmic"].split("・"))))
                yield Song(names, plain, _boundaries(parts))


def _boundaries(parts: Sequence[tuple[str, str]]) -> dict[int, str]:
    stops, at = {}, 0
    for part, stop in parts:
        at += len(part)
        stops[at] = stop if stop in "，、" else "。"
    return stops


def read_outlines(path: Path) -> tuple[dict[str, list[str]], list[Outline]]:
    """The names of each tune (its own first) and the outlines, in the order of the file."""
    names: dict[str, list[str]] = {}
    outlines = []
    for row in path.read_text(encoding="utf-8").splitlines():
        cells = row.split("\t")
        if cells[0] == "=":
            names[cells[1]] = cells[1:2] + cells[2].split()
        elif cells[0] and not row.startswith("#"):
            tune, spelling, rulings, echoing = cells
            outlines.append(Outline(tune, spelling, rulings, bool(echoing), _lines(spelling)))
    return names, outlines


def _lines(spelling: str) -> tuple[tuple[int, str, str, str], ...]:
    found = re.findall(r"(\d+)([平仄]?)([a-z]?)([，。、])", spelling)
    return tuple((int(n), want, (part or "a") * bool(want), stop) for n, want, part, stop in found)


@cache
def tone(char: str) -> str:
    """平 or 仄 for a character with one living tone in verse, else nothing: it does not vote."""
    tones = book("cilin").tones(char) or book("pingshui").tones(char)
    return next(iter(tones)) if len(tones) == 1 else ""


def kinship(outline: Outline, song: Song) -> float:
    """How well a song fits an outline, at most 5: boundaries, rhymes (2), tones, scheme; else 0."""
    length = sum(line[0] for line in outline.lines)
    if len(song.text) != length:
        return 0.0
    shared = _overlap(set(outline.stops), set(song.stops))
    votes = [(tone(song.text[at - 1]), want) for at, (want, _) in outline.rhymes.items()]
    votes = [(heard, want) for heard, want in votes if heard]
    agreed = sum(heard == want for heard, want in votes) / len(votes) if votes else 1.0
    if shared < NEAR or agreed < NEAR:
        return 0.0
    closed = {at for at, stop in song.stops.items() if stop == "。"}
    return shared + 2 * _overlap(set(outline.rhymes), closed) + agreed + _scheme(outline, song)


def _scheme(outline: Outline, song: Song) -> float:
    """Share of the pairs of like tone that rhyme in the song just when their parts are one."""
    ends = [(at - 1, want, part) for at, (want, part) in outline.rhymes.items()]
    pairs = [(a, b) for i, a in enumerate(ends) for b in ends[i + 1 :] if a[1] == b[1]]
    kept = [_rhyme(song.text[a[0]], song.text[b[0]]) == (a[2] == b[2]) for a, b in pairs]
    return sum(kept) / max(1, len(kept))


@cache
def _rhyme(one: str, other: str) -> bool:
    return bool(_groups(one) & _groups(other))


def _overlap(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other)


def mark_places(pool: Sequence[Song], outline: Outline) -> str:
    """平, 仄 or 中 for each place by the pool's votes, with the rhymes' own tones."""
    marks, at = "", 0
    for length, want, _, _ in outline.lines:
        heard = [[tone(char) for char in song.text[at : at + length]] for song in pool]
        line = _mark_line(heard)
        turns = [i for i in range(1, length - 1, 2) if line[i] == "中"]
        if len(turns) > 1:
            line = _mark_line(_of_one_type(heard, turns[0], turns[1]))
        marks += line[:-1] + want if want else line
        at += length
    return marks


def _mark_line(heard: Sequence[Sequence[str]]) -> str:
    marks = ""
    for votes in (Counter(filter(None, place)) for place in zip(*heard, strict=True)):
        best, count = votes.most_common(1)[0] if votes else ("中", 0)
        rare = max(1, DEPARTURES * votes.total())  # a single work never makes a licence
        marks += best if votes.total() - count <= rare else "中"
    return marks


def _of_one_type(heard: Sequence[list[str]], one: int, other: int) -> Sequence[list[str]]:
    """The lines of the commoner type, where a line has two that turn its even places over."""
    types = Counter((line[one], line[other]) for line in heard if line[one] and line[other])
    turned = sum(n for (a, b), n in types.items() if a != b)
    if turned < TURNED * types.total():
        return heard
    common = types.most_common(1)[0][0]
    return [line for line in heard if (line[one], line[other]) == common]


def find_echoes(pool: Sequence[Song]) -> list[tuple[int, int]]:
    """Pairs of places (from 0) that hold one character in two works of three."""
    length = len(pool[0].text)
    pairs = []
    for later in range(1, length):
        for place in range(later - 1, -1, -1):
            same = sum(s.text[place] == s.text[later] != "□" for s in pool)
            if same >= ECHOES * len(pool) and same > 1:
                pairs.append((place, later))
                break
    return pairs


def rhymes_together(pool: Sequence[Song], outline: Outline) -> float:
    """Share of neighbouring rhymes of one part that do rhyme under 词林正韵 in the pool."""
    ends: dict[str, list[int]] = defaultdict(list)
    for at, (_, part) in outline.rhymes.items():
        ends[part].append(at - 1)
    pairs = [pair for places in ends.values() for pair in pairwise(places)]
    rhyming = [_rhyme(s.text[a], s.text[b]) for s in pool for a, b in pairs]
    return sum(rhyming) / max(1, len(rhyming))


@cache
def _groups(char: str) -> set[str]:
    return {reading.group for reading in book("cilin").readings(char)}


def entering_share(pool: Sequence[Song], outline: Outline) -> float:
    """Share of songs whose oblique rhymes are entering tones, 0 for a level tune."""
    ends = [at - 1 for at, (want, _) in outline.rhymes.items() if want == "仄"]
    if len(ends) < len(outline.rhymes):
        return 0.0
    kept = sum(
        sum(bool(_groups(song.text[at]) & set(ENTERING_GROUPS)) for at in ends) > 0.7 * len(ends)
        for song in pool
    )
    return kept / len(pool)


def spell(outline: Outline, marks: str) -> str:
    """An outline written out with its marks: 中仄中平中仄平。... , / between stanzas."""
    changes = len({part for _, part in outline.rhymes.values()}) > 1
    pieces = []
    at = 0
    tokens = re.findall(r"\d+([平仄]?[a-z]?)([，。、])(/?)", outline.spelling)
    for (length, _, part, stop), (_, _, stanza) in zip(outline.lines, tokens, strict=True):
        pieces.append(marks[at : at + length] + (part if changes else "") + stop + stanza)
        at += length
    return "".join(pieces)


def overrule(marks: str, rulings: str, works: int) -> str:
    """The marks with the 词谱's rulings put over them; ○ ● where many works depart from one."""
    pairs = zip(marks, rulings or "." * len(marks), strict=True)
    free = {"平": "○", "仄": "●"} if works >= MANY else {}
    return "".join(
        mark if ruling == "." else free.get(ruling, ruling) if mark == "中" else ruling
        for mark, ruling in pairs
    )


def spell_echoes(outline: Outline, pairs: Sequence[tuple[int, int]]) -> str:
    """Echoes as line.place=line.place, counted from 1."""
    where = [
        f"{line}.{place}"
        for line, (length, *_) in enumerate(outline.lines, 1)
        for place in range(1, length + 1)
    ]
    return " ".join(f"{where[a]}={where[b]}" for a, b in pairs)


def gather(
    songs: Sequence[Song], names: dict[str, list[str]], outlines: Sequence[Outline]
) -> tuple[dict[Outline, list[Song]], Counter[Outline]]:
    """Of each outline its pool, and how many songs fit it better than its sisters."""
    tune_of = {name: tune for tune, known in reversed(names.items()) for name in known}
    tune_of |= {tune: tune for tune in names}
    sisters: dict[str, list[Outline]] = defaultdict(list)
    for outline in outlines:
        sisters[outline.tune].append(outline)
    pools: dict[Outline, list[Song]] = {outline: [] for outline in outlines}
    works: Counter[Outline] = Counter()
    for song in songs:
        tunes = dict.fromkeys(tune_of[name] for name in reversed(song.names) if name in tune_of)
        kin = {o: k for tune in tunes for o in sisters[tune] if (k := kinship(o, song))}
        for outline in kin:
            pools[outline].append(song)
        if kin:
            works[max(kin, key=kin.__getitem__)] += 1
    return pools, works


def induce(outline: Outline, pool: Sequence[Song], works: int) -> str:
    """The row of the table for an outline: tune, works, marks, echoes, notes."""
    marks = overrule(mark_places(pool, outline), outline.rulings, len(pool))
    note = "入" if len(pool) >= 5 and entering_share(pool, outline) >= ENTERING else ""
    echoes = spell_echoes(outline, find_echoes(pool) if outline.echoing else [])
    return "\t".join((outline.tune, str(works), spell(outline, marks), echoes, note))


def main(folder: Path) -> None:
    """Induce the table and write it."""
    names, outlines = read_outlines(HERE / "tunes.tsv")
    pools, works = gather(list(read_songs(folder)), names, outlines)
    rows = [induce(outline, pool, works[outline]) for outline, pool in pools.items() if pool]
    (DATA / "tunes.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    spellings = [f"{tune}\t{' '.join(known[1:])}" for tune, known in names.items()]
    (DATA / "tunes.names.tsv").write_text("\n".join(spellings) + "\n", encoding="utf-8")
    for outline, pool in pools.items():
        share = rhymes_together(pool, outline)
        print(f"{outline.tune}\t{works[outline]}\t{len(pool)}\t{share:.2f}\t{outline.spelling}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
