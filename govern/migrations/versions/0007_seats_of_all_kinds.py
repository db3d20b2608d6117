"""Seats of all kinds, vacancies, breaches, rotation, skills, files of those who sit"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tenures()
    _vacancies_and_breaches()
    _rotations()
    _elections_skills_files()


def _tenures() -> None:
    with op.batch_alter_table("tenure") as batch:
        batch.add_column(sa.Column("unit", sa.String(100), nullable=True))
        batch.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("through_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("office", sa.String(100), nullable=True))
        batch.add_column(sa.Column("nominated_by", sa.String(200), nullable=True))
        batch.add_column(sa.Column("until_elections", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("casual", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("elected_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("terms_before", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("ended_why", sa.String(40), nullable=True))
        batch.create_foreign_key("fk_tenure_organisation_id_person", "person", ["organisation_id"], ["id"])
        batch.create_foreign_key("fk_tenure_through_id_tenure", "tenure", ["through_id"], ["id"])
        batch.create_index("ix_tenure_through_id", ["through_id"])
    op.execute("UPDATE tenure SET elected_on = from_on WHERE how_filled = 'elected'")


def _vacancies_and_breaches() -> None:
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("body", sa.String(60), nullable=False, index=True),
        sa.Column("constituency", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(100), nullable=True),
        sa.Column("tenure_id", sa.Uuid(), sa.ForeignKey("tenure.id"), nullable=False, unique=True),
        sa.Column("open_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("stage", _one_of("stage", "open", "filled", "expired"), nullable=False),
        sa.Column("filled_by_id", sa.Uuid(), sa.ForeignKey("tenure.id"), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
    )
    op.create_table(
        "cap_breach",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("scope", sa.String(60), nullable=False, index=True),
        sa.Column("cap", sa.String(60), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("limit", sa.String(40), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("cured_on", sa.Date(), nullable=True),
    )


def _rotations() -> None:
    op.create_table(
        "rotation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("body", sa.String(60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("stage", _one_of("stage", "announced", "drawn"), nullable=False),
        sa.Column("commitment", sa.LargeBinary(32), nullable=False),
        sa.Column("seed", sa.LargeBinary(32), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("third", sa.Integer(), nullable=False),
        sa.Column("announced_at", STAMP, nullable=False),
        sa.Column("drawn_at", STAMP, nullable=True),
        sa.UniqueConstraint("body", "on"),
    )
    op.create_table(
        "rotation_place",
        sa.Column("rotation_id", sa.Uuid(), sa.ForeignKey("rotation.id"), primary_key=True),
        sa.Column("tenure_id", sa.Uuid(), sa.ForeignKey("tenure.id"), primary_key=True),
        sa.Column("why", _one_of("why", "longest", "by_lot", "term_over", "all", "casual"), nullable=False),
    )


def _elections_skills_files() -> None:
    op.create_table(
        "elections_begun",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("nominations_until", sa.Date(), nullable=False),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("skill", sa.String(60), nullable=False),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
    )
    op.create_table(
        "seat_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("stage", _one_of("stage", "looked_at", "approved", "applied", "abandoned"), nullable=False),
        sa.Column("file_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("original_name", sa.String(200), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("uploaded_at", STAMP, nullable=False),
        sa.Column("applied_at", STAMP, nullable=True),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
