import numpy as np
import pytest
from scipy.linalg import sqrtm

from sixing.features.distribution import Overlap, distances, frechet, kernel_distance, radii

RNG = np.random.default_rng(5)


def crowd(n: int, d: int, mean: float = 0.0) -> np.ndarray:
    return RNG.normal(mean, 1, (n, d)) @ RNG.normal(0, 1, (d, d))


@pytest.mark.parametrize(("n", "m"), [(60, 80), (6, 80), (6, 7)])
def test_frechet_is_what_the_root_of_the_matrix_says(n: int, m: int) -> None:
    a, b = crowd(n, 12), crowd(m, 12, 1)
    gap = a.mean(0) - b.mean(0)
    one, other = np.cov(a.T), np.cov(b.T)
    root = sqrtm(one @ other + 1e-12 * np.eye(12)).real
    wanted = gap @ gap + np.trace(one + other - 2 * root)
    assert frechet(a, b) == pytest.approx(wanted, rel=1e-4)
    assert frechet(a, b) == pytest.approx(frechet(b, a))


def test_a_crowd_lies_at_no_distance_from_itself() -> None:
    a = crowd(40, 8)
    assert frechet(a, a) == pytest.approx(0, abs=1e-8)
    assert Overlap.of(a, a) == Overlap(1, 1, Overlap.of(a, a).density, 1)


def test_the_kernel_distance_has_no_bias() -> None:
    draws = [
        kernel_distance(RNG.normal(0, 1, (20, 4)), RNG.normal(0, 1, (25, 4))) for _ in range(400)
    ]
    assert abs(np.mean(draws)) < 3 * np.std(draws) / 20


def test_the_kernel_distance_is_the_sum_over_pairs() -> None:
    a, b = crowd(5, 3), crowd(4, 3)

    def k(x: np.ndarray, y: np.ndarray) -> float:
        return float((x @ y / 3 + 1) ** 3)

    within = [
        np.mean([k(x, y) for i, x in enumerate(c) for j, y in enumerate(c) if i != j])
        for c in (a, b)
    ]
    across = np.mean([k(x, y) for x in a for y in b])
    assert kernel_distance(a, b) == pytest.approx(sum(within) - 2 * across)


def test_a_maker_of_one_picture_is_precise_and_recalls_little() -> None:
    people = RNG.normal(0, 1, (200, 3))
    made = people[:1] + RNG.normal(0, 1e-3, (200, 3))
    found = Overlap.of(people, made)
    assert found.precision > 0.99
    assert found.recall < 0.05
    assert found.coverage < 0.2


def test_radii_leave_the_work_itself_out() -> None:
    line = np.array([[0.0], [1.0], [3.0], [7.0]])
    assert radii(line, 1).tolist() == [1, 1, 2, 4]
    assert distances(line[:1], line).tolist() == [[0, 1, 3, 7]]


def test_what_is_no_crowd_is_refused() -> None:
    a = crowd(10, 3)
    with pytest.raises(ValueError, match="two crowds"):
        frechet(a, a[:1])
    with pytest.raises(ValueError, match="finite"):
        kernel_distance(a, np.where(a > 0, np.nan, a))
    with pytest.raises(ValueError, match="more than 3"):
        Overlap.of(a[:3], a)
