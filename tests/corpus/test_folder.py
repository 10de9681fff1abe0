import json
from pathlib import Path

from sixing.corpus.folder import collection, poems_of_text
from sixing.corpus.record import Lost, Record


def records(folder: Path) -> list[Record | Lost]:
    found = collection(folder)
    return [record for path in found.files for record in found.parse(path)]


def titles(text: str) -> list[tuple[str, str, str]]:
    return [(r.title, r.author, r.text) for r in poems_of_text(text)]


def test_a_text_file_has_titles_authors_and_poems() -> None:
    text = "晨起\n[唐]某甲\n推窗见远山，\n山在有无间。\n\n夜归\n踏月归来晚，满身花影寒。\n"
    assert titles(text) == [
        ("晨起", "某甲", "推窗见远山，\n山在有无间。"),
        ("夜归", "", "踏月归来晚，满身花影寒。"),
    ]


def test_a_markdown_heading_titles_the_lines_below_it() -> None:
    text = "# 晨起\n\n推窗见远山，\n山在有无间。\n\n## 夜归\n\n> 踏月归来晚，\n> 满身花影寒。\n"
    assert titles(text) == [
        ("晨起", "", "推窗见远山，\n山在有无间。"),
        ("夜归", "", "踏月归来晚，\n满身花影寒。"),
    ]


def test_lines_without_stops_are_told_from_their_title_by_length() -> None:
    assert titles("晨起\n推窗见远山\n山在有无间") == [("晨起", "", "推窗见远山\n山在有无间")]
    assert titles("推窗见远山\n山在有无间") == [("", "", "推窗见远山\n山在有无间")]


def test_tables_and_json_are_read_by_their_usual_names(tmp_path: Path) -> None:
    poem = {"题目": "晨起", "作者": "某甲", "正文": ["推窗见远山，", "山在有无间。"]}
    (tmp_path / "a.json").write_text(json.dumps({"poems": [poem]}), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(poem) + "\n{oops\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("title,text\n夜归,踏月归来晚，满身花影寒。\n", encoding="utf-8")
    (tmp_path / "d.csv").write_text("a,b\n夜归,无\n", encoding="utf-8")
    found = records(tmp_path)
    assert [r.title for r in found if isinstance(r, Record)] == ["晨起", "晨起", "夜归"]
    assert [r.reason for r in found if isinstance(r, Lost)] == [
        "not valid JSON",
        "no field that holds a text",
    ]


def test_a_tune_makes_a_ci(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps([{"rhythmic": "渔父", "content": "一叶小舟、三尺竹，晚来闲钓碧波中。"}]),
        encoding="utf-8",
    )
    (record,) = records(tmp_path)
    assert isinstance(record, Record)
    assert (record.tune, record.title, record.cut) == ("渔父", "渔父", "ci")


def test_hidden_and_foreign_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("推窗见远山，山在有无间。", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert collection(tmp_path).files == ()


def test_deep_json_is_refused_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 100_000, encoding="utf-8")
    (record,) = records(tmp_path)
    assert isinstance(record, Lost)
