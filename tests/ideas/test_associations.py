"""Associations: what a file holds, and files that cannot be trusted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from sixing.errors import BadStyle
from sixing.ideas import Associations
from sixing.ideas.associations import FILE, VERSION


def write(folder: Path, near: int = 1, **changes: object) -> Path:
    arrays = {"words.place": np.array([0, 255], np.uint8)}
    for kind, size in (("words", 2), ("hanzi", 1), ("ends", 1), ("facing", 2)):
        arrays[f"{kind}.near"] = np.full((size, 2), near, np.uint16)
        arrays[f"{kind}.pmi"] = np.array([[100, 0]] * size, np.uint8)
        arrays[f"{kind}.count"] = np.full(size, 7, np.uint32)
    facts = {"version": VERSION, "words": "秋风 落叶", "hanzi": "秋", "ends": "霜", "allusive": ""}
    save_file(arrays, folder / FILE, {"facts": json.dumps(facts | changes)})
    return folder


def test_companions_are_read_with_their_nats(tmp_path: Path) -> None:
    found = Associations.open(write(tmp_path))
    assert found.beside("秋").tolist() == found.against("秋风").tolist() == [0, 2]
    assert (found.uses("霜"), found.uses("月")) == (7, 0)
    assert found.beside("甲乙").tolist() == [0, 0]
    assert found.place.tolist() == [0, 1]


@pytest.mark.parametrize(
    "changes",
    [{"version": "associations.v0"}, {"words": "秋风"}, {"hanzi": "秋冬"}, {"near": 2}],
    ids=str,
)
def test_a_file_that_does_not_agree_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(BadStyle, match="install the style anew"):
        Associations.open(write(tmp_path, **changes))  # type: ignore[arg-type]


def test_a_missing_or_cut_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadStyle):
        Associations.open(tmp_path)
    path = write(tmp_path) / FILE
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BadStyle):
        Associations.open(tmp_path)
