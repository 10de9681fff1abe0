"""The chunked loss is the plain one, and so are its gradients."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402

from sixing.training import objective  # noqa: E402
from sixing.training.objective import tied_cross_entropy  # noqa: E402


@pytest.fixture(params=[1, 7, 30])
def places(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(objective, "CHUNK", 8)  # so that 30 places are several chunks
    return int(request.param)


def both(places: int) -> list[tuple[float, torch.Tensor, torch.Tensor]]:
    """Loss and gradients by the chunked and by the plain way, on numbers that bf16 can hold."""
    torch.manual_seed(0)
    hidden, weight = torch.randn(places, 16).bfloat16().float(), torch.randn(40, 16).bfloat16()
    targets = torch.randint(0, 40, (places,))
    found = []
    for way in (tied_cross_entropy, lambda h, w, t: F.cross_entropy(h @ w.T, t)):
        h, w = hidden.clone().requires_grad_(), weight.float().clone().requires_grad_()
        loss = way(h, w, targets)
        (2 * loss).backward()
        found.append((float(loss.detach()), h.grad, w.grad))
    return found


def test_the_loss_is_cross_entropy(places: int) -> None:
    (ours, _, _), (plain, _, _) = both(places)
    assert ours == pytest.approx(plain, rel=3e-3)


def test_hidden_states_get_the_same_gradient(places: int) -> None:
    (_, ours, _), (_, plain, _) = both(places)
    assert torch.allclose(ours, plain, atol=0.02 * float(plain.abs().max()))


def test_the_embedding_gets_the_same_gradient(places: int) -> None:
    (_, _, ours), (_, _, plain) = both(places)
    assert torch.allclose(ours, plain, atol=0.02 * float(plain.abs().max()))


def test_no_place_is_no_loss() -> None:
    empty = torch.zeros(0, 4)
    assert float(tied_cross_entropy(empty, torch.ones(5, 4), torch.zeros(0).long())) == 0
