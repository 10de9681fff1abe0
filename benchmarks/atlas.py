"""Row 7, a map against the best of as many: `python -m benchmarks.atlas [THEMES]`.

For each theme the map makes so many works in rounds that aim at empty cells; best-of-N makes as
many from the brief alone, as `sixing create` does, and keeps the best by the same quality, as many
as the map has cells. A work is useful when every judge passes it, it is at least as fluent as the
middling human poem (and the critic, when there is one, does not find it stranger than nine human
poems in ten) and rather has the theme than not. Of useful works those are distinct that lie in
different cells (family of images × mood). Cells are what the map is filled by, so a measure that
it does not see stands beside: works of which no two are nearer to each other than those of two
human poems picked at random usually are (cosine in the theme space, their 75th percentile).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.tables import table, verdict
from sixing import engine, exploring
from sixing.judging import quality
from sixing.studio import Studio
from sixing.works import Brief, Candidate

THEMES = ("秋思", "春游", "江上", "怀古", "雪夜", "送别", "山居", "rain at night")
FLUENT, ABOUT = 0.5, 0.5
BAR = 2.0


def useful(one: Candidate) -> bool:
    """Whether a person could use the work as it is."""
    said = {judgement.judge: judgement for judgement in one.judgements}
    return (
        all(judgement.passed for judgement in one.judgements)
        and said["fluency"].score >= FLUENT
        and said["theme"].score >= ABOUT
    )


def best_of(task: engine.Task, samples: int, keep: int) -> list[Candidate]:
    """As many works as the map makes, the best of them by quality."""
    thoughts = engine.thinking(task, engine.MOST_IDEAS)
    made = engine.making(task, thoughts, samples // len(thoughts))
    judged = engine.judging(task, list(made))
    passed = [one for one in judged if all(said.passed for said in one.judgements)]
    return sorted(passed, key=quality, reverse=True)[:keep]


def cells(works: Sequence[Candidate], studio: Studio) -> int:
    """In how many different cells works lie."""
    return len(set(exploring.cells(works, studio))) if works else 0


def apart(works: Sequence[Candidate], studio: Studio, usual: float) -> int:
    """How many works are further from all that were counted before them than usual."""
    kept: list[Any] = []
    for one in works:
        place = studio.space.embed_poem(one.lines)
        if all(float(place @ other) < usual for other in kept):
            kept.append(place)
    return len(kept)


def usual_nearness(works: Sequence[Candidate], studio: Studio) -> float:
    """The 75th percentile of cosines between works on different themes."""
    places = np.stack([studio.space.embed_poem(one.lines) for one in works])
    return float(np.percentile((places @ places.T)[np.triu_indices(len(places), 1)], 75))


def main(count: int = len(THEMES), samples: int = exploring.SAMPLES) -> int:
    """Print the table; 1 when the bar is missed."""
    studio = Studio.open("classical")
    found = []
    for number, theme in enumerate(THEMES[:count]):
        task = engine.open_task(Brief("poem", form="七绝", theme=theme, seed=100 + number), studio)
        archive = exploring.explore(replace(task.brief), studio=studio, samples=samples)
        mapped = [one for one, _ in archive.best().values()]
        size = len(archive.rows) * len(archive.columns)
        found.append((theme, mapped, best_of(task, samples, size)))
    usual = usual_nearness([works[0] for _, *both in found for works in both if works], studio)
    rows, sums = [], np.zeros(4)
    for theme, mapped, best in found:
        mine, theirs = ([one for one in works if useful(one)] for works in (mapped, best))
        figures = [f(works) for f in (
            lambda works: cells(works, studio), lambda works: apart(works, studio, usual)
        ) for works in (mine, theirs)]  # fmt: skip
        sums += figures
        rows.append((theme, len(mapped), len(mine), len(theirs), *figures))
    heads = ("theme", "cells filled", "useful on the map", "useful of best-of-N",
             "distinct cells, map", "best-of-N", "far apart, map", "best-of-N")  # fmt: skip
    print(f"{samples} works made for each side and theme.\n")
    print(table(heads, rows))
    ratio, other = sums[0] / max(1, sums[1]), sums[2] / max(1, sums[3])
    return verdict(
        [
            ("distinct useful poems, map to best-of-N: ≥ 2 ×", f"{ratio:.1f} ×", ratio >= BAR),
            ("the same by a measure the map does not see", f"{other:.1f} ×", other >= 1),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in sys.argv[1:])))
