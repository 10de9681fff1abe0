"""What is asked of a piece as prefix and automaton: create, continue, fill in, vary, blend.

All of them are one thing: some bars stand (`Asked.given` but for `Asked.free`), the rest is written
under a `Grammar`. It knows no model: whoever has one walks the grammar from the prefix.

>>> tokens = MusicTokens()
>>> asked = Asked(style="irish", metre=Metre(0, 6, 8), key=Key(7), bars=16, form="AABB")
>>> [tokens.vocabulary[i] for i in plan(asked, tokens).prefix]
['<bos>', '<style:irish>']
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sixing.errors import BadBrief
from sixing.media.music.forms import shape
from sixing.media.music.grammar import Grammar
from sixing.media.music.grid import on_grid
from sixing.media.music.grid import tempo as nearest_tempo
from sixing.media.music.header_grammar import ANY
from sixing.media.music.layout import Demand, Layout, Rules, lay_out
from sixing.media.music.score import Bar, Key, Metre, Score
from sixing.media.music.tokens import STYLES, Control, Header, MusicTokens, Player, header_of

#: Styles that the shipped weights were not taught, and whose pieces are heard in their place.
TAUGHT = tuple(style for style in STYLES if style != "chinese")
NEAREST = {"chinese": "irish"}
#: What the model is told of a mode of five tones: the mode of seven that holds it.
HEARD = {"gong": "major", "shang": "dorian", "jue": "minor", "zhi": "mixolydian", "yu": "minor"}
#: Places of an upbeat and how many pieces have it, by metre, as counted in the collections.
TUNES = {
    "4/4": (12, 0.7), "2/2": (12, 0.55), "6/8": (6, 0.8), "2/4": (6, 0.85), "3/4": (12, 0.75),
    "9/8": (6, 0.35),
}  # fmt: skip
UPBEATS = {"irish": TUNES, "fiddle": TUNES, "bach": {"4/4": (12, 0.7), "3/4": (12, 0.4)}}
#: How strictly pieces of a style are written; those of other styles by `Rules()`.
RULES = {
    "bach": Rules(patience=1, chords=False, unbroken=True),
    **dict.fromkeys(("irish", "fiddle"), Rules(patience=1, chords=False, rest=6)),
    "chinese": Rules(patience=1, chords=False, rest=0),
    **dict.fromkeys(("quartet", "madrigal"), Rules(chords=False)),
    "rag": Rules(chords=False, opens=True),
    **dict.fromkeys(("swing", "bossa"), Rules(opens=True)),
    # Riffs go their own way, and a band of six waits.
    "metal": Rules(patience=8, cadences=False, chords=False, opens=True),
}
#: Nats against what is outside of the scale, and of styles whose key is harder to hear.
PULL = 1.5
PULLS = {"swing": 3.0, "bossa": 3.0, "metal": 3.0, "rag": 2.0}
#: Nats against what is outside of five tones, where a blend is Chinese altogether.
FIVE = 6.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; what is None or empty is left to the model.

    Attributes:
        style: a style, and ``other`` a second one that it is blended with by ``dial``, 0 to 1.
        bars: bars of the whole piece, those that stand among them, an upbeat not.
        density, valence, energy: see `Control`.
        form: letters of a plan, see `forms`; "" writes through.
        given: a piece whose bars stand, but for ``free`` (from 0); bars beyond its end are free.
        anchored: of the free bars of ``given`` the notes on strong beats stand too.
        pickup: places of an upbeat, 0 for none; None begins as pieces of the style do.
        pull: nats against pitches outside of the scale; None as it is good for the style.
        rules: how strictly it is written; None as pieces of the style are.
    """

    style: str = ""
    other: str = ""
    dial: float = 0.0
    metre: Metre | None = None
    key: Key | None = None
    tempo: int | None = None
    players: tuple[Player, ...] | None = None
    solo: bool | None = None
    bars: int = 16
    density: int | None = None
    valence: int | None = None
    energy: int | None = None
    form: str = ""
    given: Score | None = None
    free: frozenset[int] = frozenset()
    anchored: bool = False
    pickup: int | None = None
    pull: float | None = None
    rules: Rules | None = None

    @property
    def chinese(self) -> float:
        """How Chinese it is asked to be, 0 to 1."""
        shares = {self.style: 1 - self.dial}
        shares[self.other] = shares.get(self.other, 0) + self.dial
        return shares.get("chinese", 0.0)


@dataclass(frozen=True, slots=True)
class Planned:
    """A piece to be walked.

    Attributes:
        prefix: tokens that the model is told first.
        form: the automaton of all that follows.
        mixed: token of the prefix that must be heard as a mixture of others, and their shares;
            empty where nothing is mixed (`TransformerRunner.mixed`).
        key: the key asked, which the model may have been told under another mode.
        behind: the last bar that stands behind one that is written, 0 for none.
    """

    prefix: tuple[int, ...]
    form: Grammar
    mixed: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    key: Key | None = None
    behind: int = 0

    def score(self, tokens: MusicTokens, written: Sequence[int]) -> Score:
        """The piece that tokens behind the prefix spell."""
        score = tokens.decode((*self.prefix, *written))
        return replace(score, key=self.key) if self.key is not None else score

    def junction(self, tokens: MusicTokens, written: Sequence[int]) -> tuple[list[int], int] | None:
        """All tokens up to two bars behind the last gap that was filled, and where those begin.

        How likely the model finds them, given what was filled in, says how well the filling leads
        on (`making.make.nats`). None where nothing that stands follows what was written.
        """
        if not self.behind:
            return None
        ids = [*self.prefix, *written]
        bars = [n for n, token in enumerate(ids) if tokens.parts[token][0] in ("bar", "end")]
        return ids[: bars[min(self.behind + 2, len(bars) - 1)]], bars[self.behind]


def plan(
    asked: Asked, tokens: MusicTokens, seed: int = 0, taught: Collection[str] = TAUGHT
) -> Planned:
    """The prefix and the automaton of a piece.

    Args:
        seed: of what the plan draws: which sections are periods, on which beats phrases end.
        taught: styles that the weights have learnt.

    Raises:
        BadBrief: the form is none, or more bars stand than are asked for.
    """
    chance = np.random.default_rng((seed, 7))
    key = _key(asked, chance)
    if asked.given is not None:
        return _around(asked, asked.given, tokens, chance, taught)
    shape(asked.form, asked.bars)  # a form that is none is said at once
    rules = _rules(asked, key)
    players = asked.players and tuple(
        # A player's usual loudness is the model's affair where nobody says another.
        replace(player, loud=ANY) if player.loud == Player().loud else player
        for player in asked.players
    )
    tempo = None if asked.tempo is None else nearest_tempo(asked.tempo)
    header = Header(asked.metre, tempo, _heard(key), players, asked.solo)

    def settle(metre: Metre, said: Key | None, players: tuple[Player, ...]) -> Layout:
        # Drawn anew for every row, so that equal headers are laid out alike.
        chance = np.random.default_rng((seed, 8))
        begun = replace(rules, pickup=_upbeat(asked, metre, chance))
        form = shape(asked.form, asked.bars, chance)
        layout = lay_out(form, metre, key or said, players, begun, chance)
        opening = {0: (tokens.number[f"<short:{begun.pickup}>"],)} if begun.pickup else {}
        return replace(layout, openings=opening)

    prefix, mixed = _prefix(asked, tokens, taught, Control())
    form = Grammar(tokens, header, settle, _pull(asked), prefix, FIVE * asked.chinese)
    return Planned(prefix, form, mixed, key)


def _key(asked: Asked, chance: np.random.Generator) -> Key | None:
    """The key: as asked; of a Chinese piece one of the five modes."""
    if asked.key is None and asked.chinese >= 0.5 and asked.given is None:
        mode = str(
            chance.choice(["gong", "zhi", "yu", "shang", "jue"], p=[0.3, 0.3, 0.2, 0.15, 0.05])
        )
        return Key(int(chance.choice([0, 2, 5, 7, 9, 10])), mode)
    return asked.key


def _upbeat(asked: Asked, metre: Metre, chance: np.random.Generator) -> int:
    """Places of the upbeat, 0 for none or where it would be a whole bar."""
    point = float(chance.random())
    if asked.pickup is not None:
        return asked.pickup if asked.pickup < metre.length else 0
    places, share = UPBEATS.get(asked.style, {}).get(metre.name, (0, 0.0))
    return places if point < share and asked.bars > 1 else 0


def _heard(key: Key | None) -> Key | None:
    return key and Key(key.tonic, HEARD.get(key.mode, key.mode))


def _pull(asked: Asked) -> float:
    return PULLS.get(asked.style, PULL) if asked.pull is None else asked.pull


def _rules(asked: Asked, key: Key | None) -> Rules:
    five = key is not None and key.mode in HEARD
    rules = asked.rules or RULES.get(asked.style, Rules())
    return replace(rules, strict=rules.strict or (five and asked.chinese in (0, 1)))


def _prefix(
    asked: Asked, tokens: MusicTokens, taught: Collection[str], control: Control
) -> tuple[tuple[int, ...], dict[int, dict[int, float]]]:
    """Controls as tokens, and what must be mixed into the spare token among them."""
    spare = tokens.number["<pad>"]
    shares: dict[int, float] = {}
    for style, share in ((asked.style, 1 - asked.dial), (asked.other, asked.dial)):
        heard = style if style in taught else NEAREST.get(style, style)
        number = tokens.number.get(f"<style:{heard}>")
        if number is not None and share > 0:
            shares[number] = shares.get(number, 0.0) + share
    control = replace(control, density=asked.density, valence=asked.valence, energy=asked.energy)
    bos, *rest = tokens.prefix(control)
    total = sum(shares.values())
    styles = list(shares)[:1] if len(shares) < 2 else [spare]
    mixed = {spare: {n: s / total for n, s in shares.items()}} if len(shares) > 1 else {}
    return (bos, *styles, *rest), mixed


# Pieces of which something stands.


def _around(
    asked: Asked, given: Score, tokens: MusicTokens, chance: np.random.Generator,
    taught: Collection[str],
) -> Planned:  # fmt: skip
    whole = on_grid(given)
    bars = list(whole.bars())
    shift = 1 if whole.pickup else 0
    if len(bars) > asked.bars + shift:
        raise BadBrief(
            f"{len(bars) - shift} bars stand already and {asked.bars} are asked for: ask for more",
            zh=f"已有 {len(bars) - shift} 小节，而所求只有 {asked.bars} 小节：请多要几小节",
        )
    while len(bars) < asked.bars + shift:
        end = bars[-1].start + bars[-1].length
        bars.append(Bar(end, bars[-1].metre.length, bars[-1].metre))
    free = asked.free | frozenset(range(len(whole.bars()), len(bars)))
    standing = _without(whole, bars, free)
    contents = _contents(tokens, standing, len(bars))
    key = asked.key or whole.key
    header = replace(header_of(standing), key=_heard(key), keyless=key is None)
    layout = _stood(asked, whole, bars, free, header, key, chance)
    layout = replace(
        layout,
        given={i: content for i, content in enumerate(contents) if i not in free},
        openings={i: content for i, content in enumerate(contents) if i in free},
    )
    prefix, mixed = _prefix(asked, tokens, taught, Control())
    form = Grammar(tokens, header, lambda *_: layout, _pull(asked), prefix, FIVE * asked.chinese)
    behind = max((i for i in range(1, len(bars)) if i - 1 in free and i not in free), default=0)
    return Planned(prefix, form, mixed, key, behind)


def _without(score: Score, bars: Sequence[Bar], free: frozenset[int]) -> Score:
    """The score without what begins in the free bars."""
    holes = [(bars[i].start, bars[i].start + bars[i].length) for i in sorted(free)]

    def stands(place: int) -> bool:
        return not any(a <= place < b for a, b in holes)

    parts = tuple(
        replace(part, notes=tuple(note for note in part.notes if stands(note.start)), lyrics=())
        for part in score.parts
    )
    return replace(score, parts=parts, chords=tuple(c for c in score.chords if stands(c.start)))


def _contents(tokens: MusicTokens, score: Score, bars: int) -> list[tuple[int, ...]]:
    """What each bar holds behind its own token."""
    found: list[list[int]] = []
    for token in tokens.encode(score)[:-1]:
        if tokens.parts[token][0] == "bar":
            found.append([])
        elif found:
            found[-1].append(token)
    return [tuple(content) for content in found] + [()] * (bars - len(found))


def _stood(
    asked: Asked, whole: Score, bars: Sequence[Bar], free: frozenset[int], header: Header,
    key: Key | None, chance: np.random.Generator,
) -> Layout:  # fmt: skip
    """The layout around bars that stand."""
    players = header.players or ()
    shift = 1 if whole.pickup else 0
    rules = replace(_rules(asked, key), pickup=whole.pickup, patience=max(4, len(bars)))
    form = shape("", len(bars) - shift)
    layout = lay_out(form, bars[-1].metre, key, players, rules, chance)
    demands = [
        found if i in free and bar.length == bars[-1].length else ()
        for i, (bar, found) in enumerate(zip(bars, layout.demands, strict=True))
    ]
    ends = [
        end if demands[i] else bar.length
        for i, (bar, end) in enumerate(zip(bars, layout.ends, strict=True))
    ]
    edges = {bars[i].start for i in range(1, len(bars)) if i - 1 in free and i not in free}
    if asked.anchored:
        demands = [
            _anchors(whole, bar, layout.pitches, had) if i in free else had
            for i, (bar, had) in enumerate(zip(bars, demands, strict=True))
        ]
    standing = _without(whole, bars, free)
    demands = [_possible(standing, bar, had) for bar, had in zip(bars, demands, strict=True)]
    return replace(
        layout, metre=bars[0].metre, lengths=tuple(bar.length for bar in bars),
        sources=(-1,) * len(bars), demands=tuple(demands), ends=tuple(ends),
        barriers=tuple(sorted(edges)),
    )  # fmt: skip


def _anchors(
    score: Score, bar: Bar, pitches: Sequence[int], had: Sequence[Demand]
) -> tuple[Demand, ...]:
    """The notes that begin on a bar's strong beats, beside what is demanded anyway."""
    beats = {0, bar.length // 2} if bar.metre.beats in (2, 4, 6, 12) else {0}
    found: dict[tuple[int, int], int] = {}
    for number, part in enumerate(score.parts):
        for note in part.notes:
            at = note.start - bar.start
            if at in beats and pitches[number] >> note.pitch & 1:
                found[at, number] = found.get((at, number), 0) | 1 << note.pitch
    taken = {(demand.at, demand.part) for demand in had}
    last = min((demand.at for demand in had), default=bar.length)
    fresh = [
        Demand(at, part, mask)
        for (at, part), mask in found.items()
        if (at, part) not in taken and at < last
    ]
    return tuple(sorted([*had, *fresh], key=lambda demand: (demand.at, demand.part)))


def _possible(standing: Score, bar: Bar, demands: Sequence[Demand]) -> tuple[Demand, ...]:
    """Demands of parts in which no note that stands still sounds."""

    def sounds(demand: Demand) -> bool:
        place = bar.start + demand.at
        return any(note.start < place < note.end for note in standing.parts[demand.part].notes)

    return tuple(demand for demand in demands if not sounds(demand))
