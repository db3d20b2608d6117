"""Forums: in which layer, who belongs to them, who leads them for how long, what waits for their next gathering."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

STANDINGS = sa.Enum(
    *("member", "guest", "partner", "observer"),
    name="standing",
    native_enum=False,
    create_constraint=True,
    length=40,
)
KINDS = sa.Enum(
    *("talk", "decide", "activity", "ask", "owed"), name="kind", native_enum=False, create_constraint=True, length=40
)
PERSON, FORUM = ["person.id"], ["forum.id"]


def upgrade() -> None:
    the_forum()
    its_people()
    its_items()


def the_forum() -> None:
    op.create_table(
        "forum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("layer", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("linked_to_id", sa.Uuid(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("founded_by", sa.Uuid(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= founded_on", name=op.f("ck_forum_span")),
        sa.ForeignKeyConstraint(["parent_id"], FORUM, name=op.f("fk_forum_parent_id_forum")),
        sa.ForeignKeyConstraint(["linked_to_id"], FORUM, name=op.f("fk_forum_linked_to_id_forum")),
        sa.ForeignKeyConstraint(["founded_by"], PERSON, name=op.f("fk_forum_founded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum")),
    )
    _indexed("forum", "layer", "parent_id", "linked_to_id")


def its_people() -> None:
    op.create_table(
        "forum_belonging",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("standing", STANDINGS, nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=True),
        sa.Column("speaks_for", sa.String(length=200), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("let_in_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_forum_belonging_span")),
        sa.ForeignKeyConstraint(["forum_id"], FORUM, name=op.f("fk_forum_belonging_forum_id_forum")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_forum_belonging_person_id_person")),
        sa.ForeignKeyConstraint(["let_in_by"], PERSON, name=op.f("fk_forum_belonging_let_in_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_belonging")),
    )
    _indexed("forum_belonging", "forum_id", "person_id")
    now = sa.text("to_on IS NULL")
    op.create_index(
        "uq_forum_belonging_now",
        "forum_belonging",
        ["forum_id", "person_id"],
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
    op.create_table(
        "facilitator_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.Column("extended_by_minute", sa.String(length=200), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_facilitator_term_span")),
        sa.ForeignKeyConstraint(["forum_id"], FORUM, name=op.f("fk_facilitator_term_forum_id_forum")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_facilitator_term_person_id_person")),
        sa.ForeignKeyConstraint(["named_by"], PERSON, name=op.f("fk_facilitator_term_named_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitator_term")),
    )
    _indexed("facilitator_term", "forum_id", "person_id")


def its_items() -> None:
    op.create_table(
        "forum_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("owed_id", sa.Uuid(), nullable=True),
        sa.Column("from_forum_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], FORUM, name=op.f("fk_forum_item_forum_id_forum")),
        sa.ForeignKeyConstraint(["raised_by"], PERSON, name=op.f("fk_forum_item_raised_by_person")),
        sa.ForeignKeyConstraint(["about_id"], PERSON, name=op.f("fk_forum_item_about_id_person")),
        sa.ForeignKeyConstraint(["from_forum_id"], FORUM, name=op.f("fk_forum_item_from_forum_id_forum")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_item")),
    )
    _indexed("forum_item", "forum_id", "raised_by", "owed_id", "meeting_id", "agenda_item_id")


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
