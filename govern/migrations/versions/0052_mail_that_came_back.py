"""An officer notes that a notice by mail came back after the mail server had taken it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.add_column("notice_delivery", sa.Column("came_back_at", sa.DateTime(timezone=True), nullable=True))
