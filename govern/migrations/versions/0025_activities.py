"""What forums do: activities, who signed up, hours given, photographs, offers, and feeds for calendars."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

PERSON, FORUM, ACTIVITY = ["person.id"], ["forum.id"], ["activity.id"]
NOW = sa.text("taken_back_at IS NULL")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    activities()
    who_signed_up()
    what_came_of_it()
    offers()
    feeds()


def activities() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cost_pence", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("open_to", one_of("open_to", "members", "guests", "society"), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_why", sa.String(length=400), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("raised_pence", sa.Integer(), nullable=False),
        sa.Column("raised_for", sa.String(length=200), nullable=False),
        sa.Column("outcome_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("cost_pence >= 0 AND raised_pence >= 0 AND came >= 0", name=op.f("ck_activity_amounts")),
        sa.CheckConstraint("places IS NULL OR places > 0", name=op.f("ck_activity_places")),
        sa.ForeignKeyConstraint(["forum_id"], FORUM, name=op.f("fk_activity_forum_id_forum")),
        sa.ForeignKeyConstraint(["organiser_id"], PERSON, name=op.f("fk_activity_organiser_id_person")),
        sa.ForeignKeyConstraint(["planned_by"], PERSON, name=op.f("fk_activity_planned_by_person")),
        sa.ForeignKeyConstraint(["outcome_by"], PERSON, name=op.f("fk_activity_outcome_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    _indexed("activity", "forum_id", "starts_at", "organiser_id", "held_on")


def who_signed_up() -> None:
    op.create_table(
        "activity_sign_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("way", one_of("way", "page", "paper", "phone"), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("support", sa.String(length=600), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=True),
        sa.Column("to_tell", one_of("to_tell", "moved_up", "changed", "called_off", "reminder"), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ACTIVITY, name=op.f("fk_activity_sign_up_activity_id_activity")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_activity_sign_up_person_id_person")),
        sa.ForeignKeyConstraint(["entered_by"], PERSON, name=op.f("fk_activity_sign_up_entered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_sign_up")),
        sa.UniqueConstraint("activity_id", "turn", name=op.f("uq_activity_sign_up_activity_id_turn")),
    )
    _indexed("activity_sign_up", "activity_id", "person_id")
    op.create_index(
        "uq_activity_sign_up_now",
        "activity_sign_up",
        ["activity_id", "person_id"],
        unique=True,
        sqlite_where=NOW,
        postgresql_where=NOW,
    )


def what_came_of_it() -> None:
    op.create_table(
        "activity_hours",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_activity_hours_minutes")),
        sa.ForeignKeyConstraint(["activity_id"], ACTIVITY, name=op.f("fk_activity_hours_activity_id_activity")),
        sa.PrimaryKeyConstraint("activity_id", "constituency", name=op.f("pk_activity_hours")),
    )
    op.create_table(
        "activity_photograph",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("description", sa.String(length=400), nullable=False),
        sa.Column("consent", sa.String(length=400), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ACTIVITY, name=op.f("fk_activity_photograph_activity_id_activity")),
        sa.ForeignKeyConstraint(["added_by"], PERSON, name=op.f("fk_activity_photograph_added_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_photograph")),
    )
    _indexed("activity_photograph", "activity_id")


def offers() -> None:
    op.create_table(
        "forum_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("kind", one_of("offer_kind", "venue", "time", "goods", "other"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("outside", sa.String(length=200), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("constituency", sa.String(length=60), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", one_of("offer_answer", "taken", "no_thanks"), nullable=True),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(offered_by IS NULL) <> (outside IS NULL)", name=op.f("ck_forum_offer_from_whom")),
        sa.ForeignKeyConstraint(["forum_id"], FORUM, name=op.f("fk_forum_offer_forum_id_forum")),
        sa.ForeignKeyConstraint(["offered_by"], PERSON, name=op.f("fk_forum_offer_offered_by_person")),
        sa.ForeignKeyConstraint(["entered_by"], PERSON, name=op.f("fk_forum_offer_entered_by_person")),
        sa.ForeignKeyConstraint(["answered_by"], PERSON, name=op.f("fk_forum_offer_answered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_offer")),
    )
    _indexed("forum_offer", "forum_id", "offered_by")


def feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feed_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
