"""A photograph of somebody who stands, given with their consent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Of those who stand already there is no photograph kept here."""
    of = op.f("fk_candidate_photograph_candidate_id_candidate")
    op.create_table(
        "candidate_photograph",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("printed", sa.LargeBinary(), nullable=False),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=of),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_photograph")),
    )
