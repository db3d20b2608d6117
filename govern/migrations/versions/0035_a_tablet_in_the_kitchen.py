"""A tablet that goes where there is no signal: for each taking-along, the key its sittings are sealed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "consultation_tablet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=65), nullable=False),
        sa.Column("private_key", sa.LargeBinary(length=200), nullable=True),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR private_key IS NULL", name=op.f("ck_consultation_tablet_ended_without_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_tablet")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consultation_tablet_person_id_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_consultation_tablet_ended_by_person")),
    )
    op.create_index(op.f("ix_consultation_tablet_person_id"), "consultation_tablet", ["person_id"])
