"""Who stands for a member organisation, who could not take a seat, seats filled by counting papers again"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    uuid = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE candidate ADD COLUMN organisation_id {uuid} "
        "CONSTRAINT fk_candidate_organisation_id_person REFERENCES person (id)"
    )
    op.add_column("declaration", sa.Column("not_seated", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "count_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("contest_id", sa.Uuid(), nullable=False),
        sa.Column("count_run_id", sa.Uuid(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_count_back_by_person")),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_count_back_contest_id_contest")),
        sa.ForeignKeyConstraint(
            ["count_run_id"], ["count_run.id"], name=op.f("fk_count_back_count_run_id_count_run")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_count_back_vacancy_id_vacancy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_back")),
    )
    op.create_index(op.f("ix_count_back_vacancy_id"), "count_back", ["vacancy_id"], unique=False)
