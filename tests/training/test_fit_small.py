"""Tuning stops before texts are known by heart, goes on where it stopped, refuses too little."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.errors import BadCorpus, BadInput  # noqa: E402
from sixing.fitting import Forecast, tailor  # noqa: E402
from sixing.fitting.pieces import FEWEST, pieces_of  # noqa: E402
from sixing.fitting.tailoring import tuning_for  # noqa: E402
from sixing.media.poem.tokens import PoemTokens  # noqa: E402
from sixing.models.adapters_torch import adapter_of  # noqa: E402
from sixing.models.reader import Document  # noqa: E402
from sixing.models.transformer import TransformerConfig  # noqa: E402
from sixing.models.transformer_torch import Transformer  # noqa: E402
from sixing.store import styles  # noqa: E402
from sixing.testing.verse import VERSE, toy_tokens  # noqa: E402
from sixing.training.tuning import Tuning, objective, seconds_each, tune  # noqa: E402

CONFIG = TransformerConfig(vocabulary=17, width=16, layers=2, heads=2, hidden=24)
TUNING = Tuning(rank=2, rows=2, rate=0.02, steps=16, looks=4, patience=4)
TEXTS: list[Document] = [([1, 5, 6, 7, 8, n], 1) for n in (9, 10, 11, 12)]


def net() -> Transformer:
    torch.manual_seed(1)
    made = Transformer(CONFIG)
    with torch.no_grad():
        for weight in made.parameters():
            weight.add_(0.05 * torch.randn_like(weight))
    return made


def epoch(number: int) -> Sequence[Document]:
    return random.Random(number).sample(TEXTS[:3], 3)


def nats(model: Transformer) -> float:
    with torch.no_grad():
        return float(objective(model, TEXTS[3:])[0])


def test_what_is_held_out_is_read_better_for_it() -> None:
    tuned = tune(net(), epoch, TUNING, look=nats)
    assert tuned.best > 0
    assert nats(tuned.net) == pytest.approx(min(value for _, value in tuned.curve))
    assert [step for step, _ in tuned.curve] == [0, 4, 8, 12, 16]


def test_it_stops_when_nothing_is_gained_and_the_base_is_best() -> None:
    looks = iter([1.0, 2.0, 3.0, 4.0, 5.0])
    tuned = tune(net(), epoch, replace(TUNING, patience=2), look=lambda _: next(looks))
    assert tuned.curve == ((0, 1.0), (4, 2.0), (8, 3.0))
    assert tuned.best == 0
    assert not any(up.any() for _, up in adapter_of(tuned.net).parts.values())


class KilledError(Exception):
    """A kill, as far as a test in one process can have one."""


@pytest.mark.parametrize("rank", [2, 0])
def test_a_run_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path, rank: int) -> None:
    tuning = replace(TUNING, rank=rank, rate=0.003, save_every=0)
    whole = tune(net(), epoch, tuning, look=nats)

    def dies(number: int) -> Sequence[Document]:
        if number == 5:
            raise KilledError
        return epoch(number)

    with pytest.raises(KilledError):
        tune(net(), dies, tuning, look=nats, folder=tmp_path)
    again = tune(net(), epoch, tuning, look=nats, folder=tmp_path)
    np.testing.assert_allclose(again.curve, whole.curve, rtol=1e-6)
    assert torch.equal(again.net.blocks[0].attention_norm, whole.net.blocks[0].attention_norm)
    done = tune(net(), epoch, tuning, look=nats, folder=tmp_path)
    assert nats(done.net) == pytest.approx(nats(whole.net))


def test_the_forecast_is_measured_and_leaves_the_net_alone() -> None:
    model = net()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    assert 0 < seconds_each(model, TEXTS, TUNING) < 5
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_more_pieces_teach_more_weights() -> None:
    ranks = [tuning_for(count).rank for count in (8, 20, 300, 2000)]
    assert ranks == sorted(ranks)
    assert tuning_for(20_000).rank == 0


def written(folder: Path, count: int, line: int = 5, seed: int = 0) -> Path:
    """A folder of poems of chance."""
    folder.mkdir(exist_ok=True)
    chance = random.Random(seed)
    for number in range(count):
        lines = ["".join(chance.sample(VERSE, line)) for _ in range(4)]
        text = f"山中\n{lines[0]}，{lines[1]}。\n{lines[2]}，{lines[3]}。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tokens() -> PoemTokens:
    return toy_tokens()


def test_pieces_are_read_and_split_by_groups(tmp_path: Path, tokens: PoemTokens) -> None:
    pieces = pieces_of(written(tmp_path / "mine", 20), tokens, ["山月"])
    assert len(pieces.lessons) == 20
    assert not any(one.control.author or one.control.era for one in pieces.lessons)
    learnt, held = pieces.split(0)
    assert sorted(learnt + held) == list(range(20))
    assert len(held) == 4
    assert pieces.split(1)[1] != held
    groups = [pieces.groups[i] for i in held]
    assert not set(groups) & {pieces.groups[i] for i in learnt}


def test_five_pieces_are_too_few(tmp_path: Path, tokens: PoemTokens) -> None:
    with pytest.raises(BadCorpus, match=f"at least {FEWEST}") as said:
        pieces_of(written(tmp_path / "mine", 5), tokens, [])
    assert "5 poems that can be learnt from" in str(said.value)
    assert "首" in said.value.zh


def test_the_same_piece_many_times_is_one(tmp_path: Path, tokens: PoemTokens) -> None:
    folder = written(tmp_path / "mine", 3)
    text = (folder / "0.txt").read_text(encoding="utf-8")
    for number in range(30):
        (folder / f"copy-{number}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(BadCorpus, match="3 poems"):
        pieces_of(folder, tokens, [])


@pytest.mark.parametrize(
    "text",
    ["Shall I compare thee to a summer's day?\nThou art more lovely.", "古池や、\n蛙飛びこむ。"],
)
def test_another_language_is_refused(text: str, tmp_path: Path, tokens: PoemTokens) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"Poem\n{text}\n{number}", encoding="utf-8")
    with pytest.raises(BadCorpus, match="in Chinese"):
        pieces_of(folder, tokens, [])


def test_lines_of_no_form_are_counted(tmp_path: Path, tokens: PoemTokens) -> None:
    with pytest.raises(BadCorpus, match="irregular shape 杂言: 12"):
        pieces_of(written(tmp_path / "mine", 12, line=6), tokens, [])


def test_a_name_that_is_taken_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    styles.change("mine", b"", {})
    with pytest.raises(BadInput, match="there already"):
        tailor(tmp_path / "nowhere", "mine")


def test_a_style_of_eight_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sixing.fitting import tailoring
    from sixing.studio import Studio

    quick = Tuning(rank=2, rows=2, rate=1e-3, steps=2, looks=1)
    monkeypatch.setattr(tailoring, "tuning_for", lambda _: quick)
    folder = written(tmp_path / "poems", 8)
    said: list[Forecast] = []

    def stop(fraction: float, _: str) -> None:
        if fraction > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tailor(folder, "mine", progress=stop)
    assert styles.names() == ["classical", "music"]
    done = tailor(folder, "mine", told=said.append)
    assert said[0].pieces == 8
    assert said[0].few
    assert done.style.config["heldout"]["kept"] == ("style" if done.better else "base")
    assert np.isfinite([done.base, done.own]).all()
    assert done.own <= done.base
    studio = Studio.open("mine")
    assert studio.fingerprints.has_line(done.pieces.lessons[0].lines[0])
    assert not (done.style.folder / "work").exists()
