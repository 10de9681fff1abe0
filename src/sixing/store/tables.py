"""The tables of the store, as SQLAlchemy Core sees them; any database that it speaks will do.

A recipe is kept once, however many works share it. Frozen JSON is kept as its canonical text, so
that what is read back hashes to the same id. No example: `sixing.store.database` is the way in.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
"""Raised when a table changes; a store of a later version is refused, not misread.

A new table changes none: an older store gets it when it is next opened to write.
"""

METADATA = MetaData()

schema = Table("schema", METADATA, Column("version", Integer, primary_key=True))

recipes = Table(
    "recipes",
    METADATA,
    Column("id", String(64), primary_key=True),  # SHA-256 of the text
    Column("text", Text, nullable=False),
)

works = Table(
    "works",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order they were made in
    Column("id", String(12), nullable=False, unique=True),
    Column("medium", String(40), nullable=False),
    Column("form", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON list of lines
    Column("recipe", String(64), ForeignKey("recipes.id"), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

parents = Table(
    "parents",
    METADATA,
    Column("work", String(12), ForeignKey("works.id"), primary_key=True),
    Column("rank", Integer, primary_key=True),
    Column("parent", String(12), nullable=False),  # may be a work made elsewhere
)

judgements = Table(
    "judgements",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("work", String(12), ForeignKey("works.id"), nullable=False, index=True),
    Column("judge", String(40), nullable=False),
    Column("score", Float(53), nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("detail", Text, nullable=False),  # JSON object
    Column("reasons", Text, nullable=False),  # JSON list
    UniqueConstraint("work", "judge"),
)

verdicts = Table(
    "verdicts",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order they were said in
    Column("kind", String(8), nullable=False),
    Column("rating", Float(53)),
    Column("note", Text, nullable=False),
    Column("said_at", DateTime(timezone=True), nullable=False),
)

verdict_works = Table(
    "verdict_works",
    METADATA,
    Column("verdict", Integer, ForeignKey("verdicts.number"), primary_key=True),
    Column("role", String(5), primary_key=True),  # "meant", or "shown" beside a pick
    Column("rank", Integer, primary_key=True),
    Column("work", String(12), nullable=False, index=True),  # no key: the work may be gone by now
)
