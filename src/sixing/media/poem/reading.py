"""Poems from a file or a folder, as works: the corpus readers, with the form found or detected.

A heading may name the form (``秋思　七绝``, ``浣溪沙　春晚``); otherwise the shape tells. What
cannot be read is left out and logged. Works hold simplified hanzi; a poem that came in traditional
ones keeps them in its recipe.

    for work in read(Path("poems.txt")):
        print(work.title, *work.content)
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sixing.corpus import folder
from sixing.corpus.clean import Verse, clean, clean_title
from sixing.corpus.record import Lost, Record
from sixing.errors import BadCorpus, UnknownForm
from sixing.media.poem import shi, tunes
from sixing.works import Work

_log = logging.getLogger(__name__)
_TUNE = re.compile(r"([^\s·・]+)([·・]\d+)?(?:[\s·・]+(.*))?")


def read(path: Path) -> Iterator[Work]:
    """Read every poem below a path.

    Raises:
        BadCorpus: there is none; the message says what was found instead.
    """
    if not path.exists():
        raise BadCorpus(f'there is no file "{path}"', zh=f"没有文件“{path}”")
    collection = folder.collection(path) if path.is_dir() else folder.single(path)
    why, found = "it holds no verse", False
    for file in collection.files:
        for record in _whole(collection.parse(file)):
            work = record.reason if isinstance(record, Lost) else _work(record)
            if isinstance(work, Work):
                found = True
                yield work
            else:
                _log.warning("%s: %s", record.place, work)
                why = work
    if not found:
        raise BadCorpus(
            f'no poem can be read from "{path}": {why}', zh=f"“{path}”中读不到诗：{why}"
        )


def _whole(records: Iterator[Record | Lost]) -> Iterator[Record | Lost]:
    """Put the stanzas (片) of a ci together again where a blank line parts them."""
    pending: Record | None = None
    for record in records:
        if pending and isinstance(record, Record) and _continues(record, pending):
            pending = replace(pending, text=f"{pending.text}\n{record.text}")
            continue
        if pending:
            yield pending
        pending = record if isinstance(record, Record) else None
        if isinstance(record, Lost):
            yield record
    if pending:
        yield pending


def _continues(record: Record, pending: Record) -> bool:
    tune = _heading(clean_title(pending.title), pending.tune)[0]
    if not tune or record.title not in ("", pending.title):
        return False
    verse = clean(pending.text, "ci")
    length = sum(map(len, verse.lines)) if isinstance(verse, Verse) else 0
    return length < min(sum(form.lines) for form in tunes.forms(tune))


def _work(record: Record) -> Work | str:
    """The poem of a record, or why there is none."""
    name = clean_title(record.title)
    tune, title = _heading(name, record.tune)
    verse = clean(record.text, "ci" if tune else record.cut)
    if not isinstance(verse, Verse):
        return verse.reason
    form = _tune_of(tune, verse.lines)
    if not form:
        form, title = _shi_of(name, verse.lines)
    known = {"author": record.author, "era": record.era}
    recipe: dict[str, object] = {key: value for key, value in known.items() if value}
    if verse.original != verse.lines:
        recipe["original"] = list(verse.original)
    return Work("poem", form, title, verse.lines, recipe)


def _heading(name: str, tune: str) -> tuple[str, str]:
    """The tune that a heading begins with (``临江仙·2``), if any, and what follows it."""
    match = _TUNE.fullmatch(tune or name)
    if match is None:
        return "", name
    for found in (match[1] + (match[2] or ""), match[1]):
        try:
            tunes.forms(found)
        except UnknownForm:
            continue
        rest = name.removeprefix(found) if tune else (match[3] or "")
        return found, rest.lstrip("·・ ")
    return "", name


def _tune_of(tune: str, lines: tuple[str, ...]) -> str:
    """The form of the tune; none where the lines are a shi that only bears its name."""
    if not tune:
        return ""
    form = tunes.detect(lines, tune)
    if form is None or (shi.detect(lines) and sum(form.lines) != sum(map(len, lines))):
        return ""
    return form.full_name


def _shi_of(name: str, lines: tuple[str, ...]) -> tuple[str, str]:
    """The form that the last word of a heading names, or that the lines have; and the title."""
    title, _, last = name.rpartition(" ")
    try:
        shi.forms_named(last)
    except UnknownForm:
        found = shi.detect(lines) or tunes.detect(lines)
        return found.full_name if found else "", name
    return last, title
