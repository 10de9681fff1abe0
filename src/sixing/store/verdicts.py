"""What a person said of works, as rows, and back.

Called inside a transaction of `sixing.store.database`. A verdict names works by their ids only: one
about a work that is gone is kept and read like any other, and whoever learns from it passes over
it. A store written before there were verdicts reads as one without any.

>>> from tempfile import TemporaryDirectory
>>> from pathlib import Path
>>> from sixing.store.database import Store
>>> with TemporaryDirectory() as folder, Store.at(Path(folder)) as store:
...     numbers = store.say([Verdict("pair", ("3f2a", "9c41"))])
...     [(said.number, said.verdict.works) for said in store.said()]
[(1, ('3f2a', '9c41'))]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sql

from sixing.store import tables as t
from sixing.works import Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict as it is kept.

    Attributes:
        number: its place among all that was said, from 1.
        verdict: what was said.
        at: when, in UTC.
    """

    number: int
    verdict: Verdict
    at: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was removed: verdicts, and judgements learnt from them."""

    verdicts: int
    judgements: int


def save(connection: sql.Connection, verdict: Verdict) -> int:
    """Write a verdict and return its number."""
    row = {"kind": verdict.kind, "rating": verdict.rating, "note": verdict.note}
    done = connection.execute(sql.insert(t.verdicts).values(**row, said_at=datetime.now(UTC)))
    (number,) = done.inserted_primary_key or (0,)
    for role, ids in (("meant", verdict.works), ("shown", verdict.among)):
        for rank, work in enumerate(ids):
            place = {"verdict": number, "role": role, "rank": rank, "work": work}
            connection.execute(sql.insert(t.verdict_works).values(**place))
    return int(number)


def read(connection: sql.Connection) -> list[Said]:
    """Read every verdict, in the order they were said."""
    if not sql.inspect(connection).has_table(t.verdicts.name):
        return []
    named: dict[tuple[int, str], list[str]] = defaultdict(list)
    places = t.verdict_works.c
    for row in connection.execute(
        sql.select(places.verdict, places.role, places.work).order_by(places.rank)
    ):
        named[row.verdict, row.role].append(row.work)
    rows = connection.execute(sql.select(t.verdicts).order_by(t.verdicts.c.number))
    return [
        Said(
            row.number,
            Verdict(
                row.kind,
                tuple(named[row.number, "meant"]),
                row.rating,
                tuple(named[row.number, "shown"]),
                row.note,
            ),
            row.said_at.replace(tzinfo=UTC),  # SQLite keeps no zone
        )
        for row in rows
    ]


def remove(connection: sql.Connection, judges: Sequence[str]) -> Forgotten:
    """Remove every verdict, and every judgement by these judges."""
    connection.execute(sql.delete(t.verdict_works))
    said = connection.execute(sql.delete(t.verdicts)).rowcount
    learnt = sql.delete(t.judgements).where(t.judgements.c.judge.in_(list(judges)))
    return Forgotten(said, connection.execute(learnt).rowcount)
