"""The room: cards and corrections at the desk, who is at a meeting now, when a ballot's meeting begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

MODES = sa.Enum("in_person", "remote", name="was_mode", native_enum=False, create_constraint=True, length=40)
PERSON = ["person.id"]


MANNERS = sa.Enum("hands", "open", name="manner", native_enum=False, create_constraint=True, length=40)
VOICES = sa.Enum("for", "against", "neither", name="voice", native_enum=False, create_constraint=True, length=40)
ITEM = ["agenda_item.id"]


def upgrade() -> None:
    at_the_desk()
    on_the_floor()


def at_the_desk() -> None:
    op.add_column("ballot", sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ballot", sa.Column("on_demand", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "at_the_meeting",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_at_the_meeting_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_at_the_meeting")),
    )
    op.create_index(op.f("ix_at_the_meeting_person_id"), "at_the_meeting", ["person_id"], unique=False)
    # Whoever is at a meeting that is on while the service goes up is there afterwards.
    op.execute(
        "INSERT INTO at_the_meeting (meeting_id, person_id) "
        "SELECT DISTINCT meeting_id, person_id FROM attendance_span WHERE out_at IS NULL"
    )
    op.create_table(
        "member_card",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_member_card_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_member_card")),
        sa.UniqueConstraint("code", name=op.f("uq_member_card_code")),
    )
    op.create_table(
        "stay_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("was_mode", MODES, nullable=False),
        sa.Column("was_in", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_out", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_stay_correction_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_stay_correction_person_id_person")),
        sa.ForeignKeyConstraint(["by"], PERSON, name=op.f("fk_stay_correction_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_correction")),
    )
    for column in ("meeting_id", "person_id"):
        op.create_index(op.f(f"ix_stay_correction_{column}"), "stay_correction", [column], unique=False)


def on_the_floor() -> None:
    op.create_table(
        "poll_asked",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("by_chair", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ITEM, name=op.f("fk_poll_asked_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["opened_by"], PERSON, name=op.f("fk_poll_asked_opened_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_poll_asked")),
    )
    op.create_index(op.f("ix_poll_asked_item_id"), "poll_asked", ["item_id"], unique=False)
    op.create_table(
        "poll_asker",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["poll_asked.ballot_id"], name=op.f("fk_poll_asker_ballot_id_poll_asked")
        ),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_poll_asker_person_id_person")),
        sa.PrimaryKeyConstraint("ballot_id", "person_id", name=op.f("pk_poll_asker")),
    )
    op.create_table(
        "floor_vote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("manner", MANNERS, nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("quorum_counted", sa.Integer(), nullable=False),
        sa.Column("quorum_needed", sa.Integer(), nullable=False),
        sa.Column("teller_one", sa.Uuid(), nullable=True),
        sa.Column("teller_two", sa.Uuid(), nullable=True),
        sa.Column("count_round", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("poll_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ITEM, name=op.f("fk_floor_vote_item_id_agenda_item")),
        sa.ForeignKeyConstraint(["called_by"], PERSON, name=op.f("fk_floor_vote_called_by_person")),
        sa.ForeignKeyConstraint(["teller_one"], PERSON, name=op.f("fk_floor_vote_teller_one_person")),
        sa.ForeignKeyConstraint(["teller_two"], PERSON, name=op.f("fk_floor_vote_teller_two_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_vote")),
    )
    op.create_index(op.f("ix_floor_vote_item_id"), "floor_vote", ["item_id"], unique=False)
    op.create_table(
        "hands_count",
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("count_round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("teller_id", sa.Uuid(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["floor_vote.id"], name=op.f("fk_hands_count_vote_id_floor_vote")),
        sa.ForeignKeyConstraint(["teller_id"], PERSON, name=op.f("fk_hands_count_teller_id_person")),
        sa.PrimaryKeyConstraint("vote_id", "count_round", "teller_id", name=op.f("pk_hands_count")),
    )
    op.create_table(
        "open_voice",
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("voice", VOICES, nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["floor_vote.id"], name=op.f("fk_open_voice_vote_id_floor_vote")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_open_voice_person_id_person")),
        sa.PrimaryKeyConstraint("vote_id", "person_id", name=op.f("pk_open_voice")),
    )
