"""行 for music: an idea, and what stands already, as scores.

Four singing voices of the chorale's style come from the any-order net; all else is walked under a
grammar by the sequence model. It joins the two with what an idea says; rules live with the medium,
sampling with `making`.

>>> [s.length for s in write(opened("default"), idea, 2)]  # doctest: +SKIP
[768, 768]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sixing.composing import chorales
from sixing.composing.studio import MusicStudio
from sixing.making.make import nats
from sixing.making.walk import Errand, Walked, walk
from sixing.media.music import asking
from sixing.media.music.plan import Asked, Planned, plan
from sixing.media.music.score import Key, Part, Score, Tempo
from sixing.media.music.tokens import Player
from sixing.models.transformer import TransformerRunner
from sixing.progress import Progress, silent
from sixing.works import Idea

TEMPERATURE = 1.0
TOP_P = 0.98
#: Program of singers, for whom the any-order net writes.
CHOIR = 52
CHORALE = "bach"
#: Chorales cost more than tunes; fewer are made to choose from.
CHORALES = 2
#: Pieces of sixteen bars that are written for one that is wanted, by their parts; `FEW` of more.
ROWS, FEW = {1: 24, 2: 8, 3: 5, 4: 4}, 2


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands of a piece.

    Attributes:
        given: the piece.
        free: its bars, from 0, that are written anew.
        bars: bars of the whole piece when it is done.
        anchored: whether notes on strong beats stand in free bars too.
    """

    given: Score
    free: frozenset[int] = frozenset()
    bars: int = 0
    anchored: bool = False


def write(
    studio: MusicStudio,
    idea: Idea,
    rows: int,
    passage: Passage | None = None,
    progress: Progress = silent,
) -> list[Score]:
    """Several pieces for one idea.

    Raises:
        ImpossibleBrief: no piece can satisfy it.
    """
    if passage is None and sings(idea):
        return _chorales(idea, min(rows, CHORALES), progress)
    asked = asked_of(idea, passage)
    # Rows in layouts of their own (upbeats, periods, where phrases rest) differ more.
    planned = [plan(asked, studio.tokens, n, studio.taught) for n in _seeds(idea.seed, rows)]
    runner = studio.runner
    for token, shares in planned[0].mixed.items():
        runner = runner.mixed(token, shares)
    walked = walk(
        runner, [Errand(one.prefix, one.form) for one in planned], seed=idea.seed,
        temperature=TEMPERATURE, top_p=TOP_P, window=studio.length, progress=progress,
    )  # fmt: skip
    if passage is not None:
        walked = _joining(studio, runner, planned, walked)
    return [planned[row.errand].score(studio.tokens, row.tokens) for row in walked]


def rows_for(idea: Idea) -> int:
    """How many pieces are written to choose from: as many as a second or two allows."""
    if sings(idea):
        return CHORALES
    parts = len(idea.detail("programs").split(","))
    bars = max(8, int(idea.detail("bars")))
    return max(2, ROWS.get(parts, FEW) * 16 // bars)


def _seeds(seed: int, count: int) -> list[int]:
    return [int(n) for n in np.random.default_rng((seed, 9)).integers(2**31, size=count)]


def _joining(
    studio: MusicStudio, runner: TransformerRunner, planned: Sequence[Planned],
    walked: Sequence[Walked],
) -> list[Walked]:  # fmt: skip
    """The half of the fillings after which what follows is likeliest; all where nothing follows."""
    seams = [planned[row.errand].junction(studio.tokens, row.tokens) for row in walked]
    known = [(row, seam) for row, seam in zip(walked, seams, strict=True) if seam]
    if not known:
        return list(walked)
    costs = [sum(found) for found in nats(runner, [seam for _, seam in known])]
    order = sorted(range(len(known)), key=lambda n: (costs[n], n))
    return [known[n][0] for n in order[: max(1, len(known) // 2)]]


def sings(idea: Idea) -> bool:
    """Whether four voices of a choir are asked for, in the style of the chorales and no other."""
    four = idea.detail("programs").split(",") == [str(CHOIR)] * 4
    return four and idea.detail("style") == CHORALE and not idea.detail("blend")


def _chorales(idea: Idea, rows: int, progress: Progress) -> list[Score]:
    made = []
    chance = np.random.default_rng(idea.seed)
    for number in range(rows):
        progress(number / rows, "making 行")
        score = chorales.chorale(
            key_of(idea),
            asking.metre(idea.detail("metre")),
            int(idea.detail("bars")),
            seed=int(chance.integers(2**31)),
        )
        made.append(replace(score, tempos=(Tempo(0, int(idea.detail("tempo"))),)))
    return made


def asked_of(idea: Idea, passage: Passage | None = None) -> Asked:
    """An idea as the grammar's own terms."""
    asked = Asked(
        style=idea.detail("style"),
        other=idea.detail("blend"),
        dial=float(idea.detail("dial", "0")),
        key=key_of(idea),
        bars=int(idea.detail("bars")),
        density=_level(idea, "density"),
        valence=_level(idea, "valence"),
        energy=_level(idea, "energy"),
    )
    if passage is not None:
        return replace(
            asked, given=passage.given, free=passage.free, bars=passage.bars,
            anchored=passage.anchored,
        )  # fmt: skip
    return replace(
        asked,
        metre=asking.metre(idea.detail("metre")),
        tempo=int(idea.detail("tempo")),
        players=tuple(_players(idea.detail("programs"))),
        form=idea.detail("plan"),
    )


def _level(idea: Idea, name: str) -> int | None:
    return int(idea.detail(name)) if idea.detail(name) else None


def _players(programs: str) -> list[Player]:
    return [
        Player(0, drums=True) if word == "drums" else Player(int(word))
        for word in programs.split(",")
    ]


def key_of(idea: Idea) -> Key:
    """The key of an idea."""
    tonic, mode = idea.detail("key").split()
    return Key(int(tonic), mode)


def named(score: Score) -> Score:
    """The score with a name for every part that has none."""
    from sixing.media.music.instruments import name

    return replace(score, parts=tuple(_named(part, name(part.program)) for part in score.parts))


def _named(part: Part, called: str) -> Part:
    return part if part.name else replace(part, name="drums" if part.drums else called)
