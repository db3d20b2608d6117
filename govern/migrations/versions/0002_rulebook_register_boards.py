"""The rulebook, the register of members, the boards"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_table(
        "attribute_span",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("attribute", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attribute_span_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute_span")),
    )
    with op.batch_alter_table("attribute_span", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attribute_span_person_id"), ["person_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_member")),
    )
    op.create_table(
        "member_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "looked_at",
                "approved",
                "applied",
                "abandoned",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_member_import_approved_by_person")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_member_import_uploaded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_import")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("joined_reason", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= joined_on", name=op.f("ck_membership_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_constituency"), ["constituency"], unique=False)
        batch_op.create_index("ix_membership_person_id_constituency", ["person_id", "constituency"], unique=False)

    op.create_table(
        "rulebook_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["adopted_by"], ["person.id"], name=op.f("fk_rulebook_version_adopted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_version")),
        sa.UniqueConstraint("number", name=op.f("uq_rulebook_version_number")),
    )
    op.create_table(
        "tenure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("how_filled", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tenure_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenure")),
    )
    with op.batch_alter_table("tenure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tenure_body"), ["body"], unique=False)
        batch_op.create_index(batch_op.f("ix_tenure_person_id"), ["person_id"], unique=False)
    op.create_index("uq_member_number_lower", "member", [sa.text("lower(number)")], unique=True)
