"""Row 4, the critic's ladder: `python -m benchmarks.ladder LESSONS [SHARE]`.

LESSONS is the style's working folder (`valid.jsonl`, `test.jsonl`, `train.jsonl`). For prompts of
held-out human poems the engine's own thinking and sampling write a pool; each rung chooses from it,
and a critic trained anew on what the rung chose says how well it can be told from human poems
(`benchmarks.fresh`). Beside it stand distinct-2 and the nats of each hanzi under the shipped model.
The temperature frontier is the sampler alone from 0.7 to 1.1: what any change of temperature could
have bought (Caccia et al. 2020, "Language GANs falling short"). SHARE takes that part of the
prompts, for a quick look. Pools are kept in LESSONS/ladder.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks import fresh, pools
from benchmarks.fresh import Bench, Told
from benchmarks.pools import FORMS, Making, Pool, Prompt
from benchmarks.rungs import Chooser, Choosing
from benchmarks.tables import table, verdict
from benchmarks.variety import distinct
from sixing.judging.critic import Critic
from sixing.media.poem.lessons import Lesson
from sixing.models import adapters
from sixing.models.reader import Reader
from sixing.models.transformer import TransformerRunner
from sixing.studio import Studio
from sixing.works import Work

EACH = 60
"""Prompts of each form."""
FOLDS = 2
TEMPERATURES = (0.7, 0.8, 0.9, 1.0, 1.1)
SELF_PLAY, POLICY = "selfplay.safetensors", "policy.safetensors"
BEFORE, AFTER = "before: judges without a critic", "(a) critic in the place of fluency, saturating"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one system."""

    name: str
    told: Told
    variety: float
    nats: float


@dataclass
class Ladder:
    """Prompts, human poems and a bench, shared by all rungs.

    Attributes:
        tests: held-out human poems by form, in folds; learn: poems of the training split.
    """

    studio: Studio
    bench: Bench
    asked: list[Prompt]
    learn: fresh.ByForm
    tests: list[fresh.ByForm]
    folder: Path

    def pool(self, making: Making, studio: Studio | None = None) -> Pool:
        """What was written for the prompts."""
        return pools.pool(studio or self.studio, self.asked, making, self.folder)

    def row(self, name: str, pool: Pool, choose: Choosing) -> Row:
        """Chooses from a pool and has a fresh critic tell."""
        begun = time.process_time()
        chosen = [choose(p, made) for p, made in zip(self.asked, pool, strict=True)]
        folds = [self._fold(chosen, k) for k in range(FOLDS)]
        told = fresh.told(self.bench, folds, self.learn, self.tests)
        works = [work for one in chosen for work in one]
        nats = float(np.mean(self.studio.nats(works)))
        row = Row(name, told, distinct([work.content for work in works]), nats)
        print(line(row), f"<!-- {time.process_time() - begun:.0f} s -->", flush=True)
        return row

    def _fold(self, chosen: Sequence[Sequence[Work]], k: int) -> fresh.ByForm:
        found: dict[str, list[fresh.Lines]] = {form: [] for form in FORMS}
        for i, (prompt, works) in enumerate(zip(self.asked, chosen, strict=True)):
            if i % FOLDS == k:
                found[prompt.form] += [work.content for work in works]
        return found


def by_form(lessons: Sequence[Lesson]) -> dict[str, list[fresh.Lines]]:
    """The lines of lessons, by form."""
    return {form: [o.lines for o in lessons if o.control.form == form] for form in FORMS}


def open_ladder(lessons: Path, share: float, folder: Path) -> Ladder:
    """Reads what all rungs share."""
    studio = Studio.open("default")
    held = [
        one
        for split in ("valid", "test")
        for one in pools.strict_lessons(lessons, split, studio, folder)
    ]
    asked = pools.prompts(held, studio, dict.fromkeys(FORMS, round(EACH * share)), 2)
    # The critic that ships learns from the even ones.
    train = pools.strict_lessons(lessons, "train", studio, folder)[1::2]
    tests = [by_form(held[k::FOLDS]) for k in range(FOLDS)]
    bench = Bench(studio.config, studio.weights, studio.tokens)
    return Ladder(studio, bench, asked, by_form(train), tests, folder)


def adapted(studio: Studio, path: Path) -> Studio:
    """The same style with an adapter in its model."""
    other = Studio(studio.style)
    learnt = adapters.load(path).merged(studio.weights)
    other.runner = TransformerRunner(studio.config, learnt)
    return other


def critic_of(studio: Studio) -> Critic:
    """The critic that ships."""
    adapter = adapters.load(studio.path("critic.safetensors"))
    return Critic.of(Reader(studio.config, studio.weights, adapter), studio.tokens)


def frontier(ladder: Ladder, base: str) -> list[Row]:
    """The sampler alone at several temperatures."""
    raw = Chooser(ladder.studio).raw
    making = Making(base, rows=1, ideas=4)
    return [
        ladder.row(f"sampler alone, T = {t}", ladder.pool(replace(making, temperature=t)), raw)
        for t in TEMPERATURES
    ]


def rungs(ladder: Ladder, base: str) -> list[Row]:
    """What was chosen before, and each rung."""
    chooser = Chooser(ladder.studio, critic_of(ladder.studio))
    pool = ladder.pool(Making(base))
    rows = [
        ladder.row(BEFORE, pool, chooser.before),
        ladder.row("(a) reranked by the critic alone", pool, chooser.humanest),
        ladder.row("(b) critic as residual energy", pool, chooser.resampled),
        ladder.row(AFTER, pool, chooser.reranked),
    ]
    for name, file in (("(c) self-play", SELF_PLAY), ("control: policy gradient", POLICY)):
        path = ladder.folder / file
        if path.exists():
            making = Making(pools.name_of(path), rows=1)
            other = adapted(ladder.studio, path)
            rows.append(ladder.row(f"{name}, unchosen", ladder.pool(making, other), chooser.raw))
    return rows


def line(row: Row) -> str:
    """A row of the table."""
    t = row.told
    return (
        f"| {row.name} | {t.accuracy:.1%} ± {t.error:.1%} | {t.pairwise:.1%} | "
        f"{row.variety:.4f} | {row.nats:.3f} |"
    )


def above(row: Row, edge: Sequence[Row]) -> bool:
    """Whether no temperature is at once as various and as hard to tell."""
    return not any(e.variety >= row.variety and e.told.accuracy <= row.told.accuracy for e in edge)


def main(lessons: str, share: str = "1") -> int:
    """Climb, print, and hold the bars."""
    folder = Path(lessons) / "ladder"
    ladder = open_ladder(Path(lessons), float(share), folder)
    base = pools.name_of(ladder.studio.path("weights.safetensors"))
    people = [o.human.lines for o in ladder.asked]
    print(table(["system", "fresh critic", "pairwise", "distinct-2", "nats a hanzi"], []))
    rows = rungs(ladder, base)
    edge = frontier(ladder, base)
    print(f"\nHuman poems of the same prompts: distinct-2 {distinct(people):.4f}.")
    was, now = rows[0], rows[3]
    drop = was.told.accuracy - now.told.accuracy
    loss = 1 - now.variety / was.variety
    return verdict([
        ("≥ 10 points harder to tell", f"{100 * drop:.1f} points", drop >= 0.10),
        ("distinct-2 loss ≤ 2 %", f"{loss:.1%}", loss <= 0.02),
        ("above the temperature frontier", "", above(now, edge)),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
