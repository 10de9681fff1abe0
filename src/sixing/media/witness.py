"""Proof that a half-written work can still end well, where tokens may run out.

The automaton's `live` table knows states; it does not know which tokens are used up. Where the
tokens of a place are few (a narrow rhyme, a fixed character, the end of a run that would be a
copy), this module looks for one completion and so proves that there is one. Places with tokens in
plenty need no proof: repeats take one token a place at most, and a copied run has few ends.

Knows no medium and no model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sixing.media.automaton import Automaton

#: Tokens left over at a place beyond which it needs no proof: no four characters of the corpus
#: have so many different fifths that share a rhyme.
SPARE = 24
#: The same for a set that is already known to be narrow.
ENOUGH = 12
#: Steps of one search. A search that gives up counts as no proof, and the step is not taken.
PATIENCE = 20_000

#: Whether a run of tokens (the last five of a line) is somebody's.
Known = Callable[[tuple[int, ...]], bool]
RUN = 5
#: (group of places that hold different tokens, token) for all that was written.
Used = frozenset[tuple[int, int]]


class Witness:
    """Finds completions of one automaton.

    Args:
        automaton: the form.
        known: whether five tokens of one line are a copied run; None copies freely.
    """

    def __init__(self, automaton: Automaton, known: Known | None) -> None:
        self._form, self._known = automaton, known
        self._sets = self._few()
        self._echoing = max(automaton.echoes) >= 0
        self.tight = tuple(place for place, few in enumerate(self._sets) if few)

    def _few(self) -> list[bool]:
        form = self._form
        counts = (np.bincount(form.symbols[t], minlength=4) for t in form.choices)
        return [bool(((c > 0) & (c < len(form) + SPARE)).any()) for c in counts]

    def unsure(self, place: int, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Which rows, filled up to a place, need a search to know that they can still end.

        A row needs none while every few-token set ahead has enough unused tokens left for all
        places that draw on it, and no lone token ahead could complete a copied run.

        Args:
            rows: tokens, (rows, places); places after ``place`` are not read.
        """
        found = np.zeros(len(rows), bool)
        if not self.tight or self.tight[-1] <= place:
            return found
        form = self._form
        for ahead in self.tight:
            if place < ahead < place + RUN and form.lines[ahead] == form.lines[place]:
                found |= len(form.choices[ahead]) == 1
        for members, places in self._shared:
            demand = sum(p > place for p in places)
            if demand:
                left = members.sum() - members[rows[:, : place + 1]].sum(axis=1)
                found |= left < demand + ENOUGH
        return found

    @cached_property
    def _shared(self) -> list[tuple[NDArray[np.bool_], list[int]]]:
        """Each set of few tokens as (vocabulary,) membership, with the places that draw on it."""
        found: dict[bytes, tuple[NDArray[np.bool_], list[int]]] = {}
        for place in self.tight:
            tokens = self._form.choices[place]
            if len(tokens) > 1:
                members = np.zeros(len(self._form.symbols), bool)
                members[tokens] = True
                found.setdefault(tokens.tobytes(), (members, []))[1].append(place)
        return list(found.values())

    def exists(self, row: Sequence[int], state: int) -> bool:
        """Whether the tokens written so far, with the machine in a state, can be completed."""
        form = self._form
        written: list[int | None] = list(row)
        used = frozenset((form.distinct[k], t) for k, t in enumerate(row))
        self._steps = 0
        self._failed: set[object] = set()
        return self._extend(written, state, used)

    def _extend(self, row: list[int | None], state: int, used: Used) -> bool:
        """Depth first over the places left; plentiful places stay open (None)."""
        form, place = self._form, len(row)
        if place == len(form):
            return True
        # All that matters of what was written: rows that differ elsewhere fail alike.
        key = (place, state, used, tuple(row if self._echoing else row[1 - RUN :]))
        self._steps += 1
        if self._steps > PATIENCE or key in self._failed or not form.live[place][state]:
            return False
        if self._goes_on(row, state, used):
            return True
        self._failed.add(key)
        return False

    def _goes_on(self, row: list[int | None], state: int, used: Used) -> bool:
        form, place = self._form, len(row)
        nexts, permitted = form.steps[place][state], form.permitted[place][state]
        if not self._sets[place]:
            open_ways = {nexts[s] for s in np.flatnonzero(permitted) if form.counts[place][s] > 0}
            return any(self._extend([*row, None], n, used) for n in sorted(open_ways))
        group = form.distinct[place]
        return any(
            self._extend([*row, token], nexts[form.symbols[token]], used | {(group, token)})
            for token in self._options(row, place, permitted, used)
        )

    def _options(
        self, row: list[int | None], place: int, permitted: NDArray[np.bool_], used: Used
    ) -> list[int]:
        form = self._form
        source = form.choices[place].tolist()
        echoed = form.echoes[place]
        if echoed >= 0 and row[echoed] is not None:
            source = [t for t in source if t == row[echoed]]
        return [
            t
            for t in source
            if permitted[form.symbols[t]]
            and not self._repeats(row, place, t, used)
            and not self._copies(row, place, t)
        ]

    def _repeats(self, row: list[int | None], place: int, token: int, used: Used) -> bool:
        form = self._form
        group = form.distinct[place]
        if group < 0 or form.fixed[place] or (group, token) not in used:
            return False
        # A token may follow itself at once in its line, if it stands nowhere else: 悠悠.
        doubled = place > 0 and row[-1] == token and form.lines[place - 1] == form.lines[place]
        return not doubled or row.count(token) > 1

    def _copies(self, row: list[int | None], place: int, token: int) -> bool:
        form, start = self._form, place - RUN + 1
        if self._known is None or start < 0 or form.lines[start] != form.lines[place]:
            return False
        run = [t for t in (*row[start:], token) if t is not None]
        if len(run) < RUN or all(form.fixed[start : place + 1]):
            return False
        return self._known(tuple(run))
