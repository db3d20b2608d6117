"""The words inside of the files of past minutes, so that the search finds them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    with op.batch_alter_table("past_minutes") as table:
        table.add_column(sa.Column("words", sa.Text(), nullable=True))
