"""Recommendations: what forums ask, each wording, each step on the way, who raised it; answers owed on agendas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    what_is_asked()
    its_wordings()
    its_journey()
    who_raised_it()
    answers_back()
    who_appeals()
    owed_items()


def what_is_asked() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("through_id", sa.Uuid(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "dropped",
                "with",
                "held",
                "answer_due",
                "received",
                "accepted",
                "appealed",
                "moved",
                "settled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("layer", sa.String(length=60), nullable=True),
        sa.Column("with_forum_id", sa.Uuid(), nullable=True),
        sa.Column("with_body", sa.String(length=60), nullable=True),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("appeal_number", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_recommendation_forum_id_forum")),
        sa.ForeignKeyConstraint(["through_id"], ["forum.id"], name=op.f("fk_recommendation_through_id_forum")),
        sa.ForeignKeyConstraint(["with_forum_id"], ["forum.id"], name=op.f("fk_recommendation_with_forum_id_forum")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_recommendation_written_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    op.create_index(op.f("ix_recommendation_answered_on"), "recommendation", ["answered_on"], unique=False)
    op.create_index(op.f("ix_recommendation_forum_id"), "recommendation", ["forum_id"], unique=False)
    op.create_index("ix_recommendation_stage_due_on", "recommendation", ["stage", "due_on"], unique=False)
    op.create_index(op.f("ix_recommendation_with_body"), "recommendation", ["with_body"], unique=False)
    op.create_index(op.f("ix_recommendation_with_forum_id"), "recommendation", ["with_forum_id"], unique=False)
    op.create_index(op.f("ix_recommendation_written_by"), "recommendation", ["written_by"], unique=False)


def its_wordings() -> None:
    op.create_table(
        "recommendation_version",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("easy", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(length=60), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_recommendation_version_forum_id_forum")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_version_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_recommendation_version_written_by_person")
        ),
        sa.PrimaryKeyConstraint("recommendation_id", "number", name=op.f("pk_recommendation_version")),
    )


def its_journey() -> None:
    op.create_table(
        "recommendation_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreed",
                "adopt",
                "amend",
                "answer",
                "refer",
                "hold",
                "decline",
                "received",
                "accepted",
                "asked_again",
                "appealed",
                "motion",
                "settled",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(length=60), nullable=True),
        sa.Column("forum_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(length=60), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("easy", sa.Text(), nullable=False),
        sa.Column("minute", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("to_layer", sa.String(length=60), nullable=True),
        sa.Column("to_forum_id", sa.Uuid(), nullable=True),
        sa.Column("to_body", sa.String(length=60), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_recommendation_step_by_person")),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_recommendation_step_forum_id_forum")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_step_recommendation_id_recommendation"),
        ),
        sa.ForeignKeyConstraint(["to_forum_id"], ["forum.id"], name=op.f("fk_recommendation_step_to_forum_id_forum")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_step")),
        sa.UniqueConstraint(
            "recommendation_id", "position", name=op.f("uq_recommendation_step_recommendation_id_position")
        ),
    )
    op.create_index(op.f("ix_recommendation_step_by"), "recommendation_step", ["by"], unique=False)
    op.create_index(
        op.f("ix_recommendation_step_recommendation_id"), "recommendation_step", ["recommendation_id"], unique=False
    )


def who_raised_it() -> None:
    op.create_table(
        "recommendation_raiser",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("email", "letter", "told", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("format", sa.String(length=20), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_recommendation_raiser_named_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recommendation_raiser_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_raiser_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("recommendation_id", "person_id", name=op.f("pk_recommendation_raiser")),
    )
    op.create_index(op.f("ix_recommendation_raiser_person_id"), "recommendation_raiser", ["person_id"], unique=False)


def answers_back() -> None:
    op.create_table(
        "recommendation_answer_back",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("times", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "way",
            sa.Enum("email", "letter", "told", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by"], ["person.id"], name=op.f("fk_recommendation_answer_back_given_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recommendation_answer_back_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_answer_back_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint(
            "recommendation_id", "person_id", "times", name=op.f("pk_recommendation_answer_back")
        ),
    )
    op.create_index(
        op.f("ix_recommendation_answer_back_person_id"), "recommendation_answer_back", ["person_id"], unique=False
    )


def who_appeals() -> None:
    op.create_table(
        "recommendation_appellant",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recommendation_appellant_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_appellant_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("recommendation_id", "number", "person_id", name=op.f("pk_recommendation_appellant")),
    )
    op.create_index(
        op.f("ix_recommendation_appellant_person_id"), "recommendation_appellant", ["person_id"], unique=False
    )


def owed_items() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as item:
        item.add_column(sa.Column("owed_id", sa.Uuid(), nullable=True))
        item.create_index(item.f("ix_agenda_item_owed_id"), ["owed_id"], unique=False)
