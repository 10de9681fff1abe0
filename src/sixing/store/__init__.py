"""What is kept: works, recipes, judgements and verdicts, in one SQLite file on this computer.

- `sixing.store.home`: which folder everything is kept in
- `sixing.store.atomic`: files that are written whole or not at all
- `sixing.store.database`: `Store`, the record of every work made
- `sixing.store.verdicts`: what a person said, as rows
- `sixing.store.tables`: its tables

It knows no medium. SQLAlchemy loads with `database`, not before: it costs a fifth of a second.
"""
