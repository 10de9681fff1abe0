"""Nets that are pictures."""

from __future__ import annotations

import numpy as np
import pytest

from sixing.errors import BadInput
from sixing.models import cppn


def grown(seed: int = 0, count: int = 12, times: int = 12) -> cppn.Nets:
    chance = np.random.default_rng(seed)
    nets = cppn.born(count, chance)
    for _ in range(times):
        nets = cppn.mutated(nets, chance)
    return nets


def test_a_net_never_feeds_itself_or_what_comes_before() -> None:
    assert not grown().weights[:, ~cppn.LEGAL].any()


def test_weights_keep_their_limit() -> None:
    assert np.abs(grown(times=40).weights).max() <= cppn.LIMIT


def test_nets_grow_and_stay_within_their_slots() -> None:
    used = grown(times=40).used().sum(1)
    assert used.mean() > grown(times=0).used().sum(1).mean()


def test_outputs_stay_within_their_range() -> None:
    found = cppn.outputs(grown(), cppn.plane(9, 12))
    assert found.shape == (12, 3, 9, 12)
    assert np.abs(found).max() <= 1


def test_a_net_alone_gives_what_it_gives_among_others() -> None:
    nets = grown(count=40)
    together = cppn.outputs(nets, cppn.plane(8, 8))
    alone = np.concatenate([cppn.outputs(nets[[i]], cppn.plane(8, 8)) for i in range(40)])
    np.testing.assert_allclose(together, alone, atol=2e-5)


def test_splitting_by_a_linear_node_changes_nothing_that_is_seen() -> None:
    chance = np.random.default_rng(1)
    nets = cppn.born(6, chance)
    before = cppn.outputs(nets, cppn.plane(8, 8))
    old = nets.functions.copy()
    weights = nets.weights.copy()
    cppn.split(weights, nets.functions, np.ones(6, bool), chance)
    fresh = ~nets.used() & cppn.Nets(weights, nets.functions).used()
    functions = np.where(fresh, cppn.FUNCTIONS.index("linear"), old)
    after = cppn.outputs(cppn.Nets(weights, functions), cppn.plane(8, 8))
    np.testing.assert_allclose(after, before, atol=1e-5)


def test_a_net_survives_its_json() -> None:
    net = grown(3)[[0]]
    again = cppn.of_json(cppn.to_json(net))
    places = cppn.plane(8, 8)
    np.testing.assert_array_equal(cppn.outputs(again, places), cppn.outputs(net, places))


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"links": [[0, 17, 1.0]], "functions": {}},
        {"links": [[0, 0, 1e9]], "functions": {}},
        {"links": [[0, 0, float("nan")]], "functions": {}},
        {"links": [], "functions": {"0": "gaussian"}},
        {"links": 3, "functions": {}},
    ],
)
def test_a_recipe_that_tells_no_net_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="tells no pattern"):
        cppn.of_json(told)
