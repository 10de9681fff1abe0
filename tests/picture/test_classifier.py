"""Classes of one's own: what is learnt, what is held out, what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput
from sixing.features.picture_classes import Classifier
from sixing.fitting.pictures import classifier
from sixing.fitting.pictures.classifier import labelled, learn_classes, parted
from sixing.fitting.pictures.views import Views
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import Item
from sixing.patterns.confusion import Confusion

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from sixing.models.efficientnet import EfficientNetConfig  # noqa: E402
from sixing.models.efficientnet_torch import EfficientNet  # noqa: E402
from sixing.training.finetuning import Finetuning, finetune  # noqa: E402

PLAN = Finetuning(late=2, views=2, steps=12, looks=3, rows=8)


def toy_net(classes: int) -> EfficientNet:
    torch.manual_seed(0)
    stages = ((1, 3, 1, 1, 8), (1, 3, 2, 2, 8), (1, 5, 2, 2, 8), (1, 3, 2, 2, 16))
    return EfficientNet(EfficientNetConfig(8, stages, 32, classes))


def toy(kind: int, number: int) -> Picture:
    """Warm bars across, cool bars down; no two alike."""
    chance = np.random.default_rng((kind, number))
    bars = chance.integers(60, 200, (32, 1, 1)).repeat(32, 1).repeat(3, 2)
    bars[..., 2 * (1 - kind)] = 20
    rows = bars if kind == 0 else bars.transpose(1, 0, 2)
    return Picture(np.ascontiguousarray(rows.astype(np.uint8)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind, name in enumerate(("warm", "cool")):
        place = tmp_path / "mine" / name
        place.mkdir(parents=True)
        for number in range(6):
            (place / f"{number}.png").write_bytes(toy(kind, number).png())
    return tmp_path / "mine"


@pytest.fixture(autouse=True)
def toys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIXING_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(classifier, "fresh_net", toy_net)


def test_a_folder_of_folders_becomes_a_style_that_names_its_classes(folder: Path) -> None:
    taught = learn_classes(folder, "mine", plan=PLAN)
    assert taught.pictures == {"cool": 6, "warm": 6}
    assert sum(map(sum, taught.confusion.counts)) == 4
    assert (taught.style.folder / classifier.PICTURE).read_text("utf-8").startswith("<svg")
    reader = Classifier.open(taught.style.folder)
    assert reader.labels == ("cool", "warm")
    guess = reader.guesses([toy(0, 40), toy(1, 41)], most=1)
    assert [one[0].label for one in guess] == ["warm", "cool"]
    assert np.allclose(reader.probabilities([toy(0, 42)]).sum(), 1, atol=1e-5)


def test_the_same_seed_teaches_the_same_net() -> None:
    pictures = [toy(number % 2, number) for number in range(12)]
    labels = np.arange(12) % 2
    found = []
    for _ in range(2):
        net = toy_net(2)
        done = finetune(net, Views(pictures, size=32), labels, parted(labels), PLAN)
        found.append((done.curve, {n: v.tobytes() for n, v in net.arrays().items()}))
    assert found[0] == found[1]


def test_the_curve_begins_at_the_probe_and_its_least_is_kept() -> None:
    pictures = [toy(number % 2, number) for number in range(12)]
    labels = np.arange(12) % 2
    done = finetune(toy_net(2), Views(pictures, size=32), labels, parted(labels), PLAN)
    assert [step for step, _ in done.curve] == [0, 4, 8, 12]
    assert dict(done.curve)[done.best] == min(nats for _, nats in done.curve)
    assert done.scores.shape == (int(parted(labels).sum()), 2)


def test_early_blocks_stay_as_they_were() -> None:
    pictures = [toy(number % 2, number) for number in range(12)]
    labels, net = np.arange(12) % 2, toy_net(2)
    before = net.arrays()
    finetune(net, Views(pictures, size=32), labels, parted(labels), PLAN)
    early = [n for n in before if n.startswith(("stem", "blocks.0.", "blocks.1."))]
    assert early
    assert all(np.array_equal(before[n], net.arrays()[n]) for n in early)


def test_every_class_is_held_out_in_part() -> None:
    labels = np.array([0] * 20 + [1] * 4 + [2] * 8)
    held = parted(labels)
    assert [int(held[labels == number].sum()) for number in range(3)] == [5, 1, 2]


def test_views_differ_and_the_first_is_the_picture() -> None:
    views = Views([toy(0, 1)], size=32)
    assert np.allclose(views(0)[0], toy(0, 1).grid().values)
    assert not np.allclose(views(1), views(2))
    assert np.array_equal(views(1), views(1))
    assert np.abs(views(3)).max() <= 1


def test_labels_are_the_folders_where_paths_part() -> None:
    items = [Item(f"{n}.png", toy(0, n), f"all/{'a' if n < 4 else 'b/deep'}") for n in range(8)]
    left: dict[str, int] = {}
    _, numbers, names = labelled([*items, Item("x.png", toy(1, 1), "all")], left)
    assert names == ("a", "b")
    assert numbers.tolist() == [0] * 4 + [1] * 4
    assert sum(left.values()) == 1


@pytest.mark.parametrize("counts", [(6,), (6, 3)])
def test_too_few_classes_or_pictures_are_refused(counts: tuple[int, ...]) -> None:
    items = [
        Item(f"{kind}{n}", toy(0, 10 * kind + n), str(kind))
        for kind, count in enumerate(counts)
        for n in range(count)
    ]
    with pytest.raises(BadInput, match="class") as fault:
        labelled(items, {})
    assert fault.value.zh


def test_a_style_that_tells_nothing_apart_is_refused(tmp_path: Path) -> None:
    from sixing.store import styles

    styles.write_config(tmp_path, {"medium": "picture", "way": "patches"})
    with pytest.raises(BadInput, match="classes"):
        Classifier.open(tmp_path)


def test_the_picture_of_confusions_says_both_languages_and_escapes() -> None:
    drawn = Confusion.of(("<a>", "b"), [0, 1], [0, 0]).svg()
    assert "判对" in drawn
    assert "told right" in drawn
    assert "&lt;a&gt;" in drawn
