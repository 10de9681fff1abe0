"""What the poem model learns from: each poem of a corpus as a text and what may be said of it.

A lesson knows its form, opening, rhyme group, era, author, title and the images that set it
apart; a prefix says a random part of that, so that the model learns to do with any part. Knows
nothing of nets.

>>> lesson = Lesson(("山水", "水山"), ("，", "。"), Control("五绝", title="山"), (), True)
>>> lesson.control.title
'山'
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sixing.media.poem import shi
from sixing.media.poem.prosody import book
from sixing.media.poem.tokens import (
    SPECIAL,
    STOPS,
    THEME_WORDS,
    Control,
    PoemTokens,
    ci_stops,
    shi_stops,
)

FORMS = {"5x2": "五联", "7x2": "七联", "5x4": "五绝", "7x4": "七绝", "5x8": "五律", "7x8": "七律"}
OPENINGS = {
    ("仄起", True): "仄起入韵", ("仄起", False): "仄起不入",
    ("平起", True): "平起入韵", ("平起", False): "平起不入",
}  # fmt: skip
IRREGULAR = "拗"
AUTHORS = 150
#: How often each part of the prefix is left out.
DROPOUT = {
    "opening": 0.1, "era": 0.4, "author": 0.6, "rhyme": 0.5, "words": 0.6, "title": 0.15,
    "mood": 0.3,
}  # fmt: skip
WORD_COUNT, WORD_PMI, WORDS_KEPT = 40, 2.5, 8


@dataclass(frozen=True, slots=True)
class Lesson:
    """One poem to learn.

    Attributes:
        lines: hanzi without stops.
        stops: the stop after each line.
        control: all that is known of it (``words`` apart); its mood when a recogniser named one.
        images: two-hanzi words that set it apart, best first.
        conforms: whether it keeps the rules of its form.
    """

    lines: tuple[str, ...]
    stops: tuple[str, ...]
    control: Control
    images: tuple[str, ...]
    conforms: bool


Row = Mapping[str, str]


def lesson(row: Row) -> Lesson | None:
    """Reads a corpus row; None for what the model does not learn (irregular shapes)."""
    lines = tuple(row["lines"].split("\n"))
    if row["tune"]:
        return _ci(row, lines)
    return _shi(row, lines)


def _shi(row: Row, lines: tuple[str, ...]) -> Lesson | None:
    form = FORMS.get(row["shape"], "")
    if not form:
        width, _, count = row["shape"].partition("x")
        if not count or not 10 <= int(count) <= 24 or int(count) % 2:
            return None
        form = "五排" if width == "5" else "七排"
    found = shi.detect(lines)
    conforms = found is not None and shi.conforms(lines, policy="lenient")
    known = OPENINGS.get((found.opening, found.first_rhymed), "") if found else ""
    control = Control(
        form,
        opening=known if conforms else IRREGULAR,
        era=row["era"],
        author=row["author"],
        rhyme=shi.rhyme_group(lines, book("pingshui")) or "",
        title=title(row["title"]),
    )
    return Lesson(lines, shi_stops(len(lines)), control, (), conforms)


def _ci(row: Row, lines: tuple[str, ...]) -> Lesson | None:
    if not 4 <= len(lines) <= 40:
        return None
    stops = ci_stops(len(lines))
    tune = row["tune"].split("・")[-1]
    # Most ci are titled by their tune alone, which says nothing of what they are about.
    about = title(row["title"].replace(row["tune"], "").strip())
    control = Control(
        "词",
        era=row["era"],
        author=row["author"],
        rhyme=main_part(lines),
        tune=tune,
        title=about if about not in tune else "",
    )
    return Lesson(lines, stops, control, (), True)


def main_part(lines: Sequence[str]) -> str:
    """The part of 词林正韵 in which most lines of a ci end."""
    parts = Counter(r.group for line in lines for r in book("cilin").readings(line[-1])[:1])
    return max(sorted(parts), key=parts.__getitem__, default="")


def title(text: str) -> str:
    """The part of a title that says what a poem is about: hanzi, without numbering."""
    for mark in ("其", "（", "(", " ", "・", "·", "/"):
        head = text.split(mark)[0]
        text = head if len(head) >= 2 else text
    kept = "".join(c for c in text if "\u4e00" <= c <= "\u9fff")
    return kept.rstrip("一二三四五六七八九十百首") if len(kept) > 3 else kept


def with_images(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Finds each poem's own images: bound pairs of hanzi, the rarer the better.

    A pair counts as a word when it occurs often and its hanzi seek each other (pointwise mutual
    information, Church and Hanks 1990).
    """
    pairs: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for one in lessons:
        single.update("".join(one.lines))
        pairs.update(_pairs(one.lines))
    total, places = sum(single.values()), sum(pairs.values())

    def bound(pair: str) -> float:
        chance = single[pair[0]] * single[pair[1]] / total**2
        return math.log(pairs[pair] / places / chance)

    weight = {
        pair: bound(pair) * math.log(places / count)
        for pair, count in pairs.items()
        if count >= WORD_COUNT and bound(pair) >= WORD_PMI
    }
    return [replace(one, images=_best(one.lines, weight)) for one in lessons]


def _pairs(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for i in (0, 2, 3, 5) if len(line) in (5, 7) else range(len(line) - 1):
            if i + 2 <= len(line):
                yield line[i : i + 2]


def _best(lines: tuple[str, ...], weight: Mapping[str, float]) -> tuple[str, ...]:
    found = {pair for pair in _pairs(lines) if pair in weight}
    return tuple(sorted(found, key=lambda pair: (-weight[pair], pair))[:WORDS_KEPT])


def vocabulary(lessons: Sequence[Lesson], size: int) -> list[str]:
    """Token names: controls first, then the commonest hanzi up to the size."""
    hanzi: Counter[str] = Counter()
    controls: Counter[str] = Counter()
    authors: Counter[str] = Counter()
    for one in lessons:
        hanzi.update("".join(one.lines))
        c = one.control
        controls.update(name for name in (c.form, c.opening, c.era, c.rhyme) if name)
        authors.update([c.author] if c.author else [])
    named = [name for name, _ in controls.most_common()]
    named += [name for name, _ in authors.most_common(AUTHORS) if name not in controls]
    head = [*SPECIAL, *STOPS, *(f"<{name}>" for name in named)]
    return head + [c for c, _ in hanzi.most_common(size - len(head))]


def document(
    tokens: PoemTokens, one: Lesson, chance: random.Random | None = None
) -> tuple[list[int], int]:
    """A lesson as token numbers, and the place where its body begins.

    Args:
        chance: draws what the prefix leaves out; None says just form and title, as in tests.
    """
    control = one.control
    if chance is None:
        control = Control(
            control.form, opening=control.opening, tune=control.tune, title=control.title
        )
    else:
        control = _partly(one, chance)
    prefix = tokens.prefix(control)
    return [*prefix, *tokens.body(one.lines, one.stops), tokens.end], len(prefix)


def _partly(one: Lesson, chance: random.Random) -> Control:
    left_out = {name for name, share in DROPOUT.items() if chance.random() < share}
    known = asdict(one.control)
    count = min(len(one.images), chance.randint(1, THEME_WORDS))
    known["words"] = tuple(chance.sample(one.images, count))
    for name in left_out:
        known[name] = () if name == "words" else ""
    return Control(**known)


def epoch(
    tokens: PoemTokens, lessons: Sequence[Lesson], seed: int, couplets: float = 0.05
) -> Iterator[tuple[list[int], int]]:
    """All lessons once, in an order and with prefixes that depend on the seed only.

    Irregular poems come half as often; some middle couplets come alone, to learn 对联.
    """
    chance = random.Random(seed)
    order = list(range(len(lessons)))
    chance.shuffle(order)
    for i in order:
        one = lessons[i]
        if not one.conforms and chance.random() < 0.5:
            continue
        yield document(tokens, one, chance)
        if len(one.lines) == 8 and one.conforms and chance.random() < couplets:
            yield document(tokens, _couplet(one, chance.choice((2, 4))), chance)


def _couplet(one: Lesson, at: int) -> Lesson:
    lines = one.lines[at : at + 2]
    control = Control(f"{'五' if len(lines[0]) == 5 else '七'}联", era=one.control.era)
    return Lesson(lines, shi_stops(2), control, (), True)


def save(lessons: Iterable[Lesson], path: Path) -> None:
    """Writes lessons as JSON lines, whole or not at all."""
    fresh = path.with_suffix(".part")
    with fresh.open("w", encoding="utf-8") as file:
        for one in lessons:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    fresh.replace(path)


def load(path: Path) -> list[Lesson]:
    """Reads what :func:`save` wrote."""
    with path.open(encoding="utf-8") as file:
        return [_read(json.loads(text)) for text in file]


def _read(value: dict[str, object]) -> Lesson:
    control = dict(value["control"])  # type: ignore[call-overload]
    control["words"] = tuple(control["words"])
    return Lesson(
        tuple(value["lines"]), tuple(value["stops"]), Control(**control),  # type: ignore[arg-type]
        tuple(value["images"]), bool(value["conforms"]),  # type: ignore[arg-type]
    )  # fmt: skip
