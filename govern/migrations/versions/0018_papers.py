"""Votes on paper: who gets one, arrivals that two tellers log, mixed batches that two tellers enter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def _ballot(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f(f"fk_{table}_ballot_id_ballot"))


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person"))


def upgrade() -> None:
    op.create_table(
        "paper_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _person("paper_wish", "person_id"),
        _ballot("paper_wish"),
        _person("paper_wish", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_wish")),
    )
    with op.batch_alter_table("paper_wish", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_paper_wish_person_id"), ["person_id"], unique=False)
        batch_op.create_index(op.f("ix_paper_wish_ballot_id"), ["ballot_id"], unique=False)
    op.create_table(
        "paper_return",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        _ballot("paper_return"),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_paper_return")),
    )
    _arrivals()
    _entries()


def _arrivals() -> None:
    op.create_table(
        "paper_batch",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        _ballot("paper_batch"),
        _person("paper_batch", "opened_by"),
        _person("paper_batch", "confirmed_by"),
        sa.PrimaryKeyConstraint("ballot_id", "number", name=op.f("pk_paper_batch")),
    )
    op.create_table(
        "paper_arrival",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        _ballot("paper_arrival"),
        sa.ForeignKeyConstraint(
            ["ballot_id", "batch"], ["paper_batch.ballot_id", "paper_batch.number"], name="fk_paper_arrival_batch"
        ),
        sa.PrimaryKeyConstraint("ballot_id", "handle", name=op.f("pk_paper_arrival")),
    )
    with op.batch_alter_table("paper_arrival", schema=None) as batch_op:
        batch_op.create_index("ix_paper_arrival_ballot_id_batch", ["ballot_id", "batch"], unique=False)


def _entries() -> None:
    op.create_table(
        "mixed_batch",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("style", sa.String(length=64), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("first_done", sa.Boolean(), nullable=False),
        sa.Column("second_done", sa.Boolean(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        _ballot("mixed_batch"),
        _person("mixed_batch", "first_id"),
        _person("mixed_batch", "second_id"),
        sa.PrimaryKeyConstraint("ballot_id", "number", name=op.f("pk_mixed_batch")),
    )
    op.create_table(
        "paper_entry",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paper", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contest", sa.String(length=64), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        _ballot("paper_entry"),
        sa.ForeignKeyConstraint(
            ["ballot_id", "batch"], ["mixed_batch.ballot_id", "mixed_batch.number"], name="fk_paper_entry_batch"
        ),
        sa.PrimaryKeyConstraint("ballot_id", "batch", "paper", "turn", "contest", name=op.f("pk_paper_entry")),
    )
