"""Micro-consultations: each person, each sitting, how it was read, and what comes of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

PERSON, CONSULTATION, CARD = ["person.id"], ["consultation.id"], ["consultation_card.id"]
ADAPTATIONS = (
    "words",
    "easy",
    "symbols",
    "photographs",
    "objects",
    "signed",
    "mat",
    "faces",
    "yes_no",
    "sorting",
    "trying",
    "observing",
)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    each_person()
    each_sitting()
    who_was_there()
    how_it_was_read()
    what_it_lies_beside()
    what_was_decided()
    the_way_back()


def each_person() -> None:
    op.create_table(
        "consultation_response",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=True),
        sa.Column(
            "planned",
            _one_of("planned_adaptation", *ADAPTATIONS),
            nullable=True,
        ),
        sa.Column(
            "heard",
            _one_of("heard", "invited", "declined", "in_session", "stopped", "recorded", "final", "not_reached"),
            nullable=False,
        ),
        sa.Column("why_not", sa.String(length=400), nullable=False),
        sa.Column(
            "stance",
            _one_of("stance", "for", "against", "card", "not_sure", "not_saying", "no_clear_view"),
            nullable=True,
        ),
        sa.Column("leaning", sa.Boolean(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("evidence", _one_of("evidence", "stated", "chosen", "observed"), nullable=True),
        sa.Column("confidence", _one_of("confidence", "high", "medium", "low"), nullable=True),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("released", sa.Text(), nullable=False),
        sa.Column("release_agreed", sa.String(length=400), nullable=False),
        sa.Column("checked_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_back_by", sa.Uuid(), nullable=True),
        sa.Column("checked_back_how", sa.String(length=400), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "heard IN ('recorded', 'final') OR (stance IS NULL AND card_id IS NULL AND evidence IS NULL "
            "AND confidence IS NULL)",
            name=op.f("ck_consultation_response_view_only_once_heard"),
        ),
        sa.CheckConstraint(
            "heard NOT IN ('recorded', 'final') OR (stance IS NOT NULL AND evidence IS NOT NULL "
            "AND confidence IS NOT NULL)",
            name=op.f("ck_consultation_response_heard_with_a_view"),
        ),
        sa.ForeignKeyConstraint(["asker_id"], PERSON, name=op.f("fk_consultation_response_asker_id_person")),
        sa.ForeignKeyConstraint(["card_id"], CARD, name=op.f("fk_consultation_response_card_id_consultation_card")),
        sa.ForeignKeyConstraint(
            ["checked_back_by"], PERSON, name=op.f("fk_consultation_response_checked_back_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_response_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["invited_by"], PERSON, name=op.f("fk_consultation_response_invited_by_person")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_consultation_response_person_id_person")),
        sa.PrimaryKeyConstraint("consultation_id", "person_id", name=op.f("pk_consultation_response")),
        sa.UniqueConstraint("consultation_id", "code", name=op.f("uq_consultation_response_consultation_id_code")),
    )
    op.create_index(op.f("ix_consultation_response_asker_id"), "consultation_response", ["asker_id"], unique=False)
    op.create_index(
        "ix_consultation_response_heard", "consultation_response", ["consultation_id", "heard"], unique=False
    )
    op.create_index(op.f("ix_consultation_response_person_id"), "consultation_response", ["person_id"], unique=False)


def each_sitting() -> None:
    op.create_table(
        "consultation_sitting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sent_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("through", _one_of("sitting_through", "page", "paper", "device"), nullable=False),
        sa.Column(
            "adaptation",
            _one_of("sitting_adaptation", *ADAPTATIONS),
            nullable=False,
        ),
        sa.Column("led_by", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assent", _one_of("assent", "given", "declined"), nullable=False),
        sa.Column("assent_how", sa.String(length=400), nullable=False),
        sa.Column("shown_order", sa.Text(), nullable=False),
        sa.Column("picked", sa.String(length=60), nullable=False),
        sa.Column("placed", sa.Text(), nullable=False),
        sa.Column(
            "given_by",
            _one_of(
                "given_by",
                "spoke",
                "signed",
                "wrote",
                "pointed",
                "eye_gaze",
                "device",
                "symbols",
                "objects",
                "placed",
                "behaviour",
            ),
            nullable=True,
        ),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("meant", sa.Text(), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_how", sa.String(length=400), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "assent = 'given' OR (picked = '' AND placed = '' AND did = '' AND meant = '')",
            name=op.f("ck_consultation_sitting_assent_first"),
        ),
        sa.CheckConstraint(
            "stopped_at IS NULL OR (picked = '' AND placed = '' AND meant = '')",
            name=op.f("ck_consultation_sitting_stopped"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_sitting_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["entered_by"], PERSON, name=op.f("fk_consultation_sitting_entered_by_person")),
        sa.ForeignKeyConstraint(["led_by"], PERSON, name=op.f("fk_consultation_sitting_led_by_person")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_consultation_sitting_person_id_person")),
        sa.ForeignKeyConstraint(["read_by"], PERSON, name=op.f("fk_consultation_sitting_read_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_sitting")),
        sa.UniqueConstraint("sent_id", name=op.f("uq_consultation_sitting_sent_id")),
    )
    op.create_index(op.f("ix_consultation_sitting_group_id"), "consultation_sitting", ["group_id"], unique=False)
    op.create_index(op.f("ix_consultation_sitting_led_by"), "consultation_sitting", ["led_by"], unique=False)
    op.create_index(
        "ix_consultation_sitting_person", "consultation_sitting", ["consultation_id", "person_id"], unique=False
    )
    op.create_index(op.f("ix_consultation_sitting_person_id"), "consultation_sitting", ["person_id"], unique=False)


def who_was_there() -> None:
    op.create_table(
        "consultation_present",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("present_as", _one_of("present_as", "supporter", "interpreter", "observer"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("delivers_care", sa.Boolean(), nullable=False),
        sa.CheckConstraint("person_id IS NOT NULL OR name <> ''", name=op.f("ck_consultation_present_somebody")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_consultation_present_person_id_person")),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["consultation_sitting.id"],
            name=op.f("fk_consultation_present_sitting_id_consultation_sitting"),
        ),
        sa.PrimaryKeyConstraint("sitting_id", "number", name=op.f("pk_consultation_present")),
    )
    op.create_index(op.f("ix_consultation_present_person_id"), "consultation_present", ["person_id"], unique=False)


def how_it_was_read() -> None:
    op.create_table(
        "consultation_reading",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            _one_of("reading_stance", "for", "against", "card", "not_sure", "not_saying", "no_clear_view"),
            nullable=False,
        ),
        sa.Column("leaning", sa.Boolean(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("evidence", _one_of("reading_evidence", "stated", "chosen", "observed"), nullable=False),
        sa.Column("confidence", _one_of("reading_confidence", "high", "medium", "low"), nullable=False),
        sa.Column("knows_person", sa.String(length=400), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number IN (1, 2)", name=op.f("ck_consultation_reading_two_readers")),
        sa.ForeignKeyConstraint(["card_id"], CARD, name=op.f("fk_consultation_reading_card_id_consultation_card")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_reading_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_consultation_reading_person_id_person")),
        sa.ForeignKeyConstraint(["read_by"], PERSON, name=op.f("fk_consultation_reading_read_by_person")),
        sa.PrimaryKeyConstraint("consultation_id", "person_id", "number", name=op.f("pk_consultation_reading")),
    )
    op.create_index(op.f("ix_consultation_reading_person_id"), "consultation_reading", ["person_id"], unique=False)


def what_it_lies_beside() -> None:
    op.create_table(
        "consultation_attached",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", _one_of("consultation_attached_to", "item", "agenda", "recommendation", "ballot"), nullable=False
        ),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("attached_by", sa.Uuid(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attached_by"], PERSON, name=op.f("fk_consultation_attached_attached_by_person")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_attached_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "kind", "target_id", name=op.f("pk_consultation_attached")),
    )
    op.create_index(op.f("ix_consultation_attached_target_id"), "consultation_attached", ["target_id"], unique=False)


def what_was_decided() -> None:
    op.create_table(
        "consultation_decision",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("nothing_because", sa.Text(), nullable=False),
        sa.Column("easy", sa.Text(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], PERSON, name=op.f("fk_consultation_decision_closed_by_person")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_decision_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["noted_by"], PERSON, name=op.f("fk_consultation_decision_noted_by_person")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultation_decision")),
    )


def the_way_back() -> None:
    op.create_table(
        "consultation_answer_back",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "way",
            _one_of("answer_back_way", *ADAPTATIONS),
            nullable=False,
        ),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("how", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_answer_back_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["given_by"], PERSON, name=op.f("fk_consultation_answer_back_given_by_person")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_consultation_answer_back_person_id_person")),
        sa.PrimaryKeyConstraint("consultation_id", "person_id", name=op.f("pk_consultation_answer_back")),
    )
    op.create_index(
        op.f("ix_consultation_answer_back_person_id"), "consultation_answer_back", ["person_id"], unique=False
    )
