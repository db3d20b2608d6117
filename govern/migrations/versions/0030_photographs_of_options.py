"""Votes that choose between several things: a photograph of each and notes of who tried it. Votes of one forum.
Papers to read before a vote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    the_photographs()
    the_forums()
    the_reading()


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


def the_reading() -> None:
    op.create_table(
        "ballot_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("read_alone", sa.Integer(), nullable=True),
        sa.Column("read_to", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_reading_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_reading")),
        sa.UniqueConstraint("ballot_id", "position", name=op.f("uq_ballot_reading_ballot_id_position")),
    )
    op.create_index(op.f("ix_ballot_reading_ballot_id"), "ballot_reading", ["ballot_id"], unique=False)
    how = sa.Enum("alone", "read_to", name="how", native_enum=False, create_constraint=True, length=40)
    paper = op.f("fk_ballot_paper_read_paper_id_ballot_reading")
    op.create_table(
        "ballot_paper_read",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("how", how, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_paper_read_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["paper_id"], ["ballot_reading.id"], name=paper),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ballot_paper_read_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_paper_read")),
    )
    for column in ("ballot_id", "paper_id", "person_id"):
        op.create_index(op.f(f"ix_ballot_paper_read_{column}"), "ballot_paper_read", [column], unique=False)
