"""A toy copy of the npm package, and poems written for these tests."""

import json
import tarfile
from pathlib import Path

import pytest

TANG = [
    {
        "id": "tang-1",
        "title": "試墨",
        "author": "無名",
        "paragraphs": ["山窻夜雨聽鐘聲，小硯磨雲墨未成。", "忽有飛螢來照字，一燈如豆月初生。"],
    },
    {
        "id": "tang-2",
        "title": "試墨（又一本）",
        "author": "無名",
        "paragraphs": [
            "山窗夜雨聽鐘聲，小硯磨雲墨未成。（一作「寒」）",
            "忽有飛螢來照字，半牀殘夢月初生。",
        ],
    },
    {"id": "tang-3", "title": "殘句", "author": "", "paragraphs": ["獨看□□到天明，一夜無人問。"]},
    {"id": "tang-4", "title": "空", "author": "", "paragraphs": []},
    {"id": "tang-5", "title": "獨句", "author": "", "paragraphs": ["月色滿空山。"]},
]
SONG = [
    {
        "id": "song-1",
        "title": "渡口",
        "author": "某甲",
        "paragraphs": [
            "渡口無人草自肥，",
            "白鷗飛盡夕陽微。",
            "一聲漁笛來何處，",
            "吹得蘆花滿客衣。",
        ],
    }
]
CI = [
    {
        "rhythmic": "渔父词・渔父",
        "author": "某乙",
        "paragraphs": [
            "江上雪，浦边风。",
            "笑着荷衣不叹穷。",
            "一叶小舟、三尺竹，晚来闲钓碧波中。",
        ],
    }
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder that `npm pack` would unpack to, with five kinds of records."""
    root = tmp_path / "package"
    for name, entries in {
        "quantangshi/poet.tang.0.json": TANG,
        "quantangshi/poet.song.0.json": SONG,
        "songci/ci.song.0.json": CI,
    }.items():
        path = root / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture
def tarball(package: Path, tmp_path: Path) -> Path:
    path = tmp_path / "chinese-poetry-2.0.1.tgz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(package, arcname="package")
    return path


@pytest.fixture
def own_poems(tmp_path: Path) -> Path:
    """A person's folder: two poems in two encodings."""
    folder = tmp_path / "my poems"
    folder.mkdir()
    (folder / "a.txt").write_text("晨起\n推窗见远山，\n山在有无间。\n", encoding="gb18030")
    (folder / "b.txt").write_text("夜歸\n踏月歸來遲，\n滿身花影移。\n", encoding="big5")
    return folder
