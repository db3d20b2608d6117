"""Legal proxies: who was named for which meeting, and for which votes directions were sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

HOW = ("page", "paper")
STAGES = ("stands", "refused", "revoked", "replaced", "declined")
WHY = (
    *("not_allowed", "no_vote", "oneself", "not_human", "not_a_member", "other_group"),
    *("too_many", "two_at_once", "late"),
)


def _one_of(names: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*names, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "proxy_appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("as_chair", sa.Boolean(), nullable=False),
        sa.Column("named", sa.String(length=200), nullable=False),
        sa.Column("how", _one_of(HOW, "how_given"), nullable=False),
        sa.Column("stage", _one_of(STAGES, "proxy_stage"), nullable=False),
        sa.Column("why_refused", _one_of(WHY, "why_refused"), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder_here", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(stage = 'stands') = (ended_at IS NULL)", name=op.f("ck_proxy_appointment_ended")),
        sa.CheckConstraint(
            "(stage = 'refused') = (why_refused IS NOT NULL)", name=op.f("ck_proxy_appointment_refused")
        ),
        sa.CheckConstraint("stage = 'refused' OR holder_id IS NOT NULL", name=op.f("ck_proxy_appointment_holder")),
        sa.ForeignKeyConstraint(["member_id"], ["person.id"], name=op.f("fk_proxy_appointment_member_id_person")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_proxy_appointment_holder_id_person")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_proxy_appointment_entered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_appointment")),
    )
    with op.batch_alter_table("proxy_appointment", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_proxy_appointment_member_id"), ["member_id"], unique=False)
        batch_op.create_index(op.f("ix_proxy_appointment_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index("ix_proxy_appointment_meeting_id_holder_id", ["meeting_id", "holder_id"], unique=False)
        batch_op.create_index(
            "uq_proxy_appointment_stands",
            ["meeting_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("stage = 'stands'"),
            postgresql_where=sa.text("stage = 'stands'"),
        )
    op.create_table(
        "proxy_direction",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["proxy_appointment.id"],
            name=op.f("fk_proxy_direction_appointment_id_proxy_appointment"),
        ),
        sa.PrimaryKeyConstraint("appointment_id", "ballot_id", name=op.f("pk_proxy_direction")),
    )
