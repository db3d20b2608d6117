"""Votes that choose between several things: a photograph of each and notes of who tried it. Votes of one forum."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0027"


def upgrade() -> None:
    the_photographs()
    the_forums()


def the_photographs() -> None:
    """Of options that stand already there is no photograph kept here, and nobody noted a trial."""
    whole = "(photograph_id IS NULL) = (photograph_hash IS NULL)"
    with op.batch_alter_table("contest_option") as option:
        option.add_column(sa.Column("photograph_id", sa.Uuid(), nullable=True))
        option.add_column(sa.Column("photograph_hash", sa.LargeBinary(length=32), nullable=True))
        option.add_column(sa.Column("photograph_width", sa.Integer(), nullable=True))
        option.add_column(sa.Column("photograph_height", sa.Integer(), nullable=True))
        option.add_column(sa.Column("trials", sa.Text(), nullable=False, server_default="[]"))
        option.create_check_constraint(op.f("ck_contest_option_photograph"), whole)


def the_forums() -> None:
    """Whose vote it is, where it is of one forum alone. `hidden`: of a forum that is there for its people only."""
    with op.batch_alter_table("ballot") as ballot:
        ballot.add_column(sa.Column("forum_id", sa.Uuid(), nullable=True))
        ballot.add_column(sa.Column("forum_name", sa.Text(), nullable=True))
        ballot.add_column(sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
        ballot.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        ballot.create_check_constraint(op.f("ck_ballot_forum"), "(forum_id IS NULL) = (forum_name IS NULL)")
        ballot.create_check_constraint(op.f("ck_ballot_hidden"), "forum_id IS NOT NULL OR NOT hidden")
        ballot.create_index(op.f("ix_ballot_forum_id"), ["forum_id"], unique=False)
