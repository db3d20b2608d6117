"""What proves the opening of a ballot: the facts of its count, mixes, partial decryptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.create_table(
        "sealed_document",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_sealed_document_ballot_id_ballot")),
        sa.PrimaryKeyConstraint("ballot_id", "name", name=op.f("pk_sealed_document")),
    )
