"""What is looked at by consent knows the item of the meeting it was begun from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("proposal_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_agenda_item_proposal_id"), "agenda_item", ["proposal_id"])
