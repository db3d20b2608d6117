"""What a log needs to go on from an older copy of its database; challenges that name nobody any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

PERSON = "person.id"


def upgrade() -> None:
    with op.batch_alter_table("challenge") as challenge:
        challenge.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
    op.add_column("log_head", sa.Column("epoch", sa.Integer(), nullable=False, server_default="0"))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "log_recovery",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lost_size", number, nullable=False),
        sa.Column("lost_root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", number, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaf", number, nullable=True),
        sa.CheckConstraint("(approved_by IS NULL) = (leaf IS NULL)", name=op.f("ck_log_recovery_agreed")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_log_recovery_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["proposed_by"], [PERSON], name=op.f("fk_log_recovery_proposed_by_person")),
        sa.ForeignKeyConstraint(["approved_by"], [PERSON], name=op.f("fk_log_recovery_approved_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "epoch", name=op.f("pk_log_recovery")),
    )
