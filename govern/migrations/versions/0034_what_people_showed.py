"""What consultations add up to, what of it is told, and that people were asked before something is decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column(
        "consultation_response", sa.Column("seen_agreed", sa.String(length=400), nullable=False, server_default="")
    )
    op.add_column("consultation_decision", sa.Column("cards", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "consultation_sum",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("unreached", sa.Text(), nullable=False),
        sa.Column("summed_by", sa.Uuid(), nullable=False),
        sa.Column("summed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_sum_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["summed_by"], ["person.id"], name=op.f("fk_consultation_sum_summed_by_person")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_consultation_sum_published_by_person")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultation_sum")),
    )
    op.create_table(
        "people_asked",
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("cited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("target_id", "consultation_id", name=op.f("pk_people_asked")),
    )
    op.create_index(op.f("ix_people_asked_consultation_id"), "people_asked", ["consultation_id"])
