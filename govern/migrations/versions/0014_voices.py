"""Who may cast for whom, by which way an envelope came, who is in the room when the vote is taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

CHANNELS = ("room", "direct", "paper", "proxy_directed", "proxy_free", "peer")


def upgrade() -> None:
    op.add_column("ballot", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("envelope", sa.Column("channel", sa.String(length=20), nullable=False, server_default="direct"))
    op.create_table(
        "appointment",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(*CHANNELS, name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("contests", sa.Text(), nullable=True),
        sa.Column("revoked_leaf", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_appointment_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_appointment_holder_id_person")),
        sa.PrimaryKeyConstraint("ballot_id", "leaf", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_appointment_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index("ix_appointment_ballot_id_holder_id", ["ballot_id", "holder_id"], unique=False)
        batch_op.create_index(
            "uq_appointment_stands",
            ["ballot_id", "handle", "channel"],
            unique=True,
            sqlite_where=sa.text("revoked_leaf IS NULL"),
            postgresql_where=sa.text("revoked_leaf IS NULL"),
        )
    op.create_table(
        "in_the_room",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_in_the_room_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "handle", name=op.f("pk_in_the_room")),
    )
