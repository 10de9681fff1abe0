r"""A profile: what recurs in a collection of poems, and what sets it apart from another.

Habits of form, rhyme, tone and line with their shares beside the other collection's; features that
set it apart (`selection`); a network of images; collocations; vocabulary; themes, era, names, and
moods by form and era. All of it plain numbers and words that `to_json` writes; verse appears only
as examples, from the poems at hand. It draws nothing (`plots`) and reads no file.

>>> found = profile(Poems(("床前明月光\n疑是地上霜\n举头望明月\n低头思故乡",) * 2), None)
>>> found.size, found.trusted, found.share("form", "五古")
(2, False, 1.0)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from sixing.media.poem.census import Census
from sixing.media.poem.imagery import Words
from sixing.patterns import parts
from sixing.patterns.bags import Bags, Tally
from sixing.patterns.collection import Poems, refuse
from sixing.patterns.examples import Example, examples
from sixing.patterns.labels import Recognisers
from sixing.patterns.network import Network
from sixing.patterns.parts import Feel, Moods, Run
from sixing.patterns.poems import bags_of, same
from sixing.patterns.selection import SAMPLES, Selection, select
from sixing.patterns.vocabulary import Vocabulary, vocabulary
from sixing.progress import Progress, silent, within

HABITS: Final = (
    "form", "length", "manner", "rhyme", "opening", "licence", "liberty", "line", "occasion",
    "class",
)  # fmt: skip
PHRASES, PAIRS = 150, 60  # of the collection's own that are counted in both
SHOWN = 40  # findings of each direction


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing poems do: its share of what could do it, here and in the other collection."""

    kind: str
    key: str
    zh: str
    en: str
    share: float
    other: float


@dataclass(frozen=True)
class Profile:
    """What recurs in a collection.

    Attributes:
        name, against: what was profiled, and what it was compared with.
        size, other_size: poems of each.
        habits: see `HABITS`.
        selection: what sets it apart.
        examples: for each finding (kind, key) lines of the poems at hand.
        nodes, images: the images of the network, and how they go together.
        words, phrases: collocations of two hanzi, and of longer ones: (text, count, G², bits).
        vocabulary: hanzi and how rare.
        themes: (name, share here, share in what the style learnt from).
        era: share that reads like each age, and the ages.
        named: by class of entity the commonest names with their counts.
        moods: see `Moods`; None without a recogniser.
    """

    name: str
    against: str
    size: int
    other_size: int
    habits: tuple[Habit, ...]
    selection: Selection
    examples: Mapping[str, tuple[Example, ...]]
    nodes: tuple[str, ...]
    images: Network
    words: tuple[Run, ...]
    phrases: tuple[Run, ...]
    vocabulary: Vocabulary
    themes: tuple[tuple[str, float, float], ...]
    era: Mapping[str, float]
    named: Mapping[str, tuple[tuple[str, int], ...]]
    moods: Moods | None

    @property
    def trusted(self) -> bool:
        """Whether there are poems enough for a bootstrap to mean something."""
        return self.selection.trusted

    def share(self, kind: str, key: str) -> float:
        """The share of one habit; 0 for one that does not occur."""
        return next((h.share for h in self.habits if (h.kind, h.key) == (kind, key)), 0.0)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        facts = asdict(self)
        facts["trusted"] = self.trusted
        return facts

    @classmethod
    def of_json(cls, facts: Mapping[str, Any]) -> Profile:
        """A profile that compares nothing, as a style keeps its own.

        Raises:
            KeyError, TypeError, ValueError: these are not such facts.
        """
        plain = {name: facts[name] for name in ("name", "against", "size", "other_size")}
        return cls(
            **plain,
            habits=tuple(Habit(**habit) for habit in facts["habits"]),
            selection=_nothing(),
            examples={},
            nodes=tuple(facts["nodes"]),
            images=Network.of_json(facts["images"]),
            words=_rows(facts["words"]),
            phrases=_rows(facts["phrases"]),
            vocabulary=Vocabulary(**facts["vocabulary"]),
            themes=_rows(facts["themes"]),
            era=facts["era"],
            named={kind: _rows(rows) for kind, rows in facts["named"].items()},
            moods=Moods(tuple(facts["moods"]["names"]), _rows(facts["moods"]["rows"]))
            if facts["moods"]
            else None,
        )


def profile(
    own: Poems,
    other: Poems | None,
    recognisers: Recognisers | None = None,
    feel: Feel | None = None,
    moods: tuple[str, ...] = (),
    names: tuple[str, str] = ("", ""),
    samples: int = SAMPLES,
    progress: Progress = silent,
) -> Profile:
    """Profile a collection.

    Args:
        own: the poems.
        other: poems to compare with; None takes what the style learnt from, or nothing.
        recognisers: of a style; without them no themes and eras.
        feel: says moods.
        moods: their names.
        names: of the two collections.
        samples: bootstrap samples.
        progress: told the fraction done.

    Raises:
        BadCorpus: there is no poem, or they are not Chinese.
    """
    refuse(own, names[0])
    if other is not None:
        refuse(other, names[1])
    census = Census.of(own.texts)
    lexicon = Words.of(census, least=max(3, min(40, len(census.ids) // 400_000)), bond=1.0)
    nodes, images = parts.images(census)
    phrases = parts.phrases(own)
    progress(0.1, "counting words")
    pairs = [(e.bond * e.count, (nodes[e.a], nodes[e.b])) for e in images.edges]
    known: dict[str, Any] = {"phrases": tuple(p for p, *_ in phrases[:PHRASES])}
    known |= {"pairs": tuple(pair for _, pair in sorted(pairs, reverse=True)[:PAIRS])}
    mine, rest = _bags(own, other, recognisers, known, within(progress, 0.1, 0.6))
    selection = select(mine, rest, samples, same=same) if rest is not None else _nothing()
    kept = (*selection.more(SHOWN), *selection.less(SHOWN))
    selection = replace(selection, findings=kept)
    progress(0.85, "reading themes and moods")
    some = parts.some(len(own))
    return Profile(
        name=names[0], against=names[1] if rest is not None else "",
        size=len(own), other_size=rest.size if rest is not None else 0,
        habits=_habits(mine.tally(), rest.tally() if isinstance(rest, Bags) else rest),
        selection=selection,
        examples=examples(kept, mine, own.texts, own.column("titles"), own.column("authors")),
        nodes=nodes, images=images, words=parts.words(census, lexicon), phrases=tuple(phrases[:40]),
        vocabulary=vocabulary(census, recognisers.tally if recognisers else None),
        themes=parts.themes(own, recognisers, some), era=parts.era(own, recognisers, some),
        named=parts.named(mine.tally()),
        moods=parts.moods(own, mine, feel, moods, some) if feel else None,
    )  # fmt: skip


def _bags(
    own: Poems,
    other: Poems | None,
    recognisers: Recognisers | None,
    known: Mapping[str, Any],
    progress: Progress,
) -> tuple[Bags, Bags | Tally | None]:
    """Features of both, counted alike."""
    if other is not None:
        both = bags_of((own + other).verse(**known), progress)
        ours = np.arange(both.size) < len(own)
        return both.some(ours), both.some(~ours)
    if recognisers is None:
        return bags_of(own.verse(), progress), None
    tally = recognisers.tally
    found = bags_of(own.verse(words=recognisers.words), progress)
    return found.aligned(tally.features), tally


def _rows(rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """Rows of JSON as tuples."""
    return tuple(tuple(row) for row in rows)


def _nothing() -> Selection:
    return Selection((), 0, 0, 0, False)


def _habits(here: Tally, rest: Tally | None) -> tuple[Habit, ...]:
    others = rest.shares if rest is not None else np.zeros(len(here.features))
    return tuple(
        Habit(f.kind, f.key, f.zh, f.en, round(float(share), 5), round(float(other), 5))
        for f, share, other in zip(here.features, here.shares, others, strict=True)
        if f.kind in HABITS and (share or other)
    )
