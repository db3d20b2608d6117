"""Who may help a member to vote, by whose consent, and until when; votes that were sent with help, by
telephone too; who answers with one press;
tablets at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KINDS = ("family", "friend", "advocate", "worker")
CHOSEN = ("own_act", "supported_choice")
WAYS = ("beside", "telephone")
CONSENTED = ("own_page", "spoke", "signed", "pointed", "device", "wrote")


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.add_column("person", sa.Column("press", sa.String(length=20), nullable=False, server_default="usual"))
    op.add_column("session", sa.Column("at_desk", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "supporter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("supporter_kind", KINDS), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("how_chosen", _one_of("how_chosen", CHOSEN), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("consented", _one_of("how_consented", CONSENTED), nullable=False),
        sa.Column("present", sa.String(length=400), nullable=False),
        sa.Column("expressed", sa.String(length=400), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on > from_on", name=op.f("ck_supporter_span")),
        sa.CheckConstraint("member_id <> supporter_id", name=op.f("ck_supporter_two_people")),
        sa.CheckConstraint(
            "how_chosen <> 'supported_choice' OR (present <> '' AND expressed <> '')", name=op.f("ck_supporter_wish")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_supporter_member_id_person")),
        sa.ForeignKeyConstraint(["supporter_id"], ["person.id"], name=op.f("fk_supporter_supporter_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_supporter_noted_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_supporter_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supporter")),
    )
    with op.batch_alter_table("supporter", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_supporter_member_id"), ["member_id"], unique=False)
        batch_op.create_index(op.f("ix_supporter_supporter_id"), ["supporter_id"], unique=False)
        batch_op.create_index(
            "uq_supporter_member_id_supporter_id",
            ["member_id", "supporter_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    op.create_table(
        "vote_support",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=False),
        sa.Column("witness_id", sa.Uuid(), nullable=True),
        sa.Column("way", _one_of("way", WAYS), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_support_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_vote_support_member_id_person")),
        sa.ForeignKeyConstraint(["supporter_id"], ["person.id"], name=op.f("fk_vote_support_supporter_id_person")),
        sa.ForeignKeyConstraint(["witness_id"], ["person.id"], name=op.f("fk_vote_support_witness_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_support")),
    )
    with op.batch_alter_table("vote_support", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_vote_support_member_id"), ["member_id"], unique=False)
        batch_op.create_index(op.f("ix_vote_support_supporter_id"), ["supporter_id"], unique=False)
        batch_op.create_index("ix_vote_support_ballot_id_supporter_id", ["ballot_id", "supporter_id"], unique=False)
    op.create_table(
        "telephone_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listener_id", sa.Uuid(), nullable=True),
        sa.Column("listened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(listener_id IS NULL) = (listened_at IS NULL)", name=op.f("ck_telephone_call_listened")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_telephone_call_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_telephone_call_member_id_person")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_telephone_call_officer_id_person")),
        sa.ForeignKeyConstraint(["listener_id"], ["person.id"], name=op.f("fk_telephone_call_listener_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telephone_call")),
    )
    with op.batch_alter_table("telephone_call", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_telephone_call_ballot_id"), ["ballot_id"], unique=False)
