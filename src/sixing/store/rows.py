"""Works as rows, and back: the only place where a value meets its columns.

Called inside a transaction of `sixing.store.database`; begins and ends none. No example: a row
needs a connection.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sql

from sixing.store import tables as t
from sixing.works import Candidate, Judgement, Record, Work, canonical

AT_ONCE = 500
"""Works in one query; SQLite binds at most 32,766 values."""


def save(connection: sql.Connection, candidate: Candidate) -> None:
    """Write a work unless it is there, and its judgements in the place of older ones."""
    work = candidate.work
    here = sql.select(t.works.c.number).where(t.works.c.id == work.id)
    if connection.execute(here).first() is None:
        _insert(connection, work)
    connection.execute(sql.delete(t.judgements).where(t.judgements.c.work == work.id))
    for said in candidate.judgements:
        connection.execute(
            sql.insert(t.judgements).values(
                work=work.id,
                judge=said.judge,
                score=said.score,
                passed=said.passed,
                detail=canonical(said.detail),
                reasons=canonical(said.reasons),
            )
        )


def _insert(connection: sql.Connection, work: Work) -> None:
    text = canonical(work.recipe)
    recipe = sha256(text.encode()).hexdigest()
    if (
        connection.execute(sql.select(t.recipes.c.id).where(t.recipes.c.id == recipe)).first()
        is None
    ):
        connection.execute(sql.insert(t.recipes).values(id=recipe, text=text))
    connection.execute(
        sql.insert(t.works).values(
            id=work.id,
            medium=work.medium,
            form=work.form,
            title=work.title,
            content=canonical(work.content),
            recipe=recipe,
            made_at=datetime.now(UTC),
        )
    )
    for rank, parent in enumerate(work.parents):
        connection.execute(sql.insert(t.parents).values(work=work.id, rank=rank, parent=parent))


def candidates(connection: sql.Connection, rows: Sequence[sql.Row[Any]]) -> list[Candidate]:
    """Read the works of rows of `tables.works`, with their judgements."""
    read: list[Candidate] = []
    for start in range(0, len(rows), AT_ONCE):
        read += _candidates(connection, rows[start : start + AT_ONCE])
    return read


def _candidates(connection: sql.Connection, rows: Sequence[sql.Row[Any]]) -> Iterator[Candidate]:
    """Three queries for all of the rows: three for each would take a second for 200 works."""
    ids = [row.id for row in rows]
    wanted = sql.select(t.recipes).where(t.recipes.c.id.in_({row.recipe for row in rows}))
    recipes = {row.id: Record(json.loads(row.text)) for row in connection.execute(wanted)}
    parents, judgements = _parents(connection, ids), _judgements(connection, ids)
    for row in rows:
        content = tuple(json.loads(row.content))
        work = Work(
            row.medium, row.form, row.title, content, recipes[row.recipe], tuple(parents[row.id])
        )
        yield Candidate(work, tuple(judgements[row.id]))


def _parents(connection: sql.Connection, works: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {work: [] for work in works}
    query = sql.select(t.parents).where(t.parents.c.work.in_(works)).order_by(t.parents.c.rank)
    for row in connection.execute(query):
        found[row.work].append(row.parent)
    return found


def _judgements(connection: sql.Connection, works: Sequence[str]) -> dict[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {work: [] for work in works}
    query = sql.select(t.judgements).where(t.judgements.c.work.in_(works))
    for row in connection.execute(query.order_by(t.judgements.c.number)):
        detail, reasons = json.loads(row.detail), tuple(json.loads(row.reasons))
        found[row.work].append(Judgement(row.judge, row.score, row.passed, detail, reasons))
    return found
