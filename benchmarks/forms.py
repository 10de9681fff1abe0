"""Every poem made keeps its form: all forms of shi with every opening, and a hundred tunes.

    python -m benchmarks.forms [-n POEMS] [--ci POEMS] [--processes 2]

Poems come from the engine's own thinking and making, before any judge could drop one, on themes
drawn at random. The checker, which knows nothing of the sampler, reads each under the strict
policy. Making has one way only: a row without a next token raises, which counts as a dead end.
Row 3 of the acceptance table.
"""

from __future__ import annotations

import os
import random
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

from benchmarks.tables import table, verdict
from sixing.engine import TEMPERATURE, open_task, plan_of, thinking, work_of
from sixing.errors import SixingError
from sixing.making.make import make
from sixing.media.poem import tunes
from sixing.media.poem.check import check
from sixing.media.poem.pattern import shi_patterns
from sixing.studio import Studio
from sixing.works import Brief

SHI = ("五绝", "七绝", "五律", "七律", "五排", "七排")
#: Rows of each idea; the engine thinks of four ideas for a brief of one work.
ROWS, CI_ROWS = 16, 2
IDEAS = 4
STYLE = "default"


@dataclass(frozen=True)
class Job:
    """One brief to carry out, and how many rows of each idea."""

    kind: str
    form: str
    theme: str
    seed: int
    rows: int


@dataclass(frozen=True)
class Outcome:
    """What became of a job: poems made, those with grave faults, the first such fault."""

    kind: str
    form: str
    made: int
    broken: int
    dead_ends: int
    told: str = ""


@cache
def studio() -> Studio:
    """The style, opened once in each process."""
    return Studio.open(STYLE)


def carry_out(job: Job) -> Outcome:
    """Thinks, makes and checks."""
    brief = Brief("poem", form=job.form, theme=job.theme, seed=job.seed, count=1)
    task = open_task(brief, studio())
    thoughts = thinking(task)
    plans = [plan_of(task, thought, job.rows) for thought in thoughts]
    sampler = studio().sampler()
    try:
        samples = make(sampler, plans, job.seed, TEMPERATURE)
    except SixingError as fault:
        return Outcome(job.kind, job.form, 0, 0, max(1, sampler.clock.dead_ends), str(fault))
    works = [work_of(task, thoughts[sample.plan], sample) for sample in samples]
    broken = [
        f"{work.form}: {' '.join(work.content)}: {report.grave[0].message}"
        for work in works
        if (report := check(work.content, work.form, task.asked.book.name, "strict")).broken
    ]
    return Outcome(job.kind, job.form, len(works), len(broken), 0, "".join(broken[:1]))


def jobs(shi: int, ci: int) -> Iterator[Job]:
    """Enough briefs for so many poems, the forms by turns, a theme drawn for each."""
    words = studio().space.lexicon.words
    chance = random.Random(3)
    names = [(form, p.name) for form in SHI for p in shi_patterns(form)]
    rows = min(ROWS, max(1, shi // (len(names) * IDEAS)))
    for _ in range(-(-shi // (len(names) * IDEAS * rows))):
        for kind, name in names:
            yield Job(kind, name, chance.choice(words), chance.getrandbits(31), rows)
    for tune in tunes.names()[: max(100, -(-ci // (IDEAS * CI_ROWS)))] if ci else ():
        form = chance.choice(tunes.forms(tune)).full_name
        yield Job("词", form, chance.choice(words), chance.getrandbits(31), CI_ROWS)


def report(found: list[Outcome], seconds: float) -> int:
    """Prints the table; the exit status."""
    parts: dict[str, list[Outcome]] = defaultdict(list)
    for one in found:
        parts[one.kind].append(one)
    rows = []
    for kind, these in parts.items():
        made, broken = sum(o.made for o in these), sum(o.broken for o in these)
        forms = len({o.form for o in these})
        rows.append((kind, forms, len(these), f"{made:,}", f"{made - broken:,}",
                     sum(o.dead_ends for o in these)))  # fmt: skip
    print(
        table(["form", "openings or tunes", "themes", "poems", "pass strictly", "dead ends"], rows)
    )
    print(
        f"\n{seconds:.0f} s in all. Making has no fallback: a row that could not go on would raise."
    )
    for told in [o.told for o in found if o.told][:5]:
        print(f"- {told}")
    made, broken = sum(o.made for o in found), sum(o.broken for o in found)
    dead = sum(o.dead_ends for o in found)
    return verdict([
        ("100 % pass `check` in strict mode", f"{made - broken:,} of {made:,}", broken == 0),
        ("0 dead ends", str(dead), dead == 0),
    ])  # fmt: skip


def main() -> int:
    """Make, check, and print the table."""
    parser = ArgumentParser(description="every poem keeps its form")
    parser.add_argument("-n", type=int, default=10_000, help="poems of shi")
    parser.add_argument("--ci", type=int, default=1_000, help="poems of ci")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # read by the processes that follow: one thread each
    begun = time.monotonic()
    with get_context("spawn").Pool(asked.processes) as pool:
        found = pool.map(carry_out, jobs(asked.n, asked.ci), chunksize=1)
    return report(found, time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main())
