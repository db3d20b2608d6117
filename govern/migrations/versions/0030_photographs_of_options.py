"""Votes that choose between several things: a photograph of each and notes of who tried it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0027"


def upgrade() -> None:
    the_photographs()


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
