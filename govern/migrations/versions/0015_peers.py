"""Peers elected and recalled by a vote, and when a member was written to before their choice is looked at again."""

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
