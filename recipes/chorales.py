"""Trains the net of chorales that ships: `python -m recipes.chorales Jsb16thSeparated.json.gz OUT`.

Learns from music21's four-part Bach and from the training split of the JSB chorales. music21's
Bach holds the validation and test pieces too: a piece is left out when it shares three tenths or
more of any of theirs, four beats of four voices at a time, in whatever key; so is what music21 has
twice. music21 knows bars, repeated notes and fermatas; of JSB pieces that it does not have, nobody
says which notes begin, and the net is told so.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import logging
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from sixing.media.music.table import FACTS, LEVELS, LOWEST
from sixing.models import weights
from sixing.models.anyorder import AnyOrderConfig
from sixing.models.anyorder_torch import AnyOrder
from sixing.training.anyorder import Drill, Lesson, batches, objective
from sixing.training.average import Average
from sixing.training.loop import Plan, Trainer
from sixing.training.optim import Muon

Ids = NDArray[np.integer]
Window = tuple[int, ...]
log = logging.getLogger(__name__)

RANGES = ((58, 83), (51, 77), (45, 72), (34, 66))
"""Where transposed voices may lie."""
SHIFTS = range(-6, 6)
OUTSIDE = (0, 0, 0, 0, 0, 3)
FORGET = (1, 2, 3, 4)
HELD_OUT, SAME, TWICE = 0.3, 0.5, 0.6
"""Shares of a piece's windows: of one held out, of the same piece in JSB, of music21 twice."""


@dataclass(frozen=True)
class Piece:
    """Pitches (rows, voices), which begin (None: unknown), and facts but for the key."""

    pitches: Ids
    begun: Ids | None
    facts: Ids


def bach() -> Iterator[Piece]:
    """music21's chorales in four voices."""
    from music21 import corpus

    for path in corpus.getComposer("bach"):
        if not str(path).endswith((".mxl", ".xml", ".krn")):
            continue
        piece = _read(corpus.parse(path))
        if piece is not None and _is_choir(piece.pitches):
            yield piece


def _read(score: Any) -> Piece | None:
    parts = list(score.parts)
    if len(parts) != 4:
        named = {str(p.partName).lower().split(" ")[0].rstrip("."): p for p in reversed(parts)}
        parts = [named[v] for v in ("soprano", "alto", "tenor", "bass") if v in named]
    if len(parts) != 4:
        return None
    flat = [part.flatten() for part in parts]
    rows = round(4 * max(float(n.offset + n.quarterLength) for f in flat for n in f.notes))
    pitches, begun = np.full((rows, 4), -1), np.zeros((rows, 4), int)
    ends = np.zeros(rows, bool)
    for voice, part in enumerate(flat):
        for note in part.notes:
            a, b = _row(note.offset), _row(note.offset + note.quarterLength)
            if a >= b:
                continue
            pitches[a:b, voice] = max(pitch.midi for pitch in note.pitches)
            begun[a:b, voice] = 0
            begun[a, voice] = note.tie is None or note.tie.type == "start"
            if voice == 0 and any("Fermata" in e.classes for e in note.expressions):
                ends[a:b] = True
    before = np.vstack((np.full((1, 4), -1), pitches[:-1]))
    begun[(pitches >= 0) & (pitches != before)] = 1
    begun[pitches < 0] = 0
    return Piece(pitches, begun, _facts(parts[0], rows, ends))


def _row(offset: Any) -> int:
    return int(np.ceil(4 * float(offset) - 1e-6))


def _facts(part: Any, rows: int, ends: NDArray[np.bool_]) -> Ids:
    told = np.zeros((rows, len(FACTS)), int)
    metres = [
        (float(m.offset), 4 * m.numerator / m.denominator)
        for m in part.flatten().getElementsByClass("TimeSignature")
    ] or [(0.0, 4.0)]
    starts = [float(bar.offset) for bar in part.getElementsByClass("Measure")]
    for i, (start, end) in enumerate(zip(starts, [*starts[1:], rows / 4], strict=True)):
        quarters = [q for at, q in metres if at <= start + 1e-6] or [metres[0][1]]
        # A short first bar is an upbeat: it ends where a whole one would.
        lead = quarters[-1] - (end - start) if i == 0 else 0
        a, b = round(4 * start), min(rows, round(4 * end))
        place = np.arange(b - a) + round(4 * max(0, lead))
        told[a:b, 0], told[a:b, 1] = place % 4 + 1, np.minimum(place // 4, 11) + 1
        told[a:b, 2] = min(int(quarters[-1]), 8)
    told[:, 3] = np.where(ends, 2, 1) if ends.any() else 0
    told[0, 5], told[-1, 5] = 1, 2
    return told


def _is_choir(pitches: Ids) -> bool:
    if (pitches < 0).mean() > 0.08 or (pitches.max(axis=0) < 0).any():
        return False
    low = [p[p >= 0].min() for p in pitches.T]
    high = pitches.max(axis=0)
    return bool(low[0] >= 57 and high[0] <= 83 and high[1] <= 79 and high[2] <= 72 and low[3] >= 34)


def windows(pitches: Ids, shifts: int = 1) -> set[Window]:
    """Four beats of all voices at each beat, above the first soprano; beats from so many rows."""
    found = set()
    for shift in range(shifts):
        beats = pitches[shift::4]
        for i in range(len(beats) - 3):
            part = beats[i : i + 4]
            if (part >= 0).all():
                found.add(tuple((part - part[0, 0]).ravel().tolist()))
    return found


def share(of: set[Window], among: set[Window]) -> float:
    """How much of a piece is in another."""
    return len(of & among) / max(1, len(of))


def gather(file: Path) -> list[Piece]:
    """What to learn from."""
    with gzip.open(file) as packed:
        splits = {k: [np.array(p) for p in v] for k, v in json.load(packed).items()}
    held = [windows(p) for split in ("valid", "test") for p in splits[split]]
    kept: list[tuple[Piece, set[Window]]] = []
    for piece in bach():
        seen = windows(piece.pitches, 4)
        if any(share(h, seen) >= HELD_OUT for h in held):
            continue
        if all(len(s & seen) <= TWICE * min(len(s), len(seen)) for _, s in kept):
            kept.append((piece, seen))
    everything = set().union(*held)
    more = []
    for pitches in splits["train"]:
        own = windows(pitches)
        if max(share(own, seen) for _, seen in kept) < SAME and share(own, everything) < SAME:
            facts = np.zeros((len(pitches), len(FACTS)), int)
            facts[:, 0] = np.arange(len(pitches)) % 4 + 1
            facts[0, 5], facts[-1, 5] = 1, 2
            more.append(Piece(pitches, None, facts))
    log.info("%d pieces of music21, %d more of JSB", len(kept), len(more))
    return [piece for piece, _ in kept] + more


def forms(piece: Piece) -> list[Lesson]:
    """A piece in every key that its voices can sing."""
    pitches = piece.pitches
    low, high = [p[p >= 0].min() for p in pitches.T], pitches.max(axis=0)
    tonic = int(pitches[pitches[:, 3] >= 0][-1, 3]) % 12
    degrees = np.bincount((pitches[pitches >= 0] - tonic) % 12, minlength=12)
    found = []
    for shift in SHIFTS:
        lies = all(
            low[v] + shift >= RANGES[v][0] and high[v] + shift <= RANGES[v][1] for v in range(4)
        )
        if shift and not lies:
            continue
        level = np.where(pitches < 0, 0, pitches + shift - LOWEST + 1)
        late = 2 * LEVELS if piece.begun is None else LEVELS * (1 - piece.begun)
        facts = piece.facts.copy()
        facts[:, 4] = (tonic + shift) % 12 + 1 + 12 * int(degrees[3] > degrees[4])
        found.append(Lesson(np.where(level == 0, 0, level + late), facts))
    return found


def train(pieces: Sequence[Piece], said: dict[str, Any], folder: Path) -> AnyOrder:
    """The net, its weights the mean over the last steps."""
    shape = {k: said[k] for k in ("width", "layers", "heads", "hidden", "kernel", "window")}
    config = AnyOrderConfig(levels=LEVELS, facts=FACTS, **shape)
    torch.manual_seed(said["seed"])
    net = AnyOrder(config, said["dropout"])
    matrices = [
        p for n, p in net.named_parameters() if n.startswith("blocks") and n.endswith(".weight")
    ]
    taken = {id(p) for p in matrices}
    rest = [p for p in net.parameters() if id(p) not in taken]
    mean = Average(net.parameters(), said["average"])
    optimisers = [
        Muon(matrices, lr=said["muon_rate"], decay=said["muon_decay"]),
        torch.optim.AdamW(rest, lr=said["adam_rate"], betas=(0.9, 0.98), weight_decay=0.0),
        mean,
    ]
    drill = Drill(said["rows"], said["length"], FORGET, OUTSIDE)
    stream = batches([forms(piece) for piece in pieces], config, drill, said["seed"])
    plan = Plan(said["steps"], warmup=said["warmup"], decay=said["decay"])
    Trainer(net, optimisers, objective, stream, plan, folder).fit(lambda _, text: log.info(text))
    mean.put()
    return net


def main() -> None:
    """Gathers, trains, writes."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("jsb", type=Path)
    reader.add_argument("out", type=Path)
    asked = reader.parse_args()
    said = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    net = train(gather(asked.jsb), said, asked.out / "run")
    named = {name: value.detach().numpy() for name, value in net.named_parameters()}
    weights.save(named, asked.out / "chorale.safetensors")
    shape = json.dumps({"net": dataclasses.asdict(net.config)}, indent=1)
    (asked.out / "chorale.json").write_text(shape + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
