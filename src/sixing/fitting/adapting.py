"""A style moved towards what a person prefers, measured on themes it never saw, and undoable.

The pairs that the person compared teach, and, because they are few, pairs of the style's own
drafts that the person's taste tells apart with confidence. The loss is that of direct preference
optimisation on a low-rank adapter (Rafailov et al. 2023), and the way from the old style is bounded
in nats. Then old and new write on other themes: where the taste does not prefer the new, or it has
lost its fluency, nothing is installed.

The taste that labels the drafts also measures them; what is independent is said beside: the share
of held-out verdicts that the new weights agree with. It does not know how works are made:
`Draft` is given.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from sixing.errors import BadInput, BadWork
from sixing.feedback.recall import Memory
from sixing.models.adapters import Adapter, save
from sixing.models.adapters_torch import net_of
from sixing.models.reader import Document
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.studio import Studio
from sixing.training.preference import Pair, Preferring, fit_preferences, measure
from sixing.works import Brief, Style, Work

FEWEST = 30
"""Verdicts before which a style does not move."""
THEMES, UNSEEN = 40, 48
"""Themes on which drafts teach, and others on which the old and the new style are compared."""
ROWS, ROWS_UNSEEN = 16, 8
"""Drafts for each of them."""
SURE = 0.75
"""How probable the taste must find its own preference for a pair of drafts to teach."""
EACH = 4
"""Pairs that the drafts on one theme give at most."""
LIMIT = 0.2
"""Largest mean KL divergence from the old style, nats a token."""
ENOUGH = 0.55
"""Share of unseen themes' drafts that the taste must prefer."""
DULLER = 0.25
"""Nats per hanzi, by the base, that the new drafts may lose on the old."""

Floats = NDArray[np.float64]
Draft = Callable[[Studio, Brief, int], Sequence[Work]]
"""Makes so many rows for a brief with a style, unchosen."""


@dataclass(frozen=True, slots=True)
class Adapted:
    """What became of an adaptation.

    Attributes:
        installed: whether the style is a new version now.
        wins: how often the taste prefers a new draft to an old one, on `briefs` unseen themes.
        kl: nats a poem from the old style.
        nats: per hanzi of old and of new drafts, read by the base.
        agreed: held-out verdicts that the new weights agree with, of `held`.
        pairs: that taught: the person's own, and of drafts.
        style: as it is now.
    """

    installed: bool
    wins: float
    briefs: int
    kl: float
    nats: tuple[float, float]
    agreed: int
    held: int
    pairs: tuple[int, int]
    style: Style


def adapt(
    name: str,
    memory: Memory,
    works: Sequence[Work],
    draft: Draft,
    *,
    without: Sequence[str] = (),
    seed: int = 0,
    progress: Progress = silent,
) -> Adapted:
    """Moves a style to a person's taste, if that makes it better.

    Args:
        name: ``default`` or a style of one's own.
        memory: the person's taste and verdicts.
        works: the works that were compared.
        draft: makes works.
        without: themes to leave alone.

    Raises:
        BadInput: too few verdicts, verdicts that tell nothing, or the shipped style.
        BadStyle: there is no such style.
    """
    _require(name, memory)
    studio = Studio(styles.find(name))
    known = {work.id: work for work in works}
    task = _Task(studio, memory, known, draft, frozenset(without), seed)
    own, held = task.own_pairs()
    drawn = task.drawn_pairs(within(progress, 0.0, 0.25))
    if not own and not drawn:
        raise _says_nothing()
    net = net_of(studio.config, studio.learnt)
    pairs = [*own, *drawn]
    learn = Preferring(
        rank=8, pairs=8, rate=1e-3, beta=0.1, limit=LIMIT,
        epochs=max(1.0, min(3.0, 480 / len(pairs))), seed=seed,
    )  # fmt: skip
    adapter, stats = fit_preferences(net, pairs, learn, progress=within(progress, 0.25, 0.7))
    agreed = round(measure(net, held, learn.beta).agreement * len(held)) if held else 0
    new = Studio(studio.style)
    new.learnt = adapter.merged(studio.learnt)
    wins, nats = task.compare(new, within(progress, 0.7, 1.0))
    length = float(np.mean([len(ids) - start for pair in pairs for ids, start in pair]))
    better = wins >= ENOUGH and nats[1] <= nats[0] + DULLER
    found = Adapted(
        better, wins, UNSEEN, stats.kl * length, nats, agreed, len(held),
        (len(own), len(drawn)), studio.style,
    )  # fmt: skip
    progress(1.0, "done 成")
    return _install(name, adapter, found) if better else found


def _require(name: str, memory: Memory) -> None:
    if name == styles.SHIPPED:
        raise BadInput(
            "the style that ships does not change: adapt default, or a style of your own",
            zh="自带的风格不改动：请对 default 或自己的风格进行",
        )
    count = memory.taste.verdicts
    if count < FEWEST:
        raise BadInput(
            f"{count} verdicts so far; a style moves from {FEWEST} on: go on with "
            "`sixing compare` or `sixing rate`",
            zh=f"目前有 {count} 次品评；满 {FEWEST} 次才调整风格：请继续 `sixing compare` 或 "
            "`sixing rate`",
        )
    if memory.taste.weight <= 0:
        raise _says_nothing()


def _says_nothing() -> BadInput:
    return BadInput(
        "your verdicts do not say yet what you prefer: none can be foretold from the others. "
        "Compare more works that differ",
        zh="目前的品评还看不出偏好：彼此无法互推。请再比较一些差别较大的作品",
    )


@dataclass(frozen=True)
class _Task:
    """One adaptation: the old style, the taste, and what drafts."""

    studio: Studio
    memory: Memory
    works: dict[str, Work]
    draft: Draft
    without: frozenset[str]
    seed: int

    def own_pairs(self) -> tuple[list[Pair], list[Pair]]:
        """The person's own pairs, and a fifth of them held out."""
        answers = [one for one in self.memory.taste.answers if one.share > 0.5]
        pairs = []
        for one in answers:
            try:
                pairs.append((self._document(one.better), self._document(one.other)))
            except (BadWork, KeyError):  # a work of other hanzi, or one that is gone
                continue
        random.Random(self.seed).shuffle(pairs)
        cut = len(pairs) // 5
        return pairs[cut:], pairs[:cut]

    def drawn_pairs(self, progress: Progress) -> list[Pair]:
        """Pairs of drafts on one theme that the taste tells apart with confidence."""
        found = []
        for number, brief in enumerate(self._briefs(0, THEMES)):
            progress(number / THEMES, "drafting 试作")
            works = list(self.draft(self.studio, brief, ROWS))
            found += [(self._spell(a), self._spell(b)) for a, b in self._told_apart(works)]
        return found

    def compare(self, new: Studio, progress: Progress) -> tuple[float, tuple[float, float]]:
        """How often the taste prefers the new on unseen themes, and both styles' nats."""
        wins, old_works, new_works = [], [], []
        for number, brief in enumerate(self._briefs(THEMES, UNSEEN)):
            progress(number / UNSEEN, "comparing 比较")
            old = list(self.draft(self.studio, brief, ROWS_UNSEEN))
            fresh = list(self.draft(new, brief, ROWS_UNSEEN))
            gains = self._liked(fresh)[:, None] - self._liked(old)[None, :]
            wins.append(float(np.mean(gains > 0) + np.mean(gains == 0) / 2))
            old_works += old[:2]
            new_works += fresh[:2]
        nats = [float(np.mean(self.studio.nats(these))) for these in (old_works, new_works)]
        return float(np.mean(wins)), (nats[0], nats[1])

    def _told_apart(self, works: Sequence[Work]) -> list[tuple[Work, Work]]:
        order = np.argsort(-self._liked(works), kind="stable")
        ends = [(order[i], order[-1 - i]) for i in range(min(EACH, len(order) // 2))]
        if not ends:
            return []
        traits = self._traits(works)
        differences = np.stack([traits[a] - traits[b] for a, b in ends])
        sure = self.memory.taste.preference.probability(differences) >= SURE
        return [(works[a], works[b]) for (a, b), one in zip(ends, sure, strict=True) if one]

    def _liked(self, works: Sequence[Work]) -> Floats:
        liked: Floats = self._traits(works) @ self.memory.taste.preference.mean
        return liked

    def _traits(self, works: Sequence[Work]) -> Floats:
        return self.memory.measured.measure(works)

    def _briefs(self, first: int, count: int) -> list[Brief]:
        """Briefs of their own themes, in the forms of the works that were compared."""
        chance = random.Random(f"themes {self.seed}")
        known = [word for word in self.studio.space.image_words if word not in self.without]
        words = chance.sample(known, THEMES + UNSEEN)
        forms = Counter(work.form.partition("·")[0] for work in self.works.values())
        drawn = chance.choices([*forms], weights=[*forms.values()], k=THEMES + UNSEEN)
        return [
            Brief("poem", form=drawn[i], theme=words[i], style=self.studio.style.name, seed=i)
            for i in range(first, first + count)
        ]

    def _document(self, work: str) -> Document:
        return self._spell(self.works[work])

    def _spell(self, work: Work) -> Document:
        ids = self.studio.medium.encode(work).ids
        return list(ids), ids.index(self.studio.tokens.number["<body>"]) + 1


def _install(name: str, adapter: Adapter, found: Adapted) -> Adapted:
    figures = {
        "wins": round(found.wins, 3),
        "briefs": found.briefs,
        "kl": round(found.kl, 3),
        "agreed": [found.agreed, found.held],
        "pairs": list(found.pairs),
    }
    with TemporaryDirectory(prefix="sixing-adapter-") as place:
        path = Path(place) / "adapter.safetensors"
        save(adapter, path)
        style = styles.change(
            name, path.read_bytes(), {"learnt_from": "verdicts", "adapted": figures}
        )
    return replace(found, style=style)
