"""Peers elected and recalled by a vote, reminders of a choice, what members said (sealed), what peers report."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

WHY_OVER = ("stopped", "recalled", "elected_again")


def upgrade() -> None:
    op.add_column("peer_mandate", sa.Column("reminded_on", sa.Date(), nullable=True))
    with op.batch_alter_table("peer_office", schema=None) as batch_op:
        batch_op.add_column(sa.Column("elected_by", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "why_over",
                sa.Enum(*WHY_OVER, name="why_over", native_enum=False, create_constraint=True, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("over_by", sa.String(length=20), nullable=False, server_default=""))
    op.create_table(
        "known_position",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(length=16), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=True),
        sa.Column("how", sa.String(length=400), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_known_position_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_known_position_noted_by_person")),
        sa.PrimaryKeyConstraint("ballot_id", "handle", name=op.f("pk_known_position")),
    )
    op.create_table(
        "peer_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("peer_id", sa.Uuid(), nullable=False),
        sa.Column("voted", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("easy", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_peer_report_ballot_id_ballot")),
        sa.ForeignKeyConstraint(["peer_id"], ["person.id"], name=op.f("fk_peer_report_peer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_report")),
        sa.UniqueConstraint("ballot_id", "peer_id", name=op.f("uq_peer_report_ballot_id_peer_id")),
    )
    op.create_index(op.f("ix_peer_report_peer_id"), "peer_report", ["peer_id"], unique=False)
    op.create_table(
        "report_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["peer_report.id"], name=op.f("fk_report_answer_report_id_peer_report")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_report_answer_member_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_answer")),
    )
    op.create_index(op.f("ix_report_answer_report_id"), "report_answer", ["report_id"], unique=False)
    op.create_index(op.f("ix_report_answer_member_id"), "report_answer", ["member_id"], unique=False)
