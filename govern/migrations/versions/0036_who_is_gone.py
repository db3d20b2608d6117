"""Whoever died or left the society is asked no more in consultations, from which day on, and why; what it rests on
that somebody delivers a person's care, and why that is over."""

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
    with op.batch_alter_table("care_link") as care:
        for reason in ("because", "ended_because"):
            care.add_column(sa.Column(reason, sa.String(length=400), nullable=False, server_default=""))
        care.add_column(sa.Column("ended_by", sa.Uuid(), nullable=True))
        care.create_foreign_key(op.f("fk_care_link_ended_by_person"), "person", ["ended_by"], ["id"])
    op.execute("UPDATE care_link SET ended_because = '–' WHERE to_on IS NOT NULL")
