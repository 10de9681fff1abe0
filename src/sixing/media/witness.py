"""Proof that a half-written work can still end well, where tokens may run out.

The automaton's `live` table knows states; it does not know which tokens are used up. Where the
tokens of a place are few (a narrow rhyme, a fixed character, the end of a run that would be a
copy), this module looks for one completion and so proves that there is one. Places with tokens in
plenty need no proof: repeats take one token a place at most, and a copied run has few ends.

Knows no medium and no model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

        A row needs none while every set of few tokens of one sound ahead has enough unused ones
        left for all places that draw on it, and no lone token ahead could complete a copied run.

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
            for symbol in np.unique(self._form.symbols[tokens]) if len(tokens) > 1 else ():
                members = np.zeros(len(self._form.symbols), bool)
                members[tokens[self._form.symbols[tokens] == symbol]] = True
                found.setdefault(members.tobytes(), (members, []))[1].append(place)
        return list(found.values())

    @cached_property
    def _sources(self) -> list[list[int]]:
        """The tokens of each place, those first that other narrow places can do without."""
        scarcity = np.zeros(len(self._form.symbols))
        for place in self.tight:
            tokens = self._form.choices[place]
            scarcity[tokens] += 1 / max(1, len(tokens))
        return [t[np.argsort(scarcity[t], kind="stable")].tolist() for t in self._form.choices]

    @cached_property
    def _scarce(self) -> list[tuple[int, frozenset[int], list[int]]]:
        """Sets that could be used up: their group, tokens, and the places that draw on them."""
        form = self._form
        found: dict[tuple[int, frozenset[int]], list[int]] = {}
        for place in self.tight:
            if form.distinct[place] >= 0 and not form.fixed[place]:
                key = form.distinct[place], frozenset(form.choices[place].tolist())
                found.setdefault(key, []).append(place)
        return [(*key, places) for key, places in found.items() if len(key[1]) < len(form)]

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
        if not self._used_up(row, used) and self._goes_on(row, state, used):
            return True
        self._failed.add(key)
        return False

    def _used_up(self, row: list[int | None], used: Used) -> bool:
        """Whether some set has fewer tokens left than places that want different ones."""
        for group, tokens, places in self._scarce:
            wanted = self._wanted([p for p in places if p >= len(row)], row, tokens)
            if wanted > sum((group, token) not in used for token in tokens):
                return True
        return False

    def _wanted(self, ahead: list[int], row: list[int | None], tokens: frozenset[int]) -> int:
        """Different tokens that places want at least: two side by side may hold one doubled."""
        lines, last, wanted = self._form.lines, -2, 0
        if row and row[-1] in tokens:
            last = len(row) - 1
        for place in ahead:
            if place == last + 1 and lines[place] == lines[last]:
                last = -2
            else:
                wanted, last = wanted + 1, place
        return wanted

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
    ) -> Iterator[int]:
        form = self._form
        echoed = form.echoes[place]
        wanted = row[echoed] if echoed >= 0 else None
        for token in self._sources[place]:
            if (
                permitted[form.symbols[token]]
                and wanted in (None, token)
                and not self._repeats(row, place, token, used)
                and not self._copies(row, place, token)
            ):
                yield token

    def _repeats(self, row: list[int | None], place: int, token: int, used: Used) -> bool:
        form = self._form
        group = form.distinct[place]
        if group < 0 or form.fixed[place] or (group, token) not in used:
            return False
        # A token may follow itself at once in its line, if it stands nowhere else: 悠悠.
        beside = place - 1 if place and form.lines[place - 1] == form.lines[place] else -1
        earlier = (k for k, t in enumerate(row) if t == token and form.distinct[k] == group)
        return any(k != beside for k in earlier)

    def _copies(self, row: list[int | None], place: int, token: int) -> bool:
        form, start = self._form, place - RUN + 1
        if self._known is None or start < 0 or form.lines[start] != form.lines[place]:
            return False
        run = [t for t in (*row[start:], token) if t is not None]
        if len(run) < RUN or all(form.fixed[start : place + 1]):
            return False
        return self._known(tuple(run))
