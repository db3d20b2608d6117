"""Papers that were issued, numbered and word for word; what the scrutineers of a vote reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

FORMS = ("standard", "large_print", "easy_read")


def upgrade() -> None:
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "form",
            sa.Enum(*FORMS, name="form", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("rules_version", sa.String(length=40), nullable=False),
        sa.Column("record_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("matter_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_issued_paper_number")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_issued_paper_issued_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_issued_paper_year_number")),
    )
    op.create_index(op.f("ix_issued_paper_kind"), "issued_paper", ["kind"])
    op.create_index(op.f("ix_issued_paper_subject"), "issued_paper", ["subject"])
    op.create_table(
        "scrutiny",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("appointed_by", sa.String(length=200), nullable=False),
        sa.Column("no_interest", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("complaints", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("differing <= sample AND sample >= 0 AND differing >= 0", name=op.f("ck_scrutiny_sample")),
        sa.CheckConstraint("no_interest", name=op.f("ck_scrutiny_no_interest")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_scrutiny_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_scrutiny_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "number", name=op.f("pk_scrutiny")),
    )
