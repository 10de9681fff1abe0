"""A style of one's own, from twenty pieces or twenty thousand, on the style that ships.

Few pieces teach a low-rank adapter; thousands teach all weights. A fifth is held out, of a small
set several fifths in turn, to find how long to learn and whether it helped: where the held-out
pieces are not read better than by the base, the base's weights stay, and it says so. Beside the
weights a style keeps the person's manner (what they write more than anybody), the forms they use,
and fingerprints of their lines, so that nothing of theirs is copied either.

Everything is kept in a hidden folder until it is whole; the same call goes on where one stopped.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from sixing.corpus.report import Report
from sixing.features.fingerprints import Fingerprints
from sixing.features.manner import Manner, manner_of
from sixing.fitting.full import hanzi_mean, rhyme_counts
from sixing.fitting.pieces import Pieces, pieces_of
from sixing.making.make import odds
from sixing.media.poem import lessons as school
from sixing.media.poem.lessons import Lesson
from sixing.models import weights
from sixing.models.adapters import save
from sixing.models.adapters_torch import adapter_of, net_of
from sixing.models.reader import Document
from sixing.models.transformer_torch import Transformer
from sixing.progress import Progress, silent, within
from sixing.store import styles
from sixing.store.atomic import write_whole
from sixing.studio import Studio
from sixing.training import sequence
from sixing.training.tuning import Look, Tuned, Tuning, seconds_each, shorter, tune
from sixing.works import Style

WHOLE = 4000
"""Pieces from which all weights learn."""
TINY, REFIT = 100, 1000
"""Pieces below which several fifths are held out in turn, and below which all teach in the end."""
HELD, COUNTED = 200, 500
"""At most so many pieces are held out, and so many counted for the manner."""
BASE_PIECES = 20
"""What the base's habits count for, in pieces, beside the person's own."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is about to be done.

    Attributes:
        pieces: to learn from.
        seconds: on this computer as busy as it is now, measured on two steps.
        few: whether more pieces would teach more.
        report: what became of the collection, personal data in it named, when it was read.
    """

    pieces: int
    seconds: float
    few: bool
    report: Report | None = None


@dataclass(frozen=True)
class Tailored:
    """A style of one's own, as it was fitted.

    Attributes:
        base, own: nats per hanzi of held-out pieces, read by the base and after learning.
        better: whether the learnt weights are used; the base's are otherwise.
        steps: of learning.
    """

    style: Style
    pieces: Pieces
    base: float
    own: float
    better: bool
    steps: int


def tailor(
    source: Path,
    name: str,
    *,
    medium: str = "poem",
    told: Callable[[Forecast], None] = lambda _: None,
    progress: Progress = silent,
) -> Tailored:
    """Learns a person's style from a folder of their poems and installs it.

    Args:
        source: a folder or file of poems: txt, md, json, jsonl, csv.
        medium: what the pieces are; the style says so.
        told: hears the forecast before anything is learnt.

    Raises:
        BadInput: the name is taken, or no name.
        BadCorpus: the pieces are too few, in no known form, or not Chinese.
        StoreError: the style cannot be written.
    """
    styles.require_free(name)
    studio = Studio.open(styles.SHIPPED)
    pieces = pieces_of(source, studio.tokens, studio.space.image_words, within(progress, 0, 0.03))
    tuning = tuning_for(len(pieces.lessons))
    fitting = _Fitting(studio, pieces, tuning)
    told(Forecast(len(pieces.lessons), fitting.seconds(), pieces.few, pieces.report))
    with styles.fresh(name) as place:
        work = place / "work"
        fitting.take_up(work)
        curve = fitting.search(work, within(progress, 0.03, 0.6))
        best = min(curve, key=lambda point: point[1])
        files = fitting.finish(place, work, best[0], within(progress, 0.6, 0.95))
        _write(place, studio, pieces, files, _facts(pieces, medium, curve[0][1], best))
        shutil.rmtree(work)
    progress(1.0, "done 成")
    return Tailored(styles.find(name), pieces, curve[0][1], best[1], best[0] > 0, best[0])


def tuning_for(pieces: int) -> Tuning:
    """How so many pieces teach: small sets gently, or they would be learnt by heart.

    >>> tuning_for(20).rank, tuning_for(800).rank, tuning_for(20000).rank
    (4, 8, 0)
    """
    learnt = pieces * 4 // 5
    if pieces < TINY:
        return Tuning(rank=4, rows=4, rate=1e-3, steps=max(8, learnt * 7 // 4), looks=4, patience=4)
    if pieces < REFIT:
        return Tuning(rank=8, rows=8, rate=1e-3, steps=learnt * 5 // 8, looks=6, patience=2)
    if pieces < WHOLE:
        return Tuning(rank=16, rows=16, rate=1e-3, steps=learnt * 3 // 16, looks=8, patience=2)
    return Tuning(rank=0, rows=16, rate=1e-4, steps=learnt * 2 // 16, looks=8, patience=2)


class _Fitting:
    """Pieces on their way to a style."""

    def __init__(self, studio: Studio, pieces: Pieces, tuning: Tuning) -> None:
        self.studio, self.pieces, self.tuning = studio, pieces, tuning
        self.folds = 2 if len(pieces.lessons) < TINY else 1
        self.refits = len(pieces.lessons) < REFIT

    def seconds(self) -> float:
        """How long it will take, from the time of two steps."""
        documents = [self._document(one) for one in self.pieces.lessons[: self.tuning.rows]]
        each = seconds_each(self._net(), documents, self.tuning)
        learnt = self.tuning.steps * self.tuning.rows * (self.folds + self.refits)
        # reading without learning costs a third
        held = min(HELD, len(self.pieces.lessons) // 5) * (self.tuning.looks + 1) * self.folds
        counted = min(COUNTED, len(self.pieces.lessons))
        return each * (learnt + (held + counted) / 3)

    def take_up(self, work: Path) -> None:
        """Goes on with a working folder of the same pieces; another one is begun anew."""
        told = json.dumps([asdict(one) for one in self.pieces.lessons], ensure_ascii=False)
        key = sha256(f"{told} {self.tuning} {styles.VERSION}".encode()).hexdigest()
        noted = work / "of.txt"
        if work.exists() and (not noted.exists() or noted.read_text() != key):
            shutil.rmtree(work)
        work.mkdir(exist_ok=True)
        write_whole(noted, key.encode())

    def search(self, work: Path, progress: Progress) -> list[tuple[int, float]]:
        """How the held-out pieces are read after so many steps, a mean over the folds."""
        curves = []
        for fold in range(self.folds):
            done = work / f"fold-{fold}.json"
            if not done.exists():
                part = within(progress, fold / self.folds, (fold + 1) / self.folds)
                found = self._learn(fold, work / f"fold-{fold}", part)
                write_whole(done, json.dumps(found.curve).encode())
            curves.append(dict(json.loads(done.read_text())))
        shared = sorted(set.intersection(*(set(curve) for curve in curves)))
        return [(step, float(np.mean([curve[step] for curve in curves]))) for step in shared]

    def finish(self, place: Path, work: Path, steps: int, progress: Progress) -> list[str]:
        """Writes what was learnt; the names of the adapters, none where all weights learnt."""
        if not steps:
            return []
        if self.refits:
            everything = range(len(self.pieces.lessons))
            scaled = round(steps * len(everything) / max(1, len(self.pieces.split(0)[0])))
            plan = shorter(self.tuning, scaled)
            net = tune(
                self._net(), self._epochs(everything), plan,
                folder=work / "all", progress=progress,
            ).net  # fmt: skip
        else:
            net = self._learn(0, work / "fold-0", progress).net
        if not self.tuning.rank:
            arrays = {name: value.detach().numpy() for name, value in net.state_dict().items()}
            weights.save(arrays, place / "weights.safetensors")
            return []
        file = "fit.safetensors"
        save(adapter_of(net, facts={"learnt_from": "pieces", "steps": steps}), place / file)
        return [file]

    def _learn(self, fold: int, folder: Path, progress: Progress) -> Tuned:
        learnt, held = self.pieces.split(fold)
        return tune(
            self._net(), self._epochs(learnt), self.tuning,
            look=self._look(held[:HELD]), folder=folder, progress=progress,
        )  # fmt: skip

    def _net(self) -> Transformer:
        return net_of(self.studio.config, self.studio.weights)

    def _document(self, one: Lesson, chance: random.Random | None = None) -> Document:
        return school.document(self.studio.tokens, one, chance)

    def _epochs(self, numbers: Sequence[int]) -> Callable[[int], list[Document]]:
        """The pieces in another order each time, told now more, now less."""

        def epoch(number: int) -> list[Document]:
            chance = random.Random(f"{self.tuning.seed} {number}")
            order = chance.sample(list(numbers), len(numbers))
            return [self._document(self.pieces.lessons[i], chance) for i in order]

        return epoch

    def _look(self, numbers: Sequence[int]) -> Look:
        tokens = self.studio.tokens
        documents = [self._document(self.pieces.lessons[i]) for i in numbers]

        def look(net: Transformer) -> float:
            found = sequence.nats(net, documents)
            return float(np.mean([
                hanzi_mean(losses, ids[start:], tokens)
                for losses, (ids, start) in zip(found, documents, strict=True)
            ]))  # fmt: skip

        return look


def _write(
    place: Path,
    studio: Studio,
    pieces: Pieces,
    adapters: Sequence[str],
    facts: Mapping[str, object],
) -> None:
    lines = [line for one in pieces.lessons for line in one.lines]
    Fingerprints.of_lines(lines).save(place / "pieces.npy")
    manner_from(studio, pieces).save(place)
    told = {"base": styles.SHIPPED, "adapters": list(adapters)}
    styles.write_config(place, {**told, **facts, "rhymes": _rhymes(studio, pieces.lessons)})


def _facts(pieces: Pieces, medium: str, base: float, best: tuple[int, float]) -> dict[str, object]:
    steps, own = best
    text = "\n".join(line for one in pieces.lessons for line in one.lines)
    return {
        "medium": medium,
        "learnt_from": "pieces",
        "pieces": len(pieces.lessons),
        "content": sha256(text.encode()).hexdigest()[:12],
        "heldout": {
            "base": round(base, 4),
            "style": round(own, 4),
            "unit": "nats per hanzi",
            "kept": "style" if steps else "base",
            "steps": steps,
        },
    }


def manner_from(studio: Studio, pieces: Pieces) -> Manner:
    """Counts what the person writes against what the base expects at the same places."""
    chosen = random.Random(0).sample(range(len(pieces.lessons)), min(COUNTED, len(pieces.lessons)))
    lessons = [pieces.lessons[i] for i in chosen]
    expected, pairs = _expected(studio, lessons)
    forms = [pieces.forms[i] for i in range(len(pieces.forms)) if pieces.forms[i]]
    return manner_of([one.lines for one in lessons], expected, pairs, forms)


def _expected(
    studio: Studio, lessons: Sequence[Lesson]
) -> tuple[dict[str, float], dict[str, float]]:
    """How often the base expects each hanzi, and each pair that occurs, at the pieces' places."""
    tokens = studio.tokens
    names, hanzi = tokens.vocabulary, set(tokens.hanzi.values())
    singles = np.zeros(len(names))
    pairs: defaultdict[str, float] = defaultdict(float)
    written = {pair for one in lessons for line in one.lines for pair in _pairs(line)}
    followers = _followers(written)
    documents = [school.document(tokens, one) for one in lessons]
    for table, (ids, start) in zip(odds(studio.reference, documents), documents, strict=True):
        singles += table.sum(axis=0)
        for row, before in zip(table, ids[start - 1 : -1], strict=True):
            for after in followers.get(names[before], ()):
                if after in tokens.hanzi:
                    pairs[names[before] + after] += float(row[tokens.hanzi[after]])
    return {names[i]: float(singles[i]) for i in hanzi if singles[i] > 0}, dict(pairs)


def _pairs(line: str) -> list[str]:
    return [line[i : i + 2] for i in range(len(line) - 1)]


def _followers(pairs: set[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pair in sorted(pairs):
        found[pair[0]].append(pair[1])
    return dict(found)


def _rhymes(studio: Studio, lessons: Sequence[Lesson]) -> dict[str, dict[str, float]]:
    """The person's rhymes, and the base's as if of twenty pieces more."""
    kinds = {"pingshui": [o for o in lessons if not o.control.tune and o.conforms],
             "cilin": [o for o in lessons if o.control.tune]}  # fmt: skip
    return {
        name: _mixed(rhyme_counts(these)[name], len(these), studio.rhyme_shares(name))
        for name, these in kinds.items()
    }


def _mixed(own: Mapping[str, float], count: int, base: Mapping[str, float]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for shares, weight in ((own, count), (base, BASE_PIECES)):
        for group, share in shares.items():
            total[group] += share * weight / (count + BASE_PIECES)  # type: ignore[assignment]
    return {group: round(float(share), 5) for group, share in total.items()}
