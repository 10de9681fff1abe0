"""Adapters change a net as told; readers read alike with and without torch."""

from pathlib import Path

import numpy as np
import pytest
import torch

from sixing.errors import BadStyle
from sixing.models.adapters import Adapter, load, save
from sixing.models.adapters_torch import adapter_of, attach, bypassed, net_of, restore
from sixing.models.reader import Reader
from sixing.models.reader_torch import ReaderNet, batch_of
from sixing.models.transformer import TransformerConfig, TransformerRunner
from sixing.models.transformer_torch import Transformer
from sixing.training.reading import Reading, fit_reader

CONFIG = TransformerConfig(vocabulary=17, width=16, layers=2, heads=2, hidden=24)
DOCUMENTS = [([1, 2, 3, 4, 5], 2), ([6, 7, 8], 1), ([9, 3, 4, 1, 2, 3, 8], 3)]


def weights() -> dict[str, np.ndarray]:
    torch.manual_seed(1)
    net = Transformer(CONFIG)
    return {n: (v + 0.05 * torch.randn_like(v)).numpy() for n, v in net.state_dict().items()}


def taught() -> tuple[Transformer, Adapter]:
    net = net_of(CONFIG, weights())
    for parameter in attach(net, rank=3):
        torch.nn.init.normal_(parameter, std=0.2)
    return net, adapter_of(net)


def test_a_fresh_adapter_changes_nothing() -> None:
    net = net_of(CONFIG, weights())
    ids = torch.tensor([[1, 2, 3]])
    before = net(ids)
    attach(net, rank=2)
    torch.testing.assert_close(net(ids), before)


def test_only_the_adapter_trains() -> None:
    net = net_of(CONFIG, weights())
    mine = {id(p) for p in attach(net, rank=2)}
    assert mine == {id(p) for p in net.parameters() if p.requires_grad}


def test_merged_weights_run_as_the_adapted_net_does() -> None:
    net, adapter = taught()
    runner = TransformerRunner(CONFIG, adapter.merged(weights()))
    ids = np.array([[1, 2, 3, 4]])
    theirs = net(torch.from_numpy(ids)).detach().numpy()
    np.testing.assert_allclose(runner.hidden(ids), theirs, atol=2e-5)


def test_a_bypassed_adapter_is_not_there() -> None:
    net, _ = taught()
    ids = torch.tensor([[1, 2, 3]])
    plain = net_of(CONFIG, weights())(ids)
    with bypassed(net):
        torch.testing.assert_close(net(ids), plain)
    assert not torch.allclose(net(ids), plain)


def test_an_adapter_survives_the_disk(tmp_path: Path) -> None:
    _, adapter = taught()
    kept = Adapter(adapter.parts, {"mood.bias": np.ones(3, np.float32)}, {"moods": ["喜", "哀"]})
    save(kept, tmp_path / "a.safetensors")
    found = load(tmp_path / "a.safetensors")
    assert found.facts == kept.facts
    np.testing.assert_allclose(found.heads["mood.bias"], 1)
    for name, (down, up) in kept.parts.items():
        np.testing.assert_allclose(found.parts[name][0], down, rtol=1e-3)
        np.testing.assert_allclose(found.parts[name][1], up, rtol=1e-3)
    net = net_of(CONFIG, weights())
    attach(net, rank=3)
    restore(net, found)
    np.testing.assert_allclose(
        adapter_of(net).parts["blocks.0.qkv.weight"][1], found.parts["blocks.0.qkv.weight"][1]
    )


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    _, adapter = taught()
    path = tmp_path / "a.safetensors"
    save(adapter, path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadStyle, match="cannot be read"):
        load(path)


def test_an_adapter_of_another_net_is_refused() -> None:
    _, adapter = taught()
    other = TransformerConfig(vocabulary=17, width=32, layers=2, heads=2, hidden=24)
    with pytest.raises(BadStyle, match="another base"):
        adapter.merged(other.zeros())


def test_a_reader_reads_alike_with_and_without_torch() -> None:
    net, _ = taught()
    reader = ReaderNet(net, {"mood": 3, "era": 2})
    adapter = adapter_of(net, reader.head_arrays())
    theirs = reader(*batch_of(DOCUMENTS))
    ours = Reader(CONFIG, weights(), adapter).scores(DOCUMENTS)
    for name, scores in theirs.items():
        np.testing.assert_allclose(ours[name], scores.detach().numpy(), atol=2e-5)


def test_a_reader_learns_which_token_a_document_holds() -> None:
    chance = np.random.default_rng(0)
    documents = [([int(i) for i in chance.integers(3, 17, 6)], 1) for _ in range(256)]
    for i, (ids, _) in enumerate(documents):
        ids[3] = 1 + i % 2
    targets = {
        "which": np.eye(2)[[i % 2 for i in range(256)]],
        "unknown": np.full((256, 2), np.nan),
    }
    net = net_of(CONFIG, weights())
    adapter = fit_reader(net, documents, targets, Reading(rows=16, rate=0.01, epochs=6))
    said = Reader(CONFIG, weights(), adapter).scores(documents)["which"].argmax(axis=1)
    assert (said == np.arange(256) % 2).mean() > 0.95
