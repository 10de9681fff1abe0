"""Teaches the recogniser of moods that ships: `moods.safetensors` of the classical style.

    python recipes/mood_reader.py CORPUS LABELS HAND OUT

An adapter and two heads on the style's language model learn from poems of the first half of the
training split, labelled by votes (`mood_labels.py`), in which the hand labels of that half are
repeated. Then the heads alone are fitted to the hand labels, held near what the votes taught; how
near is decided by hand labels that were kept out. Of the second half only the hand labels'
polarity is used: its moods belong to the recogniser that examines this one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from mood_labels import CLASSES, half, hand, kept_out, softmax
from numpy.typing import NDArray

from sixing.corpus import Corpus
from sixing.media.poem.tokens import PoemTokens
from sixing.models import adapters
from sixing.models.adapters import Adapter
from sixing.models.reader import Document, Reader
from sixing.patterns.moods import FILE, LEANING, document
from sixing.studio import Studio
from sixing.works.mood import MOODS, POLARITIES

Table = NDArray[Any]
EACH, REPEATS, LONGEST = 4000, 4, 96
SURE = 0.5
HEADS = {"moods": len(MOODS), "polarity": len(POLARITIES)}
RIDGES = (3.0, 10.0, 30.0, 100.0, 300.0)


def form_of(row: Mapping[str, str]) -> str:
    """The form's name as a reader is told it."""
    from sixing.media.poem.lessons import FORMS

    other = {"5": "五排", "7": "七排"}.get(row["shape"][:1], "")
    return "词" if row["tune"] else FORMS.get(row["shape"], other)


def spoken(tokens: PoemTokens, row: Mapping[str, str]) -> Document:
    """A corpus row as a reader reads it, cut where it is very long."""
    ids, start = document(tokens, form_of(row), row["lines"].split("\n"))
    return ids[:LONGEST], start


def taught(ids: Sequence[str], moods: Table, chance: random.Random) -> list[int]:
    """Poems of the first half, surely labelled, the same number of each mood and some of none."""
    mine = np.array([half(i) == 0 for i in ids])
    found: list[int] = []
    for k in range(len(CLASSES)):
        these = np.flatnonzero(mine & (moods.argmax(1) == k) & (moods[:, k] > SURE))
        found += chance.sample(these.tolist(), min(EACH, len(these)))
    return found


def six(moods: Table) -> Table:
    """Odds of moods with none, as odds of moods: none is every mood alike."""
    found: Table = moods[..., : len(MOODS)] + moods[..., len(MOODS) :] / len(MOODS)
    return found


def hand_targets(ids: Sequence[str], known: Mapping[str, tuple[int, int]]) -> dict[str, Table]:
    """What the hand labels teach: polarity always, the mood in the first half only."""
    mood = six(np.eye(len(CLASSES))[[known[i][1] for i in ids]])
    mood[[half(i) == 1 for i in ids]] = np.nan
    return {"moods": mood, "polarity": np.eye(len(POLARITIES))[[known[i][0] for i in ids]]}


def teach(
    studio: Studio,
    documents: Sequence[Document],
    targets: Mapping[str, Table],
    weights: Table,
    progress: Any,
) -> Adapter:
    """The adapter and its heads."""
    import torch

    from sixing.models.adapters_torch import net_of
    from sixing.training.reading import Reading, fit_reader

    torch.manual_seed(0)
    config, base = base_of(studio)
    net = net_of(config, base)
    return fit_reader(net, documents, targets, Reading(), weights=weights, progress=progress)


def base_of(studio: Studio) -> tuple[Any, dict[str, Any]]:
    """Shape and weights of the style's language model."""
    from sixing.models import weights
    from sixing.models.transformer import TransformerConfig

    config = TransformerConfig(**studio.style.config["model"])
    return config, weights.load(studio.style.folder / "weights.safetensors", config.shapes())


def refit(states: Table, target: Table, weight: Table, bias: Table, ridge: float) -> Any:
    """A head fitted to hand labels by gradient descent, held near the one it was.

    Returns:
        weight (classes, width) and bias (classes,).
    """
    near, x = np.c_[weight, bias], np.c_[states, np.ones(len(states))]
    now = ahead = near
    rate = 1 / (0.5 * np.linalg.norm(x, 2) ** 2 + ridge)
    for step in range(400):
        pull = (softmax(x @ ahead.T) - target).T @ x + ridge * (ahead - near)
        # A bias is free: it holds how common a class is, which the votes know least of.
        pull[:, -1] -= ridge * (ahead - near)[:, -1]
        fresh = ahead - rate * pull
        ahead, now = fresh + step / (step + 3) * (fresh - now), fresh
    return now[:, :-1].astype(np.float32), now[:, -1].astype(np.float32)


def calibrated(
    adapter: Adapter, states: Table, ids: Sequence[str], targets: Mapping[str, Table]
) -> tuple[Adapter, dict[str, Any]]:
    """Heads fitted to the hand labels, and the accuracy on those kept out."""
    out = np.array([kept_out(i) for i in ids])
    heads, said = dict(adapter.heads), {}
    for name, target in targets.items():
        known = ~np.isnan(target).any(1)
        sure = known & (target.max(1) > 0.5)
        first = heads[f"{name}.weight"], heads[f"{name}.bias"]

        def accuracy(head: Any, rows: Table = sure & out, target: Table = target) -> float:
            scores = states[rows] @ head[0].T + head[1]
            return float((scores.argmax(1) == target[rows].argmax(1)).mean())

        fits = {
            r: refit(states[known & ~out], target[known & ~out], *first, r) for r in RIDGES
        }
        found = {r: accuracy(head) for r, head in fits.items()}
        best = max(found, key=lambda r: (found[r], r))
        print(name, "votes alone", round(accuracy(first), 3), found)
        said[name] = round(found[best], 4)
        heads[f"{name}.weight"], heads[f"{name}.bias"] = refit(
            states[known], target[known], *first, best
        )
    return replace(adapter, heads=heads), said


def leaning(tokens: PoemTokens, rows: Sequence[Mapping[str, str]], moods: Table) -> Table:
    """Log-odds of every token under each mood against all moods, (moods, vocabulary), in nats.

    Counts are smoothed by a Dirichlet prior of the common shares (Monroe et al. 2008, "Fightin'
    Words"), so that a rare hanzi leans little.
    """
    counts = np.zeros((len(MOODS), len(tokens)))
    for row, share in zip(rows, moods, strict=True):
        spelt = {tokens.number[c] for c in row["lines"] if c in tokens.hanzi}
        counts[:, list(spelt)] += share[:, None]
    common = counts.sum(0) / counts.sum()
    smooth = counts + 200 * common
    smooth /= smooth.sum(1, keepdims=True)
    found = np.log(smooth / np.maximum(common, 1e-12))
    found[:, common == 0] = 0
    return found.astype(np.float32)


def main(corpus: str, labels: str, labelled: str, out: str) -> None:
    """Teaches, calibrates and writes."""
    chance, studio = random.Random(0), Studio.open("classical")
    tokens = studio.tokens
    stored = np.load(labels)
    ids, moods, polarity = stored["ids"].tolist(), stored["moods"], stored["polarities"]
    row_of = {row["id"]: row for row in Corpus.open(corpus).rows() if row["split"] == "train"}
    known = {i: v for i, v in hand(Path(labelled)).items() if i in row_of}
    chosen = [i for i in taught(ids, moods, chance) if ids[i] not in known]
    by_hand = [i for i in known if not kept_out(i)] * REPEATS
    documents = [spoken(tokens, row_of[i]) for i in [ids[i] for i in chosen] + by_hand]
    votes = {"moods": six(moods[chosen]), "polarity": polarity[chosen]}
    taught_by_hand = hand_targets(by_hand, known) if by_hand else {n: v[:0] for n, v in votes.items()}
    targets = {n: np.concatenate([votes[n], taught_by_hand[n]]) for n in votes}

    def progress(share: float, note: str) -> None:
        print(f"{share:.0%} {note}", flush=True)

    weights = np.array([1.0] * len(chosen) + [2.0] * len(by_hand))
    adapter = teach(studio, documents, targets, weights, progress)
    lean = leaning(tokens, [row_of[ids[i]] for i in chosen], six(moods[chosen]))
    adapter = replace(adapter, heads={**adapter.heads, LEANING: lean})
    facts: dict[str, Any] = {
        "heads": {"moods": MOODS, "polarity": POLARITIES},
        "learnt": {"by votes": len(chosen), "by hand": len(known)},
        "from": "poems of chinese-poetry, labelled for this project; no text is in this file",
    }
    if known:
        config, base = base_of(studio)
        spoken_known = [spoken(tokens, row_of[i]) for i in known]
        states = Reader(config, base, adapter).states(spoken_known)
        adapter, facts["kept out"] = calibrated(
            adapter, states, list(known), hand_targets(list(known), known)
        )
    path = Path(out)
    adapters.save(replace(adapter, facts=facts), path / FILE if path.is_dir() else path)


if __name__ == "__main__":
    main(*sys.argv[1:])
