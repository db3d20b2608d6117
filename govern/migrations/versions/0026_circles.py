"""Circles outside the bodies of the rules: who sits in them, their domains, what they decided, what a team's person
chose; and proposals in rounds of consent that belong to one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    the_circle()
    its_people()
    its_decisions()
    its_proposals()


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def the_circle() -> None:
    op.create_table(
        "circle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("kind", "circle", "team"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("parent_body", sa.String(length=60), nullable=True),
        sa.Column("leader_id", sa.Uuid(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("began_by", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_words", sa.String(length=2000), nullable=True),
        sa.Column("came_from", sa.String(length=200), nullable=True),
        sa.Column("gone_to", sa.String(length=200), nullable=True),
        sa.Column("brought", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("(kind = 'team') = (leader_id IS NOT NULL)", name=op.f("ck_circle_leader")),
        sa.CheckConstraint("(parent_id IS NULL) <> (parent_body IS NULL)", name=op.f("ck_circle_one_above")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= began_on", name=op.f("ck_circle_span")),
        sa.ForeignKeyConstraint(["began_by"], ["person.id"], name=op.f("fk_circle_began_by_person")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_circle_leader_id_person")),
        sa.ForeignKeyConstraint(["parent_id"], ["circle.id"], name=op.f("fk_circle_parent_id_circle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle")),
    )
    op.create_index(op.f("ix_circle_leader_id"), "circle", ["leader_id"], unique=False)
    op.create_index(op.f("ix_circle_parent_id"), "circle", ["parent_id"], unique=False)


def its_people() -> None:
    op.create_table(
        "circle_seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", _one_of("part", "member", "facilitator", "guide"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("let_in_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_circle_seat_span")),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_seat_circle_id_circle")),
        sa.ForeignKeyConstraint(["let_in_by"], ["person.id"], name=op.f("fk_circle_seat_let_in_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_circle_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_seat")),
    )
    op.create_index(op.f("ix_circle_seat_circle_id"), "circle_seat", ["circle_id"], unique=False)
    op.create_index(op.f("ix_circle_seat_person_id"), "circle_seat", ["person_id"], unique=False)
    op.create_index(
        "uq_circle_seat_now",
        "circle_seat",
        ["circle_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("to_on IS NULL"),
        postgresql_where=sa.text("to_on IS NULL"),
    )
    op.create_table(
        "circle_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link", _one_of("link", "lead", "delegate"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_circle_link_span")),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_link_circle_id_circle")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_circle_link_named_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_circle_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_link")),
    )
    op.create_index(op.f("ix_circle_link_circle_id"), "circle_link", ["circle_id"], unique=False)
    op.create_index(op.f("ix_circle_link_person_id"), "circle_link", ["person_id"], unique=False)
    op.create_table(
        "team_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column(
            "change", _one_of("change", "began", "let_in", "let_go", "opened", "closed", "ended"), nullable=False
        ),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("chosen_by", sa.Uuid(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("how", _one_of("how", "own_page", "spoke", "signed", "pointed", "device", "wrote"), nullable=False),
        sa.Column("expressed", sa.Text(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=True),
        sa.Column("delivers_care", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_team_choice_about_id_person")),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name=op.f("fk_team_choice_chosen_by_person")),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_team_choice_circle_id_circle")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_team_choice_noted_by_person")),
        sa.ForeignKeyConstraint(["supporter_id"], ["person.id"], name=op.f("fk_team_choice_supporter_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_choice")),
    )
    op.create_index(op.f("ix_team_choice_about_id"), "team_choice", ["about_id"], unique=False)
    op.create_index(op.f("ix_team_choice_chosen_by"), "team_choice", ["chosen_by"], unique=False)
    op.create_index(op.f("ix_team_choice_circle_id"), "team_choice", ["circle_id"], unique=False)
    op.create_index(op.f("ix_team_choice_supporter_id"), "team_choice", ["supporter_id"], unique=False)


def its_decisions() -> None:
    op.create_table(
        "circle_matter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_circle_matter_span")),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_matter_circle_id_circle")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_circle_matter_given_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_matter")),
    )
    op.create_index(op.f("ix_circle_matter_circle_id"), "circle_matter", ["circle_id"], unique=False)
    op.create_table(
        "circle_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reviewed_words", sa.String(length=2000), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("from_before", sa.Boolean(), nullable=False),
        sa.Column("there", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_decision_circle_id_circle")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_circle_decision_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_decision")),
    )
    op.create_index(op.f("ix_circle_decision_circle_id"), "circle_decision", ["circle_id"], unique=False)
    op.create_index(op.f("ix_circle_decision_review_on"), "circle_decision", ["review_on"], unique=False)
    op.create_table(
        "circle_there",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["circle_decision.id"], name=op.f("fk_circle_there_decision_id_circle_decision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_circle_there_person_id_person")),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_circle_there")),
    )


def its_proposals() -> None:
    op.create_table(
        "circle_proposal",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_proposal_circle_id_circle")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["consent_proposal.id"], name=op.f("fk_circle_proposal_proposal_id_consent_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_circle_proposal")),
    )
    op.create_index(op.f("ix_circle_proposal_circle_id"), "circle_proposal", ["circle_id"], unique=False)
    with op.batch_alter_table("consent_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("circle_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("circle_name", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_consent_proposal_circle_id"), ["circle_id"], unique=False)
