"""Where a piece stands while it is being written: what is said, what sounds, what is still owed.

A :class:`State` goes with every row of a walk; `sixing.media.music.grammar` makes the next one of
it. It knows no rules.

>>> state = first()
>>> later = state.copy()
>>> later.bar = 0
>>> state.bar, later.bar
(-1, 0)
"""

from __future__ import annotations

from sixing.media.music.layout import Demand, Layout
from sixing.media.music.score import Key, Metre
from sixing.media.music.tokens import Player

Sounding = tuple[tuple[int, int], ...]


class State:
    """Where a row is. A state is never changed once it was given out.

    Attributes:
        header: what the header says so far; ``layout`` is None until ``<body>``.
        bar: the bar's number from 0, -1 before the first; ``start`` its place.
        at: place in the bar of the onset, or of the next note of a single voice.
        part: the part that is being written; ``last`` its highest pitch at this onset, -1 for none.
        fresh: whether ``at`` was said and nothing struck or named there yet.
        bound: what was just said and needs a note: "", "part", "loud", "for" or "root".
        struck: notes of the part at this onset.
        said: for each part the length that stands, 0 for none; ``louds`` its loudness.
        sounding: for each part (pitch, end); ``heard`` the last bar in which it sounded.
        melody: pitch class of the melody at this onset, -1 for none.
        todo: demands of the bar that are not met; ``must`` parts that were silent too long.
        queue: tokens that follow without a choice.
        bars: contents of the bars written, behind ``<bar>``; ``content`` of this one.
    """

    at: int
    bar: int
    bars: tuple[tuple[int, ...], ...]
    bound: str
    content: tuple[int, ...]
    done: bool
    fresh: bool
    header: str
    heard: tuple[int, ...]
    key: Key | None
    last: int
    layout: Layout | None
    louds: tuple[int, ...]
    melody: int
    metre: Metre | None
    must: tuple[int, ...]
    named: bool
    part: int
    players: tuple[Player, ...]
    queue: tuple[int, ...]
    said: tuple[int, ...]
    solo: bool
    sounding: tuple[Sounding, ...]
    start: int
    struck: int
    tempo: int
    todo: tuple[Demand, ...]

    def copy(self) -> State:
        """A state that may be changed."""
        fresh = State.__new__(State)
        # A state is copied at every token: this is five times as fast as `copy.copy`.
        fresh.__dict__.update(self.__dict__)
        return fresh


def first() -> State:
    """The state before the first token of a header."""
    state = State.__new__(State)
    state.at = state.bar = state.last = state.melody = -1
    state.part = state.start = state.struck = state.tempo = 0
    state.done = state.fresh = state.solo = state.named = False
    state.header, state.bound = "metre", ""
    state.key, state.metre, state.layout = None, None, None
    state.bars, state.content, state.queue = (), (), ()
    state.heard = state.louds = state.said = state.must = ()
    state.players, state.sounding, state.todo = (), (), ()
    return state
