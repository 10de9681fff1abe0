"""行 for music: an idea, and what stands already, as scores.

Four singing voices of the chorale's style come from the any-order net; all else is walked under a
grammar by the sequence model. It joins the two with what an idea says; rules live with the medium,
sampling with `making`.

>>> [s.length for s in write(opened("default"), idea, 2)]  # doctest: +SKIP
[768, 768]
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sixing.composing import chorales
from sixing.composing.studio import MusicStudio
from sixing.making.walk import Errand, walk
from sixing.media.music import asking
from sixing.media.music.plan import Asked, plan
from sixing.media.music.score import Key, Part, Score, Tempo
from sixing.media.music.tokens import Player
from sixing.progress import Progress, silent
from sixing.works import Idea

TEMPERATURE = 0.95
TOP_P = 0.98
#: Program of singers, for whom the any-order net writes.
CHOIR = 52
CHORALE = "bach"
#: Chorales cost more than tunes; fewer are made to choose from.
CHORALES = 2


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
    planned = plan(asked, studio.tokens, idea.seed, taught=tuple(studio.habits))
    runner = studio.runner
    for token, shares in planned.mixed.items():
        runner = runner.mixed(token, shares)
    errand = Errand(planned.prefix, planned.form, rows)
    walked = walk(
        runner, [errand], seed=idea.seed, temperature=TEMPERATURE, top_p=TOP_P, progress=progress
    )
    return [planned.score(studio.tokens, row.tokens) for row in walked]


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
