"""Muon: steps that are as good as orthogonal, matrix by matrix."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from sixing.training.optim import Muon, orthogonal  # noqa: E402


@pytest.mark.parametrize("shape", [(8, 8), (6, 20), (20, 6)])
def test_singular_values_come_close_to_one(shape: tuple[int, int]) -> None:
    torch.manual_seed(0)
    found = torch.linalg.svdvals(orthogonal(torch.randn(3, *shape)).float())
    # Five steps of these coefficients end between 0.7 and 1.2 (Jordan et al. 2024); bf16 adds.
    assert float(found.min()) > 0.5
    assert float(found.max()) < 1.3


def test_singular_vectors_stay() -> None:
    torch.manual_seed(0)
    matrix = torch.randn(1, 8, 8)
    u, s, v = torch.linalg.svd(matrix)
    turned = u.mT @ orthogonal(matrix) @ v.mT
    off = turned - torch.diag_embed(torch.diagonal(turned, dim1=-2, dim2=-1))
    assert float(off.abs().max()) < 0.1
    assert float(s.min()) > 0


def step(weight: torch.Tensor, gradient: torch.Tensor, **options: float) -> torch.Tensor:
    moving = torch.nn.Parameter(weight.clone())
    moving.grad = gradient.clone()
    Muon([moving], lr=0.1, **options).step()
    return moving.detach() - weight


def test_a_step_is_as_large_as_its_rate_whatever_the_gradient() -> None:
    torch.manual_seed(0)
    gradient = torch.randn(8, 8)
    small, large = (step(torch.zeros(8, 8), scale * gradient) for scale in (1e-3, 1e3))
    assert torch.allclose(small, large, atol=0.01)
    assert 0.05 < float(torch.linalg.svdvals(small).max()) < 0.13


def test_projections_that_are_stacked_move_one_by_one() -> None:
    torch.manual_seed(0)
    q, k = torch.randn(8, 8), torch.randn(8, 8)
    together = step(torch.zeros(16, 8), torch.cat((q, k)))
    apart = torch.cat([step(torch.zeros(8, 8), one) for one in (q, k)])
    assert torch.allclose(together, apart, atol=1e-5)


def test_a_quadratic_is_descended() -> None:
    torch.manual_seed(0)
    goal, weight = torch.randn(8, 8), torch.nn.Parameter(torch.zeros(8, 8))
    muon = Muon([weight], lr=0.05)
    for _ in range(100):
        muon.zero_grad()
        (weight - goal).square().sum().backward()
        muon.step()
    assert float((weight - goal).detach().norm()) < 0.2 * float(goal.norm())


def test_decay_shrinks_what_no_gradient_holds() -> None:
    changed = step(torch.ones(4, 4), torch.zeros(4, 4), decay=0.5)
    assert torch.allclose(changed, torch.full((4, 4), -0.05))
