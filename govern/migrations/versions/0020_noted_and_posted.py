"""The group a facilitator is there for; who noted a choice of peer, and how it was said; letters that go by post."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

WAYS = ("own_page", "spoke", "signed", "pointed", "device", "wrote")


def upgrade() -> None:
    op.add_column("office", sa.Column("constituency", sa.String(length=60), nullable=False, server_default=""))
    said = sa.Enum(*WAYS, name="expressed", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("peer_mandate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noted_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("expressed", said, nullable=True))
        batch_op.create_foreign_key(op.f("fk_peer_mandate_noted_by_person"), "person", ["noted_by"], ["id"])
    op.add_column("letter", sa.Column("by_post", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("letter", sa.Column("pile", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_letter_pile"), "letter", ["pile"], unique=False)
    op.add_column("letter", sa.Column("format", sa.String(length=20), nullable=False, server_default="standard"))
