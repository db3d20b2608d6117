"""What follows a decision: copies for the regulator"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regulator_copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                *("online", "email", "post", "hand"), name="how", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("reasons", sa.String(length=2000), nullable=True),
        sa.Column("answer_noted_by", sa.Uuid(), nullable=True),
        sa.Column("answer_noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("answered_on IS NULL OR answered_on >= sent_on", name=op.f("ck_regulator_copy_span")),
        sa.CheckConstraint(
            "answered_on IS NOT NULL OR (reference IS NULL AND reasons IS NULL)",
            name=op.f("ck_regulator_copy_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["answer_noted_by"], ["person.id"], name=op.f("fk_regulator_copy_answer_noted_by_person")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_regulator_copy_contest_id_contest")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_regulator_copy_noted_by_person")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_regulator_copy_sent_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulator_copy")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_regulator_copy_contest_id_number")),
    )
    with op.batch_alter_table("regulator_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regulator_copy_contest_id"), ["contest_id"], unique=False)
