"""The space of themes and poems, with towers made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from sixing.errors import BadStyle
from sixing.features.embedding import FILE, ThemeSpace, pieces, tokens, unit

# three directions: autumn, spring, war
ROWS = {"秋": 0, "春": 1, "战": 2, "秋风": 0, "落叶": 0, "春花": 1, "战场": 2}
KEPT = np.eye(3, dtype=np.float32)


def write(folder: Path, **changes: object) -> Path:
    table = np.array([100 * KEPT[axis] for axis in ROWS.values()], np.int8)
    arrays = {
        name: value
        for tower in ("themes", "poems")
        for name, value in (
            (f"{tower}.table", table),
            (f"{tower}.scales", np.full(len(ROWS), 0.01, np.float16)),
        )
    }
    arrays |= {
        "lexicon.table": np.array([[100, 0, 0], [0, 100, 0], [0, 0, 100]], np.int8),
        "lexicon.basis": np.eye(3, dtype=np.float16),
        "lexicon.mean": np.zeros(3, np.float16),
    }
    written = "秋春战 秋风落叶春花战场"
    facts = {"version": "theme.v1", "slope": 10.0, "offset": -5.0, "themes": written}
    facts |= {"poems": written, "images": "秋风 落叶 春花 战场", "lexicon": "秋风 春花 战场"}
    save_file(arrays, folder / FILE, {"facts": json.dumps(facts | changes)})
    return folder


@pytest.fixture
def space(tmp_path: Path) -> ThemeSpace:
    return ThemeSpace.open(write(tmp_path))


class Foreign:
    """Hears spring before war in everything."""

    def encode(self, _: str) -> np.ndarray:
        return np.array([0.0, 0.8, 0.6], np.float32)


def heard(space: ThemeSpace) -> ThemeSpace:
    space.__dict__["_encoder"] = Foreign()
    return space


def test_a_poem_lies_near_its_theme(space: ThemeSpace) -> None:
    autumn = ["落叶秋风", "秋"]
    assert space.relevance("秋", autumn) > 0.98
    assert space.relevance("春", autumn) < 0.02
    assert np.linalg.norm(space.embed_poem(autumn)) == pytest.approx(1)


def test_what_is_not_known_lies_nowhere(space: ThemeSpace) -> None:
    assert not space.embed_poem(["甲乙丙"]).any()


def test_images_are_the_words_nearest_to_the_theme_and_unlike_each_other(
    space: ThemeSpace,
) -> None:
    assert space.images("秋", 1) == ("秋风",)
    assert space.images("秋", 4) == ("秋风", "春花", "战场")


def test_classical_themes_stay_and_traditional_ones_are_simplified(space: ThemeSpace) -> None:
    assert space.translate("秋风") == "秋风"
    assert space.translate("落葉、秋風") == "落叶 秋风"


def test_other_languages_become_classical_words_that_share_the_saying(space: ThemeSpace) -> None:
    assert heard(space).translate("springtime and warfare") == "春花 战场"
    assert space.relevance("springtime and warfare", ["春花"]) > space.relevance(
        "springtime and warfare", ["秋"]
    )


def test_modern_chinese_keeps_its_own_words_first(space: ThemeSpace) -> None:
    assert heard(space).translate("量子纠缠") == "量子纠缠 春花 战场"


def test_tokens_are_characters_and_bigrams_within_lines() -> None:
    assert list(tokens(["秋风", "春"])) == ["秋", "风", "秋风", "春"]
    assert pieces("秋春 秋风落叶") == ["秋", "春", "秋风", "落叶"]
    assert unit(np.zeros((2, 3), np.float32)).tolist() == [[0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(
    "changes", [{"version": "theme.v0"}, {"poems": "秋 "}, {"slope": "steep"}], ids=str
)
def test_another_version_or_a_file_that_does_not_agree_is_refused(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(BadStyle):
        ThemeSpace.open(write(tmp_path, **changes))


def test_a_missing_or_cut_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadStyle):
        ThemeSpace.open(tmp_path)
    path = write(tmp_path) / FILE
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(BadStyle):
        ThemeSpace.open(tmp_path)
