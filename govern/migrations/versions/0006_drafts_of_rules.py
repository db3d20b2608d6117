"""Drafts of the rules, and the day a version took effect"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rulebook_version", sa.Column("took_effect_at", sa.DateTime(timezone=True), nullable=True))
    # What rules already was looked at when it was adopted; a version whose day is to come is looked at on that day.
    op.execute(
        "UPDATE rulebook_version SET took_effect_at = adopted_at WHERE effective_from <= CURRENT_DATE OR number = 1"
    )
    op.create_table(
        "rulebook_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "proposed",
                "adopted",
                "withdrawn",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Uuid(), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.Uuid(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("resolution", sa.String(length=400), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("changes_registered", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("transition_on", sa.Date(), nullable=True),
        sa.Column("affected", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_reason", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["based_on"], ["rulebook_version.id"], name=op.f("fk_rulebook_draft_based_on_rulebook_version")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["rulebook_version.id"], name=op.f("fk_rulebook_draft_version_id_rulebook_version")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_rulebook_draft_{column}_person"))
            for column in ("started_by", "edited_by", "proposed_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_draft")),
        sa.UniqueConstraint("version_id", name=op.f("uq_rulebook_draft_version_id")),
    )
    with op.batch_alter_table("rulebook_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rulebook_draft_stage"), ["stage"], unique=False)
