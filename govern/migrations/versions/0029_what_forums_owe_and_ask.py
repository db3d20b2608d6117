"""What a forum raised becomes a recommendation or a plan; whoever owes an answer is written to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"


def upgrade() -> None:
    with op.batch_alter_table("forum_item") as item:
        item.add_column(sa.Column("asked_id", sa.Uuid(), nullable=True))
        item.add_column(sa.Column("planned_id", sa.Uuid(), nullable=True))
        item.create_index(op.f("ix_forum_item_asked_id"), ["asked_id"], unique=False)
    with op.batch_alter_table("recommendation") as asked:
        asked.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        asked.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
