r"""A corpus: cleaned poems in columns, one Parquet file in a folder.

The folder holds ``poems.parquet`` (any Parquet reader opens it), ``report.json`` and
``report.md``. Columns are strings; ``lines`` (simplified) and ``original`` (as the source has it,
variants unified) join their lines with newlines. It does not know how poems get in:
see :mod:`sixing.corpus.add`.

>>> corpus = Corpus.of([Poem("a", "mine", lines=("山高月小", "水落石出"))])
>>> corpus.column("lines")
['山高月小\n水落石出']
>>> corpus.poem(0).lines
('山高月小', '水落石出')
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sixing.errors import BadCorpus
from sixing.store.atomic import write_whole

if TYPE_CHECKING:
    from sixing.corpus.report import Report

FILE: Final = "poems.parquet"
COLUMNS: Final = (
    "id",
    "source",
    "era",
    "author",
    "title",
    "tune",
    "lines",
    "original",
    "shape",
    "group",
    "split",
)
_BATCH: Final = 65_536  # rows


@dataclass(frozen=True, slots=True)
class Poem:
    """One row of a corpus.

    ``shape`` is ``"7x4"`` for four lines of seven hanzi, ``""`` when irregular; ``group`` names
    the poem's group of near-duplicates, ``split`` is train, valid or test.
    """

    id: str
    source: str
    era: str = ""
    author: str = ""
    title: str = ""
    tune: str = ""
    lines: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    shape: str = ""
    group: str = ""
    split: str = ""


class Corpus:
    """Poems in columns; read-only. Opened from a folder, or made by :func:`sixing.corpus.read`.

    Attributes:
        report: what became of the collection it was read from; None for an opened corpus.
    """

    def __init__(self, columns: dict[str, list[str]], report: "Report | None" = None) -> None:
        self._columns = columns
        self._table: Any = None  # an Arrow table, its columns read when first asked for
        self.report = report

    @classmethod
    def of(cls, poems: Iterable[Poem]) -> "Corpus":
        """A corpus of these poems, as they are."""
        rows = [_row(poem) for poem in poems]
        columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
        return cls({n: list(c) for n, c in zip(COLUMNS, columns, strict=True)})

    @classmethod
    def open(cls, path: str | Path) -> "Corpus":
        """Open a corpus folder (or its Parquet file).

        Raises:
            BadCorpus: there is none, or it is damaged.
        """
        path = Path(path)
        corpus = cls({})
        corpus._table = _read(path / FILE if path.is_dir() else path)
        return corpus

    def __len__(self) -> int:
        return len(self._columns["id"]) if self._table is None else int(self._table.num_rows)

    def __iter__(self) -> Iterator[Poem]:
        return map(self.poem, range(len(self)))

    def column(self, name: str) -> list[str]:
        """One column (see `COLUMNS`), a string for every poem; not to be changed."""
        if name not in self._columns:
            self._columns[name] = self._table[name].to_pylist()
        return self._columns[name]

    def rows(self) -> Iterator[dict[str, str]]:
        """Every poem as plain strings by column."""
        columns = [self.column(name) for name in COLUMNS]
        return (dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=True))

    def poem(self, index: int) -> Poem:
        """The poem in a row."""
        row: dict[str, Any] = {name: self._cell(name, index) for name in COLUMNS}
        return Poem(**row | {name: tuple(row[name].split("\n")) for name in ("lines", "original")})

    def _cell(self, name: str, index: int) -> str:
        if name in self._columns:
            return self._columns[name][index]
        (value,) = self._table[name].slice(index, 1).to_pylist()
        return str(value)

    def write(self, folder: Path) -> None:
        """Write ``poems.parquet`` into ``folder``, whole or not at all (zstd, about 80 MB).

        Raises:
            StoreError: the folder cannot be written or the disk is full; the old file stays.
        """
        write_whole(folder / FILE, _parquet({name: self.column(name) for name in COLUMNS}))


def _row(poem: Poem) -> tuple[str, ...]:
    values = (getattr(poem, name) for name in COLUMNS)
    return tuple("\n".join(v) if isinstance(v, tuple) else v for v in values)


def _parquet(columns: dict[str, list[str]]) -> bytes:
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet

    text = DataType.utf8()
    table = Table.from_pydict({name: Array(columns[name], text) for name in COLUMNS})
    buffer = io.BytesIO()
    write_parquet(table, buffer, compression="zstd(3)")
    return buffer.getvalue()


def _read(path: Path) -> Any:
    from arro3.io import read_parquet

    if not path.is_file():
        raise BadCorpus(
            f"there is no corpus at {path.parent}. Make one: sixing corpus add chinese-poetry",
            zh=f"{path.parent} 没有语料库。可先运行:sixing corpus add chinese-poetry",
        )
    if not _whole(path):
        raise _damaged(path, "it is cut off")
    try:
        return read_parquet(path, batch_size=_BATCH).read_all().select(list(COLUMNS))
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _damaged(path, error) from error  # arro3 0.9 panics at a damaged footer
        raise


def _whole(path: Path) -> bool:
    """Whether a Parquet file begins and ends as it should: arro3 does not look first."""
    with path.open("rb") as file:
        head = file.read(4)
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 4))
        return size > 12 and head == file.read() == b"PAR1"


def _damaged(path: Path, why: object) -> BadCorpus:
    return BadCorpus(
        f"{path} is damaged or not a corpus ({why}). Delete it and add its sources again.",
        zh=f"{path} 已损坏或不是语料库。请删除后重新添加来源。",
    )
