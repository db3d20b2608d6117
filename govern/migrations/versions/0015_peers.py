"""When a member was written to before their choice of a peer is looked at again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("peer_mandate", sa.Column("reminded_on", sa.Date(), nullable=True))
