"""Works as rows, and back: the only place where a value meets its columns.

Called inside a transaction of `sixing.store.database`; begins and ends none. No example: a row
needs a connection.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sql

from sixing.store import tables as t
from sixing.works import Candidate, Judgement, Record, Work, canonical


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
    return [Candidate(_work(connection, row), _judgements(connection, row.id)) for row in rows]


def _work(connection: sql.Connection, row: sql.Row[Any]) -> Work:
    recipe = connection.execute(sql.select(t.recipes.c.text).where(t.recipes.c.id == row.recipe))
    parents = sql.select(t.parents.c.parent).where(t.parents.c.work == row.id)
    return Work(
        row.medium,
        row.form,
        row.title,
        tuple(json.loads(row.content)),
        Record(json.loads(recipe.scalar_one())),
        tuple(connection.execute(parents.order_by(t.parents.c.rank)).scalars()),
    )


def _judgements(connection: sql.Connection, work: str) -> tuple[Judgement, ...]:
    query = sql.select(t.judgements).where(t.judgements.c.work == work)
    return tuple(
        Judgement(
            row.judge, row.score, row.passed, json.loads(row.detail), tuple(json.loads(row.reasons))
        )
        for row in connection.execute(query.order_by(t.judgements.c.number))
    )
