"""Purses: pots of shared money with each person's share, what was asked to be spent, and the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0022"

PERSON = ["person.id"]


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    the_pot()
    its_spends()


def the_pot() -> None:
    op.create_table(
        "pot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("guide_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_pot_forum_id_forum")),
        sa.ForeignKeyConstraint(["guide_id"], PERSON, name=op.f("fk_pot_guide_id_person")),
        sa.ForeignKeyConstraint(["opened_by"], PERSON, name=op.f("fk_pot_opened_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
    )
    _indexed("pot", "forum_id", "guide_id")
    op.create_table(
        "pot_share",
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_pot_share_never_below_zero")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_share_pot_id_pot")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_pot_share_person_id_person")),
        sa.PrimaryKeyConstraint("pot_id", "person_id", name=op.f("pk_pot_share")),
    )
    _indexed("pot_share", "person_id")


def its_spends() -> None:
    op.create_table(
        "pot_spend",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("state", _one_of("state", "asked", "spent", "refused", "taken_back"), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("total_pence > 0", name=op.f("ck_pot_spend_something")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_spend_pot_id_pot")),
        sa.ForeignKeyConstraint(["proposed_by"], PERSON, name=op.f("fk_pot_spend_proposed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot_spend")),
    )
    _indexed("pot_spend", "pot_id")
    _parts()
    op.create_table(
        "pot_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pot_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("kind", "put_in", "spent"), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'put_in' AND pence > 0) OR (kind = 'spent' AND pence < 0)", name=op.f("ck_pot_line_sign")
        ),
        sa.CheckConstraint("(kind = 'spent') = (spend_id IS NOT NULL)", name=op.f("ck_pot_line_spend")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_pot_line_pot_id_pot")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_pot_line_person_id_person")),
        sa.ForeignKeyConstraint(["spend_id"], ["pot_spend.id"], name=op.f("fk_pot_line_spend_id_pot_spend")),
        sa.ForeignKeyConstraint(["by"], PERSON, name=op.f("fk_pot_line_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot_line")),
        sa.UniqueConstraint("pot_id", "number", name=op.f("uq_pot_line_pot_id_number")),
    )
    _indexed("pot_line", "pot_id", "person_id", "spend_id")


def _parts() -> None:
    op.create_table(
        "pot_spend_part",
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("there", sa.String(length=200), nullable=False),
        sa.Column("expressed", _one_of("expressed", "stated", "chosen", "observed"), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_pot_spend_part_something")),
        sa.CheckConstraint("(yes IS NULL) = (answered_at IS NULL)", name=op.f("ck_pot_spend_part_answered")),
        sa.CheckConstraint(
            "noted_by IS NULL OR (there <> '' AND how <> '' AND expressed IS NOT NULL)",
            name=op.f("ck_pot_spend_part_supported"),
        ),
        sa.CheckConstraint("expressed IS NULL OR expressed <> 'observed'", name=op.f("ck_pot_spend_part_own")),
        sa.ForeignKeyConstraint(["spend_id"], ["pot_spend.id"], name=op.f("fk_pot_spend_part_spend_id_pot_spend")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_pot_spend_part_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], PERSON, name=op.f("fk_pot_spend_part_noted_by_person")),
        sa.PrimaryKeyConstraint("spend_id", "person_id", name=op.f("pk_pot_spend_part")),
    )
    _indexed("pot_spend_part", "person_id")


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
