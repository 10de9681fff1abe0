"""The table model: causal, normalised, and what torch learns is what numpy runs."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sixing.errors import BadInput  # noqa: E402
from sixing.models.frames import FramesRunner  # noqa: E402
from sixing.models.frames_config import SILENT, FramesConfig, TableConfig  # noqa: E402
from sixing.models.frames_cues import Past  # noqa: E402
from sixing.models.frames_table import read_table  # noqa: E402
from sixing.models.frames_torch import FramesNet, batch  # noqa: E402

TABLE = TableConfig(low=0, high=30, starts=(20, 15, 9), reach=8)
CONFIG = FramesConfig(TABLE, members=2, trunk=8, width=8, heads=2, hidden=12)
Frames = list[tuple[int, ...]]


@pytest.fixture
def frames() -> Frames:
    """A tune of 24 steps for three voices that repeats itself, with a leap and two silences."""
    first = [(20, 15, 9), (20, 15, 9), (22, 15, 7), (22, 14, 7), (24, 12, 12), (24, 12, 12)]
    second = [(24, SILENT, 12), (5, SILENT, 12), (22, 14, 14), (22, 14, SILENT)]
    return [*first, *second, *first, (20, 15, 9), (20, 15, 9), *first]


@pytest.fixture
def net() -> FramesNet:
    torch.manual_seed(0)
    net = FramesNet(CONFIG)
    with torch.no_grad():  # a fresh net's layers are the identity and would prove little
        for weight in net.parameters():
            weight.add_(torch.randn_like(weight) * 0.3)
    return net.eval()


def scores(net: FramesNet, frames: Frames) -> np.ndarray:
    with torch.no_grad():
        return net(batch(CONFIG, [read_table(CONFIG, frames)]))[:, 0, : len(frames)].numpy()


def runner(net: FramesNet) -> FramesRunner:
    return FramesRunner(CONFIG, {k: v.numpy() for k, v in net.state_dict().items()})


def test_probabilities_sum_to_one(net: FramesNet, frames: Frames) -> None:
    np.testing.assert_allclose(np.exp(scores(net, frames)).sum(-1), 1, atol=1e-5)


@pytest.mark.parametrize("step", [0, 1, 6, 7, 15, 22])
@pytest.mark.parametrize("voice", [0, 1, 2])
def test_no_place_hears_itself_or_later_ones(
    net: FramesNet, frames: Frames, step: int, voice: int
) -> None:
    before = scores(net, frames)
    changed = [list(frame) for frame in frames]
    changed[step][voice] = 17
    for frame in changed[step + 1 :]:
        frame[:] = [11, 3, 30]
    after = scores(net, [tuple(frame) for frame in changed])
    np.testing.assert_array_equal(after[:, :step], before[:, :step])
    np.testing.assert_array_equal(after[:, step, : voice + 1], before[:, step, : voice + 1])
    if voice < 2:  # and the later voices of the step do hear it
        assert (after[:, step, voice + 1 :] != before[:, step, voice + 1 :]).any()


def test_the_runner_is_the_net(net: FramesNet, frames: Frames) -> None:
    wanted = np.logaddexp.reduce(scores(net, frames), axis=0) - np.log(CONFIG.members)
    reading = runner(net).begin()
    for step, frame in enumerate(frames):
        for voice in range(3):
            found = reading.expected(voice, frame[:voice])
            np.testing.assert_allclose(found, wanted[step, voice], atol=2e-4)
        reading.add(frame)


def test_the_two_parts_make_the_whole(net: FramesNet, frames: Frames) -> None:
    hold, other = runner(net).nats(frames)
    wanted = np.logaddexp.reduce(scores(net, frames), axis=0) - np.log(CONFIG.members)
    symbols = np.maximum(np.array(frames) + 1, 0)
    whole = -np.take_along_axis(wanted, symbols[..., None], -1)[..., 0]
    np.testing.assert_allclose(hold + other, whole, atol=2e-4)
    held = np.zeros_like(hold, bool)
    held[1:] = symbols[1:] == symbols[:-1]
    assert (other[held] == 0).all()
    assert (hold[0] == 0).all()


def test_the_config_names_every_weight_with_its_shape(net: FramesNet) -> None:
    assert {k: tuple(v.shape) for k, v in net.state_dict().items()} == CONFIG.shapes()


def test_tables_of_a_batch_do_not_hear_each_other(net: FramesNet, frames: Frames) -> None:
    short, whole = (read_table(CONFIG, part) for part in (frames[:7], frames))
    with torch.no_grad():
        both = net(batch(CONFIG, [short, whole]))
    np.testing.assert_allclose(both[:, 0, :7], scores(net, frames[:7]), atol=1e-5)
    np.testing.assert_allclose(both[:, 1, : len(frames)], scores(net, frames), atol=1e-5)


def test_a_shifted_table_is_the_table_of_the_shifted_frames(frames: Frames) -> None:
    up = [tuple(h if h == SILENT else h + 3 for h in frame) for frame in frames]
    moved = TableConfig(low=0, high=30, starts=(23, 18, 12), reach=8)
    wanted = read_table(FramesConfig(moved), up)
    found = read_table(FramesConfig(TABLE), frames).shifted(FramesConfig(TABLE), 3)
    for a, b in zip(found.cues, wanted.cues, strict=True):
        np.testing.assert_array_equal(a, b)
    for name in ("heard", "references", "before", "symbols"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))


def test_every_cue_is_below_its_size(frames: Frames) -> None:
    past = Past(TABLE)
    for frame in frames * 9:
        for voice in range(3):
            cues, sizes = past.cues(voice, frame[:voice]), TABLE.cue_sizes(voice)
            assert len(cues) == len(sizes)
            assert all(0 <= cue < size for cue, size in zip(cues, sizes, strict=True))
        past.add(frame)


def test_what_came_next_before_is_proposed_again() -> None:
    past = Past(TableConfig(low=0, high=9, starts=(5,)))
    for height in (1, 2, 3, 4, 1, 2):
        past.add((height,))
    _, far, matched = past.cues(0, ())[-9:-6]
    assert far == 20 + 3 - 2  # a 3, one above
    assert matched == 3 * 2 + 0  # two steps alike; it does not hold


@pytest.mark.parametrize("frame", [(3, 4), (3, 4, 31), (-2, 4, 5)])
def test_frames_that_do_not_fit_are_refused(net: FramesNet, frame: tuple[int, ...]) -> None:
    with pytest.raises(BadInput, match=r"voices|outside"):
        read_table(CONFIG, [frame])
    with pytest.raises(BadInput, match=r"voices|outside"):
        runner(net).nats([frame])


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(BadInput, match="at least one"):
        read_table(CONFIG, [])
