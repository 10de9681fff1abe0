"""The report on a collection: what a person should look at is found, and said in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from sixing.errors import BadInput, BadPicture
from sixing.media.picture import collection
from sixing.media.picture.collection import Floats, examine, examined
from sixing.media.picture.collection_page import page, text
from sixing.media.picture.picture import Picture
from sixing.media.picture.reading import Item
from sixing.testing.pictures import quarters, quilt, written, zipped

QUILTS = [Item(f"q/{seed}.png", quilt(seed), "q") for seed in range(1, 15)]


def flipped(picture: Picture) -> Picture:
    return Picture(np.ascontiguousarray(picture.pixels[:, ::-1]))


def test_a_sound_collection_has_nothing_to_be_said_of() -> None:
    found = examined("mine", QUILTS)
    assert found.findings == ()
    assert len(found.distinct()) == 14
    assert text(found).startswith("# mine: 14 pictures, 14 of them distinct")


def test_copies_are_found_at_any_size_and_quality() -> None:
    shrunk, rough = quilt(3).resized(40, 40), written(quilt(3), "JPEG", quality=40)
    from sixing.media.picture.reading import read_picture

    items = [*QUILTS, Item("small.png", shrunk, "q"), Item("rough.jpg", read_picture(rough), "q")]
    (one,) = examined("mine", items).findings
    assert (one.kind, one.names) == ("alike", ("q/3.png", "small.png", "rough.jpg"))


def test_a_mirror_image_is_told_once_and_is_no_copy() -> None:
    items = [*QUILTS, Item("back.png", flipped(quilt(5))), Item("again.png", flipped(quilt(5)))]
    found = examined("mine", items)
    assert [one.kind for one in found.findings] == ["alike", "mirrored"]
    assert len(found.distinct()) == 15


def test_what_is_symmetric_is_not_its_own_mirror_image() -> None:
    half = quilt(4).pixels[:, :32]
    both = Picture(np.concatenate([half, half[:, ::-1]], axis=1))
    assert examined("mine", [Item("a", both), Item("b", quilt(2))]).findings == ()


def test_a_picture_under_two_labels_is_told() -> None:
    found = examined("mine", [*QUILTS, Item("r/1.png", quilt(1), "r")])
    (one,) = found.of("labels")
    assert (one.names, one.en) == (("q/1.png", "r/1.png"), "q, r")
    assert found.labels == {"q": 14, "r": 1}
    assert "ten times" in text(found)
    assert "悬殊" in text(found, "zh")


def test_blank_tiny_and_broken_pictures_are_told(tmp_path: Path) -> None:
    white = Picture(np.full((64, 64, 3), 255, np.uint8))
    files = {"white.png": white, "tiny.png": quilt(1, 20), "good.png": quilt(2)}
    for name, picture in files.items():
        (tmp_path / name).write_bytes(picture.png())
    (tmp_path / "bad.png").write_bytes(b"\x89PNG")
    found = examine(tmp_path)
    assert [(one.kind, one.names) for one in found.findings] == [
        ("broken", ("bad.png",)), ("blank", ("white.png",)), ("tiny", ("tiny.png",)),
    ]  # fmt: skip
    assert found.distinct() == ["good.png"]
    said = text(found, "zh")
    assert "无法读取" in said
    assert "20 × 20 像素" in said


def test_blank_pictures_are_not_all_copies_of_each_other() -> None:
    white = Picture(np.full((64, 64, 3), 255, np.uint8))
    found = examined("mine", [Item("a", white), Item("b", white), *QUILTS])
    assert [one.kind for one in found.findings] == ["blank", "blank"]


def test_what_is_unlike_all_others_is_found_by_features() -> None:
    def features(pictures: Sequence[Picture]) -> Floats:
        bright = [one.pixels.mean() > 200 for one in pictures]
        chance = np.random.default_rng(len(pictures))
        rows = [[0, 9, 0] if one else [9, 0, 0] for one in bright]
        return (np.array(rows) + chance.normal(size=(len(rows), 3))).astype(np.float32)

    light = Picture((200 + quilt(9).pixels // 5).astype(np.uint8))
    many = [Item(str(seed), quilt(seed, 32)) for seed in range(1, 90)]
    found = examined("mine", [*many, Item("light", light)], features=features)
    assert found.of("outlier")[0].names == ("light",)
    assert "features of a net" in text(found)


def test_a_zip_is_looked_at_as_a_folder_is(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x/a.png": quilt(1).png(), "y/b.png": quilt(1).png()}))
    assert [one.kind for one in examine(tmp_path / "a.zip").findings] == ["alike", "labels"]


def test_one_picture_and_many_of_one_are_said_to_be_one(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.png").write_bytes(quarters(64, 64).png())
    assert "one picture to the eye" in text(examine(tmp_path))
    assert "只有一幅" in text(examine(tmp_path / "a.png"), "zh")


def test_nothing_and_too_much_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadPicture, match="no picture"):
        examine(tmp_path)
    with pytest.raises(BadPicture):
        examined("mine", [])
    monkeypatch.setattr(collection, "MOST", 3)
    with pytest.raises(BadInput, match="folder by folder"):
        examined("mine", QUILTS)


class _Tags(HTMLParser):
    """Checks that tags close and that nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all((value or "").startswith("data:") for name, value in attrs if name == "src")
        assert tag not in {"script", "link", "iframe"}
        self.open += [] if tag in {"meta", "input", "img", "br"} else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_what_it_speaks_of(language: str) -> None:
    items = [*QUILTS, Item("<b>.png", quilt(1)), Item("back.png", flipped(quilt(5)))]
    html = page(examined("mine & <i>", items), "zh" if language == "zh" else "en")
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    for words in (
        "&lt;b&gt;.png",
        "mine &amp; &lt;i&gt;",
        "near-duplicates in a mirror",
        "互为镜像",
    ):
        assert words in html
