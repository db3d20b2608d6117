"""Micro-consultations: the question, the ways it is asked, and how people communicate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

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
    the_question()
    its_checks()
    its_photographs()
    its_cards()
    its_ways()
    what_symbols_mean()
    who_asks()
    how_people_communicate()
    who_delivers_care()


def the_question() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=True),
        sa.Column(
            "stage",
            _one_of(
                "consultation_stage",
                "draft",
                "checked",
                "open",
                "closed",
                "summarised",
                "used",
                "answered",
                "stopped",
            ),
            nullable=False,
        ),
        sa.Column("asks", _one_of("consultation_asks", "proposal", "between"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("can_change", sa.Text(), nullable=False),
        sa.Column("who_decides", sa.Text(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("ask_until", sa.Date(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("runs_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summarised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(length=400), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_consultation_forum_id_forum")),
        sa.ForeignKeyConstraint(["runs_id"], PERSON, name=op.f("fk_consultation_runs_id_person")),
        sa.ForeignKeyConstraint(["written_by"], PERSON, name=op.f("fk_consultation_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_forum_id"), "consultation", ["forum_id"], unique=False)
    op.create_index(op.f("ix_consultation_runs_id"), "consultation", ["runs_id"], unique=False)


def its_checks() -> None:
    op.create_table(
        "consultation_check",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("consultation_check_kind", "plain", "ethics"), nullable=False),
        sa.Column("wording", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], PERSON, name=op.f("fk_consultation_check_checked_by_person")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_check_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "kind", "wording", name=op.f("pk_consultation_check")),
    )


def its_photographs() -> None:
    op.create_table(
        "consultation_photograph",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("consent", sa.String(length=400), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], PERSON, name=op.f("fk_consultation_photograph_added_by_person")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_photograph_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_photograph")),
    )
    op.create_index(
        op.f("ix_consultation_photograph_consultation_id"),
        "consultation_photograph",
        ["consultation_id"],
        unique=False,
    )


def its_cards() -> None:
    op.create_table(
        "consultation_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("counts_as", _one_of("card_counts_as", "for", "against", "itself", "nothing"), nullable=False),
        sa.Column("symbol", sa.String(length=120), nullable=True),
        sa.Column("photograph_id", sa.Uuid(), nullable=True),
        sa.Column("object", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_card_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["photograph_id"],
            ["consultation_photograph.id"],
            name=op.f("fk_consultation_card_photograph_id_consultation_photograph"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_card")),
        sa.UniqueConstraint(
            "consultation_id", "position", name=op.f("uq_consultation_card_consultation_id_position")
        ),
    )
    op.create_index(
        op.f("ix_consultation_card_consultation_id"), "consultation_card", ["consultation_id"], unique=False
    )


def its_ways() -> None:
    op.create_table(
        "consultation_adaptation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _one_of("adaptation", *ADAPTATIONS),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.Column("faces", sa.Integer(), nullable=True),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("faces IS NULL OR faces IN (3, 5)", name=op.f("ck_consultation_adaptation_faces")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_adaptation_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["written_by"], PERSON, name=op.f("fk_consultation_adaptation_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_adaptation")),
        sa.UniqueConstraint("consultation_id", "kind", name=op.f("uq_consultation_adaptation_consultation_id_kind")),
    )
    op.create_index(
        op.f("ix_consultation_adaptation_consultation_id"),
        "consultation_adaptation",
        ["consultation_id"],
        unique=False,
    )


def what_symbols_mean() -> None:
    op.create_table(
        "symbol_meaning",
        sa.Column("symbol", sa.String(length=120), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], PERSON, name=op.f("fk_symbol_meaning_set_by_person")),
        sa.PrimaryKeyConstraint("symbol", name=op.f("pk_symbol_meaning")),
    )


def who_asks() -> None:
    op.create_table(
        "consultation_asker",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], CONSULTATION, name=op.f("fk_consultation_asker_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["named_by"], PERSON, name=op.f("fk_consultation_asker_named_by_person")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_consultation_asker_person_id_person")),
        sa.PrimaryKeyConstraint("consultation_id", "person_id", name=op.f("pk_consultation_asker")),
    )
    op.create_index(op.f("ix_consultation_asker_person_id"), "consultation_asker", ["person_id"], unique=False)


def how_people_communicate() -> None:
    op.create_table(
        "communication_profile",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ways", sa.String(length=200), nullable=False),
        sa.Column(
            "best_way",
            _one_of("best_way", *ADAPTATIONS),
            nullable=True,
        ),
        sa.Column("works", sa.Text(), nullable=False),
        sa.Column("works_not", sa.Text(), nullable=False),
        sa.Column("supporters", sa.Text(), nullable=False),
        sa.Column("sign_yes", sa.String(length=400), nullable=False),
        sa.Column("sign_no", sa.String(length=400), nullable=False),
        sa.Column("sign_stop", sa.String(length=400), nullable=False),
        sa.Column("posture", sa.String(length=400), nullable=False),
        sa.Column("time_of_day", sa.String(length=400), nullable=False),
        sa.Column("with_help", sa.String(length=400), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_communication_profile_person_id_person")),
        sa.ForeignKeyConstraint(["written_by"], PERSON, name=op.f("fk_communication_profile_written_by_person")),
        sa.PrimaryKeyConstraint("person_id", "version", name=op.f("pk_communication_profile")),
    )


def who_delivers_care() -> None:
    op.create_table(
        "care_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("carer_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id <> carer_id", name=op.f("ck_care_link_two_people")),
        sa.ForeignKeyConstraint(["carer_id"], PERSON, name=op.f("fk_care_link_carer_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], PERSON, name=op.f("fk_care_link_noted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], PERSON, name=op.f("fk_care_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_link")),
    )
    op.create_index(op.f("ix_care_link_carer_id"), "care_link", ["carer_id"], unique=False)
    op.create_index(op.f("ix_care_link_person_id"), "care_link", ["person_id"], unique=False)
    op.create_index(
        "uq_care_link_now",
        "care_link",
        ["person_id", "carer_id"],
        unique=True,
        sqlite_where=sa.text("to_on IS NULL"),
        postgresql_where=sa.text("to_on IS NULL"),
    )
