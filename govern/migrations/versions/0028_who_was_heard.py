"""Who was heard at a forum's gathering, and in which way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

WAYS = ("spoke", "signed", "device", "symbols", "showed", "supporter", "before")


def upgrade() -> None:
    way: sa.Enum = sa.Enum(*WAYS, name="heard_way", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "gathering_heard",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("way", way, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_gathering_heard_forum_id_forum")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_gathering_heard_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_gathering_heard_noted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_heard")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_gathering_heard_meeting_id_person_id")),
    )
    for column in ("forum_id", "person_id", "at"):
        op.create_index(op.f(f"ix_gathering_heard_{column}"), "gathering_heard", [column], unique=False)
