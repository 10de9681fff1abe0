"""The loop, row 10, reasons and neighbours: `python -m benchmarks.explain CORPUS`.

Makes 50 poems and recomputes every judgement from the numbers in its own detail, by formulas
written here anew; then checks that its sentences are what `judging.wording` says of that detail.
Then finds for each poem the corpus lines nearest to each of its lines: cold (once), and warm.
Beside the clock stand seconds of processor, by which it is judged: they do not count what else the
machine does.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from math import exp
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

import sixing
from benchmarks.tables import table, verdict
from sixing.corpus import Corpus, Nearest
from sixing.judging.wording import reasons
from sixing.studio import Studio
from sixing.works import Candidate, Judgement

BRIEFS: tuple[dict[str, Any], ...] = (
    {"form": "七绝", "theme": "秋思", "seed": 1},
    {"form": "五律", "theme": "送友人", "seed": 2},
    {"form": "七律", "theme": "登高", "seed": 3},
    {"form": "五绝", "theme": "山居", "emotion": "闲适", "seed": 4},
    {"form": "浣溪沙", "theme": "春晚", "seed": 5},
)
EACH = 10
NEAR = 0.0011  # numbers in a detail are rounded to three places
BAR = 50.0  # milliseconds a work

Detail = Mapping[str, Any]


class Formulas:
    """What each judge's score is of the numbers in its detail; (score, passed) expected."""

    def __init__(self, studio: Studio) -> None:
        self._usual = studio.fact("fluency")
        self._calibration = studio.critic.facts["calibration"]

    def of(self, said: Judgement, made: Candidate) -> tuple[float, bool] | None:
        """The score and whether it passes; None for a judge not known here."""
        formula: Callable[[Detail, Candidate], tuple[float, bool]] | None
        formula = getattr(self, f"_{said.judge}", None)
        return formula(said.detail, made) if formula else None

    def _form(self, detail: Detail, _: Candidate) -> tuple[float, bool]:
        broken = len(detail["grave"])
        return max(0.0, 1 - broken / 4), not broken

    def _fluency(self, detail: Detail, made: Candidate) -> tuple[float, bool]:
        marks = self._usual.get(made.work.form.partition("·")[0])
        marks = marks if marks is not None else np.mean([*self._usual.values()], axis=0)
        share = float(np.interp(detail["nats"], marks, np.linspace(0.01, 0.99, len(marks))))
        assert abs(1 - share - detail["above"]) < 0.01, "nats and percentile disagree"
        return detail["above"], True

    def _critic(self, detail: Detail, made: Candidate) -> tuple[float, bool]:
        slope, offset = self._calibration[made.work.form.partition("·")[0]]
        human = 1 / (1 + exp(-(slope * detail["score"] + offset)))
        assert abs(human - detail["human"]) < 0.01, "score and probability disagree"
        return min(1.0, detail["above"] / 0.5), True

    def _theme(self, detail: Detail, _: Candidate) -> tuple[float, bool]:
        return detail["relevance"], True

    def _emotion(self, detail: Detail, _: Candidate) -> tuple[float, bool]:
        whole = detail["moods"].get(detail["asked"], max(detail["moods"].values()))
        if not detail.get("arc"):
            return whole, True
        lines = float(np.mean([kept for _, kept in detail["arc"]]))
        return (lines + whole) / 2 if detail["asked"] else lines, True

    def _originality(self, detail: Detail, made: Candidate) -> tuple[float, bool]:
        grams = sum(max(0, len(line) - 4) for line in made.lines)
        shared = sum(len(run) - 4 for _, _, run in detail["runs"]) / max(1, grams)
        return 1 - shared, not detail["runs"]

    def _parallelism(self, detail: Detail, _: Candidate) -> tuple[float, bool]:
        return float(np.mean([share for _, share in detail["couplets"]])), True

    def _safety(self, detail: Detail, _: Candidate) -> tuple[float, bool]:
        return float(not detail["hits"]), not (detail["hits"] and detail["policy"] == "block")

    def _choice(self, detail: Detail, made: Candidate) -> tuple[float, bool]:
        heard = detail["weights"]
        said = [(heard[one.judge], one.score) for one in made.judgements if one.judge in heard]
        mean = sum(weight * score for weight, score in said) / sum(weight for weight, _ in said)
        assert abs(mean - detail["quality"]) < NEAR, "scores and quality disagree"
        return mean, detail["rank"] > 0


def traced(made: list[Candidate], studio: Studio) -> tuple[list[list[object]], int, int]:
    """Rows of judges with how many judgements agree, and the two sums."""
    formulas, right, every = (
        Formulas(studio),
        defaultdict[str, int](int),
        defaultdict[str, int](int),
    )
    for one in made:
        for said in one.judgements:
            every[said.judge] += 1
            expected = formulas.of(said, one)
            told = said.reasons == reasons(said.judge, said.detail)
            near = NEAR * (2 if said.judge == "critic" else 1)
            kept = expected is not None and abs(said.score - expected[0]) <= near
            right[said.judge] += kept and said.passed == expected[1] and told
    rows = [[judge, every[judge], right[judge], HOW.get(judge, "—")] for judge in every]
    return rows, sum(right.values()), sum(every.values())


HOW = {
    "form": "1 − ¼ a grave fault, by its places",
    "fluency": "share of human percentiles above its nats",
    "critic": "score → calibrated chance; share of human works below, over one half",
    "theme": "the odds themselves",
    "emotion": "the probability of the mood asked for; of an arc the mean of its lines",
    "originality": "1 − 5-grams in the runs named, over all",
    "parallelism": "mean of the couplets",
    "safety": "1 without hits",
    "choice": "weighted mean of the judges' scores",
}


def neighbours(made: list[Candidate], folder: Path) -> tuple[list[list[object]], float]:
    """Times of opening and of finding, and the 95th percentile of warm works."""
    corpus = Corpus.open(folder)
    clock, processor = perf_counter(), process_time()
    nearest = Nearest(corpus)
    rows: list[list[object]] = [
        ["open", f"{perf_counter() - clock:.1f} s", "", f"{process_time() - processor:.1f} s", ""]
    ]
    for name in ("cold", "warm"):
        times = np.array([_time(one, nearest) for one in made]) * 1000
        middle, late = np.percentile(times, 50, axis=0), np.percentile(times, 95, axis=0)
        rows.append(
            [name, *(f"{ms:.0f} ms" for pair in zip(middle, late, strict=True) for ms in pair)]
        )
    return rows, float(late[1])


def _time(one: Candidate, nearest: Nearest) -> tuple[float, float]:
    clock, processor = perf_counter(), process_time()
    found = [nearest.lines(line, 1) for line in one.lines]
    assert all(found), "a line without any neighbour"
    return perf_counter() - clock, process_time() - processor


def main(folder: Path) -> int:
    """Print the tables; the exit status."""
    made = [one for brief in BRIEFS for one in sixing.create("poem", n=EACH, **brief)]
    rows, right, every = traced(made, Studio.open("default"))
    print(f"{len(made)} poems made.\n")
    print(table(["judge", "judgements", "recomputed", "from its detail"], rows))
    times, late = neighbours(made, folder)
    print("\nThe nearest corpus line of every line of a work:\n")
    print(table(["", "median", "95th percentile", "median, processor", "95th, processor"], times))
    return verdict(
        [
            (
                "every judgement recomputed from its detail, its sentences with it",
                f"{right} of {every}",
                right == every,
            ),
            (
                f"nearest pieces in ≤ {BAR:.0f} ms of processor a work, 95th percentile",
                f"{late:.0f} ms",
                late <= BAR,
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
