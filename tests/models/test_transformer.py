"""The transformer: what torch learns is what numpy runs."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.models import transformer_torch  # noqa: E402
from sixing.models.transformer import TransformerConfig, TransformerRunner  # noqa: E402
from sixing.models.transformer_torch import Transformer  # noqa: E402
from sixing.testing import NotConformant, check_model  # noqa: E402

CONFIG = TransformerConfig(vocabulary=23, width=16, layers=2, heads=2, hidden=24)


@pytest.fixture
def net() -> Transformer:
    torch.manual_seed(0)
    net = Transformer(CONFIG)
    with torch.no_grad():  # a fresh net's layers are the identity and would prove little
        for weight in net.parameters():
            weight.add_(torch.randn_like(weight) * 0.2)
    return net


def arrays(net: Transformer) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in net.state_dict().items()}


def test_the_runner_is_the_net(net: Transformer) -> None:
    check_model(net, TransformerRunner(CONFIG, arrays(net)), vocabulary=23, tolerance=1e-4)


def test_other_weights_are_another_model(net: Transformer) -> None:
    runner = TransformerRunner(CONFIG, arrays(net))
    with torch.no_grad():
        net.blocks[0].qkv.weight.mul_(1.5)
    with pytest.raises(NotConformant, match="runner and net differ"):
        check_model(net, runner, vocabulary=23, tolerance=1e-4)


def test_the_config_names_every_weight_with_its_shape(net: Transformer) -> None:
    assert {name: value.shape for name, value in arrays(net).items()} == CONFIG.shapes()


def test_whole_sequences_read_as_prefixes_do(net: Transformer) -> None:
    runner = TransformerRunner(CONFIG, arrays(net))
    ids = np.random.default_rng(1).integers(0, 23, (2, 9))
    last, _ = runner.read(ids.tolist())
    np.testing.assert_allclose(runner.hidden(ids)[:, -1], last, atol=1e-6)


def test_rows_of_unequal_length_read_as_by_themselves(net: Transformer) -> None:
    runner = TransformerRunner(CONFIG, arrays(net))
    rows = np.random.default_rng(2).integers(0, 23, (3, 12))
    alone = runner.logits(runner.hidden(rows))
    _, cache = runner.read(
        [rows[0, :2].tolist(), rows[1, :5].tolist(), rows[2, :1].tolist()], room=12
    )
    runner.step(rows[2:, 1:4], cache.row(2))
    first = runner.step(
        np.stack([rows[0, 2:5], rows[1, 5:8], rows[2, 4:7]]), cache, np.array([3, 1, 0])
    )
    np.testing.assert_allclose(runner.logits(first[0]), alone[0, 2:5], atol=1e-4)
    np.testing.assert_allclose(runner.logits(first[1, 0]), alone[1, 5], atol=1e-4)
    then = runner.step(np.array([[rows[0, 5]], [rows[1, 6]], [rows[2, 4]]]), cache)
    wanted = np.stack([alone[0, 5], alone[1, 6], alone[2, 4]])
    np.testing.assert_allclose(runner.logits(then[:, 0]), wanted, atol=1e-4)


def test_a_dropped_row_leaves_the_others_as_they_were(net: Transformer) -> None:
    runner = TransformerRunner(CONFIG, arrays(net))
    rows = np.random.default_rng(3).integers(0, 23, (3, 9))
    alone = runner.logits(runner.hidden(rows))
    _, cache = runner.read(
        [rows[0, :2].tolist(), rows[1, :5].tolist(), rows[2, :7].tolist()], room=2
    )
    cache = cache.drop(0)
    found = runner.step(np.array([[rows[2, 7]], [rows[1, 5]]]), cache)
    np.testing.assert_allclose(runner.logits(found[0, 0]), alone[2, 7], atol=1e-4)
    np.testing.assert_allclose(runner.logits(found[1, 0]), alone[1, 5], atol=1e-4)


def test_a_mixed_token_is_heard_as_its_parts(net: Transformer) -> None:
    runner = TransformerRunner(CONFIG, arrays(net))
    one, other = runner.mixed(0, {7: 1.0}), runner.mixed(0, {7: 0.5, 8: 0.5})
    plain, _ = runner.read([[1, 7, 2]])
    np.testing.assert_allclose(one.read([[1, 0, 2]])[0], plain, atol=1e-5)
    between = other.read([[1, 0, 2]])[0]
    eight, _ = runner.read([[1, 8, 2]])
    assert 0 < np.abs(between - plain).max() < np.abs(eight - plain).max() + 1
    # The model that was given hears the token as before, and both score alike.
    assert np.abs(runner.read([[1, 0, 2]])[0] - between).max() > 0
    np.testing.assert_array_equal(one.embedding, runner.embedding)


def test_few_columns_are_multiplied_as_many_are() -> None:
    config = TransformerConfig(vocabulary=11, width=128, layers=1, heads=2, hidden=128)
    chance = np.random.default_rng(4)
    weights = {
        k: chance.normal(size=s).astype(np.float32) * 0.1 for k, s in config.shapes().items()
    }
    runner = TransformerRunner(config, weights)
    rows = chance.integers(0, 11, (20, 3))
    many = runner.hidden(rows)  # 60 columns
    for count in (1, 4):
        np.testing.assert_allclose(runner.hidden(rows[:count]), many[:count], atol=2e-4)


def test_documents_in_one_row_do_not_hear_each_other(net: Transformer) -> None:
    first, second = torch.tensor([[3, 1, 4]]), torch.tensor([[1, 5, 9, 2]])
    packed = net(torch.cat((first, second), 1), torch.tensor([[1, 1, 1, 2, 2, 2, 2]]))
    # RoPE sees distances only, so that where a document begins in its row changes nothing.
    assert torch.allclose(packed[:, 3:], net(second), atol=1e-5)
    assert torch.allclose(packed[:, :3], net(first), atol=1e-5)


def test_a_shut_gate_is_no_overflow(net: Transformer) -> None:
    weights = arrays(net)
    weights["blocks.0.gate_up.weight"] = weights["blocks.0.gate_up.weight"] * 1000
    hidden, _ = TransformerRunner(CONFIG, weights).read([[1, 2, 3]])
    assert np.isfinite(hidden).all()


def test_rotation_keeps_lengths() -> None:
    x = torch.randn(1, 2, 5, 8)
    cos, sin = transformer_torch.rotary(5, CONFIG, torch.device("cpu"))
    turned = transformer_torch.rotate(x, cos, sin)
    assert torch.allclose(turned.norm(dim=-1), x.norm(dim=-1), atol=1e-5)
