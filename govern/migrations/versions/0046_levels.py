"""The level of a ballot, and what scrutineers, mixers and witnesses hand in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"

PERSON = "person.id"
BALLOT = "ballot.id"
LEVELS = "level IN ('everyday', 'agm', 'contested')"
STEPS = "step IN ('edit', 'publish', 'freeze', 'open', 'close', 'count', 'declare', 'archive', 'withdraw')"


def upgrade() -> None:
    with op.batch_alter_table("ballot") as ballot:
        ballot.add_column(sa.Column("level", sa.String(length=40), nullable=False, server_default="everyday"))
        ballot.create_check_constraint(op.f("ck_ballot_level"), LEVELS)
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "duty_file",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], [BALLOT], name=op.f("fk_duty_file_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], [PERSON], name=op.f("fk_duty_file_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "name", name=op.f("pk_duty_file")),
    )
    op.create_table(
        "step_proposal",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", moment, nullable=True),
        sa.CheckConstraint(STEPS, name=op.f("ck_step_proposal_step")),
        sa.ForeignKeyConstraint(["ballot_id"], [BALLOT], name=op.f("fk_step_proposal_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["proposed_by"], [PERSON], name=op.f("fk_step_proposal_proposed_by_person")),
        sa.ForeignKeyConstraint(["approved_by"], [PERSON], name=op.f("fk_step_proposal_approved_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "step", name=op.f("pk_step_proposal")),
    )
    op.create_table(
        "kept_head",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", number, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], [BALLOT], name=op.f("fk_kept_head_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "epoch", "size", name=op.f("pk_kept_head")),
    )
    op.create_table(
        "laid_down_log",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("size", number, nullable=False),
        sa.Column("inputs_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], [BALLOT], name=op.f("fk_laid_down_log_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["by"], [PERSON], name=op.f("fk_laid_down_log_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_laid_down_log")),
    )
