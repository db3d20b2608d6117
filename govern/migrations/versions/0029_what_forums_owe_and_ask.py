"""What a forum raised becomes a recommendation or a plan; whoever owes an answer is written to; what a fund decided
stands in the minutes; those who share money decide together; domains of circles are looked at again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    with op.batch_alter_table("forum_item") as item:
        item.add_column(sa.Column("asked_id", sa.Uuid(), nullable=True))
        item.add_column(sa.Column("planned_id", sa.Uuid(), nullable=True))
        item.create_index(op.f("ix_forum_item_asked_id"), ["asked_id"], unique=False)
    with op.batch_alter_table("recommendation") as asked:
        asked.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        asked.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("circle", sa.Column("looked_at_rules", sa.Integer(), nullable=True))
    op.add_column("benevolent_asked", sa.Column("minutes_id", sa.Uuid(), nullable=True))
    those_who_share()


def those_who_share() -> None:
    expressed = sa.Enum(
        *("stated", "chosen", "observed"), name="expressed", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "pot_spend_voice",
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("there", sa.String(length=200), nullable=False),
        sa.Column("expressed", expressed, nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "noted_by IS NULL OR (there <> '' AND how <> '' AND expressed IS NOT NULL)",
            name=op.f("ck_pot_spend_voice_supported"),
        ),
        sa.CheckConstraint("expressed IS NULL OR expressed <> 'observed'", name=op.f("ck_pot_spend_voice_own")),
        sa.ForeignKeyConstraint(["spend_id"], ["pot_spend.id"], name=op.f("fk_pot_spend_voice_spend_id_pot_spend")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pot_spend_voice_person_id_person")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_pot_spend_voice_noted_by_person")),
        sa.PrimaryKeyConstraint("spend_id", "person_id", name=op.f("pk_pot_spend_voice")),
    )
    op.create_index(op.f("ix_pot_spend_voice_person_id"), "pot_spend_voice", ["person_id"], unique=False)
