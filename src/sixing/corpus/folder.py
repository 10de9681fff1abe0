r"""A folder of a person's own poems: txt, md, json, jsonl and csv files, in any common encoding.

A text file holds poems as people write them: a title line, perhaps an author, then lines; blank
lines or headings part the poems. Tables and JSON are read by the usual field names, in Chinese or
English. It does not clean: see :mod:`sixing.corpus.clean`.

>>> [r.title for r in poems_of_text("静夜思\n李白\n床前明月光，\n疑是地上霜。")]
['静夜思']
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sixing.corpus.clean import Cut
from sixing.corpus.encoding import decode
from sixing.corpus.record import Collection, Lost, Record

SUFFIXES: Final = (".txt", ".md", ".json", ".jsonl", ".csv")
LARGEST: Final = 256 * 2**20  # bytes; a larger file is not a person's poems

_FIELDS: Final = {
    "text": ("paragraphs", "lines", "content", "text", "body", "para", "poem", "正文", "内容"),
    "title": ("title", "name", "题目", "标题", "rhythmic"),
    "author": ("author", "poet", "作者"),
    "era": ("era", "dynasty", "朝代", "年代"),
    "tune": ("tune", "rhythmic", "cipai", "词牌"),
}
_STOP: Final = re.compile(r"[，。？！；,.?!;]")
_HEADING: Final = re.compile(r"^#{1,6}\s*|^[*\-_=~]{3,}$|^\d{1,4}[.、．]\s*")
_AUTHOR: Final = re.compile(
    r"^(?:作者[：:]?|by\s+|[〔\[（(【](\w{1,3})[〕\]）)】])?\s*(\w{2,4})$", re.I
)
_MARKUP: Final = re.compile(r"[*_`>]+|<[^<>]{1,80}>")


def collection(folder: Path) -> Collection:
    """The readable files below ``folder`` (hidden ones apart), in the order of their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and _wanted(path, folder))
    name = re.sub(r"\W+", "-", folder.resolve().name).strip("-") or "folder"
    return Collection(name, tuple(files), lambda path: _parse(path, folder, name))


def single(path: Path) -> Collection:
    """One file as a collection."""
    return Collection(path.stem, (path,), lambda file: _parse(file, path.parent, path.stem))


def poems_of_text(text: str) -> Iterator[Record]:
    """Poems of a plain or Markdown text; a heading without lines of its own titles what follows."""
    heading = Record("", "", "")
    for block in re.split(r"\n\s*\n|\n(?=#{1,6} )", text.replace("\r", "\n").strip()):
        found = _poem(block)
        if found.text:
            yield replace(found, title=found.title or heading.title, author=found.author)
            heading = heading if not found.title else Record("", "", "")
        elif found.title:
            heading = found


def _wanted(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.suffix.lower() in SUFFIXES and not hidden


def _parse(path: Path, folder: Path, source: str) -> Iterator[Record | Lost]:
    place = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > LARGEST:
            yield Lost(place, "file larger than 256 MB")
            return
        decoded = decode(path.read_bytes())
    except OSError:
        yield Lost(place, "file cannot be opened")
        return
    if decoded is None:
        yield Lost(place, "not Chinese text in a known encoding")
        return
    if decoded.lost:
        yield Lost(place, "lines in no known encoding")
    readers = {".json": _json, ".jsonl": _jsonl, ".csv": _csv}
    read = readers.get(path.suffix.lower(), poems_of_text)
    for number, found in enumerate(read(decoded.text), start=1):
        where = f"{place}:{number}"
        if isinstance(found, Lost):
            yield replace(found, place=where)
        else:
            cut: Cut = "ci" if found.tune else "shi"
            yield replace(found, source=source, place=where, cut=cut, encoding=decoded.encoding)


def _poem(block: str) -> Record:
    lines = [_MARKUP.sub("", _HEADING.sub("", line.strip())).strip() for line in block.split("\n")]
    lines = [line for line in lines if line]
    body = _first_verse(lines)
    head, verse = lines[:body], lines[body:]
    author = _AUTHOR.match(head[1]) if len(head) > 1 else None
    return Record(
        text="\n".join(verse),
        source="",
        place="",
        title=head[0] if head else "",
        author=author[2] if author else "",
        era=(author[1] or "") if author else "",
    )


def _first_verse(lines: list[str]) -> int:
    """Where the verse begins: at the first line with a stop, or where lines become alike."""
    stopped = [bool(_STOP.search(line)) for line in lines]
    if any(stopped):
        return stopped.index(True)
    widths = [len(line) for line in lines]
    if len(lines) < 2:
        return len(lines)
    return next((i for i in range(min(3, len(lines) - 1)) if len(set(widths[i:])) == 1), 0)


def _json(text: str) -> Iterator[Record | Lost]:
    try:
        yield from _entries(json.loads(text))
    except (ValueError, RecursionError):
        yield Lost("", "not valid JSON")


def _jsonl(text: str) -> Iterator[Record | Lost]:
    for line in filter(str.strip, text.splitlines()):
        yield from _json(line)


def _csv(text: str) -> Iterator[Record | Lost]:
    dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
    try:
        for row in csv.DictReader(io.StringIO(text), dialect=dialect):
            yield _entry(row)
    except csv.Error:
        yield Lost("", "not a valid table")


def _entries(value: object) -> Iterator[Record | Lost]:
    """Entries anywhere in a JSON value: a list of them, or lists below names."""
    if isinstance(value, dict) and _field(value, "text"):
        yield _entry(value)
    elif isinstance(value, dict | list):
        inner: Iterable[object] = value.values() if isinstance(value, dict) else value
        nested = [item for item in inner if isinstance(item, dict | list)]
        if not nested:
            yield Lost("", "no field that holds a text")
        for item in nested:
            yield from _entries(item)


def _entry(entry: Mapping[str, Any]) -> Record | Lost:
    text = _field(entry, "text")
    if not text:
        return Lost("", "no field that holds a text")
    return Record(
        text=text,
        source="",
        place="",
        title=_field(entry, "title"),
        author=_field(entry, "author"),
        era=_field(entry, "era"),
        tune=_field(entry, "tune"),
    )


def _field(entry: Mapping[str, Any], name: str) -> str:
    lowered = {str(key).strip().lower(): value for key, value in entry.items()}
    for key in _FIELDS[name]:
        value = lowered.get(key)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = "\n".join(value)
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip()
    return ""
