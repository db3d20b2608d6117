"""Whoever died or left the society is asked no more in consultations: from which day on, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    over = sa.Enum("died", "left", name="response_over", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("consultation_response") as response:
        response.add_column(sa.Column("over_on", sa.Date(), nullable=True))
        response.add_column(sa.Column("over_because", over, nullable=True))
