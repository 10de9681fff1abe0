"""Whatever is walked is a piece that keeps the craft: bars, ranges, hands, cadences, copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sixing.errors import BadBrief
from sixing.making.walk import Errand, Walked, walk
from sixing.media.music.forms import letters, shape
from sixing.media.music.grid import on_grid
from sixing.media.music.layout import Rules
from sixing.media.music.plan import Asked, plan
from sixing.media.music.ranges import KEYS, at_once, compass, two_hands
from sixing.media.music.score import GRID, Key, Metre, Note, Part, Score
from sixing.media.music.tokens import MusicTokens, Player
from sixing.models.transformer import TransformerConfig, TransformerRunner

TOKENS = MusicTokens()
FLUTE, PIANO, CHOIR, BASS = Player(73), Player(0), Player(52), Player(33)
DRUMS = Player(0, drums=True)
BANDS = [
    (FLUTE,),
    (PIANO,),
    (CHOIR,) * 4,
    (Player(65), PIANO, BASS, DRUMS),
    (Player(40), Player(42)),
]
METRES = [
    Metre(0, *pair) for pair in ((4, 4), (3, 4), (2, 4), (6, 8), (9, 8), (2, 2), (3, 8), (7, 8))
]
KEYS_ASKED = [Key(7), Key(9, "minor"), Key(2, "dorian"), Key(0, "gong"), Key(4, "jue"), None]
Compose = Callable[..., list[tuple[Walked, Score]]]


@pytest.fixture(scope="module")
def compose() -> Compose:
    """Pieces by a model that knows nothing."""
    config = TransformerConfig(vocabulary=len(TOKENS), width=16, layers=1, heads=2, hidden=16)
    chance = np.random.default_rng(0)
    weights = {
        k: 0.3 * chance.normal(size=s).astype(np.float32) for k, s in config.shapes().items()
    }
    runner = TransformerRunner(config, weights)

    def make(asked: Asked, seed: int = 0, rows: int = 1) -> list[tuple[Walked, Score]]:
        planned = plan(asked, TOKENS, seed)
        model = runner
        for token, shares in planned.mixed.items():
            model = model.mixed(token, shares)
        found = walk(model, [Errand(planned.prefix, planned.form, rows)], seed=seed)
        return [(row, planned.score(TOKENS, row.tokens)) for row in found]

    return make


def sounding(part: Part, place: int) -> list[int]:
    return [note.pitch for note in part.notes if note.start <= place < note.end]


@st.composite
def asks(draw: st.DrawFn) -> Asked:
    players = draw(st.sampled_from(BANDS))
    return Asked(
        style=draw(st.sampled_from(["", "bach", "irish", "rag", "swing", "chinese"])),
        metre=draw(st.sampled_from(METRES)), key=draw(st.sampled_from(KEYS_ASKED)), players=players,
        solo=draw(st.sampled_from([True, False])) if len(players) == 1 else None,
        bars=draw(st.integers(1, 9)), form=draw(st.sampled_from(["", "AB", "AABA", "AA'"])),
        density=draw(st.sampled_from([None, 2])),
        rules=Rules(draw(st.sampled_from([1, 2, 4]))), pickup=draw(st.sampled_from([0, 6])),
    )  # fmt: skip


@given(asks(), st.integers(0, 999))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_walk_is_a_piece_as_asked(compose: Compose, asked: Asked, seed: int) -> None:
    for _, score in compose(asked, seed, rows=2):
        bars = score.bars()
        assert len(bars) == asked.bars + bool(asked.pickup)
        assert {bar.metre.name for bar in bars} == {asked.metre.name}  # type: ignore[union-attr]
        assert score.length == bars[-1].start + bars[-1].length
        assert asked.key in (None, score.key)
        # Nothing is lost by spelling it: no pitch twice at once, nothing off the grid.
        assert on_grid(score) == score
        for part, player in zip(score.parts, asked.players or (), strict=True):
            assert (part.program, part.drums) == (player.program, player.drums)
            keeps_its_instrument(part)
            is_heard(part, score, asked.rules.patience if asked.rules else 4)
        ends_on_the_tonic(score)


def keeps_its_instrument(part: Part) -> None:
    if part.drums:
        return
    low, high = compass(part.program)
    assert all(low <= note.pitch <= high for note in part.notes)
    for note in part.notes:
        pitches = sounding(part, note.start)
        assert len(pitches) == len(set(pitches)) <= at_once(part.program)
        assert part.program not in KEYS or two_hands(pitches)


def is_heard(part: Part, score: Score, patience: int) -> None:
    silent = 0
    for bar in score.bars():
        heard = any(n.start < bar.start + bar.length and n.end > bar.start for n in part.notes)
        heard |= part.drums and any(
            bar.start <= n.start < bar.start + bar.length for n in part.notes
        )
        silent = 0 if heard or bar.length < bar.metre.length else silent + 1
        assert silent <= patience


def ends_on_the_tonic(score: Score) -> None:
    """All pitched parts hold a note to the end; the bass's is the tonic."""
    pitched = [part for part in score.parts if not part.drums]
    last = [[n for n in part.notes if n.end == score.length] for part in pitched]
    assert all(last)
    bar = score.bars()[-1]
    assert all(3 * note.length >= bar.length for notes in last for note in notes)
    if score.key is not None:
        assert {n.pitch % 12 for n in last[-1]} == {score.key.tonic}
        assert all(n.pitch % 12 in score.key.scale for notes in last for n in notes)


def test_two_hundred_walks_do_not_come_to_a_dead_end(compose: Compose) -> None:
    asked = Asked(metre=Metre(0, 4, 4), key=Key(0), players=(PIANO, BASS, DRUMS), bars=3)
    assert len(compose(asked, rows=100)) == 100
    asked = Asked(
        metre=Metre(0, 6, 8), key=Key(7), players=(FLUTE,), solo=True, bars=8, form="AABB"
    )
    assert len(compose(asked, rows=100)) == 100


def test_what_is_not_asked_the_model_says(compose: Compose) -> None:
    scores = [score for _, score in compose(Asked(bars=2), rows=12)]
    assert len({score.metres[0].name for score in scores}) > 1
    assert len({len(score.parts) for score in scores}) > 1


def notes_of(score: Score, bar: int) -> list[Note]:
    first = score.bars()[bar]
    return [
        replace(note, start=note.start - first.start)
        for part in score.parts
        for note in part.notes
        if first.start <= note.start < first.start + first.length
    ]


@given(st.integers(0, 99), st.sampled_from(["AABA", "AA'B", "ABAB", "rondo"]))
@settings(max_examples=10, deadline=None)
def test_a_section_that_returns_is_the_same_music(compose: Compose, seed: int, form: str) -> None:
    asked = Asked(metre=Metre(0, 4, 4), key=Key(5), players=(FLUTE, PIANO), bars=16, form=form)
    planned = plan(asked, TOKENS, seed).form
    ((_, score),) = compose(asked, seed)
    settled = planned.settle(Metre(0, 4, 4), Key(5), (FLUTE, PIANO))
    assert any(source >= 0 for source in settled.sources)
    for bar, source in enumerate(settled.sources):
        if source >= 0:
            assert notes_of(score, bar) == notes_of(score, source)


def test_phrases_of_a_tune_end_on_tonic_or_dominant(compose: Compose) -> None:
    asked = Asked(metre=Metre(0, 4, 4), key=Key(7), players=(FLUTE,), solo=True, bars=8, pickup=0)
    for _, score in compose(asked, rows=10):
        beats = {note.start - 3 * 48: note for note in score.parts[0].notes}
        ending = [beats[at] for at in (0, 24) if at in beats and beats[at].pitch % 12 in (7, 2)]
        assert any(note.length >= GRID for note in ending)


def test_a_chinese_air_is_of_five_tones(compose: Compose) -> None:
    for seed in range(5):
        ((_, score),) = compose(Asked("chinese", metre=Metre(0, 2, 4), players=(FLUTE,)), seed)
        assert score.key is not None
        assert len(score.key.scale) == 5
        assert all(note.pitch % 12 in score.key.scale for note in score.parts[0].notes)


TUNE = Score(
    (
        Part(
            "",
            73,
            tuple(Note(12 * i, 12, 67 + (0, 2, 4, 5, 7, 9, 11, 12)[i % 8]) for i in range(16)),
        ),
    ),
    key=Key(7),
)
CHORDS = Score(
    tuple(
        Part("", 48, tuple(Note(24 * i, 36 if i == 3 else 24, pitch + i % 5) for i in range(8)))
        for pitch in (72, 64, 48)
    ),
    key=Key(0),
)


@pytest.mark.parametrize("piece", [TUNE, CHORDS])
def test_what_is_given_stands(compose: Compose, piece: Score) -> None:
    """Filled in: the other bars are untouched; continued: the beginning is."""
    for seed in range(6):
        ((_, filled),) = compose(Asked(given=piece, free=frozenset((1, 2)), bars=4), seed)
        assert len(filled.bars()) == 4
        assert notes_of(filled, 0) == notes_of(piece, 0)
        assert notes_of(filled, 3) == notes_of(piece, 3)
        ((_, longer),) = compose(Asked(given=piece, bars=7), seed)
        assert [notes_of(longer, n) for n in range(4)] == [notes_of(piece, n) for n in range(4)]
        assert len(longer.bars()) == 7
        assert on_grid(longer) == longer


def test_what_follows_a_filling_can_be_weighed(compose: Compose) -> None:
    asked = Asked(given=TUNE, free=frozenset((1,)), bars=4)
    planned = plan(asked, TOKENS, 3)
    ((row, _),) = compose(asked, 3)
    ids, begun = planned.junction(TOKENS, row.tokens) or ([], 0)
    assert TOKENS.vocabulary[ids[begun]] == "<bar:2>"
    assert [TOKENS.parts[token][0] for token in ids[begun:]].count("bar") == 2
    assert plan(Asked(given=TUNE, bars=6), TOKENS).junction(TOKENS, row.tokens) is None


def test_a_variation_keeps_strong_beats(compose: Compose) -> None:
    asked = Asked(given=TUNE, free=frozenset((0, 1, 2)), anchored=True, bars=4)
    for seed in range(4):
        ((_, varied),) = compose(asked, seed)
        for bar in range(3):
            kept = {n.start: n.pitch for n in notes_of(varied, bar)}
            wanted = {n.start: n.pitch for n in notes_of(TUNE, bar)}
            assert all(kept[at] == wanted[at] for at in (0, 24))


def test_a_blend_is_told_as_a_mixture() -> None:
    planned = plan(Asked("irish", "rag", 0.25), TOKENS)
    ((token, shares),) = planned.mixed.items()
    assert token in planned.prefix
    assert {TOKENS.vocabulary[n]: s for n, s in shares.items()} == {
        "<style:irish>": 0.75, "<style:rag>": 0.25,
    }  # fmt: skip


def test_the_more_chinese_a_blend_the_fewer_other_tones(compose: Compose) -> None:
    def others(dial: float) -> float:
        asked = Asked("irish", "chinese", dial, key=Key(0), metre=Metre(0, 2, 4), bars=8,
                      players=(FLUTE,), solo=True, pull=0)  # fmt: skip
        scores = [score for _, score in compose(asked, rows=20)]
        notes = [note for score in scores for note in score.parts[0].notes]
        return sum(note.pitch % 12 not in (0, 2, 4, 7, 9) for note in notes) / len(notes)

    assert others(0.0) > others(0.2) > others(0.7)


def test_more_bars_than_asked_cannot_stand() -> None:
    with pytest.raises(BadBrief, match="4 bars stand already"):
        plan(Asked(given=TUNE, bars=3), TOKENS)


def test_plans_of_form_are_read() -> None:
    assert letters("AA'B a") == ("A", "A'", "B", "A")
    with pytest.raises(BadBrief, match="no plan of form"):
        letters("A1")
    with pytest.raises(BadBrief):
        plan(Asked(form="??"), TOKENS)


@given(
    st.sampled_from(["", "AABA", "AABB", "AA'BB'", "ABACA"]), st.integers(1, 64), st.integers(0, 99)
)
def test_what_is_copied_ends_as_it_should(form: str, bars: int, seed: int) -> None:
    found = shape(form, bars, np.random.default_rng(seed))
    assert len(found.sources) == bars
    assert found.phrases[-1] == bars - 1
    assert bars - 1 in found.closes
    for bar, source in enumerate(found.sources):
        assert source < bar
        if source >= 0:
            assert (source in found.closes) == (bar in found.closes)


def test_a_piano_written_as_two_parts_is_a_hand_each(compose: Compose) -> None:
    asked = Asked(metre=Metre(0, 2, 4), key=Key(0), players=(PIANO, PIANO), bars=6)
    for _, score in compose(asked, rows=6):
        for part in score.parts:
            for note in part.notes:
                hand = sounding(part, note.start)
                assert max(hand) - min(hand) <= 16
                assert len(hand) <= 5


def test_a_tune_begins_as_its_kind_does(compose: Compose) -> None:
    asked = Asked("irish", metre=Metre(0, 6, 8), key=Key(7), players=(FLUTE,), solo=True, bars=4)
    upbeats = [compose(asked, seed)[0][1].pickup for seed in range(12)]
    assert set(upbeats) == {0, 6}


def test_what_is_recalled_is_an_excerpt_of_the_piece() -> None:
    asked = Asked("irish", metre=Metre(0, 6, 8), key=Key(7), players=(FLUTE,), solo=True, bars=9)
    form = plan(asked, TOKENS).form
    chance, state = np.random.default_rng(1), form.start
    while state.bar < 8:
        state = form.step(state, int(chance.choice(form.allowed(state))))
    everything = form.recall(state, 9999)
    assert [TOKENS.parts[token][0] for token in everything].count("bar") == 9
    room = 2 * len(everything) // 3
    some = form.recall(state, room)
    assert len(some) <= room
    names = [TOKENS.vocabulary[token] for token in some]
    assert names[:3] == ["<bos>", "<midway>", "<style:irish>"]
    assert TOKENS.decode(some).key == Key(7)
    assert tuple(some[-9:]) == tuple(everything[-9:])


def test_voices_that_sing_through_never_rest(compose: Compose) -> None:
    asked = Asked("bach", metre=Metre(0, 3, 4), key=Key(2), players=(CHOIR,) * 4, bars=6)
    for seed in range(4):
        ((_, score),) = compose(asked, seed)
        for part in score.parts:
            ends = [note.end for note in part.notes]
            assert [note.start for note in part.notes] == [0, *ends[:-1]]
            assert ends[-1] == score.length
