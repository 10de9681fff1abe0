"""A form as an automaton over tokens: what may come next, and what can still end well.

A medium builds one; the samplers of `sixing.making` walk it. It is a product of parts that hold
together at every place: a state machine over what tokens sound like (tones, voices), a set of
tokens for each place (rhymes, fixed characters), places that may not repeat one another, places
that must, and stops that follow by themselves. It knows no medium and no model.

Reachability is computed backwards once: `live` tells for each place and state whether the machine
can still accept, so no walk that stays on live states ends badly.

>>> import numpy as np
>>> two = Automaton(
...     symbols=np.array([0, 1, 1]), steps=(((0, -1),), ((-1, 0),)),
...     allowed=(np.arange(3), np.arange(3)), glue=((), ()), lines=(0, 0),
... )
>>> [t.tolist() for t in two.choices]
[[0], [1, 2]]
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.intp]
Steps = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, eq=False)
class Automaton:
    """A form for one work.

    Attributes:
        symbols: what each token reads as, (vocabulary,); -1 for tokens that are never written.
        steps: ``steps[place][state][symbol]`` is the next state, -1 where there is none. The
            machine begins in state 0, and ends well in state 0 after the last place.
        allowed: for each place the tokens that may stand there in some state, ascending.
        glue: for each place the tokens that follow it by themselves.
        lines: for each place its line; copied runs are looked for within a line.
        distinct: for each place a group whose places hold different tokens, -1 for none. A token
            may follow itself at once within a line (a reduplication).
        echoes: for each place the earlier place whose token it repeats, -1 for none.
        fixed: whether a person fixed the place; runs of fixed places are their own affair.
        bonds: (place, earlier place) pairs that like to hold tokens of matching classes.
    """

    symbols: NDArray[np.int8]
    steps: Steps
    allowed: tuple[Ids, ...]
    glue: tuple[tuple[int, ...], ...]
    lines: tuple[int, ...]
    distinct: tuple[int, ...] = ()
    echoes: tuple[int, ...] = ()
    fixed: tuple[bool, ...] = ()
    bonds: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """What is left out binds nothing."""
        for name, nothing in (("distinct", -1), ("echoes", -1), ("fixed", False)):
            if not getattr(self, name):
                object.__setattr__(self, name, (nothing,) * len(self.allowed))

    def __len__(self) -> int:
        """The number of places."""
        return len(self.allowed)

    @cached_property
    def counts(self) -> tuple[NDArray[np.intp], ...]:
        """For each place how many allowed tokens read as each symbol."""
        size = len(self.steps[0][0])
        return tuple(
            np.bincount(self.symbols[tokens].astype(np.intp), minlength=size)
            for tokens in self.allowed
        )

    @cached_property
    def live(self) -> tuple[tuple[bool, ...], ...]:
        """For each place (and the end) and state: whether the rest can still be written."""
        after: tuple[bool, ...] = (True,)
        rows = [after]
        for step, count in zip(reversed(self.steps), reversed(self.counts), strict=True):
            after = tuple(
                any(n >= 0 and count[s] > 0 and after[n] for s, n in enumerate(nexts))
                for nexts in step
            )
            rows.append(after)
        return tuple(reversed(rows))

    @cached_property
    def permitted(self) -> tuple[NDArray[np.bool_], ...]:
        """For each place: (states, symbols), whether a symbol leads on to a live state."""
        return tuple(
            np.array([[n >= 0 and after[n] for n in nexts] for nexts in step])
            for step, after in zip(self.steps, self.live[1:], strict=True)
        )

    @cached_property
    def following(self) -> tuple[NDArray[np.intp], ...]:
        """For each place: (states, symbols), the next state."""
        return tuple(np.array(step) for step in self.steps)

    @cached_property
    def choices(self) -> tuple[Ids, ...]:
        """For each place the tokens that some live walk may put there."""
        reached: set[int] = {0} if self.live[0][0] else set()
        found = []
        for place, tokens in enumerate(self.allowed):
            # Symbols that no token here has lead nowhere.
            permitted = self.permitted[place] & (self.counts[place] > 0)
            symbols = {int(s) for q in reached for s in np.flatnonzero(permitted[q])}
            wanted = np.zeros(permitted.shape[1], bool)
            wanted[list(symbols)] = True
            found.append(tokens[wanted[self.symbols[tokens]]])
            nexts = self.steps[place]
            reached = {nexts[q][s] for q in reached for s in symbols if permitted[q][s]}
        return tuple(found)
