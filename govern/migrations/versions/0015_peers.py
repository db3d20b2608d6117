"""Peers elected and recalled by a vote, when a member is reminded of their choice, what members said, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

WHY_OVER = ("stopped", "recalled", "elected_again")


def upgrade() -> None:
    op.add_column("peer_mandate", sa.Column("reminded_on", sa.Date(), nullable=True))
    with op.batch_alter_table("peer_office", schema=None) as batch_op:
        batch_op.add_column(sa.Column("elected_by", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "why_over",
                sa.Enum(*WHY_OVER, name="why_over", native_enum=False, create_constraint=True, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("over_by", sa.String(length=20), nullable=False, server_default=""))
    op.create_table(
        "known_position",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=True),
        sa.Column("how", sa.String(length=400), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_known_position_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_known_position_noted_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "handle", name=op.f("pk_known_position")),
    )
