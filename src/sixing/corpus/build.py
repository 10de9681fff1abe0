"""From records to a corpus: clean, drop copies, group near-duplicates, split by group.

It knows no file format (readers do) and no file name (the caller writes).
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sixing.corpus import privacy
from sixing.corpus.clean import Dropped, Verse, clean, clean_title, shape
from sixing.corpus.near import groups, split
from sixing.corpus.record import Collection, Lost, Record
from sixing.corpus.report import Report, Tally
from sixing.corpus.table import COLUMNS, Corpus
from sixing.progress import Progress, within

COMMON: Final = 12  # values counted one by one in a report
Row = tuple[str, ...]  # a poem as COLUMNS, without group and split


def build(collection: Collection, progress: Progress, known: Corpus | None = None) -> Corpus:
    """Corpus of what is ``known`` and the collection's poems, with the report of the latter.

    A group keeps the name it has in ``known``, so that a poem does not change its split when
    poems like it are added.
    """
    intake = _Intake()
    if known is not None:
        intake.know(known)
    intake.read(collection, within(progress, 0.0, 0.6))
    progress(0.6, "grouping near-duplicates")
    old = known.column("group") if known else []
    columns = {n: list(c) for n, c in zip(COLUMNS, zip(*intake.rows, strict=True), strict=False)}
    columns = columns or {name: [] for name in COLUMNS}
    columns["group"] = _names(groups(columns["lines"]), columns["id"], old)
    columns["split"] = [split(name) for name in columns["group"]]
    progress(0.9, "grouped")
    return Corpus(columns, _report(collection, intake, columns, len(old)))


@dataclass(slots=True)
class _Intake:
    """Rows so far, and what was counted on the way."""

    rows: list[Row] = field(default_factory=list)
    read_count: int = 0
    changed: Tally = field(default_factory=Tally)
    dropped: Tally = field(default_factory=Tally)
    unread: Tally = field(default_factory=Tally)
    personal: Tally = field(default_factory=Tally)
    personal_kept: int = 0
    encodings: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _texts: dict[str, bool] = field(default_factory=dict)  # lines -> was in the corpus before

    def know(self, corpus: Corpus) -> None:
        """Take over the poems of a corpus that exists."""
        kept = [corpus.column(name) for name in COLUMNS[:-2]]
        self.rows = list(zip(*kept, strict=True))
        self._ids = set(corpus.column("id"))
        self._texts = dict.fromkeys(corpus.column("lines"), True)

    def read(self, collection: Collection, progress: Progress) -> None:
        """Read, clean and count every record of the collection."""
        for number, path in enumerate(collection.files):
            progress(number / len(collection.files), path.name)
            for record in collection.parse(path):
                self._take(record)

    def _take(self, record: Record | Lost) -> None:
        if isinstance(record, Lost):
            self.unread.add(record.reason, record.place)
            return
        self.read_count += 1
        self.encodings[record.place.rpartition(":")[0]] = record.encoding
        private = self._look_for_personal(record)
        before = len(self.rows)
        self._sort(record)
        self.personal_kept += private and len(self.rows) > before

    def _look_for_personal(self, record: Record) -> bool:
        """Count personal data of a record, kept or not: whoever gave it should know."""
        found = privacy.find(f"{record.title}\n{record.author}\n{record.text}")
        for one in found:
            self.personal.add(one.kind, f"{record.place} {one.masked}")
        return bool(found)

    def _sort(self, record: Record) -> None:
        verse = clean(record.text, record.cut)
        if isinstance(verse, Dropped):
            self.dropped.add(verse.reason, f"{record.place} {privacy.hide(record.text)}")
        else:
            self._keep(record, verse)

    def _keep(self, record: Record, verse: Verse) -> None:
        lines = "\n".join(verse.lines)
        if lines in self._texts:
            known = self._texts[lines]
            reason = "already in the corpus" if known else "same as another poem of the collection"
            self.dropped.add(reason, f"{record.place} {lines}")
            return
        self._texts[lines] = False
        for change in sorted(verse.changes):
            self.changed.add(change, f"{record.place} {privacy.hide(record.text)}")
        self.rows.append(self._row(record, verse, lines))

    def _row(self, record: Record, verse: Verse, lines: str) -> Row:
        author, title = clean_title(record.author), clean_title(record.title)
        name = record.id if record.id and record.id not in self._ids else ""
        if not name:
            content = "\n".join((record.source, author, title, lines))
            name = f"{record.source}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
        self._ids.add(name)
        heads = (name, record.source, clean_title(record.era), author, title)
        texts = (lines, "\n".join(verse.original), shape(verse.lines))
        return (*heads, clean_title(record.tune), *texts)


def _names(first: Sequence[int], ids: Sequence[str], old: Sequence[str]) -> list[str]:
    """Name of each poem's group: its smallest known name, or else its smallest id."""
    names: dict[int, tuple[bool, str]] = {}
    for index, (group, poem) in enumerate(zip(first, ids, strict=True)):
        candidate = (index >= len(old), old[index] if index < len(old) else poem)
        names[group] = min(names.get(group, candidate), candidate)
    return [names[group][1] for group in first]


def _counted(values: Sequence[str]) -> dict[str, int]:
    """How often each value occurs, the most frequent first, the rare ones together."""
    common = Counter(values).most_common(COMMON)
    rare = len(values) - sum(number for _, number in common)
    return dict(common) | ({"other": rare} if rare else {})


def _report(
    collection: Collection, intake: _Intake, columns: dict[str, list[str]], known: int
) -> Report:
    new = {name: values[known:] for name, values in columns.items()}

    return Report(
        collection=collection.name,
        read=intake.read_count,
        kept=len(new["id"]),
        total=len(columns["id"]),
        groups=len(set(new["group"])),
        changed=intake.changed.counts(),
        dropped=intake.dropped.counts(),
        unread=intake.unread.counts(),
        by_source=_counted(new["source"]),
        by_split=_counted(new["split"]),
        by_shape=_counted(new["shape"]),
        by_encoding=_counted(list(intake.encodings.values())),
        personal=intake.personal.counts(),
        personal_kept=intake.personal_kept,
    )
