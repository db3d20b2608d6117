"""What was done and sent outside, who inspected a register, what was typed for the annual return, returns as sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

KINDS = ("pdf", "docx", "txt")
REGISTERS = ("members", "former", "officers", "interests", "minute_books")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _filing()
    _inspections()
    _returns()


def _filing() -> None:
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=160), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("file_kind", _one_of("file_kind", *KINDS), nullable=True),
        sa.Column("file_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_why", sa.String(length=400), nullable=True),
        sa.CheckConstraint("(file_kind IS NULL) = (file_hash IS NULL)", name=op.f("ck_filing_file")),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_why IS NULL)", name=op.f("ck_filing_undone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_filing_noted_by_person")),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_filing_undone_by_person")),
    )
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_filing_duty", "filing", ["duty"], unique=True, sqlite_where=standing, postgresql_where=standing
    )


def _inspections() -> None:
    op.create_table(
        "register_inspection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register", _one_of("register", *REGISTERS), nullable=False),
        sa.Column("how", _one_of("how_inspected", "looked", "copy"), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_inspection")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_register_inspection_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_register_inspection_noted_by_person")),
    )
    op.create_index(op.f("ix_register_inspection_on_day"), "register_inspection", ["on_day"])
    op.create_index(op.f("ix_register_inspection_person_id"), "register_inspection", ["person_id"])


def _returns() -> None:
    op.create_table(
        "return_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_figure")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_return_figure_noted_by_person")),
    )
    op.create_index("ix_return_figure_ends_on_name", "return_figure", ["ends_on", "name"])
    op.create_table(
        "filed_return",
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("ends_on", name=op.f("pk_filed_return")),
        sa.ForeignKeyConstraint(["filed_by"], ["person.id"], name=op.f("fk_filed_return_filed_by_person")),
    )
