"""Micro-consultations: what was said stays in the sum, without who said it, once the time to keep it is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

HEARD = ("invited", "declined", "in_session", "stopped", "recorded", "final", "not_reached")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "consultation_counted",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("heard", _one_of("counted_heard", *HEARD), nullable=False),
        sa.Column(
            "stance",
            _one_of("counted_stance", "for", "against", "card", "not_sure", "not_saying", "no_clear_view"),
            nullable=True,
        ),
        sa.Column("leaning", sa.Boolean(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("evidence", _one_of("counted_evidence", "stated", "chosen", "observed"), nullable=True),
        sa.Column("confidence", _one_of("counted_confidence", "high", "medium", "low"), nullable=True),
        sa.Column("released", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["consultation_card.id"], name=op.f("fk_consultation_counted_card_id_consultation_card")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_counted_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_counted")),
    )
    op.create_index(
        op.f("ix_consultation_counted_consultation_id"), "consultation_counted", ["consultation_id"], unique=False
    )
