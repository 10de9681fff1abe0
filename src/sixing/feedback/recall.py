"""What is remembered of a person: their taste, as the store holds it, and the works around it.

The one place where feedback meets a medium: which traits its works have. Reading only; a store that
is not there remembers nothing.

>>> from tempfile import TemporaryDirectory
>>> from pathlib import Path
>>> with TemporaryDirectory() as folder, Store.at(Path(folder), reading=True) as store:
...     recall(store).taste.ready
False
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sixing.feedback.asking import next_pair
from sixing.feedback.taste import Measured, Taste, TasteJudge, learn
from sixing.store.database import Store
from sixing.works import Candidate, Work

RECENT = 200
"""The latest works, among which pairs are asked and against which works are judged."""


@dataclass(frozen=True)
class Memory:
    """What is remembered.

    Attributes:
        taste: what was learnt from every verdict on works of the medium.
        measured: the medium's traits.
        recent: the latest works, newest first.
        asked: pairs of ids that were compared already, in whatever way.
    """

    taste: Taste
    measured: Measured
    recent: tuple[Candidate, ...]
    asked: frozenset[frozenset[str]]

    def judge(self) -> TasteJudge:
        """The judge by this taste; it is silent before there are enough verdicts."""
        return TasteJudge(self.taste, self.measured, [one.work for one in self.recent])

    def question(self) -> tuple[Candidate, Candidate] | None:
        """The two recent works whose comparison would teach most; None when there are none."""
        number = {one.id: row for row, one in enumerate(self.recent)}
        asked = [
            frozenset(number[work] for work in pair) for pair in self.asked if pair <= number.keys()
        ]
        works = [one.work for one in self.recent]
        kinds = [work.form.partition("·")[0] for work in works]
        if len(works) < 2:
            return None
        traits = self.measured.measure(works)
        found = next_pair(self.taste.preference, traits, asked, kinds)
        return (self.recent[found[0]], self.recent[found[1]]) if found else None


def recall(store: Store, medium: str = "poem") -> Memory:
    """Learn anew from all that was said; a tenth of a second at hundreds of verdicts."""
    said = [one.verdict for one in store.said()]
    found = store.find({work for verdict in said for work in (*verdict.works, *verdict.among)})
    works = {one.id: one.work for one in found.values() if one.work.medium == medium}
    others = found.keys() - works.keys()
    verdicts = [verdict for verdict in said if not others.intersection(verdict.works)]
    measured = MEASURED[medium]()
    taste = learn(verdicts, works, measured)
    recent = tuple(store.latest(RECENT, medium=medium))
    asked = frozenset(frozenset((one.better, one.other)) for one in taste.answers)
    return Memory(taste, measured, recent, asked)


def poem_traits() -> Measured:
    """The traits of poems."""
    from sixing.media.poem.prosody import simplify
    from sixing.media.poem.traits import TRAITS, Floats, measure

    def measured(works: Sequence[Work]) -> Floats:
        return measure([["".join(map(simplify, line)) for line in work.content] for work in works])

    return Measured(TRAITS, measured)


def music_traits() -> Measured:
    """The traits of music."""
    from sixing.media.music.spelling import read
    from sixing.media.music.traits import TRAITS, Floats, measure

    def measured(works: Sequence[Work]) -> Floats:
        return measure([read(work.content) for work in works])

    return Measured(TRAITS, measured)


def picture_traits() -> Measured:
    """The traits of pictures."""
    from sixing.media.picture.measures import TRAITS, Floats, measure
    from sixing.media.picture.show import picture_of

    def measured(works: Sequence[Work]) -> Floats:
        return measure([picture_of(work, 128) for work in works])

    return Measured(TRAITS, measured)


MEASURED: dict[str, Callable[[], Measured]] = {
    "poem": poem_traits, "music": music_traits, "picture": picture_traits,
}  # fmt: skip
"""What measures the traits of each medium's works."""
