"""The automaton of a piece's header: metre, tempo, key and players, as asked or as the model says.

It is the first part of `sixing.media.music.grammar`, which goes on where ``<body>`` is written.

>>> from sixing.media.music.state import first
>>> tokens = MusicTokens()
>>> grammar = HeaderGrammar(tokens, Header(metre=Metre(0, 3, 4)))
>>> [tokens.vocabulary[n] for n in grammar.allowed(first())]
['<metre:3/4>']
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sixing.media.music.score import Key, Metre
from sixing.media.music.state import State
from sixing.media.music.tokens import Header, MusicTokens, Player

Ids = NDArray[np.integer]
#: Players of a header that the model writes.
MOST: Final = 8
#: The loudness of a player whose usual loudness the model says.
ANY: Final = -1


class HeaderGrammar:
    """What may come in a header.

    Args:
        asked: what must come; the rest the model says.
    """

    def __init__(self, tokens: MusicTokens, asked: Header) -> None:
        self.tokens, self.asked = tokens, asked
        self._every = {
            kind: np.array([i for i, (k, _) in enumerate(tokens.parts) if k == kind], np.intp)
            for kind in ("metre", "tempo", "mode", "tonic", "program", "loud")
        }

    def allowed(self, state: State) -> Ids:
        """The tokens that may come."""
        number, asked = self.tokens.number, self.asked
        match state.header:
            case "metre":
                return self._said("metre", asked.metre and asked.metre.name)
            case "tempo":
                return self._said("tempo", asked.tempo)
            case "mode" if asked.keyless:
                return np.array([number["<mode:none>"]])
            case "mode":
                return self._said("mode", asked.key and asked.key.mode)
            case "tonic":
                return self._said("tonic", asked.key and asked.key.tonic)
            case _:
                return self._players(state)

    def _said(self, kind: str, value: object) -> Ids:
        """The token asked for, or all of its kind."""
        if value is None:
            return self._every[kind]
        return np.array([self.tokens.number[f"<{kind}:{value}>"]])

    def _players(self, state: State) -> Ids:
        number, wanted = self.tokens.number, self.asked.players
        have = len(state.players)
        body = [number["<body>"]]
        lone: list[int] = [number["<solo>"]] if have == 1 and not state.players[0].drums else []
        if state.solo:
            return np.array(body)
        if wanted is None:
            more = [*self._every["program"].tolist(), number["<drums>"]] if have < MOST else []
            loud = self._every["loud"].tolist() if have and state.bound != "loud" else []
            ends = body if any(not player.drums for player in state.players) else []
            return np.array([*more, *loud, *lone, *ends])
        level = wanted[have - 1].loud if have and state.bound != "loud" else Player().loud
        if level not in (ANY, Player().loud):
            return np.array([number[f"<loud:{level}>"]])
        loud = self._every["loud"].tolist() if level == ANY else []
        if have < len(wanted):
            player = wanted[have]
            more = [number["<drums>" if player.drums else f"<program:{player.program}>"]]
        elif not lone or self.asked.solo is False:
            more = body
        else:
            more = lone if self.asked.solo else [*lone, *body]
        return np.array([*loud, *more])

    def take(self, state: State, token: int) -> None:
        """Changes a state by a token; its ``header`` is "body" when the header is whole."""
        kind, said = self.tokens.parts[token]
        match kind:
            case "metre":
                beats, unit = said.split("/")
                state.metre, state.header = Metre(0, int(beats), int(unit)), "tempo"
            case "tempo":
                state.tempo, state.header = int(said), "mode"
            case "mode":
                state.key = None if said == "none" else Key(0, said)
                state.header = "tonic" if state.key else "players"
            case "tonic":
                state.key = Key(int(said), state.key.mode if state.key else "major")
                state.header = "players"
            case "program" | "drums":
                state.players = (*state.players, Player(int(said or 0), kind == "drums"))
                state.bound = ""
            case "loud":
                *others, last = state.players
                state.players = (*others, Player(last.program, last.drums, int(said)))
                state.bound = "loud"
            case "solo":
                state.solo = True
            case _:
                state.header = "body"
