"""How SQLite is opened, and what its complaints mean to a person.

A writer keeps a write-ahead log and takes the lock when it begins, so that two processes never
deadlock halfway. A reader leaves no trace and needs no right to write. Knows no table.

>>> complaint("works.sqlite", "attempt to write a readonly database").zh
'works.sqlite 只读：请改为可写，或将 SIXING_HOME 设为可写的文件夹'
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sql
from sqlalchemy.pool import NullPool

from sixing.errors import StoreError

READING = "sixing_reading"
"""Execution option of a transaction that will not write."""

_PATIENCE = 10.0  # seconds to wait for another process's transaction


def _connector(address: str) -> Callable[[], sqlite3.Connection]:
    # autocommit: SQLAlchemy says BEGIN itself (see _engine), so that making tables is undone too
    return lambda: sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)


def _engine(address: str) -> sql.Engine:
    engine = sql.create_engine("sqlite://", creator=_connector(address), poolclass=NullPool)

    @sql.event.listens_for(engine, "begin")
    def begin(connection: sql.Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def writer(path: Path) -> sql.Engine:
    """Open a database file to read and write, making it if need be."""
    engine = _engine(path.absolute().as_uri())

    @sql.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # who asks to be forgotten is overwritten

    return engine


def reader(path: Path) -> sql.Engine:
    """Open a database file that is there, only to read."""
    # Where the folder cannot be written SQLite cannot keep a log, and nobody else is writing.
    mode = "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"
    return _engine(f"{path.absolute().as_uri()}?{mode}")


_COMPLAINTS = (
    ("readonly", "is read-only: make it writable, or set SIXING_HOME to a folder that is",
     "只读：请改为可写，或将 SIXING_HOME 设为可写的文件夹"),
    ("is full", "could not be written, the disk is full: free some space; nothing was lost",
     "未能写入，磁盘已满：请腾出空间，原有内容未受影响"),
    ("disk i/o", "could not be written, the disk is full or failing: nothing was half-written",
     "未能写入，磁盘已满或有故障：没有写入半份内容"),
    ("locked", f"is held by another process for more than {_PATIENCE:.0f} s: try again",
     f"被另一进程占用超过 {_PATIENCE:.0f} 秒：请稍后再试"),
    ("unable to open", "cannot be opened: check that the folder is there and yours to write",
     "无法打开：请确认文件夹存在且可写"),
    ("not a database", "is no store of Sixing: move the file away and a new one will be made",
     "不是思行的作品库：请移走此文件，将另建新库"),
    ("no such table", "is no store of Sixing: move the file away and a new one will be made",
     "不是思行的作品库：请移走此文件，将另建新库"),
    ("malformed", "is damaged: restore it from a copy, or move it away and a new one will be made",
     "已损坏：请从备份恢复，或移走此文件另建新库"),
)  # fmt: skip


def complaint(place: str, said: str) -> StoreError:
    """Turn what a database says into what a person can do."""
    for sign, english, chinese in _COMPLAINTS:
        if sign in said.lower():
            return StoreError(f"{place} {english}", zh=f"{place} {chinese}")
    return StoreError(f"{place} cannot be used ({said})", zh=f"{place} 无法使用（{said}）")
