"""Organisations and who represents them; applications, checks, shares, ties"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE person ADD COLUMN kind VARCHAR(40) NOT NULL DEFAULT 'human'"
        " CONSTRAINT ck_person_person_kind CHECK (kind IN ('human', 'organisation'))"
    )
    uuid = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    op.execute(
        f"ALTER TABLE session ADD COLUMN acts_for {uuid} CONSTRAINT fk_session_acts_for_person REFERENCES person (id)"
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "admitted",
                "declined",
                "withdrawn",
                "appealed",
                "upheld",
                "overturned",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "came_by",
            sa.Enum("page", "paper", name="came_by", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("human", "organisation", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("postal_address", sa.String(length=400), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_words", sa.Text(), nullable=True),
        sa.Column("appeal_decided_by", sa.Uuid(), nullable=True),
        sa.Column("appeal_decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_reason", sa.String(length=1000), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_decided_by"], ["person.id"], name=op.f("fk_application_appeal_decided_by_person")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_application_decided_by_person")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_application_entered_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_stage"), ["stage"], unique=False)

    op.create_table(
        "representative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("human_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=400), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_representative_span")),
        sa.ForeignKeyConstraint(["human_id"], ["person.id"], name=op.f("fk_representative_human_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["person.id"], name=op.f("fk_representative_organisation_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
    )
    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representative_human_id"), ["human_id"], unique=False)
        batch_op.create_index(
            "uq_representative_organisation_id",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("to_on IS NULL"),
            postgresql_where=sa.text("to_on IS NULL"),
        )

    op.create_table(
        "share_holding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("shares > 0 AND pence >= 0", name=op.f("ck_share_holding_amount")),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_share_holding_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_share_holding_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_holding")),
    )
    with op.batch_alter_table("share_holding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_holding_person_id"), ["person_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("paid_until", sa.Date(), nullable=False),
        sa.CheckConstraint("paid_until >= paid_on", name=op.f("ck_subscription_span")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subscription_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscription_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tie",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "delivers_care_to",
                "household",
                "close_relative",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("person_id <> other_id", name=op.f("ck_tie_two_people")),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_tie_span")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_tie_other_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tie_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
    )
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tie_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_tie_person_id_other_id_kind",
            ["person_id", "other_id", "kind"],
            unique=True,
            sqlite_where=sa.text("to_on IS NULL"),
            postgresql_where=sa.text("to_on IS NULL"),
        )

    op.create_table(
        "appellant",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_appellant_application_id_application")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appellant_person_id_person")),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_appellant")),
    )
    op.create_table(
        "eligibility_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("constituency", sa.String(length=60), nullable=False),
        sa.Column("condition", sa.String(length=60), nullable=False),
        sa.Column(
            "result",
            sa.Enum("met", "not_met", name="result", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR application_id IS NOT NULL", name=op.f("ck_eligibility_check_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_eligibility_check_application_id_application")
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_eligibility_check_checked_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_eligibility_check_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_check")),
    )
    with op.batch_alter_table("eligibility_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_eligibility_check_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_eligibility_check_person_id_constituency", ["person_id", "constituency"], unique=False
        )
