"""How a question is decided: its matter, what it confirms, who asked that it needs more, consent sought first"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contest", sa.Column("matter", sa.String(length=60), nullable=True))
    op.add_column("contest", sa.Column("confirms_id", sa.Uuid(), nullable=True))
    op.add_column("contest", sa.Column("raised_from", sa.String(length=60), nullable=True))
    op.add_column("contest", sa.Column("raised_by", sa.String(length=60), nullable=True))
    op.add_column("contest", sa.Column("raised_for", sa.Integer(), nullable=True))
    op.add_column("contest", sa.Column("raised_against", sa.Integer(), nullable=True))
    op.add_column("contest", sa.Column("consent_on", sa.Date(), nullable=True))
    op.add_column("contest", sa.Column("consent_rounds", sa.Integer(), nullable=True))
    op.add_column("contest", sa.Column("chair_side", sa.String(length=10), nullable=True))
    op.create_index(op.f("ix_contest_confirms_id"), "contest", ["confirms_id"], unique=False)
