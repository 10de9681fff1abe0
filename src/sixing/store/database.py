"""The record of every work made, with its recipe, what was found in it, and what a person said.

One transaction a call: after a full disk, a kill or Ctrl-C a work is there with all its judgements
or not at all. SQLite keeps a write-ahead log, so that reading goes on while somebody writes. It
knows no medium and makes no judgement.

>>> from tempfile import TemporaryDirectory
>>> from sixing.works import Candidate, Work
>>> moon = Candidate(Work("poem", "五绝", "月", ("一", "二")))
>>> with TemporaryDirectory() as folder, Store.at(Path(folder)) as store:
...     store.save([moon])
...     store.get(moon.id[:6]) == moon
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError

from sixing.errors import BadWork, StoreError
from sixing.store import rows, verdicts
from sixing.store import tables as t
from sixing.store.atomic import cannot_write
from sixing.store.sqlite import READING, complaint, reader, writer
from sixing.store.verdicts import Said
from sixing.works import Candidate, Verdict

FILE = "works.sqlite"


class Store:
    """Works by their ids; open one with `Store.at` (a folder) or `Store.by_url` (any database)."""

    def __init__(self, engine: sql.Engine, place: str, *, empty: bool = False) -> None:
        self._engine = engine
        self._place = place
        self._empty = empty

    @classmethod
    def at(cls, folder: Path, *, reading: bool = False) -> Self:
        """Open the store in a folder, making both if need be.

        Args:
            folder: where `works.sqlite` lies.
            reading: promise not to write; a missing store is then an empty one, and a read-only
                folder is no obstacle.

        Raises:
            StoreError: it cannot be read or written, is damaged, or is from a later version.
        """
        path = folder / FILE
        if reading:
            return cls._opened(reader(path), str(path), reading=True, empty=not path.exists())
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(folder, error) from error
        return cls._opened(writer(path), str(path))

    @classmethod
    def by_url(cls, url: str) -> Self:
        """Open a store in any database that SQLAlchemy speaks, such as PostgreSQL.

        Raises:
            StoreError: it cannot be reached, or is from a later version.
        """
        engine = sql.create_engine(url)
        return cls._opened(engine, engine.url.render_as_string(hide_password=True))

    @classmethod
    def _opened(
        cls, engine: sql.Engine, place: str, *, reading: bool = False, empty: bool = False
    ) -> Self:
        store = cls(engine, place, empty=empty)
        if not empty:
            store._check_version(reading=reading)
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def save(self, candidates: Iterable[Candidate]) -> None:
        """Keep works with their recipes and judgements, all of them or none.

        A work that is there already keeps its place and takes the new judgements.

        Raises:
            StoreError: the store is read-only, locked, damaged, or the disk is full.
        """
        with self._transaction() as connection:
            for candidate in candidates:
                rows.save(connection, candidate)

    def get(self, name: str) -> Candidate:
        """Find one work by its id or the beginning of it.

        Raises:
            BadWork: no work, or more than one, has an id that begins so.
            StoreError: the store cannot be read.
        """
        begins = t.works.c.id.startswith(name.lower(), autoescape=True)
        found = self._read(sql.select(t.works).where(begins).limit(2)) if name else []
        if len(found) > 1:
            raise BadWork(
                f"more than one work's id begins with {name}: give more of it",
                zh=f"不止一件作品的编号以 {name} 开头，请多写几位",
            )
        if not found:
            raise BadWork(
                f'no work has the id "{name}": `sixing works` lists them',
                zh=f"没有编号为“{name}”的作品；`sixing works` 可列出全部",
            )
        return found[0]

    def find(self, ids: Iterable[str]) -> dict[str, Candidate]:
        """Look up works by their whole ids; those that are gone are simply not there."""
        wanted, found = sorted(set(ids)), []
        for start in range(0, len(wanted), rows.AT_ONCE):
            some = wanted[start : start + rows.AT_ONCE]
            found += self._read(sql.select(t.works).where(t.works.c.id.in_(some)))
        return {one.id: one for one in found}

    def latest(self, count: int, *, medium: str | None = None) -> list[Candidate]:
        """List the works made last, newest first."""
        query = sql.select(t.works).order_by(t.works.c.number.desc()).limit(count)
        return self._read(query if medium is None else query.where(t.works.c.medium == medium))

    def say(self, said: Iterable[Verdict]) -> list[int]:
        """Keep what a person said, all of it or none; returns the numbers it got.

        Raises:
            StoreError: the store is read-only, locked, damaged, or the disk is full.
        """
        with self._transaction() as connection:
            return [verdicts.save(connection, verdict) for verdict in said]

    def said(self) -> list[Said]:
        """List every verdict, in the order they were said."""
        if self._empty:
            return []
        with self._transaction(reading=True) as connection:
            return verdicts.read(connection)

    def count_judgements(self, judges: Sequence[str]) -> int:
        """Count what these judges said of all works."""
        if self._empty:
            return 0
        query = sql.select(sql.func.count()).where(t.judgements.c.judge.in_(list(judges)))
        with self._transaction(reading=True) as connection:
            return int(connection.execute(query).scalar_one())

    def forget(self, judges: Sequence[str] = ()) -> verdicts.Forgotten:
        """Remove every verdict, and what these judges said of any work; works stay.

        What is removed is overwritten in the file (`sixing.store.sqlite.writer`).

        Raises:
            StoreError: the store is read-only, locked or damaged; nothing was removed.
        """
        with self._transaction() as connection:
            return verdicts.remove(connection, judges)

    def _read(self, query: sql.Select[Any]) -> list[Candidate]:
        if self._empty:
            return []
        with self._transaction(reading=True) as connection:
            return rows.candidates(connection, connection.execute(query).all())

    def _check_version(self, *, reading: bool) -> None:
        with self._transaction(reading=reading) as connection:
            if not reading:
                t.METADATA.create_all(connection)
            version = connection.execute(sql.select(t.schema.c.version)).scalar()
            if version is None and not reading:
                connection.execute(sql.insert(t.schema).values(version=t.VERSION))
            elif version != t.VERSION:
                raise StoreError(
                    f"{self._place} was written by another version of Sixing (its tables are "
                    f"version {version}, these are {t.VERSION}): upgrade, or set SIXING_HOME to "
                    "another folder",
                    zh=f"{self._place} 由另一版本的思行写成（表 {version}，本程序 {t.VERSION}）："
                    "请升级，或将 SIXING_HOME 设为别的文件夹",
                )

    @contextmanager
    def _transaction(self, *, reading: bool = False) -> Iterator[sql.Connection]:
        try:
            with self._engine.execution_options(**{READING: reading}).begin() as connection:
                yield connection
        except DatabaseError as error:
            raise complaint(self._place, str(error.orig)) from error
