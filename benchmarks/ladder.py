"""Row 4, the critic's ladder: `python -m benchmarks.ladder LESSONS [SHARE]`.

LESSONS is the style's working folder (`valid.jsonl`, `test.jsonl`, `train.jsonl`). For prompts of
held-out human poems the engine's own thinking and sampling write a pool; each rung chooses from it,
and a critic trained anew on what the rung chose says how well it can be told from human poems
(`benchmarks.fresh`). Beside it stand distinct-2 and the nats of each hanzi under the shipped model.
The temperature frontier is the sampler alone from 0.7 to 1.1: what any change of temperature could
have bought (Caccia et al. 2020, "Language GANs falling short"). SHARE takes that part of the
prompts, for a quick look. Pools, and what critics told, are kept in LESSONS/ladder. Run
`recipes.selfplay` first, for rung (c) and the control.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
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
from sixing.store.atomic import write_whole
from sixing.studio import Studio
from sixing.works import Work

EACH = 60
"""Prompts of each form."""
FOLDS = 2
TEMPERATURES = (0.7, 0.8, 0.9, 1.0, 1.1)
SELF_PLAY, POLICY = "selfplay.safetensors", "policy.safetensors"
BEFORE, SHIPPED = "before: judges without a critic", "as shipped"
EDGE = "sampler alone, T = "


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
        """Chooses from a pool and has a fresh critic tell, or what it told before of the same."""
        chosen = [choose(p, made) for p, made in zip(self.asked, pool, strict=True)]
        works = [work for one in chosen for work in one]
        said = [*(work.content for work in works), FOLDS, asdict(self.bench.learn)]
        key = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]
        path = self.folder / "told" / f"{key}.json"
        if not path.exists():
            folds = [self._fold(chosen, k) for k in range(FOLDS)]
            told = fresh.told(self.bench, folds, self.learn, self.tests)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, json.dumps(asdict(told)).encode())
        told = Told(**json.loads(path.read_text(encoding="utf-8")))
        nats = float(np.mean(self.studio.nats(works)))
        return Row(name, told, distinct([work.content for work in works]), nats)

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


System = tuple[Callable[[], Pool], Choosing]
"""Where the pool comes from, and how one chooses from it."""


def systems(ladder: Ladder) -> dict[str, System]:
    """All that is measured, by name."""
    chooser = Chooser(ladder.studio, critic_of(ladder.studio))
    base = pools.name_of(ladder.studio.path("weights.safetensors"))

    def pool(rows: int = 8, temperature: float = 0.9) -> Callable[[], Pool]:
        return lambda: ladder.pool(Making(base, rows, temperature=temperature))

    def other(file: str) -> Callable[[], Pool]:
        path = ladder.folder / file
        making = Making(pools.name_of(path) if path.exists() else "", 1)
        return lambda: ladder.pool(making, adapted(ladder.studio, path))

    found: dict[str, System] = {
        BEFORE: (pool(), chooser.before),
        "(a) critic in the place of fluency": (pool(), chooser.reranked),
        "(a) critic alone, the highest": (pool(), chooser.humanest),
        "(b) critic as residual energy": (pool(), chooser.resampled),
        "(b) energy, then theme alone and parallelism": (pool(), chooser.thinned),
        SHIPPED: (pool(), chooser.shipped),
        "(c) self-play, sampler alone": (other(SELF_PLAY), chooser.raw),
        "control: policy gradient, sampler alone": (other(POLICY), chooser.raw),
    }
    for t in TEMPERATURES:
        found[f"{EDGE}{t}"] = (pool(1, t), chooser.raw)
    return found


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


def main(lessons: str, share: str = "1", *only: str) -> int:
    """Climb, print, and hold the bars; with some names, measure these systems alone."""
    folder = Path(lessons) / "ladder"
    ladder = open_ladder(Path(lessons), float(share), folder)
    heads = ("system", "fresh critic", "pairwise", "distinct-2", "nats a hanzi")
    print(table(heads, []), flush=True)
    rows = {}
    for name, (pool, choose) in systems(ladder).items():
        if not only or any(part in name for part in only):
            rows[name] = ladder.row(name, pool(), choose)
            print(line(rows[name]), flush=True)
    people = [prompt.human.lines for prompt in ladder.asked]
    nats = np.mean(ladder.studio.nats([human(prompt) for prompt in ladder.asked]))
    print(f"| human poems, half as many | | | {distinct(people):.4f} | {nats:.3f} |")
    return 0 if only else bars(rows)


def human(prompt: Prompt) -> Work:
    """The human poem of a prompt as a work."""
    return Work("poem", prompt.brief.form or "", prompt.brief.theme, prompt.human.lines)


def bars(rows: Mapping[str, Row]) -> int:
    """Row 4 of the acceptance table."""
    was, now = rows[BEFORE], rows[SHIPPED]
    drop, loss = was.told.accuracy - now.told.accuracy, 1 - now.variety / was.variety
    edge = [row for name, row in rows.items() if name.startswith(EDGE)]
    nearest = min(edge, key=lambda e: abs(e.variety - now.variety))
    told = f"{now.told.accuracy:.1%} against {nearest.told.accuracy:.1%} at the same variety"
    return verdict([
        ("≥ 10 points harder to tell", f"{100 * drop:.1f} points", drop >= 0.10),
        ("distinct-2 loss ≤ 2 %", f"{loss:.1%}", loss <= 0.02),
        ("above the temperature frontier", told, above(now, edge)),
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
